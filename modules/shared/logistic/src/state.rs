//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};

use crate::cholesky::n_cells;
use crate::options::{Options, TERMS_MAX, Unit};
use crate::refusal::Refusal;
use crate::scan::{N_COUNTS, Scan};
use crate::search::Search;
use crate::space::Space;

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Rows, outcomes, ranges.
    Scan,
    /// Means.
    Means,
    /// Sums of products of columns.
    Gram,
    /// Log likelihood, gradient and Hessian at a point.
    Full,
    /// Log likelihood and gradient at a point.
    Gradient,
    /// The gradient of Firth's penalised likelihood at a point.
    FirthScore,
    /// Whether a direction tells the outcomes apart.
    Direction,
}

/// All that is known of a fit between two passes.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub(crate) options: Options,
    pub(crate) units: Vec<Unit>,
    pub(crate) phase: Phase,
    pub(crate) n_passes: u32,
    pub(crate) scan: Scan,
    pub(crate) space: Space,
    /// Sums of u z_j z_k, where z_0 is 1 and u the weight over the greatest: the lower triangle.
    pub(crate) gram: Vec<f64>,
    /// Sums of u y z_j.
    pub(crate) outcomes: Vec<f64>,
    pub(crate) search: Search,
}

/// What one part finds out in one pass: counts or sums, that wrap, and ends of what was met.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    pub(crate) units: Vec<u64>,
    pub(crate) least: Vec<f64>,
    pub(crate) greatest: Vec<f64>,
}

/// Sums in units of the pass's grids; and ends of what was met.
#[derive(Debug)]
pub(crate) struct Sums {
    pub(crate) units: Vec<i64>,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

packed_enum!(Phase { 0 => Scan, 1 => Means, 2 => Gram, 3 => Full, 4 => Gradient, 5 => FirthScore, 6 => Direction });
packed!(State { options, units, phase, n_passes, scan, space, gram, outcomes, search });
packed!(Partial { units, least, greatest });

impl Phase {
    /// How many sums the pass makes, for so many columns.
    pub(crate) fn n_sums(self, n_terms: usize) -> usize {
        let n = n_terms + 1;
        match self {
            Phase::Scan => N_COUNTS + n_terms,
            Phase::Direction => 0,
            Phase::Means => n + n_terms,
            Phase::Gram => n_cells(n) + n,
            Phase::Full => 1 + n + n_cells(n),
            Phase::Gradient => 1 + n,
            Phase::FirthScore => n,
        }
    }
}

impl State {
    /// A fit before its first pass: `units` says for each column what its coefficient is to be of.
    ///
    /// # Errors
    /// Too many columns.
    pub fn begin(options: Options, units: Vec<Unit>) -> Result<Self, Refusal> {
        let n_terms = units.len();
        if n_terms > TERMS_MAX {
            return Err(Refusal::TooManyTerms { n_terms });
        }
        Ok(State {
            options,
            units,
            phase: Phase::Scan,
            n_passes: 0,
            scan: Scan::empty(n_terms),
            space: Space::default(),
            gram: Vec::new(),
            outcomes: Vec::new(),
            search: Search::default(),
        })
    }

    /// Number of columns.
    pub fn n_terms(&self) -> usize {
        self.units.len()
    }

    /// What the next pass finds out, in a word.
    pub fn phase(&self) -> &'static str {
        match self.phase {
            Phase::Scan => "scan",
            Phase::Means => "means",
            Phase::Gram => "products",
            Phase::Full | Phase::Gradient => "search",
            Phase::FirthScore => "firth",
            Phase::Direction => "separation",
        }
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        let n = f64::from(self.n_passes);
        0.95 * n / (n + 4.0)
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it. For states that [`gridfolk_contract::wire::Packed`] gave.
    pub fn is_sound(&self) -> bool {
        let n_terms = self.n_terms();
        if n_terms > TERMS_MAX || !self.options.is_sound() || !self.scan.is_of(n_terms) {
            return false;
        }
        match self.phase {
            Phase::Scan => self.scan == Scan::empty(n_terms),
            _ if self.scan.check(&self.options).is_err() => false,
            _ if !self.space.is_of(n_terms) => false,
            Phase::Means | Phase::Gram => true,
            _ => {
                self.gram.len() == n_cells(n_terms + 1)
                    && self.outcomes.len() == n_terms + 1
                    && self.are_weights_sound()
                    && self.search.is_of(n_terms + 1, self.phase)
            }
        }
    }

    pub(crate) fn are_weights_sound(&self) -> bool {
        let (all, events) = (self.gram[0], self.outcomes[0]);
        events > 0.0 && events < all && all.is_finite()
    }
}

impl Partial {
    /// Of no rows.
    pub(crate) fn empty(phase: Phase, n_terms: usize) -> Self {
        let n_ends = if phase == Phase::Scan { 1 + n_terms } else { 1 };
        Partial {
            units: vec![0; phase.n_sums(n_terms)],
            least: vec![f64::INFINITY; n_ends],
            greatest: vec![f64::NEG_INFINITY; n_ends],
        }
    }

    /// Adds another part's; false where it is of another pass.
    pub(crate) fn merge(&mut self, other: &Partial) -> bool {
        self.units.iter_mut().zip(&other.units).for_each(|(sum, other)| *sum = sum.wrapping_add(*other));
        self.least.iter_mut().zip(&other.least).for_each(|(least, other)| *least = least.min(*other));
        self.greatest.iter_mut().zip(&other.greatest).for_each(|(greatest, other)| *greatest = greatest.max(*other));
        let lengths = |partial: &Partial| (partial.units.len(), partial.least.len(), partial.greatest.len());
        lengths(self) == lengths(other)
    }
}
