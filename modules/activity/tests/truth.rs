//! On the sample population the truth is known: the index finds who is in touch.

use activity::ActivityModule;
use activity::algorithm::settings::usual_channels;
use gridfolk_contract::{Category, Column, Values};
use gridfolk_guest::Session;
use sample::Sample;

fn numbers<'a>(columns: &'a [Column], name: &str) -> &'a [f64] {
    match &columns.iter().find(|column| column.name == name).expect("the column").values {
        Values::Number(numbers) => numbers,
        _ => panic!("numbers"),
    }
}

fn levels<'a>(columns: &'a [Column], name: &str) -> &'a Category {
    match &columns.iter().find(|column| column.name == name).expect("the column").values {
        Values::Category(category) => category,
        _ => panic!("levels"),
    }
}

/// How often a customer who is highly active has the greater score than one who is little active.
fn auc(score: &[f64], truth: &Category) -> f64 {
    let of = |level: &str| -> Vec<f64> {
        (0..score.len()).filter(|&row| truth.level(row) == Some(level)).map(|row| score[row]).collect()
    };
    let (high, low) = (of("high"), of("low"));
    let wins: f64 = high
        .iter()
        .flat_map(|high| {
            low.iter().map(move |low| if high > low { 1.0 } else { f64::from(u8::from(high == low)) / 2.0 })
        })
        .sum();
    wins / (high.len() * low.len()) as f64
}

#[test]
fn the_index_tells_the_active_from_others_better_than_counts_of_the_same_weights() {
    let request =
        r#"{"op": "generate", "params": {"n_customers": 6000, "seed": 3, "truth": true}, "rows_as": "columns"}"#;
    let population = Session::<Sample>::default().run(request).expect("customers").columns;
    let mut session = Session::<ActivityModule>::default();
    session.load(population.clone()).expect("columns");
    let reply = session.run(r#"{"op": "index"}"#).expect("an index");
    let truth = levels(&population, "truth_activity");
    let found = auc(numbers(&reply.columns, "activity"), truth);
    // All uses of the year, however old, by the weights of their channels; and the best single column.
    let mut uses = vec![0.0; truth.codes.len()];
    for channel in usual_channels() {
        let counts = numbers(&population, &channel.count);
        uses.iter_mut().zip(counts).for_each(|(sum, n)| *sum += channel.weight * n);
    }
    let (counts, app) = (auc(&uses, truth), auc(numbers(&population, "n_app_uses_12m"), truth));
    println!("AUC, high against low activity: index {found:.3}, weighted counts {counts:.3}, app alone {app:.3}");
    assert!(found > counts + 0.02 && found > app + 0.1, "{found} against {counts} and {app}");
}
