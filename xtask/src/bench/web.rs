//! What people feel at the page, in Debian's Chromium: a slider's move to reply and paint, the first picture,
//! peers on the same rows in the same browser, and how much must be downloaded. Each beside its goal.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::report;
use super::runners::Times;
use crate::shell::{self, output, program, root, target_dir};
use crate::{build, tools};

/// Numbers of customers of the sample population.
const SIZES: [u32; 2] = [100_000, 1_000_000];

/// What the script measured.
#[derive(Deserialize)]
struct Measured {
    sliders: Vec<Sliding>,
    loads: Vec<Load>,
    peers: Vec<Peers>,
    sizes: Vec<Size>,
}

/// Moves of one view's slider.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sliding {
    view: String,
    n: u32,
    /// Milliseconds from the move to the module's answer, and to the frame that shows it.
    reply: Times,
    paint: Times,
    /// Of a slider that is dragged.
    frames_a_second: f64,
    /// Milliseconds of tasks of the page that took 50 and more.
    long_tasks: Vec<f64>,
}

/// From opening an address to its first picture.
#[derive(Deserialize)]
struct Load {
    name: String,
    n: u32,
    ms: Times,
}

#[derive(Deserialize)]
struct Peers {
    n: u32,
    kmeans: Pair,
    logistic: Pair,
}

#[derive(Deserialize)]
struct Pair {
    ours: Times,
    theirs: Times,
}

/// Bytes, gzipped.
#[derive(Deserialize)]
struct Size {
    name: String,
    bytes: u64,
    goal: u64,
}

pub(super) fn run() -> Result<()> {
    build::release()?;
    let measured = measure()?;
    let sliders: Vec<Vec<String>> = measured.sliders.iter().map(slider_row).collect();
    let title = "one move of a slider at the page, p50 / p95 in ms, and p95 beside its goal";
    let heading = ["view", "customers", "to reply", "goal", "to paint", "goal", "longest task (goal 50)", "frames/s"];
    report::table(title, &heading, &sliders);
    let loads: Vec<Vec<String>> = measured.loads.iter().map(load_row).collect();
    let title = "from opening the page to the first picture, cache warm";
    report::table(title, &["what", "customers", "median ms", "slowest ms", "goal"], &loads);
    let peers: Vec<Vec<String>> = measured.peers.iter().flat_map(peer_rows).collect();
    report::table("whole fits in the page, median", &["what", "customers", "ms", "ratio to the peer"], &peers);
    let sizes: Vec<Vec<String>> = measured.sizes.iter().map(size_row).collect();
    report::table("downloads, gzipped", &["what", "bytes", "goal"], &sizes);
    Ok(())
}

fn measure() -> Result<Measured> {
    let chromium = tools::chromium()?;
    for folder in ["tests/browser", "xtask/bench/web"] {
        tools::npm_packages(folder)?;
    }
    let vite = root().join("web/node_modules/.bin/vite");
    shell::run(program(vite).args(["build", "--config"]).arg(root().join("xtask/bench/web/vite.config.js")))?;
    let plan = json!({"program": target_dir().join("release/gridfolk"), "sizes": SIZES});
    let script = root().join("xtask/bench/web/bench.mjs");
    let printed = output(program("node").arg(script).arg(plan.to_string()).env("CHROMIUM", chromium))?;
    let line = printed.lines().last().context("the script prints what it measured")?;
    serde_json::from_str(line).context("the script prints JSON")
}

/// Most milliseconds to reply and to paint, in 19 of 20 moves. Of a whole pipeline only the reply has a goal.
fn goals(view: &str, n: u32) -> (f64, Option<f64>) {
    match (view == "customer-portrait", n > 100_000) {
        (true, false) => (100.0, None),
        (true, true) => (1000.0, None),
        (false, false) => (16.0, Some(100.0)),
        (false, true) => (100.0, Some(200.0)),
    }
}

fn slider_row(sliding: &Sliding) -> Vec<String> {
    let (reply, paint) = goals(&sliding.view, sliding.n);
    let both = |times: &Times| format!("{:.0} / {:.0}", times.quantile(0.5), times.quantile(0.95));
    let longest = sliding.long_tasks.iter().copied().fold(0.0, f64::max);
    let tasks = match sliding.long_tasks.len() {
        0 => "none above 50: reached".to_owned(),
        n => format!("{longest:.0} ({n} above 50): missed"),
    };
    vec![
        sliding.view.clone(),
        sliding.n.to_string(),
        both(&sliding.reply),
        verdict(sliding.reply.quantile(0.95), reply),
        both(&sliding.paint),
        paint.map_or_else(|| "none".to_owned(), |goal| verdict(sliding.paint.quantile(0.95), goal)),
        tasks,
        format!("{:.0}", sliding.frames_a_second),
    ]
}

fn load_row(load: &Load) -> Vec<String> {
    let median = load.ms.median();
    let figures = [format!("{median:.0}"), format!("{:.0}", load.ms.quantile(1.0))];
    [load.name.clone(), load.n.to_string()].into_iter().chain(figures).chain([verdict(median, 1000.0)]).collect()
}

fn peer_rows(Peers { n, kmeans, logistic }: &Peers) -> Vec<Vec<String>> {
    let row = |what: &str, times: &Times, peer: Option<&Times>| {
        let ratio = peer.map_or(String::new(), |peer| format!("{:.2}", times.median() / peer.median()));
        vec![what.to_owned(), n.to_string(), format!("{:.0}", times.median()), ratio]
    };
    vec![
        row("k-means, ml-kmeans 7.0.1", &kmeans.theirs, None),
        row("k-means, kmeans.wasm", &kmeans.ours, Some(&kmeans.theirs)),
        row("logistic, tfjs 4.22.0 on Wasm", &logistic.theirs, None),
        row("logistic, sensitivity.wasm", &logistic.ours, Some(&logistic.theirs)),
    ]
}

fn size_row(Size { name, bytes, goal }: &Size) -> Vec<String> {
    vec![name.clone(), bytes.to_string(), verdict(*bytes as f64, *goal as f64)]
}

/// A goal, and whether a figure keeps it.
fn verdict(figure: f64, goal: f64) -> String {
    let is_reached = figure <= goal;
    format!("{goal:.0}: {}", if is_reached { "reached" } else { "missed" })
}
