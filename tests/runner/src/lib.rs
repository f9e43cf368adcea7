//! The same cases in every host.
//!
//! A case is a folder `tests/cases/<module>/<case>/`:
//! - `request.json`: the request, sent as it stands
//! - `table.csv` (optional): read by `host/core` and loaded as columns before
//! - `reply.json`: what must stand in the reply; fields that it leaves out are not compared
//! - or `problem.json`: the whole problem
//! - `case.json`: what the case claims, which oracle the expected numbers come from, the tolerance
//!   (relative with floor 1) for comparing with it
//!
//! Tolerance is for the oracle alone: between hosts every byte of a reply is equal.

pub mod case;
pub mod expect;
pub mod native;
pub mod wasmtime;
