//! Steps that look at a drawn part of a large table: which rows, and their results put back.

use std::collections::BTreeSet;

use gridfolk_contract::{Category, Column, Items, MISSING_CODE, Values};
use gridfolk_numeric::random::Stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A step that takes no more rows than this looks at so many, drawn by the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// A table of no more rows is looked at as it is.
    pub n_rows_max: usize,
    /// Another seed draws other customers.
    pub seed: u64,
    /// The members of the step's reply, at any depth, that hold numbers of rows.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub row_members: BTreeSet<String>,
}

/// What was drawn, for whoever reads the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sampled {
    /// Rows that the step looked at.
    pub n_rows: usize,
    /// Rows of the table.
    pub of: usize,
    /// What they were drawn by.
    pub seed: u64,
}

/// Rows of a table, rising.
pub(super) struct Drawn {
    rows: Vec<u32>,
    n_rows: usize,
}

/// The purpose of these random numbers among all of a run.
const PURPOSE: u64 = 0x5a3b;

impl Sample {
    /// The drawn rows; none where the table has no more than may be looked at.
    pub(super) fn draw(&self, n_rows: usize) -> Option<Drawn> {
        if n_rows <= self.n_rows_max {
            return None;
        }
        let stream = Stream::new(self.seed, PURPOSE);
        let mut rows: Vec<u32> = (0..n_rows as u32).collect();
        rows.select_nth_unstable_by_key(self.n_rows_max, |row| (stream.bits(u64::from(*row)), *row));
        rows.truncate(self.n_rows_max);
        rows.sort_unstable();
        Some(Drawn { rows, n_rows })
    }

    pub(super) fn sampled(&self, drawn: &Drawn) -> Sampled {
        Sampled { n_rows: drawn.rows.len(), of: drawn.n_rows, seed: self.seed }
    }

    /// The step's reply with the table's numbers of rows in place of the sample's.
    pub(super) fn with_rows_of_table(
        &self,
        reply: &RawValue,
        drawn: &Drawn,
    ) -> Result<Box<RawValue>, serde_json::Error> {
        let mut value: Value = serde_json::from_str(reply.get())?;
        self.renumber(&mut value, drawn);
        serde_json::value::to_raw_value(&value)
    }

    fn renumber(&self, value: &mut Value, drawn: &Drawn) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.renumber(item, drawn)),
            Value::Object(members) => {
                for (name, value) in members {
                    let row = value.as_u64().filter(|_| self.row_members.contains(name));
                    match row.and_then(|row| drawn.rows.get(row as usize)) {
                        Some(row) => *value = Value::from(*row),
                        None => self.renumber(value, drawn),
                    }
                }
            }
            _ => {}
        }
    }
}

impl Drawn {
    /// The drawn rows of a column.
    pub(super) fn of(&self, column: &Column) -> Column {
        let rows = self.rows.iter().map(|row| *row as usize);
        let values = match &column.values {
            Values::Number(numbers) => Values::Number(rows.map(|row| numbers[row]).collect()),
            Values::Category(Category { codes, levels }) => {
                Values::Category(Category { codes: rows.map(|row| codes[row]).collect(), levels: levels.clone() })
            }
            Values::Items(items) => {
                let mut taken = Items { levels: items.levels.clone(), ..Items::default() };
                rows.for_each(|row| {
                    taken.codes.extend_from_slice(items.row(row));
                    taken.ends.push(taken.codes.len() as u32);
                });
                Values::Items(taken)
            }
        };
        Column { name: column.name.clone(), values }
    }

    /// A column of the step with a value for each row of the table: missing, or an empty set, for those
    /// that were not drawn.
    pub(super) fn put_back(&self, column: Column) -> Column {
        let places = self.rows.iter().map(|row| *row as usize);
        let values = match column.values {
            Values::Number(numbers) => {
                let mut all = vec![f64::NAN; self.n_rows];
                places.zip(numbers).for_each(|(row, number)| all[row] = number);
                Values::Number(all)
            }
            Values::Category(Category { codes, levels }) => {
                let mut all = vec![MISSING_CODE; self.n_rows];
                places.zip(codes).for_each(|(row, code)| all[row] = code);
                Values::Category(Category { codes: all, levels })
            }
            Values::Items(items) => {
                let mut all = Items { levels: items.levels.clone(), ..Items::default() };
                let mut drawn = places.enumerate().peekable();
                for row in 0..self.n_rows {
                    if let Some((place, _)) = drawn.next_if(|(_, at)| *at == row) {
                        all.codes.extend_from_slice(items.row(place));
                    }
                    all.ends.push(all.codes.len() as u32);
                }
                Values::Items(all)
            }
        };
        Column { name: column.name, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n_rows_max: usize, seed: u64) -> Sample {
        Sample { n_rows_max, seed, row_members: BTreeSet::from(["row".to_owned()]) }
    }

    #[test]
    fn a_small_table_is_looked_at_as_it_is() {
        assert!(sample(5, 1).draw(5).is_none());
        assert_eq!(sample(5, 1).draw(6).expect("drawn").rows.len(), 5);
    }

    #[test]
    fn the_seed_draws_and_every_row_has_its_chance() {
        let rows = |seed| sample(100, seed).draw(1000).expect("drawn").rows;
        assert_eq!(rows(1), rows(1));
        assert_ne!(rows(1), rows(2));
        assert!(rows(1).windows(2).all(|pair| pair[0] < pair[1]));
        let mut n_drawn = vec![0u32; 1000];
        (0..400).flat_map(rows).for_each(|row| n_drawn[row as usize] += 1);
        // Binomial with n = 400, p = 0.1: six standard deviations around 40.
        assert!(n_drawn.iter().all(|n| (4..=76).contains(n)), "{n_drawn:?}");
    }

    #[test]
    fn what_is_drawn_comes_back_to_its_row() {
        let drawn = Drawn { rows: vec![1, 3], n_rows: 5 };
        let levels = || vec!["a".to_owned(), "b".to_owned()];
        let items = Items { ends: vec![1, 2, 2, 4, 4], codes: vec![0, 1, 0, 1], levels: levels() };
        for (column, back) in [
            (
                Column::category("x", vec![0, 1, 0, 1, 0], levels()),
                Column::category("x", vec![MISSING_CODE, 1, MISSING_CODE, 1, MISSING_CODE], levels()),
            ),
            (
                Column::items("x", items),
                Column::items("x", Items { ends: vec![0, 1, 1, 3, 3], codes: vec![1, 0, 1], levels: levels() }),
            ),
        ] {
            assert_eq!(drawn.put_back(drawn.of(&column)), back);
        }
        let back = drawn.put_back(drawn.of(&Column::number("x", vec![0.0, 1.0, 2.0, 3.0, 4.0])));
        let Values::Number(numbers) = back.values else { panic!("numbers") };
        assert!(numbers[0].is_nan() && numbers[2].is_nan() && numbers[4].is_nan());
        assert_eq!((numbers[1], numbers[3]), (1.0, 3.0));
    }

    #[test]
    fn a_reply_names_the_rows_of_the_table() {
        let drawn = Drawn { rows: vec![7, 9], n_rows: 20 };
        let reply = r#"{"n":1,"list":[{"row":1,"n":0},{"row":null}],"row":0.5}"#;
        let reply = RawValue::from_string(reply.to_owned()).expect("JSON");
        let told = sample(2, 1).with_rows_of_table(&reply, &drawn).expect("JSON");
        assert_eq!(told.get(), r#"{"list":[{"n":0,"row":9},{"row":null}],"n":1,"row":0.5}"#);
    }
}
