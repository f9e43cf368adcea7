//! The report's figures, counted again from the columns.

use gridfolk::pipelines::{Job, Language, Panorama, Portrait, html};
use gridfolk_contract::{Column, MISSING_CODE, Values};
use gridfolk_host::pipeline::{Mapping, RunOptions, State};
use gridfolk_host::tables::{Ids, ReadTable};

use crate::support::{PORTRAIT, catalog, column, customers, portrait, wasmtime};

const N: usize = 6000;

fn made() -> Portrait {
    let catalog = catalog(wasmtime(), &PORTRAIT);
    let texts = (0..N).map(|row| format!("C{row:05}")).collect();
    let ids = vec![Ids { name: "customer_id".to_owned(), texts }];
    let table = ReadTable { n_rows: N, ids, columns: customers(&catalog, N) };
    let options = RunOptions { as_of: "2026-09-30".to_owned(), part_bytes: usize::MAX, n_parts_max: 1 };
    let job = Job { pipeline: portrait(), mapping: Mapping::default(), table, models: None, options };
    job.run(catalog.engine(), &catalog, |_, _, _| true).map_err(|failure| failure.to_problem()).expect("a portrait")
}

fn level_count(columns: &[Column], name: &str, level: &str) -> usize {
    let Values::Category(category) = &column(columns, name).values else { panic!("{name} has levels") };
    let code = category.levels.iter().position(|other| other == level).expect("a level") as u32;
    category.codes.iter().filter(|own| **own == code).count()
}

/// The text between two marks, after the first of which `from` stands.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from}")) + from.len();
    &html[start..start + html[start..].find(to).unwrap_or_else(|| panic!("no {to} after {from}"))]
}

fn grouped(n: usize) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}

#[test]
fn figures_are_those_of_the_columns_in_both_languages() {
    let portrait = made();
    let columns = &portrait.outcome.columns;
    let (en, zh) = (html(&portrait, Language::En), html(&portrait, Language::Zh));
    for report in [&en, &zh] {
        assert!(!report.contains("<script") && !report.contains("http"), "no script, no network");
        let (opened, named) = (report.matches("<svg").count(), report.matches("role=img").count());
        assert!(opened > 20 && opened == named, "{opened} pictures, {named} with a name");
    }
    let n_high = level_count(columns, "arrears_risk_level", "high");
    let share = n_high as f64 / N as f64 * 100.0;
    let said = format!("<strong>{}</strong> customers · {share:.1} %<br>Level of arrears risk: high", grouped(n_high));
    assert!(en.contains(&said), "{said}");
    let said = format!("<strong>{}</strong> 户 · {share:.1} %<br>欠费风险等级：高", grouped(n_high));
    assert!(zh.contains(&said), "{said}");

    // The levels of a score add up to all customers, and the bars to those with a score.
    let scores = between(&en, "<h3>Arrears risk: probability of a bill unpaid for 30 days</h3>", "</section>");
    let row = between(scores, "</span> high</th>", "</tr>");
    assert!(row.starts_with(&format!("<td class=n>{}</td><td class=n>{share:.1}</td>", grouped(n_high))), "{row}");
    let bars = scores
        .split("</title></rect>")
        .filter_map(|bar| bar.rsplit(": ").next()?.replace(',', "").parse::<usize>().ok());
    assert_eq!(bars.sum::<usize>(), N);

    // What came true, over all customers whose outcome is known.
    let Values::Number(happened) = &column(columns, "unpaid_30_days_next").values else { panic!("numbers") };
    let rate = happened.iter().sum::<f64>() / N as f64 * 100.0;
    let table = en.rsplit("<h3>Arrears risk: probability of a bill unpaid for 30 days</h3>").next().expect("a part");
    let table = between(table, "<table>", "</table>");
    let cells: Vec<f64> = table
        .split("<td class=n>")
        .skip(1)
        .map(|cell| cell.split("</td>").next().expect("a cell").replace(',', "").parse().expect("a number"))
        .collect();
    let n: f64 = cells.iter().step_by(3).sum();
    let came_true = cells.chunks(3).map(|row| row[0] * row[2]).sum::<f64>() / n;
    assert_eq!(n, N as f64);
    assert!((came_true - rate).abs() < 0.01, "{came_true} and {rate}");
}

#[test]
fn unusual_customers_are_of_a_seeded_draw_and_named_by_their_ids() {
    let portrait = made();
    let columns = &portrait.outcome.columns;
    let done = portrait.outcome.steps.iter().find(|done| done.id == "unusual").expect("a step");
    let State::Done { sampled: Some(sampled), reply, .. } = &done.state else { panic!("{done:?}") };
    assert_eq!((sampled.n_rows, sampled.of, sampled.seed), (5000, N, 1));
    let Values::Category(groups) = &column(columns, "peer_group").values else { panic!("groups") };
    assert_eq!(groups.codes.iter().filter(|code| **code != MISSING_CODE).count(), 5000);
    let reply: serde_json::Value = serde_json::from_str(reply.get()).expect("JSON");
    let unusual = reply["unusual"].as_array().expect("a list");
    let n_unusual = reply["n_unusual"].as_u64().expect("a number") as usize;
    assert_eq!(level_count(columns, "peer_group", "unusual"), n_unusual);
    let report = html(&portrait, Language::En);
    let listed = between(&report, "Looked at 5,000 of 6,000 customers, drawn at random (seed 1).", "</table>");
    for object in unusual.iter().take(20) {
        let row = object["row"].as_u64().expect("a row") as usize;
        // The row is one of the whole table: the columns say the same of it.
        assert_eq!(groups.level(row), Some("unusual"));
        let reason = &object["reasons"][0];
        let Values::Number(values) = &column(columns, reason["column"].as_str().expect("a column")).values else {
            panic!("numbers")
        };
        if let Some(value) = reason["value"].as_f64() {
            assert_eq!(values[row], value);
        }
        assert!(listed.contains(&format!("<th scope=row>C{row:05}</th>")));
    }
    let left_out = groups.codes.iter().position(|code| *code == MISSING_CODE).expect("a customer who was not drawn");
    let panorama = Panorama::of(&portrait, &format!("C{left_out:05}")).expect("a customer").to_text(Language::En);
    assert!(panorama.contains("not looked at: 5000 of 6000 customers are drawn at random"), "{panorama}");
}
