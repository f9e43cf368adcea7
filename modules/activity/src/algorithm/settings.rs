//! What an index is asked for, checked.

use activity_kernel::Decay;
use gridfolk_contract::wire::{packed, packed_enum};

/// The most channels.
pub const CHANNELS_MAX: usize = 20;
/// The most channels that are compared in pairs: Saaty's table of random indices ends there.
pub const PAIRED_MAX: usize = 10;
/// The shortest half-life and window, in days.
pub const DAYS_MIN: f64 = 0.01;
/// The longest half-life and window, in days.
pub const DAYS_MAX: f64 = 36_500.0;
/// The largest weight of a channel and part of a component, and the least above 0.
pub const WEIGHT_MAX: f64 = 1e6;
/// The largest count, day and volume.
pub const VALUE_MAX: f64 = 1e15;
/// The largest number of rows.
pub const COUNT_MAX: u64 = 1 << 53;

/// One channel: its columns and its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// The column with the number of uses.
    pub count: String,
    /// The column with the days since the last use.
    pub days_since: Option<String>,
    /// The column with the volume of all uses.
    pub volume: Option<String>,
    /// Its weight by hand.
    pub weight: f64,
}

/// Where the weights of channels come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Weighing {
    /// From the caller, or the defaults.
    Hand,
    /// From the entropy of each channel's activity over the customers.
    Entropy,
    /// From comparisons of channels in pairs, as a matrix, row after row.
    Pairwise(Vec<f64>),
}

/// All that an index needs to know beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The channels; none: those of the usual ones that the table has.
    pub channels: Option<Vec<Channel>>,
    /// Where their weights come from.
    pub weighing: Weighing,
    /// Days in which a use loses half of its weight.
    pub half_life_days: f64,
    /// Days that uses were counted over.
    pub window_days: f64,
    /// The parts of recency, frequency and volume.
    pub parts: Vec<f64>,
}

packed!(Channel { name, count, days_since, volume, weight });
packed_enum!(Weighing { 0 => Hand, 1 => Entropy, 2 => Pairwise(matrix) });
packed!(Settings { channels, weighing, half_life_days, window_days, parts });

/// The usual channels: those of the sample population. The weights are an assumption.
pub fn usual_channels() -> Vec<Channel> {
    let usual = [
        ("app", "n_app_uses_12m", "days_since_app", 1.0),
        ("wechat", "n_wechat_uses_12m", "days_since_wechat", 1.0),
        ("hotline", "n_hotline_calls_12m", "days_since_hotline", 0.8),
        ("hall", "n_hall_visits_12m", "days_since_hall", 0.6),
        ("bank", "n_bank_payments_12m", "days_since_bank", 0.4),
    ];
    let channel = |(name, count, days_since, weight): (&str, &str, &str, f64)| Channel {
        name: name.to_owned(),
        count: count.to_owned(),
        days_since: Some(days_since.to_owned()),
        volume: None,
        weight,
    };
    usual.map(channel).to_vec()
}

impl Settings {
    /// How uses lose weight.
    pub fn decay(&self) -> Decay {
        Decay { half_life_days: self.half_life_days, window_days: self.window_days }
    }

    /// Whether the settings keep to all limits that hold whatever the rows are.
    pub fn is_sound(&self) -> bool {
        let are_days = |days: f64| (DAYS_MIN..=DAYS_MAX).contains(&days);
        let channels = self.channels.as_ref().is_none_or(|channels| are_channels(channels));
        let matrix = match &self.weighing {
            Weighing::Pairwise(matrix) => {
                matrix.iter().all(|times| (0.1..=10.0).contains(times))
                    && self.channels.as_ref().is_some_and(|channels| channels.len() * channels.len() == matrix.len())
            }
            Weighing::Hand | Weighing::Entropy => true,
        };
        channels
            && matrix
            && are_days(self.half_life_days)
            && are_days(self.window_days)
            && self.parts.len() == 3
            && are_weights(&self.parts)
            && self.parts[0] + self.parts[1] > 0.0
    }
}

/// Whether these could be channels of an index.
pub fn are_channels(channels: &[Channel]) -> bool {
    let weights: Vec<f64> = channels.iter().map(|channel| channel.weight).collect();
    (1..=CHANNELS_MAX).contains(&channels.len()) && are_weights(&weights)
}

/// Whether weights are in their range, and one is above 0.
pub fn are_weights(weights: &[f64]) -> bool {
    let is_weight = |weight: &f64| *weight == 0.0 || (1.0 / WEIGHT_MAX..=WEIGHT_MAX).contains(weight);
    weights.iter().all(is_weight) && weights.iter().any(|weight| *weight > 0.0)
}
