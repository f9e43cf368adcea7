//! Why something ended without a reply.

use gridfolk_contract::Problem;
use gridfolk_host::fold::FoldError;
use gridfolk_host::{CallError, Trap};

/// Every way not to get a reply.
#[derive(Debug)]
pub enum Failure {
    /// What the caller sent is refused.
    Problem(Problem),
    /// The instance is gone: a limit, or a mistake in the module.
    Trap(Trap),
    /// The caller asked to stop.
    Cancelled,
    /// The machine did not play along: a file, a socket.
    Machine(anyhow::Error),
}

impl Failure {
    /// What programs read. A module's panic text is for the log: it may quote rows.
    pub fn to_problem(&self) -> Problem {
        match self {
            Failure::Problem(problem) => problem.clone(),
            Failure::Trap(trap) => problem_of_trap(trap),
            Failure::Cancelled => Problem::new("cancelled", "the call was cancelled"),
            Failure::Machine(error) => Problem::new("failed", format!("{error:#}")),
        }
    }

    /// What the shell reads: 3 for a problem, 4 for a trap or a limit, 130 after Ctrl-C, else 1.
    /// (Wrong usage is 2.)
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Problem(_) => 3,
            Failure::Trap(_) => 4,
            Failure::Cancelled => 130,
            Failure::Machine(_) => 1,
        }
    }
}

/// What a module's mistake looks like inside is for the log, not for its caller.
fn problem_of_trap(trap: &Trap) -> Problem {
    let problem = |message: String| Problem::new(trap.code(), message);
    match trap {
        Trap::Deadline => problem(trap.to_string()),
        Trap::MemoryLimit(bytes) => problem(trap.to_string()).with("limit_bytes", *bytes),
        Trap::Panic(_) => problem("the module failed on this request: a mistake in the module".to_owned()),
        Trap::Other(_) => problem("the module broke off: a mistake in the module".to_owned()),
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problem(problem)
    }
}

impl From<Trap> for Failure {
    fn from(trap: Trap) -> Self {
        Failure::Trap(trap)
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Problem(problem) => Failure::Problem(problem),
            CallError::Trap(trap) => Failure::Trap(trap),
        }
    }
}

impl From<FoldError> for Failure {
    fn from(error: FoldError) -> Self {
        match error {
            FoldError::Call(error) => error.into(),
            FoldError::Cancelled => Failure::Cancelled,
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Machine(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Machine(error.into())
    }
}
