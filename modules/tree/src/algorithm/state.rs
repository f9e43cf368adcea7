//! A fit on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::quantile::Refinement;

use super::coding::Coding;
use super::gathered::Gathered;
use super::growth::Growth;
use super::limits::{CLASSES_MAX, EXACT_ROWS_MAX, LEVELS_MAX, N_BINS, SEARCHES_MAX};
use super::scan::Scan;
use super::settings::Settings;
use super::tally::Tally;

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows, classes, levels.
    Scan,
    /// All rows, for an exact fit.
    Rows,
    /// The edges of bins.
    Edges,
    /// Counts of the open nodes by class and bin.
    Counts,
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
    /// The search for the quantiles of each column of numbers; empty for levels, and when it is done.
    pub searches: Vec<Vec<u64>>,
    /// The edges of the bins of each column, once they are known; empty for levels.
    pub edges: Vec<Vec<f64>>,
    /// How wide the middle half of each column is.
    pub spreads: Vec<f64>,
    /// The tree so far.
    pub growth: Growth,
}

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Phase::Scan`].
    Scan(Scan),
    /// Of [`Phase::Rows`].
    Rows(Gathered),
    /// Of [`Phase::Edges`], by column.
    Edges(Vec<Vec<u64>>),
    /// Of [`Phase::Counts`].
    Counts(Tally),
}

packed_enum!(Phase { 0 => Scan, 1 => Rows, 2 => Edges, 3 => Counts });
packed!(State { settings, phase, n_passes, scan, searches, edges, spreads, growth });
packed_enum!(Partial { 0 => Scan(found), 1 => Rows(found), 2 => Edges(found), 3 => Counts(found) });

impl Phase {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Scan => "scan",
            Phase::Rows => "rows",
            Phase::Edges => "edges",
            Phase::Counts => "counts",
        }
    }
}

impl State {
    /// A fit before its first pass.
    pub fn begin(settings: Settings) -> Self {
        State {
            settings,
            phase: Phase::Scan,
            n_passes: 0,
            scan: Scan::default(),
            searches: Vec::new(),
            edges: Vec::new(),
            spreads: Vec::new(),
            growth: Growth::default(),
        }
    }

    /// Whether splits are exact: it depends on the number of all rows alone.
    pub fn is_exact(&self) -> bool {
        self.scan.n_rows <= EXACT_ROWS_MAX
    }

    /// What the codes of each column stand for, in a fit by bins.
    pub fn codings(&self) -> Vec<Coding> {
        let columns = self.scan.columns.iter().zip(&self.edges);
        columns
            .map(|(column, edges)| match column.is_number {
                true => Coding::Edges(edges.clone()),
                false => Coding::Levels(column.levels.len()),
            })
            .collect()
    }

    /// The searches that the pass [`Phase::Edges`] goes on with, by column: the first ones that are not done.
    pub fn open_searches(&self) -> Vec<Option<Refinement>> {
        let mut n_open = 0;
        let open = |words: &Vec<u64>| {
            let search = Refinement::from_words(words).filter(|search| !search.is_done() && n_open < SEARCHES_MAX);
            n_open += usize::from(search.is_some());
            search
        };
        self.searches.iter().map(open).collect()
    }

    /// The texts of the classes.
    pub fn classes(&self) -> Vec<String> {
        self.scan.classes.iter().map(|class| class.text.clone()).collect()
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        let n = f64::from(self.n_passes);
        n / (n + 6.0)
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it.
    pub fn is_sound(&self) -> bool {
        if !self.settings.is_sound() {
            return false;
        }
        if self.phase == Phase::Scan {
            return self.scan == Scan::default();
        }
        let few_levels = self.scan.columns.iter().all(|column| column.levels.len() <= LEVELS_MAX);
        let is_scan = self.scan.is_sound()
            && few_levels
            && self.scan.n_used > 0
            && (2..=CLASSES_MAX).contains(&self.scan.classes.len())
            && self.scan.wrong_weight.is_none();
        is_scan
            && match self.phase {
                Phase::Scan => true,
                Phase::Rows => self.is_exact(),
                Phase::Edges => self.are_searches(),
                Phase::Counts => self.are_edges() && self.is_growth(),
            }
    }

    fn are_searches(&self) -> bool {
        self.searches.len() == self.scan.columns.len()
            && self.searches.iter().all(|words| Refinement::from_words(words).is_some())
    }

    fn are_edges(&self) -> bool {
        let are_edges = |edges: &Vec<f64>| {
            edges.len() < N_BINS
                && edges.iter().all(|edge| edge.is_finite())
                && edges.windows(2).all(|pair| pair[0] < pair[1])
        };
        let d = self.scan.columns.len();
        self.edges.len() == d
            && self.edges.iter().all(are_edges)
            && self.spreads.len() == d
            && self.spreads.iter().all(|spread| *spread > 0.0 && spread.is_finite())
    }

    fn is_growth(&self) -> bool {
        let growth = &self.growth;
        let is_sound = growth.is_sound(&self.settings, &self.codings(), self.scan.classes.len());
        is_sound && (growth.nodes.is_empty() || !growth.open.is_empty())
    }
}
