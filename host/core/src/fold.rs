//! A fit over parts of a table: `begin`, then rounds of `fold` on every part and one `merge`.
//!
//! [`Fold`] knows the wire format and does no work of its own, so that threads, workers of a page
//! and executors of a cluster can all drive it. [`fit`] drives it over sessions in this thread.
//! The result does not depend on how the rows are split nor on the order of the partials.

use std::borrow::Borrow;
use std::ops::Range;

use gridfolk_contract::{Category, Column, Items, Problem, Reply, Values};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::engine::{Instance, Trap};
use crate::parts::part;
use crate::session::{CallError, Session};

/// How far a fit is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Share of the work that is done, 0 to 1; a guess where the number of rounds is open.
    pub share: f64,
    /// What the next round does, in the module's words.
    pub phase: String,
}

/// A fit under way: the state, and the requests of the next round.
#[derive(Debug)]
pub struct Fold {
    state: Box<RawValue>,
}

/// What a merge led to.
#[derive(Debug)]
pub enum Round {
    /// Another round is needed.
    Again(Progress),
    /// The body of `fit` without per-row columns.
    Done(String),
}

#[derive(Deserialize)]
struct Begun {
    state: Box<RawValue>,
}

#[derive(Deserialize)]
struct Folded {
    partial: Box<RawValue>,
}

#[derive(Deserialize)]
struct Merged {
    state: Option<Box<RawValue>>,
    progress: Option<Progress>,
    reply: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Fitted {
    model: Box<RawValue>,
}

impl Fold {
    /// The request that begins a fit with these params (a JSON object).
    pub fn begin_request(params: &str) -> String {
        format!(r#"{{"op":"begin","params":{params}}}"#)
    }

    /// Takes the reply to `begin`.
    ///
    /// # Errors
    /// [`Trap::Other`] when the module answered with something else.
    pub fn begun(body: &str) -> Result<Self, Trap> {
        let Begun { state } = read(body)?;
        Ok(Fold { state })
    }

    /// The request for the part that begins at `first_row` of the whole table.
    pub fn fold_request(&self, first_row: u64) -> String {
        format!(r#"{{"op":"fold","state":{},"first_row":{first_row}}}"#, self.state.get())
    }

    /// The request that merges the bodies of the round's replies, in any order.
    ///
    /// # Errors
    /// [`Trap::Other`] when one of them is no partial.
    pub fn merge_request(&self, folded: &[String]) -> Result<String, Trap> {
        let mut partials: Vec<Box<str>> = Vec::with_capacity(folded.len());
        for body in folded {
            let Folded { partial } = read(body)?;
            partials.push(partial.into());
        }
        let partials = partials.join(",");
        Ok(format!(r#"{{"op":"merge","state":{},"partials":[{partials}]}}"#, self.state.get()))
    }

    /// Takes the reply to `merge`.
    ///
    /// # Errors
    /// [`Trap::Other`] when the module answered with something else.
    pub fn merged(&mut self, body: &str) -> Result<Round, Trap> {
        match read(body)? {
            Merged { reply: Some(reply), .. } => Ok(Round::Done(reply.get().to_owned())),
            Merged { state: Some(state), progress, .. } => {
                self.state = state;
                Ok(Round::Again(progress.unwrap_or(Progress { share: 0.0, phase: String::new() })))
            }
            _ => Err(Trap::Other("merge answered with neither reply nor state".to_owned())),
        }
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Trap> {
    serde_json::from_str(body).map_err(|error| Trap::Other(format!("the module breaks the fold: {error}")))
}

/// Why a fit ended without a reply.
#[derive(Debug, Clone, PartialEq)]
pub enum FoldError {
    /// The module refused, or trapped.
    Call(CallError),
    /// The caller asked to stop.
    Cancelled,
}

impl<E: Into<CallError>> From<E> for FoldError {
    fn from(error: E) -> Self {
        FoldError::Call(error.into())
    }
}

/// A part of the table in an instance that has it loaded.
pub struct Part<I> {
    /// The instance.
    pub session: Session<I>,
    /// Where the part begins in the whole table.
    pub first_row: u64,
}

/// Fits over loaded parts, in this thread: the body of `fit` without per-row columns.
/// `go_on` is told the progress between rounds; false cancels.
///
/// # Errors
/// What the module refuses, a trap, or [`FoldError::Cancelled`].
pub fn fit<I: Instance>(
    parts: &mut [Part<I>],
    params: &str,
    mut go_on: impl FnMut(&Progress) -> bool,
) -> Result<String, FoldError> {
    let Some((first, _)) = parts.split_first_mut() else {
        let problem = Problem::new("table_missing", "a fit needs at least one part of a table").at("/table");
        return Err(CallError::Problem(problem).into());
    };
    let mut fold = Fold::begun(&first.session.run(&Fold::begin_request(params))?.body)?;
    loop {
        let mut folded = Vec::with_capacity(parts.len());
        for part in &mut *parts {
            folded.push(part.session.run(&fold.fold_request(part.first_row))?.body);
        }
        let merged = parts[0].session.run(&fold.merge_request(&folded)?)?;
        match fold.merged(&merged.body)? {
            Round::Done(body) => return Ok(body),
            Round::Again(progress) if go_on(&progress) => {}
            Round::Again(_) => return Err(FoldError::Cancelled),
        }
    }
}

/// Loads a part of the table into an instance each. A part that is the whole table is lent as it
/// is: a copy would double what the table takes.
///
/// # Errors
/// A trap, or columns that the module refuses.
pub fn open_parts<I: Instance>(
    mut open: impl FnMut() -> Result<Session<I>, Trap>,
    columns: &[impl Borrow<Column>],
    ranges: &[Range<usize>],
) -> Result<Vec<Part<I>>, CallError> {
    let n_rows = columns.first().map_or(0, |column| column.borrow().values.n_rows());
    let mut parts = Vec::with_capacity(ranges.len());
    for rows in ranges {
        let mut session = open()?;
        if *rows == (0..n_rows) {
            session.load(columns)?;
        } else {
            session.load(&part(columns, rows))?;
        }
        parts.push(Part { session, first_row: rows.start as u64 });
    }
    Ok(parts)
}

/// The very reply that `fit` gives to all rows at once: its body by [`fit`], its per-row columns by
/// [`predict`] with the body's `model`.
///
/// # Errors
/// Those of [`fit`] and [`predict`].
pub fn fit_with_rows<I: Instance>(
    parts: &mut [Part<I>],
    params: &str,
    go_on: impl FnMut(&Progress) -> bool,
) -> Result<Reply, FoldError> {
    let body = fit(parts, params, go_on)?;
    let Fitted { model } = read(&body)?;
    let columns = predict(parts, &format!(r#"{{"op":"predict","model":{}}}"#, model.get()))?;
    Ok(Reply { body, columns })
}

/// Per-row columns of a fitted model, by `predict` on every part, joined in the order of the parts.
///
/// # Errors
/// What the module refuses, a trap, or parts that answer with different columns.
pub fn predict<I: Instance>(parts: &mut [Part<I>], request: &str) -> Result<Vec<Column>, CallError> {
    let mut joined: Vec<Column> = Vec::new();
    for part in parts {
        let Reply { columns, .. } = part.session.run(request)?;
        if joined.is_empty() {
            joined = columns;
        } else {
            append(&mut joined, columns)?;
        }
    }
    Ok(joined)
}

/// Appends the rows of `more`; levels are matched by their text.
fn append(joined: &mut [Column], more: Vec<Column>) -> Result<(), Trap> {
    let differ = || Trap::Other("the parts answered with different columns".to_owned());
    if joined.len() != more.len() {
        return Err(differ());
    }
    for (column, next) in joined.iter_mut().zip(more) {
        if column.name != next.name {
            return Err(differ());
        }
        match (&mut column.values, next.values) {
            (Values::Number(numbers), Values::Number(next)) => numbers.extend(next),
            (Values::Category(category), Values::Category(next)) => append_category(category, &next),
            (Values::Items(items), Values::Items(next)) => append_items(items, &next),
            _ => return Err(differ()),
        }
    }
    Ok(())
}

fn append_category(category: &mut Category, next: &Category) {
    let codes = codes_of(&mut category.levels, &next.levels);
    // A missing cell has a code without a level, and keeps it.
    category.codes.extend(next.codes.iter().map(|&code| codes.get(code as usize).copied().unwrap_or(code)));
}

fn append_items(items: &mut Items, next: &Items) {
    let codes = codes_of(&mut items.levels, &next.levels);
    let start = items.codes.len() as u32;
    items.codes.extend(next.codes.iter().map(|&code| codes[code as usize]));
    items.ends.extend(next.ends.iter().map(|end| start + end));
}

/// The codes that the levels of `next` have in `levels`, which grows by those that are new.
fn codes_of(levels: &mut Vec<String>, next: &[String]) -> Vec<u32> {
    let mut known: std::collections::HashMap<String, u32> = levels.iter().cloned().zip(0..).collect();
    next.iter()
        .map(|level| {
            *known.entry(level.clone()).or_insert_with(|| {
                levels.push(level.clone());
                levels.len() as u32 - 1
            })
        })
        .collect()
}
