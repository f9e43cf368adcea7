//! Every case natively and in wasmtime: what the oracle says, and equal bytes.

use std::collections::BTreeMap;
use std::fs;

use gridfolk_tests::case::{self, Answered, Case};
use gridfolk_tests::{expect, native, wasmtime};

fn check(case: &Case, answered: &Answered) -> Result<(), String> {
    match (&case.expected, answered) {
        (Ok(expected), Ok(body)) => {
            let found = serde_json::from_str(body).map_err(|error| format!("the reply is not JSON: {error}"))?;
            match expect::difference(expected, &found, case.about.tolerance) {
                None => Ok(()),
                Some(difference) => Err(difference),
            }
        }
        (Err(expected), Err(problem)) if expected == problem => Ok(()),
        (_, answered) => Err(format!("answered {answered:?}")),
    }
}

#[test]
fn every_case_holds_and_hosts_agree_on_every_byte() {
    let hosts = wasmtime::Hosts::open();
    let mut hashes = BTreeMap::new();
    let mut faults = Vec::new();
    for case in case::all() {
        let natively = native::answer(&case);
        if let Err(fault) = check(&case, &natively) {
            faults.push(format!("{}: {} (claim: {})", case.name, fault, case.about.claim));
        }
        let in_wasmtime = hosts.answer(&case);
        if natively != in_wasmtime {
            faults.push(format!("{}: native and wasmtime differ: {natively:?} {in_wasmtime:?}", case.name));
        }
        hashes.insert(case.name.clone(), case::hash(&natively));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // The browser's run compares with these.
    let path = case::root().join("dist/case-hashes.json");
    fs::create_dir_all(case::root().join("dist")).expect("dist can be made");
    fs::write(path, serde_json::to_string_pretty(&hashes).expect("JSON")).expect("the hashes can be written");
}
