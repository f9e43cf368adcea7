//! The rows of a part on their way to an exact fit.

use gridfolk_contract::wire::packed;
use gridfolk_numeric::sum::Quantum;

use super::coding::{Coded, Coding, by_value};
use super::limits::WEIGHT_MAX;
use super::rows::{Cells, NO_CLASS, Rows, places_of_levels};
use super::scan::Scan;

/// The used rows of a part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gathered {
    /// Column after column: numbers, or the places of levels; NaN is missing.
    pub columns: Vec<Vec<f64>>,
    /// The place of each row's class.
    pub classes: Vec<u8>,
    /// The weight of each row; empty: 1 each.
    pub weights: Vec<f64>,
}

packed!(Gathered { columns, classes, weights });

impl Gathered {
    /// Takes the used rows of a part.
    pub fn of(rows: &Rows<'_>, scan: &Scan) -> Self {
        let classes = rows.classes(&scan.classes);
        let used: Vec<usize> = (0..rows.n_rows).filter(|&row| classes[row] != NO_CLASS).collect();
        let columns = rows.columns.iter().zip(&scan.columns).map(|(cells, column)| match cells {
            Cells::Numbers(numbers) => used.iter().map(|&row| numbers[row] + 0.0).collect(),
            Cells::Levels(category) => {
                let places = places_of_levels(category, &column.levels);
                let n_levels = column.levels.len();
                let place = |code: u32| places.get(code as usize).map_or(n_levels, |&place| place as usize);
                let places = used.iter().map(|&row| place(category.codes[row]));
                places.map(|place| if place < n_levels { place as f64 } else { f64::NAN }).collect()
            }
        });
        Gathered {
            columns: columns.collect(),
            weights: rows.weights.map_or_else(Vec::new, |weights| used.iter().map(|&row| weights[row]).collect()),
            classes: used.iter().map(|&row| classes[row]).collect(),
        }
    }

    /// Whether it could be rows of the scanned table.
    pub fn is_sound(&self, scan: &Scan, has_weights: bool) -> bool {
        let n = self.classes.len();
        let column = |(values, column): (&Vec<f64>, &super::scan::ColumnScan)| {
            let n_levels = column.levels.len() as f64;
            let is_place = |value: f64| value >= 0.0 && value < n_levels && value == f64::from(value as u32);
            let is_value = |value: &f64| value.is_nan() || (column.is_number && value.is_finite()) || is_place(*value);
            values.len() == n && values.iter().all(is_value)
        };
        n as u64 <= scan.n_used
            && self.columns.len() == scan.columns.len()
            && self.columns.iter().zip(&scan.columns).all(column)
            && self.classes.iter().all(|&class| (class as usize) < scan.classes.len())
            && self.weights.len() == if has_weights { n } else { 0 }
            && self.weights.iter().all(|weight| (0.0..=WEIGHT_MAX.min(scan.weight_max)).contains(weight))
    }

    /// Adds the rows of another part.
    pub fn append(&mut self, mut other: Gathered) {
        self.columns.iter_mut().zip(&mut other.columns).for_each(|(column, other)| column.append(other));
        self.classes.append(&mut other.classes);
        self.weights.append(&mut other.weights);
    }

    /// All rows by their codes, what these stand for, and how wide the middle half of each column is.
    pub fn code(self, scan: &Scan) -> (Coded, Vec<Coding>, Vec<f64>) {
        let quantum = Quantum::new(scan.weight_max, scan.n_used);
        let mut coded = Coded {
            columns: Vec::new(),
            classes: self.classes,
            weights: self.weights.iter().map(|&weight| quantum.round(weight)).collect(),
        };
        let (mut codings, mut spreads) = (Vec::new(), Vec::new());
        for (values, column) in self.columns.into_iter().zip(&scan.columns) {
            let (codes, coding, spread) = if column.is_number {
                let (codes, values, spread) = by_value(&values);
                (codes, Coding::Values(values), spread)
            } else {
                let missing = column.levels.len() as u16;
                let code = |place: &f64| if place.is_nan() { missing } else { *place as u16 };
                (values.iter().map(code).collect(), Coding::Levels(column.levels.len()), 1.0)
            };
            coded.columns.push(codes);
            codings.push(coding);
            spreads.push(spread);
        }
        (coded, codings, spreads)
    }
}
