//! What holds of every reply.

mod common;

use common::{body, loaded, params, part, run};
use gridfolk_contract::request::parse;
use gridfolk_contract::{Column, Values};
use gridfolk_whatif::{Condition, Truth};
use proptest::prelude::*;
use serde_json::{Value, json};

fn numbers(column: &Column) -> &[f64] {
    let Values::Number(numbers) = &column.values else { panic!("numbers") };
    numbers
}

#[test]
fn tags_are_where_their_conditions_hold() {
    let table = part(3, 0, 400);
    let reply = run(&mut loaded(table.clone()), &json!({"op": "label", "params": params()})).expect("labels");
    let body: Value = serde_json::from_str(&reply.body).expect("JSON");
    let Values::Items(items) = &reply.columns[0].values else { panic!("items") };
    let table = gridfolk_contract::Table::new(table).expect("a table");
    for (index, tag) in body["model"]["tags"].as_array().expect("tags").iter().enumerate() {
        let condition: Condition = parse(&tag["condition"].to_string(), "").expect("a condition");
        let truths = condition.evaluate(&table, "").expect("truths");
        for (row, truth) in truths.iter().enumerate() {
            assert_eq!(items.row(row).contains(&(index as u32)), *truth == Truth::True, "{tag} {row}");
        }
        let n = truths.iter().filter(|truth| **truth == Truth::True).count();
        assert_eq!((&body["tags"][index]["n"], n > 0), (&json!(n), true), "{tag}");
    }
}

#[test]
fn a_selection_with_a_model_sees_its_tags() {
    let mut session = loaded(part(5, 0, 300));
    let model = body(&mut session, &json!({"op": "label", "params": params()}))["model"].take();
    let heavy = json!({"op": "select", "model": model, "params": {"where": r#"tags HAS "heavy""#}});
    let direct = json!({"op": "predict", "model": model});
    let (selected, labelled) = (body(&mut session, &heavy), body(&mut session, &direct));
    assert_eq!(selected["n_selected"], labelled["tags"][2]["n"]);
    let profile = json!({"op": "profile", "model": model, "params": {"group": r#"tags HAS "heavy""#}});
    let profile = body(&mut session, &profile);
    assert_eq!(profile["tags"][0]["tag"], json!("heavy"));
    assert_eq!(profile["n_group"], selected["n_selected"]);
}

#[test]
fn long_tables_find_quantiles_in_several_passes() {
    // More numbers than one pass collects: the search narrows first.
    let values: Vec<f64> = (0..200_000u64).map(|row| ((row * 7919) % 200_000) as f64).collect();
    let tag = json!({"id": "top", "title": {"en": "t", "zh": "标"}, "level_1": "trait", "level_2": "value",
                     "made": {"statistic": {"column": "x", "quantile": 0.99}}});
    let request = json!({"op": "label", "params": {"as_of": "2026-01-31", "tags": [tag]}});
    let reply = body(&mut loaded(vec![Column::number("x", values)]), &request);
    assert_eq!(reply["model"]["tags"][0]["condition"], json!({"column": "x", "gt": 197_999.0}));
    assert_eq!(reply["tags"][0]["n"], json!(2000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_moved_threshold_reaches_the_best_size_there_is(
        values in prop::collection::vec(prop_oneof![(0..9i32).prop_map(f64::from), Just(f64::NAN)], 1..40),
        wanted in 0u64..40, test in 0usize..4, is_turned in any::<bool>(), is_closest in any::<bool>(),
    ) {
        let word = ["gte", "gt", "lte", "lt"][test];
        let leaf = |at: f64| json!({"column": "x", word: at});
        let with = |at: f64| if is_turned { json!({"not": leaf(at)}) } else { leaf(at) };
        let n = values.len();
        let mut session = loaded(vec![Column::number("x", values)]);
        let mut size = |at: f64| body(&mut session, &json!({"op": "select", "params": {"where": with(at)}}))["n_selected"].as_u64().expect("a size");
        let sizes: Vec<u64> = (-2..11).map(|at| size(f64::from(at))).collect();
        let goal = if is_closest { "closest" } else { "at_most" };
        let request = json!({"op": "select", "params": {"where": with(4.5), "move": {"column": "x", "wanted": wanted, "goal": goal}}});
        let reply = run(&mut session, &request).expect("a selection");
        let found: Value = serde_json::from_str(&reply.body).expect("JSON");
        let best = if is_closest {
            *sizes.iter().min_by_key(|size| (size.abs_diff(wanted), **size)).expect("sizes")
        } else {
            sizes.iter().copied().filter(|size| *size <= wanted).max().unwrap_or(0)
        };
        prop_assert_eq!(found["n_selected"].as_u64(), Some(best));
        prop_assert_eq!(&found["move"]["n_after"], &found["n_selected"]);
        prop_assert_eq!(numbers(&reply.columns[0]).len(), n);
        prop_assert_eq!(numbers(&reply.columns[0]).iter().filter(|is| **is == 1.0).count() as u64, best);
    }
}
