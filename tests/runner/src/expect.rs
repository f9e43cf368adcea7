//! Comparing a reply with what an oracle says.

use serde_json::Value;

/// The first place at which `found` is not what `expected` says; fields that `expected` leaves out are
/// not compared. Integers are equal; other numbers within `tolerance * max(1, |expected|)`.
pub fn difference(expected: &Value, found: &Value, tolerance: f64) -> Option<String> {
    differ(expected, found, tolerance, "")
}

fn differ(expected: &Value, found: &Value, tolerance: f64, place: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(fields), Value::Object(all)) => fields.iter().find_map(|(name, field)| match all.get(name) {
            Some(value) => differ(field, value, tolerance, &format!("{place}/{name}")),
            None => Some(format!("{place}/{name} is absent")),
        }),
        (Value::Array(items), Value::Array(all)) if items.len() == all.len() => {
            let pairs = items.iter().zip(all).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (item, value))| differ(item, value, tolerance, &format!("{place}/{index}")))
        }
        (Value::Number(number), Value::Number(value)) if !number.is_i64() => {
            let (number, value) = (number.as_f64()?, value.as_f64()?);
            let error = (number - value).abs();
            (error > tolerance * number.abs().max(1.0)).then(|| format!("{place} is {value}; expected {number}"))
        }
        (Value::Number(number), Value::Number(value)) if number.as_f64() == value.as_f64() => None,
        _ if expected == found => None,
        _ => Some(format!("{place} is {found}; expected {expected}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_difference_is_found_and_named() {
        let found = json!({"n": 3, "x": [1.0, 2.0], "text": "a", "more": null});
        let differs = |expected: Value| difference(&expected, &found, 1e-9);
        assert_eq!(differs(json!({"n": 3, "x": [1.0000000001, 2.0]})), None);
        assert_eq!(differs(json!({"x": [1.00001, 2.0]})).as_deref(), Some("/x/0 is 1; expected 1.00001"));
        assert_eq!(differs(json!({"n": 4})).as_deref(), Some("/n is 3; expected 4"));
        assert!(differs(json!({"x": [1.0]})).is_some(), "a shorter list differs");
        assert!(differs(json!({"absent": 1})).is_some());
        assert!(differs(json!({"text": "b"})).is_some());
        assert!(differs(json!({"more": 0})).is_some());
    }
}
