//! Against mlxtend and efficient-apriori on real data: ../shared/golden/apriori.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use common::{body, items, loaded};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A rule by its sides.
type Sides = (Vec<String>, Vec<String>);

fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path)
}

/// A golden file, and the baskets that it is about.
fn read(name: &str) -> Option<(Value, Vec<Vec<String>>)> {
    let Ok(text) = std::fs::read_to_string(shared("golden/apriori").join(name)) else {
        println!("skipped: ../shared/golden is absent");
        return None;
    };
    let golden: Value = serde_json::from_str(&text).expect("a golden file");
    let (file, separator) = match name.split('_').next().expect("a name") {
        "groceries" => ("data/groceries/groceries.csv", ','),
        "mushroom" => ("data/fimi/mushroom.dat", ' '),
        _ => ("data/fimi/retail.dat", ' '),
    };
    let data = std::fs::read_to_string(shared(file)).expect("the data set can be read");
    let basket = |line: &str| line.split(separator).filter(|item| !item.is_empty()).map(str::to_owned).collect();
    Some((golden, data.lines().map(basket).collect()))
}

fn mine(baskets: &[Vec<String>], params: Value) -> Value {
    body(&mut loaded(vec![items("basket", baskets)]), &json!({"op": "mine", "params": params}))
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// Lines "a|b|c#count", as the golden file makes its hash.
fn hash_of(reply: &Value) -> String {
    let mut lines = String::new();
    for itemset in reply["itemsets"].as_array().expect("itemsets") {
        let separator = if lines.is_empty() { "" } else { "\n" };
        let (items, count) = (texts(&itemset["items"]).join("|"), &itemset["n_baskets"]);
        write!(lines, "{separator}{items}#{count}").expect("a text");
    }
    Sha256::digest(lines.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn assert_close(found: &Value, golden: &Value, what: &str) {
    if *golden == json!("inf") {
        assert!(found.is_null(), "{what}: {found} is not null");
        return;
    }
    let (found, golden) = (found.as_f64().expect("a number"), golden.as_f64().expect("a number"));
    assert!((found - golden).abs() <= 1e-12 * golden.abs().max(1.0), "{what}: {found} is not {golden}");
}

fn check(name: &str) {
    let Some((golden, baskets)) = read(name) else { return };
    let reply = mine(&baskets, json!({"min_support": golden["min_support"]}));
    assert_eq!(reply["n_baskets"], golden["n_transactions"], "{name}");
    assert_eq!(reply["n_itemsets"], golden["n_itemsets"], "{name}");
    assert_eq!(reply["min_count"], golden["min_count"], "{name}");
    let by_length: Vec<Value> = golden["by_length"].as_object().expect("lengths").values().cloned().collect();
    assert_eq!(reply["n_by_length"].as_array().expect("lengths").len(), by_length.len(), "{name}");
    for (length, n) in golden["by_length"].as_object().expect("lengths") {
        assert_eq!(reply["n_by_length"][length.parse::<usize>().expect("a length") - 1], *n, "{name}: {length} items");
    }
    assert_eq!(json!(hash_of(&reply)), golden["itemsets_sha256"], "{name}");
    for (confidence, of) in golden["rules"].as_object().into_iter().flatten() {
        // The exact rules at 0.8 stand in a file of their own.
        if name != "groceries_s0.001.json" {
            check_rules(&baskets, &golden, confidence, &of["rules"], name);
        }
    }
}

fn check_rules(baskets: &[Vec<String>], golden: &Value, confidence: &str, rules: &Value, name: &str) {
    let confidence: f64 = confidence.parse().expect("a confidence");
    let support = golden.get("min_support").cloned().unwrap_or(json!(0.001));
    let reply = mine(baskets, json!({"min_support": support, "rules": {"min_confidence": confidence}}));
    let found: BTreeMap<Sides, &Value> = reply["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| ((texts(&rule["left"]), texts(&rule["right"])), rule))
        .collect();
    let rules = rules.as_array().expect("rules");
    assert_eq!(found.len(), rules.len(), "{name} at {confidence}");
    assert_eq!(reply["n_rules"], json!(rules.len()));
    for rule in rules {
        let sides = (texts(&rule["A"]), texts(&rule["B"]));
        let found = found.get(&sides).unwrap_or_else(|| panic!("{name}: {sides:?} is not found"));
        for (ours, theirs) in [("n_both", "nAB"), ("n_left", "nA"), ("n_right", "nB")] {
            assert_eq!(found[ours], rule[theirs], "{name}: {sides:?}");
        }
        for measure in ["support", "confidence", "lift", "leverage", "conviction", "zhang"] {
            if let Some(golden) = rule.get(measure) {
                assert_close(&found[measure], golden, &format!("{name}: {measure} of {sides:?}"));
            }
        }
    }
}

#[test]
fn groceries_are_mined_and_ruled_as_by_mlxtend() {
    check("groceries_s0.001.json");
    check("groceries_s0.005.json");
    check("groceries_s0.01.json");
}

#[test]
fn rules_at_the_very_threshold_are_kept() {
    let Some((golden, baskets)) = read("groceries_s0.001_exact_conf.json") else { return };
    assert_eq!(golden["rules_exact_0.8"].as_array().map(Vec::len), Some(413));
    check_rules(&baskets, &golden, "0.8", &golden["rules_exact_0.8"], "exact");
    for confidence in ["0.5", "0.25"] {
        let params = json!({"min_support": 0.001, "rules": {"min_confidence": confidence.parse::<f64>().expect("a number"), "top": 0}});
        assert_eq!(mine(&baskets, params)["n_rules"], golden[confidence]["exact"], "{confidence}");
    }
    let one_right = json!({"min_support": 0.001, "rules": {"min_confidence": 0.8, "right": {"max_items": 1}}});
    assert_eq!(mine(&baskets, one_right)["n_rules"], golden["0.8"]["exact_single_rhs"]);
}

#[test]
fn mushrooms_are_mined_and_ruled_as_by_mlxtend() {
    check("mushroom_s0.4.json");
    check("mushroom_s0.2.json");
}

#[test]
fn retail_is_mined_and_ruled_as_by_mlxtend() {
    check("retail_s0.01.json");
    check("retail_s0.002.json");
}
