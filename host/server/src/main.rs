//! The program gridfolk: command line and HTTP service.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    gridfolk::commands::main()
}
