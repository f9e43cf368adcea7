//! The operation `what_if`: the matrix before and after edits of columns, of classes, or of bands.

use gridfolk_contract::{Answer, Column, FromJson, MISSING_CODE, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_numeric::sort::sort_pairs;
use gridfolk_whatif::{Edited, GroupChange, Scenario, largest};

use crate::algorithm::assigned::{CELLS_A_CLASS, levels_of_cell};
use crate::algorithm::bands::{UNKNOWN, result_name};
use crate::algorithm::{Assigned, Assigner, Cells, Plan, fit_bands};
use crate::assign::{Matrix, cell_column, cell_name, class_names, matrix};
use crate::contract::{check_bands, check_classes};
use crate::definition::{Class, GivenBands, LEVELS};
use crate::model::Model;
use crate::module::Memory;
use crate::problem;

/// Customers that are listed as having moved most.
const N_MOVERS: usize = 10;
/// Flows between cells that are listed.
const FLOWS_MAX: usize = 20;

/// Parameters of `what_if`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfRequest {
    /// Edits of columns, applied in order.
    #[serde(default)]
    pub scenario: Scenario,
    /// Classes in place of the model's.
    #[serde(default)]
    pub classes: Option<Vec<Class>>,
    /// Bands in place of the model's; shares are those of the customers after the scenario.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "crate::definition::Bands"))]
    pub bands: GivenBands,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfReply {
    /// Classes by levels, before.
    pub matrix_before: Matrix,
    /// Classes by levels, after.
    pub matrix_after: Matrix,
    /// How the classes changed.
    pub classes: GroupChange,
    /// How the levels of each result changed.
    pub levels: Vec<LevelChange>,
    /// How the cells changed.
    pub cells: CellChange,
    /// The customers that moved most, at most ten.
    pub movers: Vec<Mover>,
}

/// How the levels of one result changed.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelChange {
    /// Which result.
    pub result: String,
    /// How its levels changed.
    pub change: GroupChange,
}

/// How the cells changed.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellChange {
    /// Customers whose cell changed.
    pub n_moved: u64,
    /// Cells with a customer before.
    pub n_cells_before: u64,
    /// Cells with a customer after.
    pub n_cells_after: u64,
    /// The largest flows from cell to cell, at most 20.
    pub flows: Vec<Flow>,
}

/// Customers that went from one cell to another.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flow {
    /// Their cell before.
    pub from: String,
    /// Their cell after.
    pub to: String,
    /// How many.
    pub n: u64,
}

/// A customer that moved.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its row, from 0.
    pub row: u64,
    /// Its cell before.
    pub cell_before: String,
    /// Its cell after.
    pub cell_after: String,
    /// How far: levels up or down over all results (to or from unknown: one), and one for another class.
    pub n_steps: u64,
}

/// Compares before and after.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: WhatIfRequest = call.params()?;
    let ((model, assigner), table) = (Model::of(call)?, call.table()?);
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let before = memory.before(call.raw_model()?, || assigner.assign(table))?;
    let edited = Edited::new(table, &params.scenario, "/params/scenario")?;
    let bands = check_bands(params.bands, "/params/bands")?;
    let classes_after = params.classes.as_ref().unwrap_or(&model.classes);
    let mut after = assigner.clone();
    if let Some(classes) = &params.classes {
        after.classes = check_classes(classes, "/params/classes")?;
    }
    if bands.iter().any(Option::is_some) {
        edit_bands(&mut after, bands, &edited)?;
    }
    let changed: Vec<&str> = edited.changed().map(|index| table.columns()[index].name.as_str()).collect();
    let after = after.assign_anew(&edited, &assigner, before, &|column| changed.contains(&column))?;
    Ok(answer(&model.classes, classes_after, before, &after))
}

/// Puts bands in place of an assigner's; those by share are found in the table.
fn edit_bands(
    assigner: &mut Assigner,
    bands: [Option<crate::definition::Band>; 5],
    table: &Edited<'_>,
) -> Result<(), Problem> {
    let mut columns = [None, None, None, None, None];
    for (index, result) in assigner.results.iter().enumerate() {
        match (result, &bands[index]) {
            (Some((column, _)), Some(_)) => columns[index] = Some(column.clone()),
            (None, Some(_)) => {
                let pointer = format!("/params/bands/{}", result_name(index));
                return Err(problem::result_not_in_model(&pointer, result_name(index)));
            }
            _ => {}
        }
    }
    let built_in = [None, None, None, None, None];
    let plan =
        Plan { classes: Vec::new(), skip: false, are_named: true, columns, bands, built_in, profile: Vec::new() };
    let found = fit_bands(&plan, table)?.assigner(&plan).results;
    for (own, found) in assigner.results.iter_mut().zip(found) {
        *own = found.or(own.take());
    }
    Ok(())
}

fn answer(classes_before: &[Class], classes_after: &[Class], before: &Assigned, after: &Assigned) -> Answer {
    // Classes by their ids: those before, then those that are new.
    let mut groups = class_names(classes_before);
    let mut codes = Vec::with_capacity(classes_after.len());
    for name in class_names(classes_after) {
        let code = groups.iter().position(|group| *group == name).unwrap_or_else(|| {
            groups.push(name);
            groups.len() - 1
        });
        codes.push(code as u32);
    }
    let classes = segment_kernel::look_up(&after.classes, &codes, MISSING_CODE);
    let levels = [0, 1, 2, 3, 4].map(|index| after.levels[index].as_slice());
    let cells = segment_kernel::cells(&classes, levels);
    let (cells_before, cells_after) = (Cells::count(before), Cells::count(after));
    let moved = segment_kernel::differing(&before.cells, &cells);
    let level_change = |index: usize| LevelChange {
        result: result_name(index).to_owned(),
        change: group_change(LEVELS.map(str::to_owned).to_vec(), &before.levels[index], levels[index]),
    };
    let reply = WhatIfReply {
        matrix_before: matrix(classes_before, &cells_before),
        matrix_after: matrix(classes_after, &cells_after),
        classes: group_change(groups.clone(), &before.classes, &classes),
        levels: (0..5).map(level_change).collect(),
        cells: CellChange {
            n_moved: moved.len() as u64,
            n_cells_before: cells_before.cells.len() as u64,
            n_cells_after: cells_after.cells.len() as u64,
            flows: flows(&groups, &moved, &before.cells, &cells),
        },
        movers: movers(&groups, &moved, &before.cells, &cells),
    };
    let cell_before = cell_column("cell_before", &groups, &before.cells);
    let cell_after = cell_column("cell_after", &groups, &cells);
    Answer::new(&reply)
        .with_column(Column::category("customer_class_before", before.classes.clone(), groups.clone()))
        .with_column(Column::category("customer_class_after", classes, groups))
        .with_column(cell_before)
        .with_column(cell_after)
}

/// The comparison of two groupings into the same groups, counted by pairs of codes.
fn group_change(groups: Vec<String>, before: &[u32], after: &[u32]) -> GroupChange {
    let k = groups.len();
    let migration = segment_kernel::count_pairs(before, after, k);
    GroupChange::of_migration(groups, migration.chunks_exact(k).map(<[u64]>::to_vec).collect(), 0)
}

/// The largest flows from cell to cell, ties in the order of the cells.
fn flows(groups: &[String], moved: &[u32], before: &[u32], after: &[u32]) -> Vec<Flow> {
    let key = |row: &u32| (u64::from(before[*row as usize]) << 32 | u64::from(after[*row as usize]), 0.0);
    let mut pairs: Vec<(u64, f64)> = moved.iter().map(key).collect();
    sort_pairs(&mut pairs);
    let mut largest: Vec<Flow> = Vec::new();
    for same in pairs.chunk_by(|a, b| a.0 == b.0) {
        let n = same.len() as u64;
        let place = largest.partition_point(|other| other.n >= n);
        if place < FLOWS_MAX {
            let (from, to) = ((same[0].0 >> 32) as u32, same[0].0 as u32);
            largest.insert(place, Flow { from: cell_name(groups, from), to: cell_name(groups, to), n });
            largest.truncate(FLOWS_MAX);
        }
    }
    largest
}

/// Those of the moved rows that went farthest, ties in the order of rows.
fn movers(groups: &[String], moved: &[u32], before: &[u32], after: &[u32]) -> Vec<Mover> {
    let n_steps: Vec<f64> = moved.iter().map(|row| n_steps(before[*row as usize], after[*row as usize])).collect();
    let mover = |index: usize| {
        let row = moved[index] as usize;
        Mover {
            row: row as u64,
            cell_before: cell_name(groups, before[row]),
            cell_after: cell_name(groups, after[row]),
            n_steps: n_steps[index] as u64,
        }
    };
    largest(&n_steps, N_MOVERS).into_iter().map(mover).collect()
}

/// How far it is from cell to cell.
fn n_steps(from: u32, to: u32) -> f64 {
    let steps = |(from, to): (u32, u32)| match (from, to) {
        (UNKNOWN, UNKNOWN) => 0,
        (UNKNOWN, _) | (_, UNKNOWN) => 1,
        _ => from.abs_diff(to),
    };
    let levels: u32 = levels_of_cell(from).into_iter().zip(levels_of_cell(to)).map(steps).sum();
    f64::from(levels + u32::from(from / CELLS_A_CLASS != to / CELLS_A_CLASS))
}
