//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{number_text, pointer_join, quoted};
use gridfolk_contract::request::field_path;

use crate::algorithm::limits::{CLASSES_MAX, LEVELS_MAX, WEIGHT_MAX};

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number outside of its range.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A column of another kind than is needed.
    ColumnWrongKind { pointer: String, column: String, kind: &'static str, expected: &'static str },
    /// A column named twice.
    ColumnTwice { pointer: String, column: String },
    /// The target or the weight among the columns to split by.
    ColumnInTwoUses { pointer: String, column: String },
    /// No column to split by.
    NoUsableColumns,
    /// More columns than the limit.
    TooManyColumns { n: usize, max: usize },
    /// No row to learn from.
    NoRows { n_rows: u64 },
    /// A target of one class.
    OneClass { column: String, class: String },
    /// A target of more classes than the limit.
    TooManyClasses { column: String },
    /// A column of more levels than the limit.
    TooManyLevels { column: String },
    /// A named class that the target does not have.
    ClassUnknown { pointer: String, class: String, classes: Vec<String> },
    /// Every class has the weight 0.
    NoClassWeighs,
    /// A weight that is none.
    WeightWrong { column: String, row: u64, value: f64 },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: String, rule: &'static str },
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
    /// A node that the model does not have.
    NodeUnknown { pointer: String, node: String, n_nodes: usize },
    /// A node that asks for no threshold.
    NodeWithoutThreshold { pointer: String, node: String },
    /// An edit of a threshold with no change, or several.
    EditNeedsOneChange { pointer: String },
    /// A threshold that is no number any more.
    NumberTooLarge { pointer: String, value: f64 },
    /// A row that the table does not have.
    RowOutOfRange { row: u64, n_rows: u64 },
    /// A column that the model does not use.
    NotAModelColumn { pointer: String, column: String },
    /// A reverse question with no goal, or several.
    GoalNeedsOne,
    /// A range that holds nothing.
    RangeEmpty { pointer: String },
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
                column_problem("column_not_found", &pointer, column, "the table has no such column")
            }
            Mistake::ColumnWrongKind { pointer, column, kind, expected } => {
                let rule = format!("is {}, a column of kind {kind}; must be {expected}", quoted(&column));
                problem("column_wrong_kind", &pointer, rule)
                    .with("column", column)
                    .with("kind", kind)
                    .with("expected", expected)
            }
            Mistake::ColumnTwice { pointer, column } => {
                column_problem("column_twice", &pointer, column, "which is named before")
            }
            Mistake::ColumnInTwoUses { pointer, column } => {
                column_problem("column_in_two_uses", &pointer, column, "which has another use in these params")
            }
            Mistake::NoUsableColumns => {
                problem("no_usable_columns", "/table", "has no column of numbers or categories to split by".into())
            }
            Mistake::TooManyColumns { n, max } => {
                problem("too_many_columns", "/params/columns", format!("are {n}; must be 1 to {max}"))
                    .with("n", n)
                    .with("max", max)
            }
            Mistake::NoRows { n_rows } => {
                let rule = match n_rows {
                    0 => "has no rows".to_owned(),
                    _ => format!("has {n_rows} rows, and none with a class and a weight"),
                };
                problem("no_rows", "/table", rule).with("n_rows", n_rows)
            }
            Mistake::OneClass { column, class } => {
                let rule = format!("is {}, which has the one class {}", quoted(&column), quoted(&class));
                problem("one_class", "/params/target", rule).with("column", column).with("class", class)
            }
            Mistake::TooManyClasses { column } => {
                let rule = format!("is {}, which has more than {CLASSES_MAX} classes", quoted(&column));
                problem("too_many_classes", "/params/target", rule).with("column", column).with("max", CLASSES_MAX)
            }
            Mistake::TooManyLevels { column } => {
                let message = format!("column {} has more than {LEVELS_MAX} levels", quoted(&column));
                Problem::new("too_many_levels", message)
                    .at(pointer_join("/table/columns", &column))
                    .with("column", column)
                    .with("max", LEVELS_MAX)
            }
            Mistake::ClassUnknown { pointer, class, classes } => {
                let rule = format!("is {}; the target has no such class", quoted(&class));
                problem("class_unknown", &pointer, rule).with("class", class).with("known", classes)
            }
            Mistake::NoClassWeighs => {
                problem("no_class_weighs", "/params/class_weight/by_class", "gives every class the weight 0".into())
            }
            Mistake::WeightWrong { column, row, value } => {
                let message = format!(
                    "row {row} of column {} is {}; a weight must be 0 to 1e60",
                    quoted(&column),
                    if value.is_nan() { "missing".to_owned() } else { number_text(value) }
                );
                Problem::new("weight_wrong", message)
                    .at(pointer_join(&pointer_join("/table/columns", &column), row))
                    .with("column", column)
                    .with("row", row)
                    .with("max", WEIGHT_MAX)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", &pointer, rule.to_owned()),
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
            Mistake::NodeUnknown { pointer, node, n_nodes } => {
                let rule = format!("is {}; must be n0 to n{}", quoted(&node), n_nodes - 1);
                problem("node_unknown", &pointer, rule).with("node", node).with("last", format!("n{}", n_nodes - 1))
            }
            Mistake::NodeWithoutThreshold { pointer, node } => {
                let rule = format!("is {}, which asks for no threshold", quoted(&node));
                problem("node_without_threshold", &pointer, rule).with("node", node)
            }
            Mistake::EditNeedsOneChange { pointer } => {
                problem("edit_needs_one_change", &pointer, "must have one of set, add, scale".into())
            }
            Mistake::NumberTooLarge { pointer, value } => {
                problem("edit_not_a_number", &pointer, format!("makes {}; must be a finite number", number_text(value)))
            }
            Mistake::RowOutOfRange { row, n_rows } => {
                let rule = format!("is {row}; must be below {n_rows} (rows)");
                problem("row_out_of_range", "/params/reverse/row", rule).with("row", row).with("n_rows", n_rows)
            }
            Mistake::NotAModelColumn { pointer, column } => {
                column_problem("not_a_model_column", &pointer, column, "which the model does not use")
            }
            Mistake::GoalNeedsOne => {
                let rule = "must have one of leaf, class, probability_lte, probability_gte";
                problem("goal_needs_one", "/params/reverse/goal", rule.to_owned())
            }
            Mistake::RangeEmpty { pointer } => {
                problem("edit_range_empty", &pointer, "has a min above its max".to_owned())
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}

fn column_problem(code: &str, pointer: &str, column: String, rule: &str) -> Problem {
    let mark = if rule.starts_with("which") { ',' } else { ';' };
    problem(code, pointer, format!("is {}{mark} {rule}", quoted(&column))).with("column", column)
}
