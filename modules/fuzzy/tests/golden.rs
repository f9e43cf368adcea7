//! Against scikit-fuzzy and plain numpy on real data: ../shared/golden/fcm.

use std::path::{Path, PathBuf};

use fuzzy::algorithm::{Fitted, Memory, Settings, Start, Value, View, fit, predict};
use gridfolk_space::{Basis, Missing};
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
    c: usize,
    m: f64,
    centers: Vec<Vec<f64>>,
    iterations: u32,
    objective_final_jm: f64,
    fpc: f64,
    partition_entropy_nat: f64,
    xie_beni_m: f64,
    hard_sizes: Vec<u64>,
    /// All memberships, row by row; the larger set gives the first and the last rows alone.
    #[serde(default)]
    u: Vec<Vec<f64>>,
    u_first5: Vec<Vec<f64>>,
    u_last3: Vec<Vec<f64>>,
    plain: Plain,
}

#[derive(Deserialize)]
struct Plain {
    min_pairwise_center_dist: f64,
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

/// The golden files' start: ((7 i + 13 j + i j) mod 17) + 1 of row i and group j, before rows are normalised.
fn start(n: usize, c: usize) -> Vec<Vec<f64>> {
    (0..c).map(|j| (0..n).map(|i| ((7 * i + 13 * j + i * j) % 17 + 1) as f64).collect()).collect()
}

fn assert_close(found: f64, golden: f64, what: &str) {
    let error = (found - golden).abs();
    assert!(error <= 1e-9 * golden.abs().max(1.0), "{what}: {found} is not {golden}, off by {error:e}");
}

fn settings(run: &Run) -> Settings {
    Settings {
        basis: Basis { columns: None, log: Vec::new(), standardize: true, missing: Missing::Refuse },
        c: run.c,
        m: run.m,
        start: Start::Memberships((0..run.c).map(|k| format!("u{k}")).collect()),
        tol: 1e-10,
        max_iter: 5000,
        value: Value::None,
        between: 0.8,
    }
}

fn check(name: &str, data: &str, transform: impl Fn(&mut [Vec<f64>])) {
    let path = shared().join(format!("golden/fcm/{name}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: ../shared/golden is absent");
        return;
    };
    let golden: Golden = serde_json::from_str(&text).expect("a golden file");
    let mut columns = read_columns(&shared().join("data").join(data), &golden.columns);
    transform(&mut columns);
    let n = columns[0].len();
    let mut memory = Memory::default();
    for run in &golden.runs {
        let what = |what: &str| format!("{name}, c = {}, m = {}: {what}", run.c, run.m);
        let starts = start(n, run.c);
        let view = View {
            names: golden.columns.clone(),
            columns: columns.iter().map(Vec::as_slice).collect(),
            starts: starts.iter().map(Vec::as_slice).collect(),
            first_row: 0,
        };
        let fitted = fit(settings(run), &view, &mut memory).expect("a fit");
        check_figures(&golden, run, &fitted, &what);
        let assigned = predict(&fitted.scheme(), &view.columns, &mut memory);
        let check_rows = |from: usize, rows: &[Vec<f64>]| {
            for (row, golden) in rows.iter().enumerate() {
                for (memberships, &golden) in assigned.memberships.iter().zip(golden) {
                    assert_close(memberships[from + row], golden, &what("membership"));
                }
            }
        };
        check_rows(0, &run.u);
        check_rows(0, &run.u_first5);
        check_rows(n - run.u_last3.len(), &run.u_last3);
    }
}

fn check_figures(golden: &Golden, run: &Run, fitted: &Fitted, what: &impl Fn(&str) -> String) {
    for j in 0..golden.columns.len() {
        assert_close(fitted.space.mean[j], golden.mean[j], &what("mean"));
        assert_close(fitted.space.sd[j], golden.sd_ddof0[j], &what("sd"));
    }
    assert_eq!(fitted.n_iter, run.iterations, "{}", what("updates"));
    assert!(fitted.converged);
    assert_eq!(fitted.sizes, run.hard_sizes, "{}", what("sizes"));
    let centres = fitted.centroids.chunks(golden.columns.len());
    for (found, golden) in centres.zip(&run.centers) {
        found.iter().zip(golden).for_each(|(&found, &golden)| assert_close(found, golden, &what("centre")));
    }
    assert_close(fitted.objective, run.objective_final_jm, &what("objective"));
    assert_close(fitted.partition_coefficient, run.fpc, &what("partition coefficient"));
    assert_close(fitted.partition_entropy, run.partition_entropy_nat, &what("partition entropy"));
    assert_close(fitted.xie_beni.expect("defined"), run.xie_beni_m, &what("Xie-Beni"));
    let limit = 0.1 * (golden.columns.len() as f64).sqrt();
    let least = run.plain.min_pairwise_center_dist;
    assert_eq!(fitted.coincident.is_empty(), least > limit, "{}", what("coincident centres"));
    if let Some(pair) = fitted.coincident.first() {
        assert_close(pair.distance, least, &what("distance of coincident centres"));
    }
}

#[test]
fn wholesale_agrees_with_scikit_fuzzy() {
    check("wholesale", "wholesale/wholesale_customers.csv", |_| {});
}

#[test]
fn london_load_shapes_agree_with_scikit_fuzzy() {
    check("lcl_share", "london_lcl/lcl_households_weekly_monthly_2013.csv", to_shares);
}
