//! What a caller of `generate` may rely on: the same rows for any split, clear refusals.

use gridfolk_contract::{Column, MISSING_NUMBER, Problem, Values};
use gridfolk_guest::Session;
use sample::Sample;
use sample::algorithm::{Population, features, generate};
use sample::params::GenerateRequest;

fn population(request: GenerateRequest) -> Population {
    generate(&request.check().expect("allowed parameters"))
}

fn run(request: &str) -> Result<gridfolk_contract::Reply, Problem> {
    Session::<Sample>::default().run(request)
}

fn refusal(params: &str) -> Problem {
    run(&format!(r#"{{"op": "generate", "params": {params}}}"#)).expect_err("refused")
}

/// The cells of one row as texts, by which populations of other codes are compared, too.
fn row(population: &Population, row: usize) -> Vec<String> {
    let cell = |column: &Column| match &column.values {
        Values::Number(numbers) => format!("{:x}", numbers[row].to_bits()),
        Values::Category(category) => category.level(row).unwrap_or("missing").to_owned(),
        Values::Items(items) => items.row(row).iter().map(|code| items.levels[*code as usize].as_str()).collect(),
    };
    population.columns.iter().map(cell).collect()
}

#[test]
fn fewer_customers_are_a_prefix_of_more() {
    let request = GenerateRequest { truth: true, missing_share: 0.1, ..Default::default() };
    let small = population(GenerateRequest { n_customers: 300, ..request.clone() });
    let large = population(GenerateRequest { n_customers: 1000, ..request });
    (0..300).for_each(|at| assert_eq!(row(&small, at), row(&large, at), "row {at}"));
}

#[test]
fn parts_give_the_rows_of_the_whole() {
    let request = GenerateRequest { truth: true, missing_share: 0.1, seed: 5, ..Default::default() };
    let whole = population(GenerateRequest { n_customers: 1000, ..request.clone() });
    for (first_row, n_customers) in [(0, 1), (1, 255), (256, 257), (513, 487)] {
        let part = population(GenerateRequest { first_row, n_customers, ..request.clone() });
        let same = |at| assert_eq!(row(&part, at), row(&whole, at + first_row as usize), "row {at} from {first_row}");
        (0..n_customers as usize).for_each(same);
    }
}

#[test]
fn another_seed_gives_other_customers_and_the_same_seed_the_same() {
    let first = |seed| row(&population(GenerateRequest { n_customers: 10, seed, ..Default::default() }), 0);
    assert_ne!(first(0), first(1));
    assert_eq!(first(1), first(1));
}

#[test]
fn the_truth_is_told_on_request_only() {
    let names = |truth| {
        let population = population(GenerateRequest { n_customers: 1, truth, ..Default::default() });
        population.columns.into_iter().map(|column| column.name).collect::<Vec<_>>()
    };
    assert!(names(false).iter().all(|name| !name.starts_with("truth_")));
    assert_eq!(names(true).iter().filter(|name| name.starts_with("truth_")).count(), 6);
    assert_eq!(names(true)[..names(false).len()], names(false));
}

#[test]
fn hidden_cells_are_the_asked_share_of_columns_with_gaps_and_change_nothing_else() {
    let full = population(GenerateRequest { n_customers: 20_000, ..Default::default() });
    let gaps = population(GenerateRequest { n_customers: 20_000, missing_share: 0.2, ..Default::default() });
    for ((feature, full), gaps) in features(false).zip(&full.columns).zip(&gaps.columns) {
        let (Values::Number(full), Values::Number(gaps)) = (&full.values, &gaps.values) else {
            assert_eq!(full, gaps);
            continue;
        };
        let hidden = full.iter().zip(gaps).filter(|(full, gaps)| full.to_bits() != gaps.to_bits());
        let share = hidden.inspect(|(_, gaps)| assert!(gaps.is_nan())).count() as f64 / 20_000.0;
        // Five standard errors of a share of 0.2.
        let expected = if feature.gap_slot.is_some() { 0.2 } else { 0.0 };
        assert!((share - expected).abs() < 0.015 && (expected > 0.0 || share == 0.0), "{}: {share}", feature.name);
    }
}

#[test]
fn every_column_is_described_and_no_two_share_a_draw_for_gaps() {
    let mut slots = Vec::new();
    let mut names = Vec::new();
    for feature in features(true) {
        assert!(![feature.en, feature.zh, feature.source].contains(&""), "{} lacks a text", feature.name);
        slots.extend(feature.gap_slot);
        names.push(feature.name);
    }
    for mut list in [slots.iter().map(u32::to_string).collect::<Vec<_>>(), names.iter().map(|n| (*n).into()).collect()]
    {
        list.sort();
        assert!(list.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

#[test]
fn the_reply_describes_the_population() {
    let reply =
        run(r#"{"op": "generate", "params": {"n_customers": 50, "seed": 3}, "rows_as": "columns"}"#).expect("a reply");
    let body: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!((body["n_customers"].as_u64(), body["seed"].as_u64()), (Some(50), Some(3)));
    let n: u64 = body["n_by_class"].as_object().expect("counts").values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(n, 50);
    let about = body["about_columns"].as_array().expect("a list");
    let named: Vec<_> = about.iter().filter_map(|about| about["name"].as_str()).collect();
    assert_eq!(named, reply.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>());
    gridfolk_contract::Table::new(reply.columns).expect("a table that every module takes");
}

#[test]
fn nothing_asked_gives_2000_customers_inline() {
    let reply = run(r#"{"op": "generate"}"#).expect("a reply");
    let body: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
    assert_eq!(body["columns"]["customer_id"].as_array().map(Vec::len), Some(2000));
    assert_eq!(body["columns"]["customer_id"][1999], "C0002000");
    assert!(reply.columns.is_empty());
}

#[test]
fn values_out_of_range_are_refused_with_their_place() {
    let cases = [
        (r#"{"n_customers": 0}"#, "n_customers_out_of_range", "params.n_customers is 0; must be 1 to 5000000"),
        (
            r#"{"n_customers": 5000001}"#,
            "n_customers_out_of_range",
            "params.n_customers is 5000001; must be 1 to 5000000",
        ),
        (
            r#"{"seed": 9007199254740992}"#,
            "seed_out_of_range",
            "params.seed is 9007199254740992; must be 0 to 9007199254740991",
        ),
        (
            r#"{"first_row": 9007199254740992}"#,
            "first_row_out_of_range",
            "params.first_row is 9007199254740992; must be 0 to 9007199254740991",
        ),
        (r#"{"missing_share": 0.6}"#, "share_out_of_range", "params.missing_share is 0.6; must be 0 to 0.5"),
        (r#"{"theft_share": -0.1}"#, "share_out_of_range", "params.theft_share is -0.1; must be 0 to 0.5"),
        (
            r#"{"region": "atlantis"}"#,
            "region_unknown",
            "params.region is \"atlantis\"; must be one of zhejiang, beijing, shanghai, jiangsu, guangxi, guizhou",
        ),
    ];
    for (params, code, message) in cases {
        let problem = refusal(params);
        assert_eq!((problem.code.as_str(), problem.message.as_str()), (code, message));
        let field = params.split('"').nth(1).expect("a field");
        assert_eq!(problem.pointer, format!("/params/{field}"));
    }
}

#[test]
fn wrong_shapes_are_refused() {
    let code = |request| run(request).expect_err("refused").code.clone();
    assert_eq!(refusal(r#"{"n": 5}"#).code, "unknown_field");
    assert_eq!(refusal(r#"{"n_customers": 1.5}"#).code, "wrong_type");
    assert_eq!(refusal(r#"{"n_customers": -1}"#).code, "wrong_value");
    assert_eq!(refusal(r#"{"missing_share": null}"#).code, "wrong_type");
    assert_eq!(code(r#"{"op": "generate", "table": {"columns": {"a": [1]}}}"#), "field_not_read");
    assert_eq!(code(r#"{"op": "generate", "model": {}}"#), "field_not_read");
    assert_eq!(code(r#"{"op": "fit"}"#), "unknown_op");
}

#[test]
fn the_farthest_row_can_be_drawn() {
    let last = population(GenerateRequest { n_customers: 2, first_row: (1 << 53) - 1, ..Default::default() });
    assert_eq!(row(&last, 0)[0], "C9007199254740992");
    let Values::Number(kwh) = &last.columns.iter().find(|column| column.name == "kwh_year").expect("kWh").values else {
        panic!("numbers")
    };
    assert!(kwh.iter().all(|kwh| kwh.is_finite()) && kwh[0].to_bits() != MISSING_NUMBER.to_bits());
}
