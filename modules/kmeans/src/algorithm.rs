//! k-means: k points such that the squared distances of all rows to their nearest one sum up to little.
//!
//! Lloyd's algorithm (S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information
//! Theory 28, 1982): give every row to its nearest centroid, move every centroid to the mean of its
//! rows, until nothing moves. The sum of squared distances ("inertia") never rises.
//!
//! Where sources differ we choose: ties go to the lowest index; an empty segment takes the row that is
//! farthest from its centroid ([`farthest`]); the fit ends when an update leaves every centroid as it is,
//! bit by bit, or moves them by no more than `tol` ([`merge`]); starts are drawn by k-means++ ([`start`]).
//!
//! A fit is a fold: [`State`] says what the next pass over the rows is to find out, [`fold`] finds it out
//! for one part, [`merge`] puts the parts together. [`fit`] is the same with one part. All sums over rows
//! are exact ([`gridfolk_numeric::sum`]), so the result is the same, bit for bit, for every split. The loops
//! over rows stand in `kmeans_kernel`.

pub mod assigned;
pub mod farthest;
pub mod finish;
pub mod fitted;
pub mod fold;
pub mod limits;
pub mod memory;
pub mod merge;
pub mod moments;
pub mod order;
pub mod quality;
pub mod rows;
pub mod scan;
pub mod settings;
pub mod space;
pub mod start;
pub mod state;
pub mod tally;

pub use assigned::{Assigned, gains, predict};
pub use fitted::{Facts, Fitted};
pub use fold::fold;
pub use memory::{Known, Memory};
pub use merge::{Step, merge};
pub use quality::Quality;
pub use rows::Rows;
pub use settings::{Order, Settings, Start};
pub use space::{Missing, Space};
pub use state::{Partial, State};

use gridfolk_contract::Problem;

/// Fits one part that is the whole table. `columns` are those named; `memory` is of the same columns, or
/// new.
///
/// # Errors
/// What the table is refused for.
pub fn fit(settings: Settings, names: &[String], columns: &[&[f64]], memory: &mut Memory) -> Result<Fitted, Problem> {
    let mut state = State::begin(settings);
    loop {
        let best = state.best;
        let partial = fold(&state, names, columns.to_vec(), 0, memory);
        match merge(state, &[partial])? {
            Step::Next(next) => state = *next,
            Step::Done(fitted) => {
                memory.keep_only(best);
                return Ok(*fitted);
            }
        }
    }
}
