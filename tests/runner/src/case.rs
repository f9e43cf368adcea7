//! Cases on disk.

use std::fs;
use std::path::{Path, PathBuf};

use gridfolk_contract::{Column, Problem};
use gridfolk_host::catalog::sha256_hex;
use gridfolk_host::tables::{ReadOptions, read_table};
use serde::Deserialize;
use serde_json::Value;

/// The workspace's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/runner lies in the workspace")
}

/// One case.
#[derive(Debug)]
pub struct Case {
    /// `<module>/<case>`.
    pub name: String,
    /// The module that it is for.
    pub module: String,
    /// What is sent.
    pub request: String,
    /// What is loaded before.
    pub columns: Option<Vec<Column>>,
    /// What must come back.
    pub expected: Result<Value, Problem>,
    /// What it claims.
    pub about: About,
}

/// `case.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What the case shows, as a sentence.
    pub claim: String,
    /// The independent program or calculation behind the expected numbers.
    pub oracle: String,
    /// `error <= tolerance * max(1, |expected|)`.
    #[serde(default)]
    pub tolerance: f64,
}

/// What a host answered: the reply's body, or the problem's JSON.
pub type Answered = Result<String, Problem>;

/// All cases, by name.
///
/// # Panics
/// When a case's folder is not complete: cases are ours.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for module in folders(&root().join("tests/cases")) {
        cases.extend(folders(&module).iter().map(|folder| read(folder)));
    }
    assert!(!cases.is_empty(), "there are cases");
    cases
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).unwrap_or_else(|error| panic!("{}: {error}", parent.display()));
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn read(folder: &Path) -> Case {
    let text = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let complain = |what: &str| -> String { format!("{}: {what}", folder.display()) };
    let part = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let module = part(folder.parent().expect("a module's folder"));
    let expected = match (text("reply.json"), text("problem.json")) {
        (Some(reply), None) => {
            Ok(serde_json::from_str(&reply).unwrap_or_else(|error| panic!("{}", complain(&error.to_string()))))
        }
        (None, Some(problem)) => {
            let problem = Problem::from_json(&problem);
            assert!(problem.code != "module_broken", "{}", complain(&problem.message));
            Err(problem)
        }
        _ => panic!("{}", complain("needs either reply.json or problem.json")),
    };
    let about = text("case.json").unwrap_or_else(|| panic!("{}", complain("needs case.json")));
    let columns = text("table.csv").map(|csv| {
        let table = read_table(csv.as_bytes(), &ReadOptions::default());
        table.unwrap_or_else(|problem| panic!("{}", complain(&problem.to_string()))).columns
    });
    Case {
        name: format!("{module}/{}", part(folder)),
        module,
        request: text("request.json").unwrap_or_else(|| panic!("{}", complain("needs request.json"))),
        columns,
        expected,
        about: serde_json::from_str(&about).unwrap_or_else(|error| panic!("{}", complain(&error.to_string()))),
    }
}

/// What is compared between hosts: SHA-256 of the reply's body or of the problem's JSON.
pub fn hash(answered: &Answered) -> String {
    match answered {
        Ok(body) => sha256_hex(body.as_bytes()),
        Err(problem) => sha256_hex(problem.to_json().as_bytes()),
    }
}
