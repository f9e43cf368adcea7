//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::problem::{param_pointer, pointer_join};
use gridfolk_contract::{FromJson, Problem};

use crate::algorithm::settings::{
    CHANNELS_MAX, DAYS_MAX, DAYS_MIN, PAIRED_MAX, WEIGHT_MAX, are_weights, usual_channels,
};
use crate::algorithm::{Channel, Settings, Weighing};
use crate::problem;

/// Half-life where the caller does not say: a bill comes once a month, so halving takes three. Assumption.
const HALF_LIFE_DAYS: f64 = 90.0;
const WINDOW_DAYS: f64 = 365.0;
/// The greatest and least number of times that one channel is as important as another (Saaty's scale).
const TIMES_MAX: f64 = 9.0;

/// Parameters of `index` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexRequest {
    /// The channels and their columns; when absent those that the table has of app, wechat, hotline, hall and
    /// bank, with the columns of the sample population (`n_app_uses_12m`, `days_since_app` …).
    #[serde(default)]
    pub channels: Option<Vec<ChannelRequest>>,
    /// Where the weights of the channels come from.
    #[serde(default)]
    pub weights: WeightsRequest,
    /// Days in which a use loses half of its weight: 0.01 to 36 500; 90 when absent.
    #[serde(default = "half_life_days")]
    pub half_life_days: f64,
    /// Days that uses were counted over: 0.01 to 36 500; 365 when absent.
    #[serde(default = "window_days")]
    pub window_days: f64,
    /// What the components weigh on each channel; 1 each when absent.
    #[serde(default)]
    pub components: ComponentsRequest,
}

/// One channel.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelRequest {
    /// Its name: reply columns begin with it.
    pub channel: String,
    /// The column with the number of uses in the window; missing counts as none, or as one where the days are known.
    pub count: String,
    /// The column with the days since the last use; where missing, uses count as even over the window.
    #[serde(default)]
    pub days_since: Option<String>,
    /// The column with the volume of all uses: yuan, minutes.
    #[serde(default)]
    pub volume: Option<String>,
    /// Its weight by hand: 0, or 1e-6 to 1e6; 1 when absent. Not beside weights by entropy or in pairs.
    #[serde(default)]
    pub weight: Option<f64>,
}

/// Where the weights of channels come from.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum WeightsRequest {
    /// From the channels' `weight`.
    #[default]
    Hand,
    /// From the data: channels that tell customers apart weigh more.
    Entropy,
    /// From judgements: each two channels are compared once.
    Pairwise(Vec<Comparison>),
}

/// A judgement: one channel is so many times as important as another.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Comparison {
    /// The one.
    pub channel: String,
    /// The other.
    pub than: String,
    /// How many times as important the one is: 1/9 to 9.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.1, max = 9)))]
    pub times: f64,
}

/// What the components weigh.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct ComponentsRequest {
    /// How recent the last use is.
    pub recency: f64,
    /// How many uses there were, the older the less.
    pub frequency: f64,
    /// How much was used, likewise; without effect on channels that have no such column.
    pub volume: f64,
}

/// An operation without parameters.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoParams {}

fn half_life_days() -> f64 {
    HALF_LIFE_DAYS
}

fn window_days() -> f64 {
    WINDOW_DAYS
}

impl Default for ComponentsRequest {
    fn default() -> Self {
        ComponentsRequest { recency: 1.0, frequency: 1.0, volume: 1.0 }
    }
}

impl IndexRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; channels that are none, too many, or named twice; weights that are all 0, or
    /// without effect; comparisons that are not one for each two channels.
    pub fn check(self) -> Result<Settings, Problem> {
        check_days("half_life_days", self.half_life_days)?;
        check_days("window_days", self.window_days)?;
        let parts = vec![self.components.recency, self.components.frequency, self.components.volume];
        for (name, part) in ["recency", "frequency", "volume"].into_iter().zip(&parts) {
            check_weight(format!("/params/components/{name}"), *part)?;
        }
        if parts[0] + parts[1] <= 0.0 {
            return Err(problem::no_components());
        }
        let by_hand = self.weights == WeightsRequest::Hand;
        let channels = self.channels.map(|channels| check_channels(channels, by_hand)).transpose()?;
        let weighing = match self.weights {
            WeightsRequest::Hand => Weighing::Hand,
            WeightsRequest::Entropy => Weighing::Entropy,
            WeightsRequest::Pairwise(comparisons) => {
                let channels = channels.as_ref().ok_or_else(problem::pairwise_needs_channels)?;
                Weighing::Pairwise(matrix(channels, &comparisons)?)
            }
        };
        Ok(Settings { channels, weighing, half_life_days: self.half_life_days, window_days: self.window_days, parts })
    }
}

fn check_days(field: &str, days: f64) -> Result<(), Problem> {
    if (DAYS_MIN..=DAYS_MAX).contains(&days) {
        return Ok(());
    }
    Err(Problem::out_of_range(&param_pointer(field), days, DAYS_MIN, DAYS_MAX))
}

/// Refuses a weight or part that is neither 0 nor within its range.
///
/// # Errors
/// `out_of_range`.
pub fn check_weight(pointer: String, weight: f64) -> Result<f64, Problem> {
    if weight == 0.0 || (1.0 / WEIGHT_MAX..=WEIGHT_MAX).contains(&weight) {
        return Ok(weight);
    }
    Err(Problem::out_of_range(&pointer, weight, 0.0, WEIGHT_MAX))
}

fn check_channels(requests: Vec<ChannelRequest>, by_hand: bool) -> Result<Vec<Channel>, Problem> {
    if requests.is_empty() || requests.len() > CHANNELS_MAX {
        return Err(problem::too_many_channels(requests.len(), CHANNELS_MAX));
    }
    let mut channels: Vec<Channel> = Vec::with_capacity(requests.len());
    for (index, request) in requests.into_iter().enumerate() {
        let pointer = |field: &str| pointer_join(&format!("/params/channels/{index}"), field);
        if channels.iter().any(|channel| channel.name == request.channel) {
            return Err(problem::channel_twice(&pointer("channel"), &request.channel));
        }
        let weight = match request.weight {
            Some(_) if !by_hand => return Err(problem::weight_without_effect(&pointer("weight"))),
            Some(weight) => check_weight(pointer("weight"), weight)?,
            None => 1.0,
        };
        channels.push(Channel {
            name: request.channel,
            count: request.count,
            days_since: request.days_since,
            volume: request.volume,
            weight,
        });
    }
    let weights: Vec<f64> = channels.iter().map(|channel| channel.weight).collect();
    if are_weights(&weights) { Ok(channels) } else { Err(problem::no_weights("/params/channels")) }
}

/// The comparisons as a matrix, row after row; the other half is their inverse.
fn matrix(channels: &[Channel], comparisons: &[Comparison]) -> Result<Vec<f64>, Problem> {
    let n = channels.len();
    if n > PAIRED_MAX {
        return Err(problem::too_many_channels(n, PAIRED_MAX));
    }
    let mut matrix: Vec<Option<f64>> = vec![None; n * n];
    (0..n).for_each(|channel| matrix[channel * n + channel] = Some(1.0));
    for (index, comparison) in comparisons.iter().enumerate() {
        let pointer = format!("/params/weights/pairwise/{index}");
        let place = |field: &str, name: &String| {
            let place = channels.iter().position(|channel| channel.name == *name);
            place.ok_or_else(|| problem::channel_unknown(&pointer_join(&pointer, field), name, channels))
        };
        let (one, other) = (place("channel", &comparison.channel)?, place("than", &comparison.than)?);
        // A ninth as people write it may be a little off.
        let times = comparison.times;
        if !(1.0 / TIMES_MAX - 1e-3..=TIMES_MAX).contains(&times) {
            let pointer = pointer_join(&pointer, "times");
            return Err(Problem::out_of_range(&pointer, times, 1.0 / TIMES_MAX, TIMES_MAX));
        }
        if matrix[one * n + other].is_some() {
            return Err(problem::pair_twice(&pointer, &comparison.channel, &comparison.than));
        }
        matrix[one * n + other] = Some(times);
        matrix[other * n + one] = Some(1.0 / times);
    }
    let missing = matrix.iter().position(Option::is_none);
    match missing {
        None => Ok(matrix.into_iter().flatten().collect()),
        Some(place) => Err(problem::pair_missing(&channels[place / n].name, &channels[place % n].name)),
    }
}

/// The names of the usual channels, for those that tell what is not there.
pub fn usual_names() -> Vec<String> {
    usual_channels().into_iter().map(|channel| channel.name).collect()
}
