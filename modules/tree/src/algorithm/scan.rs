//! The first pass: rows, classes, levels, missing values, weights.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::plain_number;
use gridfolk_contract::wire::packed;

use super::limits::{CLASSES_MAX, COLUMNS_MAX, COUNT_MAX, LEVELS_MAX, WEIGHT_MAX};
use super::rows::{Cells, Rows};
use super::settings::{ClassWeight, Settings};
use crate::problem;

/// One class of the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its level; a number as people write it.
    pub text: String,
    /// The number; NaN for a level.
    pub number: f64,
    /// Rows of the class.
    pub n_rows: u64,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnScan {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers; else levels.
    pub is_number: bool,
    /// Used rows without a value.
    pub n_missing: u64,
    /// The levels of used rows, by text.
    pub levels: Vec<String>,
    /// The least number; infinite where there is none.
    pub least: f64,
    /// The greatest number; minus infinite where there is none.
    pub greatest: f64,
}

/// A weight that is none.
#[derive(Debug, Clone, PartialEq)]
pub struct WrongWeight {
    /// Its row in the whole table.
    pub row: u64,
    /// What stands there; NaN: nothing.
    pub value: f64,
}

/// What the first pass finds out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a class and a weight.
    pub n_used: u64,
    /// The columns to split by.
    pub columns: Vec<ColumnScan>,
    /// Classes: numbers ascending, levels by text.
    pub classes: Vec<Class>,
    /// The largest weight of a row.
    pub weight_max: f64,
    /// The first row whose weight is none.
    pub wrong_weight: Option<WrongWeight>,
}

packed!(Class { text, number, n_rows });
packed!(ColumnScan { name, is_number, n_missing, levels, least, greatest });
packed!(WrongWeight { row, value });
packed!(Scan { n_rows, n_used, columns, classes, weight_max, wrong_weight });

impl Scan {
    /// Looks at one part.
    pub fn of(rows: &Rows<'_>) -> Self {
        let (classes, used) = classes_of(rows);
        let weights = rows.weights.unwrap_or_default();
        let wrong = weights.iter().position(|weight| !(0.0..=WEIGHT_MAX).contains(weight));
        let columns = rows.names.iter().zip(&rows.columns);
        Scan {
            n_rows: rows.n_rows as u64,
            n_used: used.len() as u64,
            columns: columns.map(|(name, cells)| ColumnScan::of(name, cells, &used)).collect(),
            classes,
            weight_max: match rows.weights {
                Some(weights) => weights.iter().copied().fold(0.0, f64::max),
                None => 1.0,
            },
            wrong_weight: wrong.map(|row| WrongWeight { row: rows.first_row + row as u64, value: weights[row] }),
        }
    }

    /// Adds another part.
    ///
    /// # Errors
    /// Other columns.
    pub fn merge(&mut self, other: Scan) -> Result<(), Problem> {
        let of_same = |a: &ColumnScan, b: &ColumnScan| a.name == b.name && a.is_number == b.is_number;
        let are_same = self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(|(a, b)| of_same(a, b))
            && (self.classes.is_empty()
                || other.classes.is_empty()
                || self.classes[0].number.is_nan() == other.classes[0].number.is_nan());
        if !are_same {
            let names =
                |scan: &Scan| -> Vec<String> { scan.columns.iter().map(|column| column.name.clone()).collect() };
            return Err(Problem::columns_differ(&names(self), &names(&other)));
        }
        self.n_rows += other.n_rows;
        self.n_used += other.n_used;
        self.weight_max = self.weight_max.max(other.weight_max);
        for (column, other) in self.columns.iter_mut().zip(other.columns) {
            column.n_missing += other.n_missing;
            other.levels.into_iter().for_each(|level| note_level(&mut column.levels, level));
            column.least = column.least.min(other.least);
            column.greatest = column.greatest.max(other.greatest);
        }
        other.classes.into_iter().for_each(|class| note_class(&mut self.classes, class));
        let rows = [self.wrong_weight.take(), other.wrong_weight];
        self.wrong_weight = rows.into_iter().flatten().min_by_key(|wrong| wrong.row);
        Ok(())
    }

    /// Refuses a table that nothing can be learnt from.
    ///
    /// # Errors
    /// A weight that is none; no rows; fewer than two classes, or too many; too many levels; classes
    /// that the settings name and that are not there.
    pub fn check(&self, settings: &Settings) -> Result<(), Problem> {
        if let (Some(wrong), Some(column)) = (&self.wrong_weight, &settings.weight) {
            return Err(problem::weight_wrong(column, wrong.row, wrong.value));
        }
        if self.n_used == 0 {
            return Err(problem::no_rows(self.n_rows));
        }
        if self.classes.len() > CLASSES_MAX {
            return Err(problem::too_many_classes(&settings.target));
        }
        if let [class] = &self.classes[..] {
            return Err(problem::one_class(&settings.target, &class.text));
        }
        if let Some(column) = self.columns.iter().find(|column| column.levels.len() > LEVELS_MAX) {
            return Err(problem::too_many_levels(&column.name));
        }
        self.check_named_classes(settings)
    }

    fn check_named_classes(&self, settings: &Settings) -> Result<(), Problem> {
        let unknown = |pointer: &str, class: &str| {
            let known: Vec<String> = self.classes.iter().map(|class| class.text.clone()).collect();
            problem::class_unknown(pointer, class, &known)
        };
        let is_known = |name: &String| self.classes.iter().any(|class| class.text == *name);
        if let Some(event) = settings.event.as_ref().filter(|event| !is_known(event)) {
            return Err(unknown("/params/event", event));
        }
        if let ClassWeight::ByClass(weights) = &settings.class_weight {
            if let Some((class, _)) = weights.iter().find(|(class, _)| !is_known(class)) {
                return Err(unknown("/params/class_weight/by_class", class));
            }
            let weighs = |class: &Class| weights.iter().all(|(name, weight)| *name != class.text || *weight > 0.0);
            if !self.classes.iter().any(weighs) {
                return Err(problem::no_class_weighs());
            }
        }
        Ok(())
    }

    /// Whether it could be a part's.
    pub fn is_sound(&self) -> bool {
        let are_sorted = |levels: &[String]| levels.windows(2).all(|pair| pair[0] < pair[1]);
        let column = |column: &ColumnScan| {
            column.levels.len() <= LEVELS_MAX + 1
                && (!column.is_number || column.levels.is_empty())
                && are_sorted(&column.levels)
                && column.n_missing <= self.n_used
                && !column.least.is_nan()
                && !column.greatest.is_nan()
        };
        (1..=COLUMNS_MAX).contains(&self.columns.len())
            && self.columns.iter().all(column)
            && self.classes.len() <= CLASSES_MAX + 1
            && self.classes.iter().all(|class| !class.number.is_infinite() && class.n_rows <= COUNT_MAX)
            && self.classes.windows(2).all(|pair| is_before(&pair[0], &pair[1]))
            && self.n_used <= self.n_rows
            && self.n_rows <= COUNT_MAX
            && (0.0..=WEIGHT_MAX).contains(&self.weight_max)
    }
}

impl ColumnScan {
    fn of(name: &str, cells: &Cells<'_>, used: &[u32]) -> Self {
        let mut levels = Vec::new();
        if let Cells::Levels(category) = cells {
            let mut occurs = vec![false; category.levels.len()];
            for &row in used {
                if let Some(occurs) = occurs.get_mut(category.codes[row as usize] as usize) {
                    *occurs = true;
                }
            }
            let found = category.levels.iter().zip(occurs).filter(|(_, occurs)| *occurs);
            found.for_each(|(level, _)| note_level(&mut levels, level.clone()));
        }
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        if let Cells::Numbers(numbers) = cells {
            for &row in used {
                let number = numbers[row as usize] + 0.0;
                least = least.min(number);
                greatest = greatest.max(number);
            }
        }
        ColumnScan {
            name: name.to_owned(),
            is_number: cells.are_numbers(),
            n_missing: used.iter().filter(|&&row| cells.is_missing(row as usize)).count() as u64,
            levels,
            least,
            greatest,
        }
    }
}

/// The classes of a part, and the rows that take part in the fit.
fn classes_of(rows: &Rows<'_>) -> (Vec<Class>, Vec<u32>) {
    let weighs = |row: usize| rows.weights.is_none_or(|weights| weights[row] > 0.0);
    let used = |row: &usize| weighs(*row) && !rows.target.is_missing(*row);
    let used: Vec<u32> = (0..rows.n_rows).filter(used).map(|row| row as u32).collect();
    let mut classes: Vec<Class> = Vec::new();
    match rows.target {
        Cells::Numbers(numbers) => {
            for &row in &used {
                // -0.0 is 0.
                let number = numbers[row as usize] + 0.0;
                match classes.iter().position(|class| class.number == number) {
                    Some(place) => classes[place].n_rows += 1,
                    None if classes.len() <= CLASSES_MAX => {
                        classes.push(Class { text: plain_number(number), number, n_rows: 1 });
                    }
                    None => {}
                }
            }
        }
        Cells::Levels(category) => {
            let mut counts = vec![0; category.levels.len()];
            used.iter().for_each(|&row| counts[category.codes[row as usize] as usize] += 1);
            let classes_of = category.levels.iter().zip(counts).filter(|(_, count)| *count > 0);
            let class = |(text, n_rows): (&String, u64)| Class { text: text.clone(), number: f64::NAN, n_rows };
            classes = classes_of.map(class).collect();
        }
    }
    let mut sorted = Vec::new();
    classes.into_iter().for_each(|class| note_class(&mut sorted, class));
    (sorted, used)
}

/// Puts a level in its place; of too many, one more than allowed is kept: enough to be refused.
fn note_level(levels: &mut Vec<String>, level: String) {
    if let Err(place) = levels.binary_search(&level) {
        levels.insert(place, level);
        levels.truncate(LEVELS_MAX + 1);
    }
}

/// Puts a class in its place, or adds its rows; of too many, one more than allowed is kept.
fn note_class(classes: &mut Vec<Class>, class: Class) {
    let place = classes.iter().position(|other| !is_before(other, &class)).unwrap_or(classes.len());
    match classes.get_mut(place) {
        Some(other) if !is_before(&class, other) => other.n_rows += class.n_rows,
        _ => classes.insert(place, class),
    }
    classes.truncate(CLASSES_MAX + 1);
}

fn is_before(class: &Class, other: &Class) -> bool {
    if class.number.is_nan() { class.text < other.text } else { class.number < other.number }
}
