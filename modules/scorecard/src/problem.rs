//! Every mistake that a caller of this module can make: a message, and the figures in it.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{column_pointer, pointer_join};
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

use crate::algorithm::limits::LEVELS_MAX;

fn place_of_bins(column: &str) -> String {
    pointer_join("/params/binning/by_column", column)
}

/// A list that is too short or too long.
pub fn count_out_of_range(pointer: &str, n: usize, least: usize, most: usize) -> Problem {
    let figures = [("n", Count(n as u64)), ("min", Count(least as u64)), ("max", Count(most as u64))];
    Problem::of_field("count_out_of_range", pointer, "has {n} entries; must have {min} to {max}", &figures)
}

/// The same name or value twice in a list.
pub fn named_twice(pointer: &str, name: &str) -> Problem {
    Problem::of_field("named_twice", pointer, "names {name} twice", &[("name", Name(name))])
}

/// Nothing to make a card of.
pub fn neither_target_nor_rules() -> Problem {
    Problem::of_field("neither_target_nor_rules", "/params", "must have a target to fit, or rules", &[])
}

/// A fit beside points of an expert.
pub fn target_and_rules() -> Problem {
    Problem::of_field("target_and_rules", "/params/rules", "cannot stand beside a target", &[])
}

/// The target named as a column to bin.
pub fn target_among_columns(pointer: &str) -> Problem {
    Problem::of_field("target_among_columns", pointer, "is the target; a card must not know it", &[])
}

/// Edges that do not rise.
pub fn edges_not_rising(pointer: &str, value: f64) -> Problem {
    let rule = "is {value}; edges must rise and be within 1e300";
    Problem::of_field("edges_not_rising", pointer, rule, &[("value", Number(value))])
}

/// Two ways to give one column's bins.
pub fn edges_and_groups(pointer: &str) -> Problem {
    let rule = "cannot stand beside edges: a column has numbers or levels";
    Problem::of_field("edges_and_groups", pointer, rule, &[])
}

/// Grades whose least points do not fall.
pub fn grades_not_falling(pointer: &str) -> Problem {
    let rule = "must be below the one before, and null for the last grade alone";
    Problem::of_field("grades_not_falling", pointer, rule, &[])
}

/// A target that does not hold numbers.
pub fn column_not_number(pointer: &str, column: &str, kind: &str) -> Problem {
    let rule = "is {column}, which holds {kind} values; must hold numbers";
    Problem::of_field("column_not_number", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// A column of item sets, or of another kind than the bins.
pub fn column_of_other_kind(column: &str, kind: &str) -> Problem {
    let message = "column {column} holds {kind} values; its bins are of another kind";
    Problem::told(
        "column_of_other_kind",
        &column_pointer(column),
        message,
        &[("column", Name(column)), ("kind", Word(kind))],
    )
}

/// Bins of the caller for another kind of column.
pub fn bins_of_other_kind(column: &str, kind: &str) -> Problem {
    let rule = "holds {kind} values: bins of numbers are given by edges, of levels by groups";
    let figures = [("column", Name(column)), ("kind", Word(kind))];
    Problem::of_field("bins_of_other_kind", &place_of_bins(column), rule, &figures)
}

/// No column to bin.
pub fn no_columns() -> Problem {
    Problem::of_field("no_columns_to_bin", "/table", "has no column to bin", &[])
}

/// No row.
pub fn no_rows() -> Problem {
    Problem::of_field("no_rows", "/table", "has no rows", &[("n_rows", Count(0))])
}

/// A target that is neither 0 nor 1.
pub fn target_not_binary(column: &str, row: u64) -> Problem {
    let message = "row {row} of the target {column} is neither 0 nor 1";
    let figures = [("column", Name(column)), ("row", Count(row))];
    Problem::told("target_not_binary", &pointer_join(&column_pointer(column), row), message, &figures)
}

/// The event never happened.
pub fn no_bads(column: &str, n_rows: u64) -> Problem {
    let message = "the target {column} is 0 in all {n_rows} rows; a fit needs bads, too";
    Problem::told("no_bads", &column_pointer(column), message, &[("column", Name(column)), ("n_rows", Count(n_rows))])
}

/// The event always happened.
pub fn no_goods(column: &str, n_rows: u64) -> Problem {
    let message = "the target {column} is 1 in all {n_rows} rows; a fit needs goods, too";
    Problem::told("no_goods", &column_pointer(column), message, &[("column", Name(column)), ("n_rows", Count(n_rows))])
}

/// More levels than the limit.
pub fn too_many_levels(column: &str, n: usize) -> Problem {
    let figures = [("column", Name(column)), ("n", Count(n as u64)), ("max", Count(LEVELS_MAX as u64))];
    Problem::told("too_many_levels", &column_pointer(column), "column {column} has {n} levels; at most {max}", &figures)
}

/// A level that the caller's bins do not name.
pub fn level_without_bin(column: &str, level: &str) -> Problem {
    let rule = "lack the level {level}; name it, or set unknown_level to \"own_bin\"";
    let figures = [("column", Name(column)), ("level", Name(level))];
    Problem::of_field("level_without_bin", &pointer_join(&place_of_bins(column), "groups"), rule, &figures)
}

/// A level that the model does not know, where that is refused.
pub fn level_unknown(column: &str, level: &str, row: usize) -> Problem {
    let figures = [("column", Name(column)), ("level", Name(level)), ("row", Count(row as u64))];
    let message = "row {row} of column {column} is {level}; the model has no bin for it";
    Problem::told("level_not_in_card", &pointer_join(&column_pointer(column), row), message, &figures)
}

/// No column is fit to enter the card.
pub fn no_column_left(n_columns: usize) -> Problem {
    let rule = "leaves none of {n_columns} columns: lower min_iv, or give other columns";
    Problem::of_field("no_column_left", "/params/selection", rule, &[("n_columns", Count(n_columns as u64))])
}

/// More coefficients than rows.
pub fn more_columns_than_rows(n_columns: usize, n_rows: u64) -> Problem {
    let figures = [("n_columns", Count(n_columns as u64)), ("n_rows", Count(n_rows))];
    Problem::of_field(
        "more_columns_than_rows",
        "/table",
        "has {n_rows} rows, too few for {n_columns} columns",
        &figures,
    )
}

/// A measure that needs a target, which neither model nor request names.
pub fn target_missing() -> Problem {
    Problem::of_field("target_missing", "/params/target", "is not given; a card of rules names none itself", &[])
}

/// A condition that the format has no words for.
pub fn not_exportable(rule: &str, format: &str) -> Problem {
    let message = "rule {rule} has a condition that {format} has no words for";
    Problem::told("not_exportable", "/params/format", message, &[("rule", Name(rule)), ("format", Word(format))])
}

/// A column or bin that the card does not have.
pub fn part_unknown(pointer: &str, name: &str) -> Problem {
    Problem::of_field("part_unknown", pointer, "is {name}, which the card does not have", &[("name", Name(name))])
}

/// A row that the table does not have.
pub fn row_out_of_range(pointer: &str, row: u64, n_rows: usize) -> Problem {
    let figures = [("row", Count(row)), ("n_rows", Count(n_rows as u64))];
    Problem::of_field("row_out_of_range", pointer, "is {row}; must be below {n_rows} (rows)", &figures)
}

/// The reverse question without points to reach.
pub fn cut_off_missing() -> Problem {
    Problem::of_field("cut_off_missing", "/params/cut_off", "is not given: what is to be reached?", &[])
}

/// A period that no row is of.
pub fn period_empty(pointer: &str, period: &str) -> Problem {
    Problem::of_field("period_without_rows", pointer, "is {period}; no row is of it", &[("period", Name(period))])
}

/// Two ways to change points, or none.
pub fn edit_needs_one_change(pointer: &str) -> Problem {
    Problem::of_field("edit_needs_one_change", pointer, "must have one of set, add", &[])
}
