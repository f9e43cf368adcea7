//! Printing.

use std::fmt;

use gridfolk_contract::problem::{count_text, plain_number};

use super::{is_keyword, is_name_char};
use crate::condition::{Condition, Scalar, Test};

impl Condition {
    /// What [`Display`](fmt::Display) shows; modules call this, which weighs less.
    pub fn text(&self) -> String {
        let mut text = String::new();
        print(&mut text, self);
        text
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

fn print(text: &mut String, condition: &Condition) {
    match condition {
        Condition::All(all) if all.is_empty() => text.push_str("TRUE"),
        Condition::Any(any) if any.is_empty() => text.push_str("FALSE"),
        Condition::All(all) => join(text, all, " AND ", " AND TRUE"),
        Condition::Any(any) => join(text, any, " OR ", " OR FALSE"),
        Condition::Not(not) => {
            text.push_str("NOT ");
            unit(text, not);
        }
        Condition::AtLeast(k, of) => {
            text.extend(["AT LEAST ", &count_text(*k as usize), " OF ("]);
            list(text, of, print);
        }
        Condition::Column(column, test) => {
            name(text, column);
            print_test(text, test);
        }
    }
}

/// A list of one keeps its kind by the trailing `AND TRUE` or `OR FALSE` that it equals.
fn join(text: &mut String, conditions: &[Condition], word: &str, after_one: &str) {
    for (index, condition) in conditions.iter().enumerate() {
        text.push_str(if index > 0 { word } else { "" });
        unit(text, condition);
    }
    text.push_str(if conditions.len() == 1 { after_one } else { "" });
}

fn unit(text: &mut String, condition: &Condition) {
    let has_parts = matches!(condition, Condition::All(list) | Condition::Any(list) if !list.is_empty());
    text.push_str(if has_parts { "(" } else { "" });
    print(text, condition);
    text.push_str(if has_parts { ")" } else { "" });
}

/// The rest of a list in parentheses.
fn list<T>(text: &mut String, values: &[T], print: impl Fn(&mut String, &T)) {
    for (index, value) in values.iter().enumerate() {
        text.push_str(if index > 0 { ", " } else { "" });
        print(text, value);
    }
    text.push(')');
}

fn name(text: &mut String, column: &str) {
    let is_plain = column.chars().enumerate().all(|(at, c)| is_name_char(c) && (at > 0 || !c.is_ascii_digit()));
    if is_plain && !column.is_empty() && !is_keyword(column) {
        text.push_str(column);
    } else {
        quote(text, column, '`');
    }
}

/// Adds a text between marks, with a backslash before those within it.
pub(super) fn quote(text: &mut String, inside: &str, mark: char) {
    text.push(mark);
    for c in inside.chars() {
        if c == mark || c == '\\' {
            text.push('\\');
        }
        text.push(c);
    }
    text.push(mark);
}

fn print_test(text: &mut String, test: &Test) {
    let (sign, bound) = match test {
        Test::Gte(bound) => (" >= ", bound),
        Test::Gt(bound) => (" > ", bound),
        Test::Lte(bound) => (" <= ", bound),
        Test::Lt(bound) => (" < ", bound),
        Test::Eq(scalar) => {
            text.push_str(" = ");
            return print_scalar(text, scalar);
        }
        Test::In(scalars) => {
            text.push_str(" IN (");
            return list(text, scalars, print_scalar);
        }
        Test::Has(item) => {
            text.push_str(" HAS ");
            return quote(text, item, '"');
        }
        Test::Missing(is_missing) => {
            return text.push_str(if *is_missing { " IS MISSING" } else { " IS NOT MISSING" });
        }
    };
    text.push_str(sign);
    text.push_str(&plain_number(*bound));
}

fn print_scalar(text: &mut String, scalar: &Scalar) {
    match scalar {
        Scalar::Number(number) => text.push_str(&plain_number(*number)),
        Scalar::Text(inside) => quote(text, inside, '"'),
    }
}
