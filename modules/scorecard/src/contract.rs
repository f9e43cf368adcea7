//! What a caller sends. `check` turns it into what the algorithm takes.

use std::collections::BTreeMap;

use gridfolk_contract::FromJson;
use gridfolk_contract::read::ByName;
use gridfolk_whatif::{Condition, Scalar};
use serde::Serialize;

use crate::algorithm::limits::{
    BINS_GIVEN_MAX, BINS_MAX, COLUMNS_MAX, GRADES_MAX, POINTS_MAX, PREBINS_MAX, RULES_MAX, SPECIAL_MAX, VALUE_MAX,
};
use crate::problem::Mistake;

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
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, ColumnBinning>"))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct Grade {
    /// Its name.
    pub grade: String,
    /// Least points; null for the lowest grade.
    pub from: Option<f64>,
}

/// Points of an expert.
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

impl BinRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// As [`FitRequest::check`].
    pub fn check(self) -> Result<FitRequest, Mistake> {
        FitRequest { target: Some(self.target), columns: self.columns, binning: self.binning, ..FitRequest::default() }
            .check()
    }
}

impl FitRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// A number out of its range; a name twice; edges that do not rise; neither a target nor rules, or both.
    pub fn check(self) -> Result<Self, Mistake> {
        match (&self.target, self.rules.is_empty()) {
            (None, true) => return Err(Mistake::NeitherTargetNorRules),
            (Some(_), false) => return Err(Mistake::TargetAndRules),
            _ => {}
        }
        if let Some(columns) = &self.columns {
            check_count("columns", columns.len(), 1, COLUMNS_MAX)?;
            check_once("/params/columns", columns)?;
            if let Some(at) = columns.iter().position(|column| Some(column) == self.target.as_ref()) {
                return Err(Mistake::TargetAmongColumns { pointer: format!("/params/columns/{at}") });
            }
        }
        self.binning.check()?;
        check_range("selection/min_iv", self.selection.min_iv, 0.0, VALUE_MAX)?;
        check_range("selection/max_correlation", self.selection.max_correlation, 0.0, 1.0)?;
        check_range("scale/base_points", self.scale.base_points, -POINTS_MAX, POINTS_MAX)?;
        check_range("scale/base_odds", self.scale.base_odds, 1e-9, 1e9)?;
        check_range("scale/pdo", self.scale.pdo, 1e-6, 1e6)?;
        check_grades(self.grades.as_deref(), "/params/grades")?;
        check_rules(&self.rules, "/params/rules")?;
        Ok(self)
    }
}

impl Binning {
    fn check(&self) -> Result<(), Mistake> {
        check_range("binning/max_bins", self.max_bins as f64, 1.0, BINS_MAX as f64)?;
        check_range("binning/max_prebins", self.max_prebins as f64, 2.0, PREBINS_MAX as f64)?;
        check_range("binning/min_share", self.min_share, 0.0, 0.5)?;
        check_range("binning/zero_cell", self.zero_cell, 1e-6, 1.0)?;
        check_special("binning/special", &self.special)?;
        for (column, of) in &self.by_column.0 {
            let field =
                |name: &str| format!("binning/by_column/{}/{name}", column.replace('~', "~0").replace('/', "~1"));
            check_range(&field("max_bins"), of.max_bins.unwrap_or(1) as f64, 1.0, BINS_MAX as f64)?;
            check_range(&field("min_share"), of.min_share.unwrap_or(0.0), 0.0, 0.5)?;
            check_special(&field("special"), of.special.as_deref().unwrap_or_default())?;
            if of.edges.is_some() && of.groups.is_some() {
                return Err(Mistake::EdgesAndGroups { pointer: format!("/params/{}", field("groups")) });
            }
            if let Some(edges) = &of.edges {
                check_count(&field("edges"), edges.len(), 0, BINS_GIVEN_MAX)?;
                check_edges(edges, &format!("/params/{}", field("edges")))?;
            }
            if let Some(groups) = &of.groups {
                check_count(&field("groups"), groups.len(), 1, BINS_GIVEN_MAX)?;
                check_once(&format!("/params/{}", field("groups")), &groups.concat())?;
            }
        }
        Ok(())
    }

    /// What holds for a column.
    pub fn of(&self, column: &str) -> ColumnBinning {
        let own = self.by_column.get(column).cloned().unwrap_or_default();
        ColumnBinning {
            max_bins: own.max_bins.or(Some(self.max_bins)),
            min_share: own.min_share.or(Some(self.min_share)),
            trend: own.trend.or(Some(self.trend)),
            special: own.special.or_else(|| Some(self.special.clone())),
            ..own
        }
    }
}

impl ColumnBinning {
    /// Special codes among numbers.
    pub fn special_numbers(&self) -> Vec<f64> {
        let number = |scalar: &Scalar| match scalar {
            Scalar::Number(number) => Some(*number),
            Scalar::Text(_) => None,
        };
        self.special.iter().flatten().filter_map(number).collect()
    }

    /// Special codes among levels.
    pub fn special_levels(&self) -> Vec<String> {
        let text = |scalar: &Scalar| match scalar {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Number(_) => None,
        };
        self.special.iter().flatten().filter_map(text).collect()
    }
}

fn check_special(field: &str, special: &[Scalar]) -> Result<(), Mistake> {
    check_count(field, special.len(), 0, SPECIAL_MAX)?;
    match (0..special.len()).find(|&at| special[..at].contains(&special[at])) {
        Some(at) => Err(Mistake::NamedTwice { pointer: format!("/params/{field}/{at}"), name: String::new() }),
        None => Ok(()),
    }
}

/// Refuses a number out of its range; `field` stands below `params`.
///
/// # Errors
/// `out_of_range`.
pub fn check_range(field: &str, value: f64, least: f64, most: f64) -> Result<(), Mistake> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Mistake::OutOfRange { pointer: format!("/params/{field}"), value, least, most })
}

fn check_count(field: &str, n: usize, least: usize, most: usize) -> Result<(), Mistake> {
    if (least..=most).contains(&n) {
        return Ok(());
    }
    Err(Mistake::CountOutOfRange { pointer: format!("/params/{field}"), n, least, most })
}

fn check_once(pointer: &str, names: &[String]) -> Result<(), Mistake> {
    let mut met: BTreeMap<&str, u8> = BTreeMap::new();
    match names.iter().find(|name| met.insert(name.as_str(), 0).is_some()) {
        Some(name) => Err(Mistake::NamedTwice { pointer: pointer.to_owned(), name: name.clone() }),
        None => Ok(()),
    }
}

/// Refuses edges that do not rise.
///
/// # Errors
/// `edges_not_rising`.
pub fn check_edges(edges: &[f64], pointer: &str) -> Result<(), Mistake> {
    let is_after = |at: usize| edges[at].abs() <= VALUE_MAX && (at == 0 || edges[at] > edges[at - 1]);
    match (0..edges.len()).find(|&at| !is_after(at)) {
        Some(at) => Err(Mistake::EdgesNotRising { pointer: format!("{pointer}/{at}"), value: edges[at] }),
        None => Ok(()),
    }
}

/// Refuses points that are too large.
///
/// # Errors
/// `out_of_range`.
pub fn check_points(points: f64, pointer: &str) -> Result<(), Mistake> {
    if points.abs() <= POINTS_MAX {
        return Ok(());
    }
    Err(Mistake::OutOfRange { pointer: pointer.to_owned(), value: points, least: -POINTS_MAX, most: POINTS_MAX })
}

/// Refuses grades whose points do not fall, down to a last one without any.
///
/// # Errors
/// `grades_not_falling`, and those of counts and names.
pub fn check_grades(grades: Option<&[Grade]>, pointer: &str) -> Result<(), Mistake> {
    let Some(grades) = grades else { return Ok(()) };
    check_count("grades", grades.len(), 1, GRADES_MAX)?;
    check_once(pointer, &grades.iter().map(|grade| grade.grade.clone()).collect::<Vec<_>>())?;
    let is_right = |at: usize| match grades[at].from {
        None => at + 1 == grades.len(),
        Some(from) => {
            at + 1 < grades.len()
                && from.abs() <= POINTS_MAX
                && (at == 0 || grades[at - 1].from.is_some_and(|above| from < above))
        }
    };
    match (0..grades.len()).find(|&at| !is_right(at)) {
        Some(at) => Err(Mistake::GradesNotFalling { pointer: format!("{pointer}/{at}/from") }),
        None => Ok(()),
    }
}

/// Refuses too many rules, names given twice, points that are too large.
///
/// # Errors
/// Those.
pub fn check_rules(rules: &[Rule], pointer: &str) -> Result<(), Mistake> {
    check_count("rules", rules.len(), 0, RULES_MAX)?;
    check_once(pointer, &rules.iter().map(|rule| rule.rule.clone()).collect::<Vec<_>>())?;
    for (at, rule) in rules.iter().enumerate() {
        check_points(rule.points as f64, &format!("{pointer}/{at}/points"))?;
    }
    Ok(())
}
