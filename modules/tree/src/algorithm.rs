//! A decision tree for classes: questions that part the customers into groups as pure as possible.
//!
//! CART (L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", 1984): of all
//! questions "is x at most t?" and "is the level one of these?", each node asks the one that lowers the
//! impurity of its rows most ([`tree_kernel::criterion`]), and its two sides go on alike, until they are
//! pure, too small, or deep enough; then pruning may take splits back ([`prune`]).
//!
//! Where sources differ we choose: ties go to the first column, then to the lowest threshold, then missing
//! values to no ([`split`], [`tree_kernel::cut`]); a split must lower the impurity; a missing value has a
//! side of its own at every question.
//!
//! A fit is a fold: [`State`] says what the next pass over the rows is to find out, [`fold`] finds it out
//! for one part, [`merge`] puts the parts together. [`fit`] is the same with one part. Up to 20 000 rows the
//! parts send their rows, and splits are exact ([`exact`]); above, rows are counted by bins whose edges are
//! exact quantiles ([`tally`]). Counts are integers and sums of weights exact
//! ([`gridfolk_numeric::sum`]), so the result is the same, bit for bit, for every split of the rows.
use gridfolk_contract::Problem;

pub mod coding;
pub mod exact;
pub mod fitted;
pub mod fold;
pub mod gathered;
pub mod growth;
pub mod limits;
pub mod memory;
pub mod merge;
pub mod prune;
pub mod rows;
pub mod scan;
pub mod settings;
pub mod split;
pub mod state;
pub mod tally;
pub mod tree;
pub mod walked;

pub use fitted::Fitted;
pub use fold::fold;
pub use memory::Memory;
pub use merge::{Step, merge};
pub use rows::Rows;
pub use settings::{ClassWeight, Measured, Settings};
pub use state::{Partial, State};
pub use tree::Tree;
pub use walked::{Walked, walk};

/// Fits one part that is the whole table. `memory` is of the same columns, or new.
///
/// # Errors
/// What the table is refused for.
pub fn fit(settings: Settings, rows: &Rows<'_>, memory: &mut Memory) -> Result<Fitted, Problem> {
    let mut state = State::begin(settings);
    loop {
        let partial = fold(&state, rows, memory);
        match merge(state, vec![partial])? {
            Step::Next(next) => state = *next,
            Step::Done(fitted) => return Ok(*fitted),
        }
    }
}
