//! The rows of a part in blocks, placed in the space of the search.

use gridfolk_contract::MISSING_CODE;
use logistic_kernel::{Lane, ROWS, ZERO, place};

use crate::design::{Design, Term};
use crate::space::Space;

/// What is remembered of one part between passes; pure results.
#[derive(Debug, Default)]
pub struct Memory {
    blocks: Option<(Space, Vec<Lane>)>,
}

/// One block.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// The columns.
    pub columns: &'a [Lane],
    /// Outcomes, 0 or 1.
    pub y: &'a Lane,
    /// Weights divided by the greatest of the whole table; 0 past the last row.
    pub u: &'a Lane,
}

impl Memory {
    /// Whether it holds the rows in these coordinates.
    pub(crate) fn is_of(&self, space: &Space) -> bool {
        self.blocks.as_ref().is_some_and(|(of, _)| of == space)
    }

    /// Calls `visit` with each block of the part.
    pub fn each_block(
        &mut self,
        design: &Design<'_>,
        space: &Space,
        weight_most: f64,
        mut visit: impl FnMut(Block<'_>),
    ) {
        if !self.is_of(space) {
            self.blocks = None;
            self.blocks = Some((space.clone(), blocks(design, space, weight_most)));
        }
        let n_lanes = space.centre.len() + 2;
        let lanes = self.blocks.as_ref().map(|(_, lanes)| lanes.as_slice()).unwrap_or_default();
        for block in lanes.chunks_exact(n_lanes) {
            let [y, u, columns @ ..] = block else { continue };
            visit(Block { columns, y, u });
        }
    }
}

/// Outcome, weight and columns of block after block.
fn blocks(design: &Design<'_>, space: &Space, weight_most: f64) -> Vec<Lane> {
    let n_rows = design.n_rows();
    let mut lanes = Vec::with_capacity(n_rows.div_ceil(ROWS) * (design.terms.len() + 2));
    for first in (0..n_rows).step_by(ROWS) {
        let rows = first..(first + ROWS).min(n_rows);
        let mut push = |write: &dyn Fn(&mut Lane)| {
            lanes.push(ZERO);
            if let Some(lane) = lanes.last_mut() {
                write(lane);
            }
        };
        push(&|lane| place(&design.target[rows.clone()], 0.0, 1.0, lane));
        match design.weights {
            Some(weights) => push(&|lane| place(&weights[rows.clone()], 0.0, 1.0 / weight_most, lane)),
            None => push(&|lane| lane[..rows.len()].fill(1.0)),
        }
        for (j, term) in design.terms.iter().enumerate() {
            let (centre, factor) = (space.centre[j], 1.0 / space.scale[j]);
            match term {
                Term::Number(values) => push(&|lane| place(&values[rows.clone()], centre, factor, lane)),
                Term::Level { codes, code } => push(&|lane| {
                    let one_or_zero = [(0.0 - centre) * factor, (1.0 - centre) * factor];
                    for (to, other) in lane.iter_mut().zip(&codes[rows.clone()]) {
                        *to = if *other == MISSING_CODE { 0.0 } else { one_or_zero[usize::from(other == code)] };
                    }
                }),
            }
        }
    }
    lanes
}
