//! Mistakes that callers of several modules can make, told by all of them in the same words.

use crate::date::Date;
use crate::problem::{Problem, column_pointer, count_text, joined, pointer_join};
use crate::told::Figure::{Count, Name, Number, Word};

impl Problem {
    /// A number outside of its range.
    ///
    /// ```
    /// use gridfolk_contract::Problem;
    /// let problem = Problem::out_of_range("/params/min_points", 0.0, 2.0, 1000.0);
    /// assert_eq!(problem.message, "params.min_points is 0; must be 2 to 1000");
    /// ```
    #[inline(never)]
    pub fn out_of_range(pointer: &str, value: f64, least: f64, most: f64) -> Self {
        let figures = [("value", Number(value)), ("min", Number(least)), ("max", Number(most))];
        Problem::of_field("out_of_range", pointer, "is {value}; must be {min} to {max}", &figures)
    }

    /// A mistake about the column that a field names; the rule says it as `{column}`.
    #[inline(never)]
    pub fn of_column(code: &str, pointer: &str, column: &str, rule: &str) -> Self {
        Problem::of_field(code, pointer, rule, &[("column", Name(column))])
    }

    /// A named column that the table does not have.
    #[inline(never)]
    pub fn column_not_found(pointer: &str, column: &str) -> Self {
        Problem::of_column("column_not_found", pointer, column, "is {column}; the table has no such column")
    }

    /// A named column that holds no numbers.
    #[inline(never)]
    pub fn column_not_number(pointer: &str, column: &str, kind: &str) -> Self {
        let rule = "is {column}, a column of kind {kind}; must be a column of numbers";
        Problem::of_field("column_not_number", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
    }

    /// A column that the table does not have, of a rule that uses it.
    #[inline(never)]
    pub fn used_column_not_found(pointer: &str, column: &str) -> Self {
        Problem::of_column("column_not_found", pointer, column, "uses {column}; the table has no such column")
    }

    /// A column that holds no numbers, of a rule that uses it.
    #[inline(never)]
    pub fn used_column_not_number(pointer: &str, column: &str, kind: &str) -> Self {
        let rule = "uses {column}, a column of kind {kind}; must be a column of numbers";
        Problem::of_field("column_not_number", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
    }

    /// A column named twice.
    #[inline(never)]
    pub fn column_twice(pointer: &str, column: &str) -> Self {
        Problem::of_column("column_twice", pointer, column, "is {column}, which is named before")
    }

    /// A column that is named beside those that are used.
    #[inline(never)]
    pub fn column_not_used(pointer: &str, column: &str) -> Self {
        Problem::of_column("column_not_used", pointer, column, "is {column}, which is none of the columns used")
    }

    /// A column that the model does not use.
    #[inline(never)]
    pub fn not_a_model_column(pointer: &str, column: &str) -> Self {
        Problem::of_column("not_a_model_column", pointer, column, "is {column}, which the model does not use")
    }

    /// More columns than the limit, or none.
    #[inline(never)]
    pub fn too_many_columns(n: usize, max: usize) -> Self {
        let figures = [("n", Count(n as u64)), ("max", Count(max as u64))];
        Problem::of_field("too_many_columns", "/params/columns", "are {n}; must be 1 to {max}", &figures)
    }

    /// No column of numbers to use.
    #[inline(never)]
    pub fn no_columns() -> Self {
        Problem::of_field("no_columns", "/table", "has no column of numbers to use", &[])
    }

    /// No row, or none that is complete.
    #[inline(never)]
    pub fn no_rows(n_rows: u64) -> Self {
        let rule = if n_rows == 0 { "has no rows" } else { "has {n_rows} rows, and each lacks a value" };
        Problem::of_field("no_rows", "/table", rule, &[("n_rows", Count(n_rows))])
    }

    /// A missing value where that is refused.
    #[inline(never)]
    pub fn missing_value(column: &str, row: u64) -> Self {
        let message = "row {row} of column {column} is missing; give it, or set params.missing to \"mean\" or \"drop\"";
        let pointer = pointer_join(&column_pointer(column), row);
        Problem::told("missing_value", &pointer, message, &[("column", Name(column)), ("row", Count(row))])
    }

    /// A column without a single value.
    #[inline(never)]
    pub fn column_all_missing(column: &str) -> Self {
        let message = "column {column} has no value at all";
        Problem::told("column_all_missing", &column_pointer(column), message, &[("column", Name(column))])
    }

    /// A value whose square could overflow a sum.
    ///
    /// ```
    /// use gridfolk_contract::Problem;
    /// let problem = Problem::value_too_large("kwh_year", 1e60);
    /// assert_eq!(problem.message, r#"column "kwh_year" has a value beyond 1e60 in size"#);
    /// ```
    #[inline(never)]
    pub fn value_too_large(column: &str, max: f64) -> Self {
        let figures = [("column", Name(column)), ("max", Number(max))];
        let message = "column {column} has a value beyond {max} in size";
        Problem::told("value_too_large", &column_pointer(column), message, &figures)
    }

    /// A number in the request that is too large in size.
    ///
    /// ```
    /// use gridfolk_contract::Problem;
    /// let problem = Problem::number_too_large("/params/init/centroids/0/1", -1e61, 1e60);
    /// assert_eq!(problem.message, "params.init.centroids[0][1] is -1e61; must be within 1e60");
    /// ```
    #[inline(never)]
    pub fn number_too_large(pointer: &str, value: f64, max: f64) -> Self {
        let figures = [("value", Number(value)), ("max", Number(max))];
        Problem::of_field("number_too_large", pointer, "is {value}; must be within {max}", &figures)
    }

    /// A row that the table does not have.
    #[inline(never)]
    pub fn row_out_of_range(pointer: &str, row: u64, n_rows: u64) -> Self {
        let figures = [("row", Count(row)), ("n_rows", Count(n_rows))];
        Problem::of_field("row_out_of_range", pointer, "is {row}; must be below {n_rows} (rows)", &figures)
    }

    /// A period that ends before it begins.
    #[inline(never)]
    pub fn period_empty(pointer: &str, from: &Date, to: &Date) -> Self {
        let figures = [("from", Word(from.as_str())), ("to", Word(to.as_str()))];
        Problem::of_field("period_empty", pointer, "is {to}, before valid_from ({from})", &figures)
    }

    /// An edit of a number with no change, or several.
    #[inline(never)]
    pub fn edit_needs_one_change(pointer: &str) -> Self {
        Problem::of_field("edit_needs_one_change", pointer, "must have one of set, add, scale", &[])
    }

    /// A model whose parts do not fit each other.
    #[inline(never)]
    pub fn model_broken(pointer: &str, rule: &str) -> Self {
        Problem::of_field("model_broken", pointer, rule, &[])
    }

    /// A state that this module did not write.
    #[inline(never)]
    pub fn state_broken() -> Self {
        Problem::of_field("state_broken", "/state", "is not a state that `begin` or `merge` wrote", &[])
    }

    /// No partials to merge.
    #[inline(never)]
    pub fn no_partials() -> Self {
        Problem::of_field("no_partials", "/partials", "is empty; every part answers one", &[])
    }

    /// A partial of another pass, or of something else.
    #[inline(never)]
    pub fn partial_not_of_state(index: usize) -> Self {
        let pointer = joined(&["/partials/", &count_text(index)]);
        let figures = [("index", Count(index as u64))];
        Problem::of_field("partial_not_of_state", &pointer, "does not belong to this state", &figures)
    }

    /// Parts with different columns.
    #[inline(never)]
    pub fn parts_differ() -> Self {
        Problem::of_field("parts_differ", "/partials", "come from parts with different columns", &[])
    }

    /// The same, where their names tell how.
    #[inline(never)]
    pub fn columns_differ(columns: &[String], others: &[String]) -> Self {
        Problem::parts_differ().with("columns", columns).with("others", others)
    }

    /// A first row past the largest row number.
    #[inline(never)]
    pub fn first_row_too_large(first_row: u64) -> Self {
        let rule = "is {first_row}; row numbers are below 2^53";
        Problem::of_field("first_row_too_large", "/first_row", rule, &[("first_row", Count(first_row))])
    }
}
