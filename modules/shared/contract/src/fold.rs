//! What the operations `begin`, `fold` and `merge` of a module answer, and the state that travels between them.

use crate::problem::Problem;
use crate::read::FromJson;
use crate::reply::Answer;
use crate::wire::{Packed, Progress, Sealed};
use crate::write::ToJson;

/// A state on its way of which the request stays readable.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Sent<Params> {
    /// How far the fit is.
    pub progress: Progress,
    /// What was asked for.
    pub params: Params,
    /// What the passes found out.
    pub found: Sealed,
}

impl<Params> Sent<Params> {
    /// Packs what the passes found out.
    pub fn new(progress: Progress, params: Params, found: impl Packed) -> Self {
        Sent { progress, params, found: Sealed::new(None, found) }
    }
}

/// The answer of `begin`: the state before the first pass.
///
/// ```
/// use gridfolk_contract::{fold, wire::{Progress, Sealed}};
/// let state = Sealed::new(Some(Progress::new(0.0, "scan")), 7u8);
/// let reply = fold::begun(state).into_reply();
/// assert_eq!(reply.body, r#"{"state":{"progress":{"share":0.0,"phase":"scan"},"data":"Bw=="}}"#);
/// ```
pub fn begun(state: impl ToJson) -> Answer {
    #[derive(ToJson)]
    struct Reply<State> {
        state: State,
    }
    Answer::new(&Reply { state })
}

/// The answer of `fold`: what a pass over one part found out.
///
/// ```
/// use gridfolk_contract::fold;
/// assert_eq!(fold::folded(7u8).into_reply().body, r#"{"partial":{"data":"Bw=="}}"#);
/// ```
pub fn folded(partial: impl Packed) -> Answer {
    #[derive(ToJson)]
    struct Reply {
        partial: Sealed,
    }
    Answer::new(&Reply { partial: Sealed::new(None, partial) })
}

/// The answer of `merge` where the rows are to be passed over again.
///
/// ```
/// use gridfolk_contract::{fold, wire::{Progress, Sealed}};
/// let reply = fold::merged(Progress::new(0.5, "count"), Sealed::new(None, 7u8)).into_reply();
/// assert_eq!(reply.body, r#"{"state":{"data":"Bw=="},"progress":{"share":0.5,"phase":"count"}}"#);
/// ```
pub fn merged(progress: Progress, state: impl ToJson) -> Answer {
    #[derive(ToJson)]
    struct Reply<State> {
        state: State,
        progress: Progress,
    }
    Answer::new(&Reply { state, progress })
}

/// The answer of `merge` where nothing is left to find out: the body of the fit's reply.
///
/// ```
/// use gridfolk_contract::{ToJson, fold};
/// #[derive(ToJson)]
/// struct Fit {
///     n_rows: u64,
/// }
/// assert_eq!(fold::done(&Fit { n_rows: 3 }).into_reply().body, r#"{"reply":{"n_rows":3}}"#);
/// ```
pub fn done(reply: &impl ToJson) -> Answer {
    #[derive(ToJson)]
    struct Reply<'a, Fit> {
        reply: &'a Fit,
    }
    Answer::new(&Reply { reply })
}

/// What `take` finds in each partial: it answers none where the partial does not belong to the state.
///
/// # Errors
/// `partial_not_of_state`, of the first such partial.
///
/// ```
/// use gridfolk_contract::fold::taken;
/// assert_eq!(taken(vec![2u32, 4], |n| n.checked_sub(2)), Ok(vec![0, 2]));
/// let problem = taken(vec![2u32, 1], |n| n.checked_sub(2)).unwrap_err();
/// assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("partial_not_of_state", "/partials/1"));
/// ```
pub fn taken<P, T>(
    partials: impl IntoIterator<Item = P>,
    mut take: impl FnMut(P) -> Option<T>,
) -> Result<Vec<T>, Problem> {
    let mut found = Vec::new();
    for (index, partial) in partials.into_iter().enumerate() {
        found.push(take(partial).ok_or_else(|| Problem::partial_not_of_state(index))?);
    }
    Ok(found)
}
