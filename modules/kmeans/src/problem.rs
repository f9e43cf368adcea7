//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::field_path;

use crate::algorithm::limits::VALUE_MAX;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number of `params` outside of its range.
    OutOfRange { field: &'static str, value: f64, least: f64, most: f64 },
    /// More segments than rows, or than the limit.
    KOutOfRange { field: &'static str, k: u64, max: u64, of: &'static str },
    /// Equal rows cannot be told apart.
    TooFewDifferentRows { field: &'static str, k: usize, n_different: usize },
    /// Settings outside of their limits, from a Rust program.
    SettingsUnsound,
    /// A setting that has no effect beside another one.
    NotBesideStart { field: &'static str },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A named column that holds no numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// A column named twice.
    ColumnTwice { pointer: String, column: String },
    /// No column to use.
    NoColumns,
    /// More columns than the limit.
    TooManyColumns { n: usize, max: usize },
    /// No row to fit.
    NoRows { n_rows: u64 },
    /// A missing value where that is refused.
    MissingValue { column: String, row: u64 },
    /// A column without a single value.
    ColumnAllMissing { column: String },
    /// A value whose square could overflow a sum.
    ValueTooLarge { column: String },
    /// Another number of starts than segments.
    StartCount { field: &'static str, n: usize, k: usize },
    /// The same start row twice.
    StartRowTwice { index: usize, row: u64 },
    /// A start row that the table does not have.
    StartRowOutOfRange { index: usize, row: u64, n_rows: u64 },
    /// A start row that was dropped for a missing value.
    StartRowDropped { index: usize, row: u64 },
    /// A start row that no part held.
    StartRowNotFound { index: usize, row: u64 },
    /// A start centroid with another number of values than columns.
    StartCentroidLength { index: usize, n: usize, n_columns: usize },
    /// A number that is too large, in the request.
    NumberTooLarge { pointer: String, value: f64 },
    /// An earlier model with another number of segments.
    LikeCount { n: usize, k: usize },
    /// An earlier model that is none of this module.
    LikeNotOurs { module: String, schema: u64 },
    /// An earlier model of other columns.
    LikeColumnsDiffer { columns: Vec<String> },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: &'static str, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another fit.
    PartialNotOfState { index: usize },
    /// Parts with different columns.
    PartsDiffer { columns: Vec<String>, others: Vec<String> },
    /// A first row past the largest row number.
    FirstRowTooLarge { first_row: u64 },
    /// An edit of a centroid that the model does not have.
    SegmentUnknown { pointer: String, segment: String, k: usize },
    /// An edit of a centroid in a column that the model does not have.
    NotAModelColumn { pointer: String, column: String },
    /// An edit of a centroid with no change, or several.
    EditNeedsOneChange { pointer: String },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    /// The same mistake of `choose`, whose largest k is another field.
    pub fn of_choose(self) -> Self {
        let field = "k_max";
        match self {
            Mistake::KOutOfRange { k, max, of, .. } => Mistake::KOutOfRange { field, k, max, of },
            Mistake::TooFewDifferentRows { k, n_different, .. } => {
                Mistake::TooFewDifferentRows { field, k, n_different }
            }
            other => other,
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        let place = |column: &str| pointer_join("/table/columns", column);
        let row_place = |index: usize| format!("/params/init/rows/{index}");
        match self {
            Mistake::OutOfRange { field, value, least, most } => {
                let pointer = format!("/params/{field}");
                problem(
                    "out_of_range",
                    &pointer,
                    format!("is {}; must be {} to {}", to_json(&value), to_json(&least), to_json(&most)),
                )
                .with("value", value)
                .with("min", least)
                .with("max", most)
            }
            Mistake::KOutOfRange { field, k, max, of } => {
                problem("k_out_of_range", &format!("/params/{field}"), format!("is {k}; must be 1 to {max} ({of})"))
                    .with("k", k)
                    .with("max", max)
            }
            Mistake::TooFewDifferentRows { field, k, n_different } => {
                let rule = format!("is {k}; the table has {n_different} different rows only");
                problem("too_few_different_rows", &format!("/params/{field}"), rule)
                    .with("k", k)
                    .with("n_different", n_different)
            }
            Mistake::SettingsUnsound => problem("out_of_range", "/params", "are out of their limits".into()),
            Mistake::NotBesideStart { field } => {
                let pointer = format!("/params/{field}");
                problem(
                    "not_beside_start",
                    &pointer,
                    "has no effect beside start rows or centroids; leave it out".into(),
                )
                .with("field", field)
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("is {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("is {}, a column of kind {kind}; must be a column of numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::ColumnTwice { pointer, column } => {
                problem("column_twice", &pointer, format!("is {}, which is named before", quoted(&column)))
                    .with("column", column)
            }
            Mistake::NoColumns => problem("no_columns", "/table", "has no column of numbers to use".into()),
            Mistake::TooManyColumns { n, max } => {
                problem("too_many_columns", "/params/columns", format!("are {n}; must be 1 to {max}"))
                    .with("n", n)
                    .with("max", max)
            }
            Mistake::NoRows { n_rows } => {
                let rule = match n_rows {
                    0 => "has no rows".to_owned(),
                    _ => format!("has {n_rows} rows, and each lacks a value"),
                };
                problem("no_rows", "/table", rule).with("n_rows", n_rows)
            }
            Mistake::MissingValue { column, row } => {
                let message = format!(
                    "row {row} of column {} is missing; give it, or set params.missing to \"mean\" or \"drop\"",
                    quoted(&column)
                );
                Problem::new("missing_value", message)
                    .at(pointer_join(&place(&column), row))
                    .with("column", column)
                    .with("row", row)
            }
            Mistake::ColumnAllMissing { column } => {
                Problem::new("column_all_missing", format!("column {} has no value at all", quoted(&column)))
                    .at(place(&column))
                    .with("column", column)
            }
            Mistake::ValueTooLarge { column } => {
                let message = format!("column {} has a value beyond 1e60 in size", quoted(&column));
                Problem::new("value_too_large", message)
                    .at(place(&column))
                    .with("column", column)
                    .with("max", VALUE_MAX)
            }
            Mistake::StartCount { field, n, k } => {
                let pointer = format!("/params/init/{field}");
                problem("start_count", &pointer, format!("has {n} entries; must have {k} (params.k)"))
                    .with("n", n)
                    .with("k", k)
            }
            Mistake::StartRowTwice { index, row } => {
                problem("start_row_twice", &row_place(index), format!("is {row}, which is named before"))
                    .with("row", row)
            }
            Mistake::StartRowOutOfRange { index, row, n_rows } => {
                let rule = format!("is {row}; must be below {n_rows} (rows)");
                problem("start_row_out_of_range", &row_place(index), rule).with("row", row).with("n_rows", n_rows)
            }
            Mistake::StartRowDropped { index, row } => {
                let rule = format!("is {row}, which is dropped for a missing value");
                problem("start_row_dropped", &row_place(index), rule).with("row", row)
            }
            Mistake::StartRowNotFound { index, row } => {
                problem("start_row_not_found", &row_place(index), format!("is {row}, which no part held"))
                    .with("row", row)
            }
            Mistake::StartCentroidLength { index, n, n_columns } => {
                let pointer = format!("/params/init/centroids/{index}");
                problem("start_centroid_length", &pointer, format!("has {n} values; must have {n_columns} (columns)"))
                    .with("n", n)
                    .with("n_columns", n_columns)
            }
            Mistake::NumberTooLarge { pointer, value } => {
                problem("number_too_large", &pointer, format!("is {}; must be within 1e60", to_json(&value)))
                    .with("value", value)
                    .with("max", VALUE_MAX)
            }
            Mistake::LikeCount { n, k } => {
                let rule = format!("has {n} centroids; must have {k} (params.k)");
                problem("like_count", "/params/order/like", rule).with("n", n).with("k", k)
            }
            Mistake::LikeNotOurs { module, schema } => {
                let rule = format!("is of {}, schema {schema}; must be of \"kmeans\", schema 1", quoted(&module));
                problem("model_of_other_module", "/params/order/like", rule)
                    .with("module", module)
                    .with("schema", schema)
            }
            Mistake::LikeColumnsDiffer { columns } => {
                problem("like_columns_differ", "/params/order/like", "is a model of other columns".into())
                    .with("columns", columns)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", pointer, rule.to_owned()),
            Mistake::SegmentUnknown { pointer, segment, k } => {
                problem("segment_unknown", &pointer, format!("is {}; must be s1 to s{k}", quoted(&segment)))
                    .with("segment", segment)
                    .with("k", k)
            }
            Mistake::NotAModelColumn { pointer, column } => {
                problem("not_a_model_column", &pointer, format!("is {}, which the model does not use", quoted(&column)))
                    .with("column", column)
            }
            Mistake::EditNeedsOneChange { pointer } => {
                problem("edit_needs_one_change", &pointer, "must have one of set, add, scale".into())
            }
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
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}
