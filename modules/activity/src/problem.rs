//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{column_pointer, pointer_join};
use gridfolk_contract::told::Figure::{Count, Name, Names, Number};

use crate::algorithm::settings::{Channel, VALUE_MAX};

/// None of the usual channels.
pub fn no_channels() -> Problem {
    let rule = "has the counts of none of the usual channels (n_app_uses_12m …); name them in params.channels";
    Problem::of_field("no_channels", "/table", rule, &[])
}

/// No channel, or more than the limit.
pub fn too_many_channels(n: usize, max: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("max", Count(max as u64))];
    Problem::of_field("too_many_channels", "/params/channels", "are {n}; must be 1 to {max}", &figures)
}

/// A channel named twice.
pub fn channel_twice(pointer: &str, channel: &str) -> Problem {
    let rule = "is {channel}, which is named before";
    Problem::of_field("channel_twice", pointer, rule, &[("channel", Name(channel))])
}

/// A channel that there is not.
pub fn channel_unknown(pointer: &str, channel: &str, channels: &[Channel]) -> Problem {
    let known: Vec<String> = channels.iter().map(|channel| channel.name.clone()).collect();
    let figures = [("channel", Name(channel)), ("known", Names(&known))];
    Problem::of_field("channel_unknown", pointer, "is {channel}; there is no such channel", &figures)
}

/// Every channel has the weight 0.
pub fn no_weights(pointer: &str) -> Problem {
    Problem::of_field("no_weights", pointer, "give every channel the weight 0", &[])
}

/// A weight by hand beside weights from elsewhere.
pub fn weight_without_effect(pointer: &str) -> Problem {
    let rule = "has no effect: params.weights come from elsewhere";
    Problem::of_field("weight_without_effect", pointer, rule, &[])
}

/// Neither recency nor frequency counts.
pub fn no_components() -> Problem {
    Problem::of_field("no_components", "/params/components", "must count recency or frequency", &[])
}

/// Comparisons in pairs of channels that are not named.
pub fn pairwise_needs_channels() -> Problem {
    let rule = "must name the channels that are compared";
    Problem::of_field("pairwise_needs_channels", "/params/channels", rule, &[])
}

/// Two channels that are not compared.
pub fn pair_missing(one: &str, other: &str) -> Problem {
    let rule = "does not compare {one} with {other}";
    let figures = [("one", Name(one)), ("other", Name(other))];
    Problem::of_field("pair_missing", "/params/weights/pairwise", rule, &figures)
}

/// Two channels that are compared twice, or a channel with itself.
pub fn pair_twice(pointer: &str, one: &str, other: &str) -> Problem {
    let figures = [("one", Name(one)), ("other", Name(other))];
    Problem::of_field("pair_twice", pointer, "compares {one} with {other} again", &figures)
}

/// A count, days or volume that cannot be.
pub fn cell_out_of_range(column: &str, row: u64, value: f64) -> Problem {
    let message = "row {row} of column {column} is {value}; must be 0 to 1e15";
    let figures = [("column", Name(column)), ("row", Count(row)), ("value", Number(value)), ("max", Number(VALUE_MAX))];
    Problem::told("cell_out_of_range", &pointer_join(&column_pointer(column), row), message, &figures)
}

/// Nobody used any channel.
pub fn no_uses(n_rows: u64) -> Problem {
    let rule = "has {n_rows} rows, and nobody used a channel that counts";
    Problem::of_field("no_uses", "/table", rule, &[("n_rows", Count(n_rows))])
}
