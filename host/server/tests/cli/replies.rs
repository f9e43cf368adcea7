//! Replies, and where they go.

use crate::support::{data, file, run, run_with_input};

#[test]
fn a_request_gets_the_very_bytes_that_the_module_wrote() {
    let request = r#"{"op": "echo", "table": {"columns": {"a": [1, null]}}}"#;
    let expected = r#"{"n_rows":2,"columns_seen":[{"name":"a","kind":"number"}],"columns":{"a":[1.0,null]}}"#;
    assert_eq!(run_with_input(["run", "probe", "echo", "--request", "-"], request.as_bytes()).reply(), expected);
    let without_op = request.replace(r#""op": "echo", "#, "");
    let (_folder, path) = file("request.json", without_op);
    assert_eq!(run(["run", "probe", "echo", "--request", path.to_str().expect("UTF-8")]).reply(), expected);
    let other = run_with_input(["run", "probe", "count", "--request", "-"], request.as_bytes());
    assert_eq!(other.refused(), (3, "op_differs".to_owned()));
}

#[test]
fn rows_stand_inline_beside_a_table() {
    let reply =
        run_with_input(["run", "probe", "echo", "--table", "-", "--format", "csv"], b"id,a\nx,1\ny,2\n").reply();
    assert!(reply.ends_with(r#""columns":{"a":[1.0,2.0]}}"#), "{reply}");
}

#[test]
fn a_reply_goes_into_a_file_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("reply.json");
    let arguments = ["run", "probe", "make", "--params", r#"{"n_rows": 2}"#, "--out", out.to_str().expect("UTF-8")];
    assert_eq!(run(arguments).reply(), "");
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), r#"{"columns":{"row":[0.0,1.0]}}"#);
    let nowhere = run(["run", "probe", "make", "--params", r#"{"n_rows": 2}"#, "--out", "/nowhere/reply.json"]);
    assert_eq!(nowhere.refused(), (1, "failed".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let name = pipe.clone();
    // Not joined before the claim about the file: were the pipe replaced, nobody would ever write into it.
    let reader = std::thread::spawn(move || std::fs::read_to_string(name));
    let arguments = ["run", "probe", "make", "--params", r#"{"n_rows": 2}"#, "--out", pipe.to_str().expect("UTF-8")];
    assert_eq!(run(arguments).reply(), "");
    assert!(pipe.metadata().expect("the pipe").file_type().is_fifo());
    assert_eq!(reader.join().expect("a reader").expect("a text"), r#"{"columns":{"row":[0.0,1.0]}}"#);
}

#[cfg(unix)]
#[test]
fn behind_a_link_the_file_itself_is_written() {
    let (folder, file) = file("reply.json", "before");
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let arguments = ["run", "probe", "make", "--params", r#"{"n_rows": 1}"#, "--out", link.to_str().expect("UTF-8")];
    assert_eq!(run(arguments).reply(), "");
    assert!(link.symlink_metadata().expect("the link").is_symlink());
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), r#"{"columns":{"row":[0.0]}}"#);
}

#[test]
fn rows_made_from_nothing_go_into_a_file_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("rows.csv");
    let columns_out = ["--columns-out", out.to_str().expect("UTF-8")];
    let make = ["run", "probe", "make", "--params", r#"{"n_rows": 2}"#];
    assert_eq!(run(make.into_iter().chain(columns_out)).reply(), "{}");
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), "\u{feff}row\r\n0\r\n1\r\n");
    let request = run_with_input(
        ["run", "probe", "make", "--request", "-"].into_iter().chain(columns_out),
        br#"{"params": {"n_rows": 1}}"#,
    );
    assert_eq!(request.reply(), "{}");
    assert_eq!(std::fs::read_to_string(&out).expect("a file"), "\u{feff}row\r\n0\r\n");
}

#[test]
fn parameters_and_models_come_from_files() {
    let (_params, params) = file("params.json", r#"{"n_rows": 1}"#);
    let at_params = format!("@{}", params.display());
    assert_eq!(run(["run", "probe", "make", "--params", &at_params]).reply(), r#"{"columns":{"row":[0.0]}}"#);

    let model = r#"{"module":"probe","schema":1,"n_rows":4}"#;
    for text in [model.to_owned(), format!(r#"{{"model":{model},"columns":{{}}}}"#)] {
        let (_folder, path) = file("model.json", text);
        let arguments = ["run", "probe", "predict", "--table", "-", "--format", "csv", "--model"];
        let arguments = arguments.into_iter().chain([path.to_str().expect("UTF-8")]);
        assert_eq!(run_with_input(arguments, b"a\n1\n2\n").reply(), r#"{"columns":{"share":[0.25,0.25]}}"#);
    }
}

#[test]
fn a_fit_in_parts_gives_the_bytes_of_a_fit() {
    let csv = b"a,t\n1,x\n2,y\n3,x\n4,\n5,y\n";
    let whole = run_with_input(
        ["run", "probe", "fit", "--request", "-"],
        br#"{"table": {"columns": {"a": [1, 2, 3, 4, 5], "t": ["x", "y", "x", null, "y"]}}}"#,
    )
    .reply();
    for part_bytes in ["1", "24", "1000000"] {
        let arguments = ["run", "probe", "fit", "--table", "-", "--format", "csv", "--part-bytes", part_bytes];
        assert_eq!(run_with_input(arguments, csv).reply(), whole);
    }
}

#[test]
fn the_steps_of_a_fold_can_be_run_one_by_one() {
    let state = run(["run", "probe", "begin", "--params", r#"{"rounds": 1}"#]).reply();
    assert_eq!(state, r#"{"state":{"rounds":1,"round":0}}"#);
    let (_folder, table) = file("part.csv", "a\n1\n2\n");
    let request = state.replace("}}", r#"},"first_row":7}"#);
    let arguments = ["run", "probe", "fold", "--table", table.to_str().expect("UTF-8"), "--request", "-"];
    assert_eq!(run_with_input(arguments, request.as_bytes()).reply(), r#"{"partial":{"n_rows":2}}"#);
}

#[test]
fn the_columns_that_are_named_are_loaded_alone() {
    let arguments = ["run", "probe", "count", "--table", "-", "--format", "csv"];
    let more = ["--columns", "b,c", "--types", "b=category", "--missing", "-,none"];
    let reply = run_with_input(arguments.into_iter().chain(more), b"a,b,c\n1,2,-\n3,4,5\n5,6,none\n").reply();
    assert_eq!(reply, r#"{"n_rows":3,"columns_seen":[{"name":"b","kind":"category"},{"name":"c","kind":"number"}]}"#);
}

#[test]
fn modules_are_listed_and_described() {
    let list = run(["modules"]).reply();
    let line = list.lines().find(|line| line.starts_with("probe")).expect("the probe");
    let [_, version, sha256, ..] = line.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{line}") };
    assert_eq!((version, sha256.len()), ("0.1.0", 64));
    let manifest: serde_json::Value = serde_json::from_str(&run(["describe", "probe"]).reply()).expect("JSON");
    assert_eq!(manifest["name"], "probe");
}

#[test]
fn the_real_customers_of_a_utility_are_read() {
    let table = data("../../../../../shared/data/powerco/client_data.csv");
    if !table.is_file() {
        eprintln!("skipped: ../shared/data is absent");
        return;
    }
    let reply = run(["run", "probe", "count", "--table", table.to_str().expect("UTF-8")]).reply();
    assert!(reply.starts_with(r#"{"n_rows":14606,"#), "{reply}");
    // The 26 columns but the customers' ids.
    assert_eq!(reply.matches(r#""kind":"#).count(), 25);
    // channel_sales, origin_up and has_gas; dates are numbers of days.
    assert_eq!(reply.matches(r#""kind":"category""#).count(), 3);
}
