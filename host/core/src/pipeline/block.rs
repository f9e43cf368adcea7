//! The parts of a pipeline's report.

use gridfolk_contract::Text;
use serde::{Deserialize, Serialize};

/// One part of the report. A part whose columns are not there is left out, and that is said.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// How the groups of one column fall into the levels of others.
    Matrix {
        /// Its heading.
        title: Text,
        /// A category column: one row a level.
        by: String,
        /// Category columns: under each, one column a level.
        columns: Vec<String>,
        /// A category column whose most frequent level is named in each cell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        names: Option<String>,
        /// The level that stands for nobody knows: customers of it are not counted, and columns of it alone left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unknown: Option<String>,
    },
    /// How many customers have a level or an item that matters, first of all.
    Glance {
        /// Its heading.
        title: Text,
        /// The levels, in order.
        shares: Vec<Share>,
        /// The level that stands for nobody knows: customers of it are not counted, and columns of it alone left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unknown: Option<String>,
    },
    /// How scores are spread, each with the levels that it is cut into.
    Scores {
        /// Its heading.
        title: Text,
        /// The scores, in order.
        scores: Vec<Score>,
    },
    /// How often what a model says came true, by what it said.
    Calibration {
        /// Its heading.
        title: Text,
        /// The models, in order.
        models: Vec<Calibrated>,
    },
    /// Customers that a step lists in its reply, with reasons. All but the step and the number are JSON
    /// pointers.
    Customers {
        /// Its heading.
        title: Text,
        /// The step.
        step: String,
        /// The list in the reply.
        pointer: String,
        /// In one of its objects: the customer's row.
        row: String,
        /// In one of its objects: the list of reasons.
        reasons: String,
        /// In a reason: the column.
        column: String,
        /// In a reason: the customer's value.
        value: String,
        /// In a reason: the value of the customer that it is held against.
        beside: String,
        /// How many customers are shown at most.
        n_max: usize,
    },
    /// The means of numbers by group, and the tags that set it apart.
    Profile {
        /// Its heading.
        title: Text,
        /// A category column: one row a level.
        by: String,
        /// Number columns.
        numbers: Vec<String>,
        /// An items column.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        items: Option<String>,
    },
    /// How many customers have each level or item, or lie in each range of a number.
    Bars {
        /// Its heading.
        title: Text,
        /// The column.
        column: String,
    },
    /// A list of objects in a step's reply.
    List {
        /// Its heading.
        title: Text,
        /// The step.
        step: String,
        /// JSON pointer to the list in the reply.
        pointer: String,
        /// The members that are shown, in order.
        fields: Vec<Field>,
        /// How many objects are shown at most.
        n_max: usize,
        /// JSON pointer to a count: objects that have none of it are left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<String>,
    },
}

/// A member of the objects of a [`Block::List`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// JSON pointer into the object.
    pub pointer: String,
    /// What stands above it.
    pub title: Text,
}

/// A level of a category column, or an item of an items column.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The column.
    pub column: String,
    /// The level or item.
    pub level: String,
}

/// A score of a [`Block::Scores`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The number column.
    pub column: String,
    /// The category column of the levels that it is cut into.
    pub level: String,
}

/// A model of a [`Block::Calibration`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibrated {
    /// The column of probabilities.
    pub column: String,
    /// The column of what happened: 1 or 0, missing where that is not known.
    pub target: String,
}

impl Block {
    /// The columns that it shows.
    pub fn columns(&self) -> Vec<&String> {
        match self {
            Block::Matrix { by, columns, names, .. } => [by].into_iter().chain(columns).chain(names).collect(),
            Block::Glance { shares, .. } => shares.iter().map(|share| &share.column).collect(),
            Block::Scores { scores, .. } => scores.iter().flat_map(|score| [&score.column, &score.level]).collect(),
            Block::Calibration { models, .. } => {
                models.iter().flat_map(|model| [&model.column, &model.target]).collect()
            }
            Block::Profile { by, numbers, items, .. } => [by].into_iter().chain(numbers).chain(items).collect(),
            Block::Bars { column, .. } => vec![column],
            Block::List { .. } | Block::Customers { .. } => Vec::new(),
        }
    }

    /// Its heading.
    pub fn title(&self) -> &Text {
        match self {
            Block::Matrix { title, .. }
            | Block::Profile { title, .. }
            | Block::Bars { title, .. }
            | Block::List { title, .. }
            | Block::Glance { title, .. }
            | Block::Scores { title, .. }
            | Block::Calibration { title, .. }
            | Block::Customers { title, .. } => title,
        }
    }
}
