//! How much memory and time one call gets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use wasmtime::ResourceLimiter;

/// The most that one call may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Memory of an instance in bytes.
    pub memory_bytes: u64,
    /// Time of one call.
    pub call: Duration,
    /// Ends every call when it is raised.
    pub cancel: Cancel,
}

impl Default for Limits {
    /// 2 GiB and 60 seconds.
    fn default() -> Self {
        Limits { memory_bytes: 2 << 30, call: Duration::from_secs(60), cancel: Cancel::default() }
    }
}

/// A flag that ends calls from outside: Ctrl-C raises it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends the calls that are under way, within a few milliseconds, and every later one.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was raised.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a running call has used, and what it was refused.
#[derive(Debug)]
pub(super) struct Meter {
    memory_bytes_max: usize,
    /// The most memory that the instance had, in bytes.
    pub(super) memory_bytes_peak: usize,
    /// Whether more memory was asked for than allowed: the guest sees -1 and traps.
    pub(super) is_memory_refused: bool,
    /// When the call under way must end.
    pub(super) ends_at: Option<Instant>,
}

impl Meter {
    pub(super) fn new(limits: &Limits) -> Self {
        let memory_bytes_max = usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX);
        Meter { memory_bytes_max, memory_bytes_peak: 0, is_memory_refused: false, ends_at: None }
    }
}

impl ResourceLimiter for Meter {
    fn memory_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let is_allowed = desired <= self.memory_bytes_max.min(maximum.unwrap_or(usize::MAX));
        if is_allowed {
            self.memory_bytes_peak = self.memory_bytes_peak.max(desired);
        } else {
            self.is_memory_refused = true;
        }
        Ok(is_allowed)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.is_memory_refused = true;
        Ok(())
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        // Modules never grow their tables: they hold functions alone.
        Ok(desired <= 100_000)
    }
}
