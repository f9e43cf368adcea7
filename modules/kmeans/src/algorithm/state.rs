//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use super::farthest::FarRow;
use super::finish::{Outcome, Profile};
use super::limits::COORDINATE_MAX;
use super::moments::Moments;
use super::scan::Scan;
use super::settings::Settings;
use super::space::Space;
use super::start::{FoundRow, Winner};
use super::tally::Tally;
use crate::wire::{packed, packed_enum};

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows, ranges, missing values.
    Scan,
    /// Mean and standard deviation.
    Moments,
    /// The next centroid of each start, or the rows that the caller named.
    Start,
    /// Counts and sums by nearest centroid.
    Update,
    /// The farthest rows, for starts that have an empty segment.
    Farthest,
    /// Inertia and sizes of each start.
    Outcome,
    /// What describes the segments of the best start.
    Profile,
}

/// How far one start has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Its centroids move.
    Moving,
    /// They came to rest.
    Converged,
    /// It was stopped by `max_iter`.
    Stopped,
}

/// One start of the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Coordinates, centroid after centroid.
    pub centroids: Vec<f64>,
    /// Updates that moved a centroid.
    pub n_iter: u32,
    /// How far it has come.
    pub course: Course,
    /// Counts and sums that wait for the farthest rows.
    pub waiting: Option<Tally>,
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
    /// The starts; from the profile on, the best one alone.
    pub candidates: Vec<Candidate>,
    /// Which start the best one was.
    pub best: usize,
}

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Phase::Scan`].
    Scan(Scan),
    /// Of [`Phase::Moments`].
    Moments(Moments),
    /// Of [`Phase::Start`], by start; none where no row can win.
    Winners(Vec<Option<Winner>>),
    /// Of [`Phase::Start`] with named rows.
    FoundRows(Vec<FoundRow>),
    /// Of [`Phase::Update`], by moving start.
    Tallies(Vec<Tally>),
    /// Of [`Phase::Farthest`], by waiting start.
    Farthest(Vec<Vec<FarRow>>),
    /// Of [`Phase::Outcome`], by start.
    Outcomes(Vec<Outcome>),
    /// Of [`Phase::Profile`].
    Profile(Profile),
}

packed_enum!(Phase { 0 => Scan, 1 => Moments, 2 => Start, 3 => Update, 4 => Farthest, 5 => Outcome, 6 => Profile });
packed_enum!(Course { 0 => Moving, 1 => Converged, 2 => Stopped });
packed!(Candidate { centroids, n_iter, course, waiting });
packed!(State { settings, phase, n_passes, scan, space, candidates, best });
packed_enum!(Partial {
    0 => Scan(found), 1 => Moments(found), 2 => Winners(found), 3 => FoundRows(found),
    4 => Tallies(found), 5 => Farthest(found), 6 => Outcomes(found), 7 => Profile(found),
});

impl Phase {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Scan => "scan",
            Phase::Moments => "moments",
            Phase::Start => "start",
            Phase::Update => "update",
            Phase::Farthest => "farthest",
            Phase::Outcome => "outcome",
            Phase::Profile => "profile",
        }
    }
}

impl State {
    /// A fit before its first pass.
    pub fn begin(settings: Settings) -> Self {
        let space = Space {
            columns: Vec::new(),
            missing: settings.missing,
            standardize: settings.standardize,
            mean: Vec::new(),
            sd: Vec::new(),
        };
        State {
            settings,
            phase: Phase::Scan,
            n_passes: 0,
            scan: Scan::default(),
            space,
            candidates: Vec::new(),
            best: 0,
        }
    }

    /// Indices of the starts that the pass [`Phase::Update`] moves.
    pub fn moving(&self) -> Vec<usize> {
        let is_moving = |i: &usize| self.candidates[*i].course == Course::Moving;
        (0..self.candidates.len()).filter(is_moving).collect()
    }

    /// Indices of the starts that wait for the farthest rows.
    pub fn waiting(&self) -> Vec<usize> {
        (0..self.candidates.len()).filter(|&i| self.candidates[i].waiting.is_some()).collect()
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        let n = f64::from(self.n_passes);
        match self.phase {
            Phase::Outcome => 0.95,
            Phase::Profile => 0.98,
            _ => 0.9 * n / (n + 12.0),
        }
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it.
    pub fn is_sound(&self) -> bool {
        if !self.settings.is_sound()
            || self.candidates.len() > self.settings.n_init()
            || self.best >= self.settings.n_init()
        {
            return false;
        }
        if self.phase == Phase::Scan {
            return self.scan == Scan::default();
        }
        if !self.scan.is_checked() || self.scan.n_used < self.settings.k as u64 {
            return false;
        }
        if self.phase == Phase::Moments {
            return true;
        }
        let d = self.scan.columns.len();
        self.space.is_sound()
            && self.space.columns == self.scan.columns
            && !self.candidates.is_empty()
            && self.candidates.iter().all(|candidate| self.is_sound_candidate(candidate, d))
    }

    fn is_sound_candidate(&self, candidate: &Candidate, d: usize) -> bool {
        let k = self.settings.k;
        let length = candidate.centroids.len();
        let length_is_right = match self.phase {
            Phase::Start => length.is_multiple_of(d) && length < k * d,
            _ => length == k * d,
        };
        length_is_right
            && candidate.centroids.iter().all(|c| c.abs() <= COORDINATE_MAX)
            && candidate.waiting.as_ref().is_none_or(|tally| tally.is_sound(k, d))
    }
}
