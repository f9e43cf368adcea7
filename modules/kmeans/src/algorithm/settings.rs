//! What a fit is asked for, checked.

use super::limits::{COLUMNS_MAX, K_MAX, MAX_ITER_MAX, N_INIT_MAX, VALUE_MAX};
use super::space::Missing;
use crate::wire::{packed, packed_enum};

/// How a fit starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// Rows drawn one after the other, each with a chance that grows with the square of its distance
    /// to those drawn before (Arthur and Vassilvitskii 2007).
    PlusPlus {
        /// Starts; the best one is answered.
        n_init: u32,
        /// Of the random numbers.
        seed: u64,
    },
    /// Rows, by their number in the whole table.
    Rows(Vec<u64>),
    /// Points in original units.
    Centroids(Vec<Vec<f64>>),
}

/// In which order the segments are answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// The largest first, ties by their first row.
    Size,
    /// As the start gave them.
    Start,
    /// As the earlier centroids that they match best.
    Like {
        /// The columns of the earlier fit: the same as of this one.
        columns: Vec<String>,
        /// The earlier centroids, in original units.
        points: Vec<Vec<f64>>,
    },
}

/// All that a fit needs to know beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Columns to use; none: all columns of numbers.
    pub columns: Option<Vec<String>>,
    /// Number of segments.
    pub k: usize,
    /// How the fit starts.
    pub start: Start,
    /// Whether columns are divided by their standard deviation.
    pub standardize: bool,
    /// The most updates of the centroids.
    pub max_iter: u32,
    /// An update that moves the centroids by no more than this share of the mean variance of the
    /// columns is the last (sum of squared moves); 0: only one that moves nothing is.
    pub tol: f64,
    /// What is done with missing values.
    pub missing: Missing,
    /// In which order the segments are answered.
    pub order: Order,
}

packed_enum!(Start { 0 => PlusPlus { n_init, seed }, 1 => Rows(rows), 2 => Centroids(points) });
packed_enum!(Order { 0 => Size, 1 => Start, 2 => Like { columns, points } });
packed!(Settings { columns, k, start, standardize, max_iter, tol, missing, order });

impl Settings {
    /// Starts of the fit.
    pub fn n_init(&self) -> usize {
        match self.start {
            Start::PlusPlus { n_init, .. } => n_init as usize,
            Start::Rows(_) | Start::Centroids(_) => 1,
        }
    }

    /// Whether the settings keep to all limits that hold whatever the rows are.
    pub fn is_sound(&self) -> bool {
        let is_point = |point: &Vec<f64>| point.iter().all(|value| value.abs() <= VALUE_MAX);
        let start = match &self.start {
            Start::PlusPlus { n_init, .. } => (1..=N_INIT_MAX).contains(n_init),
            Start::Rows(rows) => rows.len() == self.k,
            Start::Centroids(points) => points.len() == self.k && points.iter().all(is_point),
        };
        let order = match &self.order {
            Order::Like { columns, points } => {
                points.len() == self.k && points.iter().all(|point| is_point(point) && point.len() == columns.len())
            }
            Order::Size | Order::Start => true,
        };
        let columns = self.columns.as_ref().is_none_or(|columns| (1..=COLUMNS_MAX).contains(&columns.len()));
        let updates = (1..=MAX_ITER_MAX).contains(&self.max_iter) && self.tol >= 0.0 && self.tol.is_finite();
        (1..=K_MAX).contains(&self.k) && start && order && columns && updates
    }
}
