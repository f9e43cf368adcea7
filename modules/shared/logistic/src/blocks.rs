//! The rows of a part in blocks, placed in the space of the search.

use std::ops::Range;

use logistic_kernel::{Lane, ROWS, ZERO, place};

use crate::design::Rows;
use crate::space::Space;

/// What is remembered of one part between passes; pure results.
#[derive(Debug, Default)]
pub struct Memory {
    /// The coordinates that the blocks are in.
    space: Space,
    /// Outcome, weight and columns of block after block.
    lanes: Vec<Lane>,
}

/// One block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a> {
    /// The columns.
    pub(crate) columns: &'a [Lane],
    /// Outcomes, 0 or 1.
    pub(crate) y: &'a Lane,
    /// Weights divided by the greatest of the whole table; 0 past the last row.
    pub(crate) u: &'a Lane,
}

impl Memory {
    /// Whether it holds the rows in these coordinates.
    pub(crate) fn is_of(&self, space: &Space) -> bool {
        !self.lanes.is_empty() && self.space == *space
    }

    /// Places the rows in these coordinates, if they are not there.
    pub(crate) fn place(&mut self, rows: &impl Rows, space: &Space, weight_most: f64) {
        if !self.is_of(space) {
            // The old blocks make room first.
            *self = Memory::default();
            *self = Memory { space: space.clone(), lanes: lanes(rows, space, weight_most) };
        }
    }

    /// Calls `visit` with each block of the part.
    pub(crate) fn each_block(&self, mut visit: impl FnMut(Block<'_>)) {
        for block in self.lanes.chunks_exact(self.space.centre.len() + 2) {
            let [y, u, columns @ ..] = block else { continue };
            visit(Block { columns, y, u });
        }
    }
}

fn lanes(rows: &impl Rows, space: &Space, weight_most: f64) -> Vec<Lane> {
    let n_rows = rows.target().len();
    let n_lanes = space.centre.len() + 2;
    let n_blocks = n_rows.div_ceil(ROWS);
    let mut lanes = Vec::with_capacity(n_blocks * n_lanes);
    for index in 0..n_blocks {
        let of_block = rows_of_block(index, n_rows);
        // Zeros of one block at a time: they are still in the cache when they are written over.
        lanes.resize((index + 1) * n_lanes, ZERO);
        let [y, u, columns @ ..] = &mut lanes[index * n_lanes..] else { continue };
        place(&rows.target()[of_block.clone()], 0.0, 1.0, y);
        place_weights(rows, of_block.clone(), weight_most, u);
        for (j, lane) in columns.iter_mut().enumerate() {
            rows.place(j, of_block.clone(), space.centre[j], 1.0 / space.scale[j], lane);
        }
    }
    lanes
}

/// The rows of a block.
fn rows_of_block(index: usize, n_rows: usize) -> Range<usize> {
    index * ROWS..((index + 1) * ROWS).min(n_rows)
}

fn place_weights(rows: &impl Rows, of_block: Range<usize>, weight_most: f64, u: &mut Lane) {
    match rows.weights() {
        Some(weights) => place(&weights[of_block], 0.0, 1.0 / weight_most, u),
        None => u[..of_block.len()].fill(1.0),
    }
}

/// Calls `visit` with each block's lane of one column and its weights, without keeping them: for a pass that
/// is the only one in its space.
pub(crate) fn each_lane(
    rows: &impl Rows,
    space: &Space,
    weight_most: f64,
    j: usize,
    mut visit: impl FnMut(&Lane, &Lane),
) {
    let n_rows = rows.target().len();
    for index in 0..n_rows.div_ceil(ROWS) {
        let of_block = rows_of_block(index, n_rows);
        let (mut lane, mut u) = (ZERO, ZERO);
        place_weights(rows, of_block.clone(), weight_most, &mut u);
        rows.place(j, of_block, space.centre[j], 1.0 / space.scale[j], &mut lane);
        visit(&lane, &u);
    }
}
