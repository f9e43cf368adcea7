//! What the documents show is what happens.

use std::fs;
use std::path::Path;
use std::process::Command;

use gridfolk_contract::Problem;
use gridfolk_host::pipeline::{Mapping, Pipeline};
use gridfolk_tests::case::root;
use gridfolk_tests::native;
use serde_json::Value;

/// The fenced blocks of a language in a document.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(document)).expect("the document");
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// A command line as a shell would split it: words, single quotes.
fn words(line: &str) -> Vec<String> {
    let quoted = line.split('\'').enumerate();
    quoted
        .flat_map(|(index, piece)| match index % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

fn gridfolk(folder: &Path, arguments: &[String]) -> String {
    let program = root().join(std::env::var("CARGO_TARGET_DIR").unwrap_or("target".into())).join("release/gridfolk");
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("GRIDFOLK_MODULES", root().join("dist/modules"));
    let output = command.output().expect("the program: run `cargo xtask build`");
    assert!(output.status.success(), "gridfolk {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_commands_of_the_readme_run_in_its_order() {
    let folder = root().join("dist/docs-test");
    fs::create_dir_all(&folder).expect("a folder");
    let generate = r#"run sample generate --params '{"n_customers": 5000}' --columns-out customers.csv"#;
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    assert!(readme.contains(generate), "the README says how to make customers.csv");
    gridfolk(&folder, &words(generate));
    let commands = blocks("README.md", "sh").join("") + &blocks("README.zh-CN.md", "sh").join("");
    let commands: Vec<&str> = commands.lines().filter_map(|line| line.strip_prefix("gridfolk ")).collect();
    assert!(!commands.is_empty());
    for line in commands {
        gridfolk(&folder, &words(line));
    }
    let what_if = fs::read_to_string(folder.join("what_if.json")).expect("the reply");
    let what_if: Value = serde_json::from_str(&what_if).expect("JSON");
    assert!(what_if["segments"]["counts_before"].as_array().is_some_and(|counts| counts.len() == 5));
    let header = fs::read_to_string(folder.join("segments.csv")).expect("the rows");
    assert!(
        header.lines().next().is_some_and(|line| line.contains("customer_id") && line.contains("segment")),
        "ids come along"
    );
    assert!(gridfolk(&folder, &["modules".to_owned()]).contains("kmeans"));
}

#[test]
fn the_contracts_examples_are_what_a_module_takes_and_gives() {
    let blocks = blocks("docs/contract.md", "json");
    let [request, problem] = blocks.as_slice() else { panic!("a request and a problem") };
    native::open("kmeans").run(request).expect("the request of the contract");
    let expected = Problem::from_json(problem);
    let too_many = r#"{"op": "fit", "params": {"k": 9}, "table": {"columns": {"x": [1, 2, 3, 4, 5]}}}"#;
    assert_eq!(native::open("kmeans").run(too_many).unwrap_err(), expected);
}

#[test]
fn the_mapping_of_the_pipelines_page_names_inputs_that_there_are() {
    let blocks = blocks("pipelines/README.md", "json");
    let [mapping] = blocks.as_slice() else { panic!("one mapping") };
    let mapping = Mapping::parse(mapping).expect("a mapping");
    let text = fs::read_to_string(root().join("pipelines/customer-portrait.json")).expect("the pipeline");
    let pipeline = Pipeline::parse(&text).expect("a pipeline");
    assert!(mapping.inputs.keys().all(|input| pipeline.inputs.contains_key(input)));
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let documents = [
        "README.md",
        "README.zh-CN.md",
        "pipelines/README.md",
        "docs/architecture.md",
        "docs/browser.md",
        "docs/contract.md",
        "docs/adding-a-module.md",
        "docs/glossary.md",
    ];
    for document in documents {
        let text = fs::read_to_string(root().join(document)).expect("the document");
        let folder = Path::new(document).parent().expect("a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let is_here = link.contains("://") || file.is_empty() || root().join(folder).join(file).exists();
            assert!(is_here, "{document} links to {link}");
        }
    }
}
