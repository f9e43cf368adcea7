//! Against scikit-learn, plain numpy and scipy on real data: ../shared/golden/kmeans.

use std::path::{Path, PathBuf};

use kmeans::algorithm::assigned::{labels_of, qualities_of};
use kmeans::algorithm::{Fitted, Memory, Missing, Order, Settings, Start, fit, predict};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    columns: Vec<String>,
    mean: Vec<f64>,
    sd_ddof0: Vec<f64>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    k: usize,
    init_row_indices: Vec<u64>,
    centers: Vec<Vec<f64>>,
    inertia: f64,
    n_iter_sklearn: u32,
    cluster_sizes: Vec<u64>,
    labels: Vec<u32>,
    silhouette: f64,
    calinski_harabasz: f64,
    davies_bouldin: f64,
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// The columns of a CSV file, as numbers.
fn read_columns(path: &Path, names: &[String]) -> Vec<Vec<f64>> {
    let mut reader = csv::Reader::from_path(path).expect("the data set can be read");
    let header = reader.headers().expect("a header").clone();
    let places: Vec<usize> =
        names.iter().map(|name| header.iter().position(|cell| cell == name).expect("the column is there")).collect();
    let mut columns = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record.expect("a record");
        for (column, &place) in columns.iter_mut().zip(&places) {
            column.push(record[place].parse().expect("a number"));
        }
    }
    columns
}

/// Each row divided by its sum.
fn to_shares(columns: &mut [Vec<f64>]) {
    for row in 0..columns[0].len() {
        let sum: f64 = columns.iter().map(|column| column[row]).sum();
        columns.iter_mut().for_each(|column| column[row] /= sum);
    }
}

fn assert_close(found: f64, golden: f64, what: &str) {
    let error = (found - golden).abs();
    assert!(error <= 1e-9 * golden.abs().max(1.0), "{what}: {found} is not {golden}, off by {error:e}");
}

fn check(name: &str, data: &str, transform: impl Fn(&mut [Vec<f64>])) {
    let path = shared().join(format!("golden/kmeans/{name}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: ../shared/golden is absent");
        return;
    };
    let golden: Golden = serde_json::from_str(&text).expect("a golden file");
    let mut columns = read_columns(&shared().join("data").join(data), &golden.columns);
    transform(&mut columns);
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut memory = Memory::default();
    let (mut labellings, mut space) = (Vec::new(), None);
    for run in &golden.runs {
        let what = |what: &str| format!("{name}, k = {}: {what}", run.k);
        let fitted = fit(settings(run), &golden.columns, &columns, &mut memory).expect("a fit");
        check_figures(&golden, run, &fitted, &what);
        let assigned = predict(&fitted.space, &fitted.centroids, columns.clone(), &mut memory);
        assert!(assigned.labels == run.labels, "{}", what("labels"));
        labellings.push(labels_of(&fitted, &columns, &mut memory));
        space = Some(fitted.space);
    }
    let space = space.expect("a run");
    let (qualities, n_rows) = qualities_of(&space, &columns, &labellings, 0, &mut memory);
    assert_eq!(n_rows, columns[0].len());
    for (run, quality) in golden.runs.iter().zip(qualities) {
        let what = |what: &str| format!("{name}, k = {}: {what}", run.k);
        assert_close(quality.silhouette.expect("defined"), run.silhouette, &what("silhouette"));
        assert_close(quality.calinski_harabasz.expect("defined"), run.calinski_harabasz, &what("Calinski-Harabasz"));
        assert_close(quality.davies_bouldin.expect("defined"), run.davies_bouldin, &what("Davies-Bouldin"));
    }
}

fn settings(run: &Run) -> Settings {
    Settings {
        columns: None,
        k: run.k,
        start: Start::Rows(run.init_row_indices.clone()),
        standardize: true,
        max_iter: 1000,
        tol: 0.0,
        missing: Missing::Refuse,
        order: Order::Start,
    }
}

fn check_figures(golden: &Golden, run: &Run, fitted: &Fitted, what: &impl Fn(&str) -> String) {
    let d = golden.columns.len();
    for j in 0..d {
        assert_close(fitted.space.mean[j], golden.mean[j], &what("mean"));
        assert_close(fitted.space.sd[j], golden.sd_ddof0[j], &what("sd"));
    }
    assert_eq!(fitted.n_iter + 1, run.n_iter_sklearn, "{}", what("updates"));
    assert!(fitted.converged);
    assert_eq!(fitted.sizes, run.cluster_sizes, "{}", what("sizes"));
    assert_close(fitted.inertia, run.inertia, &what("inertia"));
    for (index, &found) in fitted.centroids.iter().enumerate() {
        assert_close(found, run.centers[index / d][index % d], &what("centre"));
    }
}

#[test]
fn wholesale_agrees_with_scikit_learn() {
    check("wholesale", "wholesale/wholesale_customers.csv", |_| {});
}

#[test]
fn london_load_shapes_agree_with_scikit_learn() {
    check("lcl_share", "london_lcl/lcl_households_weekly_monthly_2013.csv", to_shares);
}

#[test]
fn powerco_agrees_with_scikit_learn() {
    check("powerco", "powerco/client_data.csv", |_| {});
}

#[test]
fn powerco_logarithms_agree_with_scikit_learn() {
    check("powerco_slog", "powerco/client_data.csv", |columns| {
        columns.iter_mut().flatten().for_each(|x| *x = x.signum() * libm::log(1.0 + x.abs()));
    });
}
