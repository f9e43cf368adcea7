//! Runs the program that was built with these tests.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Standard output of a run that must have succeeded.
    pub(crate) fn reply(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    /// Exit code and code of the problem on standard error, of which it is the only line.
    pub(crate) fn refused(&self) -> (i32, String) {
        let problem = self.problem();
        (self.code, problem["code"].as_str().expect("a code").to_owned())
    }

    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.stdout, "", "a refused run writes no reply");
        serde_json::from_str(&self.stderr).unwrap_or_else(|_| panic!("no problem: {}", self.stderr))
    }
}

/// The folder of the test modules.
pub(crate) fn modules() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/test-modules");
    assert!(folder.join("probe.wasm").is_file(), "the test modules are not there: run `cargo xtask build`");
    folder
}

/// The path of a file beside these tests.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The program, told where the modules are and to keep its cache out of the user's.
pub(crate) fn program(modules: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gridfolk"));
    command.env("GRIDFOLK_MODULES", modules).env("GRIDFOLK_CACHE", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// Runs the program with the test modules.
pub(crate) fn run(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    run_with_input(arguments, b"")
}

/// The same with bytes on standard input.
pub(crate) fn run_with_input(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>, input: &[u8]) -> Ran {
    finish(program(&modules()).args(arguments), input)
}

pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A program that is refused early does not read its input.
    let _ = child.stdin.take().expect("standard input").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code().expect("an exit code"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A folder of its own with one file.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    (folder, path)
}
