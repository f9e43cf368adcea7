//! What a caller asks for, and the check that turns it into what the algorithm may rely on.

use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::{FromJson, Problem};

use crate::algorithm::tariff::{REGIONS, Region};
use crate::problem;

/// Most customers of one call: their columns fill about half of a module's address space.
pub const N_CUSTOMERS_MAX: u64 = 5_000_000;

/// Largest share of cells to hide, and of thieves.
pub const SHARE_MAX: f64 = 0.5;

/// The parameters of `generate`, as they arrive.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct GenerateRequest {
    /// Number of customers.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 5_000_000)))]
    pub n_customers: u64,
    /// Another seed gives another population; at most 2^53 - 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub seed: u64,
    /// Number of the first customer: a population may be made in parts.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_007_199_254_740_991_u64)))]
    pub first_row: u64,
    /// Adds the hidden truth, as columns whose names begin with `truth_`.
    pub truth: bool,
    /// Region of the step tariff.
    #[cfg_attr(feature = "schema", schemars(with = "RegionName"))]
    pub region: String,
    /// Share of cells that are hidden in columns that come from meters, 0 to 0.5.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 0.5)))]
    pub missing_share: f64,
    /// Share of customers who steal electricity, 0 to 0.5.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 0.5)))]
    pub theft_share: f64,
}

/// The names of [`REGIONS`], for the schema.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
#[allow(dead_code, reason = "only its schema is used")]
enum RegionName {
    Zhejiang,
    Beijing,
    Shanghai,
    Jiangsu,
    Guangxi,
    Guizhou,
}

impl Default for GenerateRequest {
    fn default() -> Self {
        GenerateRequest {
            n_customers: 2000,
            seed: 0,
            first_row: 0,
            truth: false,
            region: REGIONS[0].name.to_owned(),
            missing_share: 0.0,
            theft_share: 0.005,
        }
    }
}

/// Checked parameters.
#[derive(Debug, Clone)]
pub struct GenerateParams {
    n_customers: u64,
    seed: u64,
    first_row: u64,
    truth: bool,
    region: &'static Region,
    missing_share: f64,
    theft_share: f64,
}

impl GenerateRequest {
    /// Checks every value against its range.
    ///
    /// # Errors
    /// `n_customers_out_of_range`, `seed_out_of_range`, `first_row_out_of_range`, `region_unknown`,
    /// `share_out_of_range`.
    pub fn check(self) -> Result<GenerateParams, Problem> {
        in_range("n_customers", self.n_customers, 1, N_CUSTOMERS_MAX)?;
        in_range("seed", self.seed, 0, INTEGER_MAX)?;
        in_range("first_row", self.first_row, 0, INTEGER_MAX)?;
        share("missing_share", self.missing_share)?;
        share("theft_share", self.theft_share)?;
        let region = REGIONS.iter().find(|region| region.name == self.region);
        Ok(GenerateParams {
            n_customers: self.n_customers,
            seed: self.seed,
            first_row: self.first_row,
            truth: self.truth,
            region: region.ok_or_else(|| problem::region_unknown(&self.region))?,
            missing_share: self.missing_share,
            theft_share: self.theft_share,
        })
    }
}

impl GenerateParams {
    /// Number of customers, 1 to 5 000 000.
    pub fn n_customers(&self) -> u64 {
        self.n_customers
    }

    /// Seed of all draws, at most 2^53 - 1.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Number of the first customer.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// Whether the hidden truth is told.
    pub fn truth(&self) -> bool {
        self.truth
    }

    /// Region of the step tariff.
    pub fn region(&self) -> &'static Region {
        self.region
    }

    /// Share of hidden cells, 0 to 0.5.
    pub fn missing_share(&self) -> f64 {
        self.missing_share
    }

    /// Share of thieves, 0 to 0.5.
    pub fn theft_share(&self) -> f64 {
        self.theft_share
    }
}

fn in_range(field: &str, value: u64, min: u64, max: u64) -> Result<(), Problem> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(problem::out_of_range(field, value, min, max)) }
}

fn share(field: &str, value: f64) -> Result<(), Problem> {
    if (0.0..=SHARE_MAX).contains(&value) { Ok(()) } else { Err(problem::share_out_of_range(field, value)) }
}
