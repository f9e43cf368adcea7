//! The loops over rows of fuzzy c-means, in 128-bit instructions where there are some.
//!
//! Rows come in blocks of [`ROWS`], column by column: a [`Lane`] is one column, or one group, of one block.
//! Rows that fill up the last block have weight 0 and add nothing to any sum.
//!
//! Only +, -, *, /, comparisons and `libm` are used, in one order of operations a row, so that native code
//! and every Wasm engine agree on every bit. Sums over rows are sums of integers (fixed point, see
//! `gridfolk_numeric::fixed`).
#![forbid(unsafe_code)]

mod assigned;
mod memberships;
mod outcome;
mod part;
mod rank;
mod tally;

pub use assigned::Assigned;
pub use memberships::{Centres, normalise, power};
pub use outcome::{OutcomeGrids, outcome};
pub use part::{Lane, Part, ROWS, ZERO};
pub use rank::{NO_GROUP, Ranked, Ranking};
pub use tally::{Change, Memberships, tally};
