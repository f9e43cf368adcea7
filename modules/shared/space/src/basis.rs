//! What is asked of a space.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{FromJson, Problem, ToJson};

use crate::limits::COLUMNS_MAX;

/// What is done with rows that lack a value in a used column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// A missing value is a problem that names its row and column.
    #[default]
    Refuse,
    /// The column's mean over the values that are there stands in for it.
    Mean,
    /// The row is left out of the fit; its results are missing.
    Drop,
}

/// Which columns span a space, and how their values are taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Basis {
    /// Columns to use; none: all columns of numbers.
    pub columns: Option<Vec<String>>,
    /// Columns of which the signed logarithm is taken.
    pub log: Vec<String>,
    /// Whether columns are divided by their standard deviation.
    pub standardize: bool,
    /// What is done with missing values.
    pub missing: Missing,
}

impl Basis {
    /// Checks what does not depend on the table.
    ///
    /// # Errors
    /// No column or too many; a column named twice.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(names) = &self.columns {
            if names.is_empty() || names.len() > COLUMNS_MAX {
                return Err(Problem::too_many_columns(names.len(), COLUMNS_MAX));
            }
            check_twice(names, "/params/columns")?;
            self.logs(names)?;
        }
        check_twice(&self.log, "/params/log")
    }

    /// Which of the used columns are taken as logarithms.
    ///
    /// # Errors
    /// A logarithm of a column that is not used.
    pub fn logs(&self, columns: &[String]) -> Result<Vec<bool>, Problem> {
        match self.log.iter().position(|name| !columns.contains(name)) {
            None => Ok(columns.iter().map(|name| self.log.contains(name)).collect()),
            Some(index) => Err(Problem::column_not_used(&pointer_join("/params/log", index), &self.log[index])),
        }
    }
}

fn check_twice(names: &[String], pointer: &str) -> Result<(), Problem> {
    match (0..names.len()).find(|&index| names[..index].contains(&names[index])) {
        None => Ok(()),
        Some(index) => Err(Problem::column_twice(&pointer_join(pointer, index), &names[index])),
    }
}
