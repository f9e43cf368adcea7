//! One instance: the columns that it was given, and what it remembers of them.

use gridfolk_contract::json_table::table_from_json;
use gridfolk_contract::{Column, Problem, Reply, Request, RowsAs, Table};

use crate::module::{Call, Module};

/// An instance of a module, with its loaded columns.
pub struct Session<M: Module> {
    table: Option<Table>,
    memory: M::Memory,
}

impl<M: Module> Default for Session<M> {
    fn default() -> Self {
        Session { table: None, memory: M::Memory::default() }
    }
}

impl<M: Module> Session<M> {
    /// Keeps columns for later runs, in place of earlier ones.
    ///
    /// # Errors
    /// Those of [`Table::new`]; the earlier columns are gone then, too.
    pub fn load(&mut self, columns: Vec<Column>) -> Result<(), Problem> {
        *self = Session::default();
        self.table = Some(Table::new(columns)?);
        Ok(())
    }

    /// Runs one operation.
    ///
    /// # Errors
    /// `table_already_loaded` when columns are loaded and the request has a table, too; a mistake
    /// in the request's envelope; and whatever the module finds wrong.
    pub fn run(&mut self, request: &str) -> Result<Reply, Problem> {
        let request = Request::parse(request)?;
        let is_loaded = self.table.is_some();
        if is_loaded && request.table.is_some() {
            let message = "table: columns are loaded already; leave it out or use a fresh instance";
            return Err(Problem::new("table_already_loaded", message).at("/table"));
        }
        let rows_as = request.rows_as.unwrap_or(if is_loaded { RowsAs::Columns } else { RowsAs::Inline });
        let answer = match request.table {
            None => M::run(&Call { request, table: self.table.as_ref() }, &mut self.memory)?,
            Some(raw) => {
                let table = table_from_json(raw)?;
                M::run(&Call { request, table: Some(&table) }, &mut M::Memory::default())?
            }
        };
        let reply = answer.into_reply();
        Ok(match rows_as {
            RowsAs::Inline => reply.into_inline(),
            RowsAs::Columns => reply,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gridfolk_contract::{Answer, ToJson, Values};

    /// Counts its rows and doubles its first column.
    struct Double;

    #[derive(ToJson)]
    struct Body {
        n_rows: usize,
        n_runs: u32,
    }

    impl Module for Double {
        const MANIFEST: &'static str = "{}";
        type Memory = u32;

        fn run(call: &Call<'_>, memory: &mut u32) -> Result<Answer, Problem> {
            *memory += 1;
            let table = call.table()?;
            let Values::Number(numbers) = &table.columns()[0].values else { return Err(call.unknown_op(&[])) };
            let doubled = numbers.iter().map(|value| value * 2.0).collect();
            Ok(Answer::new(&Body { n_rows: table.n_rows(), n_runs: *memory })
                .with_column(Column::number("doubled", doubled)))
        }
    }

    #[test]
    fn rows_leave_inline_unless_columns_are_loaded() {
        let mut session = Session::<Double>::default();
        let inline = session.run(r#"{"op": "x", "table": {"columns": {"a": [1, null]}}}"#).expect("a reply");
        assert_eq!(inline.body, r#"{"n_rows":2,"n_runs":1,"columns":{"doubled":[2.0,null]}}"#);

        session.load(vec![Column::number("a", vec![3.0])]).expect("columns");
        let reply = session.run(r#"{"op": "x"}"#).expect("a reply");
        assert_eq!((reply.body.as_str(), reply.columns.len()), (r#"{"n_rows":1,"n_runs":1}"#, 1));
        let inline = session.run(r#"{"op": "x", "rows_as": "inline"}"#).expect("a reply");
        assert_eq!(inline.body, r#"{"n_rows":1,"n_runs":2,"columns":{"doubled":[6.0]}}"#);
    }

    #[test]
    fn a_table_beside_loaded_columns_is_refused() {
        let mut session = Session::<Double>::default();
        session.load(vec![Column::number("a", vec![3.0])]).expect("columns");
        let problem = session.run(r#"{"op": "x", "table": {"columns": {}}}"#).unwrap_err();
        assert_eq!(problem.code, "table_already_loaded");
    }

    #[test]
    fn load_forgets_what_was_remembered() {
        let mut session = Session::<Double>::default();
        for _ in 0..2 {
            session.load(vec![Column::number("a", vec![3.0])]).expect("columns");
            assert!(session.run(r#"{"op": "x"}"#).expect("a reply").body.contains(r#""n_runs":1"#));
        }
    }

    #[test]
    fn without_rows_the_problem_says_so() {
        assert_eq!(Session::<Double>::default().run(r#"{"op": "x"}"#).unwrap_err().code, "table_missing");
    }
}
