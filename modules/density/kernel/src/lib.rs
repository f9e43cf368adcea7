//! Neighbours of rows, and linfa's DBSCAN over them.
#![forbid(unsafe_code)]

mod dbscan;
mod leaves;

pub use dbscan::dbscan;
pub use leaves::Leaves;
