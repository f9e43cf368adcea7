//! Tables as users have them, with mistakes: a clear problem and nothing written, or a portrait that says
//! what it lacks.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{modules, root};

/// What a run of the customer portrait left.
struct Ran {
    folder: tempfile::TempDir,
    stderr: String,
    code: Option<i32>,
}

impl Ran {
    /// The problem's code and message; nothing was written beside the table.
    fn refused(&self) -> (String, String) {
        assert_eq!(self.code, Some(3), "{}", self.stderr);
        let names = std::fs::read_dir(self.folder.path()).expect("a folder").map(|entry| entry.expect("a file"));
        let names: Vec<_> = names.map(|entry| entry.file_name()).filter(|name| name != "map.json").collect();
        assert_eq!(names, ["customers.csv"], "a refused run leaves nothing");
        let problem: Value = serde_json::from_str(&self.stderr).expect("a problem");
        let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        (text("code"), text("message"))
    }

    fn file(&self, name: &str) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""));
        std::fs::read_to_string(self.folder.path().join("out").join(name)).expect("a file")
    }

    fn status(&self, step: &str) -> String {
        let segments: Value = serde_json::from_str(&self.file("segments.json")).expect("JSON");
        let steps = segments["steps"].as_array().expect("steps");
        let step = steps.iter().find(|done| done["id"] == step).expect("a step");
        step["status"].as_str().unwrap_or_default().to_owned()
    }
}

/// Runs the customer portrait on a table, as a user would.
fn run(table: &[u8], mapping: Option<&str>, more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    std::fs::write(path("customers.csv"), table).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gridfolk"));
    command.env("GRIDFOLK_MODULES", modules()).env("GRIDFOLK_CACHE", env!("CARGO_TARGET_TMPDIR"));
    let pipeline = root().join("pipelines/customer-portrait.json");
    command.args(["pipeline", "run"]).arg(pipeline).args(["--as-of", "2026-09-30"]);
    command.arg("--table").arg(path("customers.csv")).arg("--out").arg(path("out")).args(more);
    if let Some(mapping) = mapping {
        std::fs::write(path("map.json"), mapping).expect("a file");
        command.arg("--map").arg(path("map.json"));
    }
    let output = command.output().expect("the program starts");
    Ran { stderr: String::from_utf8(output.stderr).expect("UTF-8"), code: output.status.code(), folder }
}

const HEAD: &str = "customer_id,class,kwh_year,revenue_yuan,margin_yuan,load_factor,tenure_months\n";

/// So many customers of two classes.
fn rows(n: usize) -> Vec<String> {
    let row = |i: usize| {
        let (class, kwh) = (["residential", "commercial"][i % 2], 1000 + i * 37 % 5000);
        format!("C{i},{class},{kwh},{},{},0.{},{}\n", 500 + i * 3, 50 + i % 40, 20 + i % 50, 12 + i)
    };
    (0..n).map(row).collect()
}

fn refused(table: &str) -> (String, String) {
    run(table.as_bytes(), None, &[]).refused()
}

#[test]
fn a_table_that_cannot_be_read_as_meant_is_refused_with_the_place() {
    let all = rows(60);
    let with = |row: &str| refused(&(HEAD.to_owned() + &all.concat() + row));
    let (code, message) = with("C60,residential,2000,900,80,35,24\n");
    assert_eq!(code, "input_out_of_range");
    assert_eq!(
        message,
        "row 60 of input load_factor is 35; must be 0 to 1 (share): name the column's unit in the mapping, or correct the value"
    );
    let (code, message) = with("C5,residential,2000,900,80,0.3,24\n");
    assert_eq!(code, "id_twice");
    assert!(message.contains("rows 5 and 60") && message.contains("\"C5\""), "{message}");
    let (code, message) = with("C60,residential,much,900,80,0.3,24\n");
    assert_eq!(code, "cell_not_a_number");
    assert!(message.contains("line 62") && message.contains("kwh_year") && message.contains("much"), "{message}");
    assert_eq!(with("C60,residential\n").0, "row_length_differs");
    assert_eq!(refused(&HEAD.replace("class", "kwh_year")).0, "column_name_twice");
    assert_eq!(refused(HEAD).0, "no_rows");
    assert_eq!(refused("").0, "table_empty");
    let bytes: Vec<u8> = (0..=255).cycle().take(2000).collect();
    assert_eq!(run(&bytes, None, &[]).refused().0, "encoding_unknown");
}

#[test]
fn a_table_without_any_input_says_which_columns_it_lacks() {
    let table: String = (0..60).map(|i| format!("C{i},{i}\n")).collect();
    let (code, message) = refused(&("customer_id,number\n".to_owned() + &table));
    assert_eq!(code, "nothing_to_run");
    assert!(message.contains("kwh_year") && message.contains("mapping"), "{message}");
}

#[test]
fn one_customer_gets_a_portrait_that_says_what_it_cannot_say() {
    let ran = run((HEAD.to_owned() + &rows(1).concat()).as_bytes(), None, &[]);
    assert_eq!((ran.status("tags").as_str(), ran.status("unusual").as_str()), ("done", "refused"));
    assert!(ran.file("report.html").contains("not done: the table has 1 rows; the step needs at least 50"));
    assert_eq!(ran.file("portrait.csv").lines().count(), 2);
}

#[test]
fn missing_columns_skip_their_steps_and_are_named() {
    let ran = run((HEAD.to_owned() + &rows(60).concat()).as_bytes(), None, &[]);
    assert_eq!(ran.status("contribution"), "done");
    assert_eq!(ran.status("arrears_risk"), "skipped");
    let report = ran.file("report.html");
    assert!(
        report.contains("skipped: not there: unpaid_30_days_next")
            || report.contains("skipped: not there: n_bills_late_12m")
    );
    assert!(report.contains("Inputs that are not there: <code>arrears_to_bill_mean</code>"), "{report}");
}

#[test]
fn chinese_in_gbk_is_read_and_its_words_are_mapped() {
    let table = HEAD.replace("customer_id", "用户编号").replace("class", "用电类别") + &rows(60).concat();
    let table = table.replace("residential", "居民").replace("commercial", "商业");
    let bytes = gbk(&table);
    let mapping = r#"{"id": "用户编号", "inputs": {"class": {"column": "用电类别", "levels": {"居民": "residential", "商业": "commercial"}}}}"#;
    let ran = run(&bytes, Some(mapping), &["--lang", "zh"]);
    let report = ran.file("report.html");
    assert!(report.contains("<html lang=\"zh-CN\">") && report.contains("用电类别"), "{report}");
    assert!(!report.contains("规则未知的取值"));
    assert!(ran.file("portrait.csv").starts_with("\u{feff}用户编号,"));

    let unmapped = r#"{"id": "用户编号", "inputs": {"class": {"column": "用电类别"}}}"#;
    let report = run(&bytes, Some(unmapped), &[]).file("report.html");
    assert!(report.contains("has values that no rule knows: 居民, 商业"), "{report}");
}

/// The few characters of the test, as GBK has them.
fn gbk(text: &str) -> Vec<u8> {
    let of = |character: char| -> Vec<u8> {
        let bytes: &[u8] = match character {
            '用' => &[0xd3, 0xc3],
            '户' => &[0xbb, 0xa7],
            '编' => &[0xb1, 0xe0],
            '号' => &[0xba, 0xc5],
            '电' => &[0xb5, 0xe7],
            '类' => &[0xc0, 0xe0],
            '别' => &[0xb1, 0xf0],
            '居' => &[0xbe, 0xd3],
            '民' => &[0xc3, 0xf1],
            '商' => &[0xc9, 0xcc],
            '业' => &[0xd2, 0xb5],
            other => return vec![u8::try_from(other).expect("ASCII")],
        };
        bytes.to_vec()
    };
    text.chars().flat_map(of).collect()
}

#[test]
fn a_table_without_ids_is_numbered_and_that_is_said() {
    let table: String = rows(60).iter().map(|row| row.split_once(',').expect("cells").1.to_owned()).collect();
    let head = HEAD.split_once(',').expect("cells").1;
    let ran = run((head.to_owned() + &table).as_bytes(), None, &[]);
    assert!(ran.file("report.html").contains("No column holds ids: row numbers, from 1, stand for them."));
    assert!(ran.file("portrait.csv").lines().nth(1).expect("a row").starts_with("1,"));
}

#[test]
fn a_folder_that_is_there_keeps_its_files_when_a_run_is_refused() {
    let table = HEAD.to_owned() + &rows(60).concat();
    let ran = run(table.as_bytes(), None, &[]);
    let before = ran.file("report.html");
    let out: &Path = &ran.folder.path().join("out");
    std::fs::write(ran.folder.path().join("customers.csv"), HEAD).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gridfolk"));
    command.env("GRIDFOLK_MODULES", modules()).env("GRIDFOLK_CACHE", env!("CARGO_TARGET_TMPDIR"));
    command.args(["pipeline", "run"]).arg(root().join("pipelines/customer-portrait.json")).arg("--table");
    let output =
        command.arg(ran.folder.path().join("customers.csv")).arg("--out").arg(out).output().expect("it starts");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(std::fs::read_to_string(out.join("report.html")).expect("a file"), before);
    assert_eq!(std::fs::read_dir(ran.folder.path()).expect("a folder").count(), 2, "the table and the folder");
}
