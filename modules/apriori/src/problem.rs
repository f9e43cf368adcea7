//! Every mistake that a caller of this module can make.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{number_text, quoted};
use gridfolk_contract::request::field_path;

use crate::algorithm::limits::{ITEMSETS_BYTES_MAX, ITEMSETS_MAX, RULES_MAX};

/// What is wrong with a request, with what arrived and what is allowed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the variants and their fields are named in the messages below")]
pub enum Mistake {
    /// A number of `params` outside of its range.
    OutOfRange { pointer: String, value: f64, least: f64, most: f64 },
    /// A support that is no share above 0.
    SupportOutOfRange { support: f64 },
    /// Neither `min_support` nor `min_count`.
    SupportMissing,
    /// Both `min_support` and `min_count`.
    SupportTwice,
    /// Long form beside columns of wide form.
    NotBesideColumns { field: &'static str },
    /// Half of long form.
    LongFormIncomplete { given: &'static str, missing: &'static str },
    /// A named column that the table does not have.
    ColumnNotFound { pointer: String, column: String },
    /// A column of numbers where items are needed.
    ColumnOfNumbers { pointer: String, column: String },
    /// A column of item sets where one text a row is needed.
    ColumnOfItems { pointer: String, column: String },
    /// A column named twice.
    ColumnTwice { pointer: String, column: String },
    /// No column to make baskets of.
    NoColumns,
    /// No basket.
    NoBaskets,
    /// More items in all baskets together than 32 bits count.
    TooManyItems,
    /// An item that is in no basket.
    ItemUnknown { pointer: String, item: String },
    /// More frequent items than the limit.
    TooManyFrequentItems { n_items: usize, max: usize, min_count: u64 },
    /// More itemsets, or candidates of one length, than the limit.
    TooManyItemsets { n_so_far: usize, what: &'static str, max: usize, n_items: usize, min_count: u64 },
    /// More bytes of itemsets than the limit.
    TooManyBytes { n_so_far: usize },
    /// More rules than the limit.
    TooManyRules { n_so_far: usize, n_looked_at: u64 },
    /// A threshold below what was mined.
    BelowMined { field: &'static str, min_count: u64, mined: u64 },
    /// A table with other baskets than the mined one.
    OtherTable { n_baskets: u64, n_mined: u64 },
    /// A model whose parts do not fit each other.
    ModelBroken { pointer: &'static str, rule: &'static str },
    /// A state that this module did not write.
    StateBroken,
    /// No partials to merge.
    NoPartials,
    /// A partial of another pass, or another mining.
    PartialNotOfState { index: usize },
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Problem {
        mistake.problem()
    }
}

impl Mistake {
    /// The search found one more itemset than it may.
    pub fn too_many_itemsets(n_items: usize, min_count: u64) -> Self {
        let (n_so_far, max) = (ITEMSETS_MAX + 1, ITEMSETS_MAX);
        Mistake::TooManyItemsets { n_so_far, what: "itemsets", max, n_items, min_count }
    }

    #[allow(clippy::too_many_lines, reason = "a table: one line a mistake")]
    fn problem(self) -> Problem {
        match self {
            Mistake::OutOfRange { pointer, value, least, most } => {
                let rule =
                    format!("is {}; must be {} to {}", number_text(value), number_text(least), number_text(most));
                problem("out_of_range", &pointer, rule).with("value", value).with("min", least).with("max", most)
            }
            Mistake::SupportOutOfRange { support } => {
                let rule = format!("is {}; must be above 0, at most 1 (a share of the baskets)", number_text(support));
                problem("support_out_of_range", "/params/min_support", rule).with("min_support", support)
            }
            Mistake::SupportMissing => {
                problem("support_missing", "/params", "need one of min_support, min_count".to_owned())
            }
            Mistake::SupportTwice => {
                problem("support_twice", "/params", "have both min_support and min_count; leave one out".to_owned())
            }
            Mistake::NotBesideColumns { field } => {
                let rule = "has no effect beside columns; baskets are one a row or one item a row";
                problem("not_beside_columns", &format!("/params/{field}"), rule.to_owned()).with("field", field)
            }
            Mistake::LongFormIncomplete { given, missing } => {
                let rule = format!("is missing; {given} alone makes no baskets");
                problem("long_form_incomplete", &format!("/params/{missing}"), rule)
                    .with("given", given)
                    .with("missing", missing)
            }
            Mistake::ColumnNotFound { pointer, column } => {
                problem("column_not_found", &pointer, format!("is {}; the table has no such column", quoted(&column)))
                    .with("column", column)
            }
            Mistake::ColumnOfNumbers { pointer, column } => {
                let rule = format!("is {}, a column of numbers; items are categories or item sets", quoted(&column));
                problem("column_of_numbers", &pointer, rule).with("column", column)
            }
            Mistake::ColumnOfItems { pointer, column } => {
                let rule = format!("is {}, a column of item sets; must hold one text or number a row", quoted(&column));
                problem("column_of_items", &pointer, rule).with("column", column)
            }
            Mistake::ColumnTwice { pointer, column } => {
                problem("column_twice", &pointer, format!("is {}, which is named before", quoted(&column)))
                    .with("column", column)
            }
            Mistake::NoColumns => {
                problem("no_item_columns", "/table", "has no column of categories or item sets to use".to_owned())
            }
            Mistake::NoBaskets => problem("no_baskets", "/table", "has no basket".to_owned()),
            Mistake::TooManyItems => {
                problem("too_many_items", "/table", format!("has more than {} items in all baskets", u32::MAX))
                    .with("max", u32::MAX)
            }
            Mistake::ItemUnknown { pointer, item } => {
                problem("item_unknown", &pointer, format!("is {}, which is in no basket", quoted(&item)))
                    .with("item", item)
            }
            Mistake::TooManyFrequentItems { n_items, max, min_count } => {
                let rule = format!("leave {n_items} frequent items ({min_count} baskets or more); at most {max} fit");
                problem("too_many_frequent_items", "/params", rule)
                    .with("n_items", n_items)
                    .with("max", max)
                    .with("min_count", min_count)
            }
            Mistake::TooManyItemsets { n_so_far, what, max, n_items, min_count } => {
                let rule = format!(
                    "lead to {n_so_far} {what} so far, of {n_items} frequent items ({min_count} baskets or more); at \
                     most {max} fit: raise the support or lower max_length"
                );
                problem("too_many_itemsets", "/params", rule)
                    .with("n_so_far", n_so_far)
                    .with("max", max)
                    .with("n_items", n_items)
                    .with("min_count", min_count)
            }
            Mistake::TooManyBytes { n_so_far } => {
                let rule = format!(
                    "lead to a list of itemsets of {n_so_far} bytes; at most {ITEMSETS_BYTES_MAX} fit: list fewer by \
                     kind or top"
                );
                problem("itemsets_too_long", "/params", rule).with("n_so_far", n_so_far).with("max", ITEMSETS_BYTES_MAX)
            }
            Mistake::TooManyRules { n_so_far, n_looked_at } => {
                let rule = format!(
                    "lead to {n_so_far} rules so far, of {n_looked_at} looked at; at most {RULES_MAX} fit: raise \
                     min_confidence or min_support"
                );
                problem("too_many_rules", "/params/rules", rule)
                    .with("n_so_far", n_so_far)
                    .with("n_looked_at", n_looked_at)
                    .with("max", RULES_MAX)
            }
            Mistake::BelowMined { field, min_count, mined } => {
                let rule =
                    format!("asks for {min_count} baskets; {mined} or more were mined: mine anew, or ask for more");
                problem("below_mined", &format!("/params/{field}"), rule)
                    .with("min_count", min_count)
                    .with("mined", mined)
            }
            Mistake::OtherTable { n_baskets, n_mined } => {
                let rule =
                    format!("has {n_baskets} baskets; the model was mined of {n_mined}: edits need its own table");
                problem("other_table", "/table", rule).with("n_baskets", n_baskets).with("n_mined", n_mined)
            }
            Mistake::ModelBroken { pointer, rule } => problem("model_broken", pointer, rule.to_owned()),
            Mistake::StateBroken => {
                problem("state_broken", "/state", "is not a state that `begin` or `merge` wrote".to_owned())
            }
            Mistake::NoPartials => problem("no_partials", "/partials", "is empty; every part answers one".to_owned()),
            Mistake::PartialNotOfState { index } => {
                let pointer = format!("/partials/{index}");
                problem("partial_not_of_state", &pointer, "does not belong to this state".to_owned())
                    .with("index", index)
            }
        }
    }
}

/// A problem whose message is the field's path and the rule.
fn problem(code: &str, pointer: &str, rule: String) -> Problem {
    Problem::new(code, format!("{} {rule}", field_path(pointer))).at(pointer)
}
