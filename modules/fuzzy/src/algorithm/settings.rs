//! What a fit is asked for, checked.

use gridfolk_space::Basis;

/// How a fit starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// Memberships drawn at random, even in (0, 1), divided by their sum.
    Random {
        /// Of the random numbers.
        seed: u64,
    },
    /// Memberships that stand in columns of the table, divided by their sum.
    Memberships(Vec<String>),
    /// Centres, in the columns' units.
    Centroids(Vec<Vec<f64>>),
}

impl Default for Start {
    fn default() -> Self {
        Start::Random { seed: 0 }
    }
}

/// What makes one group better than another.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// The weights that the literature's usual columns have.
    #[default]
    Default,
    /// Nothing: groups keep the order of the start.
    None,
    /// Weights of columns.
    Weights(Vec<(String, f64)>),
}

/// All that a fit needs to know beside the rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// The space to find.
    pub basis: Basis,
    /// Number of groups.
    pub c: usize,
    /// The fuzzifier.
    pub m: f64,
    /// How the fit starts.
    pub start: Start,
    /// The fit ends when the Frobenius norm of the memberships' change is below.
    pub tol: f64,
    /// The most updates of the centres.
    pub max_iter: u32,
    /// What makes one group better than another.
    pub value: Value,
    /// From which share of the first membership on the second one counts.
    pub between: f64,
}

impl Settings {
    /// The columns of start memberships.
    pub fn start_columns(&self) -> &[String] {
        match &self.start {
            Start::Memberships(names) => names,
            Start::Random { .. } | Start::Centroids(_) => &[],
        }
    }
}
