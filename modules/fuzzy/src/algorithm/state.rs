//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::Problem;
use gridfolk_space::limits::COORDINATE_MAX;
use gridfolk_space::{Moments, Scan, Space};

use super::limits::WEIGHT_MAX;
use super::settings::Settings;
use crate::wire::{Packed, Wire, packed, packed_enum};

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows, ranges, missing values.
    Scan,
    /// Mean and standard deviation.
    Moments,
    /// Sums by the start memberships.
    Start,
    /// Sums by the memberships of the centres.
    Update,
    /// What describes the groups.
    Outcome,
}

/// How far the fit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// The centres move.
    Moving,
    /// The memberships came to rest.
    Converged,
    /// The fit was stopped by `max_iter`.
    Stopped,
}

/// All that is known of a fit between two passes.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is asked for.
    pub settings: Settings,
    /// What the next pass finds out.
    pub phase: Phase,
    /// Passes merged so far.
    pub n_passes: u32,
    /// Result of the first pass.
    pub scan: Scan,
    /// Result of the second pass.
    pub space: Space,
    /// What each column weighs in the value; none where groups are not graded.
    pub weights: Option<Vec<f64>>,
    /// Coordinates, centre after centre.
    pub centroids: Vec<f64>,
    /// The centres before them; none where the start memberships were before.
    pub previous: Option<Vec<f64>>,
    /// Updates of the centres.
    pub n_iter: u32,
    /// Whether the next pass is to sum the change of the memberships.
    pub measures: bool,
    /// How far the fit has come.
    pub course: Course,
}

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Phase::Scan`].
    Scan(Looked),
    /// Of [`Phase::Moments`].
    Moments(Moments),
    /// Of every later phase: sums over rows, which wrap.
    Sums(Vec<u64>),
}

/// What the first look at a part finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Rows and ranges.
    pub scan: Scan,
    /// The first row whose start memberships are none.
    pub bad_start: Option<u64>,
}

packed_enum!(Phase { 0 => Scan, 1 => Moments, 2 => Start, 3 => Update, 4 => Outcome });
packed_enum!(Course { 0 => Moving, 1 => Converged, 2 => Stopped });
packed_enum!(Partial { 0 => Scan(looked), 1 => Moments(moments), 2 => Sums(sums) });
packed!(Looked { scan, bad_start });

impl Partial {
    /// Adds another part; false where it is of another phase.
    ///
    /// # Errors
    /// Parts with different columns.
    pub fn merge(&mut self, other: Partial) -> Result<bool, Problem> {
        match (self, other) {
            (Partial::Scan(whole), Partial::Scan(part)) => {
                whole.scan.merge(part.scan)?;
                whole.bad_start = [whole.bad_start, part.bad_start].into_iter().flatten().min();
            }
            (Partial::Moments(whole), Partial::Moments(part)) => whole.merge(&part),
            (Partial::Sums(whole), Partial::Sums(part)) => {
                whole.iter_mut().zip(part).for_each(|(sum, part)| *sum = sum.wrapping_add(part));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether it can be what a part found out for this state.
    pub fn is_of(&self, state: &State) -> bool {
        let (c, d) = (state.settings.c, state.scan.columns.len());
        match (self, state.phase) {
            (Partial::Scan(looked), Phase::Scan) => looked.scan.is_sound(),
            (Partial::Moments(moments), Phase::Moments) => moments.is_of(d),
            (Partial::Sums(sums), Phase::Start | Phase::Update) => sums.len() == c * (d + 1) + 1,
            (Partial::Sums(sums), Phase::Outcome) => sums.len() == 3 * c + 4,
            _ => false,
        }
    }
}

impl Phase {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Scan => "scan",
            Phase::Moments => "moments",
            Phase::Start => "start",
            Phase::Update => "update",
            Phase::Outcome => "outcome",
        }
    }
}

impl State {
    /// The state before the first pass.
    pub fn begin(settings: Settings) -> Self {
        let space =
            Space { missing: settings.basis.missing, standardize: settings.basis.standardize, ..Space::default() };
        State {
            settings,
            phase: Phase::Scan,
            n_passes: 0,
            scan: Scan::default(),
            space,
            weights: None,
            centroids: Vec::new(),
            previous: None,
            n_iter: 0,
            measures: false,
            course: Course::Moving,
        }
    }

    /// Sends what the passes found out: all but the settings. Refuses what no pass over rows can follow.
    pub fn travel(&mut self, wire: &mut Wire) {
        self.phase.travel(wire);
        self.n_passes.travel(wire);
        self.scan.travel(wire);
        self.space.mean.travel(wire);
        self.space.sd.travel(wire);
        self.weights.travel(wire);
        self.centroids.travel(wire);
        self.previous.travel(wire);
        self.n_iter.travel(wire);
        self.measures.travel(wire);
        self.course.travel(wire);
        if wire.reads() {
            self.space.columns = self.scan.columns.clone();
            self.space.logs = self.scan.logs.clone();
            wire.require(self.is_sound());
        }
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        let n = f64::from(self.n_passes);
        if self.phase == Phase::Outcome { 0.95 } else { 0.9 * n / (n + 40.0) }
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it.
    fn is_sound(&self) -> bool {
        if self.phase == Phase::Scan {
            return self.scan == Scan::default();
        }
        let d = self.scan.columns.len();
        let are_within =
            |points: &[f64], n: usize, limit: f64| points.len() == n && points.iter().all(|c| c.abs() <= limit);
        let are_centres = |points: &[f64]| are_within(points, self.settings.c * d, COORDINATE_MAX);
        self.scan.is_checked()
            && self.scan.n_used >= self.settings.c as u64
            && self.weights.as_ref().is_none_or(|weights| are_within(weights, d, WEIGHT_MAX))
            && (self.phase == Phase::Moments || self.space.is_sound())
            && (self.phase == Phase::Moments || self.phase == Phase::Start || are_centres(&self.centroids))
            && self.previous.as_ref().is_none_or(|previous| are_centres(previous))
    }
}
