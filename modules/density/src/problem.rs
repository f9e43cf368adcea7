//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{column_pointer, param_pointer};
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

/// More rows than can be compared with each other.
pub fn too_many_rows_to_compare(n_rows: u64, max: u64) -> Problem {
    let rule = "has {n_rows} rows to compare with each other; must be at most {max}: choose some";
    let figures = [("n_rows", Count(n_rows)), ("max", Count(max))];
    Problem::of_field("too_many_rows_to_compare", "/table", rule, &figures)
}

/// More neighbours asked for than there are rows.
pub fn min_points_above_rows(min_points: u64, n_rows: u64) -> Problem {
    let rule = "is {min_points}; must be at most {n_rows} (rows)";
    let figures = [("min_points", Count(min_points)), ("n_rows", Count(n_rows))];
    Problem::of_field("min_points_above_rows", "/params/min_points", rule, &figures)
}

/// An axis that ends before it begins. `field` is its pointer below `params`.
pub fn axis_empty(field: &str, least: f64, greatest: f64) -> Problem {
    let figures = [("least", Number(least)), ("greatest", Number(greatest))];
    Problem::of_field("axis_empty", &param_pointer(field), "goes from {least} to {greatest}; must rise", &figures)
}

/// A logarithmic axis of a column without a number above 0.
pub fn no_positive_value(column: &str) -> Problem {
    let rule = "column {column} has no value above 0, which a logarithmic axis needs";
    Problem::told("no_positive_value", &column_pointer(column), rule, &[("column", Name(column))])
}

/// A named column that holds no categories.
pub fn column_not_category(pointer: &str, column: &str, kind: &str) -> Problem {
    let rule = "is {column}, a column of kind {kind}; must be a column of categories";
    Problem::of_field("column_not_category", pointer, rule, &[("column", Name(column)), ("kind", Word(kind))])
}

/// More cells than fit into a reply.
pub fn too_many_cells(n_cells: u64, max: u64) -> Problem {
    let rule = "x, y and by ask for {n_cells} cells; must be at most {max}";
    Problem::told("too_many_cells", "/params", rule, &[("n_cells", Count(n_cells)), ("max", Count(max))])
}
