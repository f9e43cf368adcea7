//! The browser host: host/core over `js_sys::WebAssembly`.
//!
//! JavaScript sees three classes. A [`Table`] keeps columns in this crate's memory, so that giving them
//! to a module is one copy. A [`Bridge`] is one module with one instance; a trapped instance is
//! replaced by a fresh one, which is given the same columns again. A [`Portrait`] is a pipeline that has
//! run on a table. Rows cross the border as typed
//! arrays, summaries and problems as JSON, requests and replies as the text that the
//! module reads and writes, byte for byte.

#![forbid(unsafe_code)]

mod bridge;
mod browser;
mod columns;
mod failure;
mod portrait;
mod table;

pub use bridge::Bridge;
pub use portrait::Portrait;
pub use table::Table;
