//! Two-dimensional segmentation: a class by ordered rules, and five results in bands.
//!
//! **Class.** The first rule that is true takes the customer. A rule that a missing value leaves open does
//! not take it; that another class might have been the right one is counted (`n_uncertain`).
//!
//! **Level.** A result is high, medium or low by its band; without a value it is unknown. Bands by share
//! depend on all rows: with n customers that have a value and a share s, let v be the ceil(s n)-th
//! greatest value. Either all customers with v are in the band or none: that one of both whose size is
//! nearer to s n, the smaller of two. So equal values stay together and the size is off by as little as
//! that allows. The medium band is cut likewise at the shares of both together.
//!
//! **Cell.** The class and the five levels.
//!
//! The bands are found by a fold: [`State`] says what the next pass over the rows is to find out,
//! [`fold`] finds it out for one part, [`merge`] puts the parts together; the last pass counts.

pub mod agreement;
pub mod assigned;
pub mod bands;
pub mod cells;
pub mod fold;
pub mod merge;
pub mod state;

use gridfolk_contract::Problem;
use gridfolk_numeric::moments::Extent;
use gridfolk_whatif::{Columns, Condition};

use crate::definition::Band;
pub use assigned::{Assigned, Assigner};
pub use bands::Cutter;
pub use cells::Cells;
pub use fold::fold;
pub use merge::{Step, merge};
pub use state::{Partial, State};

/// What is to be assigned, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In order; the last one takes everybody.
    pub classes: Vec<ClassRule>,
    /// Whether classes whose columns are missing are left out, not refused.
    pub skip: bool,
    /// Whether the caller named the columns of results, so that one that is missing is a mistake.
    pub are_named: bool,
    /// The columns of the five results.
    pub columns: [Option<String>; 5],
    /// Their bands, where the caller gave some.
    pub bands: [Option<Band>; 5],
    /// The built-in bands, for the others.
    pub built_in: [Option<Band>; 5],
    /// Columns of numbers that describe cells.
    pub profile: Vec<String>,
}

/// The rule of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassRule {
    /// Who is in it.
    pub condition: Condition,
    /// Where it stands in the request.
    pub pointer: String,
}

/// A finished assignment, without what belongs to single rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// How rows are assigned.
    pub assigner: Assigner,
    /// Of each class the column for whose absence it is skipped.
    pub missing: Vec<Option<String>>,
    /// The bands of the results that are there.
    pub bands: [Option<Band>; 5],
    /// The columns that describe cells, with their extents.
    pub described: Vec<(String, Extent)>,
    /// Who is where.
    pub cells: Cells,
}

/// Assigns one part that is the whole table.
///
/// # Errors
/// What the table is refused for.
pub fn fit(plan: &Plan, table: &dyn Columns) -> Result<(Fitted, Assigned), Problem> {
    let state = fit_bands(plan, table)?;
    let assigner = state.assigner(plan);
    let assigned = assigner.assign(table)?;
    let cells = Cells::of(&state, plan, &assigned, table);
    Ok((state.finish(plan, assigner, cells), assigned))
}

/// Finds the bands of one part that is the whole table: everything but the last pass.
///
/// # Errors
/// What the table is refused for.
pub fn fit_bands(plan: &Plan, table: &dyn Columns) -> Result<State, Problem> {
    let mut state = State::begin();
    while state.phase != state::Phase::Count {
        let partial = fold(plan, &state, table)?;
        match merge(plan, state, vec![partial])? {
            Step::Next(next) => state = next,
            // The last phase alone is done after a pass.
            Step::Done(_) => return Err(Problem::state_broken()),
        }
    }
    Ok(state)
}
