//! Checks of what a caller sends, or has kept.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::pointer_join;
use gridfolk_numeric::sort::order_of_texts;
use gridfolk_whatif::Scalar;

use super::{Grade, Rule};
use crate::algorithm::limits::{GRADES_MAX, POINTS_MAX, RULES_MAX, SPECIAL_MAX, VALUE_MAX};
use crate::problem;

pub(super) fn check_special(place: &str, special: &[Scalar]) -> Result<(), Problem> {
    check_count(place, "special", special.len(), 0, SPECIAL_MAX)?;
    match (0..special.len()).find(|&at| special[..at].contains(&special[at])) {
        Some(at) => Err(problem::named_twice(&pointer_join(&pointer_join(place, "special"), at), "")),
        None => Ok(()),
    }
}

/// Refuses a number out of its range: the field `name` of what stands at `place`.
///
/// # Errors
/// `out_of_range`.
pub fn check_range(place: &str, name: &str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Problem::out_of_range(&pointer_join(place, name), value, least, most))
}

pub(super) fn check_count(place: &str, name: &str, n: usize, least: usize, most: usize) -> Result<(), Problem> {
    if (least..=most).contains(&n) {
        return Ok(());
    }
    Err(problem::count_out_of_range(&pointer_join(place, name), n, least, most))
}

/// Refuses a name that is given twice, of `n`: the first that repeats one before it.
pub(super) fn check_once<'a>(pointer: &str, n: usize, name: &dyn Fn(usize) -> &'a str) -> Result<(), Problem> {
    let mut names = Vec::with_capacity(n);
    for at in 0..n {
        names.push(name(at));
    }
    let order = order_of_texts(&names);
    let mut first = n;
    for pair in order.windows(2) {
        if names[pair[0]] == names[pair[1]] {
            first = first.min(pair[1]);
        }
    }
    names.get(first).map_or(Ok(()), |name| Err(problem::named_twice(pointer, name)))
}

/// Refuses edges that do not rise.
///
/// # Errors
/// `edges_not_rising`.
pub fn check_edges(edges: &[f64], pointer: &str) -> Result<(), Problem> {
    let is_after = |at: usize| edges[at].abs() <= VALUE_MAX && (at == 0 || edges[at] > edges[at - 1]);
    match (0..edges.len()).find(|&at| !is_after(at)) {
        Some(at) => Err(problem::edges_not_rising(&pointer_join(pointer, at), edges[at])),
        None => Ok(()),
    }
}

/// Refuses points that are too large.
///
/// # Errors
/// `out_of_range`.
pub fn check_points(points: f64, pointer: &str) -> Result<(), Problem> {
    if points.abs() <= POINTS_MAX {
        return Ok(());
    }
    Err(Problem::out_of_range(pointer, points, -POINTS_MAX, POINTS_MAX))
}

/// Refuses grades whose points do not fall, down to a last one without any.
///
/// # Errors
/// `grades_not_falling`, and those of counts and names.
pub fn check_grades(grades: Option<&[Grade]>, pointer: &str) -> Result<(), Problem> {
    let Some(grades) = grades else { return Ok(()) };
    check_count("/params", "grades", grades.len(), 1, GRADES_MAX)?;
    check_once(pointer, grades.len(), &|at| &grades[at].grade)?;
    let is_right = |at: usize| match grades[at].from {
        None => at + 1 == grades.len(),
        Some(from) => {
            at + 1 < grades.len()
                && from.abs() <= POINTS_MAX
                && (at == 0 || grades[at - 1].from.is_some_and(|above| from < above))
        }
    };
    match (0..grades.len()).find(|&at| !is_right(at)) {
        Some(at) => Err(problem::grades_not_falling(&pointer_join(&pointer_join(pointer, at), "from"))),
        None => Ok(()),
    }
}

/// Refuses too many rules, names given twice, points that are too large.
///
/// # Errors
/// Those.
pub fn check_rules(rules: &[Rule], pointer: &str) -> Result<(), Problem> {
    check_count("/params", "rules", rules.len(), 0, RULES_MAX)?;
    check_once(pointer, rules.len(), &|at| &rules[at].rule)?;
    for (at, rule) in rules.iter().enumerate() {
        check_points(rule.points as f64, &pointer_join(&pointer_join(pointer, at), "points"))?;
    }
    Ok(())
}
