//! What is refused, and the exit codes that say so.

use crate::support::{file, finish, program, run, run_with_input};

#[test]
fn wrong_usage_is_two() {
    for arguments in [
        &["run"][..],
        &["run", "probe", "count", "--types", "a"],
        &["run", "probe", "count", "--types", "a=float"],
        &["run", "probe", "count", "--format", "doc"],
        &["run", "probe", "count", "--params", "{}", "--request", "-"],
        &["nonsense"],
    ] {
        assert_eq!(run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn a_problem_is_three_and_json() {
    for (arguments, code) in [
        (&["run", "probe", "refuse"][..], "refused"),
        (&["run", "probe", "nothing"], "unknown_op"),
        (&["run", "nothing", "fit"], "unknown_module"),
        (&["run", "../probe", "fit"], "unknown_module"),
        (&["describe", "nothing"], "unknown_module"),
        (&["run", "probe", "count"], "table_missing"),
        (&["run", "probe", "count", "--table", "nothing.csv"], "file_not_read"),
        (&["run", "probe", "make", "--params", "{"], "not_json"),
        (&["run", "probe", "make", "--params", "{}}"], "not_json"),
        (&["run", "probe", "make", "--params", "[]"], "wrong_type"),
        (&["run", "probe", "make", "--params", r#"{"n_rows": 1, "n": 2}"#], "unknown_field"),
        (&["run", "probe", "make", "--params", "@nothing.json"], "file_not_read"),
        (&["run", "probe", "make", "--columns-out", "rows.json"], "format_unknown"),
        (&["run", "probe", "predict", "--model", "nothing.json"], "file_not_read"),
    ] {
        assert_eq!(run(arguments).refused(), (3, code.to_owned()), "{arguments:?}");
    }
}

#[test]
fn an_operation_without_rows_writes_no_file_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("rows.csv");
    let arguments = ["run", "probe", "count", "--table", "-", "--format", "csv", "--columns-out"];
    let ran = run_with_input(arguments.into_iter().chain([out.to_str().expect("UTF-8")]), b"a\n1\n");
    assert_eq!(ran.refused(), (3, "no_columns".to_owned()));
    assert!(!out.exists());
}

#[test]
fn a_broken_request_is_refused_with_its_place() {
    let refused = |request: &[u8]| run_with_input(["run", "probe", "count", "--request", "-"], request).refused().1;
    assert_eq!(refused(b"{\"params\": {}"), "not_json");
    assert_eq!(refused(b"[]"), "wrong_type");
    assert_eq!(refused(b"{\"parms\": {}}"), "unknown_field");
    assert_eq!(refused(b"{\"params\": \"\xff\"}"), "not_json");
    let problem =
        run_with_input(["run", "probe", "count", "--table", "-", "--format", "csv"], b"a,b\n1,2\n3\n").problem();
    assert_eq!((&problem["code"], &problem["values"]["line"]), (&"row_length_differs".into(), &3.into()));
}

#[test]
fn without_modules_the_program_says_where_it_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = program(folder.path());
    let ran = finish(command.env_remove("GRIDFOLK_MODULES").current_dir(folder.path()).arg("modules"), b"");
    assert_eq!(ran.refused(), (1, "failed".to_owned()));
    assert!(ran.stderr.contains("dist/modules") && ran.stderr.contains("cargo xtask build"), "{}", ran.stderr);
    let ran = finish(program(&folder.path().join("nothing")).arg("modules"), b"");
    assert!(ran.refused().0 == 1 && ran.stderr.contains("nothing is no folder"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_no_module_spoils_no_other() {
    let (folder, _path) = file("junk.wasm", b"\0asm junk");
    std::fs::copy(crate::support::modules().join("probe.wasm"), folder.path().join("probe.wasm")).expect("a copy");
    std::fs::copy(crate::support::modules().join("probe.wasm"), folder.path().join("other.wasm")).expect("a copy");
    let ran = finish(program(folder.path()).arg("modules"), b"");
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 1));
    assert!(ran.stderr.contains("junk.wasm") && ran.stderr.contains("other.wasm"), "{}", ran.stderr);
}
