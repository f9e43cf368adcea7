//! The operation `mine`.

use gridfolk_contract::{Answer, Problem};
use gridfolk_guest::{Call, Part};

use crate::algorithm;
use crate::baskets::{Named, read};
use crate::contract::MineRequest;
use crate::reply::answer;

/// Mines the table.
///
/// # Errors
/// Everything that is wrong with params and table; a result that is too large.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Table])?;
    let settings = call.params::<MineRequest>()?.check()?;
    let baskets = read(&Named::of_table(call.table()?), &settings.source)?;
    let frequent = algorithm::mine(&baskets, &settings)?;
    answer(&frequent, &settings, false)
}
