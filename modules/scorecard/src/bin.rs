//! The operation `bin`: bins of each column against the target.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::attribute::Attribute;
use crate::algorithm::{FitMemory, State, merge};
use crate::contract::{BinRequest, FitRequest};
use crate::fit::fold_table;
use crate::model::BinnedColumn;

/// The body of the reply.
#[derive(Debug, Clone, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BinReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows without the event.
    pub n_goods: u64,
    /// Rows with the event.
    pub n_bads: u64,
    /// Out of what the bins of numbers are made: each distinct number (`exact`, up to 250 000 rows), or
    /// 1024-quantiles (`quantiles`).
    pub way: &'static str,
    /// The columns, in the order of the table or as named.
    pub columns: Vec<BinnedColumn>,
}

/// How the numbers of columns were taken up.
pub fn way(n_rows: u64) -> &'static str {
    if n_rows <= gridfolk_metrics::EXACT_ROWS_MAX { "exact" } else { "quantiles" }
}

/// Bins the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    bins(call, &call.params::<BinRequest>()?.into())
}

fn bins(call: &Call<'_>, request: &FitRequest) -> Result<Answer, Problem> {
    request.check()?;
    let table = call.table()?;
    let mut memory = FitMemory::default();
    let mut state = State::begin(request);
    while state.attributes.is_empty() {
        let partial = fold_table(&state, request, table, 0, &mut memory)?;
        let merged = merge(&mut state, request, vec![partial]);
        // Once there are bins, it does not matter whether a card could be made of them.
        if state.attributes.is_empty() {
            merged?;
        }
    }
    let all = state.scan.all;
    let column = |attribute: &Attribute| BinnedColumn::new(attribute, all, request.binning.zero_cell);
    Ok(Answer::new(&BinReply {
        n_rows: all.n(),
        n_goods: all.goods,
        n_bads: all.bads,
        way: way(all.n()),
        columns: state.attributes.iter().map(column).collect(),
    }))
}
