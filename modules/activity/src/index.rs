//! The operation `index`, and the body of its reply.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::Distribution;

use crate::algorithm::{self, Fitted, Memory, Weighing};
use crate::columns::select;
use crate::contract::{IndexRequest, usual_names};
use crate::model::Model;
use crate::predict::with_rows;

/// The body of an index's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexReply {
    /// Keep it: `predict` and `what_if` take it.
    pub model: Model,
    /// Rows of the table.
    pub n_rows: u64,
    /// Customers who are active on some channel.
    pub n_active: u64,
    /// Where the weights come from: `hand`, `entropy` or `pairwise`.
    pub weights_by: String,
    /// How well the comparisons in pairs agree; null without them.
    pub consistency: Option<ConsistencyReply>,
    /// Channel by channel.
    pub channels: Vec<ChannelReply>,
    /// Usual channels that the table has no columns of, where the caller named none.
    pub channels_absent: Vec<String>,
    /// The index over all customers.
    pub activity: Distribution,
}

/// How well comparisons in pairs agree.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsistencyReply {
    /// The consistency ratio: 0 where all agree.
    pub ratio: f64,
    /// The consistency index.
    pub index: f64,
    /// The largest eigenvalue; the number of channels where all agree.
    pub lambda_max: f64,
    /// Whether the ratio is at most 0.1; else the judgements should be looked at again.
    pub is_consistent: bool,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelReply {
    /// Its name.
    pub channel: String,
    /// Its weight as a share of all weights, 0 to 1.
    pub weight_share: f64,
    /// The entropy of its activity, 0 to 1; null where weights do not come from it.
    pub entropy: Option<f64>,
    /// Customers who use it.
    pub n_users: u64,
    /// The mean of its index over all customers, 0 to 100.
    pub index_mean: f64,
    /// The mean of the points that it gives, 0 to 100; over all channels they sum up to the mean index.
    pub points_mean: f64,
    /// Customers whose points come most from it.
    pub n_top: u64,
}

/// Makes the index.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<IndexRequest>()?.check()?;
    let table = call.table()?;
    let values = |name: &str| table.column(name).map(|column| &column.values);
    let rows = select(values, settings.channels.as_deref(), "/params/channels", table.n_rows(), 0)?;
    let fitted = algorithm::fit(settings, &rows, memory)?;
    let scored = fitted.scale.score(&rows, memory.known(&fitted.scale.settings, &rows));
    Ok(with_rows(Answer::new(&IndexReply::from(&fitted)), &fitted.scale, &scored))
}

impl From<&Fitted> for IndexReply {
    fn from(fitted: &Fitted) -> IndexReply {
        let state = &fitted.state;
        let n = state.scan.n_rows as f64;
        let whole: f64 = state.weights.iter().sum();
        let k = fitted.scale.channels.len();
        let channel = |place: usize| ChannelReply {
            channel: fitted.scale.channels[place].name.clone(),
            weight_share: state.weights[place] / whole,
            entropy: state.entropies.get(place).copied(),
            n_users: state.scan.uses[place].n,
            index_mean: fitted.totals.sum(1 + place) / n,
            points_mean: fitted.totals.sum(1 + k + place) / n,
            n_top: fitted.totals.n_top[place],
        };
        let is_there = |name: &String| fitted.scale.channels.iter().any(|channel| channel.name == *name);
        let absent = match state.settings.channels {
            None => usual_names().into_iter().filter(|name| !is_there(name)).collect(),
            Some(_) => Vec::new(),
        };
        IndexReply {
            model: Model::from(&fitted.scale),
            n_rows: state.scan.n_rows,
            n_active: state.sums.n,
            weights_by: match state.settings.weighing {
                Weighing::Hand => "hand",
                Weighing::Entropy => "entropy",
                Weighing::Pairwise(_) => "pairwise",
            }
            .to_owned(),
            consistency: fitted.consistency.map(|found| ConsistencyReply {
                ratio: found.ratio,
                index: found.index,
                lambda_max: found.lambda_max,
                is_consistent: found.ratio <= 0.1,
            }),
            channels: (0..k).map(channel).collect(),
            channels_absent: absent,
            activity: distribution(fitted),
        }
    }
}

/// The distribution of the index: that of the weighted sum, which it rises with.
fn distribution(fitted: &Fitted) -> Distribution {
    let (state, n) = (&fitted.state, fitted.state.scan.n_rows);
    let index = |sum: f64| Some(activity_kernel::index(sum, fitted.scale.half));
    let [p10, p25, p50, p75, p90] = [0, 1, 2, 3, 4].map(|place| index(state.quantiles[place]));
    let least = if state.sums.n < n { 0.0 } else { state.sums.least };
    let mean = Some(fitted.totals.sum(0) / n as f64);
    Distribution { n, mean, min: index(least), p10, p25, p50, p75, p90, max: index(state.sums.greatest) }
}
