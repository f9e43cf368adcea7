//! The page's host: host/core over `js_sys::WebAssembly`.
//!
//! JavaScript sees two classes. A [`Table`] keeps columns in this crate's memory, so that giving them
//! to a module is one copy. A [`Bridge`] is one module with one instance; a trapped instance is
//! replaced by a fresh one, which is given the same columns again.
//!
//! Every page loads it, so it is small: files are read by `web/bridge/reader`, and pipelines run in
//! `web/bridge/portrait`, each a `.wasm` file of its own that is loaded when it is needed.

#![forbid(unsafe_code)]

mod module;
mod summary;
mod table;

pub use module::Bridge;
pub use table::Table;
