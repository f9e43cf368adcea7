//! Scores recomputed from every form of a card are those of the module. PMML, JSON and the table are read by small
//! readers here, SQL by SQLite of Python where that is there.

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use common::{body, category, customers, loaded, numbers, run};
use gridfolk_contract::{Column, Values};
use serde_json::{Value, json};

/// Customers with names and levels that need quoting, and a card that has every kind of bin.
fn table() -> Vec<Column> {
    let mut columns = customers(600, 11);
    columns[0].name = "arrears \"days\", <late> & 'old'".to_owned();
    if let Values::Category(tariff) = &mut columns[3].values {
        tariff
            .levels
            .iter_mut()
            .filter(|level| *level == "flat")
            .for_each(|level| *level = "it's, \"flat\" & <1>".into());
    }
    columns
}

fn fitted(columns: &[Column], unknown_level: &str) -> Value {
    let params = json!({"target": "bad", "binning": {"special": [-1, "large"], "unknown_level": unknown_level},
        "selection": {"min_iv": 0, "check_sign": false}});
    body(&mut loaded(columns.to_vec()), &json!({"op": "fit", "params": params}))["model"].take()
}

/// A card of rules that uses the whole grammar but sets.
fn ruled(columns: &[Column]) -> Value {
    let late = json!({"column": columns[0].name, "gte": 20});
    let params = json!({"scale": {"base_points": 100}, "rules": [
        {"rule": "late", "when": late, "points": -20},
        {"rule": "not late", "when": {"not": late}, "points": 7},
        {"rule": "either", "when": {"any": [{"column": "kwh_year", "lt": 1000}, {"not": {"column": "tariff", "in": ["tou", "step"]}}]}, "points": 3},
        {"rule": "both", "when": {"all": [{"column": "kwh_year", "gt": 0}, {"column": "n_outages", "lte": 2}, {"column": "tariff", "missing": false}]}, "points": 11},
        {"rule": "none of", "when": {"not": {"any": [{"column": "n_outages", "eq": 0}, {"column": "tariff", "eq": "tou"}]}}, "points": 13},
        {"rule": "numbers", "when": {"column": "n_outages", "in": [1, 3]}, "points": 1},
        {"rule": "missing", "when": {"column": "tariff", "missing": true}, "points": 50},
    ]});
    body(&mut loaded(columns.to_vec()), &json!({"op": "fit", "params": params}))["model"].take()
}

fn points(columns: &[Column], model: &Value) -> Vec<f64> {
    numbers(&run(&mut loaded(columns.to_vec()), &json!({"op": "score", "model": model})).expect("scores"), "points")
}

fn exported(model: &Value, format: &str) -> String {
    let reply =
        body(&mut common::Instance::default(), &json!({"op": "export", "model": model, "params": {"format": format}}));
    assert_eq!(reply["format"], format);
    reply["text"].as_str().expect("a text").to_owned()
}

/// A cell as other programs have it.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Missing,
    Number(f64),
    Text(String),
}

fn cells(columns: &[Column], row: usize) -> BTreeMap<String, Cell> {
    let cell = |column: &Column| match &column.values {
        Values::Number(numbers) if numbers[row].is_nan() => Cell::Missing,
        Values::Number(numbers) => Cell::Number(numbers[row]),
        Values::Category(levels) => levels.level(row).map_or(Cell::Missing, |level| Cell::Text(level.to_owned())),
        Values::Items(_) => panic!("no sets here"),
    };
    columns.iter().map(|column| (column.name.clone(), cell(column))).collect()
}

fn check_rows(columns: &[Column], model: &Value, score: impl Fn(&BTreeMap<String, Cell>) -> Option<f64>) {
    for (row, expected) in points(columns, model).into_iter().enumerate() {
        assert_eq!(score(&cells(columns, row)), Some(expected), "row {row}");
    }
}

/// Whether a line of a card applies to a cell.
fn applies(kind: &str, from: Option<f64>, to: Option<f64>, level: &str, cell: &Cell) -> bool {
    match (kind, cell) {
        ("missing", Cell::Missing) | ("other", Cell::Text(_)) => true,
        ("range", Cell::Number(number)) => from.is_none_or(|from| *number >= from) && to.is_none_or(|to| *number < to),
        ("special", Cell::Number(number)) => from == Some(*number),
        ("special" | "level", Cell::Text(text)) => text == level,
        _ => false,
    }
}

type Line = (String, String, Option<f64>, Option<f64>, String, Option<f64>);

/// The sum of the first line that applies in each column; special codes come before ranges.
fn score_by_lines(base: f64, lines: &[Line], cells: &BTreeMap<String, Cell>) -> Option<f64> {
    let mut by_column: BTreeMap<&str, Option<(bool, Option<f64>)>> = BTreeMap::new();
    for (column, kind, from, to, level, points) in lines {
        let found = by_column.entry(column).or_default();
        if applies(kind, *from, *to, level, &cells[column]) {
            let is_special = kind == "special";
            let is_better = found.is_none() || is_special;
            if is_better {
                *found = Some((is_special, *points));
            }
        }
    }
    by_column.values().try_fold(base, |sum, found| Some(sum + found.as_ref()?.1?))
}

#[test]
fn the_table_gives_the_same_points() {
    let columns = table();
    for unknown_level in ["refuse", "own_bin"] {
        let model = fitted(&columns, unknown_level);
        let text = exported(&model, "table");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut base = 0.0;
        let mut lines: Vec<Line> = Vec::new();
        for record in reader.records().map(|record| record.expect("a line")) {
            let number = |at: usize| record[at].parse::<f64>().ok();
            if &record[1] == "base" {
                base = number(5).expect("points");
            } else {
                lines.push((record[0].into(), record[1].into(), number(2), number(3), record[4].into(), number(5)));
            }
        }
        check_rows(&columns, &model, |cells| score_by_lines(base, &lines, cells));
    }
}

#[test]
fn the_json_gives_the_same_points() {
    let columns = table();
    let model = fitted(&columns, "own_bin");
    let card: Value = serde_json::from_str(&exported(&model, "json")).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines: Vec<Line> = card["bins"]
        .as_array()
        .expect("bins")
        .iter()
        .map(|line| {
            (
                text(&line["column"]),
                text(&line["kind"]),
                line["from"].as_f64(),
                line["to"].as_f64(),
                text(&line["level"]),
                line["points"].as_f64(),
            )
        })
        .collect();
    check_rows(&columns, &model, |cells| score_by_lines(card["base_points"].as_f64().expect("points"), &lines, cells));
}

/// An element of XML: name, attributes, children. The reader knows what the document uses.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
}

impl Element {
    fn read(text: &str) -> Element {
        let mut open = vec![Element::default()];
        for tag in text.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a closed tag");
            if tag.starts_with('?') {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                let element = open.pop().expect("an open element");
                assert_eq!(element.name, name);
                open.last_mut().expect("a parent").children.push(element);
                continue;
            }
            let (body, is_closed) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
            let (name, mut rest) = body.split_once(' ').unwrap_or((body, ""));
            let mut element = Element { name: name.to_owned(), ..Element::default() };
            while let Some((key, after)) = rest.trim_start().split_once("=\"") {
                let (value, after) = after.split_once('"').expect("a quoted value");
                let value =
                    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
                element.attributes.insert(key.to_owned(), value);
                rest = after;
            }
            if is_closed { open.last_mut().expect("a parent").children.push(element) } else { open.push(element) }
        }
        assert_eq!(open.len(), 1, "all elements are closed");
        open.remove(0).children.remove(0)
    }

    fn child(&self, name: &str) -> &Element {
        self.children.iter().find(|child| child.name == name).expect("the child")
    }

    fn number(&self, name: &str) -> f64 {
        self.attributes[name].parse().expect("a number")
    }

    /// A predicate of PMML: true, false or unknown.
    fn predicate(&self, cells: &BTreeMap<String, Cell>) -> Option<bool> {
        match self.name.as_str() {
            "True" => Some(true),
            "False" => Some(false),
            "CompoundPredicate" => {
                let is_and = self.attributes["booleanOperator"] == "and";
                let values: Vec<Option<bool>> = self.children.iter().map(|child| child.predicate(cells)).collect();
                let decisive = Some(!is_and);
                if values.contains(&decisive) {
                    decisive
                } else if values.contains(&None) {
                    None
                } else {
                    Some(is_and)
                }
            }
            "SimplePredicate" => self.simple(&cells[&self.attributes["field"]]),
            other => panic!("no predicate: {other}"),
        }
    }

    fn simple(&self, cell: &Cell) -> Option<bool> {
        match (self.attributes["operator"].as_str(), cell) {
            ("isMissing", _) => Some(*cell == Cell::Missing),
            ("isNotMissing", _) => Some(*cell != Cell::Missing),
            (_, Cell::Missing) => None,
            ("equal", Cell::Text(text)) => Some(*text == self.attributes["value"]),
            ("notEqual", Cell::Text(text)) => Some(*text != self.attributes["value"]),
            (operator, Cell::Number(number)) => {
                let value = self.number("value");
                Some(match operator {
                    "equal" => *number == value,
                    "notEqual" => *number != value,
                    "lessThan" => *number < value,
                    "lessOrEqual" => *number <= value,
                    "greaterThan" => *number > value,
                    "greaterOrEqual" => *number >= value,
                    other => panic!("no operator {other}"),
                })
            }
            (operator, cell) => panic!("{operator} of {cell:?}"),
        }
    }
}

#[test]
fn the_pmml_gives_the_same_points() {
    let columns = table();
    for model in [fitted(&columns, "refuse"), fitted(&columns, "own_bin"), ruled(&columns)] {
        let document = Element::read(&exported(&model, "pmml"));
        assert_eq!(document.attributes["version"], "4.4");
        let card = document.child("Scorecard");
        check_rows(&columns, &model, |cells| {
            let mut sum = card.number("initialScore");
            for characteristic in &card.child("Characteristics").children {
                // The first attribute whose predicate is true.
                let is_true = |attribute: &&Element| attribute.children[0].predicate(cells) == Some(true);
                sum += characteristic.children.iter().find(is_true)?.number("partialScore");
            }
            Some(sum)
        });
    }
}

const SQLITE: &str = r#"
import json, sqlite3, sys
request = json.load(sys.stdin)
database = sqlite3.connect(":memory:")
quoted = ['"' + name.replace('"', '""') + '"' for name in request["names"]]
database.execute(f"CREATE TABLE customers ({', '.join(quoted)})")
database.executemany(f"INSERT INTO customers VALUES ({', '.join('?' * len(quoted))})", request["rows"])
cursor = database.execute(request["query"])
names = [column[0] for column in cursor.description]
print(json.dumps([[row[names.index("points")], row[names.index("grade")]] for row in cursor]))
"#;

/// Points and grades of a query, by SQLite; none where there is no Python.
fn queried(columns: &[Column], query: &str) -> Option<Vec<(Option<f64>, Option<String>)>> {
    let n_rows = columns[0].values.n_rows();
    let json_cell = |cell: &Cell| match cell {
        Cell::Missing => Value::Null,
        Cell::Number(number) => json!(number),
        Cell::Text(text) => json!(text),
    };
    let rows: Vec<Vec<Value>> = (0..n_rows)
        .map(|row| {
            let cells = cells(columns, row);
            columns.iter().map(|column| json_cell(&cells[&column.name])).collect()
        })
        .collect();
    let names: Vec<&String> = columns.iter().map(|column| &column.name).collect();
    let request = json!({"names": names, "rows": rows, "query": query});
    let mut python =
        Command::new("python3").args(["-c", SQLITE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    python.stdin.take()?.write_all(request.to_string().as_bytes()).ok()?;
    let output = python.wait_with_output().ok()?;
    assert!(output.status.success(), "the query runs: {query}");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn the_query_gives_the_same_points_and_grades() {
    let columns = table();
    for model in [fitted(&columns, "refuse"), fitted(&columns, "own_bin"), ruled(&columns)] {
        let Some(found) = queried(&columns, &exported(&model, "sql")) else {
            println!("skipped: no python3");
            return;
        };
        let reply = run(&mut loaded(columns.clone()), &json!({"op": "score", "model": model, "rows_as": "inline"}))
            .expect("scores");
        let reply: Value = serde_json::from_str(&reply.body).expect("JSON");
        for (row, (points, grade)) in found.into_iter().enumerate() {
            assert_eq!(
                (json!(points), json!(grade)),
                (reply["columns"]["points"][row].clone(), reply["columns"]["grade"][row].clone()),
                "row {row}"
            );
        }
    }
}

#[test]
fn what_the_card_refuses_has_no_points_in_a_query_and_other_bins_have_theirs() {
    let columns = table();
    let mut strangers = columns.clone();
    strangers
        .iter_mut()
        .for_each(|column| column.values = common::part(std::slice::from_ref(column), 0, 2).remove(0).values);
    strangers[3] = category("tariff", &[Some("never seen"), None]);
    let refusing = fitted(&columns, "refuse");
    let problem = common::problem(&mut loaded(strangers.clone()), &json!({"op": "score", "model": refusing}));
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("level_not_in_card", "/table/columns/tariff/0"));
    let Some(found) = queried(&strangers, &exported(&refusing, "sql")) else { return };
    assert_eq!((&found[0].0, &found[0].1), (&None, &None));
    let accepting = fitted(&columns, "own_bin");
    let expected = points(&strangers, &accepting);
    let found = queried(&strangers, &exported(&accepting, "sql")).expect("Python");
    assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), expected.into_iter().map(Some).collect::<Vec<_>>());
}

#[test]
fn a_rule_about_a_set_has_no_words_in_sql_or_pmml() {
    let tags = gridfolk_contract::Items { ends: vec![1, 1], codes: vec![0], levels: vec!["old".into()] };
    let columns = vec![Column::items("tags", tags)];
    let params = json!({"rules": [{"rule": "old", "when": {"column": "tags", "has": "old"}, "points": 5}]});
    let model = body(&mut loaded(columns), &json!({"op": "fit", "params": params}))["model"].take();
    for format in ["sql", "pmml"] {
        let request = json!({"op": "export", "model": model, "params": {"format": format}});
        assert_eq!(common::problem(&mut common::Instance::default(), &request).code, "not_exportable");
    }
}
