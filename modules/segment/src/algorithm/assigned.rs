//! Rows by their class and levels.

use gridfolk_contract::Problem;
use gridfolk_whatif::{Columns, Truth};

use super::ClassRule;
use super::bands::{Cutter, UNKNOWN};
use crate::problem;

/// Cells of one class: four levels of each of five results.
pub const CELLS_A_CLASS: u32 = 1024;

/// How rows are assigned.
#[derive(Debug, Clone, PartialEq)]
pub struct Assigner {
    /// The rules of the classes that are not skipped, in order.
    pub classes: Vec<ClassRule>,
    /// Column and cutter of each result that is there.
    pub results: [Option<(String, Cutter)>; 5],
}

/// What an assigner says of each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Assigned {
    /// Number of the class.
    pub classes: Vec<u32>,
    /// By class: customers of whom a missing value leaves open whether an earlier class takes them.
    pub n_uncertain: Vec<u64>,
    /// Of each result the level's code: 0 high, 1 medium, 2 low, 3 unknown.
    pub levels: [Vec<u32>; 5],
    /// The cell: 1024 times the class, plus the levels as the digits of a number to base 4.
    pub cells: Vec<u32>,
}

/// The levels of a cell.
pub fn levels_of_cell(cell: u32) -> [u32; 5] {
    [8, 6, 4, 2, 0].map(|shift| ((cell % CELLS_A_CLASS) >> shift) & 3)
}

impl Assigner {
    /// Assigns the rows of a table.
    ///
    /// # Errors
    /// Those of conditions; a column that is gone or of another kind.
    pub fn assign(&self, table: &dyn Columns) -> Result<Assigned, Problem> {
        let (classes, n_uncertain) = self.classes(table)?;
        let mut levels: [Vec<u32>; 5] = Default::default();
        for (index, levels) in levels.iter_mut().enumerate() {
            *levels = self.levels(index, table)?;
        }
        Ok(Assigned::new(classes, n_uncertain, levels))
    }

    /// Assigns the rows of a table of which some columns changed since `before`, by this assigner that
    /// was `earlier`.
    ///
    /// # Errors
    /// As [`Assigner::assign`].
    pub fn assign_anew(
        &self,
        table: &dyn Columns,
        earlier: &Assigner,
        before: &Assigned,
        has_changed: &dyn Fn(&str) -> bool,
    ) -> Result<Assigned, Problem> {
        let mut tests = self.classes.iter().flat_map(|rule| rule.condition.tests());
        let are_other = self.classes != earlier.classes || tests.any(|(column, _)| has_changed(column));
        let (classes, n_uncertain) = match are_other {
            true => self.classes(table)?,
            false => (before.classes.clone(), before.n_uncertain.clone()),
        };
        let mut levels: [Vec<u32>; 5] = Default::default();
        for (index, levels) in levels.iter_mut().enumerate() {
            let result = &self.results[index];
            let is_other = result.as_ref().is_some_and(|(column, _)| has_changed(column));
            *levels = match is_other || *result != earlier.results[index] {
                true => self.levels(index, table)?,
                false => before.levels[index].clone(),
            };
        }
        Ok(Assigned::new(classes, n_uncertain, levels))
    }

    /// The levels of one result.
    fn levels(&self, index: usize, table: &dyn Columns) -> Result<Vec<u32>, Problem> {
        let Some((column, cutter)) = &self.results[index] else { return Ok(vec![UNKNOWN; table.n_rows()]) };
        let values = table.values(column).ok_or_else(|| problem::result_not_found(index, column))?;
        cutter.levels(values).ok_or_else(|| problem::band_wrong_kind(index, column, values.kind()))
    }

    /// The number of each row's class, and by class how many might belong to an earlier one.
    fn classes(&self, table: &dyn Columns) -> Result<(Vec<u32>, Vec<u64>), Problem> {
        const OPEN: u32 = u32::MAX;
        let mut classes = vec![OPEN; table.n_rows()];
        let mut uncertain = vec![0; table.n_rows()];
        let mut n_uncertain = Vec::with_capacity(self.classes.len());
        for (number, rule) in self.classes.iter().enumerate() {
            let truths = rule.condition.evaluate(table, &rule.pointer)?;
            let truths: Vec<u8> = truths.into_iter().map(|truth| truth as u8).collect();
            n_uncertain.push(segment_kernel::take(&mut classes, &mut uncertain, &truths, OPEN, number as u32));
        }
        Ok((classes, n_uncertain))
    }
}

impl Assigned {
    fn new(classes: Vec<u32>, n_uncertain: Vec<u64>, levels: [Vec<u32>; 5]) -> Self {
        let cells = segment_kernel::cells(&classes, [0, 1, 2, 3, 4].map(|index| levels[index].as_slice()));
        Assigned { classes, n_uncertain, levels, cells }
    }
}

// What `take` is told of a row: nothing is open, one is open, one holds.
const _: () = assert!(Truth::False as u8 == 0 && Truth::Unknown as u8 == 1 && Truth::True as u8 == 2);
