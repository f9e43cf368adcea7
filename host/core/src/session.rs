//! One instance of a module, called with Rust values.

use std::borrow::Borrow;

use gridfolk_contract::{Column, Problem, Reply, Table};

use crate::abi;
use crate::engine::{Instance, Trap};

/// Why a call gave no reply.
#[derive(Debug, Clone, PartialEq)]
pub enum CallError {
    /// The module refused the request.
    Problem(Problem),
    /// The instance is gone.
    Trap(Trap),
}

impl From<Trap> for CallError {
    fn from(trap: Trap) -> Self {
        CallError::Trap(trap)
    }
}

impl From<Problem> for CallError {
    fn from(problem: Problem) -> Self {
        CallError::Problem(problem)
    }
}

/// An instance that has not trapped, and keeps the columns that it was given.
pub struct Session<I> {
    instance: I,
    is_dead: bool,
    is_loaded: bool,
}

impl<I: Instance> Session<I> {
    /// Takes a fresh instance.
    pub fn new(instance: I) -> Self {
        Session { instance, is_dead: false, is_loaded: false }
    }

    /// The module's manifest, as JSON.
    ///
    /// # Errors
    /// [`Trap`].
    pub fn describe(&mut self) -> Result<String, Trap> {
        self.guarded(|instance| abi::describe(instance))
    }

    /// Gives the instance its columns, in place of earlier ones.
    ///
    /// # Errors
    /// A problem with the columns, or a trap.
    pub fn load(&mut self, columns: &[impl Borrow<Column>]) -> Result<(), CallError> {
        if self.is_loaded {
            // The earlier ones go first: both at once would take twice the memory, and fresh memory is slow.
            let nothing: [Column; 0] = [];
            let _ = self.guarded(|instance| abi::load(instance, &nothing))?;
        }
        self.is_loaded = true;
        let refused = self.guarded(|instance| abi::load(instance, columns))?;
        refused.map_err(|text| CallError::Problem(Problem::from_json(&text)))
    }

    /// Runs one operation. The reply's columns are checked: codes have levels, lengths agree.
    ///
    /// # Errors
    /// The module's problem, or a trap.
    pub fn run(&mut self, request: &str) -> Result<Reply, CallError> {
        let answer = self.guarded(|instance| {
            let answer = abi::run(instance, request)?;
            match answer {
                Ok(reply) => check_columns(reply).map(Ok),
                Err(text) => Ok(Err(text)),
            }
        })?;
        answer.map_err(|text| CallError::Problem(Problem::from_json(&text)))
    }

    /// The instance, for what an engine knows beyond the ABI.
    pub fn instance(&self) -> &I {
        &self.instance
    }

    /// The same, to change it: a deadline, a budget.
    pub fn instance_mut(&mut self) -> &mut I {
        &mut self.instance
    }

    fn guarded<T>(&mut self, call: impl FnOnce(&mut I) -> Result<T, Trap>) -> Result<T, Trap> {
        if self.is_dead {
            return Err(Trap::Other("the instance trapped before and is never used again".to_owned()));
        }
        call(&mut self.instance).map_err(|trap| {
            self.is_dead = true;
            match abi::panic_text(&mut self.instance) {
                Some(text) if matches!(trap, Trap::Other(_)) => Trap::Panic(text),
                _ => trap,
            }
        })
    }
}

fn check_columns(reply: Reply) -> Result<Reply, Trap> {
    match Table::new(reply.columns) {
        Ok(table) => Ok(Reply { body: reply.body, columns: table.into_columns() }),
        Err(problem) => Err(Trap::Other(format!("the module answered with broken columns: {problem}"))),
    }
}
