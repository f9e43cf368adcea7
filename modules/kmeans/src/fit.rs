//! The operation `fit`, and the body of its reply.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Fitted, Memory};
use crate::columns::select;
use crate::contract::FitRequest;
use crate::model::Model;
use crate::predict::{segment_name, with_rows};

/// The body of a fit's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply {
    /// Keep it: `predict` and `what_if` take it.
    pub model: Model,
    /// Sum of squared distances of the rows to their centroids, where distances are measured.
    pub inertia: f64,
    /// Updates that moved a centroid.
    pub n_iter: u32,
    /// Whether the centroids came to rest; false when `max_iter` ended the fit.
    pub converged: bool,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that took part: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Rows of each segment, s1 first.
    pub sizes: Vec<u64>,
    /// What distinguishes each segment, s1 first.
    pub profile: Vec<SegmentProfile>,
}

/// One segment.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentProfile {
    /// s1, s2 …
    pub segment: String,
    /// Its rows.
    pub size: u64,
    /// Its part of the used rows, 0 to 1.
    pub share: f64,
    /// By column, in the model's order; empty for an empty segment.
    pub columns: Vec<ColumnProfile>,
}

/// One column within one segment.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColumnProfile {
    /// Its name.
    pub column: String,
    /// Mean, in the column's unit.
    pub mean: f64,
    /// Population standard deviation, in the column's unit.
    pub sd: f64,
    /// The segment's part of the column's sum; null where that sum is 0.
    pub share_of_total: Option<f64>,
    /// How far the segment's mean is from the mean of all, in standard deviations of all; null for a
    /// constant column.
    pub stands_out_sd: Option<f64>,
}

/// Fits the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let columns = select(call.table()?, settings.columns.as_deref(), "/params/columns")?;
    let fitted = algorithm::fit(settings, &columns.names, &columns.values, memory)?;
    let assigned = algorithm::predict(&fitted.space, &fitted.centroids, columns.values, memory);
    Ok(with_rows(Answer::new(&FitReply::from(&fitted)), assigned))
}

impl From<&Fitted> for FitReply {
    fn from(fitted: &Fitted) -> FitReply {
        FitReply {
            model: Model::new(&fitted.space, &fitted.centroids),
            inertia: fitted.inertia,
            n_iter: fitted.n_iter,
            converged: fitted.converged,
            n_rows: fitted.n_rows,
            n_rows_used: fitted.n_used,
            sizes: fitted.sizes.clone(),
            profile: (0..fitted.sizes.len()).map(|k| segment_profile(fitted, k)).collect(),
        }
    }
}

fn segment_profile(fitted: &Fitted, k: usize) -> SegmentProfile {
    let facts = fitted.facts[k].as_deref().unwrap_or_default();
    let columns = fitted.space.columns.iter().zip(facts).map(|(column, facts)| ColumnProfile {
        column: column.clone(),
        mean: facts.mean,
        sd: facts.sd,
        share_of_total: facts.share,
        stands_out_sd: facts.stands_out,
    });
    SegmentProfile {
        segment: segment_name(k),
        size: fitted.sizes[k],
        share: fitted.sizes[k] as f64 / fitted.n_used as f64,
        columns: columns.collect(),
    }
}
