//! The operation `score`, and what an instance remembers.

use gridfolk_contract::problem::pointer_join;
use gridfolk_contract::{Answer, Column, FromJson, Items, Problem, Table, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::evaluate::Columns;
use gridfolk_whatif::{Distribution, Remembered};

use crate::algorithm::attribute::Unfit;
use crate::algorithm::card::{By, CardPart, codes_of_truths};
use crate::algorithm::{Card, FitMemory};
use crate::model::model_of;
use crate::problem;

/// Reasons that are named for each customer.
const N_REASONS: usize = 4;

/// What an instance remembers of its columns.
#[derive(Debug, Default)]
pub struct Memory {
    /// Of a fit.
    pub fit: FitMemory,
    /// What the model that was asked last gave.
    pub scored: Remembered<Kept>,
}

/// Parameters of `score`.
#[derive(Debug, Clone, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[json(null_is_absent)]
pub struct ScoreRequest {
    /// Whether the points of each column leave as columns of the reply, too.
    #[serde(default)]
    pub by_column: bool,
}

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreReply<'a> {
    /// Rows of the table.
    pub n_rows: u64,
    /// How points lie.
    pub points: Distribution,
    /// Rows of each grade, the highest first.
    pub grades: Vec<GradeCount<'a>>,
}

/// Rows of a grade.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GradeCount<'a> {
    /// Its name.
    pub grade: &'a str,
    /// Its rows.
    pub n_rows: u64,
}

/// Rows with their scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The bin of each row, by part of the card.
    pub codes: Vec<Vec<u8>>,
    /// Whole points.
    pub points: Vec<f64>,
    /// The place of the grade.
    pub grades: Vec<u32>,
    /// The probability of the event; none for a card of rules.
    pub probability: Option<Vec<f64>>,
}

/// A table's scores, and how they lie.
#[derive(Debug)]
pub struct Kept {
    /// The scores.
    pub scored: Scored,
    /// How points lie.
    pub points: Distribution,
}

impl Kept {
    /// Scores a table.
    ///
    /// # Errors
    /// As [`Scored::new`].
    pub fn new(card: &Card, table: &Table) -> Result<Self, Problem> {
        let scored = Scored::new(card, table)?;
        Ok(Kept { points: Distribution::of(&scored.points), scored })
    }
}

impl Scored {
    /// Scores a table.
    ///
    /// # Errors
    /// No rows; a column that it does not have, or of another kind; an unknown level where that is refused.
    pub fn new(card: &Card, table: &Table) -> Result<Self, Problem> {
        if table.n_rows() == 0 {
            return Err(problem::no_rows());
        }
        let mut codes = Vec::with_capacity(card.parts.len());
        for at in 0..card.parts.len() {
            codes.push(codes_of(card, at, table)?);
        }
        Ok(Scored::of_codes(card, codes, table.n_rows()))
    }

    /// Scores rows with these bins.
    pub fn of_codes(card: &Card, codes: Vec<Vec<u8>>, n_rows: usize) -> Self {
        let (points, raw) = card.totals(&codes, n_rows);
        let probability = card.scale.as_ref().map(|scale| scale.probabilities(&raw));
        Scored { codes, grades: card.grades_of(&points), points, probability }
    }
}

/// The bin of each row for one part of a card.
///
/// # Errors
/// As [`Scored::new`].
pub fn codes_of(card: &Card, at: usize, columns: &dyn Columns) -> Result<Vec<u8>, Problem> {
    let part = &card.parts[at];
    match &part.by {
        By::Condition(condition) => {
            Ok(codes_of_truths(&condition.evaluate(columns, &pointer_join(&pointer_join("/model/rules", at), "when"))?))
        }
        By::Split(split) => {
            let Some(values) = columns.values(&part.name) else {
                let pointer = pointer_join(&pointer_join("/model/columns", at), "column");
                return Err(Problem::column_not_found(&pointer, &part.name));
            };
            split.codes(values, card.refuses_unknown).map_err(|unfit| match unfit {
                Unfit::Kind(kind) => problem::column_of_other_kind(&part.name, kind),
                Unfit::Level(row, level) => problem::level_unknown(&part.name, level, row),
            })
        }
    }
}

/// Scores the rows by a model.
///
/// # Errors
/// Everything that is wrong with params, model and table.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model, Part::Table])?;
    let request: ScoreRequest = call.params()?;
    let (card, _) = model_of(call)?;
    let table = call.table()?;
    let scored = Scored::new(&card, table)?;
    let reply = ScoreReply {
        n_rows: table.n_rows() as u64,
        points: Distribution::of(&scored.points),
        grades: grade_counts(&card, &scored),
    };
    Ok(with_rows(Answer::new(&reply), &card, &scored, request.by_column))
}

fn grade_counts<'a>(card: &'a Card, scored: &Scored) -> Vec<GradeCount<'a>> {
    let count = |at: usize| scored.grades.iter().filter(|&&grade| grade as usize == at).count() as u64;
    let mut counts = Vec::new();
    for (at, grade) in card.grades.iter().enumerate() {
        counts.push(GradeCount { grade: &grade.grade, n_rows: count(at) });
    }
    counts
}

/// The names of the grades, in order.
pub fn grade_names(card: &Card) -> Vec<String> {
    card.grades.iter().map(|grade| grade.grade.clone()).collect()
}

/// Adds `points`, `grade`, `probability`, `reasons`, and points by column to an answer.
pub fn with_rows(answer: Answer, card: &Card, scored: &Scored, by_column: bool) -> Answer {
    let mut answer = answer.with_column(Column::number("points", scored.points.clone())).with_column(Column::category(
        "grade",
        scored.grades.clone(),
        grade_names(card),
    ));
    if let Some(probability) = &scored.probability {
        answer = answer.with_column(Column::number("probability", probability.clone()));
    }
    answer = answer.with_column(Column::items("reasons", reasons(card, &scored.codes)));
    for (part, codes) in card.parts.iter().zip(&scored.codes).filter(|_| by_column) {
        let points = codes.iter().map(|&code| part.worths[code as usize].points).collect();
        answer = answer.with_column(Column::number(String::from("points.") + &part.name, points));
    }
    answer
}

/// The parts of the card that cost each customer most, measured from their best bins: those that cost more first,
/// ties in the order of the card.
fn reasons(card: &Card, codes: &[Vec<u8>]) -> Items {
    let most: Vec<f64> = card.parts.iter().map(CardPart::most).collect();
    let n_rows = codes.first().map_or(0, Vec::len);
    let mut items = Items { ends: Vec::with_capacity(n_rows), ..Items::default() };
    items.levels = card.parts.iter().map(|part| part.name.clone()).collect();
    let mut worst: Vec<(f64, u32)> = Vec::new();
    for row in 0..n_rows {
        worst.clear();
        for (part, codes) in codes.iter().enumerate() {
            let cost = most[part] - card.parts[part].worths[codes[row] as usize].points;
            if cost > 0.0 && (worst.len() < N_REASONS || worst.last().is_some_and(|least| cost > least.0)) {
                let at = worst.partition_point(|other| other.0 >= cost);
                worst.insert(at, (cost, part as u32));
                worst.truncate(N_REASONS);
            }
        }
        items.codes.extend(worst.iter().map(|reason| reason.1));
        items.ends.push(items.codes.len() as u32);
    }
    items
}
