//! On the sample population the truth is known: a tree that learnt from inspections finds thefts among
//! customers that nobody inspected, better than the best single sign.

use gridfolk_contract::{Column, Values};
use gridfolk_guest::Session;
use sample::Sample;
use serde_json::{Value, json};
use tree::TreeModule;

fn population(n_customers: u32, seed: u64) -> Vec<Column> {
    let params = json!({"n_customers": n_customers, "seed": seed, "truth": true, "theft_share": 0.05});
    let request = json!({"op": "generate", "params": params, "rows_as": "columns"});
    Session::<Sample>::default().run(&request.to_string()).expect("customers").columns
}

fn numbers<'a>(columns: &'a [Column], name: &str) -> &'a [f64] {
    match &columns.iter().find(|column| column.name == name).expect("the column").values {
        Values::Number(numbers) => numbers,
        _ => panic!("numbers"),
    }
}

/// How often one who steals has the greater score than one who does not, among those nobody inspected.
fn auc(score: &[f64], columns: &[Column]) -> f64 {
    let (truth, inspected) = (numbers(columns, "truth_theft"), numbers(columns, "is_inspected"));
    let rows = (0..score.len()).filter(|&row| inspected[row] == 0.0);
    let (thieves, others): (Vec<usize>, Vec<usize>) = rows.partition(|&row| truth[row] == 1.0);
    let mut wins = 0.0;
    for &thief in &thieves {
        for &other in &others {
            wins += match score[thief].total_cmp(&score[other]) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    wins / (thieves.len() * others.len()) as f64
}

#[test]
fn a_tree_from_inspections_finds_thefts_elsewhere_better_than_any_single_sign() {
    let signs = ["trend_drop_index", "line_loss_flag", "n_alarms", "phase_imbalance_share", "n_breaches_24m"];
    let mut session = Session::<TreeModule>::default();
    session.load(population(60_000, 3)).expect("columns");
    let params = json!({"target": "inspection_found", "columns": signs, "max_depth": 6, "min_leaf": 40});
    let fit = session.run(&json!({"op": "fit", "params": params}).to_string()).expect("a fit");
    let model = serde_json::from_str::<Value>(&fit.body).expect("JSON")["model"].take();
    let others = population(20_000, 4);
    session.load(others.clone()).expect("columns");
    let reply = session.run(&json!({"op": "predict", "model": model}).to_string()).expect("a prediction");
    let found = auc(numbers(&reply.columns, "probability"), &others);
    let single: Vec<f64> = signs.iter().map(|sign| auc(numbers(&others, sign), &others)).collect();
    let best = single.iter().copied().fold(0.0, f64::max);
    println!("AUC for theft among customers not inspected: tree {found:.3}, best single sign {best:.3}");
    assert!(found > best + 0.02, "{found} against {single:?}");
}
