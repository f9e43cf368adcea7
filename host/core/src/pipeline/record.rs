//! One customer's values.

use gridfolk_contract::{Column, Values};
use serde_json::{Map, Value};

/// A customer's value of a column: a number, a text, a list of texts, or null where it is missing.
pub fn value_of(values: &Values, row: usize) -> Value {
    match values {
        Values::Number(numbers) => Value::from(numbers[row]),
        Values::Category(category) => category.level(row).map_or(Value::Null, Value::from),
        Values::Items(items) => items.row(row).iter().map(|&code| items.levels[code as usize].as_str()).collect(),
    }
}

/// All that is known of one customer, by column.
pub fn record(columns: &[Column], row: usize) -> Map<String, Value> {
    columns.iter().map(|column| (column.name.clone(), value_of(&column.values, row))).collect()
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::{Items, MISSING_CODE};

    use super::*;

    #[test]
    fn values_of_every_kind_and_missing_ones() {
        let level = Column::category("level", vec![1, MISSING_CODE], vec!["low".into(), "high".into()]);
        let items = Items { ends: vec![2, 2], codes: vec![0, 1], levels: vec!["x".into(), "y".into()] };
        let columns = [Column::number("kwh", vec![1.5, f64::NAN]), level, Column::items("tags", items)];
        let text = |row| Value::from(record(&columns, row)).to_string();
        assert_eq!(text(0), r#"{"kwh":1.5,"level":"high","tags":["x","y"]}"#);
        assert_eq!(text(1), r#"{"kwh":null,"level":null,"tags":[]}"#);
    }
}
