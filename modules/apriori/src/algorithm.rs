//! Frequent itemsets and association rules (R. Agrawal, T. Imieliński and A. Swami, 1993; R. Agrawal and
//! R. Srikant, 1994).
//!
//! An itemset is frequent when the share of the baskets that hold all of its items, its support, is at
//! least a threshold. A rule left → right says that baskets with the left side tend to hold the right
//! side: its confidence is n(left and right) / n(left). Counts are whole numbers and every threshold is
//! compared with one correctly rounded division of two of them; supports are never multiplied.

mod adjust;
mod fisher;
mod frequent;
pub mod limits;
mod measures;
mod recommend;
mod rules;
mod select;
mod settings;
mod sorted;
mod state;

pub use frequent::{Frequent, check_items, mine, mine_at};
pub use measures::{Measure, Measures};
pub use recommend::{Pick, recommend};
pub use rules::{Numbers, Rule, Sides, judge, listed, rules};
pub use select::select;
pub use settings::{Kind, RuleSettings, Settings, Side, Source, Threshold, least_count};
pub use sorted::sorted;
pub use state::{Partial, Phase, State, Step, fold, merge};
