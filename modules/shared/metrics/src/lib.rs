//! How well a score tells events from non-events, and whether it still does.
//!
//! - [`ranking`]: the rows in the order of their scores, in mergeable form; AUC, Gini, KS
//! - [`groups`]: calibration, gains and lift by groups of equal size
//! - [`losses`]: log loss and Brier score of probabilities
//! - [`stability`]: the population stability index between two periods
//!
//! All results are the same bits for every split of the rows and every order of the parts.

pub mod groups;
pub mod losses;
pub mod ranking;
pub mod stability;

pub use groups::Group;
pub use losses::{LossGrid, Losses};
pub use ranking::{EXACT_ROWS_MAX, Entry, Ks, Ranking, Way};
pub use stability::psi;
