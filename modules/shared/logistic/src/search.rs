//! The way to the maximum: points, steps, when to sum what, when to stop.

use gridfolk_contract::wire::packed;

use crate::cholesky::{dot, factor, log_determinant, n_cells, solve};
use crate::fitted::Separation;
use crate::state::Phase;

/// The fit has converged when the log odds move by no more than this (root mean square, weighted by
/// p (1 - p)): the information changes by less, relatively, and the step itself is still taken …
const MEAN_MOVE_SMALL: f64 = 2e-9;
/// … and no row's log odds move by more than this: where outcomes are separated the steps become small
/// on average, and never small for the rows.
const MOVE_SMALL: f64 = 1e-3;
/// The largest move of log odds in one step.
const MOVE_MOST: f64 = 30.0;
/// From a step on by which log odds move no more than this (root mean square), the Hessian changes so
/// little that passes without it get on faster.
const MOVE_SHORT: f64 = 0.1;
/// Passes without a Hessian pay from so many columns on.
const COLUMNS_MANY: usize = 8;
/// The most passes without a Hessian in a row.
const PAIRS_MAX: usize = 10;
/// A step that shrank by less than this asks for a new Hessian.
const SHRINK_LEAST: f64 = 0.2;
/// Hessians after which a fit that still moves is tested for separation, and then every third.
const HESSIANS_BEFORE_TEST: u32 = 6;
/// Rounding in the value: a step that loses less is not refused.
const SLACK: f64 = 1e-11;

/// A search on its way. Points are in the coordinates of the blocks, the intercept first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Search {
    /// Whether the penalised likelihood of Firth is maximised.
    pub is_firth: bool,
    /// Why it is, if the plain likelihood was tried.
    pub separation: Option<Separation>,
    /// The best point so far, and what is maximised there.
    pub at: Vec<f64>,
    /// Penalties included.
    pub value: f64,
    /// The same without.
    pub log_likelihood: f64,
    /// Of the value.
    pub score: Vec<f64>,
    /// Cholesky's factor of the (penalised) information at the last Hessian.
    pub factor: Vec<f64>,
    /// The sum of curvatures p (1 - p) there.
    pub curvature: f64,
    /// Steps since then, and by how much the score fell along them. With Firth's penalty, whose own curvature
    /// the information does not hold, the last steps of all.
    pub pairs: Vec<(Vec<f64>, Vec<f64>)>,
    /// The point of the next pass.
    pub trial: Vec<f64>,
    /// The step to it, before it was shortened.
    pub direction: Vec<f64>,
    /// The root mean square of what it changes in the rows' log odds, weighted by p (1 - p).
    pub mean_move: f64,
    /// Points tried.
    pub n_iter: u32,
    /// Hessians summed.
    pub n_hessians: u32,
    /// Whether the search ended at a maximum.
    pub converged: bool,
}

packed!(Search {
    is_firth,
    separation,
    at,
    value,
    log_likelihood,
    score,
    factor,
    curvature,
    pairs,
    trial,
    direction,
    mean_move,
    n_iter,
    n_hessians,
    converged,
});

/// What a pass found at the trial point.
#[derive(Debug)]
pub(crate) struct Found {
    /// Without penalties.
    pub log_likelihood: f64,
    /// Its gradient.
    pub score: Vec<f64>,
    /// The information: the lower triangle; none where the pass did not sum it.
    pub information: Option<Vec<f64>>,
    /// Above 0 where the point tells all outcomes apart.
    pub margin_least: f64,
}

/// What a search needs to know beside itself.
#[derive(Debug)]
pub(crate) struct Setting {
    /// On the square of each coefficient, the intercept's too (0), over two.
    pub penalties: Vec<f64>,
    /// Sums are of weights over this.
    pub weight_most: f64,
    /// The most points tried.
    pub max_iter: u32,
}

/// How the search goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// With a pass.
    Pass(Phase),
    /// The outcomes are told apart without error.
    Separated,
    /// Not at all.
    End,
}

impl Search {
    /// At a point of which all is known. The information there has a Cholesky factor.
    pub(crate) fn begin(at: Vec<f64>, log_likelihood: f64, score: Vec<f64>, factor: Vec<f64>, curvature: f64) -> Self {
        let value = log_likelihood;
        Search { at, value, log_likelihood, score, factor, curvature, mean_move: f64::INFINITY, ..Search::default() }
    }

    /// Takes what was found at the trial point, and says what to do next.
    pub(crate) fn take(&mut self, found: Found, setting: &Setting) -> Next {
        self.n_iter += 1;
        let has_hessian = found.information.is_some();
        self.n_hessians += u32::from(has_hessian);
        let Some((value, factor)) = self.valued(&found, setting) else { return self.shorten(has_hessian, setting) };
        if value.is_nan() || value < self.value - SLACK * (1.0 + value.abs()) {
            return self.shorten(has_hessian, setting);
        }
        let step = difference(&self.trial, &self.at);
        (self.value, self.log_likelihood) = (value, found.log_likelihood);
        self.at.clone_from(&self.trial);
        if let (Some(factor), Some(information)) = (factor, found.information) {
            (self.factor, self.curvature) = (factor, information[0]);
        }
        if self.is_firth {
            // By how much the score falls is known after the next pass.
            self.pairs.push((step, self.score.clone()));
            return Next::Pass(Phase::FirthScore);
        }
        let mut score = found.score;
        for (j, penalty) in setting.penalties.iter().enumerate() {
            score[j] -= penalty * self.trial[j];
        }
        match has_hessian {
            true => self.pairs.clear(),
            false => self.pairs.push((step, difference(&self.score, &score))),
        }
        self.score = score;
        if found.margin_least > 0.0 && setting.penalties.iter().all(|penalty| *penalty == 0.0) {
            self.direction = self.at.clone();
            return Next::Separated;
        }
        self.step(has_hessian, setting)
    }

    /// Takes the score of the penalised likelihood at the best point, and says what to do next.
    pub(crate) fn take_firth(&mut self, score: Vec<f64>, setting: &Setting) -> Next {
        if let Some((_, last)) = self.pairs.last_mut() {
            *last = difference(last, &score);
        }
        self.score = score;
        self.pairs.drain(..self.pairs.len().saturating_sub(PAIRS_MAX));
        self.step(true, setting)
    }

    /// What is maximised at the trial point, and the factor of the information there; none where the
    /// information has vanished.
    fn valued(&self, found: &Found, setting: &Setting) -> Option<(f64, Option<Vec<f64>>)> {
        let penalty: f64 = setting.penalties.iter().zip(&self.trial).map(|(penalty, b)| penalty * b * b / 2.0).sum();
        let Some(information) = &found.information else { return Some((found.log_likelihood - penalty, None)) };
        let factor = penalised_factor(information, &setting.penalties).ok()?;
        let firth =
            if self.is_firth { log_determinant(&factor, self.trial.len()) / (2.0 * setting.weight_most) } else { 0.0 };
        Some((found.log_likelihood - penalty + firth, Some(factor)))
    }

    /// Goes half the way back.
    fn shorten(&mut self, has_hessian: bool, setting: &Setting) -> Next {
        if self.n_iter >= setting.max_iter {
            return Next::End;
        }
        self.trial.iter_mut().zip(&self.at).for_each(|(trial, at)| *trial = (*trial + at) / 2.0);
        Next::Pass(if has_hessian { Phase::Full } else { Phase::Gradient })
    }

    /// The step from a point whose score is known. `is_full`: its information is known, too.
    pub(crate) fn step(&mut self, is_full: bool, setting: &Setting) -> Next {
        self.direction = self.newton_direction();
        let square = dot(&self.score, &self.direction);
        let reach: f64 = self.direction.iter().map(|d| d.abs()).sum();
        let mean_move = (square.max(0.0) / self.curvature).sqrt();
        let before = std::mem::replace(&mut self.mean_move, mean_move);
        if is_full && mean_move <= MEAN_MOVE_SMALL && reach <= MOVE_SMALL {
            self.converged = true;
            return Next::End;
        }
        if self.n_iter >= setting.max_iter || !reach.is_finite() {
            return Next::End;
        }
        let part = (MOVE_MOST / reach).min(1.0);
        self.trial = self.at.iter().zip(&self.direction).map(|(at, d)| at + part * d).collect();
        if self.is_suspicious(is_full, reach, setting) {
            return Next::Pass(Phase::Direction);
        }
        let shrinks_to = if is_full { mean_move } else { mean_move / before };
        let is_last = mean_move * shrinks_to <= MEAN_MOVE_SMALL / 2.0;
        let is_short = if is_full { mean_move <= MOVE_SHORT } else { shrinks_to <= SHRINK_LEAST };
        let goes_without = !is_last
            && is_short
            && !self.is_firth
            && self.at.len() > COLUMNS_MANY
            && self.pairs.len() < PAIRS_MAX
            && part == 1.0;
        Next::Pass(if goes_without { Phase::Gradient } else { Phase::Full })
    }

    /// Whether the fit runs away: separated, but for ties.
    fn is_suspicious(&self, is_full: bool, reach: f64, setting: &Setting) -> bool {
        is_full
            && !self.is_firth
            && self.n_hessians >= HESSIANS_BEFORE_TEST
            && (self.n_hessians - HESSIANS_BEFORE_TEST).is_multiple_of(3)
            && reach > MOVE_SMALL
            && setting.penalties.iter().all(|penalty| *penalty == 0.0)
    }

    /// The inverse of the information, corrected by the steps since, times the score: the two loops of
    /// limited-memory BFGS (Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.4).
    fn newton_direction(&self) -> Vec<f64> {
        let usable = |pair: &&(Vec<f64>, Vec<f64>)| dot(&pair.0, &pair.1) > 0.0;
        let mut q = self.score.clone();
        let mut shares = Vec::new();
        for (step, fall) in self.pairs.iter().rev().filter(usable) {
            let share = dot(step, &q) / dot(step, fall);
            q.iter_mut().zip(fall).for_each(|(q, fall)| *q -= share * fall);
            shares.push(share);
        }
        let mut direction = solve(&self.factor, &q);
        for (step, fall) in self.pairs.iter().filter(usable) {
            let share = shares.pop().unwrap_or_default() - dot(fall, &direction) / dot(step, fall);
            direction.iter_mut().zip(step).for_each(|(d, step)| *d += share * step);
        }
        direction
    }

    /// Whether there is all that the pass of `phase` and the merge after it read, for `n` coefficients.
    pub(crate) fn is_of(&self, n: usize, phase: Phase) -> bool {
        let is_point = |b: &Vec<f64>| b.len() == n && b.iter().all(|b| b.abs() <= 1e30);
        is_point(&self.at)
            && is_point(&self.trial)
            && self.score.len() == n
            && self.factor.len() == n_cells(n)
            && self.pairs.iter().all(|(step, fall)| step.len() == n && fall.len() == n)
            && self.separation.as_ref().is_none_or(|separation| separation.terms.iter().all(|&j| j + 1 < n))
            && (phase != Phase::Direction || is_point(&self.direction))
    }
}

/// What is left of each number when another is taken away.
fn difference(from: &[f64], others: &[f64]) -> Vec<f64> {
    from.iter().zip(others).map(|(from, other)| from - other).collect()
}

/// Cholesky's factor of the information with the penalties on its diagonal.
///
/// # Errors
/// The first row without a pivot.
pub(crate) fn penalised_factor(information: &[f64], penalties: &[f64]) -> Result<Vec<f64>, usize> {
    let mut penalised = information.to_vec();
    for (j, penalty) in penalties.iter().enumerate() {
        penalised[n_cells(j) + j] += penalty;
    }
    factor(&penalised, 1e-14)
}
