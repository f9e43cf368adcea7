//! The index of customers, and what it is made of.

use activity_kernel::indices;

use super::rows::{Halves, Known, Rows};
use super::settings::{Channel, Settings};

/// The code of a customer who is active nowhere.
pub const NO_CHANNEL: u32 = u32::MAX;

/// All that an index is computed by.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Half-life, window, parts.
    pub settings: Settings,
    /// The channels with their weights.
    pub channels: Vec<Channel>,
    /// What scales the uses of each channel.
    pub halves: Vec<Halves>,
    /// The weighted sum that makes an index of 50.
    pub half: f64,
}

/// The index of the customers of a part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scored {
    /// Activity by channel, 0 to 1.
    pub activities: Vec<Vec<f64>>,
    weights: Vec<f64>,
    sums: Vec<f64>,
    /// The index, 0 to 100.
    pub index: Vec<f64>,
    /// The channel that most points come from, ties to the first.
    pub top: Vec<u32>,
}

impl Scale {
    /// The weights of the channels.
    pub fn weights(&self) -> Vec<f64> {
        self.channels.iter().map(|channel| channel.weight).collect()
    }

    /// The index of the customers of a part, from what is known of them.
    pub fn score(&self, rows: &Rows<'_>, known: &mut Known) -> Scored {
        known.with_halves(&self.settings, rows, &self.halves);
        known.with_weights(&self.weights(), rows.n_rows);
        self.of_activities(known.activities.clone(), known.sums.clone())
    }

    /// The index by these activities and their weighted sums.
    pub fn of_activities(&self, activities: Vec<Vec<f64>>, sums: Vec<f64>) -> Scored {
        let weights = self.weights();
        Scored {
            index: indices(&sums, self.half),
            top: top(&activities, &weights, sums.len()),
            activities,
            weights,
            sums,
        }
    }
}

fn top(activities: &[Vec<f64>], weights: &[f64], n_rows: usize) -> Vec<u32> {
    let mut tops = vec![NO_CHANNEL; n_rows];
    let mut most = vec![0.0; n_rows];
    for (channel, (activities, weight)) in activities.iter().zip(weights).enumerate() {
        for ((top, most), activity) in tops.iter_mut().zip(&mut most).zip(activities) {
            let points = weight * activity;
            if points > *most {
                (*top, *most) = (channel as u32, points);
            }
        }
    }
    tops
}

impl Scored {
    /// The index of a channel, 0 to 100, customer by customer.
    pub fn channel_index(&self, channel: usize) -> impl Iterator<Item = f64> + '_ {
        self.activities[channel].iter().map(|activity| 100.0 * activity)
    }

    /// The points that a channel gives to the index; over all channels they sum up to it.
    pub fn points(&self, channel: usize) -> impl Iterator<Item = f64> + '_ {
        (0..self.index.len()).map(move |row| self.points_of(channel, row))
    }

    /// The points of one customer.
    pub fn points_of(&self, channel: usize, row: usize) -> f64 {
        let sum = self.sums[row];
        if sum > 0.0 { self.index[row] * (self.weights[channel] * self.activities[channel][row] / sum) } else { 0.0 }
    }
}
