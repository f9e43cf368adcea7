//! Columns as small codes of the same order: what splits are searched on.

use gridfolk_numeric::sort::{sort_key, sort_pairs};
use tree_kernel::histogram::bins_of;

use super::rows::{Cells, NO_CLASS, Rows, places_of_levels};
use super::scan::Scan;
use gridfolk_numeric::sum::Quantum;

/// What the codes of one column stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Coding {
    /// Numbers, by their place among all different ones: exact splits.
    Values(Vec<f64>),
    /// Numbers, by how many of these edges are below them.
    Edges(Vec<f64>),
    /// So many levels, by the place of their text.
    Levels(usize),
}

impl Coding {
    /// The code that stands for a missing value: one past the last.
    pub fn missing(&self) -> usize {
        match self {
            Coding::Values(values) => values.len(),
            Coding::Edges(edges) => edges.len() + 1,
            Coding::Levels(n) => *n,
        }
    }

    /// Codes, that of a missing value included.
    pub fn n_bins(&self) -> usize {
        self.missing() + 1
    }

    /// The threshold that parts two codes next to each other in a node: halfway between exact values, else
    /// the edge above the lower bin.
    pub fn threshold(&self, below: u32, above: u32) -> f64 {
        match self {
            Coding::Values(values) => {
                let (a, b) = (values[below as usize], values[above as usize]);
                let middle = a / 2.0 + b / 2.0;
                if middle >= a && middle < b { middle } else { a }
            }
            Coding::Edges(edges) => edges[below as usize],
            Coding::Levels(_) => f64::NAN,
        }
    }
}

/// The used rows of a part, or of a table, by their codes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coded {
    /// Codes, column after column.
    pub columns: Vec<Vec<u16>>,
    /// The class of each row.
    pub classes: Vec<u8>,
    /// The weight of each row on the grid of exact sums; empty: 1 each.
    pub weights: Vec<f64>,
}

impl Coded {
    /// The used rows of a part, as the columns are coded.
    pub fn of_part(rows: &Rows<'_>, scan: &Scan, codings: &[Coding]) -> Self {
        let classes = rows.classes(&scan.classes);
        let used: Vec<usize> = (0..rows.n_rows).filter(|&row| classes[row] != NO_CLASS).collect();
        let columns = rows.columns.iter().zip(&scan.columns).zip(codings);
        let codes = columns.map(|((cells, column), coding)| {
            let codes = match (cells, coding) {
                (Cells::Numbers(numbers), Coding::Edges(edges)) => bins_of(numbers, edges),
                (Cells::Levels(category), _) => {
                    let places = places_of_levels(category, &column.levels);
                    let missing = coding.missing() as u16;
                    category.codes.iter().map(|&code| places.get(code as usize).copied().unwrap_or(missing)).collect()
                }
                (Cells::Numbers(_), _) => vec![coding.missing() as u16; rows.n_rows],
            };
            if used.len() == rows.n_rows { codes } else { used.iter().map(|&row| codes[row]).collect() }
        });
        let quantum = Quantum::new(scan.weight_max, scan.n_used);
        Coded {
            columns: codes.collect(),
            weights: match rows.weights {
                Some(weights) => used.iter().map(|&row| quantum.round(weights[row])).collect(),
                None => Vec::new(),
            },
            classes: used.iter().map(|&row| classes[row]).collect(),
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.classes.len()
    }

    /// Weights by class.
    pub fn sums(&self, n_classes: usize) -> Vec<f64> {
        let mut sums = vec![0.0; n_classes];
        for (row, &class) in self.classes.iter().enumerate() {
            sums[class as usize] += self.weights.get(row).copied().unwrap_or(1.0);
        }
        sums
    }
}

/// The different numbers of a column, ascending, the place of each row among them, and how wide the
/// middle half of the numbers is. A missing number has the place after the last.
pub fn by_value(numbers: &[f64]) -> (Vec<u16>, Vec<f64>, f64) {
    let mut pairs = Vec::with_capacity(numbers.len());
    for (row, &number) in numbers.iter().enumerate() {
        if !number.is_nan() {
            pairs.push((sort_key(number), row as f64));
        }
    }
    sort_pairs(&mut pairs);
    let mut values: Vec<f64> = Vec::new();
    let mut codes = vec![0; numbers.len()];
    for &(_, row) in &pairs {
        let number = numbers[row as usize];
        if values.last() != Some(&number) {
            values.push(number);
        }
        codes[row as usize] = values.len() as u16 - 1;
    }
    for (code, number) in codes.iter_mut().zip(numbers) {
        if number.is_nan() {
            *code = values.len() as u16;
        }
    }
    let at_rank = |rank: usize| pairs.get(rank).map_or(0.0, |pair| numbers[pair.1 as usize]);
    let spread = spread(at_rank(pairs.len() / 4), at_rank(3 * pairs.len() / 4), at_rank(0), values.last());
    (codes, values, spread)
}

/// The distance between the quartiles; where that is 0 the whole range, else 1: what a change of a column
/// is measured by.
pub fn spread(first_quartile: f64, third_quartile: f64, least: f64, greatest: Option<&f64>) -> f64 {
    let range = greatest.map_or(0.0, |greatest| greatest - least);
    let widths = [third_quartile - first_quartile, range];
    widths.into_iter().find(|width| *width > 0.0 && width.is_finite()).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_coded_by_their_place() {
        let (codes, values, spread) = by_value(&[5.0, f64::NAN, -1.0, 5.0, 2.0]);
        assert_eq!((codes, values), (vec![2, 3, 0, 2, 1], vec![-1.0, 2.0, 5.0]));
        // Of four numbers -1, 2, 5, 5 those at ranks 1 and 3.
        assert_eq!(spread, 3.0);
        assert_eq!(by_value(&[f64::NAN]), (vec![0], vec![], 1.0));
    }

    #[test]
    fn a_threshold_lies_between_its_neighbours() {
        let coding = Coding::Values(vec![1.0, 2.0, f64::from_bits(2.0f64.to_bits() + 1), f64::MAX]);
        assert_eq!(coding.threshold(0, 1), 1.5);
        assert_eq!(coding.threshold(1, 2), 2.0);
        assert_eq!(coding.threshold(2, 3), f64::MAX / 2.0 + 1.0);
        assert_eq!(Coding::Edges(vec![1.0, 4.0]).threshold(1, 2), 4.0);
    }
}
