//! How many customers are where, and what they are like.

use gridfolk_contract::Values;
use gridfolk_numeric::sum::TwoLimbs;
use gridfolk_whatif::Columns;

use super::Plan;
use super::assigned::{Assigned, CELLS_A_CLASS};
use super::state::State;
use crate::wire::{Packed, Wire, packed};

/// The cells in which there is a customer, in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells {
    /// Rows.
    pub n_rows: u64,
    /// By class: customers who might belong to an earlier one.
    pub n_uncertain: Vec<u64>,
    /// In the order of their numbers.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its number, see [`Assigned::cells`].
    pub number: u32,
    /// Customers.
    pub n: u64,
    /// Of each column that describes cells: customers with a value, and the sum of their differences
    /// to the middle of the column's extent.
    pub sums: Vec<Sum>,
}

/// A sum of differences.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sum {
    /// Customers with a value.
    pub n: u64,
    /// The sum.
    pub sum: TwoLimbs,
}

packed!(Cells { n_rows, n_uncertain, cells });
packed!(Cell { number, n, sums });

impl Packed for Sum {
    fn blank() -> Self {
        Sum::default()
    }

    fn travel(&mut self, wire: &mut Wire) {
        self.n.travel(wire);
        self.sum.high.travel(wire);
        self.sum.low.travel(wire);
        wire.require(self.sum.high.is_finite() && self.sum.low.is_finite());
    }
}

impl Cells {
    /// Of the rows of a part, with what they are like.
    pub fn of(state: &State, plan: &Plan, assigned: &Assigned, table: &dyn Columns) -> Self {
        let columns = state.described(plan);
        let (mut cells, places) = Cells::empty(assigned, columns.len());
        for (index, (name, extent)) in columns.iter().enumerate() {
            let Some(Values::Number(numbers)) = table.values(name) else { continue };
            let (middle, [quanta, _]) = (extent.middle(), extent.quanta());
            for (&number, &cell) in numbers.iter().zip(&assigned.cells) {
                if !number.is_nan() {
                    let sum = &mut cells.cells[places[cell as usize]].sums[index];
                    sum.n += 1;
                    sum.sum.add(quanta, number - middle);
                }
            }
        }
        cells
    }

    /// Of some rows, counts alone.
    pub fn count(assigned: &Assigned) -> Self {
        Cells::empty(assigned, 0).0
    }

    /// Counts and empty sums, and where each cell's number stands.
    fn empty(assigned: &Assigned, n_columns: usize) -> (Self, Vec<usize>) {
        let n_cells = assigned.n_uncertain.len() * CELLS_A_CLASS as usize;
        let counts = segment_kernel::count(&assigned.cells, n_cells);
        let mut places = vec![0; n_cells];
        let mut cells = Vec::new();
        for (number, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            places[number] = cells.len();
            cells.push(Cell { number: number as u32, n, sums: vec![Sum::default(); n_columns] });
        }
        let n_uncertain = assigned.n_uncertain.clone();
        (Cells { n_rows: assigned.cells.len() as u64, n_uncertain, cells }, places)
    }

    /// Adds another part.
    pub fn merge(&mut self, other: Cells) {
        self.n_rows = self.n_rows.saturating_add(other.n_rows);
        self.n_uncertain.iter_mut().zip(&other.n_uncertain).for_each(|(sum, n)| *sum = sum.saturating_add(*n));
        for cell in other.cells {
            match self.cells.binary_search_by_key(&cell.number, |own| own.number) {
                Err(place) => self.cells.insert(place, cell),
                Ok(place) => {
                    let own = &mut self.cells[place];
                    own.n = own.n.saturating_add(cell.n);
                    for (sum, other) in own.sums.iter_mut().zip(&cell.sums) {
                        sum.n = sum.n.saturating_add(other.n);
                        sum.sum.merge(other.sum);
                    }
                }
            }
        }
    }

    /// Whether they can be those of a table with so many classes and described columns.
    pub fn is_sound(&self, n_classes: usize, n_columns: usize) -> bool {
        let n_cells = n_classes as u64 * u64::from(CELLS_A_CLASS);
        let is_cell = |cell: &Cell| {
            u64::from(cell.number) < n_cells
                && cell.n <= 1 << 53
                && cell.sums.len() == n_columns
                && cell.sums.iter().all(|sum| sum.n <= cell.n)
        };
        let n: u64 = self.cells.iter().fold(0, |sum, cell| sum.saturating_add(cell.n));
        self.n_uncertain.len() == n_classes
            && n == self.n_rows
            && self.cells.iter().all(is_cell)
            && self.cells.windows(2).all(|pair| pair[0].number < pair[1].number)
    }

    /// Customers by class, result and level.
    pub fn matrix(&self) -> Vec<[[u64; 4]; 5]> {
        let mut matrix = vec![[[0; 4]; 5]; self.n_uncertain.len()];
        for cell in &self.cells {
            let levels = super::assigned::levels_of_cell(cell.number);
            let class = &mut matrix[(cell.number / CELLS_A_CLASS) as usize];
            for (counts, level) in class.iter_mut().zip(levels) {
                counts[level as usize] += cell.n;
            }
        }
        matrix
    }
}
