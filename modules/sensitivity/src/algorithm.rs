//! Logistic regression on the columns of a table: the chance of an event and what drives it.
//!
//! ```text
//! log odds = ln(p / (1 - p)) = b0 + sum over columns of b (x - centre) / unit      (numbers)
//!                                 + b of the row's level, 0 for the base level     (categories)
//! ```
//!
//! The estimates are those of `gridfolk_logistic` (Newton's method, Firth's correction where outcomes are
//! separated, or a ridge penalty). Standard errors are the roots of the diagonal of the inverse
//! information; z = b / se, p = 2 (1 - Phi(|z|)), intervals b -+ z_c se (Wald). AIC = 2 k - 2 l and BIC =
//! k ln n - 2 l with k coefficients, the intercept among them; McFadden's R^2 = 1 - l / l0 (McFadden 1974);
//! the likelihood ratio 2 (l - l0) is compared with chi-squared of k - 1 degrees of freedom.
//!
//! Choices where sources differ: n in BIC is the sum of weights, since a weight is a number of rows;
//! with a ridge penalty, l is the likelihood without it and errors come from the penalised information.

pub mod coding;
pub mod curve;
mod fitted;
mod fold;
mod memory;
mod merge;
mod quality;
mod reverse;
mod rows;
mod scan;
pub mod score;
mod settings;
mod state;

pub use coding::Coded;
pub use fitted::{Fit, Inference};
pub use fold::{fit, fold};
pub use memory::Memory;
pub use merge::merge;
pub use quality::Quality;
pub use reverse::{Alone, Change, Goal, Lever, Reverse, reverse};
pub use rows::{Cells, Rows, cells_of};
pub use score::{Predictor, TermShare};
pub use settings::{Missing, Settings, Unknown};
pub use state::{Partial, State, Step};
