//! The operation `profile`: what sets a group apart from the rest.

use gridfolk_contract::problem::param_pointer;
use gridfolk_contract::{Answer, Category, FromJson, Items, Problem, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_numeric::normal::quantile;
use gridfolk_whatif::{Columns, Truth, Written};

use crate::algorithm::contrast::{NumberContrast, ShareContrast};
use crate::model::Model;
use crate::problem;
use crate::tagged::Tagged;

/// A column of categories with more levels is described only when it is named.
const LEVELS_MAX: usize = 100;

/// Parameters of `profile`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfileRequest {
    /// Who is in the group: `segment = "s1"`, `tags HAS "pays_late"` …
    pub group: Written,
    /// What to compare; when absent, all columns but categories of more than 100 levels.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Of the intervals of differences, between 0 and 1.
    #[serde(default = "confidence_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.5, max = 0.9999)))]
    pub confidence: f64,
    /// The most entries of each list of the reply, those with the largest differences: 1 to 10 000.
    #[serde(default = "n_max_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub n_max: u64,
}

fn confidence_default() -> f64 {
    0.95
}

fn n_max_default() -> u64 {
    100
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfileReply {
    /// The group, as a text.
    pub group: String,
    /// Rows of the table.
    pub n_rows: u64,
    /// Customers in the group.
    pub n_group: u64,
    /// Customers in the rest.
    pub n_rest: u64,
    /// Customers of whom a missing value leaves it open; they are in neither.
    pub n_unknown: u64,
    /// Of the intervals.
    pub confidence: f64,
    /// Tags and levels, the largest difference first.
    pub tags: Vec<TagProfile>,
    /// Numbers, the largest difference of means, in standard deviations, first.
    pub numbers: Vec<NumberProfile>,
    /// Columns that could not be compared: without a value on one side, or with too many levels.
    pub skipped: Vec<String>,
}

/// A tag, or a level of a category, in the group and in the rest.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagProfile {
    /// The column.
    pub column: String,
    /// The tag or level.
    pub tag: String,
    /// Customers of the group that have it.
    pub n_group: u64,
    /// Customers of the rest that have it.
    pub n_rest: u64,
    /// Its share of the group's customers with a value, 0 to 1.
    pub share_group: f64,
    /// Its share of the rest's.
    pub share_rest: f64,
    /// `share_group` ÷ `share_rest`; null where nobody of the rest has it.
    pub lift: Option<f64>,
    /// `share_group` − `share_rest`.
    pub difference: f64,
    /// Ends of the difference's interval.
    pub difference_low: f64,
    /// Ends of the difference's interval.
    pub difference_high: f64,
    /// Whether 0 lies outside of the interval.
    pub is_clear: bool,
}

/// A number in the group and in the rest.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NumberProfile {
    /// The column.
    pub column: String,
    /// Customers of the group with a value.
    pub n_group: u64,
    /// Customers of the rest with a value.
    pub n_rest: u64,
    /// Mean of the group, in the column's unit.
    pub mean_group: f64,
    /// Mean of the rest.
    pub mean_rest: f64,
    /// Difference of the means in standard deviations of both together; null for a constant column.
    pub mean_difference_sd: Option<f64>,
    /// The least value that half of the group does not exceed.
    pub median_group: f64,
    /// The same of the rest.
    pub median_rest: f64,
    /// Difference of the medians in standard deviations of both together; null for a constant column.
    pub median_difference_sd: Option<f64>,
}

/// Describes a group.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: ProfileRequest = call.params()?;
    check_range("confidence", params.confidence, 0.5, 0.9999)?;
    check_range("n_max", params.n_max as f64, 1.0, 10_000.0)?;
    let model = call.raw_model().is_ok().then(|| Model::of(call)).transpose()?;
    let table = Tagged::new(call.table()?, model.as_ref())?;
    let group = params.group.read("/params/group")?;
    let sides: Vec<Option<bool>> = group.evaluate(&table, "/params/group")?.into_iter().map(side).collect();
    let n_of = |wanted: Option<bool>| sides.iter().filter(|side| **side == wanted).count() as u64;
    let (n_group, n_rest) = (n_of(Some(true)), n_of(Some(false)));
    if n_group == 0 || n_rest == 0 {
        return Err(problem::group_empty(n_group, n_rest));
    }
    let mut reply = ProfileReply {
        group: group.to_string(),
        n_rows: sides.len() as u64,
        n_group,
        n_rest,
        n_unknown: n_of(None),
        confidence: params.confidence,
        tags: Vec::new(),
        numbers: Vec::new(),
        skipped: Vec::new(),
    };
    let is_named = params.columns.is_some();
    let names = params.columns.unwrap_or_else(|| table.names().map(str::to_owned).collect());
    let compare = Compare { sides, z: quantile(0.5 + params.confidence / 2.0), is_named };
    for (index, name) in names.into_iter().enumerate() {
        let pointer = format!("/params/columns/{index}");
        match table.values(&name) {
            None => return Err(Problem::used_column_not_found(&pointer, &name)),
            Some(values) => compare.add(name, values, &mut reply),
        }
    }
    reply.tags.truncate(params.n_max as usize);
    reply.numbers.truncate(params.n_max as usize);
    Ok(Answer::new(&reply))
}

fn check_range(field: &str, value: f64, least: f64, most: f64) -> Result<(), Problem> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Problem::out_of_range(&param_pointer(field), value, least, most)),
    }
}

fn side(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

/// The two sides, and how they are compared.
struct Compare {
    sides: Vec<Option<bool>>,
    z: f64,
    is_named: bool,
}

impl Compare {
    fn add(&self, name: String, values: &Values, reply: &mut ProfileReply) {
        let is_compared = match values {
            Values::Number(numbers) => self.add_number(&name, numbers, reply),
            Values::Category(category) if category.levels.len() > LEVELS_MAX && !self.is_named => false,
            Values::Category(category) => self.add_shares(&name, &category.levels, &self.levels(category), reply),
            Values::Items(items) => self.add_shares(&name, &items.levels, &self.items(items), reply),
        };
        if !is_compared {
            reply.skipped.push(name);
        }
    }

    fn add_number(&self, name: &str, numbers: &[f64], reply: &mut ProfileReply) -> bool {
        let Some(contrast) = NumberContrast::new(numbers, &self.sides) else { return false };
        let profile = NumberProfile {
            column: name.to_owned(),
            n_group: contrast.n_group,
            n_rest: contrast.n_rest,
            mean_group: contrast.mean_group,
            mean_rest: contrast.mean_rest,
            mean_difference_sd: contrast.mean_difference_sd,
            median_group: contrast.median_group,
            median_rest: contrast.median_rest,
            median_difference_sd: contrast.median_difference_sd,
        };
        let size = |profile: &NumberProfile| profile.mean_difference_sd.map_or(0.0, f64::abs);
        let place = reply.numbers.partition_point(|other| size(other) >= size(&profile));
        reply.numbers.insert(place, profile);
        true
    }

    /// Adds every level that a customer has; `counts` are by level, then the customers with a value.
    fn add_shares(&self, name: &str, levels: &[String], counts: &Sides, reply: &mut ProfileReply) -> bool {
        let mut is_compared = false;
        for (level, &[n_group, n_rest]) in levels.iter().zip(&counts.with) {
            let sides = ([n_group, counts.all[0]], [n_rest, counts.all[1]]);
            let Some(contrast) = ShareContrast::new(sides.0, sides.1, self.z).filter(|_| n_group + n_rest > 0) else {
                continue;
            };
            is_compared = true;
            let profile = TagProfile {
                column: name.to_owned(),
                tag: level.clone(),
                n_group,
                n_rest,
                share_group: contrast.share_group,
                share_rest: contrast.share_rest,
                lift: contrast.lift,
                difference: contrast.difference,
                difference_low: contrast.low,
                difference_high: contrast.high,
                is_clear: contrast.low > 0.0 || contrast.high < 0.0,
            };
            // Of one column by the level's text: codes differ between tables.
            let rank = |other: &TagProfile| (other.difference.abs(), other.column == profile.column);
            let place = reply.tags.partition_point(|other| {
                let (size, is_same) = rank(other);
                let own = profile.difference.abs();
                size > own || (size == own && (!is_same || other.tag < profile.tag))
            });
            reply.tags.insert(place, profile);
        }
        is_compared
    }

    fn levels(&self, category: &Category) -> Sides {
        let mut sides = Sides { with: vec![[0; 2]; category.levels.len()], all: [0; 2] };
        for (&code, side) in category.codes.iter().zip(&self.sides) {
            if let (Some(is_group), Some(with)) = (side, sides.with.get_mut(code as usize)) {
                with[usize::from(!is_group)] += 1;
                sides.all[usize::from(!is_group)] += 1;
            }
        }
        sides
    }

    fn items(&self, items: &Items) -> Sides {
        let mut sides = Sides { with: vec![[0; 2]; items.levels.len()], all: [0; 2] };
        for (row, side) in self.sides.iter().enumerate() {
            if let Some(is_group) = side {
                sides.all[usize::from(!is_group)] += 1;
                items.row(row).iter().for_each(|&code| sides.with[code as usize][usize::from(!is_group)] += 1);
            }
        }
        sides
    }
}

/// Customers of the group and of the rest: with each level, and with any value.
struct Sides {
    with: Vec<[u64; 2]>,
    all: [u64; 2],
}
