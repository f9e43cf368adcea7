//! The operation `what_if`: the index before and after edits of columns, of weights, or both; and what the
//! index of one customer is made of.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::{Columns, Distribution, Edited, GroupChange, Scenario, ScoreChange, edited_number, largest};

use crate::algorithm::rows::{Known, blend};
use crate::algorithm::{Memory, Rows, Scale, Scored, memory::Asked};
use crate::columns::select;
use crate::contract::check_weight;
use crate::model::Model;
use crate::predict::{asked, channel_column, check_cells};
use crate::problem;

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Edits of the channels' weights, applied in order.
    #[serde(default)]
    pub weights: Vec<WeightEdit>,
    /// The row of a customer, from 0, whose index is taken apart.
    #[serde(default)]
    pub customer: Option<u64>,
}

/// One edit of the weight of a channel. Exactly one of `set`, `add`, `scale`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeightEdit {
    /// Which channel.
    pub channel: String,
    /// The new weight: 0, or 1e-6 to 1e6.
    #[serde(default)]
    pub set: Option<f64>,
    /// Added to the weight.
    #[serde(default)]
    pub add: Option<f64>,
    /// The weight is multiplied by it.
    #[serde(default)]
    pub scale: Option<f64>,
}

/// The body of the reply. The scale stays: halves are those of the model, so that before and after compare.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// The index before and after.
    pub activity: ScoreChange,
    /// The channel that most points come from, before and after.
    pub top_channel: GroupChange,
    /// Channel by channel.
    pub channels: Vec<ChannelChange>,
    /// The customers whose index changed most, at most ten.
    pub movers: Vec<Mover>,
    /// What the index of the customer is made of; absent where none was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// The model with its edited weights; absent where none was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
}

/// One channel.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelChange {
    /// Its name.
    pub channel: String,
    /// The mean of its index before.
    pub index_mean_before: f64,
    /// The mean of its index after.
    pub index_mean_after: f64,
    /// The mean of its points before.
    pub points_mean_before: f64,
    /// The mean of its points after.
    pub points_mean_after: f64,
}

/// A customer whose index changed.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
    /// Its index before.
    pub activity_before: f64,
    /// Its index after.
    pub activity_after: f64,
}

/// The index of one customer, taken apart.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    /// Its row.
    pub row: u64,
    /// Before.
    pub before: Breakdown,
    /// After.
    pub after: Breakdown,
}

/// What an index is made of.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breakdown {
    /// The index.
    pub activity: f64,
    /// Channel by channel; their points sum up to it.
    pub channels: Vec<ChannelPoints>,
}

/// What one channel gives.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelPoints {
    /// Its name.
    pub channel: String,
    /// What the last use still counts, 0 to 1.
    pub recency: f64,
    /// How many uses, the older the less, 0 to 1.
    pub frequency: f64,
    /// How much, likewise; 0 where there is no such column.
    pub volume: f64,
    /// The channel's index, 0 to 100.
    pub index: f64,
    /// Its weight.
    pub weight: f64,
    /// Its points.
    pub points: f64,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: WhatIfRequest = call.params()?;
    let table = call.table()?;
    let before = asked(call, table, memory)?;
    let after_scale = edit_weights(&before.scale, &params.weights)?;
    let n_rows = table.n_rows();
    if let Some(row) = params.customer.filter(|&row| row >= n_rows as u64) {
        return Err(Problem::row_out_of_range("/params/customer", row, n_rows as u64));
    }
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let rows = select(|name| edited.values(name), Some(&before.scale.channels), "/model/channels", n_rows, 0)?;
    check_cells(&rows)?;
    let after = score_edited(table, &edited, &rows, before, &after_scale);
    let customer = params.customer.map(|row| {
        let unedited = select(
            |name| table.column(name).map(|column| &column.values),
            Some(&before.scale.channels),
            "/model/channels",
            n_rows,
            0,
        );
        let before_rows = unedited.as_ref().unwrap_or(&rows);
        Customer {
            row,
            before: breakdown(&before.scale, before_rows, &before.scored, row as usize),
            after: breakdown(&after_scale, &rows, &after, row as usize),
        }
    });
    let model = (!params.weights.is_empty()).then(|| Model::from(&after_scale));
    Ok(answer(before, &after, customer, model))
}

/// The index after edits: channels of columns that no edit names are as they were.
fn score_edited(table: &Table, edited: &Edited<'_>, rows: &Rows<'_>, before: &Asked, scale: &Scale) -> Scored {
    let changed: Vec<&str> = edited.changed().map(|place| table.columns()[place].name.as_str()).collect();
    let is_changed = |name: &String| changed.contains(&name.as_str());
    let mut activities = Vec::with_capacity(rows.channels.len());
    for (place, channel) in rows.channels.iter().enumerate() {
        let mut names =
            [Some(&channel.count), channel.days_since.as_ref(), channel.volume.as_ref()].into_iter().flatten();
        activities.push(if names.any(is_changed) {
            let one = Rows { channels: vec![channel.clone()], columns: vec![rows.columns[place]], ..*rows };
            let mut known = Known::new(&scale.settings, &one);
            known.with_halves(&scale.settings, &one, &scale.halves[place..=place]);
            known.activities.swap_remove(0)
        } else {
            before.scored.activities[place].clone()
        });
    }
    let channels: Vec<&[f64]> = activities.iter().map(Vec::as_slice).collect();
    let sums = activity_kernel::weighted_sums(&scale.weights(), &channels, rows.n_rows);
    scale.of_activities(activities, sums)
}

fn answer(before: &Asked, after: &Scored, customer: Option<Customer>, model: Option<Model>) -> Answer {
    let (scale, scored) = (&before.scale, &before.scored);
    let names: Vec<String> = scale.channels.iter().map(|channel| channel.name.clone()).collect();
    let changes = scored.index.iter().zip(&after.index).map(|(before, after)| after - before);
    let changes: Vec<f64> = changes.collect();
    let mean_change = (!changes.is_empty()).then(|| changes.iter().sum::<f64>() / changes.len() as f64);
    let sizes: Vec<f64> = changes.iter().map(|change| change.abs()).collect();
    let mover =
        |row: usize| Mover { row: row as u64, activity_before: scored.index[row], activity_after: after.index[row] };
    let reply = WhatIfReply {
        activity: ScoreChange {
            before: before.distribution.clone(),
            after: Distribution::of(&after.index),
            mean_change,
        },
        top_channel: GroupChange::new(names.clone(), &scored.top, &after.top),
        channels: (0..names.len()).map(|place| channel_change(&names[place], place, scored, after)).collect(),
        movers: largest(&sizes, N_MOVERS).into_iter().map(mover).collect(),
        customer,
        model,
    };
    Answer::new(&reply)
        .with_column(Column::number("activity_before", scored.index.clone()))
        .with_column(Column::number("activity_after", after.index.clone()))
        .with_column(channel_column("top_channel_before", scale, &scored.top))
        .with_column(channel_column("top_channel_after", scale, &after.top))
}

fn channel_change(name: &str, place: usize, before: &Scored, after: &Scored) -> ChannelChange {
    ChannelChange {
        channel: name.to_owned(),
        index_mean_before: mean(before.channel_index(place)),
        index_mean_after: mean(after.channel_index(place)),
        points_mean_before: mean(before.points(place)),
        points_mean_after: mean(after.points(place)),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    if n > 0.0 { sum / n } else { 0.0 }
}

fn breakdown(scale: &Scale, rows: &Rows<'_>, scored: &Scored, row: usize) -> Breakdown {
    let cell = |column: &[f64]| column.get(row).copied().unwrap_or(f64::NAN);
    let channel = |place: usize| {
        let (channel, columns) = (&scale.channels[place], &rows.columns[place]);
        let usage = scale.settings.decay().uses(cell(columns.counts), cell(columns.days), cell(columns.volumes));
        let blend = blend(&scale.settings.parts, channel.volume.is_some(), scale.halves[place]);
        let [recency, frequency, volume] = blend.components(usage);
        ChannelPoints {
            channel: channel.name.clone(),
            recency,
            frequency,
            volume,
            index: 100.0 * scored.activities[place][row],
            weight: channel.weight,
            points: scored.points_of(place, row),
        }
    };
    Breakdown { activity: scored.index[row], channels: (0..scale.channels.len()).map(channel).collect() }
}

fn edit_weights(scale: &Scale, edits: &[WeightEdit]) -> Result<Scale, Problem> {
    let mut scale = scale.clone();
    for (index, edit) in edits.iter().enumerate() {
        let pointer = format!("/params/weights/{index}");
        let place = scale.channels.iter().position(|channel| channel.name == edit.channel);
        let place = place.ok_or_else(|| {
            problem::channel_unknown(&pointer_join(&pointer, "channel"), &edit.channel, &scale.channels)
        })?;
        let new = edited_number(scale.channels[place].weight, [edit.set, edit.add, edit.scale], &pointer)?;
        scale.channels[place].weight = check_weight(pointer, new)?;
    }
    match scale.channels.iter().any(|channel| channel.weight > 0.0) {
        true => Ok(scale),
        false => Err(problem::no_weights("/params/weights")),
    }
}
