//! Neighbours of rows and DBSCAN over them; counts of rows in the cells of a grid.
#![forbid(unsafe_code)]

mod dbscan;
mod grid;
mod leaves;

pub use dbscan::dbscan;
pub use grid::{OUTSIDE, cells, counts, even_cells};
pub use leaves::Leaves;
