//! Readers of binary formats panic on some damaged files; a damaged file is a problem like any other.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use gridfolk_contract::Problem;

use super::not_read;

thread_local! {
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

/// Reads, and makes a panic of the reader the problem `table_not_read`, without its text on standard error.
pub(super) fn guarded<T>(format: &str, read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_READING.get() {
                hook(info);
            }
        }));
    });
    IS_READING.set(true);
    // Nothing that the reader may leave half done outlives it.
    let result = catch_unwind(AssertUnwindSafe(read));
    IS_READING.set(false);
    result.unwrap_or_else(|_| Err(not_read(format, "the file is damaged")))
}
