//! Scorecards: columns cut into bins, bins into points.
//!
//! Binning ([`binning`]) is optimal for information value; a logistic regression on the weight of evidence of
//! the bins ([`gridfolk_logistic`]) gives each column its coefficient; a scale turns log odds into whole points
//! ([`card`]). The sources stand in these.
//!
//! A fit is a fold over the rows: [`State`] says what the next pass is to find out, [`fold()`] finds it out for
//! one part, [`merge()`] puts the parts together. Counts are integers and sums exact, so the result is the same,
//! bit for bit, for every split.

pub mod attribute;
pub mod binning;
pub mod card;
pub mod fold;
pub mod limits;
pub mod merge;
pub mod part;
pub mod partition;
pub mod prebins;
pub mod scan;
pub mod selection;
pub mod state;
pub mod values;

pub use card::Card;
pub use fold::{FitMemory, fold};
pub use merge::{Fitted, merge};
pub use state::{Partial, State};
