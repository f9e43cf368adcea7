//! The native host: wasmtime behind `gridfolk_host`, the command line and the HTTP service.
//!
//! - [`engine`]: wasmtime under limits
//! - [`modules`]: where the `.wasm` files lie
//! - [`tables`]: files of every format into columns, and columns into files
//! - [`pipelines`]: several operations put together, and what is written of them
//! - [`commands`]: the command line
//! - [`serve`]: the HTTP service
//! - [`failure`]: why something ended without a reply, for people, programs and shells

#![deny(unsafe_code)]

pub mod commands;
pub mod engine;
pub mod failure;
pub mod modules;
pub mod pipelines;
pub mod serve;
pub mod tables;
