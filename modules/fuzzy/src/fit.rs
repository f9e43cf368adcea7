//! The operation `fit`, and the body of its reply.

use gridfolk_contract::{Answer, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_space::select;

use crate::algorithm::grades::group_name;
use crate::algorithm::{self, Fitted, Memory, Scheme, Settings, View};
use crate::contract::FitRequest;
use crate::model::Model;
use crate::predict::with_rows;

/// The body of a fit's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply {
    /// Keep it: `predict` and `what_if` take it.
    pub model: Model,
    /// Updates of the centres.
    pub n_iter: u32,
    /// Whether the memberships came to rest; false when `max_iter` ended the fit.
    pub converged: bool,
    /// The sum of u^m times the squared distance, where distances are measured.
    pub objective: f64,
    /// The mean over customers of the sum of squared memberships: 1/c (all alike) to 1 (one group each).
    pub partition_coefficient: f64,
    /// The mean over customers of the sum of -u ln u: 0 (one group each) to ln c (all alike).
    pub partition_entropy: f64,
    /// Compactness over separation, less is better; null where two centres are one.
    pub xie_beni: Option<f64>,
    /// Groups whose centres coincide: there are fewer groups than were asked for.
    pub coincident: Vec<CoincidentReply>,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that took part: fewer where rows are dropped.
    pub n_rows_used: u64,
    /// Customers between two grades.
    pub n_between: u64,
    /// The groups, the best grade first.
    pub groups: Vec<GroupProfile>,
}

/// Two groups whose centres coincide.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoincidentReply {
    /// Both.
    pub grades: [String; 2],
    /// The distance of their centres, where distances are measured.
    pub distance: f64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupProfile {
    /// A, B …; g1, g2 … where groups are no grades.
    pub grade: String,
    /// The weighted sum of the centre's coordinates, in standard deviations; null where groups are no grades.
    pub value: Option<f64>,
    /// Customers of whom it is the first group.
    pub size: u64,
    /// Their part of the used rows, 0 to 1.
    pub share: f64,
    /// Those of them who are between it and another one.
    pub n_between: u64,
    /// The sum of all customers' memberships in it.
    pub cardinality: f64,
    /// By column, in the model's order.
    pub columns: Vec<ColumnProfile>,
}

/// One column within one group.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColumnProfile {
    /// Its name.
    pub column: String,
    /// The centre, in the column's unit.
    pub centre: f64,
    /// How far the centre is from the mean of all, in standard deviations of all; of a column in `log`, of
    /// its logarithms; 0 for a constant column.
    pub stands_out_sd: f64,
}

/// Fits the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let view = view(call.table()?, &settings, None, 0)?;
    let fitted = algorithm::fit(settings, &view, memory)?;
    let scheme = fitted.scheme();
    let assigned = algorithm::predict(&scheme, &view.columns, memory);
    Ok(with_rows(Answer::new(&FitReply::from(&fitted)), assigned, scheme.weights.is_some()))
}

/// What a fit sees of a table. `names` are the columns that an earlier pass found.
///
/// # Errors
/// Columns that are not there or hold no numbers.
pub fn view<'a>(
    table: &'a Table,
    settings: &Settings,
    names: Option<&[String]>,
    first_row: u64,
) -> Result<View<'a>, Problem> {
    let starts = settings.start_columns();
    let columns = select(table, names.or(settings.basis.columns.as_deref()), starts, "/params/columns")?;
    let starts = match starts.is_empty() {
        true => Vec::new(),
        false => select(table, Some(starts), &[], "/params/init/memberships")?.values,
    };
    Ok(View { names: columns.names, columns: columns.values, starts, first_row })
}

impl Fitted {
    /// What rows are assigned by.
    pub fn scheme(&self) -> Scheme {
        Scheme {
            space: self.space.clone(),
            m: self.m,
            centroids: self.centroids.clone(),
            weights: self.weights.clone(),
            between: self.between,
        }
    }
}

impl From<&Fitted> for FitReply {
    fn from(fitted: &Fitted) -> FitReply {
        let is_graded = fitted.weights.is_some();
        let coincident = fitted.coincident.iter().map(|pair| CoincidentReply {
            grades: pair.groups.map(|group| group_name(group, is_graded)),
            distance: pair.distance,
        });
        FitReply {
            model: Model::new(&fitted.scheme()),
            n_iter: fitted.n_iter,
            converged: fitted.converged,
            objective: fitted.objective,
            partition_coefficient: fitted.partition_coefficient,
            partition_entropy: fitted.partition_entropy,
            xie_beni: fitted.xie_beni,
            coincident: coincident.collect(),
            n_rows: fitted.n_rows,
            n_rows_used: fitted.n_used,
            n_between: fitted.n_between.iter().fold(0, |sum, n| sum.saturating_add(*n)),
            groups: (0..fitted.values.len()).map(|group| profile(fitted, group)).collect(),
        }
    }
}

fn profile(fitted: &Fitted, group: usize) -> GroupProfile {
    let (space, d) = (&fitted.space, fitted.space.n_columns());
    let centre = &fitted.centroids[group * d..(group + 1) * d];
    let units = space.to_units(centre);
    let column = |j: usize| ColumnProfile {
        column: space.columns[j].clone(),
        centre: units[j],
        stands_out_sd: space.in_deviations(j, centre[j]),
    };
    GroupProfile {
        grade: group_name(group, fitted.weights.is_some()),
        value: fitted.weights.is_some().then(|| fitted.values[group]),
        size: fitted.sizes[group],
        share: fitted.sizes[group] as f64 / fitted.n_used as f64,
        n_between: fitted.n_between[group],
        cardinality: fitted.cardinalities[group],
        columns: (0..d).map(column).collect(),
    }
}
