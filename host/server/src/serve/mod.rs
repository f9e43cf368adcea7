//! The HTTP service: the modules of a catalog behind routes, and the page at `/`.
//!
//! Each call gets a fresh instance and its own limits; problems go out as RFC 9457.
