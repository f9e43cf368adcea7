//! A table with the tags that a model gives its rows.

use gridfolk_contract::{Date, Problem, Table, Values};
use gridfolk_whatif::{Columns, Condition};

use crate::algorithm::labels::Labels;
use crate::model::Model;

/// The name of the column of tags.
pub(crate) const TAGS: &str = "tags";

/// The tags of a model that hold on a day.
pub(crate) fn labels(model: &Model, as_of: &Date, table: &dyn Columns) -> Result<Labels, Problem> {
    let mut labels = Labels::new(table.n_rows());
    for (index, tag) in model.tags.iter().enumerate() {
        let definition = &tag.definition;
        if as_of.is_within(definition.valid_from.as_ref(), definition.valid_to.as_ref()) {
            labels.add(index, tag.condition.as_ref(), table, &format!("/model/tags/{index}/condition"))?;
        }
    }
    Ok(labels)
}

/// The conditions of a model's tags.
pub(crate) fn conditions(model: &Model) -> Vec<Option<Condition>> {
    model.tags.iter().map(|tag| tag.condition.clone()).collect()
}

/// The table, whose column `tags` is what the model says, where there is one.
pub(crate) struct Tagged<'a> {
    table: &'a Table,
    tags: Option<Values>,
}

impl<'a> Tagged<'a> {
    pub(crate) fn new(table: &'a Table, model: Option<&Model>) -> Result<Self, Problem> {
        let items = |model: &Model| -> Result<Values, Problem> {
            let labels = labels(model, &model.as_of, table)?;
            Ok(Values::Items(labels.items(|index| model.tags[index].definition.id.clone())))
        };
        Ok(Tagged { table, tags: model.map(items).transpose()? })
    }

    /// The names of all columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.table.columns().iter().map(|column| column.name.as_str());
        let is_added = self.tags.is_some() && self.table.column(TAGS).is_none();
        names.chain(is_added.then_some(TAGS))
    }
}

impl Columns for Tagged<'_> {
    fn n_rows(&self) -> usize {
        self.table.n_rows()
    }

    fn values(&self, name: &str) -> Option<&Values> {
        match &self.tags {
            Some(tags) if name == TAGS => Some(tags),
            _ => self.table.column(name).map(|column| &column.values),
        }
    }
}
