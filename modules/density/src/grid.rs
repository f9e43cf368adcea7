//! The operation `grid`, and its reply.

use density_kernel::{OUTSIDE, counts};
use gridfolk_contract::{Answer, Category, MISSING_CODE, Problem, Table, ToJson, Values};
use gridfolk_guest::{Call, Part};
use gridfolk_space::limits::VALUE_MAX;

use crate::algorithm::grid::{Axis, NoAxis};
use crate::algorithm::limits::N_COUNTS_MAX;
use crate::contract::{AxisRequest, GridRequest, Scale};
use crate::problem;

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GridReply {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that are counted in a cell.
    pub n_counted: u64,
    /// Rows that lack one of the two values.
    pub n_missing: u64,
    /// Rows whose values are beyond an axis.
    pub n_outside: u64,
    /// From left to right.
    pub x: AxisReply,
    /// From below upwards.
    pub y: AxisReply,
    /// The levels of `by`; null, at the end, for rows without one. Absent without `by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<Option<String>>>,
    /// The cells with rows, from below upwards, in each row from left to right, in each cell by level.
    pub cells: Cells,
}

/// One axis.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AxisReply {
    /// Its column.
    pub column: String,
    /// How it is divided.
    pub scale: Scale,
    /// Where cells begin and end: cell i holds values from edge i to below the next, the last one its end, too.
    pub edges: Vec<f64>,
}

/// Cells, in lists of equal length.
#[derive(Debug, Clone, PartialEq, Default, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cells {
    /// The cell's number along x, from 0.
    pub x: Vec<u32>,
    /// The cell's number along y, from 0.
    pub y: Vec<u32>,
    /// The number of the level. Absent without `by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Vec<u32>>,
    /// How many rows.
    pub n: Vec<u32>,
}

/// Counts rows in the cells of a grid.
///
/// # Errors
/// Everything that is wrong with params and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let request: GridRequest = call.params()?;
    request.check()?;
    let table = call.table()?;
    if table.n_rows() == 0 {
        return Err(Problem::no_rows(0));
    }
    let by = request.by.as_deref().map(|by| categories(table, by)).transpose()?;
    let (x_values, x) = axis(table, &request.x, "x")?;
    let (y_values, y) = axis(table, &request.y, "y")?;
    let levels = by.map(levels_of);
    let shape = [x.n_cells(), y.n_cells(), levels.as_ref().map_or(1, |levels| levels.len().max(1))];
    let n_counts = shape.iter().map(|&n| n as u64).product();
    if n_counts > N_COUNTS_MAX {
        return Err(problem::too_many_cells(n_counts, N_COUNTS_MAX));
    }
    let (x_cells, y_cells) = (x.cells(x_values), y.cells(y_values));
    let counts = counts(&x_cells, &y_cells, by.map(|by| by.codes.as_slice()), shape);
    let pairs = x_values.iter().zip(y_values);
    let n_missing = pairs.filter(|(x, y)| x.is_nan() || y.is_nan()).count() as u64;
    let is_on = |(x, y): &(&u32, &u32)| **x != OUTSIDE && **y != OUTSIDE;
    let n_counted = x_cells.iter().zip(&y_cells).filter(is_on).count() as u64;
    let n_rows = table.n_rows() as u64;
    Ok(Answer::new(&GridReply {
        n_rows,
        n_counted,
        n_missing,
        n_outside: n_rows - n_missing - n_counted,
        x: reply_of(request.x, x),
        y: reply_of(request.y, y),
        cells: cells_of(&counts, shape, levels.is_some()),
        levels,
    }))
}

fn categories<'t>(table: &'t Table, name: &str) -> Result<&'t Category, Problem> {
    match table.column(name).map(|column| &column.values) {
        None => Err(Problem::column_not_found("/params/by", name)),
        Some(Values::Category(category)) => Ok(category),
        Some(other) => Err(problem::column_not_category("/params/by", name, other.kind())),
    }
}

/// The texts, and a place for rows that have none if there are any.
fn levels_of(by: &Category) -> Vec<Option<String>> {
    let has_missing = by.codes.contains(&MISSING_CODE);
    by.levels.iter().cloned().map(Some).chain(has_missing.then_some(None)).collect()
}

/// The values of an axis's column, and the axis; `name` is its name in `params`.
fn axis<'t>(table: &'t Table, request: &AxisRequest, name: &str) -> Result<(&'t [f64], Axis), Problem> {
    let column = &request.column;
    let pointer = format!("/params/{name}/column");
    let values = match table.column(column).map(|column| &column.values) {
        None => return Err(Problem::column_not_found(&pointer, column)),
        Some(Values::Number(values)) => values,
        Some(other) => return Err(Problem::column_not_number(&pointer, column, other.kind())),
    };
    let axis = Axis::new(request, values).map_err(|reason| match reason {
        NoAxis::NoValue if request.scale == Scale::Log => problem::no_positive_value(column),
        NoAxis::NoValue => Problem::column_all_missing(column),
        NoAxis::ValueTooLarge => Problem::value_too_large(column, VALUE_MAX),
        NoAxis::Empty { least, greatest } => problem::axis_empty(name, least, greatest),
    })?;
    Ok((values, axis))
}

fn reply_of(request: AxisRequest, axis: Axis) -> AxisReply {
    AxisReply { column: request.column, scale: request.scale, edges: axis.edges }
}

/// The cells that hold rows, of the counts of all.
fn cells_of(counts: &[u32], [n_x, _, n_levels]: [usize; 3], has_levels: bool) -> Cells {
    let mut cells = Cells { level: has_levels.then(Vec::new), ..Cells::default() };
    for (at, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let cell = at / n_levels;
        cells.x.push((cell % n_x) as u32);
        cells.y.push((cell / n_x) as u32);
        cells.level.iter_mut().for_each(|levels| levels.push((at % n_levels) as u32));
        cells.n.push(n);
    }
    cells
}
