//! Replies: JSON that is equal byte for byte in every host, and columns.

use crate::write::ToJson;

use crate::table::{Column, MISSING_NUMBER, Values};
use crate::write::JsonText;

/// What a module hands to its host.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    /// A JSON object.
    pub body: String,
    /// Per-row results, when they do not stand in the body.
    pub columns: Vec<Column>,
}

/// What an operation answers: a body and per-row columns, whose way out (inline in the JSON, or as
/// columns) is the request's matter, not the operation's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    body: String,
    columns: Vec<Column>,
}

impl Answer {
    /// An answer of a body alone.
    ///
    /// # Panics
    /// When `body` is no JSON object: a mistake of the module's author.
    pub fn new(body: &impl ToJson) -> Self {
        Answer::of(to_json(body))
    }

    #[inline(never)]
    fn of(body: String) -> Self {
        assert!(body.starts_with('{'), "the body of a reply is an object");
        Answer { body, columns: Vec::new() }
    }

    /// An answer whose body the module wrote itself: a long list, too large to go through types.
    ///
    /// # Panics
    /// When `body` is no text of a JSON object: a mistake of the module's author.
    pub fn of_json(body: Vec<u8>) -> Self {
        Answer::of(String::from_utf8(body).expect("JSON is UTF-8"))
    }

    /// Adds one per-row column. Missing numbers get the one bit pattern of missing, -0.0 becomes 0.0.
    #[must_use]
    pub fn with_column(mut self, mut column: Column) -> Self {
        if let Values::Number(numbers) = &mut column.values {
            numbers.iter_mut().for_each(|value| *value = canonical(*value));
        }
        self.columns.push(column);
        self
    }

    /// The reply, with per-row results as columns.
    pub fn into_reply(self) -> Reply {
        Reply { body: self.body, columns: self.columns }
    }
}

impl Reply {
    /// The body with the per-row results inside it, under `columns`.
    #[must_use]
    pub fn into_inline(self) -> Reply {
        let mut body = self.body;
        if !self.columns.is_empty() {
            body.pop();
            body.push_str(if body.len() > 1 { ",\"columns\":" } else { "\"columns\":" });
            body.push_str(&to_json(&crate::json_table::ColumnsJson(&self.columns)));
            body.push('}');
        }
        Reply { body, columns: Vec::new() }
    }
}

fn canonical(value: f64) -> f64 {
    if value.is_nan() {
        MISSING_NUMBER
    } else {
        // -0.0 + 0.0 is 0.0; every other number stays as it is.
        value + 0.0
    }
}

/// Compact JSON in which a number that is not finite is null and -0.0 is 0.0.
pub fn to_json<T: ?Sized + ToJson>(value: &T) -> String {
    let mut text = JsonText::default();
    value.write_json(&mut text);
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::MISSING_CODE;

    #[test]
    fn minus_zero_and_not_a_number_are_never_written() {
        assert_eq!(to_json(&[-0.0, 0.0, f64::NAN, 1.5]), "[0.0,0.0,null,1.5]");
    }

    #[test]
    fn inline_columns_follow_the_body() {
        #[derive(ToJson)]
        struct Body {
            n: u32,
        }
        let answer = Answer::new(&Body { n: 2 })
            .with_column(Column::number("d", vec![-0.0, f64::NAN]))
            .with_column(Column::category("segment", vec![1, MISSING_CODE], vec!["s1".into(), "s2".into()]));
        assert_eq!(
            answer.into_reply().into_inline().body,
            r#"{"n":2,"columns":{"d":[0.0,null],"segment":["s2",null]}}"#
        );
    }

    #[test]
    fn missing_in_columns_has_one_bit_pattern() {
        #[derive(ToJson)]
        struct Empty {}
        let odd_nan = f64::from_bits(0xfff8_0000_0000_0001);
        let reply = Answer::new(&Empty {}).with_column(Column::number("d", vec![odd_nan])).into_reply();
        let Values::Number(numbers) = &reply.columns[0].values else { panic!("numbers") };
        assert_eq!(numbers[0].to_bits(), 0x7ff8_0000_0000_0000);
    }
}
