//! What an instance remembers between passes over the same columns: coordinates, and what a model said of
//! them. Pure results; without them every pass computes them anew, to the same bits.

use fuzzy_kernel::{Assigned, Part};
use gridfolk_space::{Rows, Space};

use super::assigned::Scheme;

/// The remembered state of one part.
#[derive(Debug, Default)]
pub struct Memory {
    part: Option<(Space, Part)>,
    assigned: Option<(Scheme, Assigned)>,
}

/// Places rows in a space.
pub fn place(space: &Space, rows: &Rows<'_>) -> Part {
    let mut part = Part::new(rows.n_used(), space.n_columns());
    for (j, column) in rows.columns().iter().enumerate() {
        let axis = space.axis(j);
        part.place(j, column, axis.offset, axis.divisor);
    }
    part
}

impl Memory {
    /// The coordinates of the columns in a space.
    pub fn part(&mut self, space: &Space, columns: &[&[f64]]) -> &Part {
        if self.part.as_ref().is_none_or(|(of, _)| of != space) {
            self.part = None;
        }
        let make = || {
            let rows = Rows::new(columns.to_vec(), &space.logs, 0, space.missing);
            (space.clone(), place(space, &rows))
        };
        &self.part.get_or_insert_with(make).1
    }

    /// What a scheme says of the columns.
    pub fn assigned(&mut self, scheme: &Scheme, make: impl FnOnce(&mut Self) -> Assigned) -> &Assigned {
        let assigned = match self.assigned.take() {
            Some((of, assigned)) if of == *scheme => assigned,
            _ => make(self),
        };
        &self.assigned.insert((scheme.clone(), assigned)).1
    }
}
