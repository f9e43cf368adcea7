//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{number_text, pointer_join, quoted};
use gridfolk_contract::request::field_path;

use crate::algorithm::settings::{PAIRED_MAX, VALUE_MAX};

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// None of the usual channels.
    NoChannels,
    /// No channel, or more than the limit.
    TooManyChannels { pointer: &'static str, n: usize, max: usize },
    /// A channel named twice.
    ChannelTwice { pointer: String, channel: String },
    /// A channel that there is not.
    ChannelUnknown { pointer: String, channel: String, channels: Vec<String> },
    /// Every channel has the weight 0.
    NoWeights { pointer: &'static str },
    /// A weight by hand beside weights from elsewhere.
    WeightWithoutEffect { pointer: String },
    /// Neither recency nor frequency counts.
    NoComponents,
    /// Comparisons in pairs of channels that are not named.
    PairwiseNeedsChannels,
    /// Two channels that are not compared.
    PairMissing { one: String, other: String },
    /// Two channels that are compared twice, or a channel with itself.
    PairTwice { pointer: String, one: String, other: String },
    /// A count, days or volume that cannot be.
    CellOutOfRange { column: String, row: u64, value: f64 },
    /// No row.
    NoRows,
    /// Nobody used any channel.
    NoUses { n_rows: u64 },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: &'static str, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another index.
    PartialNotOfState { index: usize },
    /// Parts with different channels.
    PartsDiffer { columns: Vec<String>, others: Vec<String> },
    /// A first row past the largest row number.
    FirstRowTooLarge { first_row: u64 },
    /// A row that the table does not have.
    RowOutOfRange { row: u64, n_rows: u64 },
    /// An edit of a weight with no change, or several.
    EditNeedsOneChange { pointer: String },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("is {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("is {}, a column of kind {kind}; must be a column of numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::NoChannels => {
                let rule =
                    "has the counts of none of the usual channels (n_app_uses_12m …); name them in params.channels";
                problem("no_channels", "/table", rule.into())
            }
            Mistake::TooManyChannels { pointer, n, max } => {
                problem("too_many_channels", pointer, format!("are {n}; must be 1 to {max}"))
                    .with("n", n)
                    .with("max", max)
            }
            Mistake::ChannelTwice { pointer, channel } => {
                problem("channel_twice", &pointer, format!("is {}, which is named before", quoted(&channel)))
                    .with("channel", channel)
            }
            Mistake::ChannelUnknown { pointer, channel, channels } => {
                problem("channel_unknown", &pointer, format!("is {}; there is no such channel", quoted(&channel)))
                    .with("channel", channel)
                    .with("known", channels)
            }
            Mistake::NoWeights { pointer } => problem("no_weights", pointer, "give every channel the weight 0".into()),
            Mistake::WeightWithoutEffect { pointer } => {
                problem("weight_without_effect", &pointer, "has no effect: params.weights come from elsewhere".into())
            }
            Mistake::NoComponents => {
                problem("no_components", "/params/components", "must count recency or frequency".into())
            }
            Mistake::PairwiseNeedsChannels => problem(
                "pairwise_needs_channels",
                "/params/channels",
                "must name the channels that are compared".into(),
            ),
            Mistake::PairMissing { one, other } => {
                let rule = format!("does not compare {} with {}", quoted(&one), quoted(&other));
                problem("pair_missing", "/params/weights/pairwise", rule).with("one", one).with("other", other)
            }
            Mistake::PairTwice { pointer, one, other } => {
                let rule = format!("compares {} with {} again", quoted(&one), quoted(&other));
                problem("pair_twice", &pointer, rule).with("one", one).with("other", other)
            }
            Mistake::CellOutOfRange { column, row, value } => {
                let message =
                    format!("row {row} of column {} is {}; must be 0 to 1e15", quoted(&column), number_text(value));
                Problem::new("cell_out_of_range", message)
                    .at(pointer_join(&pointer_join("/table/columns", &column), row))
                    .with("column", column)
                    .with("row", row)
                    .with("value", value)
                    .with("max", VALUE_MAX)
            }
            Mistake::NoRows => problem("no_rows", "/table", "has no rows".into()).with("n_rows", 0),
            Mistake::NoUses { n_rows } => {
                problem("no_uses", "/table", format!("has {n_rows} rows, and nobody used a channel that counts"))
                    .with("n_rows", n_rows)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", pointer, rule.to_owned()),
            Mistake::StateBroken => {
                problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote".into())
            }
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one".into()),
            Mistake::PartialNotOfState { index } => {
                let pointer = format!("/partials/{index}");
                problem("partial_not_of_state", &pointer, "does not belong to this state".into()).with("index", index)
            }
            Mistake::PartsDiffer { columns, others } => {
                problem("parts_differ", "/partials", "come from parts with different columns".into())
                    .with("columns", columns)
                    .with("others", others)
            }
            Mistake::FirstRowTooLarge { first_row } => {
                problem("first_row_too_large", "/first_row", format!("is {first_row}; row numbers are below 2^53"))
                    .with("first_row", first_row)
            }
            Mistake::RowOutOfRange { row, n_rows } => {
                let rule = format!("is {row}; must be below {n_rows} (rows)");
                problem("row_out_of_range", "/params/customer", rule).with("row", row).with("n_rows", n_rows)
            }
            Mistake::EditNeedsOneChange { pointer } => {
                problem("edit_needs_one_change", &pointer, "must have one of set, add, scale".into())
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

/// The mistake of more than [`PAIRED_MAX`] channels in comparisons.
pub fn too_many_paired(n: usize) -> Mistake {
    Mistake::TooManyChannels { pointer: "/params/channels", n, max: PAIRED_MAX }
}
