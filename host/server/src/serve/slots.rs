//! How many calls run at a time, and how many wait.

use std::sync::Arc;

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;

/// Places for calls: a call is admitted before its body is read, and runs when its turn comes.
pub(super) struct Slots {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Slots {
    pub(super) fn new(n_running_max: usize, n_waiting_max: usize) -> Self {
        let n_running_max = n_running_max.max(1);
        Slots {
            admitted: Arc::new(Semaphore::new(n_running_max + n_waiting_max)),
            running: Arc::new(Semaphore::new(n_running_max)),
        }
    }

    /// A place among those that run or wait.
    ///
    /// # Errors
    /// 503 when there is none: better an answer at once than a queue without end.
    pub(super) fn admit(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        self.admitted.clone().try_acquire_owned().map_err(|_| Refusal::busy())
    }

    /// A place among those that run; they come in turn.
    ///
    /// # Errors
    /// Never: the semaphore is not closed.
    pub(super) async fn start(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.running.clone().acquire_owned().await
    }
}
