//! The model of an index: plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::settings::{WEIGHT_MAX, are_channels};
use crate::algorithm::{Channel, Halves, Scale, Settings, Weighing};

/// The module's name, in models too.
pub const MODULE: &str = "activity";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// What an index is computed by.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `activity`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// Days in which a use loses half of its weight.
    pub half_life_days: f64,
    /// Days that uses are counted over.
    pub window_days: f64,
    /// What recency, frequency and volume weigh on each channel.
    pub components: Vec<f64>,
    /// The channels.
    pub channels: Vec<ModelChannel>,
    /// The weighted sum of activities that makes an index of 50.
    pub half: f64,
}

/// One channel of a model.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelChannel {
    /// Its name.
    pub channel: String,
    /// The column with the number of uses.
    pub count: String,
    /// The column with the days since the last use.
    pub days_since: Option<String>,
    /// The column with the volume of all uses.
    pub volume: Option<String>,
    /// Its weight.
    pub weight: f64,
    /// What uses must count together for a frequency of one half: the median of the channel's users.
    pub half_uses: f64,
    /// What volume must count together for one half: the median of those who have some.
    pub half_volume: f64,
}

impl From<&Scale> for Model {
    fn from(scale: &Scale) -> Self {
        let channel = |(channel, halves): (&Channel, &Halves)| ModelChannel {
            channel: channel.name.clone(),
            count: channel.count.clone(),
            days_since: channel.days_since.clone(),
            volume: channel.volume.clone(),
            weight: channel.weight,
            half_uses: halves.uses,
            half_volume: halves.volume,
        };
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            half_life_days: scale.settings.half_life_days,
            window_days: scale.settings.window_days,
            components: scale.settings.parts.clone(),
            channels: scale.channels.iter().zip(&scale.halves).map(channel).collect(),
            half: scale.half,
        }
    }
}

/// The model of a call.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<Scale, Problem> {
    let model: Model = call.model(MODULE, SCHEMAS_READ)?;
    let (mut channels, mut halves) = (Vec::new(), Vec::new());
    for ModelChannel { channel: name, count, days_since, volume, weight, half_uses, half_volume } in model.channels {
        channels.push(Channel { name, count, days_since, volume, weight });
        halves.push(Halves { uses: half_uses, volume: half_volume });
    }
    let Model { half_life_days, window_days, components: parts, half, .. } = model;
    let settings = Settings { channels: None, weighing: Weighing::Hand, half_life_days, window_days, parts };
    check(Scale { settings, channels, halves, half })
}

fn check(scale: Scale) -> Result<Scale, Problem> {
    let broken = |pointer, rule| Err(Problem::model_broken(pointer, rule));
    let is_half = |half: f64| half > 0.0 && half.is_finite();
    // Weights from entropy may be smaller than any by hand.
    let is_weight = |channel: &Channel| (0.0..=WEIGHT_MAX).contains(&channel.weight);
    let unweighted: Vec<Channel> =
        scale.channels.iter().map(|channel| Channel { weight: 1.0, ..channel.clone() }).collect();
    if !are_channels(&unweighted) || !scale.channels.iter().all(is_weight) {
        return broken("/model/channels", "must be 1 to 20, with weights from 0 to 1e6");
    }
    if !scale.halves.iter().all(|halves| is_half(halves.uses) && is_half(halves.volume)) {
        return broken("/model/channels", "must have halves above 0");
    }
    if !scale.settings.is_sound() {
        return broken("/model", "must have days from 0.01 to 36500 and three components that count");
    }
    if !is_half(scale.half) {
        return broken("/model/half", "must be above 0");
    }
    let names = |index: usize| &scale.channels[index].name;
    if (0..scale.channels.len()).any(|index| (0..index).any(|other| names(other) == names(index))) {
        return broken("/model/channels", "must have different names");
    }
    Ok(scale)
}
