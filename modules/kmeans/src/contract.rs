//! What a caller sends. `check` turns each request into what the algorithm takes.

use gridfolk_contract::problem::param_pointer;
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::{FromJson, Problem};

use crate::algorithm::limits::{COLUMNS_MAX, K_MAX, MAX_ITER_MAX, N_INIT_MAX, VALUE_MAX};
use crate::algorithm::{Missing, Order, Settings, Start};
use crate::model::Model;
use crate::problem;

/// Starts by k-means++ where the caller does not say how many.
const N_INIT_DEFAULT: u64 = 4;

/// Parameters of `fit` and `begin`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FitRequest {
    /// Number of segments: 1 to the number of rows, at most 1024.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1024)))]
    pub k: u64,
    /// Columns of numbers to use; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// How the fit starts.
    #[serde(default)]
    pub init: InitRequest,
    /// Of the random numbers: the same seed gives the same segments.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub seed: u64,
    /// Starts by k-means++, of which the one with the least inertia is answered: 1 to 100; 4 when
    /// absent. Not beside start rows or centroids.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub n_init: Option<u64>,
    /// Whether columns are made comparable: (x - mean) / population standard deviation.
    #[serde(default = "yes")]
    pub standardize: bool,
    /// The most updates of the centroids: 1 to 10000.
    #[serde(default = "max_iter_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub max_iter: u64,
    /// The fit ends when an update moves the centroids (sum of squares) by no more than this share of
    /// the mean variance of the columns: 0 to 1; 0: when it moves nothing at all.
    #[serde(default = "tol_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub tol: f64,
    /// What is done with rows that lack a value.
    #[serde(default)]
    pub missing: Missing,
    /// In which order the segments s1, s2 … are answered.
    #[serde(default)]
    pub order: OrderRequest,
}

/// How a fit starts.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InitRequest {
    /// Rows drawn at random, far from each other.
    #[default]
    #[serde(rename = "k-means++")]
    PlusPlus,
    /// k row numbers in the table, from 0.
    Rows(Vec<u64>),
    /// k points, each with one value a column, in the columns' order and units.
    Centroids(Vec<Vec<f64>>),
}

/// In which order the segments are answered.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderRequest {
    /// The largest first, ties by their first row.
    #[default]
    Size,
    /// As the start gave them.
    Init,
    /// Each segment takes the place of the centroid of this earlier model that it matches best.
    Like(Box<Model>),
}

/// Parameters of `choose`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseRequest {
    /// The least number of segments that is tried, from 2.
    #[serde(default = "k_min_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1024)))]
    pub k_min: u64,
    /// The greatest number of segments that is tried; at most the number of rows less one.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1024)))]
    pub k_max: u64,
    /// Columns of numbers to use; all of them when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Of the random numbers, those of the silhouette's sample too.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub seed: u64,
    /// Starts for each number of segments: 1 to 100; 4 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub n_init: Option<u64>,
    /// As in `fit`.
    #[serde(default = "yes")]
    pub standardize: bool,
    /// As in `fit`.
    #[serde(default = "max_iter_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub max_iter: u64,
    /// As in `fit`.
    #[serde(default = "tol_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub tol: f64,
    /// As in `fit`.
    #[serde(default)]
    pub missing: Missing,
}

/// An operation without parameters.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoParams {}

fn yes() -> bool {
    true
}

fn max_iter_default() -> u64 {
    300
}

fn tol_default() -> f64 {
    1e-4
}

fn k_min_default() -> u64 {
    2
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; `n_init` beside given starts; starts that are not k; columns named
    /// twice; an earlier model that does not fit.
    pub fn check(self) -> Result<Settings, Problem> {
        let k = check_k(self.k)?;
        check_names(self.columns.as_deref())?;
        let seed = check_whole("seed", self.seed, 0, INTEGER_MAX)?;
        if self.n_init.is_some() && self.init != InitRequest::PlusPlus {
            return Err(problem::not_beside_start("n_init"));
        }
        let n_init = check_whole("n_init", self.n_init.unwrap_or(N_INIT_DEFAULT), 1, u64::from(N_INIT_MAX))? as u32;
        Ok(Settings {
            start: check_init(self.init, k, n_init, seed)?,
            order: check_order(self.order, k, self.columns.as_deref())?,
            columns: self.columns,
            k,
            standardize: self.standardize,
            max_iter: check_whole("max_iter", self.max_iter, 1, u64::from(MAX_ITER_MAX))? as u32,
            tol: check_tol(self.tol)?,
            missing: self.missing,
        })
    }
}

/// A checked [`ChooseRequest`].
#[derive(Debug, Clone)]
pub struct ChooseParams {
    /// Numbers of segments, ascending.
    pub ks: std::ops::RangeInclusive<usize>,
    /// Of the silhouette's sample, as of the starts.
    pub seed: u64,
    /// The settings of each fit but for k.
    pub settings: Settings,
}

impl ChooseRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// As [`FitRequest::check`]; a range of k that is empty or begins below 2.
    pub fn check(self) -> Result<ChooseParams, Problem> {
        let k_min = check_whole("k_min", self.k_min, 2, K_MAX as u64)?;
        let k_max = check_whole("k_max", self.k_max, k_min, K_MAX as u64)?;
        let request = FitRequest {
            k: k_min,
            columns: self.columns,
            init: InitRequest::PlusPlus,
            seed: self.seed,
            n_init: self.n_init,
            standardize: self.standardize,
            max_iter: self.max_iter,
            tol: self.tol,
            missing: self.missing,
            order: OrderRequest::Size,
        };
        Ok(ChooseParams { ks: k_min as usize..=k_max as usize, seed: self.seed, settings: request.check()? })
    }
}

fn check_whole(field: &'static str, value: u64, least: u64, most: u64) -> Result<u64, Problem> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(Problem::out_of_range(&param_pointer(field), value as f64, least as f64, most as f64))
}

fn check_k(k: u64) -> Result<usize, Problem> {
    if (1..=K_MAX as u64).contains(&k) {
        return Ok(k as usize);
    }
    Err(problem::k_out_of_range(k, K_MAX as u64, "limit"))
}

fn check_tol(tol: f64) -> Result<f64, Problem> {
    if (0.0..=1.0).contains(&tol) {
        return Ok(tol);
    }
    Err(Problem::out_of_range("/params/tol", tol, 0.0, 1.0))
}

/// Refuses no names, too many, and names given twice.
fn check_names(names: Option<&[String]>) -> Result<(), Problem> {
    let Some(names) = names else { return Ok(()) };
    if names.is_empty() || names.len() > COLUMNS_MAX {
        return Err(Problem::too_many_columns(names.len(), COLUMNS_MAX));
    }
    match first_repeated(names) {
        None => Ok(()),
        Some(index) => Err(Problem::column_twice(&format!("/params/columns/{index}"), &names[index])),
    }
}

/// The place of the first value that stands before it, too; there are at most 1024.
fn first_repeated<T: PartialEq>(values: &[T]) -> Option<usize> {
    (0..values.len()).find(|&index| values[..index].contains(&values[index]))
}

fn check_init(init: InitRequest, k: usize, n_init: u32, seed: u64) -> Result<Start, Problem> {
    let check_count = |field: &'static str, n: usize| match n == k {
        true => Ok(()),
        false => Err(problem::start_count(field, n, k)),
    };
    match init {
        InitRequest::PlusPlus => Ok(Start::PlusPlus { n_init, seed }),
        InitRequest::Rows(rows) => {
            check_count("rows", rows.len())?;
            match first_repeated(&rows) {
                None => Ok(Start::Rows(rows)),
                Some(index) => Err(problem::start_row_twice(index, rows[index])),
            }
        }
        InitRequest::Centroids(points) => {
            check_count("centroids", points.len())?;
            for (i, point) in points.iter().enumerate() {
                if let Some(j) = point.iter().position(|value| value.is_nan() || value.abs() > VALUE_MAX) {
                    let pointer = format!("/params/init/centroids/{i}/{j}");
                    return Err(Problem::number_too_large(&pointer, point[j], VALUE_MAX));
                }
            }
            Ok(Start::Centroids(points))
        }
    }
}

fn check_order(order: OrderRequest, k: usize, columns: Option<&[String]>) -> Result<Order, Problem> {
    match order {
        OrderRequest::Size => Ok(Order::Size),
        OrderRequest::Init => Ok(Order::Start),
        OrderRequest::Like(model) => {
            let model = model.check_like()?;
            if model.centroids.len() != k {
                return Err(problem::like_count(model.centroids.len(), k));
            }
            if columns.is_some_and(|columns| *columns != model.columns) {
                return Err(problem::like_columns_differ(&model.columns));
            }
            Ok(Order::Like { columns: model.columns, points: model.centroids })
        }
    }
}
