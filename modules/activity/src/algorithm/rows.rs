//! The columns of one part, channel by channel, and what its customers did.

use activity_kernel::{Blend, Use, activities, uses_of, weighted_sums};

use super::settings::{Channel, Settings};

/// The columns of one channel; one that is not there is empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelColumns<'a> {
    /// Numbers of uses; NaN is missing.
    pub counts: &'a [f64],
    /// Days since the last use.
    pub days: &'a [f64],
    /// Volume of all uses.
    pub volumes: &'a [f64],
}

/// One part of a table.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    /// The channels that it has.
    pub channels: Vec<Channel>,
    /// Their columns.
    pub columns: Vec<ChannelColumns<'a>>,
    /// Rows of the part.
    pub n_rows: usize,
    /// Where the part begins in the whole table.
    pub first_row: u64,
}

/// What scales the uses of one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halves {
    /// Uses that count one half: the median of those who use the channel.
    pub uses: f64,
    /// Volume that counts one half: the median of those who have some.
    pub volume: f64,
}

/// The uses of one channel, customer by customer.
pub fn uses(settings: &Settings, columns: &ChannelColumns<'_>) -> Vec<Use> {
    uses_of(settings.decay(), columns.counts, columns.days, columns.volumes)
}

/// How a channel's components are put together; volume has no part where there is no such column.
pub fn blend(parts: &[f64], has_volume: bool, halves: Halves) -> Blend {
    let volume = if has_volume { parts[2] } else { 0.0 };
    Blend { half_uses: halves.uses, half_volume: halves.volume, parts: [parts[0], parts[1], volume] }
}

/// What a part's customers did, as far as it is known.
#[derive(Debug, Default)]
pub struct Known {
    /// By channel.
    pub uses: Vec<Vec<Use>>,
    halves: Vec<Halves>,
    parts: Vec<f64>,
    /// The activity by channel.
    pub activities: Vec<Vec<f64>>,
    weights: Vec<f64>,
    /// The weighted sum over the channels.
    pub sums: Vec<f64>,
}

impl Known {
    /// Finds out what the customers did.
    pub fn new(settings: &Settings, rows: &Rows<'_>) -> Self {
        Known { uses: rows.columns.iter().map(|columns| uses(settings, columns)).collect(), ..Known::default() }
    }

    /// The activities by these halves.
    pub fn with_halves(&mut self, settings: &Settings, rows: &Rows<'_>, halves: &[Halves]) {
        if self.halves == halves && self.parts == settings.parts {
            return;
        }
        let channels = rows.channels.iter().zip(&self.uses).zip(halves);
        self.activities = channels
            .map(|((channel, uses), &halves)| {
                activities(blend(&settings.parts, channel.volume.is_some(), halves), uses)
            })
            .collect();
        (self.halves, self.parts) = (halves.to_vec(), settings.parts.clone());
        self.weights.clear();
    }

    /// The sums by these weights.
    pub fn with_weights(&mut self, weights: &[f64], n_rows: usize) {
        if self.weights == weights {
            return;
        }
        let channels: Vec<&[f64]> = self.activities.iter().map(Vec::as_slice).collect();
        self.sums = weighted_sums(weights, &channels, n_rows);
        self.weights = weights.to_vec();
    }
}
