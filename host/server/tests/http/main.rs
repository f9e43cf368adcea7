//! The HTTP service over real sockets, with a module that misbehaves when asked to.

mod calls;
mod hostile;
mod limits;
mod page;
mod pipelines;
mod program;
mod routes;
mod support;
