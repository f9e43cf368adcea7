//! Problems told by templates: a mistake costs a module its words and a list of figures, and no code of its own.

use crate::problem::{Problem, cut, joined, number_text, quoted};
use crate::reply::to_json;
use crate::request::field_path;
use crate::tree::Node;

/// A figure of a message.
#[derive(Debug, Clone, Copy)]
pub enum Figure<'a> {
    /// A number.
    Number(f64),
    /// How many, or which row.
    Count(u64),
    /// A text of the caller, in quotes.
    Name(&'a str),
    /// A word of ours.
    Word(&'a str),
    /// Texts of the caller; among the values alone.
    Names(&'a [String]),
}

impl Figure<'_> {
    fn text(&self) -> String {
        match *self {
            Figure::Number(number) => number_text(number),
            Figure::Count(count) => to_json(&count),
            Figure::Name(name) => quoted(name),
            Figure::Word(word) => word.to_owned(),
            Figure::Names(names) => to_json(names),
        }
    }

    fn value(self) -> Node {
        match self {
            Figure::Number(number) => number.into(),
            Figure::Count(count) => count.into(),
            Figure::Name(text) | Figure::Word(text) => text.into(),
            Figure::Names(names) => names.into(),
        }
    }
}

impl Problem {
    /// A problem whose message tells its figures at their names in braces.
    ///
    /// ```
    /// use gridfolk_contract::{Problem, told::Figure};
    /// let figures = [("column", Figure::Name("kwh")), ("row", Figure::Count(3))];
    /// let problem = Problem::told("missing_value", "/table/columns/kwh/3", "row {row} of {column} is missing", &figures);
    /// assert_eq!(problem.message, r#"row 3 of "kwh" is missing"#);
    /// assert_eq!((&problem.values["column"], &problem.values["row"]), (&"kwh".into(), &3.into()));
    /// ```
    #[inline(never)]
    pub fn told(code: &str, pointer: &str, template: &str, figures: &[(&str, Figure<'_>)]) -> Self {
        let mut problem = Problem::new(code, "").at(pointer);
        // Every second part is a name.
        for (at, part) in cut(template, b"{}").into_iter().enumerate() {
            match figures.iter().find(|(name, _)| at % 2 == 1 && *name == part) {
                Some((_, figure)) => problem.message.push_str(&figure.text()),
                None => problem.message.push_str(part),
            }
        }
        for (name, figure) in figures {
            problem = problem.with(name, figure.value());
        }
        problem
    }

    /// The same, of a field: the message begins with its path; no space is between it and a colon.
    ///
    /// ```
    /// use gridfolk_contract::{Problem, told::Figure};
    /// let problem = Problem::of_field("too_few", "/params/k", "is {k}; must be 2", &[("k", Figure::Count(1))]);
    /// assert_eq!(problem.message, "params.k is 1; must be 2");
    /// ```
    #[inline(never)]
    pub fn of_field(code: &str, pointer: &str, rule: &str, figures: &[(&str, Figure<'_>)]) -> Self {
        let mut problem = Problem::told(code, pointer, rule, figures);
        let space = if rule.starts_with(':') { "" } else { " " };
        problem.message = joined(&[&field_path(pointer), space, &problem.message]);
        problem
    }
}
