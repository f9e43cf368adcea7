//! The fitted model: plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;
use gridfolk_space::limits::{COLUMNS_MAX, COORDINATE_MAX, VALUE_MAX};
use gridfolk_space::{Missing, Scaler, Space};

use crate::algorithm::Scheme;
use crate::algorithm::limits::{C_MAX, M_RANGE, WEIGHT_MAX};

/// The module's name, in models too.
pub const MODULE: &str = "fuzzy";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// Centres, the space that they lie in, and what makes them grades.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// `fuzzy`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The columns that distances are measured by, in order.
    pub columns: Vec<String>,
    /// Those of the columns that are taken as sign(x) ln(1 + |x|).
    pub log: Vec<String>,
    /// What is done with rows that lack a value.
    pub missing: Missing,
    /// Whether distances are measured on (x - mean) / sd, or on x - mean.
    pub standardize: bool,
    /// Mean and standard deviation of each column over the rows of the fit.
    pub scaler: Scaler,
    /// The fuzzifier.
    pub m: f64,
    /// One point a group, in the columns' units: the best grade first.
    pub centroids: Vec<Vec<f64>>,
    /// The same points where distances are measured.
    pub centroids_standardized: Vec<Vec<f64>>,
    /// What a standard deviation of each column adds to the value, by column; null where groups are no
    /// grades.
    pub value_weights: Option<Vec<f64>>,
    /// A customer is between two grades when the second membership is at least this share of the first.
    pub between: f64,
}

impl Model {
    /// The model of a scheme.
    pub fn new(scheme: &Scheme) -> Self {
        let space = &scheme.space;
        let points = scheme.centroids.chunks_exact(space.n_columns());
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            columns: space.columns.clone(),
            log: space.log_columns(),
            missing: space.missing,
            standardize: space.standardize,
            scaler: space.scaler(),
            m: scheme.m,
            centroids: points.clone().map(|point| space.to_units(point)).collect(),
            centroids_standardized: points.map(<[f64]>::to_vec).collect(),
            value_weights: scheme.weights.clone(),
            between: scheme.between,
        }
    }

    /// The space that distances are measured in.
    fn space(&self) -> Space {
        Space {
            columns: self.columns.clone(),
            logs: self.columns.iter().map(|column| self.log.contains(column)).collect(),
            missing: self.missing,
            standardize: self.standardize,
            mean: self.scaler.mean.clone(),
            sd: self.scaler.sd.clone(),
        }
    }

    /// Checks that lengths fit each other and that no arithmetic on the figures fails.
    ///
    /// # Errors
    /// `model_broken` with the place.
    pub fn check(&self) -> Result<Scheme, Problem> {
        let space = self.space();
        match self.fault(&space) {
            Some((pointer, rule)) => Err(Problem::model_broken(pointer, rule)),
            None => Ok(Scheme {
                centroids: self.centroids_standardized.concat(),
                space,
                m: self.m,
                weights: self.value_weights.clone(),
                between: self.between,
            }),
        }
    }

    /// The first place where it is none, and the rule.
    fn fault(&self, space: &Space) -> Option<(&'static str, &'static str)> {
        let (d, points) = (self.columns.len(), &self.centroids_standardized);
        let weights = self.value_weights.as_deref().unwrap_or_default();
        Some(if !(1..=COLUMNS_MAX).contains(&d) {
            ("/model/columns", "must name 1 to 1024 columns")
        } else if !(2..=C_MAX).contains(&self.centroids.len()) {
            ("/model/centroids", "must hold 2 to 26 centroids")
        } else if self.centroids.iter().any(|point| point.len() != d) {
            ("/model/centroids", "must have one number a column")
        } else if points.len() != self.centroids.len() || points.iter().any(|point| !is_point(point, d, COORDINATE_MAX))
        {
            ("/model/centroids_standardized", "must have one point a centroid, one number a column")
        } else if self.log.iter().any(|name| !self.columns.contains(name)) {
            ("/model/log", "must name columns of the model")
        } else if self.value_weights.is_some() && !is_point(weights, d, WEIGHT_MAX) {
            ("/model/value_weights", "must have one number a column, within 1e6")
        } else if !(M_RANGE.0..=M_RANGE.1).contains(&self.m) {
            ("/model/m", "must be 1.05 to 10")
        } else if !(0.0..=1.0).contains(&self.between) {
            ("/model/between", "must be 0 to 1")
        } else if !space.is_sound() {
            ("/model/scaler", "must have a mean and an sd a column, sd 0 or 1e-60 to 1e60")
        } else if !self.centroids.iter().zip(points).all(|(units, point)| agree(space, units, point)) {
            ("/model/centroids_standardized", "must be the centroids as the scaler places them")
        } else {
            return None;
        })
    }
}

/// The scheme of a call's model.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn scheme_of(call: &Call<'_>) -> Result<Scheme, Problem> {
    call.model::<Model>(MODULE, SCHEMAS_READ)?.check()
}

fn is_point(point: &[f64], d: usize, limit: f64) -> bool {
    point.len() == d && point.iter().all(|value| value.abs() <= limit)
}

/// Whether both spellings of a centroid are the same point, but for what people round. A constant column of
/// a standardised space has no coordinate of its own.
fn agree(space: &Space, units: &[f64], point: &[f64]) -> bool {
    let placed = space.to_coordinates(units);
    (0..point.len()).all(|j| {
        let spread = if space.sd[j] > 0.0 { space.mean[j].abs() / space.sd[j] } else { space.mean[j].abs() };
        let slack = if space.standardize { spread } else { space.mean[j].abs() };
        units[j].abs() <= 1.01 * VALUE_MAX
            && ((space.standardize && space.sd[j] == 0.0)
                || (placed[j] - point[j]).abs() <= 1e-6 * (1.0 + slack + point[j].abs()))
    })
}
