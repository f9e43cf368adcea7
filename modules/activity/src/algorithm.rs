//! An activity index: how recently, how often and how much a customer uses the channels of service.
//!
//! Uses lose weight with their age ([`activity_kernel`]; the half-life form of decay is usual for portraits,
//! the numbers are assumptions). On each channel a customer has three components, 0 to 1:
//!
//! ```text
//! recency    d(days since the last use)
//! frequency  1 - 2^(-D / D50)     D: what all uses count, D50: its median among the channel's users
//! volume     1 - 2^(-M / M50)     M: what all volume counts, by the uses' mean weight; M50 alike
//! ```
//!
//! Their mean, by the parts that the caller gives them, is the activity a_c on the channel; 100 a_c is the
//! channel's index. With the weights v_c of the channels (by hand, by [`entropy`], or from comparisons in pairs,
//! [`pairwise`])
//!
//! ```text
//! S = sum v_c a_c      index = 100 (1 - 2^(-S / S50))
//! ```
//!
//! with S50 the median of S among those who are active at all, so that the median active customer has 50. A
//! channel's points are its part v_c a_c / S of the index.
//!
//! The medians, entropies and means depend on all rows: an index is a fold, and [`fit`] is the same with one
//! part. Medians are exact ([`gridfolk_numeric::quantile`]), sums order-free ([`gridfolk_numeric::sum`]).
use gridfolk_contract::Problem;

pub mod entropy;
pub mod fold;
pub mod memory;
pub mod merge;
pub mod pairwise;
pub mod rows;
pub mod scan;
pub mod scored;
pub mod settings;
pub mod state;
pub mod totals;

pub use fold::fold;
pub use memory::Memory;
pub use merge::{Fitted, Step, merge};
pub use rows::{Halves, Rows};
pub use scored::{Scale, Scored};
pub use settings::{Channel, Settings, Weighing};
pub use state::{Partial, State};

/// Makes the index of one part that is the whole table. `memory` is of the same columns, or new.
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
