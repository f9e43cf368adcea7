//! The operation `assign`, and what replies say of classes, levels and cells.

use gridfolk_contract::{Answer, Column, Items, MISSING_CODE, Problem, Text, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_numeric::moments::Extent;

use crate::algorithm::assigned::{CELLS_A_CLASS, levels_of_cell};
use crate::algorithm::bands::result_name;
use crate::algorithm::cells::Cell;
use crate::algorithm::{self, Assigned, Assigner, Cells, Fitted};
use crate::contract::{AssignRequest, Checked};
use crate::definition::{Class, LEVELS, RESULTS};
use crate::model::Model;

/// The body of an assignment's reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignReply {
    /// Keep it: `predict` and `what_if` take it.
    pub model: Model,
    /// Rows of the table.
    pub n_rows: u64,
    /// Classes by levels.
    pub matrix: Matrix,
    /// Results that the table does not have: unknown of everybody.
    pub missing_results: Vec<String>,
    /// Classes that were left out, since the table lacks a column.
    pub skipped: Vec<Skipped>,
    /// Cells in which there is a customer.
    pub n_cells: u64,
    /// The largest of them, ties in the order of classes and levels.
    pub cells: Vec<CellProfile>,
}

/// How the classes fall into the levels of each result.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matrix {
    /// The names of the levels, in the order of the counts: high, medium, low, unknown.
    pub levels: Vec<String>,
    /// The classes, in the order of the rows.
    pub classes: Vec<ClassCount>,
    /// One a result.
    pub results: Vec<ResultMatrix>,
}

/// One class.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassCount {
    /// Its id.
    pub class: String,
    /// For people.
    pub title: Text,
    /// Customers.
    pub n: u64,
    /// Their part of all, 0 to 1.
    pub share: f64,
    /// Those of whom a missing value leaves open whether an earlier class takes them.
    pub n_uncertain: u64,
}

/// How the classes fall into the levels of one result.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResultMatrix {
    /// Which result.
    pub result: String,
    /// Customers: one row a class, one column a level.
    pub counts: Vec<[u64; 4]>,
    /// The same as parts of the class, 0 to 1; null in an empty class.
    pub shares: Vec<Option<[f64; 4]>>,
    /// Customers of all classes by level.
    pub totals: [u64; 4],
}

/// A class that was left out.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Its id.
    pub class: String,
    /// The first column that the table lacks.
    pub column: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellProfile {
    /// Its name: the class, and a letter a result: H, M, L, or U for unknown.
    pub cell: String,
    /// Its class.
    pub class: String,
    /// Its levels, in the order of the results.
    pub levels: [String; 5],
    /// Customers.
    pub n: u64,
    /// Their part of all, 0 to 1.
    pub share: f64,
    /// What they are like.
    pub columns: Vec<CellColumn>,
}

/// A column of numbers within a cell.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellColumn {
    /// The column.
    pub column: String,
    /// Mean of the customers with a value; null where there is none.
    pub mean: Option<f64>,
    /// The cell's part of the column's sum; null where that is 0.
    pub share_of_total: Option<f64>,
}

/// Assigns the table.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let checked = call.params::<AssignRequest>()?.check()?;
    let (fitted, assigned) = algorithm::fit(&checked.plan, call.table()?)?;
    let reply = reply(&checked, &fitted);
    let names = class_names(&reply.model.classes);
    Ok(with_rows(Answer::new(&reply), &names, &fitted.assigner, assigned))
}

/// The ids of classes.
pub fn class_names(classes: &[Class]) -> Vec<String> {
    classes.iter().map(|class| class.id.clone()).collect()
}

/// The body of an assignment's reply.
pub fn reply(checked: &Checked, fitted: &Fitted) -> AssignReply {
    let missing = checked.classes.iter().zip(&fitted.missing);
    let skipped = missing.filter_map(|(class, missing)| {
        missing.as_ref().map(|column| Skipped { class: class.id.clone(), column: column.clone() })
    });
    let absent = fitted.assigner.results.iter().enumerate().filter(|(_, result)| result.is_none());
    let model = Model::new(&checked.classes, fitted);
    AssignReply {
        n_rows: fitted.cells.n_rows,
        matrix: matrix(&model.classes, &fitted.cells),
        missing_results: absent.map(|(index, _)| result_name(index).to_owned()).collect(),
        skipped: skipped.collect(),
        n_cells: fitted.cells.cells.len() as u64,
        cells: cell_profiles(&model.classes, fitted, checked.n_cells_max),
        model,
    }
}

/// How the classes fall into the levels.
pub fn matrix(classes: &[Class], cells: &Cells) -> Matrix {
    let counts = cells.matrix();
    let n_of_class = |class: usize| counts[class][0].iter().sum::<u64>();
    let class_count = |(index, class): (usize, &Class)| ClassCount {
        class: class.id.clone(),
        title: class.title.clone(),
        n: n_of_class(index),
        share: n_of_class(index) as f64 / cells.n_rows.max(1) as f64,
        n_uncertain: cells.n_uncertain[index],
    };
    let of_result = |index: usize| {
        let rows: Vec<[u64; 4]> = counts.iter().map(|class| class[index]).collect();
        let shares = |row: &[u64; 4]| {
            let n: u64 = row.iter().sum();
            (n > 0).then(|| row.map(|count| count as f64 / n as f64))
        };
        ResultMatrix {
            result: result_name(index).to_owned(),
            shares: rows.iter().map(shares).collect(),
            totals: [0, 1, 2, 3].map(|level| rows.iter().map(|row| row[level]).sum()),
            counts: rows,
        }
    };
    Matrix {
        levels: LEVELS.map(str::to_owned).to_vec(),
        classes: classes.iter().enumerate().map(class_count).collect(),
        results: (0..5).map(of_result).collect(),
    }
}

/// The name of a cell.
pub fn cell_name(names: &[String], cell: u32) -> String {
    let letters: String = levels_of_cell(cell).iter().map(|level| ['H', 'M', 'L', 'U'][*level as usize]).collect();
    format!("{}/{letters}", names[(cell / CELLS_A_CLASS) as usize])
}

fn cell_profiles(classes: &[Class], fitted: &Fitted, n_max: usize) -> Vec<CellProfile> {
    let all = &fitted.cells.cells;
    let mut largest: Vec<&Cell> = Vec::new();
    for cell in all {
        let place = largest.partition_point(|other| other.n >= cell.n);
        if place < n_max {
            largest.insert(place, cell);
            largest.truncate(n_max);
        }
    }
    let names = class_names(classes);
    let sum = |cell: &Cell, index: usize, extent: &Extent| {
        let sum = &cell.sums[index];
        (sum.n, sum.n as f64 * extent.middle() + sum.sum.value())
    };
    let totals: Vec<f64> = fitted
        .described
        .iter()
        .enumerate()
        .map(|(index, (_, extent))| all.iter().map(|cell| sum(cell, index, extent).1).sum())
        .collect();
    let profile = |cell: &Cell| {
        let column = |(index, (name, extent)): (usize, &(String, Extent))| {
            let (n, total) = sum(cell, index, extent);
            CellColumn {
                column: name.clone(),
                mean: (n > 0).then(|| total / n as f64),
                share_of_total: (totals[index] != 0.0).then(|| total / totals[index]),
            }
        };
        CellProfile {
            cell: cell_name(&names, cell.number),
            class: names[(cell.number / CELLS_A_CLASS) as usize].clone(),
            levels: levels_of_cell(cell.number).map(|level| LEVELS[level as usize].to_owned()),
            n: cell.n,
            share: cell.n as f64 / fitted.cells.n_rows.max(1) as f64,
            columns: fitted.described.iter().enumerate().map(column).collect(),
        }
    };
    largest.into_iter().map(profile).collect()
}

/// Adds the class, five levels, the cell and the reasons to an answer.
pub fn with_rows(answer: Answer, names: &[String], assigner: &Assigner, assigned: Assigned) -> Answer {
    let reasons = reasons(names, assigner, &assigned);
    let Assigned { classes, levels, cells, .. } = assigned;
    let mut answer = answer.with_column(Column::category("customer_class", classes, names.to_vec()));
    for (result, levels) in RESULTS.iter().zip(levels) {
        let column = Column::category(format!("{result}_level"), levels, LEVELS.map(str::to_owned).to_vec());
        answer = answer.with_column(column);
    }
    answer.with_column(cell_column("cell", names, &cells)).with_column(Column::items("segment_reasons", reasons))
}

/// A column of cells; its levels are those that occur, in their order.
pub fn cell_column(name: &str, names: &[String], cells: &[u32]) -> Column {
    let n_cells = names.len() * CELLS_A_CLASS as usize;
    let (mut codes, mut levels) = (vec![MISSING_CODE; n_cells], Vec::new());
    for (cell, _) in segment_kernel::count(cells, n_cells).iter().enumerate().filter(|(_, n)| **n > 0) {
        codes[cell] = levels.len() as u32;
        levels.push(cell_name(names, cell as u32));
    }
    Column::category(name, segment_kernel::look_up(cells, &codes, MISSING_CODE), levels)
}

/// Why each customer is where: a text for the class and one for each result.
fn reasons(names: &[String], assigner: &Assigner, assigned: &Assigned) -> Items {
    let mut levels: Vec<String> = Vec::new();
    for (name, rule) in names.iter().zip(&assigner.classes) {
        let rule = rule.condition.to_string();
        levels.push(format!("{name}: {}", if rule == "TRUE" { "no earlier class" } else { &rule }));
    }
    for (index, result) in assigner.results.iter().enumerate() {
        let conditions = result.as_ref().map(|(column, cutter)| cutter.conditions(column)).unwrap_or_default();
        for (level, condition) in LEVELS.iter().zip(conditions.into_iter().chain([None])) {
            let reason = condition.map_or_else(|| "no result".to_owned(), |condition| condition.to_string());
            levels.push(format!("{} {level}: {reason}", result_name(index)));
        }
    }
    let n_rows = assigned.classes.len();
    let mut items = Items { ends: Vec::with_capacity(n_rows), codes: Vec::with_capacity(6 * n_rows), levels };
    for (row, class) in assigned.classes.iter().enumerate() {
        items.codes.push(*class);
        for (index, levels) in assigned.levels.iter().enumerate() {
            items.codes.push((names.len() + 4 * index) as u32 + levels[row]);
        }
        items.ends.push(items.codes.len() as u32);
    }
    items
}
