//! Printing.

use std::fmt::{self, Write};

use gridfolk_contract::problem::plain_number;

use super::{is_keyword, is_name_char};
use crate::condition::{Condition, Scalar, Test};

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::All(all) if all.is_empty() => f.write_str("TRUE"),
            Condition::Any(any) if any.is_empty() => f.write_str("FALSE"),
            Condition::All(all) => join(f, all, " AND "),
            Condition::Any(any) => join(f, any, " OR "),
            Condition::Not(not) => {
                f.write_str("NOT ")?;
                unit(f, not)
            }
            Condition::AtLeast(k, of) => {
                write!(f, "AT LEAST {k} OF (")?;
                list(f, of, |f, condition| condition.fmt(f))?;
                f.write_char(')')
            }
            Condition::Column(column, test) => {
                name(f, column)?;
                test.fmt(f)
            }
        }
    }
}

/// A list of one keeps its kind by the trailing `AND TRUE` or `OR FALSE` that it equals.
fn join(f: &mut fmt::Formatter<'_>, conditions: &[Condition], word: &str) -> fmt::Result {
    for (index, condition) in conditions.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        unit(f, condition)?;
    }
    match (conditions.len(), word) {
        (1, " AND ") => f.write_str(" AND TRUE"),
        (1, _) => f.write_str(" OR FALSE"),
        _ => Ok(()),
    }
}

fn unit(f: &mut fmt::Formatter<'_>, condition: &Condition) -> fmt::Result {
    match condition {
        Condition::All(list) | Condition::Any(list) if !list.is_empty() => write!(f, "({condition})"),
        _ => write!(f, "{condition}"),
    }
}

fn list<T>(
    f: &mut fmt::Formatter<'_>,
    values: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, value)?;
    }
    Ok(())
}

fn name(f: &mut fmt::Formatter<'_>, column: &str) -> fmt::Result {
    let is_plain = column.chars().enumerate().all(|(at, c)| is_name_char(c) && (at > 0 || !c.is_ascii_digit()));
    if is_plain && !column.is_empty() && !is_keyword(column) { f.write_str(column) } else { quote(f, column, '`') }
}
pub(super) fn quote(f: &mut fmt::Formatter<'_>, text: &str, mark: char) -> fmt::Result {
    f.write_char(mark)?;
    for c in text.chars() {
        if c == mark || c == '\\' {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char(mark)
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Gte(bound) => write!(f, " >= {}", plain_number(*bound)),
            Test::Gt(bound) => write!(f, " > {}", plain_number(*bound)),
            Test::Lte(bound) => write!(f, " <= {}", plain_number(*bound)),
            Test::Lt(bound) => write!(f, " < {}", plain_number(*bound)),
            Test::Eq(scalar) => write!(f, " = {scalar}"),
            Test::In(scalars) => {
                f.write_str(" IN (")?;
                list(f, scalars, |f, scalar| scalar.fmt(f))?;
                f.write_char(')')
            }
            Test::Has(item) => {
                f.write_str(" HAS ")?;
                quote(f, item, '"')
            }
            Test::Missing(true) => f.write_str(" IS MISSING"),
            Test::Missing(false) => f.write_str(" IS NOT MISSING"),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Number(number) => f.write_str(&plain_number(*number)),
            Scalar::Text(text) => quote(f, text, '"'),
        }
    }
}
