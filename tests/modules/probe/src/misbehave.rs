//! Operations that no analytic has: they end in a trap or at a limit.

use gridfolk_contract::{Answer, Column, FromJson, Problem, ToJson};
use gridfolk_guest::Call;

#[derive(ToJson)]
struct Empty {}

#[derive(FromJson)]
#[serde(deny_unknown_fields)]
struct MakeParams {
    n_rows: u32,
}

/// Rows out of nothing, as generators give them: 0, 1, 2 …
pub(crate) fn make(call: &Call<'_>) -> Result<Answer, Problem> {
    let params: MakeParams = call.params()?;
    Ok(Answer::new(&Empty {}).with_column(Column::number("row", (0..params.n_rows).map(f64::from).collect())))
}

/// Panics with a text that must stay in the log.
pub(crate) fn panic(call: &Call<'_>) -> ! {
    panic!("a secret of the operation {}", call.op())
}

/// Never ends.
pub(crate) fn spin(call: &Call<'_>) -> ! {
    let mut n = call.op().len();
    loop {
        n = std::hint::black_box(n.wrapping_add(1));
    }
}

/// Allocates until it is refused.
pub(crate) fn grow(call: &Call<'_>) -> ! {
    let mut kept = vec![call.op().len()];
    loop {
        kept = std::hint::black_box(vec![1; kept.len() * 2]);
    }
}
