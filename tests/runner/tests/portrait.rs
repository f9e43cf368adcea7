//! Whether the portrait finds what is known of the sample population.
//!
//! Models are fitted on one population and judged on another one, of which they know nothing. Each must be
//! better than the best single column that a person would sort by.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gridfolk_contract::Values;
use gridfolk_host::tables::{ReadOptions, ReadTable, read_table};
use gridfolk_tests::case::root;

fn gridfolk(arguments: &[&str]) {
    let program = root().join(std::env::var("CARGO_TARGET_DIR").unwrap_or("target".into())).join("release/gridfolk");
    let mut command = Command::new(program);
    let output = command.args(arguments).current_dir(root()).env("GRIDFOLK_MODULES", root().join("dist/modules"));
    let output = output.output().expect("the program: run `cargo xtask build`");
    assert!(output.status.success(), "gridfolk {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A population of 20 000 with its truth.
fn population(folder: &Path, seed: u32) -> PathBuf {
    let path = folder.join(format!("population{seed}.csv"));
    let params = format!(r#"{{"n_customers": 20000, "seed": {seed}, "truth": true}}"#);
    let made = folder.join("population.json");
    gridfolk(&["run", "sample", "generate", "--params", &params, "--columns-out", text(&path), "--out", text(&made)]);
    path
}

fn read(path: &Path) -> ReadTable {
    read_table(&fs::read(path).expect("a file"), &ReadOptions::default()).expect("a table")
}

/// A column of numbers, or of levels by the places that `order` gives them; missing is the least.
fn column(table: &ReadTable, name: &str, order: &[&str]) -> Vec<f64> {
    let column = table.columns.iter().find(|column| column.name == name).unwrap_or_else(|| panic!("no {name}"));
    match &column.values {
        Values::Number(numbers) => numbers.iter().map(|n| if n.is_nan() { f64::NEG_INFINITY } else { *n }).collect(),
        Values::Category(category) => (0..category.codes.len())
            .map(|row| {
                order.iter().position(|level| Some(*level) == category.level(row)).expect("a known level") as f64
            })
            .collect(),
        Values::Items(_) => panic!("{name} is a set"),
    }
}

/// Ranks from 0, equal values sharing the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut n_before = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        tied.iter().for_each(|&row| ranks[row] = n_before as f64 + (tied.len() - 1) as f64 / 2.0);
        n_before += tied.len();
    }
    ranks
}

/// Spearman's rank correlation.
fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() - 1) as f64 / 2.0;
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}

/// The chance that an event has a higher score than a non-event; ties count half.
fn auc(scores: &[f64], events: &[f64]) -> f64 {
    let n_events = events.iter().filter(|&&event| event == 1.0).count() as f64;
    let sum: f64 = ranks(scores).iter().zip(events).filter(|(_, event)| **event == 1.0).map(|(rank, _)| rank).sum();
    (sum - n_events * (n_events - 1.0) / 2.0) / (n_events * (scores.len() as f64 - n_events))
}

/// The codes of a category without missing values.
fn levels(table: &ReadTable, name: &str) -> Vec<u32> {
    match table.columns.iter().find(|column| column.name == name).map(|column| &column.values) {
        Some(Values::Category(category)) => category.codes.clone(),
        other => panic!("{name} is {other:?}"),
    }
}

/// Hubert and Arabie (1985): 1 for the same groups, about 0 for unrelated ones.
fn adjusted_rand_index(a: &[u32], b: &[u32]) -> f64 {
    let pairs = |counts: BTreeMap<(u32, u32), u64>| counts.values().map(|&n| (n * (n - 1)) as f64 / 2.0).sum::<f64>();
    let count = |keys: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut counts = BTreeMap::new();
        keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
        pairs(counts)
    };
    let both = count(&mut a.iter().copied().zip(b.iter().copied()));
    let (of_a, of_b) = (count(&mut a.iter().map(|&a| (a, 0))), count(&mut b.iter().map(|&b| (b, 0))));
    let all = (a.len() * (a.len() - 1)) as f64 / 2.0;
    let expected = of_a * of_b / all;
    (both - expected) / (f64::midpoint(of_a, of_b) - expected)
}

#[test]
fn ranks_share_ties() {
    assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [2.5, 0.0, 2.5, 1.0]);
    assert_eq!(auc(&[0.1, 0.4, 0.4, 0.9], &[0.0, 1.0, 0.0, 1.0]), 0.875);
    assert_eq!(adjusted_rand_index(&[0, 0, 1, 1], &[1, 1, 0, 0]), 1.0);
    // Pairs together in both: 1; in a: 2; in b: 1; of 6: 1/3 expected, 1.5 at most.
    assert!((adjusted_rand_index(&[0, 0, 1, 1], &[0, 0, 1, 2]) - (1.0 - 1.0 / 3.0) / (1.5 - 1.0 / 3.0)).abs() < 1e-12);
    assert!((rank_correlation(&[1.0, 2.0, 3.0], &[10.0, 20.0, 15.0]) - 0.5).abs() < 1e-12);
}

#[test]
fn each_model_finds_the_truth_better_than_the_best_single_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (known, unseen) = (population(folder, 1), population(folder, 2));
    let (fitted, scored) = (folder.join("fitted"), folder.join("scored"));
    let run = ["pipeline", "run", "customer-portrait", "--as-of", "2026-09-30"];
    gridfolk(&[&run[..], &["--table", text(&known), "--out", text(&fitted)]].concat());
    let models = fitted.join("models.json");
    gridfolk(&[&run[..], &["--table", text(&unseen), "--out", text(&scored), "--model", text(&models)]].concat());
    let (portrait, truth) = (read(&scored.join("portrait.csv")), read(&unseen));

    let events = |label: &str| column(&truth, label, &[]);
    let judged = |name: &str, baselines: &[&str], measure: &dyn Fn(&[f64]) -> f64| {
        let found = measure(&column(&portrait, name, &[]));
        let baseline = baselines.iter().map(|name| measure(&column(&truth, name, &[]))).fold(f64::MIN, f64::max);
        println!("{name}: {found:.3}, best of {}: {baseline:.3}", baselines.join(", "));
        (found, baseline)
    };
    // AUC of what happened in the year after.
    let contacts = events("outage_contact_next");
    let (found, baseline) =
        judged("outage_sensitivity", &["n_outages_12m", "n_outage_calls_12m"], &|scores| auc(scores, &contacts));
    assert!(found > 0.60 && found > baseline + 0.03);
    let unpaid = events("unpaid_30_days_next");
    let (found, baseline) =
        judged("arrears_risk", &["n_bills_late_12m", "delay_days_max_12m"], &|scores| auc(scores, &unpaid));
    assert!(found > 0.78 && found > baseline + 0.02);
    let theft = events("truth_theft");
    let (found, baseline) = judged("inspection_risk", &["trend_drop_index", "n_alarms"], &|scores| auc(scores, &theft));
    assert!(found > 0.90 && found > baseline + 0.05);
    // Rank correlation with how often the customer is in touch, of which the counts are only signs.
    let activity = column(&truth, "truth_activity", &["low", "medium", "high"]);
    let baselines = ["n_app_uses_12m", "n_wechat_uses_12m", "n_hotline_calls_12m"];
    let (found, baseline) = judged("channel_activity", &baselines, &|scores| rank_correlation(scores, &activity));
    assert!(found > baseline + 0.03);
    // Agreement of the grades with the behavioural groups that the customers were drawn from (a value has no
    // truth of its own), beside as many groups by use.
    let groups = levels(&truth, "truth_segment");
    let found = adjusted_rand_index(&levels(&portrait, "contribution"), &groups);
    let use_ranks = ranks(&column(&truth, "kwh_year", &[]));
    let fifths: Vec<u32> = use_ranks.iter().map(|rank| (rank * 5.0 / use_ranks.len() as f64) as u32).collect();
    let baseline = adjusted_rand_index(&fifths, &groups);
    println!("contribution: {found:.3}, fifths of kwh_year: {baseline:.3}");
    assert!(found > baseline);
}
