//! What the parts found out, put together: the next state, or the fit.

use crate::cholesky::{cell, dot, n_cells};
use crate::collinear::Relations;
use crate::evaluate::Grids;
use crate::fitted::Separation;
use crate::options::{Firth, Unit};
use crate::refusal::Refusal;
use crate::scan::Scan;
use crate::search::{self, Next, Search, Setting, penalised_factor};
use crate::space::Space;
use crate::state::{Partial, Phase, State};
use gridfolk_numeric::fixed::Grid;

/// A direction that tells the outcomes apart but for this share of its largest margin is one that
/// does so but for ties: by then, the search has converged in everything else.
const TIE: f64 = 1e-5;
/// A column counts as one that separates when it has this share of the largest part in the direction.
const PART_LEAST: f64 = 1e-3;

/// The first trial is not lengthened by more than one over this.
const LEFT_LEAST: f64 = 0.2;

impl State {
    /// Puts together what the parts found out, in any order; whether the fit is done.
    ///
    /// # Errors
    /// What is wrong with the rows, found by a pass; partials that do not belong to the state.
    pub fn merge(&mut self, partials: &[Partial]) -> Result<bool, Refusal> {
        if partials.is_empty() {
            return Err(Refusal::NoPartials);
        }
        self.n_passes = self.n_passes.saturating_add(1);
        let mut whole = Partial::empty(self.phase, self.n_terms());
        if let Some(index) = partials.iter().position(|partial| !whole.merge(partial)) {
            return Err(Refusal::PartialNotOfState { index });
        }
        let next = match self.phase {
            Phase::Scan => self.merge_scan(&whole)?,
            Phase::Means => self.merge_means(&whole),
            Phase::Gram => self.merge_gram(&whole)?,
            Phase::Full | Phase::Gradient => self.merge_point(&whole)?,
            Phase::FirthScore => self.merge_firth(&whole),
            Phase::Direction => self.merge_direction(&whole)?,
        };
        self.phase = next.unwrap_or(self.phase);
        Ok(next.is_none())
    }

    fn merge_scan(&mut self, whole: &Partial) -> Result<Option<Phase>, Refusal> {
        self.scan = Scan::of(whole);
        self.scan.check(&self.options)?;
        self.space = Space::of_middles(&self.scan);
        Ok(Some(Phase::Means))
    }

    /// Means of the values that are there; the others will count as them.
    fn merge_means(&mut self, sums: &Partial) -> Option<Phase> {
        let grid = Grids::new(self).gradient;
        let values = values(grid, &sums.units);
        let absent = &values[self.n_terms() + 1..];
        let mean = |j: usize| {
            let z = values[j + 1] / (values[0] - absent[j]);
            let mean = self.space.centre[j] + z * self.space.scale[j];
            // (`clamp` would bring a way to print numbers into each module; NaN becomes the least.)
            mean.max(self.scan.least[j]).min(self.scan.greatest[j])
        };
        let means = (0..self.n_terms()).map(mean).collect();
        self.space = Space::around(means, &self.scan);
        Some(Phase::Gram)
    }

    fn merge_gram(&mut self, sums: &Partial) -> Result<Option<Phase>, Refusal> {
        let grids = Grids::new(self);
        let (outcomes, products) = sums.units.split_at(self.n_terms() + 1);
        self.outcomes = values(grids.gradient, outcomes);
        self.gram = values(grids.hessian, products);
        if !self.are_weights_sound() {
            return Err(Refusal::PartialNotOfState { index: 0 });
        }
        let relations = Relations::new(&self.gram, self.n_terms())?;
        if self.options.ridge == 0.0 {
            relations.check()?;
        }
        self.begin_search(self.options.firth == Firth::Always, None)
    }

    /// Starts at the intercept alone, of which the sums of products tell everything.
    fn begin_search(&mut self, is_firth: bool, separation: Option<Separation>) -> Result<Option<Phase>, Refusal> {
        let share = self.outcomes[0] / self.gram[0];
        let log_likelihood = self.log_likelihood_null();
        let information: Vec<f64> = self.gram.iter().map(|sum| sum * (share * (1.0 - share))).collect();
        let score = (0..self.outcomes.len()).map(|j| self.outcomes[j] - share * self.gram[cell(j, 0)]).collect();
        let mut at = vec![0.0; self.outcomes.len()];
        at[0] = gridfolk_numeric::log(share / (1.0 - share));
        let setting = self.setting()?;
        let factor = penalised_factor(&information, &setting.penalties)
            .map_err(|row| Refusal::Collinear(row.saturating_sub(1)))?;
        let n_iter = self.search.n_iter;
        self.search = Search::begin(at, log_likelihood, score, factor, information[0]);
        (self.search.n_iter, self.search.is_firth, self.search.separation) = (n_iter, is_firth, separation);
        if is_firth {
            let half_log = crate::cholesky::log_determinant(&self.search.factor, self.n_terms() + 1) / 2.0;
            self.search.value += half_log / setting.weight_most;
            self.search.trial.clone_from(&self.search.at);
            return Ok(Some(Phase::FirthScore));
        }
        let next = self.search.step(true, &setting);
        // Where the columns tell nothing the search ends here, without a trial.
        if self.options.ridge == 0.0 && !self.search.trial.is_empty() {
            self.discriminate(share);
        }
        self.follow(next)
    }

    /// Makes the first trial the linear discriminant function (Fisher 1936; log odds by Bayes' rule for
    /// normal columns of equal covariance): Newton's first step has its direction, and falls short by the
    /// share of the outcome's variance that it explains.
    fn discriminate(&mut self, share: f64) {
        let search = &mut self.search;
        let explained = dot(&search.score, &search.direction) / self.gram[0];
        let left = (1.0 - explained).max(LEFT_LEAST);
        let distance = explained / (share * (1.0 - share)) / left;
        for (trial, direction) in search.trial.iter_mut().zip(&search.direction).skip(1) {
            *trial = direction / left;
        }
        search.trial[0] = search.at[0] - (0.5 - share) * distance;
    }

    fn merge_point(&mut self, sums: &Partial) -> Result<Option<Phase>, Refusal> {
        let (grids, n) = (Grids::new(self), self.n_terms() + 1);
        let information = values(grids.hessian, &sums.units[1 + n..]);
        let found = search::Found {
            log_likelihood: grids.log_likelihood.value(sums.units[0] as i64),
            score: values(grids.gradient, &sums.units[1..=n]),
            information: (information.len() == n_cells(n)).then_some(information),
            margin_least: sums.least[0],
        };
        let setting = self.setting()?;
        let next = self.search.take(found, &setting);
        self.follow(next)
    }

    fn merge_firth(&mut self, sums: &Partial) -> Option<Phase> {
        let grid = Grids::new(self).gradient;
        let score = values(grid, &sums.units);
        let setting = self.setting().ok()?;
        match self.search.take_firth(score, &setting) {
            Next::Pass(phase) => Some(phase),
            Next::Separated | Next::End => None,
        }
    }

    fn merge_direction(&mut self, sums: &Partial) -> Result<Option<Phase>, Refusal> {
        let (least, tie) = (sums.least[0], TIE * sums.greatest[0]);
        if tie > 0.0 && least >= -tie { self.separated(least > tie) } else { Ok(Some(Phase::Full)) }
    }

    fn follow(&mut self, next: Next) -> Result<Option<Phase>, Refusal> {
        match next {
            Next::Pass(phase) => Ok(Some(phase)),
            Next::Separated => self.separated(true),
            Next::End => Ok(None),
        }
    }

    fn separated(&mut self, is_complete: bool) -> Result<Option<Phase>, Refusal> {
        let parts = &self.search.direction[1..];
        let largest = parts.iter().fold(0.0, |largest: f64, part| largest.max(part.abs()));
        let mut terms = Vec::new();
        for (j, part) in parts.iter().enumerate() {
            if part.abs() >= PART_LEAST * largest {
                terms.push(j);
            }
        }
        let separation = Separation { is_complete, terms };
        if self.options.firth == Firth::WhenSeparated {
            return self.begin_search(true, Some(separation));
        }
        self.search.separation = Some(separation);
        Ok(None)
    }

    /// What the search needs to know.
    fn setting(&self) -> Result<Setting, Refusal> {
        let relations = Relations::new(&self.gram, self.n_terms())?;
        let mut penalties = vec![0.0];
        for (j, unit) in self.units.iter().enumerate() {
            let unit = self.unit_size(j, *unit, &relations);
            penalties.push(self.options.ridge / self.scan.weight_most * unit * unit);
        }
        Ok(Setting { penalties, weight_most: self.scan.weight_most, max_iter: self.options.max_iter })
    }

    /// With the intercept alone, weights over the greatest.
    pub(crate) fn log_likelihood_null(&self) -> f64 {
        let (all, events) = (self.gram[0], self.outcomes[0]);
        let share = events / all;
        events * gridfolk_numeric::log(share) + (all - events) * gridfolk_numeric::log(1.0 - share)
    }

    /// A coefficient of the search's coordinates times this is one of the column's unit.
    pub(crate) fn unit_size(&self, j: usize, unit: Unit, relations: &Relations) -> f64 {
        match unit {
            Unit::AsGiven => 1.0 / self.space.scale[j],
            Unit::StandardDeviation => relations.sd[j],
        }
    }
}

/// What sums in units of a grid are.
fn values(grid: Grid, units: &[u64]) -> Vec<f64> {
    units.iter().map(|&units| grid.value(units as i64)).collect()
}
