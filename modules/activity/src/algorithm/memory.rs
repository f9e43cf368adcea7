//! What an instance remembers of its columns: what customers did, the index by a model. All of it is a pure
//! result; without it every call computes it anew, to the same bits.

use gridfolk_whatif::{Distribution, Remembered};

use super::rows::{Known, Rows};
use super::scored::{Scale, Scored};
use super::settings::{Channel, Settings};

/// The remembered results of one instance.
#[derive(Debug, Default)]
pub struct Memory {
    known: Option<(Vec<Channel>, [f64; 2], Known)>,
    /// The model that was asked last.
    pub asked: Remembered<Asked>,
}

/// A model that was asked, and what it said of the loaded columns.
#[derive(Debug)]
pub struct Asked {
    /// What it says.
    pub scale: Scale,
    /// The index of the loaded customers.
    pub scored: Scored,
    /// Its distribution.
    pub distribution: Distribution,
}

impl Asked {
    /// What a scale says of the customers whose index this is.
    pub fn new(scale: Scale, scored: Scored) -> Self {
        let distribution = Distribution::of(&scored.index);
        Asked { scale, scored, distribution }
    }
}

impl Memory {
    /// What is known of the customers of the part.
    pub fn known(&mut self, settings: &Settings, rows: &Rows<'_>) -> &mut Known {
        let decay = [settings.half_life_days, settings.window_days];
        // What customers did does not depend on the weights.
        let unweighted = |channel: &Channel| Channel { weight: 0.0, ..channel.clone() };
        let channels: Vec<Channel> = rows.channels.iter().map(unweighted).collect();
        let is_same = |(known, days, _): &(Vec<Channel>, [f64; 2], Known)| *known == channels && *days == decay;
        if !self.known.as_ref().is_some_and(is_same) {
            self.known = None;
        }
        &mut self.known.get_or_insert_with(|| (channels, decay, Known::new(settings, rows))).2
    }
}
