//! Tasks of the workspace: demo, test, build, check, bench.
fn main() {}
