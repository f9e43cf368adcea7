//! gridfolk module kmeans: which customers are alike?
#![forbid(unsafe_code)]

pub mod algorithm;
pub mod problem;
mod wire;
