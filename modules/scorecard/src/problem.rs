//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{pointer_join, quoted};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::request::field_path;

use crate::algorithm::limits::LEVELS_MAX;

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A list that is too short or too long.
    CountOutOfRange { pointer: String, n: usize, least: usize, most: usize },
    /// The same name or value twice in a list.
    NamedTwice { pointer: String, name: String },
    /// Nothing to make a card of.
    NeitherTargetNorRules,
    /// A fit beside points of an expert.
    TargetAndRules,
    /// The target named as a column to bin.
    TargetAmongColumns { pointer: String },
    /// Edges that do not rise.
    EdgesNotRising { pointer: String, value: f64 },
    /// Two ways to give one column's bins.
    EdgesAndGroups { pointer: String },
    /// Grades whose least points do not fall.
    GradesNotFalling { pointer: String },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A target that does not hold numbers.
    ColumnNotNumber { pointer: String, column: String, kind: &'static str },
    /// A column of item sets, or of another kind than the bins.
    ColumnOfOtherKind { column: String, kind: &'static str },
    /// Bins of the caller for another kind of column.
    BinsOfOtherKind { column: String, kind: &'static str },
    /// No column to bin.
    NoColumns,
    /// More columns than the limit.
    TooManyColumns { n: usize, max: usize },
    /// No row.
    NoRows,
    /// A target that is neither 0 nor 1.
    TargetNotBinary { column: String, row: u64 },
    /// The event never happened.
    NoBads { column: String, n_rows: u64 },
    /// The event always happened.
    NoGoods { column: String, n_rows: u64 },
    /// More levels than the limit.
    TooManyLevels { column: String, n: usize },
    /// A level that the caller's bins do not name.
    LevelWithoutBin { column: String, level: String },
    /// A level that the model does not know, where that is refused.
    LevelUnknown { column: String, level: String, row: usize },
    /// No column is fit to enter the card.
    NoColumnLeft { n_columns: usize },
    /// More coefficients than rows.
    MoreColumnsThanRows { n_columns: usize, n_rows: u64 },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: String, rule: &'static str },
    /// A measure that needs a target, which neither model nor request names.
    TargetMissing,
    /// A condition that the format has no words for.
    NotExportable { rule: String, format: &'static str },
    /// A column or bin that the card does not have.
    PartUnknown { pointer: String, name: String },
    /// A row that the table does not have.
    RowOutOfRange { pointer: String, row: u64, n_rows: usize },
    /// The reverse question without points to reach.
    CutOffMissing,
    /// A period that no row is of.
    PeriodEmpty { pointer: String, period: String },
    /// Two ways to change points, or none.
    EditNeedsOneChange { pointer: String },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another fit.
    PartialNotOfState { index: usize },
    /// Parts with different columns.
    PartsDiffer,
    /// A first row past the largest row number.
    FirstRowTooLarge { first_row: u64 },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        let place = |column: &str| pointer_join("/table/columns", column);
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule = format!("is {}; must be {} to {}", to_json(&value), to_json(&least), to_json(&most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::CountOutOfRange { pointer, n, least, most } => {
                problem("count_out_of_range", &pointer, format!("has {n} entries; must have {least} to {most}"))
                    .with("n", n)
                    .with("min", least)
                    .with("max", most)
            }
            Mistake::NamedTwice { pointer, name } => {
                problem("named_twice", &pointer, format!("names {} twice", quoted(&name))).with("name", name)
            }
            Mistake::NeitherTargetNorRules => {
                problem("neither_target_nor_rules", "/params", "must have a target to fit, or rules".into())
            }
            Mistake::TargetAndRules => {
                problem("target_and_rules", "/params/rules", "cannot stand beside a target".into())
            }
            Mistake::TargetAmongColumns { pointer } => {
                problem("target_among_columns", &pointer, "is the target; a card must not know it".into())
            }
            Mistake::EdgesNotRising { pointer, value } => {
                let rule = format!("is {}; edges must rise and be within 1e300", to_json(&value));
                problem("edges_not_rising", &pointer, rule).with("value", value)
            }
            Mistake::EdgesAndGroups { pointer } => problem(
                "edges_and_groups",
                &pointer,
                "cannot stand beside edges: a column has numbers or levels".into(),
            ),
            Mistake::GradesNotFalling { pointer } => {
                let rule = "must be below the one before, and null for the last grade alone".into();
                problem("grades_not_falling", &pointer, rule)
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("is {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnNotNumber { pointer, column, kind } => {
                let rule = format!("is {}, which holds {kind} values; must hold numbers", quoted(&column));
                problem("column_not_number", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::ColumnOfOtherKind { column, kind } => {
                let rule = format!("column {} holds {kind} values; its bins are of another kind", quoted(&column));
                Problem::new("column_of_other_kind", rule).at(place(&column)).with("column", column).with("kind", kind)
            }
            Mistake::BinsOfOtherKind { column, kind } => {
                let pointer = pointer_join("/params/binning/by_column", &column);
                let rule = format!("holds {kind} values: bins of numbers are given by edges, of levels by groups");
                problem("bins_of_other_kind", &pointer, rule).with("column", column).with("kind", kind)
            }
            Mistake::NoColumns => problem("no_columns_to_bin", "/table", "has no column to bin".into()),
            Mistake::TooManyColumns { n, max } => {
                problem("too_many_columns", "/params/columns", format!("are {n}; must be 1 to {max}"))
                    .with("n", n)
                    .with("max", max)
            }
            Mistake::NoRows => problem("no_rows", "/table", "has no rows".into()).with("n_rows", 0),
            Mistake::TargetNotBinary { column, row } => {
                let rule = format!("row {row} of the target {} is neither 0 nor 1", quoted(&column));
                let pointer = pointer_join(&place(&column), row);
                Problem::new("target_not_binary", rule).at(pointer).with("column", column).with("row", row)
            }
            Mistake::NoBads { column, n_rows } => {
                let rule = format!("the target {} is 0 in all {n_rows} rows; a fit needs bads, too", quoted(&column));
                Problem::new("no_bads", rule).at(place(&column)).with("column", column).with("n_rows", n_rows)
            }
            Mistake::NoGoods { column, n_rows } => {
                let rule = format!("the target {} is 1 in all {n_rows} rows; a fit needs goods, too", quoted(&column));
                Problem::new("no_goods", rule).at(place(&column)).with("column", column).with("n_rows", n_rows)
            }
            Mistake::TooManyLevels { column, n } => {
                let rule = format!("column {} has {n} levels; at most {LEVELS_MAX}", quoted(&column));
                Problem::new("too_many_levels", rule)
                    .at(place(&column))
                    .with("column", column)
                    .with("n", n)
                    .with("max", LEVELS_MAX)
            }
            Mistake::LevelWithoutBin { column, level } => {
                let pointer = format!("{}/groups", pointer_join("/params/binning/by_column", &column));
                let rule = format!("lack the level {}; name it, or set unknown_level to \"own_bin\"", quoted(&level));
                problem("level_without_bin", &pointer, rule).with("column", column).with("level", level)
            }
            Mistake::LevelUnknown { column, level, row } => {
                let rule = format!(
                    "row {row} of column {} is {}; the model has no bin for it",
                    quoted(&column),
                    quoted(&level)
                );
                Problem::new("level_not_in_card", rule)
                    .at(pointer_join(&place(&column), row))
                    .with("column", column)
                    .with("level", level)
                    .with("row", row)
            }
            Mistake::NoColumnLeft { n_columns } => {
                let rule = format!("leaves none of {n_columns} columns: lower min_iv, or give other columns");
                problem("no_column_left", "/params/selection", rule).with("n_columns", n_columns)
            }
            Mistake::MoreColumnsThanRows { n_columns, n_rows } => {
                let rule = format!("has {n_rows} rows, too few for {n_columns} columns");
                problem("more_columns_than_rows", "/table", rule).with("n_columns", n_columns).with("n_rows", n_rows)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", &pointer, rule.to_owned()),
            Mistake::TargetMissing => {
                problem("target_missing", "/params/target", "is not given; a card of rules names none itself".into())
            }
            Mistake::NotExportable { rule, format } => {
                let message = format!("rule {} has a condition that {format} has no words for", quoted(&rule));
                Problem::new("not_exportable", message).at("/params/format").with("rule", rule).with("format", format)
            }
            Mistake::PartUnknown { pointer, name } => {
                problem("part_unknown", &pointer, format!("is {}, which the card does not have", quoted(&name)))
                    .with("name", name)
            }
            Mistake::RowOutOfRange { pointer, row, n_rows } => {
                problem("row_out_of_range", &pointer, format!("is {row}; must be below {n_rows} (rows)"))
                    .with("row", row)
                    .with("n_rows", n_rows)
            }
            Mistake::CutOffMissing => {
                problem("cut_off_missing", "/params/cut_off", "is not given: what is to be reached?".into())
            }
            Mistake::PeriodEmpty { pointer, period } => {
                problem("period_without_rows", &pointer, format!("is {}; no row is of it", quoted(&period)))
                    .with("period", period)
            }
            Mistake::EditNeedsOneChange { pointer } => {
                problem("edit_needs_one_change", &pointer, "must have one of set, add".into())
            }
            Mistake::StateBroken => {
                problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote".into())
            }
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one".into()),
            Mistake::PartialNotOfState { index } => {
                let pointer = format!("/partials/{index}");
                problem("partial_not_of_state", &pointer, "does not belong to this state".into()).with("index", index)
            }
            Mistake::PartsDiffer => {
                problem("parts_differ", "/partials", "come from parts with different columns".into())
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
