//! Groups as grades: ordered along a direction of value.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::pointer_join;
use gridfolk_space::Space;

use super::settings::Value;
use crate::problem;

/// What the columns of a customer's contribution weigh where the caller does not say: revenue, consumption,
/// margin, growth, payment in time, load factor, use of capacity, tenure. An assumption, to be edited.
pub const DEFAULT_WEIGHTS: [(&str, f64); 8] = [
    ("revenue_yuan", 0.25),
    ("kwh_year", 0.20),
    ("margin_yuan", 0.15),
    ("kwh_change_share", 0.10),
    ("n_bills_late_12m", -0.10),
    ("load_factor", 0.08),
    ("capacity_use_share", 0.07),
    ("tenure_months", 0.05),
];

/// The weight of each column; none where groups are not graded. `pointer` is where named weights stand.
///
/// # Errors
/// No column has a default weight; a weight of a column that is not used; weights that are all 0.
pub fn weights(value: &Value, columns: &[String], pointer: &str) -> Result<Option<Vec<f64>>, Problem> {
    let mut weights = vec![0.0; columns.len()];
    match value {
        Value::None => return Ok(None),
        Value::Default => {
            for (weight, column) in weights.iter_mut().zip(columns) {
                let known = DEFAULT_WEIGHTS.iter().find(|(name, _)| name == column);
                *weight = known.map_or(0.0, |(_, weight)| *weight);
            }
            if weights.iter().all(|&weight| weight == 0.0) {
                return Err(problem::value_not_stated());
            }
        }
        Value::Weights(named) => {
            for (column, weight) in named {
                let j = columns.iter().position(|name| name == column).ok_or_else(|| {
                    let pointer = pointer_join(pointer, column);
                    Problem::column_not_used(&pointer, column)
                })?;
                weights[j] = *weight;
            }
            if weights.iter().all(|&weight| weight == 0.0) {
                return Err(problem::weights_all_zero(pointer));
            }
        }
    }
    Ok(Some(weights))
}

/// The value of each centre: the weighted sum of its coordinates in standard deviations; 0 without weights.
pub fn values(space: &Space, weights: Option<&[f64]>, centroids: &[f64]) -> Vec<f64> {
    let value = |centre: &[f64]| {
        let Some(weights) = weights else { return 0.0 };
        let terms = centre.iter().zip(weights).enumerate();
        terms.fold(0.0, |sum, (j, (&z, weight))| sum + weight * space.in_deviations(j, z))
    };
    centroids.chunks_exact(space.n_columns()).map(value).collect()
}

/// The order of groups: the greatest value first, ties as they stand.
pub fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(values.len());
    for (group, value) in values.iter().enumerate() {
        let place = order.partition_point(|&other| values[other] >= *value);
        order.insert(place, group);
    }
    order
}

/// Points one after the other, in another order.
pub fn reorder(points: &[f64], d: usize, order: &[usize]) -> Vec<f64> {
    order.iter().flat_map(|&group| &points[group * d..(group + 1) * d]).copied().collect()
}

/// The name of a group: A, B … where groups are graded, else g1, g2 …
pub fn group_name(group: usize, is_graded: bool) -> String {
    match is_graded {
        true => char::from(b'A' + group as u8).to_string(),
        false => format!("g{}", group + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gridfolk_space::Missing;

    #[test]
    fn the_greatest_value_is_grade_a() {
        let space = Space {
            columns: vec!["kwh_year".into(), "arrears_days".into()],
            logs: vec![false; 2],
            missing: Missing::Refuse,
            standardize: false,
            mean: vec![0.0; 2],
            sd: vec![100.0, 2.0],
        };
        let centroids = [50.0, 0.0, 300.0, 2.0, 0.0, -2.0];
        let values = values(&space, Some(&[1.0, -0.5]), &centroids);
        assert_eq!(values, [0.5, 2.5, 0.5]);
        assert_eq!(order(&values), [1, 0, 2]);
        assert_eq!(reorder(&centroids, 2, &[1, 0, 2]), [300.0, 2.0, 50.0, 0.0, 0.0, -2.0]);
        assert_eq!((group_name(1, true), group_name(1, false)), ("B".into(), "g2".into()));
    }

    #[test]
    fn default_weights_are_those_of_the_columns_that_are_there() {
        let columns = ["kwh_year".to_owned(), "site".to_owned(), "n_bills_late_12m".to_owned()];
        assert_eq!(weights(&Value::Default, &columns, ""), Ok(Some(vec![0.2, 0.0, -0.1])));
        assert_eq!(weights(&Value::Default, &columns[1..2], ""), Err(problem::value_not_stated()));
        assert_eq!(weights(&Value::None, &columns, ""), Ok(None));
    }
}
