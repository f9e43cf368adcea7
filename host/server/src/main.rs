//! The program gridfolk: command line and HTTP service.
fn main() {}
