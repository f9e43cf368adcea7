//! One pass over the blocks of a part, and the grids that its sums are on.

use gridfolk_numeric::fixed::Grid;
use logistic_kernel::{ZERO, firth_residuals, gradient, hessian, linear, residuals};

use crate::blocks::{Block, Memory, each_lane};
use crate::cholesky::inverse_factor;
use crate::design::Rows;
use crate::state::{Phase, State, Sums};

/// The grids of one pass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grids {
    /// Of the log likelihood.
    pub log_likelihood: Grid,
    /// Of sums of residuals, or of weights and outcomes, times a column.
    pub gradient: Grid,
    /// Of sums of products of two columns.
    pub hessian: Grid,
}

impl Grids {
    /// Those of the state's next pass. Columns, weights and residuals are within 1.
    pub(crate) fn new(state: &State) -> Self {
        let n = state.scan.n_rows;
        // No row's log odds are beyond the sum of sizes, and its log likelihood is less than 1 below them.
        let log_odds_most: f64 = state.search.trial.iter().map(|b| b.abs()).sum();
        let gradient_bound = match state.phase {
            Phase::FirthScore => 1.0 + 0.5 / state.scan.weight_most,
            _ => 1.0,
        };
        let hessian_bound = if state.phase == Phase::Gram { 1.0 } else { 0.25 };
        Grids {
            log_likelihood: Grid::new(log_odds_most + 1.0, n),
            gradient: Grid::new(gradient_bound, n),
            hessian: Grid::new(hessian_bound, n),
        }
    }
}

/// The sums of one part, out of its blocks.
pub(crate) fn sums_of_blocks(state: &State, memory: &Memory) -> Sums {
    let pass = Pass::new(state, Grids::new(state));
    let mut sums = Sums::zeros(state);
    memory.each_block(|block| pass.visit(block, &mut sums));
    sums
}

/// The sums of the pass for means: of u, and of u z for each column; then of the weights of rows that lack it.
pub(crate) fn sums_for_means(state: &State, rows: &impl Rows) -> Sums {
    let grid = Grids::new(state).gradient;
    let (magic, weight_most, n_terms) = (grid.magic(), state.scan.weight_most, state.n_terms());
    let mut sums = Sums::zeros(state);
    for j in 0..n_terms {
        let mut found = [0; 2];
        each_lane(rows, &state.space, weight_most, j, |lane, u| {
            gradient(std::slice::from_ref(lane), u, magic, &mut found)
        });
        (sums.units[0], sums.units[j + 1]) = (found[0], found[1]);
    }
    let factor = 1.0 / weight_most;
    for j in (0..n_terms).filter(|&j| state.scan.n_present[j] < state.scan.n_rows) {
        let absent = &mut sums.units[n_terms + 1 + j];
        for row in (0..rows.target().len()).filter(|&row| rows.is_missing(j, row)) {
            let weight = rows.weights().map_or(1.0, |weights| weights[row] * factor);
            *absent = absent.wrapping_add(grid.units(weight));
        }
    }
    sums
}

impl Sums {
    fn zeros(state: &State) -> Self {
        let units = vec![0; state.phase.n_sums(state.n_terms())];
        Sums { units, least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

/// What the blocks are visited with.
struct Pass<'a> {
    state: &'a State,
    grids: Grids,
    n: usize,
    /// For Firth's score: the inverse of the factor.
    inverse: Vec<f64>,
}

impl<'a> Pass<'a> {
    fn new(state: &'a State, grids: Grids) -> Self {
        let inverse = match state.phase {
            Phase::FirthScore => inverse_factor(&state.search.factor),
            _ => Vec::new(),
        };
        Pass { state, grids, n: state.n_terms() + 1, inverse }
    }

    fn visit(&self, block: Block<'_>, sums: &mut Sums) {
        let magic = self.grids.gradient.magic();
        match self.state.phase {
            Phase::Scan | Phase::Means => {}
            Phase::Gram => {
                let (outcomes, products) = sums.units.split_at_mut(self.n);
                gradient(block.columns, &product(block), magic, outcomes);
                hessian(block.columns, block.u, self.grids.hessian.magic(), products);
            }
            Phase::Full | Phase::Gradient => self.visit_point(block, sums),
            Phase::FirthScore => self.visit_firth(block, &mut sums.units),
            Phase::Direction => self.visit_direction(block, sums),
        }
    }

    fn visit_point(&self, block: Block<'_>, sums: &mut Sums) {
        let (mut eta, mut r, mut w) = (ZERO, ZERO, ZERO);
        linear(block.columns, &self.state.search.trial, &mut eta);
        let magic = self.grids.log_likelihood.magic();
        let found = residuals(&eta, block.y, block.u, magic, &mut r, &mut w);
        sums.units[0] = sums.units[0].wrapping_add(found.log_likelihood);
        sums.least = sums.least.min(found.margin_least);
        let (slopes, products) = sums.units[1..].split_at_mut(self.n);
        gradient(block.columns, &r, self.grids.gradient.magic(), slopes);
        if self.state.phase == Phase::Full {
            hessian(block.columns, &w, self.grids.hessian.magic(), products);
        }
    }

    fn visit_firth(&self, block: Block<'_>, units: &mut [i64]) {
        let (mut eta, mut r, mut w) = (ZERO, ZERO, ZERO);
        linear(block.columns, &self.state.search.at, &mut eta);
        residuals(&eta, block.y, block.u, self.grids.log_likelihood.magic(), &mut r, &mut w);
        // The residual of a row of outcome 0 and weight 1 is -p.
        let (mut p_less_half, mut unused) = (ZERO, ZERO);
        residuals(&eta, &ZERO, &[1.0; logistic_kernel::ROWS], 1.0, &mut p_less_half, &mut unused);
        p_less_half.iter_mut().for_each(|value| *value = -*value - 0.5);
        firth_residuals(block.columns, &w, &self.inverse, &p_less_half, self.state.scan.weight_most, &mut r);
        gradient(block.columns, &r, self.grids.gradient.magic(), units);
    }

    fn visit_direction(&self, block: Block<'_>, sums: &mut Sums) {
        let mut along = ZERO;
        linear(block.columns, &self.state.search.direction, &mut along);
        for (row, along) in along.iter().enumerate().filter(|(row, _)| block.u[*row] > 0.0) {
            let margin = if block.y[row] > 0.5 { *along } else { -along };
            sums.least = sums.least.min(margin);
            sums.greatest = sums.greatest.max(margin);
        }
    }
}

/// u y
fn product(block: Block<'_>) -> logistic_kernel::Lane {
    std::array::from_fn(|row| block.u[row] * block.y[row])
}
