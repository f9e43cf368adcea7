//! What if: edits of columns under conditions, and the comparison of before and after.
//!
//! - [`condition`]: the one condition grammar, as JSON; [`text`] is its form for people
//! - [`written`]: a condition as a caller wrote it, JSON or text
//! - [`evaluate`]: conditions over the rows of a table, three-valued
//! - [`scenario`]: edits of columns, applied in order
//! - [`Remembered`]: what a model said before them
//! - [`compare`]: counts per group, who moved from where to where, distributions
//!
//! A what-if says what the model says of changed records. It is no claim about cause and effect.

pub mod compare;
pub mod condition;
pub mod evaluate;
mod remembered;
pub mod scenario;
pub mod text;
pub mod written;

pub use compare::{Distribution, GroupChange, ScoreChange, largest};
pub use condition::{Condition, Scalar, Test};
pub use evaluate::{Columns, Truth};
pub use remembered::Remembered;
pub use scenario::{Edit, Edited, Scenario, edited_number};
pub use written::Written;
