//! The committed manifest and the documented columns are those of the code.

use std::fmt::Write;

use gridfolk_contract::manifest::check_manifest;
use sample::algorithm::features;

#[test]
fn the_committed_manifest_is_fresh() {
    check_manifest(&sample::manifest::manifest(), concat!(env!("CARGO_MANIFEST_DIR"), "/manifest.json"));
}

/// With the environment variable `GRIDFOLK_WRITE` set, writes the table instead.
#[test]
fn the_documented_columns_are_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/modules/sample.md");
    let page = std::fs::read_to_string(path).expect("the page is there");
    let (begin, end) = ("<!-- columns: written by a test -->\n", "<!-- end of columns -->");
    let start = page.find(begin).expect("the page marks where the table begins") + begin.len();
    let stop = page.find(end).expect("the page marks where the table ends");
    let fresh = format!("{}{}{}", &page[..start], table(), &page[stop..]);
    if std::env::var_os("GRIDFOLK_WRITE").is_some() {
        std::fs::write(path, &fresh).expect("the page can be written");
    } else {
        assert!(page == fresh, "{path} is stale: run `cargo xtask build --manifests`");
    }
}

fn table() -> String {
    let mut table =
        "| Column | Unit | Meaning | 含义 | Distribution, and its source or assumption |\n|---|---|---|---|---|\n"
            .to_owned();
    for feature in features(true) {
        let unit = if feature.unit.is_empty() { feature.kind() } else { feature.unit };
        writeln!(table, "| `{}` | {unit} | {} | {} | {} |", feature.name, feature.en, feature.zh, feature.source)
            .expect("a text takes text");
    }
    table
}
