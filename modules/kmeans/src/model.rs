//! The fitted model: plain JSON that the caller keeps and sends back.

use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_guest::Call;

use crate::algorithm::limits::{COLUMNS_MAX, COORDINATE_MAX, K_MAX, VALUE_MAX};
use crate::algorithm::{Missing, Space};
use crate::problem;

/// The module's name, in models too.
pub const MODULE: &str = "kmeans";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// Centroids, and the space that they lie in.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// `kmeans`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The columns that distances are measured by, in order.
    pub columns: Vec<String>,
    /// What is done with rows that lack a value.
    pub missing: Missing,
    /// Whether distances are measured on (x - mean) / sd, or on the values themselves.
    pub standardize: bool,
    /// Mean and standard deviation of each column over the rows of the fit.
    pub scaler: Scaler,
    /// One point a segment, in the columns' units: s1 first.
    pub centroids: Vec<Vec<f64>>,
    /// The same points where distances are measured.
    pub centroids_standardized: Vec<Vec<f64>>,
}

/// Mean and standard deviation of each column.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scaler {
    /// By column, in its unit.
    pub mean: Vec<f64>,
    /// Population standard deviation by column, in its unit; 0 for a constant column, which adds
    /// nothing to a distance.
    pub sd: Vec<f64>,
}

/// A checked model.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedModel {
    /// The space that distances are measured in.
    pub space: Space,
    /// Coordinates, centroid after centroid.
    pub centroids: Vec<f64>,
}

impl Model {
    /// The model of centroids, given by their coordinates.
    pub fn new(space: &Space, centroids: &[f64]) -> Self {
        let points = centroids.chunks_exact(space.n_columns());
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            columns: space.columns.clone(),
            missing: space.missing,
            standardize: space.standardize,
            scaler: Scaler { mean: space.mean.to_vec(), sd: space.sd.to_vec() },
            centroids: points.clone().map(|point| space.to_units(point)).collect(),
            centroids_standardized: points.map(<[f64]>::to_vec).collect(),
        }
    }
}

/// The model of a call.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<CheckedModel, Problem> {
    call.model::<Model>(MODULE, SCHEMAS_READ)?.check()
}

impl Model {
    /// Checks that lengths fit each other and that no arithmetic on the figures fails.
    ///
    /// # Errors
    /// `model_broken` with the place.
    pub fn check(self) -> Result<CheckedModel, Problem> {
        let broken = |pointer, rule| Err(Problem::model_broken(pointer, rule));
        let d = self.columns.len();
        if !(1..=COLUMNS_MAX).contains(&d) {
            return broken("/model/columns", "must name 1 to 1024 columns");
        }
        if !(1..=K_MAX).contains(&self.centroids.len()) {
            return broken("/model/centroids", "must hold 1 to 1024 centroids");
        }
        if self.centroids.iter().any(|point| !is_point(point, d, VALUE_MAX)) {
            return broken("/model/centroids", "must have one number a column, within 1e60");
        }
        let points = &self.centroids_standardized;
        if points.len() != self.centroids.len() || points.iter().any(|point| !is_point(point, d, COORDINATE_MAX)) {
            return broken("/model/centroids_standardized", "must have one point a centroid, one number a column");
        }
        let space = Space {
            columns: self.columns,
            missing: self.missing,
            standardize: self.standardize,
            mean: self.scaler.mean,
            sd: self.scaler.sd,
        };
        if !space.is_sound() {
            return broken("/model/scaler", "must have a mean and an sd a column, sd 0 or 1e-60 to 1e60");
        }
        if !self.centroids.iter().zip(points).all(|(units, point)| agree(&space, units, point)) {
            return broken("/model/centroids_standardized", "must be the centroids as the scaler places them");
        }
        Ok(CheckedModel { centroids: points.concat(), space })
    }

    /// Checks a model that a fit is to be like.
    ///
    /// # Errors
    /// A model of another module or of an unknown schema; `model_broken` with the place.
    pub fn check_like(self) -> Result<Self, Problem> {
        if self.module != MODULE || !SCHEMAS_READ.contains(&self.schema) {
            return Err(problem::like_not_ours(&self.module, self.schema));
        }
        let d = self.columns.len();
        if self.centroids.iter().any(|point| !is_point(point, d, VALUE_MAX)) {
            let rule = "must have one number a column, within 1e60";
            return Err(Problem::model_broken("/params/order/like/centroids", rule));
        }
        Ok(self)
    }
}

fn is_point(point: &[f64], d: usize, limit: f64) -> bool {
    point.len() == d && point.iter().all(|value| value.abs() <= limit)
}

/// Whether both spellings of a centroid are the same point, but for what people round.
fn agree(space: &Space, units: &[f64], point: &[f64]) -> bool {
    space
        .to_units(point)
        .iter()
        .zip(units)
        .enumerate()
        .all(|(j, (a, b))| (a - b).abs() <= 1e-6 * (space.mean[j].abs() + (point[j] * space.sd[j]).abs() + b.abs()))
}
