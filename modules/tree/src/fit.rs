//! The operation `fit`, and the body of its reply.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::{self, Fitted, Memory};
use crate::columns::{places, select};
use crate::contract::FitRequest;
use crate::model::Model;
use crate::predict::{ClassCount, with_rows};

/// The body of a fit's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReply {
    /// Keep it: `predict`, `explain` and `what_if` take it.
    pub model: Model,
    /// `exact` up to 20 000 rows in all; above, `histogram`: numbers are cut between 256 bins of about
    /// equally many rows.
    pub splits: String,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that took part: those with a class and a weight above 0.
    pub n_rows_used: u64,
    /// Rows of each class that took part.
    pub classes: Vec<ClassCount>,
    /// Leaves of the tree.
    pub n_leaves: u64,
    /// Questions on the longest way to a leaf.
    pub depth: u32,
    /// Whether the tree stopped growing at 20 001 nodes.
    pub stopped_at_limit: bool,
    /// The share of these rows, by weight, whose class the tree tells: too good for others.
    pub accuracy: f64,
    /// How often, on these rows, one with the event has the greater probability than one without; null
    /// without an event.
    pub auc: Option<f64>,
    /// The greatest distance between the distributions of the probability with and without the event.
    pub ks: Option<f64>,
    /// What each column does of the fall of impurity.
    pub importance: Vec<Importance>,
}

/// What one column does.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Importance {
    /// The column.
    pub column: String,
    /// Its part of the fall of impurity, 0 to 1.
    pub share: f64,
}

/// Fits the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<FitRequest>()?.check()?;
    let table = call.table()?;
    let rows = select(table, &settings, &[], 0)?;
    let fitted = algorithm::fit(settings, &rows, memory)?;
    let columns: Vec<_> =
        places(table, &fitted.tree)?.into_iter().map(|place| &table.columns()[place].values).collect();
    let walked = algorithm::walk(&fitted.tree, &columns, table.n_rows());
    Ok(with_rows(Answer::new(&FitReply::from(&fitted)), &fitted.tree, &walked))
}

impl From<&Fitted> for FitReply {
    fn from(fitted: &Fitted) -> FitReply {
        let tree = &fitted.tree;
        let class = |(class, &n_rows): (&String, &u64)| ClassCount { class: class.clone(), n_rows };
        let columns = tree.columns.iter().zip(&fitted.importances);
        FitReply {
            model: Model::from(tree),
            splits: if fitted.is_exact { "exact" } else { "histogram" }.to_owned(),
            n_rows: fitted.n_rows,
            n_rows_used: fitted.n_used,
            classes: tree.classes.iter().zip(&fitted.class_rows).map(class).collect(),
            n_leaves: tree.leaves().len() as u64,
            depth: tree.depth(),
            stopped_at_limit: fitted.is_limited,
            accuracy: fitted.accuracy,
            auc: fitted.auc,
            ks: fitted.ks,
            importance: columns.map(|(column, &share)| Importance { column: column.name.clone(), share }).collect(),
        }
    }
}
