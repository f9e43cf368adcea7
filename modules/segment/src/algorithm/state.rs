//! What travels between passes.

use gridfolk_numeric::moments::Extent;
use gridfolk_numeric::quantile::Refinement;

use super::assigned::Assigner;
use super::bands::Cutter;
use super::cells::Cells;
use super::{Fitted, Plan};
use crate::definition::{Band, TopShares};
use crate::wire::{packed, packed_enum};

/// What the next pass over the rows finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// How many rows there are, which columns, and their extents.
    Scan,
    /// The values at the edges of bands by share: as many passes as they need.
    Quantiles,
    /// How many customers are above and at those values.
    Edges,
    /// Who is where.
    Count,
}

packed_enum!(Phase { 0 => Scan, 1 => Quantiles, 2 => Edges, 3 => Count });

/// What a result's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no such column.
    Absent,
    /// Numbers.
    Number,
    /// Grades.
    Category,
}

packed_enum!(Kind { 0 => Absent, 1 => Number, 2 => Category });

/// An assignment under way.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is next.
    pub phase: Phase,
    /// Rows of the table.
    pub n_rows: u64,
    /// Of each class the column for whose absence it is skipped; empty before the scan.
    pub missing: Vec<Option<String>>,
    /// Of each result.
    pub kinds: Vec<Kind>,
    /// Of each result, then of each column of the plan's profile.
    pub extents: Vec<Extent>,
    /// The searches of each result, as integers.
    pub searches: Vec<Vec<u64>>,
    /// Where high and medium begin, of each result by share.
    pub cuts: Vec<(Option<f64>, Option<f64>)>,
}

packed!(State { phase, n_rows, missing, kinds, extents, searches, cuts });

/// Customers around a value: how many are above it and at it, and the least value above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Customers above it.
    pub n_above: u64,
    /// Customers at it.
    pub n_at: u64,
    /// Infinite where there is none.
    pub least_above: f64,
}

packed!(Edge { n_above, n_at, least_above });

/// What a pass over one part found.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// The scan.
    Scan(Scan),
    /// What the searches found.
    Quantiles(Vec<Vec<u64>>),
    /// Two edges of each result by share, the medium one first; none of others.
    Edges(Vec<Vec<Edge>>),
    /// Who is where.
    Count(Cells),
}

packed_enum!(Partial { 0 => Scan(scan), 1 => Quantiles(found), 2 => Edges(edges), 3 => Count(cells) });

/// What the first pass finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Rows.
    pub n_rows: u64,
    /// Of each class the column that it lacks.
    pub missing: Vec<Option<String>>,
    /// Of each result.
    pub kinds: Vec<Kind>,
    /// Of each result, then of each column of the plan's profile.
    pub extents: Vec<Extent>,
}

packed!(Scan { n_rows, missing, kinds, extents });

impl State {
    /// Before the first pass.
    pub fn begin() -> Self {
        State {
            phase: Phase::Scan,
            n_rows: 0,
            missing: Vec::new(),
            kinds: Vec::new(),
            extents: Vec::new(),
            searches: Vec::new(),
            cuts: Vec::new(),
        }
    }

    /// Whether it can be that of this plan.
    pub fn is_sound(&self, plan: &Plan) -> bool {
        if self.phase == Phase::Scan {
            return *self == State::begin();
        }
        let lengths = [self.kinds.len(), self.searches.len(), self.cuts.len()];
        let has_search = |index: usize| match self.shares(plan, index) {
            None => self.searches[index].is_empty(),
            Some(_) if self.extents[index].n == 0 => self.searches[index].is_empty(),
            Some(_) => self.search(index).is_some_and(|search| search.values().len() == 2),
        };
        self.missing.len() == plan.classes.len()
            && lengths == [5; 3]
            && self.extents.len() == 5 + plan.profile.len()
            && (1..=1 << 53).contains(&self.n_rows)
            && self.extents.iter().all(|extent| extent.is_within_limit())
            && (0..5).all(has_search)
    }

    /// The search of a result by share.
    pub fn search(&self, index: usize) -> Option<Refinement> {
        Refinement::from_words(&self.searches[index]).filter(|search| !search.values().is_empty())
    }

    /// The bands of the results that are there: the caller's, or the built-in ones.
    pub fn bands(&self, plan: &Plan) -> [Option<Band>; 5] {
        [0, 1, 2, 3, 4].map(|index| match self.kinds.get(index) {
            None | Some(Kind::Absent) => None,
            Some(kind) => plan.bands[index].clone().or_else(|| suited(plan.built_in[index].as_ref(), *kind)),
        })
    }

    /// The shares of a result that is cut by them.
    pub fn shares(&self, plan: &Plan, index: usize) -> Option<TopShares> {
        match self.bands(plan)[index].take() {
            Some(Band::TopShares(shares)) => Some(shares),
            _ => None,
        }
    }

    /// How rows are assigned, once everything is found.
    pub fn assigner(&self, plan: &Plan) -> Assigner {
        let kept = plan.classes.iter().zip(&self.missing).filter(|(_, missing)| missing.is_none());
        let mut results = [None, None, None, None, None];
        for (index, band) in self.bands(plan).into_iter().enumerate() {
            results[index] =
                band.zip(plan.columns[index].clone()).map(|(band, column)| (column, self.cutter(index, band)));
        }
        Assigner { classes: kept.map(|(rule, _)| rule.clone()).collect(), results }
    }

    fn cutter(&self, index: usize, band: Band) -> Cutter {
        match band {
            Band::Cuts(cuts) => Cutter::Cuts { cuts: [Some(cuts.high), Some(cuts.medium)], reverse: cuts.reverse },
            Band::Levels(levels) => Cutter::Grades(levels),
            Band::TopShares(shares) => {
                let (high, medium) = self.cuts[index];
                Cutter::Cuts { cuts: [high, medium], reverse: shares.reverse }
            }
        }
    }

    /// The columns that describe cells, with their extents: results that are numbers, then the plan's.
    pub fn described(&self, plan: &Plan) -> Vec<(String, Extent)> {
        let results = (0..5).filter(|index| self.kinds[*index] == Kind::Number);
        let results = results.filter_map(|index| Some((plan.columns[index].clone()?, self.extents[index])));
        let given = plan.profile.iter().zip(&self.extents[5..]).map(|(name, extent)| (name.clone(), *extent));
        results.chain(given).collect()
    }

    /// The assignment, once everybody is counted.
    pub fn finish(self, plan: &Plan, assigner: Assigner, cells: Cells) -> Fitted {
        let (bands, described) = (self.bands(plan), self.described(plan));
        Fitted { assigner, missing: self.missing, bands, described, cells }
    }

    /// A guess at how much is done, 0 to 1, and the word for what is next.
    pub fn progress(&self) -> (f64, &'static str) {
        match self.phase {
            Phase::Scan => (0.0, "scan"),
            Phase::Quantiles => (0.3, "quantiles"),
            Phase::Edges => (0.6, "edges"),
            Phase::Count => (0.8, "count"),
        }
    }
}

/// A built-in band. Grades of a result that is a number are the twentieth at the top and the 15 % after it.
fn suited(built_in: Option<&Band>, kind: Kind) -> Option<Band> {
    match (built_in, kind) {
        (Some(Band::Levels(_)), Kind::Number) => {
            Some(Band::TopShares(TopShares { high: 0.05, medium: 0.15, reverse: false }))
        }
        (built_in, _) => built_in.cloned(),
    }
}
