//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{joined, param_pointer};
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

use crate::algorithm::limits::{CANDIDATES_MAX, ITEMS_MAX, ITEMSETS_BYTES_MAX, ITEMSETS_MAX, RULES_MAX};

/// A support that is no share above 0.
pub fn support_out_of_range(support: f64) -> Problem {
    let rule = "is {min_support}; must be above 0, at most 1 (a share of the baskets)";
    Problem::of_field("support_out_of_range", "/params/min_support", rule, &[("min_support", Number(support))])
}

/// Neither `min_support` nor `min_count`.
pub fn support_missing() -> Problem {
    Problem::of_field("support_missing", "/params", "need one of min_support, min_count", &[])
}

/// Both `min_support` and `min_count`.
pub fn support_twice() -> Problem {
    Problem::of_field("support_twice", "/params", "have both min_support and min_count; leave one out", &[])
}

/// Long form beside columns of wide form.
pub fn not_beside_columns(field: &str) -> Problem {
    let rule = "has no effect beside columns; baskets are one a row or one item a row";
    Problem::of_field("not_beside_columns", &param_pointer(field), rule, &[("field", Word(field))])
}

/// Half of long form.
pub fn long_form_incomplete(given: &str, missing: &str) -> Problem {
    let rule = "is missing; {given} alone makes no baskets";
    let figures = [("given", Word(given)), ("missing", Word(missing))];
    Problem::of_field("long_form_incomplete", &param_pointer(missing), rule, &figures)
}

/// A column of numbers where items are needed.
pub fn column_of_numbers(pointer: &str, column: &str) -> Problem {
    let rule = "is {column}, a column of numbers; items are categories or item sets";
    Problem::of_column("column_of_numbers", pointer, column, rule)
}

/// A column of item sets where one text a row is needed.
pub fn column_of_items(pointer: &str, column: &str) -> Problem {
    let rule = "is {column}, a column of item sets; must hold one text or number a row";
    Problem::of_column("column_of_items", pointer, column, rule)
}

/// No column to make baskets of.
pub fn no_columns() -> Problem {
    Problem::of_field("no_item_columns", "/table", "has no column of categories or item sets to use", &[])
}

/// No basket.
pub fn no_baskets() -> Problem {
    Problem::of_field("no_baskets", "/table", "has no basket", &[])
}

/// More items in all baskets together than 32 bits count.
pub fn too_many_items() -> Problem {
    let figures = [("max", Count(u64::from(u32::MAX)))];
    Problem::of_field("too_many_items", "/table", "has more than {max} items in all baskets", &figures)
}

/// An item that is in no basket.
pub fn item_unknown(pointer: &str, item: &str) -> Problem {
    Problem::of_field("item_unknown", pointer, "is {item}, which is in no basket", &[("item", Name(item))])
}

/// More frequent items than the limit.
pub fn too_many_frequent_items(n_items: usize, min_count: u64) -> Problem {
    let rule = "leave {n_items} frequent items ({min_count} baskets or more); at most {max} fit";
    let figures =
        [("n_items", Count(n_items as u64)), ("max", Count(ITEMS_MAX as u64)), ("min_count", Count(min_count))];
    Problem::of_field("too_many_frequent_items", "/params", rule, &figures)
}

/// The search found one more itemset than it may.
pub fn too_many_itemsets(n_items: usize, min_count: u64) -> Problem {
    too_many("itemsets", ITEMSETS_MAX, n_items, min_count)
}

/// One more candidate of one length than the search may keep.
pub fn too_many_candidates(n_items: usize, min_count: u64) -> Problem {
    too_many("candidates", CANDIDATES_MAX, n_items, min_count)
}

fn too_many(what: &str, max: usize, n_items: usize, min_count: u64) -> Problem {
    let rule = joined(&[
        "lead to {n_so_far} ",
        what,
        " so far, of {n_items} frequent items ({min_count} baskets or more); at most {max} fit: raise the support or \
         lower max_length",
    ]);
    let figures = [
        ("n_so_far", Count(max as u64 + 1)),
        ("max", Count(max as u64)),
        ("n_items", Count(n_items as u64)),
        ("min_count", Count(min_count)),
    ];
    Problem::of_field("too_many_itemsets", "/params", &rule, &figures)
}

/// More bytes of itemsets than the limit.
pub fn too_many_bytes(n_so_far: usize) -> Problem {
    let rule = "lead to a list of itemsets of {n_so_far} bytes; at most {max} fit: list fewer by kind or top";
    let figures = [("n_so_far", Count(n_so_far as u64)), ("max", Count(ITEMSETS_BYTES_MAX as u64))];
    Problem::of_field("itemsets_too_long", "/params", rule, &figures)
}

/// More rules than the limit.
pub fn too_many_rules(n_so_far: usize, n_looked_at: u64) -> Problem {
    let rule = "lead to {n_so_far} rules so far, of {n_looked_at} looked at; at most {max} fit: raise min_confidence \
                or min_support";
    let figures =
        [("n_so_far", Count(n_so_far as u64)), ("n_looked_at", Count(n_looked_at)), ("max", Count(RULES_MAX as u64))];
    Problem::of_field("too_many_rules", "/params/rules", rule, &figures)
}

/// A threshold below what was mined.
pub fn below_mined(field: &str, min_count: u64, mined: u64) -> Problem {
    let rule = "asks for {min_count} baskets; {mined} or more were mined: mine anew, or ask for more";
    let figures = [("min_count", Count(min_count)), ("mined", Count(mined))];
    Problem::of_field("below_mined", &param_pointer(field), rule, &figures)
}

/// A table with other baskets than the mined one.
pub fn other_table(n_baskets: u64, n_mined: u64) -> Problem {
    let rule = "has {n_baskets} baskets; the model was mined of {n_mined}: edits need its own table";
    let figures = [("n_baskets", Count(n_baskets)), ("n_mined", Count(n_mined))];
    Problem::of_field("other_table", "/table", rule, &figures)
}
