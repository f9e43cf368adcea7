//! Calls of sessions that depend on each other: one after the other, or several at a time where an
//! engine can. No answer depends on which.

use gridfolk_contract::{Column, Reply};

use crate::engine::Instance;
use crate::session::{CallError, Session};

/// A call that waits for no other: what is loaded, and the request.
pub struct Call<'a, I> {
    /// Which call it is, as [`Calls`] counts them.
    pub(crate) index: usize,
    pub(crate) session: Session<I>,
    pub(crate) columns: Vec<&'a Column>,
    pub(crate) request: String,
}

/// A call that was made.
pub struct Made<I> {
    pub(crate) index: usize,
    pub(crate) session: Session<I>,
    pub(crate) reply: Result<Reply, CallError>,
}

impl<I: Instance> Call<'_, I> {
    /// Loads the columns and runs the request.
    pub fn make(mut self) -> Made<I> {
        let loaded = self.session.load(&self.columns);
        let reply = loaded.and_then(|()| self.session.run(&self.request));
        Made { index: self.index, session: self.session, reply }
    }
}

/// Calls that become possible as others are made.
pub trait Calls<'a, I> {
    /// The next call that can be made now; none where all are made, or wait for some that were given out.
    fn next(&mut self) -> Option<Call<'a, I>>;

    /// Takes the answer of one that was given out.
    fn take(&mut self, made: Made<I>);
}
