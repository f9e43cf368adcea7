//! The operation `curve`: how the probability moves with a column, or with two.

use gridfolk_contract::{Answer, FromJson, Problem, ToJson};
use gridfolk_guest::{Call, Part};

use crate::algorithm::curve::{Setting, grid, mean, mean_probability};
use crate::algorithm::score::{Kind, probabilities_of};
use crate::algorithm::{Cells, Memory, Predictor};
use crate::contract::check_range;
use crate::model::{CheckedModel, model_of};
use crate::predict::{cells_for, check_gaps};
use crate::problem;

/// The most values of a curve.
const POINTS_MAX: u64 = 201;
/// The most values of each side of a grid.
const GRID_POINTS_MAX: u64 = 41;
/// The most individual curves.
const ROWS_MAX: usize = 100;

/// Parameters of `curve`.
#[derive(Debug, Clone, FromJson)]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurveRequest {
    /// The column that is moved.
    pub column: String,
    /// A second one: then a grid is answered, too.
    pub second: Option<String>,
    /// Values of a column of numbers, at equal distances between its quantiles at 1 % and 99 %: 2 to 201
    /// (to 41 beside `second`).
    #[serde(default = "points_default")]
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 201)))]
    pub points: u64,
    /// These values of the column of numbers instead.
    pub at: Option<Vec<f64>>,
    /// Rows, from 0, whose individual curves are answered: at most 100.
    #[serde(default)]
    pub rows: Vec<u64>,
}

fn points_default() -> u64 {
    21
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurveReply {
    /// The column that is moved.
    pub column: String,
    /// Rows that the means are of.
    pub n_rows_used: u64,
    /// Mean probability with the column as it is.
    pub mean_probability: f64,
    /// Mean of dp/dx where the rows are, for one unit of the column; null for a category.
    pub average_marginal_effect: Option<f64>,
    /// Mean of (dp/dx) x / p: per cent of probability for one per cent of the column; null for a category.
    pub elasticity: Option<f64>,
    /// One value after another.
    pub points: Vec<PointReply>,
    /// With a second column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<GridReply>,
}

/// One value of the column.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointReply {
    /// Of a column of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Of a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Mean over the rows of the probability when every row has this value.
    pub probability: f64,
    /// The same of each row of `params.rows`; null for a row without a probability.
    pub individual: Vec<f64>,
}

/// Two columns moved together.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GridReply {
    /// The second column.
    pub column: String,
    /// Its values, of numbers.
    pub values: Vec<f64>,
    /// Its levels, of a category.
    pub levels: Vec<String>,
    /// Mean probability: `probability[i][j]` for point i of the first and value or level j of the second.
    pub probability: Vec<Vec<f64>>,
}

/// Moves one or two columns.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>, memory: &mut Memory) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let params: CurveRequest = call.params()?;
    let (model, table) = (model_of(call)?, call.table()?);
    let most = if params.second.is_some() { GRID_POINTS_MAX } else { POINTS_MAX };
    check_range("/params/points", params.points as f64, 2.0, most as f64)?;
    let n_at = params.at.as_ref().map_or(2, Vec::len);
    check_range("/params/at", n_at as f64, 1.0, most as f64)?;
    let j = place_of(&model, &params.column, "/params/column")?;
    let cells = cells_for(&model, table)?;
    let log_odds = memory.scored(call.raw_model()?, || model.predictor.log_odds(&cells)).log_odds.clone();
    check_gaps(&model, &cells, &log_odds)?;
    let rows = rows_of(&params.rows, log_odds.len())?;
    let settings = settings_of(&model, j, &cells[j], &params)?;
    let rest = less(&log_odds, &model.predictor.parts(j, &cells[j]));
    let mut buffer = vec![0.0; rest.len()];
    let column = &model.predictor.columns[j];
    let point = |setting: &Setting| {
        let part = column.of(setting).unwrap_or_default();
        let individual: Vec<f64> = rows.iter().map(|&row| rest[row] + part).collect();
        PointReply {
            value: value_of(setting),
            level: level_of(setting),
            probability: mean_probability(&rest, part, &mut buffer),
            individual: probabilities_of(&individual),
        }
    };
    let points = settings.iter().map(point).collect();
    let grid = match &params.second {
        Some(second) => Some(grid_of(&model, &cells, (j, &settings), second, &rest, params.points)?),
        None => None,
    };
    let p = probabilities_of(&log_odds);
    let (average_marginal_effect, elasticity) = effects(&model.predictor, j, &cells[j], &p).unzip();
    Ok(Answer::new(&CurveReply {
        column: params.column,
        n_rows_used: p.iter().filter(|p| !p.is_nan()).count() as u64,
        mean_probability: mean(p.iter().copied()),
        average_marginal_effect,
        elasticity,
        points,
        grid,
    }))
}

fn place_of(model: &CheckedModel, name: &str, pointer: &str) -> Result<usize, Problem> {
    let place = model.predictor.columns.iter().position(|column| column.name == name);
    place.ok_or_else(|| Problem::not_a_model_column(pointer, name))
}

fn rows_of(rows: &[u64], n_rows: usize) -> Result<Vec<usize>, Problem> {
    check_range("/params/rows", rows.len() as f64, 0.0, ROWS_MAX as f64)?;
    let row_of = |(index, &row): (usize, &u64)| match usize::try_from(row) {
        Ok(row) if row < n_rows => Ok(row),
        _ => {
            let pointer = format!("/params/rows/{index}");
            Err(Problem::row_out_of_range(&pointer, row, n_rows as u64))
        }
    };
    rows.iter().enumerate().map(row_of).collect()
}

fn settings_of(
    model: &CheckedModel,
    j: usize,
    cells: &Cells<'_>,
    params: &CurveRequest,
) -> Result<Vec<Setting>, Problem> {
    match (&params.at, cells) {
        (Some(at), Cells::Number(_)) => Ok(at.iter().map(|&value| Setting::Value(value)).collect()),
        (Some(_), Cells::Level { .. }) => Err(problem::value_not_of_column("/params/at", &params.column)),
        (None, _) => Ok(all_settings(&model.predictor, j, cells, params.points)),
    }
}

fn all_settings(predictor: &Predictor, j: usize, cells: &Cells<'_>, n: u64) -> Vec<Setting> {
    match (&predictor.columns[j].kind, cells) {
        (Kind::Number(_), Cells::Number(values)) => grid(values, n as usize).into_iter().map(Setting::Value).collect(),
        (Kind::Category(levels), _) => levels.iter().map(|level| Setting::Level(level.text.clone())).collect(),
        _ => Vec::new(),
    }
}

fn grid_of(
    model: &CheckedModel,
    cells: &[Cells<'_>],
    (j, settings): (usize, &[Setting]),
    second: &str,
    rest: &[f64],
    n: u64,
) -> Result<GridReply, Problem> {
    let pointer = "/params/second";
    let k = place_of(model, second, pointer)?;
    if k == j {
        return Err(Problem::column_twice(pointer, second));
    }
    let others = all_settings(&model.predictor, k, &cells[k], n);
    let rest = less(rest, &model.predictor.parts(k, &cells[k]));
    let mut buffer = vec![0.0; rest.len()];
    let part = |column: usize, setting: &Setting| model.predictor.columns[column].of(setting).unwrap_or_default();
    let mut row = |setting: &Setting| -> Vec<f64> {
        let first = part(j, setting);
        others.iter().map(|other| mean_probability(&rest, first + part(k, other), &mut buffer)).collect()
    };
    Ok(GridReply {
        column: second.to_owned(),
        probability: settings.iter().map(&mut row).collect(),
        values: others.iter().filter_map(value_of).collect(),
        levels: others.iter().filter_map(level_of).collect(),
    })
}

/// Average marginal effect and elasticity of a column of numbers.
fn effects(predictor: &Predictor, j: usize, cells: &Cells<'_>, p: &[f64]) -> Option<(f64, f64)> {
    let (Kind::Number(number), Cells::Number(values)) = (&predictor.columns[j].kind, cells) else { return None };
    let effect = mean(p.iter().map(|p| p * (1.0 - p) * number.factor));
    let elasticity = mean(p.iter().zip(values.iter()).map(|(p, x)| number.factor * x * (1.0 - p)));
    Some((effect, elasticity))
}

fn less(values: &[f64], parts: &[f64]) -> Vec<f64> {
    values.iter().zip(parts).map(|(value, part)| value - part).collect()
}

fn value_of(setting: &Setting) -> Option<f64> {
    match setting {
        Setting::Value(value) => Some(*value),
        Setting::Level(_) => None,
    }
}

fn level_of(setting: &Setting) -> Option<String> {
    match setting {
        Setting::Level(text) => Some(text.clone()),
        Setting::Value(_) => None,
    }
}
