//! One answer at any scale: parts and their order change no bit, and the search depth first finds what
//! the passes level by level find.

mod common;

use std::collections::BTreeMap;

use common::{baskets, fold, items, loaded, run};
use gridfolk_contract::{Column, MISSING_CODE};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body of `mine` over all columns in one piece.
fn whole(params: &Value, columns: Vec<Column>) -> String {
    run(&mut loaded(columns), &json!({"op": "mine", "params": params})).expect("a mining").body
}

/// The parts of baskets that begin at `starts`.
fn parts(baskets: &[Vec<String>], starts: &[usize]) -> Vec<(u64, Vec<Column>)> {
    let ends = starts.iter().skip(1).copied().chain([baskets.len()]);
    starts.iter().zip(ends).map(|(&from, to)| (from as u64, vec![items("tags", &baskets[from..to])])).collect()
}

#[test]
fn any_split_answers_as_the_whole_table() {
    let rules = json!({"min_confidence": 0.4, "min_lift": 1, "by": "p", "right": {"max_items": 2}});
    let all_params = [
        json!({"min_support": 0.05}),
        json!({"min_count": 3, "kind": "closed", "top": 20}),
        json!({"min_support": 0.02, "kind": "maximal", "rules": rules}),
        json!({"min_support": 0.02, "max_length": 2, "rules": {"min_confidence": 0}}),
        json!({"min_support": 0.3, "max_length": 1}),
        json!({"min_support": 1}),
    ];
    let baskets = baskets(301, 12, 1);
    for params in &all_params {
        let expected = whole(params, vec![items("tags", &baskets)]);
        for starts in [&[0][..], &[0, 150], &[0, 1, 2, 300], &[0, 96, 97, 200]] {
            assert_eq!(fold(params, &parts(&baskets, starts)).expect("a mining"), expected, "{params} {starts:?}");
        }
    }
}

#[test]
fn refusals_do_not_depend_on_the_split() {
    let baskets = baskets(60, 6, 2);
    let unknown =
        json!({"min_support": 0.1, "rules": {"min_confidence": 0.1, "left": {"required": ["t00", "nowhere"]}}});
    for starts in [&[0][..], &[0, 20, 40]] {
        let problem = fold(&unknown, &parts(&baskets, starts)).unwrap_err();
        assert_eq!(
            (problem.code.as_str(), problem.pointer.as_str()),
            ("item_unknown", "/params/rules/left/required/1")
        );
        let empty = fold(&json!({"min_support": 0.1}), &parts(&[], &starts[..1])).unwrap_err();
        assert_eq!(empty.code, "no_baskets");
    }
    // Two baskets of 20 items have 2^20 - 1 itemsets: more than fit.
    let large: Vec<String> = (0..20).map(|item| format!("t{item:02}")).collect();
    let large = [large.clone(), large];
    let params = json!({"min_support": 1});
    let expected = run(&mut loaded(vec![items("tags", &large)]), &json!({"op": "mine", "params": params})).unwrap_err();
    assert_eq!((expected.code.as_str(), &expected.values["n_so_far"]), ("too_many_itemsets", &1_000_001.into()));
    assert_eq!(fold(&params, &parts(&large, &[0])).unwrap_err(), expected);
}

/// Two category columns and one of item sets.
fn mixed(baskets: &[Vec<String>], from: usize, to: usize) -> Vec<Column> {
    let codes = |of: usize| {
        (from..to).map(|row| if row % 7 == of { MISSING_CODE } else { (row * row % 7 % (of + 2)) as u32 }).collect()
    };
    let levels = |n: usize| (0..n).map(|level| format!("l{level}")).collect();
    vec![
        Column::category("tariff", codes(0), levels(2)),
        items("tags", &baskets[from..to]),
        Column::category("district", codes(1), levels(3)),
        Column::number("kwh", vec![1.0; to - from]),
    ]
}

#[test]
fn categories_and_items_are_mined_alike_in_every_split() {
    let baskets = baskets(150, 5, 3);
    for columns in [json!(null), json!(["district", "tags", "tariff"]), json!(["tariff", "district"])] {
        let params = json!({"columns": columns, "min_support": 0.05, "rules": {"min_confidence": 0.3}});
        let expected = whole(&params, mixed(&baskets, 0, 150));
        assert!(expected.contains("\"district=l2\""));
        for starts in [&[0usize, 50, 75][..], &[0]] {
            let ends = starts.iter().skip(1).copied().chain([150]);
            let parts: Vec<_> =
                starts.iter().zip(ends).map(|(&from, to)| (from as u64, mixed(&baskets, from, to))).collect();
            assert_eq!(fold(&params, &parts).expect("a mining"), expected, "{columns} {starts:?}");
        }
    }
}

#[test]
fn a_basket_of_long_form_may_lie_in_several_parts() {
    let baskets = baskets(80, 7, 4);
    let mut rows: Vec<(f64, &str)> = Vec::new();
    for (number, basket) in baskets.iter().enumerate() {
        rows.extend(basket.iter().map(|item| (number as f64 / 4.0, item.as_str())));
    }
    // Rows of a basket apart from each other.
    rows.sort_by_key(|(number, item)| {
        (item.len() + item.bytes().map(usize::from).sum::<usize>() * 7 % 5, (number * 4.0) as u64)
    });
    let columns = |from: usize, to: usize| {
        let levels: Vec<String> = (0..7).map(|item| format!("t{item:02}")).collect();
        let code = |item: &str| levels.iter().position(|level| level == item).expect("a level") as u32;
        let bills = rows[from..to].iter().map(|row| row.0).collect();
        let items = rows[from..to].iter().map(|row| code(row.1)).collect();
        vec![Column::number("bill", bills), Column::category("service", items, levels)]
    };
    let params = json!({"basket": "bill", "item": "service", "min_support": 0.1, "rules": {"min_confidence": 0.5}});
    let expected = whole(&params, columns(0, rows.len()));
    for starts in [&[0, 40, 41][..], &[0]] {
        let ends = starts.iter().skip(1).copied().chain([rows.len()]);
        let parts: Vec<_> = starts.iter().zip(ends).map(|(&from, to)| (from as u64, columns(from, to))).collect();
        assert_eq!(fold(&params, &parts).expect("a mining"), expected);
    }
    // Wide form says the same, but for empty baskets, which have no row in long form.
    let full: Vec<Vec<String>> = baskets.iter().filter(|basket| !basket.is_empty()).cloned().collect();
    let wide: Value = serde_json::from_str(&whole(
        &json!({"min_support": 0.1, "rules": {"min_confidence": 0.5}}),
        vec![items("tags", &full)],
    ))
    .expect("JSON");
    let long: Value = serde_json::from_str(&expected).expect("JSON");
    assert_eq!((&wide["itemsets"], &wide["rules"]), (&long["itemsets"], &long["rules"]));
}

/// Counts of all itemsets by looking at every subset of every basket.
fn by_enumeration(baskets: &[Vec<String>], min_count: u64, max_length: usize) -> BTreeMap<(usize, Vec<String>), u64> {
    let mut counts = BTreeMap::new();
    for basket in baskets {
        for mask in 1u32..1 << basket.len() {
            let mut itemset: Vec<String> = basket
                .iter()
                .enumerate()
                .filter(|(place, _)| mask & 1 << place != 0)
                .map(|(_, item)| item.clone())
                .collect();
            itemset.sort();
            if itemset.len() <= max_length {
                *counts.entry((itemset.len(), itemset)).or_default() += 1;
            }
        }
    }
    counts.retain(|_, count| *count >= min_count);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_way_finds_what_enumeration_finds(
        n in 1usize..70, n_items in 1usize..11, seed in 0u64..1000, min_count in 1u64..12, max_length in 1usize..8,
        mut cuts in prop::collection::vec(1usize..70, 0..4),
    ) {
        let baskets = baskets(n, n_items, seed);
        cuts.retain(|&cut| cut < n);
        cuts.push(0);
        cuts.sort_unstable();
        cuts.dedup();
        let params = json!({"min_count": min_count, "max_length": max_length});
        let body = whole(&params, vec![items("tags", &baskets)]);
        prop_assert_eq!(&fold(&params, &parts(&baskets, &cuts)).expect("a mining"), &body);
        let reply: Value = serde_json::from_str(&body).expect("JSON");
        let expected: Vec<Value> = by_enumeration(&baskets, min_count, max_length)
            .into_iter()
            .map(|((_, items), n_baskets)| json!({"items": items, "n_baskets": n_baskets}))
            .collect();
        prop_assert_eq!(&reply["itemsets"], &json!(expected));
    }

    /// With more than 64 items, itemsets are lists and not bits.
    #[test]
    fn many_items_are_found_alike(n in 20usize..60, n_items in 65usize..80, seed in 0u64..1000, min_count in 2u64..9) {
        let mut baskets = baskets(n, n_items, seed);
        for (row, basket) in baskets.iter_mut().enumerate() {
            // A few items of each basket, so that nothing explodes.
            basket.retain(|item| item.bytes().map(usize::from).sum::<usize>() % 4 == row % 4);
        }
        let params = json!({"min_count": min_count});
        let body = whole(&params, vec![items("tags", &baskets)]);
        prop_assert_eq!(fold(&params, &parts(&baskets, &[0, n / 2])).expect("a mining"), body);
    }
}
