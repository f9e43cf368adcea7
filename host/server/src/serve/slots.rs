//! How many calls run at a time, how many wait, and how much of bodies is in memory meanwhile.

use std::sync::Arc;

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;

/// Bodies in memory together may have this many times the size of the largest one.
const LARGEST_BODIES: usize = 4;
/// The unit in which bodies are counted: a semaphore's permits are few.
const UNIT_BYTES: usize = 1 << 10;

/// Places for calls: a call is admitted before its body is read, and runs when its turn comes.
pub(super) struct Slots {
    admitted: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

/// A place among the calls that run or wait, with room for its body; given back when dropped.
pub(super) struct Admitted {
    _call: OwnedSemaphorePermit,
    _body: OwnedSemaphorePermit,
}

impl Slots {
    pub(super) fn new(n_running_max: usize, n_waiting_max: usize, body_bytes_max: usize) -> Self {
        let n_running_max = n_running_max.max(1);
        let places = |n: usize| Arc::new(Semaphore::new(n.min(Semaphore::MAX_PERMITS)));
        Slots {
            admitted: places(n_running_max.saturating_add(n_waiting_max)),
            bodies: places(units(body_bytes_max).saturating_mul(LARGEST_BODIES)),
            running: places(n_running_max),
        }
    }

    /// A place for a call with a body of at most `body_bytes`.
    ///
    /// # Errors
    /// 503 when there is none: better an answer at once than a queue without end.
    pub(super) fn admit(&self, body_bytes: usize) -> Result<Admitted, Refusal> {
        let n_units = u32::try_from(units(body_bytes)).map_err(|_| Refusal::busy())?;
        let call = self.admitted.clone().try_acquire_owned().map_err(|_| Refusal::busy())?;
        let body = self.bodies.clone().try_acquire_many_owned(n_units).map_err(|_| Refusal::busy())?;
        Ok(Admitted { _call: call, _body: body })
    }

    /// A place among those that run; they come in turn.
    ///
    /// # Errors
    /// Never: the semaphore is not closed.
    pub(super) async fn start(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.running.clone().acquire_owned().await
    }
}

fn units(n_bytes: usize) -> usize {
    n_bytes.div_ceil(UNIT_BYTES).max(1)
}
