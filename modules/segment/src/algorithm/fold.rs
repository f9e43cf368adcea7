//! One pass over the rows of one part.

use gridfolk_contract::{Problem, Values};
use gridfolk_numeric::moments::Extent;
use gridfolk_whatif::Columns;

use super::Plan;
use super::cells::Cells;
use super::state::{Edge, Kind, Partial, Phase, Scan, State};
use crate::problem;

/// Finds out what the state, sound for this plan, asks for.
///
/// # Errors
/// Columns of a kind that does not suit.
pub fn fold(plan: &Plan, state: &State, table: &dyn Columns) -> Result<Partial, Problem> {
    match state.phase {
        Phase::Scan => scan(plan, table).map(Partial::Scan),
        Phase::Quantiles => {
            let pass = |index: usize| match state.search(index).filter(|search| !search.is_done()) {
                Some(search) => search.pass(&towards_high(plan, state, index, table)),
                None => Vec::new(),
            };
            Ok(Partial::Quantiles((0..5).map(pass).collect()))
        }
        Phase::Edges => {
            let edges = |index: usize| match state.search(index) {
                Some(search) => {
                    let numbers = towards_high(plan, state, index, table);
                    search.values().into_iter().map(|value| edge(&numbers, value)).collect()
                }
                None => Vec::new(),
            };
            Ok(Partial::Edges((0..5).map(edges).collect()))
        }
        Phase::Count => {
            let assigned = state.assigner(plan).assign(table)?;
            Ok(Partial::Count(Cells::of(state, plan, &assigned, table)))
        }
    }
}

fn scan(plan: &Plan, table: &dyn Columns) -> Result<Scan, Problem> {
    let missing = plan.classes.iter().map(|rule| {
        let mut names = rule.condition.tests().into_iter().map(|(name, _)| name);
        names.find(|name| table.values(name).is_none()).map(str::to_owned)
    });
    let mut scan =
        Scan { n_rows: table.n_rows() as u64, missing: missing.collect(), kinds: Vec::new(), extents: Vec::new() };
    for (index, column) in plan.columns.iter().enumerate() {
        let values = column.as_ref().and_then(|column| table.values(column));
        let (kind, extent) = match (column, values) {
            (Some(column), None) if plan.are_named => return Err(problem::result_not_found(index, column)),
            (Some(column), Some(Values::Items(_))) => {
                return Err(problem::band_wrong_kind(index, column, "items"));
            }
            (_, Some(Values::Number(numbers))) => (Kind::Number, Extent::of(numbers)),
            (_, Some(_)) => (Kind::Category, Extent::default()),
            (_, None) => (Kind::Absent, Extent::default()),
        };
        scan.kinds.push(kind);
        scan.extents.push(extent);
    }
    for (index, name) in plan.profile.iter().enumerate() {
        let pointer = format!("/params/profile_columns/{index}");
        match table.values(name) {
            Some(Values::Number(numbers)) => scan.extents.push(Extent::of(numbers)),
            None => return Err(Problem::used_column_not_found(&pointer, name)),
            Some(other) => {
                return Err(Problem::used_column_not_number(&pointer, name, other.kind()));
            }
        }
    }
    Ok(scan)
}

/// The numbers of a result, turned where small ones are high.
fn towards_high(plan: &Plan, state: &State, index: usize, table: &dyn Columns) -> Vec<f64> {
    let values = plan.columns[index].as_ref().and_then(|column| table.values(column));
    let Some(Values::Number(numbers)) = values else { return Vec::new() };
    let is_turned = state.shares(plan, index).is_some_and(|shares| shares.reverse);
    numbers.iter().map(|number| if is_turned { -number } else { *number }).collect()
}

fn edge(numbers: &[f64], value: f64) -> Edge {
    let mut edge = Edge { n_above: 0, n_at: 0, least_above: f64::INFINITY };
    for &number in numbers {
        edge.n_at += u64::from(number == value);
        if number > value {
            edge.n_above += 1;
            edge.least_above = edge.least_above.min(number);
        }
    }
    edge
}
