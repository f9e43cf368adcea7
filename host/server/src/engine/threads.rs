//! Calls at the same time, a thread each.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;
use std::thread;

use gridfolk_host::Instance;
use gridfolk_host::calls::Calls;

/// Makes calls as they become possible, as many at a time as the machine has cores.
pub(super) fn make_all<'a, I: Instance + Send>(calls: &mut dyn Calls<'a, I>) {
    let n_cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut n_running = 0;
        loop {
            while n_running < n_cores
                && let Some(call) = calls.next()
            {
                let sender = sender.clone();
                // A panic is handed on: a thread that sent nothing would be waited for without end.
                scope.spawn(move || sender.send(catch_unwind(AssertUnwindSafe(|| call.make()))));
                n_running += 1;
            }
            if n_running == 0 {
                return;
            }
            match receiver.recv() {
                Ok(Ok(made)) => calls.take(made),
                Ok(Err(panic)) => resume_unwind(panic),
                Err(_) => return,
            }
            n_running -= 1;
        }
    });
}
