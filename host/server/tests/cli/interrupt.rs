//! Ctrl-C ends a run cleanly: the files that it would have written are not there.

#![cfg(unix)]

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{data, modules, program};

fn interrupted(arguments: &[&str], signal: &str) -> (Option<i32>, String) {
    let mut command = program(&modules());
    let mut child =
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    sleep(Duration::from_secs(1));
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().expect("kill runs").success(), "it runs still");
    let begin = Instant::now();
    let code = child.wait().expect("the program ends").code();
    assert!(begin.elapsed() < Duration::from_secs(5), "it ends soon");
    let mut stderr = String::new();
    child.stderr.take().expect("standard error").read_to_string(&mut stderr).expect("UTF-8");
    (code, stderr)
}

#[test]
fn a_call_under_way_is_cancelled() {
    for signal in ["-INT", "-TERM"] {
        let (code, stderr) = interrupted(&["run", "probe", "spin"], signal);
        assert_eq!(code, Some(130), "{stderr}");
        assert!(stderr.contains(r#""code":"cancelled""#), "{stderr}");
    }
}

#[test]
fn a_fit_is_cancelled_between_its_rounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("rows.csv");
    let table = data("customers.csv");
    let (table, out) = (table.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let rounds = r#"{"rounds": 1000000000}"#;
    let arguments = ["run", "probe", "fit", "--table", table, "--params", rounds, "--columns-out", out];
    let (code, stderr) = interrupted(&arguments, "-INT");
    assert_eq!(code, Some(130), "{stderr}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
