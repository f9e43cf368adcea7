//! Frequent itemsets beside pyfim (the fastest of its searches, whole call) and mlxtend's fpgrowth, on one
//! thread: T10I4D100K-like baskets and, where ../shared/data is present, retail and mushroom. A run of the
//! module is the whole call on loaded columns, with all itemsets in the reply.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::{Value, json};

use super::baskets::Baskets;
use super::runners::{in_node, in_python, in_wasmtime};
use super::{beside, report};
use crate::shell::{root, target_dir};

const N_REPEATS: usize = 15;
/// The seed stands in docs/modules/apriori.md.
const SEED: u64 = 20_260_802;
const PACKAGES: [&str; 2] = ["pyfim==6.28", "mlxtend==0.25.0"];

/// A measured job.
struct Job {
    name: &'static str,
    baskets: PathBuf,
    min_support: f64,
    /// The most time beside pyfim.
    goal: f64,
}

pub(crate) fn run() -> Result<()> {
    let mut rows = Vec::new();
    for job in jobs()? {
        if job.baskets.is_file() {
            rows.extend(mine_rows(&job)?);
        } else {
            println!("skipped {}: {} is absent", job.name, job.baskets.display());
        }
    }
    let title = format!("frequent itemsets, whole call, median of {N_REPEATS}, one thread");
    report::table(&title, &["baskets", "program", "ms", "to pyfim", "goal", "to mlxtend", "goal"], &rows);
    slider()
}

fn jobs() -> Result<Vec<Job>> {
    let fimi = root().join("../shared/data/fimi");
    Ok(vec![
        Job { name: "T10I4D100K-like, 0.5 %", baskets: made_up()?, min_support: 0.005, goal: 0.35 },
        Job { name: "retail, 0.5 %", baskets: fimi.join("retail.dat"), min_support: 0.005, goal: 0.35 },
        Job { name: "mushroom, 20 %", baskets: fimi.join("mushroom.dat"), min_support: 0.2, goal: 1.0 },
    ])
}

/// T10.I4.D100K.
fn made_up() -> Result<PathBuf> {
    let folder = target_dir().join("bench");
    fs::create_dir_all(&folder)?;
    let path = folder.join("t10i4d100k.dat");
    let shape = Baskets {
        n_baskets: 100_000,
        mean_items: 10.0,
        mean_pattern: 4.0,
        n_patterns: 2000,
        n_items: 1000,
        seed: SEED,
    };
    shape.write(&path)?;
    Ok(path)
}

fn plan(job: &Job) -> Value {
    json!({
        "module": root().join("dist/modules/apriori.wasm"), "baskets": job.baskets, "n_repeats": N_REPEATS,
        "loads_anew": true, "request": {"op": "mine", "params": {"min_support": job.min_support}},
    })
}

fn mine_rows(job: &Job) -> Result<Vec<Vec<String>>> {
    let plan = plan(job);
    let pyfim = in_python("apriori_pyfim.py", &PACKAGES, &plan)?.median();
    let mlxtend = in_python("apriori_mlxtend.py", &PACKAGES, &plan)?.median();
    let row = |program: &str, ms: f64, is_ours: bool| {
        let goal = |text: String| if is_ours { text } else { String::new() };
        vec![
            job.name.to_owned(),
            program.to_owned(),
            format!("{ms:.1}"),
            format!("{:.2}", ms / pyfim),
            goal(format!("{}", job.goal)),
            format!("{:.4}", ms / mlxtend),
            goal(if job.goal < 1.0 { "0.02".to_owned() } else { String::new() }),
        ]
    };
    Ok(vec![
        row("pyfim 6.28, its fastest", pyfim, false),
        row("mlxtend 0.25.0 fpgrowth", mlxtend, false),
        row("apriori.wasm in wasmtime", in_wasmtime(&plan)?.median(), true),
        row("apriori.wasm in Node", in_node(&plan)?.median(), true),
    ])
}

/// One move of a slider on 100 000 loaded customers: another least lift.
fn slider() -> Result<()> {
    let plan = plan(&Job { name: "", baskets: made_up()?, min_support: 0.005, goal: 0.0 });
    let rules = json!({"min_confidence": 0.1, "right": {"max_items": 1}});
    let before = json!({"op": "mine", "params": {"min_support": 0.005, "rules": rules}});
    let request = json!({"op": "what_if", "params": {"min_lift": "$scale"}, "model": "$model"});
    beside::slider("apriori what-if, one slider move: 100 000 baskets, 3200 rules", plan, before, request)
}
