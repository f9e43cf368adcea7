//! The engine-neutral host.
//!
//! - [`engine`]: the little that a Wasm engine must offer; `host/server` has it for wasmtime,
//!   `web/bridge` for the browser
//! - [`session`]: one instance of a module, called with Rust values
//! - [`calls`]: calls of sessions that depend on each other, several at a time where an engine can
//! - [`catalog`]: the modules that a host has, by name
//! - [`fold`]: a fit over parts of a table, with progress and cancelling
//! - [`parts`]: a table into parts bounded by bytes
//! - [`pipeline`]: several operations put together
//! - [`tables`]: text into columns, the same for the command line, HTTP and the page
//!
//! The layout of values in memory is known in [`mod@self`]'s private `abi` alone.

mod abi;
pub mod calls;
pub mod catalog;
pub mod engine;
pub mod fold;
pub mod parts;
pub mod pipeline;
pub mod session;
pub mod tables;

pub use catalog::{Catalog, Entry};
pub use engine::{Engine, Instance, Trap};
pub use session::{CallError, Session};
