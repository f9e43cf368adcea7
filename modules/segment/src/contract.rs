//! What `assign` and `begin` are sent. `check` turns it into what the algorithm takes.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::request::parse;
use gridfolk_contract::{FromJson, Problem, ToJson};
use gridfolk_whatif::Condition;

use crate::algorithm::{ClassRule, Plan};
use crate::definition::{Band, Class, Columns, Defaults, GivenBands, RESULTS};
use crate::problem;

/// The most classes.
pub const CLASSES_MAX: usize = 64;
/// The most columns that cells are described by.
pub const PROFILE_MAX: usize = 32;
/// The most cells that a reply lists.
pub const CELLS_MAX: u64 = 10_000;

/// Parameters of `assign` and `begin`.
#[derive(Debug, Clone, PartialEq, Default, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignRequest {
    /// The classes of the first dimension, the last one without a condition; the six built-in ones when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<Class>>,
    /// Which columns hold the results of the second dimension; a result that is not named is unknown of
    /// everybody. When absent, the columns of the results' own names, where they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Columns>,
    /// How results become levels; built-in bands for those that are absent.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "crate::definition::Bands"))]
    pub bands: GivenBands,
    /// Columns of numbers by which the reply describes the cells, beside results that are numbers: at
    /// most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile_columns: Vec<String>,
    /// The most cells that the reply lists, the largest ones: 1 to 10 000; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub n_cells_max: Option<u64>,
    /// What is done with classes whose columns the table lacks: by default given ones are refused and
    /// built-in ones skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_columns: Option<MissingColumns>,
}

/// What is done with classes or strategies whose columns the table lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToJson, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub enum MissingColumns {
    /// The call is refused.
    Refuse,
    /// They are left out, and the reply says so.
    Skip,
}

/// A checked [`AssignRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The classes; those of the plan, one by one.
    pub classes: Vec<Class>,
    /// What the algorithm takes.
    pub plan: Plan,
    /// The most cells that are listed.
    pub n_cells_max: usize,
}

impl AssignRequest {
    /// Checks what does not depend on the rows.
    ///
    /// # Errors
    /// Classes or bands that contradict themselves, cannot be read, or break a limit.
    pub fn check(self) -> Result<Checked, Problem> {
        let skip_by_default = self.classes.is_none();
        let defaults = defaults()?;
        let classes = self.classes.unwrap_or(defaults.classes);
        let n_cells_max = self.n_cells_max.unwrap_or(100);
        check_range("/params/n_cells_max", n_cells_max as f64, 1.0, CELLS_MAX as f64)?;
        check_range("/params/profile_columns", self.profile_columns.len() as f64, 0.0, PROFILE_MAX as f64)?;
        let plan = Plan {
            classes: check_classes(&classes, "/params/classes")?,
            skip: self.missing_columns.map_or(skip_by_default, |is| is == MissingColumns::Skip),
            are_named: self.results.is_some(),
            columns: match self.results {
                Some(columns) => columns.into_array(),
                None => RESULTS.map(|result| Some(result.to_owned())),
            },
            bands: check_bands(self.bands, "/params/bands")?,
            built_in: check_bands(defaults.bands, "/defaults/bands")?,
            profile: self.profile_columns,
        };
        Ok(Checked { classes, plan, n_cells_max: n_cells_max as usize })
    }
}

/// The built-in classes, bands and strategies.
///
/// # Errors
/// None: they are ours, and a test reads them.
pub fn defaults() -> Result<Defaults, Problem> {
    parse(include_str!("defaults.json"), "/defaults")
}

/// Refuses a number outside of its range.
///
/// # Errors
/// `out_of_range`.
pub fn check_range(pointer: &str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Problem::out_of_range(pointer, value, least, most)),
    }
}

/// Checks classes, which stand at `pointer`, and reads their conditions.
///
/// # Errors
/// No class, too many, one named twice; one without a condition before the last, or none at the end.
pub fn check_classes(classes: &[Class], pointer: &str) -> Result<Vec<ClassRule>, Problem> {
    check_range(pointer, classes.len() as f64, 1.0, CLASSES_MAX as f64)?;
    let mut rules = Vec::with_capacity(classes.len());
    for (index, class) in classes.iter().enumerate() {
        let pointer = pointer_join(pointer, index);
        if class.id.is_empty() || class.id.contains('/') {
            return Err(problem::id_unusable(&pointer_join(&pointer, "id"), &class.id));
        }
        if classes[..index].iter().any(|other| other.id == class.id) {
            return Err(problem::id_twice(&pointer_join(&pointer, "id"), &class.id));
        }
        let (is_last, pointer) = (index + 1 == classes.len(), pointer_join(&pointer, "when"));
        if class.when.is_none() != is_last {
            return Err(problem::last_class_alone(&pointer, is_last));
        }
        let condition = match &class.when {
            Some(when) => when.read(&pointer)?,
            None => Condition::All(Vec::new()),
        };
        rules.push(ClassRule { condition, pointer });
    }
    Ok(rules)
}

/// Checks bands, which stand at `pointer`.
///
/// # Errors
/// Bands of no kind or of several, cuts in the wrong order, shares out of range, a grade in two levels.
pub fn check_bands(given: GivenBands, pointer: &str) -> Result<[Option<Band>; 5], Problem> {
    let mut bands = [None, None, None, None, None];
    for (index, given) in given.into_array().into_iter().enumerate() {
        let Some(given) = given else { continue };
        let pointer = pointer_join(pointer, RESULTS[index]);
        let Some(band) = given.only() else { return Err(problem::band_needs_one(&pointer)) };
        check_band(&band, &pointer)?;
        bands[index] = Some(band);
    }
    Ok(bands)
}

/// Checks one band.
///
/// # Errors
/// As [`check_bands`].
pub fn check_band(band: &Band, pointer: &str) -> Result<(), Problem> {
    match band {
        Band::Cuts(cuts) => {
            let is_ordered = if cuts.reverse { cuts.high <= cuts.medium } else { cuts.high >= cuts.medium };
            match is_ordered {
                true => Ok(()),
                false => Err(problem::cuts_disordered(&pointer_join(pointer, "cuts"), cuts.high, cuts.medium)),
            }
        }
        Band::TopShares(shares) => {
            let pointer = format!("{pointer}/top_shares");
            check_range(&pointer_join(&pointer, "high"), shares.high, 0.0, 1.0)?;
            check_range(&pointer_join(&pointer, "medium"), shares.medium, 0.0, 1.0)?;
            check_range(&pointer, shares.high + shares.medium, 0.0, 1.0)
        }
        Band::Levels(levels) => {
            let all: Vec<&String> = levels.high.iter().chain(&levels.medium).chain(&levels.low).collect();
            match (0..all.len()).find(|index| all[..*index].contains(&all[*index])) {
                None => Ok(()),
                Some(index) => Err(problem::grade_twice(&pointer_join(pointer, "levels"), all[index])),
            }
        }
    }
}
