//! The hot loops of the module tree, in a crate of their own: the only part of the module that is built
//! for speed and not for size.
//!
//! - [`criterion`]: how mixed a node is
//! - [`groups`]: the rows of a node by the values of a column
//! - [`cut`]: the best cut of such groups in two
//! - [`histogram`]: rows counted by node, class and bin
//! - [`coded`]: rows led down a tree that grows, by the codes of their values
//! - [`walk`]: customers led down a finished tree
#![forbid(unsafe_code)]

pub mod coded;
pub mod criterion;
pub mod cut;
pub mod groups;
pub mod histogram;
pub mod walk;
