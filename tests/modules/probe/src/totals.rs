//! A fit that counts, whole and as a fold: the model is the number of rows, and `predict` numbers
//! the rows' shares of it.

use gridfolk_contract::{Answer, Column, FromJson, Problem, Table, ToJson};
use gridfolk_guest::Call;

#[derive(FromJson)]
#[serde(deny_unknown_fields)]
struct Params {
    /// How often the rows are counted.
    #[serde(default = "one")]
    rounds: u64,
}

fn one() -> u64 {
    1
}

#[derive(ToJson, FromJson)]
struct Model {
    module: String,
    schema: u64,
    n_rows: u64,
}

#[derive(ToJson)]
struct Fitted {
    model: Model,
}

#[derive(ToJson)]
struct Predicted {}

#[derive(ToJson)]
struct Begun {
    state: State,
}

#[derive(ToJson, FromJson)]
struct State {
    rounds: u64,
    round: u64,
}

#[derive(ToJson)]
struct Folded {
    partial: Partial,
}

#[derive(ToJson, FromJson)]
struct Partial {
    n_rows: u64,
}

#[derive(ToJson)]
struct Progress {
    share: f64,
    phase: &'static str,
}

#[derive(ToJson)]
struct Again {
    state: State,
    progress: Progress,
}

#[derive(ToJson)]
struct Done {
    reply: Fitted,
}

pub(crate) fn fit(call: &Call<'_>) -> Result<Answer, Problem> {
    let _: Params = call.params()?;
    let table = call.table()?;
    let model = model_of(table.n_rows() as u64);
    let column = shares(table, &model);
    Ok(Answer::new(&Fitted { model }).with_column(column))
}

pub(crate) fn predict(call: &Call<'_>) -> Result<Answer, Problem> {
    let model: Model = call.model("probe", &[1])?;
    let column = shares(call.table()?, &model);
    Ok(Answer::new(&Predicted {}).with_column(column))
}

pub(crate) fn begin(call: &Call<'_>) -> Result<Answer, Problem> {
    let Params { rounds } = call.params()?;
    Ok(Answer::new(&Begun { state: State { rounds, round: 0 } }))
}

pub(crate) fn fold(call: &Call<'_>) -> Result<Answer, Problem> {
    let _: State = call.state()?;
    Ok(Answer::new(&Folded { partial: Partial { n_rows: call.table()?.n_rows() as u64 } }))
}

pub(crate) fn merge(call: &Call<'_>) -> Result<Answer, Problem> {
    let State { rounds, round } = call.state()?;
    let round = round + 1;
    if round < rounds {
        let progress = Progress { share: round as f64 / rounds as f64, phase: "counting" };
        return Ok(Answer::new(&Again { state: State { rounds, round }, progress }));
    }
    let n_rows = call.partials::<Partial>()?.iter().map(|partial| partial.n_rows).sum();
    Ok(Answer::new(&Done { reply: Fitted { model: model_of(n_rows) } }))
}

fn model_of(n_rows: u64) -> Model {
    Model { module: "probe".to_owned(), schema: 1, n_rows }
}

/// Every row's share of all rows that the model was fitted on.
fn shares(table: &Table, model: &Model) -> Column {
    Column::number("share", vec![1.0 / model.n_rows as f64; table.n_rows()])
}
