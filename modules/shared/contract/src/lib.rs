//! The contract: the shapes that modules and hosts share.
//!
//! A module is given a [`Table`] and a [`Request`] and answers with a [`Reply`] or a [`Problem`].
//! Everything here is plain data: no memory layout (that is known to `gridfolk_guest` and
//! `gridfolk_host` alone), no engine, no file.
//!
//! - [`table`]: columns of numbers, categories and item sets, checked on the way in
//! - [`json_table`]: the same from JSON, and back
//! - [`request`]: the envelope of one call, and typed parsing that names the place of a mistake
//! - [`read`]: types from JSON, small in a module
//! - [`write`]: JSON from types, small in a module
//! - [`reply`]: JSON that is equal byte for byte in every host
//! - [`problem`]: what a caller is told when a request is refused
//! - [`told`]: problems by templates
//! - [`base64`]: bytes as text
//! - [`date`]: days of the calendar
//! - [`wire`]: states and partials of folds as bytes
//! - [`fold`]: what the operations of a fold answer
//! - [`manifest`]: what a module says about itself

// What the derive writes names this crate.
extern crate self as gridfolk_contract;

pub mod base64;
mod builder;
mod common;
pub mod date;
mod fault;
mod figures;
pub mod fold;
mod index;
pub mod json_table;
pub mod manifest;
mod moments;
mod place;
pub mod problem;
pub mod read;
pub mod reply;
pub mod request;
pub mod table;
pub mod told;
mod tree;
pub mod wire;
pub mod write;

pub use date::Date;
pub use figures::Figures;
pub use manifest::{Manifest, Operation, Text};
pub use problem::Problem;
pub use read::FromJson;
pub use reply::{Answer, Reply};
pub use request::{Request, RowsAs};
pub use table::{Category, Column, Items, MISSING_CODE, MISSING_NUMBER, Table, Values};
pub use write::ToJson;

/// The version of the ABI that this contract describes; stands in every manifest.
pub const ABI: u32 = 1;
