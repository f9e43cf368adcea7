//! What a module is, and what it is given for one call.

use gridfolk_contract::problem::{in_quotes, joined};
use gridfolk_contract::request::{INTEGER_MAX, field_path, parse, parse_model, parse_object};
use gridfolk_contract::told::Figure;
use gridfolk_contract::wire::{Packed, Sealed};
use gridfolk_contract::{Answer, FromJson, Problem, Request, Table, fold};

/// One analytic.
pub trait Module: 'static {
    /// The committed `manifest.json`.
    const MANIFEST: &'static str;

    /// What an instance remembers between runs on the same columns, so that a slider moves fast.
    /// Replies are the same with and without: it holds pure results, keyed by what they came from.
    type Memory: Default;

    /// Runs one operation.
    ///
    /// # Errors
    /// Whatever is wrong with what the caller sent. A module never panics on input.
    fn run(call: &Call<'_>, memory: &mut Self::Memory) -> Result<Answer, Problem>;
}

/// The parts of a request that an operation may read, beside `op` and `rows_as`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `params`
    Params,
    /// `model`
    Model,
    /// `table`, or loaded columns
    Table,
    /// `state`
    State,
    /// `partials`
    Partials,
    /// `first_row`
    FirstRow,
}

/// One call: the request's envelope and the table, wherever that came from.
#[derive(Debug)]
pub struct Call<'a> {
    pub(crate) request: Request<'a>,
    pub(crate) table: Option<&'a Table>,
}

impl<'a> Call<'a> {
    /// The operation's name.
    pub fn op(&self) -> &str {
        &self.request.op
    }

    /// The parameters; `{}` when there are none.
    ///
    /// # Errors
    /// Those of [`parse_object`], at `/params`.
    pub fn params<T: FromJson>(&self) -> Result<T, Problem> {
        parse_object(self.raw_params(), "/params")
    }

    /// The parameters' text: what a state can carry instead of their fields.
    pub fn raw_params(&self) -> &'a str {
        self.request.params.unwrap_or("{}")
    }

    /// The model of `module`, written under one of `schemas`.
    ///
    /// # Errors
    /// `missing_field`, and those of [`parse_model`].
    pub fn model<T: FromJson>(&self, module: &str, schemas: &[u64]) -> Result<T, Problem> {
        parse_model(self.raw_model()?, module, schemas)
    }

    /// The model's text: a key for what an instance remembers.
    ///
    /// # Errors
    /// `missing_field`.
    pub fn raw_model(&self) -> Result<&'a str, Problem> {
        self.request.model.ok_or_else(|| self.missing("/model"))
    }

    /// The rows.
    ///
    /// # Errors
    /// `table_missing` when neither columns are loaded nor the request has a table.
    pub fn table(&self) -> Result<&'a Table, Problem> {
        self.table.ok_or_else(|| {
            Problem::new("table_missing", joined(&[self.op(), " needs a table: load columns or send `table`"]))
                .at("/table")
        })
    }

    /// The state of a fold.
    ///
    /// # Errors
    /// `missing_field`, and those of [`parse_object`], at `/state`.
    pub fn state<T: FromJson>(&self) -> Result<T, Problem> {
        parse_object(self.request.state.ok_or_else(|| self.missing("/state"))?, "/state")
    }

    /// The state of a fold, opened.
    ///
    /// # Errors
    /// Those of [`Call::state`], and `state_broken` where it holds something else, or what is not sound.
    pub fn opened_state<T: Packed>(&self, is_sound: impl FnOnce(&T) -> bool) -> Result<T, Problem> {
        let sealed: Sealed = self.state()?;
        sealed.open().filter(is_sound).ok_or_else(Problem::state_broken)
    }

    /// What the parts answered to `fold`.
    ///
    /// # Errors
    /// `missing_field`, and those of [`parse`], at `/partials`.
    pub fn partials<T: FromJson>(&self) -> Result<Vec<T>, Problem> {
        parse(self.request.partials.ok_or_else(|| self.missing("/partials"))?, "/partials")
    }

    /// What the parts answered to `fold`, opened.
    ///
    /// # Errors
    /// Those of [`Call::partials`], and `partial_not_of_state`.
    pub fn opened_partials<T: Packed>(&self) -> Result<Vec<T>, Problem> {
        let sealed: Vec<Sealed> = self.partials()?;
        fold::taken(&sealed, Sealed::open)
    }

    /// Where the loaded part begins in the whole table; 0 when it is not said.
    ///
    /// # Errors
    /// `first_row_too_large` where the number of a row of the part could be 2^53 or more.
    pub fn first_row(&self) -> Result<u64, Problem> {
        match self.request.first_row {
            // A part has fewer than 2^32 rows.
            Some(first_row) if first_row > INTEGER_MAX - u64::from(u32::MAX) => {
                Err(Problem::first_row_too_large(first_row))
            }
            first_row => Ok(first_row.unwrap_or(0)),
        }
    }

    /// Refuses the parts of the request that this operation does not read: an ignored field is a
    /// caller's mistake that nobody would see.
    ///
    /// # Errors
    /// `field_not_read`.
    pub fn reads_only(&self, parts: &[Part]) -> Result<(), Problem> {
        let request = &self.request;
        let given = [
            (Part::Params, "/params", request.params.is_some()),
            (Part::Model, "/model", request.model.is_some()),
            (Part::Table, "/table", request.table.is_some()),
            (Part::State, "/state", request.state.is_some()),
            (Part::Partials, "/partials", request.partials.is_some()),
            (Part::FirstRow, "/first_row", request.first_row.is_some()),
        ];
        match given.iter().find(|(part, _, is_given)| *is_given && !parts.contains(part)) {
            None => Ok(()),
            Some((_, pointer, _)) => {
                let rule = ": the operation {op} does not read it";
                Err(Problem::of_field("field_not_read", pointer, rule, &[("op", Figure::Word(self.op()))]))
            }
        }
    }

    /// The problem that the module has no such operation.
    pub fn unknown_op(&self, known: &[&str]) -> Problem {
        let mut message = joined(&["op is ", &in_quotes(self.op()), "; must be one of "]);
        for (index, name) in known.iter().enumerate() {
            message.push_str(if index > 0 { ", " } else { "" });
            message.push_str(name);
        }
        Problem::new("unknown_op", message).at("/op").with("op", self.op()).with("known", known)
    }

    fn missing(&self, pointer: &str) -> Problem {
        let message = joined(&[&field_path(pointer), ": missing; the operation ", self.op(), " needs it"]);
        Problem::new("missing_field", message).at(pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(request: &str) -> Call<'_> {
        Call { request: Request::parse(request).expect("a request"), table: None }
    }

    #[test]
    fn a_part_begins_where_all_its_rows_have_numbers() {
        assert_eq!(call(r#"{"op": "fold"}"#).first_row(), Ok(0));
        // 2^53 - 2^32, and one more.
        assert_eq!(call(r#"{"op": "fold", "first_row": 9007194959773696}"#).first_row(), Ok((1 << 53) - (1 << 32)));
        let problem = call(r#"{"op": "fold", "first_row": 9007194959773697}"#).first_row().unwrap_err();
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("first_row_too_large", "/first_row"));
    }

    #[test]
    fn a_state_or_partial_of_something_else_is_refused() {
        let request = r#"{"op": "merge", "state": {"data": "Bw=="}, "partials": [{"data": "Bw=="}, {"data": ""}]}"#;
        assert_eq!(call(request).opened_state(|state: &u8| *state == 7), Ok(7));
        assert_eq!(call(request).opened_state(|state: &u8| *state == 8), Err(Problem::state_broken()));
        assert_eq!(call(request).opened_state(|_: &u64| true), Err(Problem::state_broken()));
        assert_eq!(call(request).opened_partials::<u8>(), Err(Problem::partial_not_of_state(1)));
    }
}
