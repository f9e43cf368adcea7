//! The native host: wasmtime behind `gridfolk_host`.
//!
//! The program `gridfolk` is built on it; so are the tests and benchmarks.

#![deny(unsafe_code)]

pub mod engine;
pub mod serve;
