//! Doubles as decimal texts, and back, exactly: the nearest double of a text, ties to even, and the shortest
//! text that reads back as the same double, of those the nearest.
//!
//! serde_json's ways bring tables of powers of ten, 8 KB that do not compress; with the code around them
//! they were 12 KB gzipped of every module. Here one table serves both ways and is computed at first use
//! ([`powers`]).

mod big;
mod powers;
mod read;
mod write;

pub use read::read;
pub use write::{whole, write, write_plain};
