//! The hot loops of the module apriori: counting items and pairs, the search for frequent itemsets, the
//! levels of a fold, and writing many itemsets as JSON.
//!
//! Items are numbers here, 0 to m - 1, in the order of their texts; an itemset is a rising list of them.
#![forbid(unsafe_code)]

mod bits;
mod expand;
mod lattice;
mod levels;
mod pairs;
mod rows;
mod search;
mod write;

pub use lattice::Lattice;
pub use levels::{Candidates, count_candidates};
pub use pairs::PairCounts;
pub use rows::{Rows, count_items, without_repeats};
pub use search::{Search, TooMany, search};
pub use write::{n_bytes, write_itemsets};

/// Of an item that takes no part.
pub const NO_ITEM: u16 = u16::MAX;
