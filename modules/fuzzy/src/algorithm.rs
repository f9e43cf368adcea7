//! Fuzzy c-means: c centres, and for every row a membership in each group around them, so that
//!
//! ```text
//! J = sum over rows i and groups k of u_ik^m |x_i - c_k|^2,   sum over k of u_ik = 1
//! ```
//!
//! is little (J. C. Bezdek, "Pattern Recognition with Fuzzy Objective Function Algorithms", 1981). Two
//! steps in turn: c_k = sum of u_ik^m x_i / sum of u_ik^m, and u_ik from the distances to the centres
//! (`fuzzy_kernel`). J never rises. The fit ends when the memberships move by less than `tol` in all (the
//! Frobenius norm of their change), as in scikit-fuzzy.
//!
//! Groups become grades along a direction of value: the larger the weighted sum of a centre's
//! standardised coordinates, the better the grade ([`grades`]).
//!
//! A fit is a fold: [`State`] says what the next pass over the rows is to find out, [`fold`] finds it out
//! for one part, [`merge`] puts the parts together. [`fit`] is the same with one part. All sums over rows
//! are exact ([`gridfolk_numeric::fixed`]), so the result is the same, bit for bit, for every split.
use gridfolk_contract::Problem;

pub mod assigned;
pub mod fitted;
pub mod fold;
pub mod grades;
pub mod limits;
pub mod memory;
pub mod merge;
pub mod settings;
pub mod start;
pub mod state;
pub mod update;

pub use assigned::{Scheme, predict};
pub use fitted::{Coincident, Fitted};
pub use fold::{View, fold};
pub use fuzzy_kernel::Assigned;
pub use memory::Memory;
pub use merge::{Step, merge};
pub use settings::{Settings, Start, Value};
pub use state::{Partial, State};

/// Fits one part that is the whole table. `memory` is of the same columns, or new.
///
/// # Errors
/// What the table is refused for.
pub fn fit(settings: Settings, view: &View<'_>, memory: &mut Memory) -> Result<Fitted, Problem> {
    let mut state = State::begin(settings);
    loop {
        let partial = fold(&state, view, memory)?;
        match merge(state, vec![partial])? {
            Step::Next(next) => state = *next,
            Step::Done(fitted) => return Ok(*fitted),
        }
    }
}
