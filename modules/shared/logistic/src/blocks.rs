//! The rows of a part in blocks, placed in the space of the search.

use std::ops::Range;

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
    let n_lanes = design.terms.len() + 2;
    let n_blocks = n_rows.div_ceil(ROWS);
    let mut lanes = Vec::with_capacity(n_blocks * n_lanes);
    for index in 0..n_blocks {
        let rows = rows_of_block(index, n_rows);
        // Zeros of one block at a time: they are still in the cache when they are written over.
        lanes.resize((index + 1) * n_lanes, ZERO);
        let [y, u, columns @ ..] = &mut lanes[index * n_lanes..] else { continue };
        place(&design.target[rows.clone()], 0.0, 1.0, y);
        place_weights(design, rows.clone(), weight_most, u);
        for (j, (term, lane)) in design.terms.iter().zip(columns).enumerate() {
            place_term(term, rows.clone(), space, j, lane);
        }
    }
    lanes
}

/// The rows of a block.
fn rows_of_block(index: usize, n_rows: usize) -> Range<usize> {
    index * ROWS..((index + 1) * ROWS).min(n_rows)
}

fn place_weights(design: &Design<'_>, rows: Range<usize>, weight_most: f64, u: &mut Lane) {
    match design.weights {
        Some(weights) => place(&weights[rows], 0.0, 1.0 / weight_most, u),
        None => u[..rows.len()].fill(1.0),
    }
}

fn place_term(term: &Term<'_>, rows: Range<usize>, space: &Space, j: usize, lane: &mut Lane) {
    let (centre, factor) = (space.centre[j], 1.0 / space.scale[j]);
    match term {
        Term::Number(values) => place(&values[rows], centre, factor, lane),
        Term::Level { codes, code } => {
            let one_or_zero = [(0.0 - centre) * factor, (1.0 - centre) * factor];
            for (to, other) in lane.iter_mut().zip(&codes[rows]) {
                *to = if *other == MISSING_CODE { 0.0 } else { one_or_zero[usize::from(other == code)] };
            }
        }
    }
}

/// Calls `visit` with each block's lane of one column and its weights, without keeping them: for a pass that
/// is the only one in its space.
pub(crate) fn each_lane(
    design: &Design<'_>,
    space: &Space,
    weight_most: f64,
    j: usize,
    mut visit: impl FnMut(&Lane, &Lane),
) {
    let n_rows = design.n_rows();
    for index in 0..n_rows.div_ceil(ROWS) {
        let rows = rows_of_block(index, n_rows);
        let (mut lane, mut u) = (ZERO, ZERO);
        place_weights(design, rows.clone(), weight_most, &mut u);
        place_term(&design.terms[j], rows, space, j, &mut lane);
        visit(&lane, &u);
    }
}
