//! What a caller sends. `check` turns it into what the algorithm takes.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::read::ByName;
use gridfolk_contract::{FromJson, ToJson};
use gridfolk_whatif::{Condition, Scalar};

use crate::algorithm::limits::{BINS_GIVEN_MAX, BINS_MAX, COLUMNS_MAX, POINTS_MAX, PREBINS_MAX, VALUE_MAX};
use crate::problem;
use gridfolk_contract::Problem;

mod check;
use check::{check_count, check_once, check_special};
pub use check::{check_edges, check_grades, check_points, check_range, check_rules};

/// Parameters of `bin`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct BinRequest {
    /// The column of the event: 1 where it happened (a bad), 0 where it did not (a good).
    pub target: String,
    /// Columns to bin; all of numbers and categories but the target when absent.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// How bins are found.
    #[serde(default)]
    pub binning: Binning,
}

/// Parameters of `fit` and `begin`. With a `target` the card is fitted; without one it is made of `rules`.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
pub struct FitRequest {
    /// The column of the event: 1 where it happened (a bad), 0 where it did not (a good).
    pub target: Option<String>,
    /// Columns that may enter the card; all of numbers and categories but the target when absent.
    pub columns: Option<Vec<String>>,
    /// How bins are found.
    pub binning: Binning,
    /// Which columns enter the card.
    pub selection: Selection,
    /// How log odds become points. A card of rules reads its `base_points` alone, rounded: what it begins with.
    pub scale: Scale,
    /// The grades, the highest first; when absent five of about equal size, A to E.
    pub grades: Option<Vec<Grade>>,
    /// Points by an expert, without a fit: each rule adds its points where its condition is true.
    pub rules: Vec<Rule>,
}

/// How bins are found.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
pub struct Binning {
    /// The most ordinary bins of a column: 1 to 64.
    pub max_bins: u64,
    /// The most pre-bins by quantiles, out of which bins are made: 2 to 256. Cuts of a decision tree join them.
    pub max_prebins: u64,
    /// Least share of all rows in an ordinary bin: 0 to 0.5.
    pub min_share: f64,
    /// How bad rates go from bin to bin of numbers.
    pub trend: Trend,
    /// Codes that are no quantities, such as -1 for unknown: each a bin of its own.
    pub special: Vec<Scalar>,
    /// How many goods or bads a bin without any counts as having: above 0, at most 1.
    pub zero_cell: f64,
    /// What is done with a level that no bin names.
    pub unknown_level: UnknownLevel,
    /// Columns for which something else holds.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, ColumnBinning>"))]
    pub by_column: ByName<ColumnBinning>,
}

impl Default for Binning {
    fn default() -> Self {
        Binning {
            max_bins: 8,
            max_prebins: PREBINS_MAX,
            min_share: 0.05,
            trend: Trend::Auto,
            special: Vec::new(),
            zero_cell: 0.5,
            unknown_level: UnknownLevel::Refuse,
            by_column: ByName::default(),
        }
    }
}

/// What holds for one column.
#[derive(Debug, Clone, Default, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
pub struct ColumnBinning {
    /// As in `binning`.
    pub max_bins: Option<u64>,
    /// As in `binning`.
    pub min_share: Option<f64>,
    /// As in `binning`.
    pub trend: Option<Trend>,
    /// As in `binning`, in place of it.
    pub special: Option<Vec<Scalar>>,
    /// Bins of numbers as they shall be: where each but the first begins, rising.
    pub edges: Option<Vec<f64>>,
    /// Bins of levels as they shall be: the levels of each.
    pub groups: Option<Vec<Vec<String>>>,
}

/// How bad rates go from bin to bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Ascending or descending, whichever gives the higher IV.
    Auto,
    /// They never fall.
    Ascending,
    /// They never rise.
    Descending,
    /// They rise, then fall.
    Peak,
    /// They fall, then rise.
    Valley,
    /// Any way.
    None,
}

/// What is done with a level that no bin names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "snake_case")]
pub enum UnknownLevel {
    /// The request is refused.
    Refuse,
    /// It falls into a bin of its own, with WOE 0 where the fit saw none.
    OwnBin,
}

/// Which columns enter the card.
#[derive(Debug, Clone, PartialEq, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
pub struct Selection {
    /// Least IV: 0 or more.
    pub min_iv: f64,
    /// The most that the WOE of two columns may correlate, 0 to 1; the one with less IV is left out.
    pub max_correlation: f64,
    /// Whether columns whose coefficient has the wrong sign are left out, the worst first.
    pub check_sign: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Selection { min_iv: 0.02, max_correlation: 0.7, check_sign: true }
    }
}

/// How log odds become points: `base_points` at `base_odds`, `pdo` more where the odds double.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(deny_unknown_fields, default)]
#[json(null_is_absent)]
pub struct Scale {
    /// Points of a customer with the base odds.
    pub base_points: f64,
    /// Goods for each bad: above 0.
    pub base_odds: f64,
    /// Points to double the odds: above 0.
    pub pdo: f64,
}

impl Default for Scale {
    fn default() -> Self {
        Scale { base_points: 600.0, base_odds: 19.0, pdo: 50.0 }
    }
}

/// A grade and the least points of it.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Grade {
    /// Its name.
    pub grade: String,
    /// Least points; null for the lowest grade.
    pub from: Option<f64>,
}

/// Points of an expert.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Rule {
    /// Its name.
    pub rule: String,
    /// Which customers.
    pub when: Condition,
    /// Points that they get.
    pub points: i64,
}

impl From<BinRequest> for FitRequest {
    /// The fit that begins with these bins.
    fn from(request: BinRequest) -> Self {
        let BinRequest { target, columns, binning } = request;
        FitRequest { target: Some(target), columns, binning, ..FitRequest::default() }
    }
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; a name twice; edges that do not rise; neither a target nor rules, or both.
    pub fn check(&self) -> Result<(), Problem> {
        match (&self.target, self.rules.is_empty()) {
            (None, true) => return Err(problem::neither_target_nor_rules()),
            (Some(_), false) => return Err(problem::target_and_rules()),
            _ => {}
        }
        if let Some(columns) = &self.columns {
            check_count("/params", "columns", columns.len(), 1, COLUMNS_MAX)?;
            check_once("/params/columns", columns.len(), &|at| &columns[at])?;
            if let Some(at) = columns.iter().position(|column| Some(column) == self.target.as_ref()) {
                return Err(problem::target_among_columns(&pointer_join("/params/columns", at)));
            }
        }
        self.binning.check()?;
        check_range("/params/selection", "min_iv", self.selection.min_iv, 0.0, VALUE_MAX)?;
        check_range("/params/selection", "max_correlation", self.selection.max_correlation, 0.0, 1.0)?;
        check_range("/params/scale", "base_points", self.scale.base_points, -POINTS_MAX, POINTS_MAX)?;
        check_range("/params/scale", "base_odds", self.scale.base_odds, 1e-9, 1e9)?;
        check_range("/params/scale", "pdo", self.scale.pdo, 1e-6, 1e6)?;
        check_grades(self.grades.as_deref(), "/params/grades")?;
        check_rules(&self.rules, "/params/rules")
    }
}

impl Binning {
    fn check(&self) -> Result<(), Problem> {
        const PLACE: &str = "/params/binning";
        check_range(PLACE, "max_bins", self.max_bins as f64, 1.0, BINS_MAX as f64)?;
        check_range(PLACE, "max_prebins", self.max_prebins as f64, 2.0, PREBINS_MAX as f64)?;
        check_range(PLACE, "min_share", self.min_share, 0.0, 0.5)?;
        check_range(PLACE, "zero_cell", self.zero_cell, 1e-6, 1.0)?;
        check_special(PLACE, &self.special)?;
        for (column, of) in &self.by_column.0 {
            of.check(&pointer_join("/params/binning/by_column", column))?;
        }
        Ok(())
    }

    /// What holds for a column.
    pub fn of(&self, column: &str) -> BinningOf<'_> {
        static NOTHING: ColumnBinning =
            ColumnBinning { max_bins: None, min_share: None, trend: None, special: None, edges: None, groups: None };
        let own = self.by_column.get(column).unwrap_or(&NOTHING);
        BinningOf {
            max_bins: own.max_bins.unwrap_or(self.max_bins),
            min_share: own.min_share.unwrap_or(self.min_share),
            trend: own.trend.unwrap_or(self.trend),
            special: own.special.as_ref().unwrap_or(&self.special),
            edges: own.edges.as_ref(),
            groups: own.groups.as_ref(),
        }
    }
}

/// What holds for a column that bins are made of.
#[derive(Debug, Clone, Copy)]
pub struct BinningOf<'a> {
    /// As in [`Binning`].
    pub max_bins: u64,
    /// As in [`Binning`].
    pub min_share: f64,
    /// As in [`Binning`].
    pub trend: Trend,
    special: &'a [Scalar],
    /// As in [`ColumnBinning`].
    pub edges: Option<&'a Vec<f64>>,
    /// As in [`ColumnBinning`].
    pub groups: Option<&'a Vec<Vec<String>>>,
}

impl BinningOf<'_> {
    /// Special codes among numbers.
    pub fn special_numbers(&self) -> Vec<f64> {
        let mut numbers = Vec::new();
        for scalar in self.special {
            if let Scalar::Number(number) = scalar {
                numbers.push(*number);
            }
        }
        numbers
    }

    /// Special codes among levels.
    pub fn special_levels(&self) -> Vec<String> {
        let mut levels = Vec::new();
        for scalar in self.special {
            if let Scalar::Text(text) = scalar {
                levels.push(text.clone());
            }
        }
        levels
    }
}

impl ColumnBinning {
    fn check(&self, place: &str) -> Result<(), Problem> {
        check_range(place, "max_bins", self.max_bins.unwrap_or(1) as f64, 1.0, BINS_MAX as f64)?;
        check_range(place, "min_share", self.min_share.unwrap_or(0.0), 0.0, 0.5)?;
        check_special(place, self.special.as_deref().unwrap_or_default())?;
        if self.edges.is_some() && self.groups.is_some() {
            return Err(problem::edges_and_groups(&pointer_join(place, "groups")));
        }
        if let Some(edges) = &self.edges {
            check_count(place, "edges", edges.len(), 0, BINS_GIVEN_MAX)?;
            check_edges(edges, &pointer_join(place, "edges"))?;
        }
        if let Some(groups) = &self.groups {
            check_count(place, "groups", groups.len(), 1, BINS_GIVEN_MAX)?;
            let mut levels = Vec::new();
            for group in groups {
                levels.extend(group);
            }
            check_once(&pointer_join(place, "groups"), levels.len(), &|at| levels[at])?;
        }
        Ok(())
    }
}
