//! The operation `fit`, and its reply.

use gridfolk_contract::{Answer, Column, MISSING_CODE, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_space::select;

use crate::algorithm::reasons::Unusual;
use crate::algorithm::{Found, Placed, knee};
use crate::contract::FitRequest;

/// What an instance remembers of its columns: where they lie, and how far their neighbours are.
pub type Memory = Option<Placed>;

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply {
    /// How near a neighbour is, where distances are measured: as given, or as suggested.
    pub eps: f64,
    /// The knee of the sorted distances to the `min_points`-th neighbour.
    pub eps_suggested: f64,
    /// How many neighbours, itself counted, make a customer one of a group.
    pub min_points: u64,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that took part: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Customers that fit no group.
    pub n_unusual: u64,
    /// Their part of the used rows, 0 to 1.
    pub unusual_share: f64,
    /// The groups, the largest first.
    pub groups: Vec<Group>,
    /// The distances to the `min_points`-th neighbour that 0 %, 1 % … 100 % of the customers do not exceed: the
    /// curve that `eps` is suggested from.
    pub reach_percentiles: Vec<f64>,
    /// Unusual customers, those farthest from their neighbours first.
    pub unusual: Vec<UnusualReply>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// g1, g2 …
    pub group: String,
    /// Its customers.
    pub size: u64,
    /// Their part of the used rows, 0 to 1.
    pub share: f64,
}

/// A customer that fits no group: for a look by a person.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnusualReply {
    /// Its row, from 0.
    pub row: u64,
    /// Its distance to its `min_points`-th neighbour.
    pub reach: f64,
    /// The row of the nearest customer of a group; null where there is no group.
    pub nearest_row: Option<u64>,
    /// The columns that set it apart from that customer most, at most three.
    pub reasons: Vec<ReasonReply>,
}

/// One column of an unusual customer.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonReply {
    /// Its name.
    pub column: String,
    /// The customer's value; null where it is missing.
    pub value: Option<f64>,
    /// That of the nearest customer of a group.
    pub nearest_value: Option<f64>,
    /// How far the value is from the mean of all, in standard deviations of all.
    pub stands_out_sd: f64,
    /// The column's part of the squared distance between both, 0 to 1.
    pub share: f64,
}

/// Finds groups, and who fits none.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let columns = select(call.table()?, settings.basis.columns.as_deref(), &[], "/params/columns")?;
    let placed = match memory.take() {
        Some(placed) if placed.is_of(&settings.basis) => placed,
        _ => Placed::new(&settings.basis, &columns.names, &columns.values)?,
    };
    let placed = memory.insert(placed);
    let found = placed.find(&settings)?;
    Ok(answer(placed, &found, &columns.values, settings.top))
}

fn answer(placed: &Placed, found: &Found, columns: &[&[f64]], top: usize) -> Answer {
    let n_used = placed.n_used() as f64;
    let group = |(index, &size): (usize, &u64)| Group { group: group_name(index), size, share: size as f64 / n_used };
    let listed = found.unusual.iter().take(top);
    let reply = FitReply {
        eps: found.eps,
        eps_suggested: found.eps_suggested,
        min_points: found.min_points as u64,
        n_rows: placed.n_rows as u64,
        n_rows_used: placed.n_used() as u64,
        n_unusual: found.unusual.len() as u64,
        unusual_share: found.unusual.len() as f64 / n_used,
        groups: found.sizes.iter().enumerate().map(group).collect(),
        reach_percentiles: knee::percentiles(&found.reach),
        unusual: listed.map(|unusual| describe(placed, found, columns, unusual)).collect(),
    };
    with_rows(Answer::new(&reply), placed, found)
}

fn describe(placed: &Placed, found: &Found, columns: &[&[f64]], unusual: &Unusual) -> UnusualReply {
    let value_of = |row: usize, column: usize| {
        let value = columns[column][placed.position(row)];
        (!value.is_nan()).then_some(value)
    };
    let reasons = unusual.reasons.iter().map(|reason| ReasonReply {
        column: placed.space.columns[reason.column].clone(),
        value: value_of(unusual.row, reason.column),
        nearest_value: unusual.nearest.and_then(|nearest| value_of(nearest, reason.column)),
        stands_out_sd: reason.stands_out,
        share: reason.share,
    });
    UnusualReply {
        row: placed.position(unusual.row) as u64,
        reach: found.reach[unusual.row],
        nearest_row: unusual.nearest.map(|nearest| placed.position(nearest) as u64),
        reasons: reasons.collect(),
    }
}

fn group_name(index: usize) -> String {
    format!("g{}", index + 1)
}

/// The level of those who fit no group.
const UNUSUAL: &str = "unusual";

/// Adds what is said of each row.
fn with_rows(answer: Answer, placed: &Placed, found: &Found) -> Answer {
    let n_groups = found.sizes.len();
    let mut groups = vec![MISSING_CODE; placed.n_rows];
    let mut reach = vec![f64::NAN; placed.n_rows];
    let mut reasons = vec![MISSING_CODE; placed.n_rows];
    for row in 0..placed.n_used() {
        let position = placed.position(row);
        groups[position] = found.labels[row].unwrap_or(n_groups) as u32;
        reach[position] = found.reach[row];
    }
    for unusual in &found.unusual {
        let first = unusual.reasons.first().map_or(MISSING_CODE, |reason| reason.column as u32);
        reasons[placed.position(unusual.row)] = first;
    }
    let names = (0..n_groups).map(group_name).chain([UNUSUAL.to_owned()]).collect();
    answer
        .with_column(Column::category("group", groups, names))
        .with_column(Column::number("reach", reach))
        .with_column(Column::category("reason", reasons, placed.space.columns.clone()))
}
