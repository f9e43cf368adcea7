//! The program as people and scripts call it.

mod formats;
mod hostile;
mod interrupt;
mod limits;
mod pipelines;
mod problems;
mod replies;
mod support;
