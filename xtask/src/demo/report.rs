//! The demo's report: one HTML file that opens without a network.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// What stands out at least so many standard deviations is marked.
const STANDS_OUT_SD: f64 = 0.5;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>gridfolk: customer segments</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% }
th, td { padding: .4rem .6rem; border-bottom: 1px solid #8886; text-align: right; white-space: nowrap }
th:first-child, td:first-child { text-align: left }
.high { background: #e69f0044 } .low { background: #56b4e944 }
</style>
"#;

/// Writes the report of a k-means fit's reply.
pub(crate) fn write(reply: &Path, report: &Path) -> Result<()> {
    let text = fs::read_to_string(reply).with_context(|| format!("cannot read {}", reply.display()))?;
    let html = html(&serde_json::from_str(&text)?).context("the reply is not one of a fit")?;
    let temporary = report.with_extension("part");
    fs::write(&temporary, html)?;
    Ok(fs::rename(temporary, report)?)
}

fn html(reply: &Value) -> Option<String> {
    let profile = reply["profile"].as_array()?;
    let mut html = HEAD.to_owned();
    let _ = write!(
        html,
        "<h1>Customer segments</h1>\n<p>{} customers of the sample population (made up, with realistic distributions) \
         in {} segments by k-means; {} updates of the centroids. Marked: a mean at least {STANDS_OUT_SD} standard \
         deviations above (orange) or below (blue) that of all customers.</p>\n<table>\n<tr><th>segment</th><th>customers</th><th>share</th>",
        reply["n_rows"],
        profile.len(),
        reply["n_iter"],
    );
    for column in profile.first()?["columns"].as_array()? {
        let _ = write!(html, "<th>{}</th>", escaped(column["column"].as_str()?));
    }
    html.push_str("</tr>\n");
    for segment in profile {
        let share = segment["share"].as_f64()? * 100.0;
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{share:.1} %</td>",
            escaped(segment["segment"].as_str()?),
            segment["size"]
        );
        for column in segment["columns"].as_array()? {
            let _ = write!(html, "<td{}>{}</td>", mark(&column["stands_out_sd"]), short(column["mean"].as_f64()?));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
    Some(html)
}

fn mark(stands_out_sd: &Value) -> &'static str {
    match stands_out_sd.as_f64() {
        Some(sd) if sd >= STANDS_OUT_SD => " class=high",
        Some(sd) if sd <= -STANDS_OUT_SD => " class=low",
        _ => "",
    }
}

/// Three figures or the whole part, whichever says more.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
