//! Pipelines from the command line, with the modules that are built.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Ran, data, finish, program};

/// Runs the program with the modules of the product.
fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/modules");
    assert!(folder.join("kmeans.wasm").is_file(), "the modules are not there: run `cargo xtask build`");
    finish(program(&folder).args(arguments), b"")
}

/// A table of customers of two kinds, beside a folder for the results.
fn customers(n: usize) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (folder.path().join("customers.csv"), folder.path().join("out"));
    let row =
        |i: usize| format!("C{i},{},{}\n", i % 2 * 1000 + i % 7, if i.is_multiple_of(2) { "home" } else { "shop" });
    let rows: String = (0..n).map(row).collect();
    std::fs::write(&table, format!("customer_id,kwh_year,class\n{rows}")).expect("a file");
    (folder, table, out)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn a_run_leaves_portrait_segments_models_and_report() {
    let (_folder, table, out) = customers(40);
    let pipeline = data("groups.json");
    let arguments = ["pipeline", "run", text(&pipeline), "--table", text(&table), "--as-of", "2026-09-30"];
    let ran = run(arguments.into_iter().chain(["--out", text(&out)]));
    assert_eq!((ran.code, ran.stderr.as_str(), ran.stdout.as_str()), (0, "", ""));

    let portrait = std::fs::read_to_string(out.join("portrait.csv")).expect("a portrait");
    assert!(portrait.starts_with("\u{feff}customer_id,group,class\r\nC0,s1,home\r\nC1,s2,shop\r\n"), "{portrait}");
    let read = |name: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(out.join(name)).expect("a file")).expect("JSON")
    };
    let segments = read("segments.json");
    assert_eq!((&segments["n_customers"], &segments["as_of"]), (&40.into(), &"2026-09-30".into()));
    assert_eq!(segments["steps"][0]["reply"]["sizes"], serde_json::json!([20, 20]));
    assert_eq!(segments["steps"][1]["missing"], serde_json::json!(["revenue_yuan"]));
    assert_eq!(read("models.json")["models"]["groups"]["module"], "kmeans");
    let report = std::fs::read_to_string(out.join("report.html")).expect("a report");
    assert!(report.contains("skipped: not there: revenue_yuan"), "{report}");
    assert!(!report.contains("http"), "the report asks no network");
    assert!(out.join("portrait.parquet").is_file());
}

#[test]
fn models_of_an_earlier_run_score_without_fitting() {
    let (_folder, table, out) = customers(40);
    let pipeline = data("groups.json");
    let base = ["pipeline", "run", text(&pipeline), "--table", text(&table), "--as-of", "2026-09-30", "--out"];
    run(base.into_iter().chain([text(&out)])).reply();
    let models = out.join("models.json");
    let again = out.with_file_name("again");
    run(base.into_iter().chain([text(&again), "--model", text(&models)])).reply();
    let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    assert_eq!(read(&out, "portrait.csv"), read(&again, "portrait.csv"));
    assert_eq!(read(&out, "models.json"), read(&again, "models.json"));
    assert!(read(&again, "segments.json").contains(r#""is_scored": true"#));
}

#[test]
fn parts_of_the_table_change_nothing() {
    let (_folder, table, out) = customers(500);
    let pipeline = data("groups.json");
    let base = ["pipeline", "run", text(&pipeline), "--table", text(&table), "--as-of", "2026-09-30", "--out"];
    run(base.into_iter().chain([text(&out)])).reply();
    let parts = out.with_file_name("parts");
    run(base.into_iter().chain([text(&parts), "--part-bytes", "1000"])).reply();
    for name in ["portrait.csv", "models.json", "segments.json", "report.html"] {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(name)).expect("a file");
        assert_eq!(read(&out), read(&parts), "{name}");
    }
}

#[test]
fn a_customer_is_shown_with_every_reason_in_both_languages() {
    let (_folder, table, _) = customers(40);
    let pipeline = data("groups.json");
    let base = ["pipeline", "run", text(&pipeline), "--table", text(&table), "--as-of", "2026-09-30", "--customer"];
    let english = run(base.into_iter().chain(["C3"])).reply();
    assert_eq!(
        english,
        "Customer C3 · 2026-09-30\n\nGroups\n  Group: s2\n\nValue\n  skipped: not there: revenue_yuan\n\n\
         Records\n  Class: shop\n  Use of a year: 1003 kWh\n"
    );
    let chinese = run(base.into_iter().chain(["C3", "--lang", "zh"])).reply();
    assert!(chinese.starts_with("用电客户 C3 · 2026-09-30\n\n分群\n  客户群: s2\n"), "{chinese}");
    assert_eq!(run(base.into_iter().chain(["C99"])).refused(), (3, "unknown_customer".to_owned()));
}

#[test]
fn a_refused_run_leaves_nothing() {
    let (folder, table, out) = customers(40);
    let pipeline = data("groups.json");
    let run_on =
        |table: &Path| run(["pipeline", "run", text(&pipeline), "--table", text(table), "--out", text(&out)]).refused();
    std::fs::write(&table, "customer_id,kwh_year\na,1\na,2\n").expect("a file");
    assert_eq!(run_on(&table), (3, "id_twice".to_owned()));
    std::fs::write(&table, "customer_id,kwh_year\na,-1\nb,2\n").expect("a file");
    assert_eq!(run_on(&table), (3, "input_out_of_range".to_owned()));
    std::fs::write(&table, "customer_id,kwh_year\n").expect("a file");
    assert_eq!(run_on(&table), (3, "no_rows".to_owned()));
    std::fs::write(&table, "customer_id,power\na,1\nb,2\n").expect("a file");
    assert_eq!(run_on(&table), (3, "nothing_to_run".to_owned()));
    std::fs::write(&table, "customer_id,kwh_year\na,1\n").expect("a file");
    assert_eq!(run_on(&table), (3, "k_out_of_range".to_owned()));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "the table alone: {left:?}");
}

#[test]
fn usage_and_names_are_checked() {
    let pipeline = data("groups.json");
    let (_folder, table, out) = customers(4);
    assert_eq!(run(["pipeline", "run", text(&pipeline), "--table", text(&table)]).code, 2);
    let date = ["pipeline", "run", text(&pipeline), "--table", text(&table), "--out", text(&out), "--as-of", "today"];
    assert_eq!(run(date).refused(), (3, "wrong_value".to_owned()));
    let folder = data("groups.json");
    let folder = text(folder.parent().expect("a folder"));
    assert_eq!(run(["pipeline", "list", "--pipelines", folder]).reply(), "groups  1  Groups of customers · 客户分群\n");
    let unknown = run(["pipeline", "describe", "nothing", "--pipelines", folder]);
    assert_eq!(unknown.refused(), (3, "unknown_pipeline".to_owned()));
    let described: Value =
        serde_json::from_str(&run(["pipeline", "describe", "groups", "--pipelines", folder]).reply()).expect("JSON");
    assert_eq!(described["inputs"]["kwh_year"]["unit"], "kWh");
}

#[test]
fn a_what_if_says_what_a_run_on_the_changed_records_would() {
    let (_folder, table, out) = customers(40);
    let pipeline = data("groups.json");
    let base = |table: &Path, more: &[&str]| {
        let fixed = ["--table", text(table), "--as-of", "2026-09-30"];
        let words: Vec<String> = fixed.iter().chain(more).map(|&word| word.to_owned()).collect();
        words
    };
    let call = |verb: &str, words: Vec<String>| {
        run(["pipeline", verb, text(&pipeline)].into_iter().chain(words.iter().map(String::as_str)))
    };
    call("run", base(&table, &["--out", text(&out)])).reply();
    let models = out.join("models.json");
    let scenario = r#"{"edits": [{"column": "kwh_year", "where": {"column": "class", "eq": "home"}, "set": 990}]}"#;
    let changed = out.with_file_name("changed.csv");
    let reply = call("what-if", base(&table, &["--scenario", scenario, "--columns-out", text(&changed)])).reply();
    let changes: Value = serde_json::from_str(&reply).expect("JSON");
    assert_eq!(changes["steps"], serde_json::json!(["groups"]));
    assert_eq!(changes["groups"]["group"]["migration"], serde_json::json!([[0, 20], [0, 20]]));

    let rows = std::fs::read_to_string(&table).expect("a table");
    let edited = rows.lines().map(|line| match line.split(',').collect::<Vec<_>>()[..] {
        [id, _, "home"] => format!("{id},990,home\n"),
        _ => format!("{line}\n"),
    });
    let edited_table = out.with_file_name("edited.csv");
    std::fs::write(&edited_table, edited.collect::<String>()).expect("a file");
    let again = out.with_file_name("again");
    call("run", base(&edited_table, &["--model", text(&models), "--out", text(&again)])).reply();
    let groups = |path: &Path, at: usize| -> Vec<String> {
        let text = std::fs::read_to_string(path).expect("a file");
        text.lines().skip(1).map(|line| line.split(',').nth(at).expect("a cell").to_owned()).collect()
    };
    assert_eq!(groups(&changed, 1), groups(&again.join("portrait.csv"), 1));
}

#[test]
fn a_what_if_without_a_change_moves_nobody_and_a_wrong_one_is_refused() {
    let (_folder, table, _) = customers(10);
    let pipeline = data("groups.json");
    let with =
        |scenario: &str| run(["pipeline", "what-if", text(&pipeline), "--table", text(&table), "--scenario", scenario]);
    let nothing = r#"{"steps":[],"groups":{},"scores":{},"refused":{}}"#;
    assert_eq!(with("{}").reply(), nothing);
    assert_eq!(with(r#"{"edits": [{"column": "power", "add": 1}]}"#).refused(), (3, "edit_column_missing".to_owned()));
    assert_eq!(with(r#"{"params": {"nothing": {}}}"#).refused(), (3, "unknown_step".to_owned()));
    assert_eq!(with(r#"{"edit": []}"#).refused(), (3, "unknown_field".to_owned()));
    let same = with(r#"{"edits": [{"column": "kwh_year", "scale": 1}]}"#).reply();
    assert!(same.contains(r#""n_moved":0"#) || same.contains(r#""groups":{}"#), "{same}");
}

#[test]
fn a_real_utilitys_table_makes_a_portrait_and_says_what_it_lacks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = root.join("../shared/data/powerco/client_data.csv");
    if !table.is_file() {
        eprintln!("skipped: {} is not there", table.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let (pipeline, map) =
        (root.join("pipelines/customer-portrait.json"), root.join("docs/examples/powerco-mapping.json"));
    let on = ["--table", text(&table), "--map", text(&map), "--as-of", "2016-01-01", "--out", text(&out)];
    run(["pipeline", "run", text(&pipeline)].into_iter().chain(on)).reply();
    let segments = std::fs::read_to_string(out.join("segments.json")).expect("segments");
    let segments: Value = serde_json::from_str(&segments).expect("JSON");
    let steps = segments["steps"].as_array().expect("steps");
    let status = |id: &str| steps.iter().find(|step| step["id"] == id).map(|step| step["status"].clone());
    assert_eq!(status("contribution"), Some("done".into()));
    assert_eq!(status("tags"), Some("done".into()));
    assert_eq!(status("arrears_risk"), Some("skipped".into()));
    assert_eq!(segments["n_customers"], 14_606);
    let portrait = std::fs::read_to_string(out.join("portrait.csv")).expect("a portrait");
    assert_eq!(portrait.lines().count(), 14_607);
    // What nobody knows is left out, and not told as nobody.
    let report = std::fs::read_to_string(out.join("report.html")).expect("a report");
    assert!(!report.contains("Level of arrears risk: high"), "no arrears are known");
    assert!(report.contains("Left out, since nothing is known of any customer: Level of outage sensitivity"));
}
