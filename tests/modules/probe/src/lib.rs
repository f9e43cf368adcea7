//! A module for the tests of hosts: it gives tables back, folds, and misbehaves when asked to.

#![forbid(unsafe_code)]

mod misbehave;
mod totals;

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Module, Part};

/// The module.
#[derive(Debug)]
pub struct Probe;

/// What `echo` and `count` answer, beside the columns.
#[derive(ToJson)]
struct Counted {
    n_rows: usize,
    columns_seen: Vec<Seen>,
}

#[derive(ToJson)]
struct Seen {
    name: String,
    kind: &'static str,
}

impl Module for Probe {
    const MANIFEST: &'static str = include_str!("../manifest.json");
    type Memory = ();

    fn run(call: &Call<'_>, (): &mut ()) -> Result<Answer, Problem> {
        match call.op() {
            "echo" => echo(call),
            "count" => count(call),
            "make" => misbehave::make(call),
            "refuse" => Err(Problem::new("refused", "params is {}; this operation refuses all").at("/params")),
            "panic" => misbehave::panic(call),
            "spin" => misbehave::spin(call),
            "grow" => misbehave::grow(call),
            "fit" => totals::fit(call),
            "predict" => totals::predict(call),
            "begin" => totals::begin(call),
            "fold" => totals::fold(call),
            "merge" => totals::merge(call),
            _ => Err(call.unknown_op(&["echo", "count", "fit"])),
        }
    }
}

fn count(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Table])?;
    let table = call.table()?;
    let columns_seen = table.columns().iter();
    let columns_seen = columns_seen.map(|column| Seen { name: column.name.clone(), kind: column.values.kind() });
    Ok(Answer::new(&Counted { n_rows: table.n_rows(), columns_seen: columns_seen.collect() }))
}

fn echo(call: &Call<'_>) -> Result<Answer, Problem> {
    let answer = count(call)?;
    Ok(call.table()?.columns().iter().cloned().fold(answer, Answer::with_column))
}

gridfolk_guest::export!(Probe);
