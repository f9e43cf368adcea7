//! The operation `compare`: the same customers in two periods.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Category, FromJson, MISSING_CODE, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_metrics::stability::psi;
use gridfolk_numeric::assignment::assign;
use gridfolk_numeric::moments::{Extent, Moments};
use gridfolk_whatif::GroupChange;

use crate::algorithm::agreement::adjusted_rand;
use crate::model::{MODULE, SCHEMA};
use crate::problem;

/// The most groups of a period.
const GROUPS_MAX: usize = 256;
/// The most columns that describe segments.
const COLUMNS_MAX: usize = 64;

/// Parameters of `compare`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompareRequest {
    /// The column with each customer's segment in the earlier period; missing: was no customer yet.
    pub before: String,
    /// The column with each customer's segment in the later period; missing: is no customer any more.
    pub after: String,
    /// How the later segments get the names of the earlier ones.
    #[serde(rename = "match")]
    pub matched: Option<Match>,
    /// Columns of numbers of the later period that describe its segments, for `{"like": model}` in the
    /// next period: at most 64.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// How the later segments get the names of the earlier ones.
#[derive(Debug, Clone, FromJson)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Match {
    /// They have them.
    Name,
    /// So that as many customers as can be stay where they are (minimum-cost assignment).
    Overlap,
    /// By what they look like: the model that an earlier comparison gave (minimum-cost assignment of
    /// squared distances of means, in its standard deviations).
    Like(LookModel),
}

/// What the segments of a period look like.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LookModel {
    /// `segment`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// The columns that describe segments.
    pub columns: Vec<String>,
    /// Their standard deviations over all customers; 0 for a constant column, which decides nothing.
    pub sd: Vec<f64>,
    /// The segments, in the order of their names.
    pub segments: Vec<Look>,
}

/// What one segment looks like.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Look {
    /// Its name.
    pub segment: String,
    /// Customers.
    pub n: u64,
    /// Mean of each column; null where nobody has a value.
    pub mean: Vec<Option<f64>>,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompareReply {
    /// Customers of the earlier period.
    pub n_before: u64,
    /// Customers of the later period.
    pub n_after: u64,
    /// Customers of the later period alone.
    pub n_joined: u64,
    /// Customers of the earlier period alone.
    pub n_left: u64,
    /// Which later segment is taken for which name.
    pub matched: Vec<Matched>,
    /// Who went from where to where, of the customers of both periods.
    pub migration: GroupChange,
    /// Of them the share whose segment stayed the same, 0 to 1; null without any.
    pub share_stayed: Option<f64>,
    /// How far the groupings agree whatever their names: 1 wholly, 0 as by chance; null below two
    /// customers.
    pub adjusted_rand_index: Option<f64>,
    /// Population stability index of the segments' sizes, of all customers of each period; null where a
    /// period has none.
    pub psi: Option<f64>,
    /// Each segment, in the order of the migration.
    pub segments: Vec<SegmentChange>,
    /// What the later segments look like, under their new names; absent without `columns`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<LookModel>,
}

/// A later segment and its name.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matched {
    /// As the column has it.
    pub segment: String,
    /// As it is called here; `new: …` where it goes with none.
    pub name: String,
}

/// The size of a segment in both periods.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentChange {
    /// Its name.
    pub segment: String,
    /// Customers of the earlier period.
    pub n_before: u64,
    /// Customers of the later period.
    pub n_after: u64,
    /// Of its earlier customers that are still there the share that stayed in it; null without any.
    pub share_stayed: Option<f64>,
    /// Its part in the stability index.
    pub psi: Option<f64>,
}

/// Groups in the order of their texts, and each customer's.
struct Grouping {
    names: Vec<String>,
    codes: Vec<u32>,
}

/// Compares two periods.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let params: CompareRequest = call.params()?;
    let table = call.table()?;
    crate::contract::check_range("/params/columns", params.columns.len() as f64, 0.0, COLUMNS_MAX as f64)?;
    let before = grouping(table, "before", &params.before)?;
    let after = grouping(table, "after", &params.after)?;
    let names = match &params.matched {
        None | Some(Match::Name) => after.names.clone(),
        Some(Match::Overlap) => overlap_names(&before, &after),
        Some(Match::Like(model)) => like_names(model, &after, table)?,
    };
    let model = match params.columns.is_empty() {
        true => None,
        false => Some(look(&params.columns, "/params/columns", &names, &after.codes, table)?),
    };
    Ok(Answer::new(&reply(&before, &after, names, model)))
}

fn grouping(table: &Table, field: &str, name: &str) -> Result<Grouping, Problem> {
    let pointer = format!("/params/{field}");
    let category = match table.column(name).map(|column| &column.values) {
        None => return Err(Problem::used_column_not_found(&pointer, name)),
        Some(Values::Category(category)) => category,
        Some(other) => {
            return Err(problem::column_not_category(&pointer, name, other.kind()));
        }
    };
    let names = sorted_levels(category);
    if names.len() > GROUPS_MAX {
        return Err(problem::too_many_groups(&pointer, name, names.len(), GROUPS_MAX));
    }
    let code = |level: &String| names.binary_search(level).map_or(MISSING_CODE, |code| code as u32);
    let codes: Vec<u32> = category.levels.iter().map(code).collect();
    let of = |level: &u32| codes.get(*level as usize).copied().unwrap_or(MISSING_CODE);
    Ok(Grouping { codes: category.codes.iter().map(of).collect(), names })
}

/// The levels that occur, in the order of their texts.
fn sorted_levels(category: &Category) -> Vec<String> {
    let mut occurs = vec![false; category.levels.len()];
    category.codes.iter().for_each(|code| occurs.get_mut(*code as usize).into_iter().for_each(|occurs| *occurs = true));
    let mut names: Vec<String> = Vec::new();
    for (level, _) in category.levels.iter().zip(&occurs).filter(|(_, occurs)| **occurs) {
        let place = names.partition_point(|other| other < level);
        names.insert(place, level.clone());
        if names.len() > GROUPS_MAX {
            break;
        }
    }
    names
}

/// The names that keep as many customers as can be where they are.
fn overlap_names(before: &Grouping, after: &Grouping) -> Vec<String> {
    let n = before.names.len().max(after.names.len());
    let mut costs = vec![vec![0.0; n]; n];
    for (from, to) in before.codes.iter().zip(&after.codes) {
        costs
            .get_mut(*to as usize)
            .and_then(|row| row.get_mut(*from as usize))
            .into_iter()
            .for_each(|cost| *cost -= 1.0);
    }
    let columns = assign(&costs);
    // A pair without a common customer is none.
    let name = |(to, own): (usize, &String)| match before.names.get(columns[to]) {
        Some(name) if costs[to][columns[to]] < 0.0 => name.clone(),
        _ => format!("new: {own}"),
    };
    after.names.iter().enumerate().map(name).collect()
}

/// The names of the earlier segments that look most alike.
fn like_names(model: &LookModel, after: &Grouping, table: &Table) -> Result<Vec<String>, Problem> {
    check_like(model)?;
    let looks = look(&model.columns, "/params/match/like/columns", &after.names, &after.codes, table)?;
    let n = model.segments.len().max(after.names.len());
    let mut costs = vec![vec![0.0; n]; n];
    for (to, look) in looks.segments.iter().enumerate() {
        for (from, earlier) in model.segments.iter().enumerate() {
            costs[to][from] = square(&look.mean, &earlier.mean, &model.sd);
        }
    }
    let columns = assign(&costs);
    let name = |(to, own): (usize, &String)| match model.segments.get(columns[to]) {
        Some(earlier) => earlier.segment.clone(),
        None => format!("new: {own}"),
    };
    Ok(after.names.iter().enumerate().map(name).collect())
}

fn check_like(model: &LookModel) -> Result<(), Problem> {
    if model.module != MODULE || model.schema != SCHEMA {
        return Err(problem::like_not_ours(&model.module, model.schema));
    }
    let n = model.columns.len();
    if n == 0 || n > COLUMNS_MAX {
        return Err(problem::like_needs_columns());
    }
    let is_number = |value: &f64| value.abs() <= Extent::VALUE_MAX;
    let is_look = |look: &Look| look.mean.len() == n && look.mean.iter().flatten().all(is_number);
    let names_differ = (1..model.segments.len())
        .all(|index| model.segments[..index].iter().all(|other| other.segment != model.segments[index].segment));
    let is_sd = |sd: &f64| *sd == 0.0 || (1e-60..=Extent::VALUE_MAX).contains(sd);
    let is_sound = model.sd.len() == n
        && model.sd.iter().all(is_sd)
        && (1..=GROUPS_MAX).contains(&model.segments.len())
        && model.segments.iter().all(is_look)
        && names_differ;
    match is_sound {
        true => Ok(()),
        false => {
            let rule = "must have a number a column for sd and each segment, and each segment once";
            Err(Problem::model_broken("/params/match/like", rule))
        }
    }
}

/// Squared distance in standard deviations; a mean that is missing on one side is as far as one.
fn square(a: &[Option<f64>], b: &[Option<f64>], sd: &[f64]) -> f64 {
    let of = |((a, b), sd): ((&Option<f64>, &Option<f64>), &f64)| match (a, b) {
        _ if *sd == 0.0 => 0.0,
        (Some(a), Some(b)) => (a - b) / sd * ((a - b) / sd),
        (None, None) => 0.0,
        _ => 1.0,
    };
    a.iter().zip(b).zip(sd).map(of).sum()
}

/// What the segments look like.
fn look(
    columns: &[String],
    pointer: &str,
    names: &[String],
    codes: &[u32],
    table: &Table,
) -> Result<LookModel, Problem> {
    let n_of = |segment: usize| codes.iter().filter(|code| **code as usize == segment).count() as u64;
    let new = |(segment, name): (usize, &String)| Look { segment: name.clone(), n: n_of(segment), mean: Vec::new() };
    let mut segments: Vec<Look> = names.iter().enumerate().map(new).collect();
    let mut sds = Vec::with_capacity(columns.len());
    for (index, name) in columns.iter().enumerate() {
        let pointer = pointer_join(pointer, index);
        let numbers = match table.column(name).map(|column| &column.values) {
            None => return Err(Problem::used_column_not_found(&pointer, name)),
            Some(Values::Number(numbers)) => numbers,
            Some(other) => {
                return Err(Problem::used_column_not_number(&pointer, name, other.kind()));
            }
        };
        let extent = Extent::of(numbers);
        if !extent.is_within_limit() {
            return Err(Problem::value_too_large(name, Extent::VALUE_MAX).at("/table/columns"));
        }
        let sd = Moments::of(&extent, numbers.iter().copied()).sd().unwrap_or_default();
        sds.push(if sd < 1e-60 { 0.0 } else { sd });
        for (segment, look) in segments.iter_mut().enumerate() {
            let own = numbers.iter().zip(codes).filter(|(_, code)| **code as usize == segment);
            look.mean.push(Moments::of(&extent, own.map(|(number, _)| *number)).mean(&extent));
        }
    }
    let (module, schema) = (MODULE.to_owned(), SCHEMA);
    Ok(LookModel { module, schema, columns: columns.to_vec(), sd: sds, segments })
}

fn reply(before: &Grouping, after: &Grouping, names: Vec<String>, model: Option<LookModel>) -> CompareReply {
    let mut groups = before.names.clone();
    let mut codes = Vec::with_capacity(names.len());
    for name in &names {
        let code = groups.iter().position(|group| group == name).unwrap_or_else(|| {
            groups.push(name.clone());
            groups.len() - 1
        });
        codes.push(code as u32);
    }
    let to: Vec<u32> =
        after.codes.iter().map(|code| codes.get(*code as usize).copied().unwrap_or(MISSING_CODE)).collect();
    let sizes = |codes: &[u32]| {
        let mut sizes = vec![0u64; groups.len()];
        codes.iter().for_each(|code| sizes.get_mut(*code as usize).into_iter().for_each(|size| *size += 1));
        sizes
    };
    let (sizes_before, sizes_after) = (sizes(&before.codes), sizes(&to));
    let stability = psi(&sizes_before, &sizes_after);
    let migration = GroupChange::new(groups, &before.codes, &to);
    let n_both: u64 = migration.counts_before.iter().sum();
    let share = |stayed: u64, of: u64| (of > 0).then(|| stayed as f64 / of as f64);
    let segment = |(index, name): (usize, &String)| SegmentChange {
        segment: name.clone(),
        n_before: sizes_before[index],
        n_after: sizes_after[index],
        share_stayed: share(migration.migration[index][index], migration.counts_before[index]),
        psi: stability.as_ref().map(|(_, parts)| parts[index]),
    };
    let (n_before, n_after) = (sizes_before.iter().sum::<u64>(), sizes_after.iter().sum::<u64>());
    CompareReply {
        n_before,
        n_after,
        n_joined: n_after - n_both,
        n_left: n_before - n_both,
        segments: migration.groups.iter().enumerate().map(segment).collect(),
        share_stayed: share(n_both - migration.n_moved, n_both),
        adjusted_rand_index: adjusted_rand(&migration.migration),
        psi: stability.as_ref().map(|(psi, _)| *psi),
        matched: after.names.iter().cloned().zip(names).map(|(segment, name)| Matched { segment, name }).collect(),
        migration,
        model,
    }
}
