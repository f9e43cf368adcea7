//! Every module as the native library that it also is. A new module adds one line.

use gridfolk_contract::{Column, Problem, Reply};
use gridfolk_guest::{Module, Session};

use crate::case::{Answered, Case};

/// A module run natively.
pub trait Native {
    /// Gives it columns.
    ///
    /// # Errors
    /// What the module refuses.
    fn load(&mut self, columns: Vec<Column>) -> Result<(), Problem>;
    /// Runs one request.
    ///
    /// # Errors
    /// What the module refuses.
    fn run(&mut self, request: &str) -> Result<Reply, Problem>;
}

impl<M: Module> Native for Session<M> {
    fn load(&mut self, columns: Vec<Column>) -> Result<(), Problem> {
        Session::load(self, columns)
    }

    fn run(&mut self, request: &str) -> Result<Reply, Problem> {
        Session::run(self, request)
    }
}

/// A fresh native instance.
///
/// # Panics
/// When the module has no line here.
pub fn open(module: &str) -> Box<dyn Native> {
    match module {
        "activity" => Box::new(Session::<activity::ActivityModule>::default()),
        "apriori" => Box::new(Session::<apriori::AprioriModule>::default()),
        "density" => Box::new(Session::<density::DensityModule>::default()),
        "fuzzy" => Box::new(Session::<fuzzy::FuzzyModule>::default()),
        "kmeans" => Box::new(Session::<kmeans::KmeansModule>::default()),
        "scorecard" => Box::new(Session::<scorecard::ScorecardModule>::default()),
        "sample" => Box::new(Session::<sample::Sample>::default()),
        "sensitivity" => Box::new(Session::<sensitivity::SensitivityModule>::default()),
        "segment" => Box::new(Session::<segment::SegmentModule>::default()),
        "tags" => Box::new(Session::<tags::TagsModule>::default()),
        "tree" => Box::new(Session::<tree::TreeModule>::default()),
        other => panic!("tests/runner/src/native.rs has no line for the module {other}"),
    }
}

/// Runs a case natively.
pub fn answer(case: &Case) -> Answered {
    let mut session = open(&case.module);
    if let Some(columns) = &case.columns {
        session.load(columns.clone())?;
    }
    session.run(&case.request).map(|reply| reply.body)
}
