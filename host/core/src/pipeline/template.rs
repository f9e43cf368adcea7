//! Parameters of a step, with what the run knows put in.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a step's parameters may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// The features that are there, in the step's order.
    pub(super) features: &'a [&'a str],
    /// All columns that are there for the step.
    pub(super) columns: &'a BTreeSet<&'a str>,
    /// The date of the run, YYYY-MM-DD.
    pub(super) as_of: &'a str,
}

/// Puts in what `$features`, `$as_of` and `$column:NAME` stand for; none where that is not there, and the
/// member or item that holds it is left out.
pub(super) fn fill(value: &Value, known: Known<'_>) -> Option<Value> {
    Some(match value {
        Value::String(text) => match text.strip_prefix('$') {
            None => value.clone(),
            Some("features") => known.features.iter().copied().collect(),
            Some("as_of") => Value::from(known.as_of),
            Some(other) => {
                let column = other.strip_prefix("column:")?;
                known.columns.contains(column).then(|| Value::from(column))?
            }
        },
        Value::Array(items) => items.iter().filter_map(|item| fill(item, known)).collect(),
        Value::Object(members) => {
            members.iter().filter_map(|(key, value)| Some((key.clone(), fill(value, known)?))).collect()
        }
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_there_is_left_out() {
        let columns = BTreeSet::from(["kwh", "grade"]);
        let known = Known { features: &["kwh"], columns: &columns, as_of: "2026-09-30" };
        let params = json!({"columns": "$features", "value": "$column:grade", "risk": "$column:risk",
            "date": "$as_of", "list": ["$column:risk", "$column:kwh", 1], "k": 3});
        let filled = json!({"columns": ["kwh"], "value": "grade", "date": "2026-09-30", "list": ["kwh", 1], "k": 3});
        assert_eq!(fill(&params, known), Some(filled));
    }
}
