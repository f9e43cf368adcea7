//! What the parts of a report count: customers by level, how groups fall into the levels of other columns, and means
//! by group.

use std::collections::BTreeMap;
use std::rc::Rc;

use gridfolk_contract::{Category, Column, Items, ToJson, Values};

use super::block::Block;
use super::definition::Pipeline;

/// Two columns with more pairs of levels than this are not held against each other: nobody reads such a table.
const N_PAIRS_MAX: usize = 1 << 20;

/// A category column by the levels that some customer has: an input's in the order of their texts, a step's in the
/// module's own.
pub struct Groups<'a> {
    /// The levels.
    pub names: Vec<&'a str>,
    /// Their places among all levels of the column.
    pub places: Vec<usize>,
    /// Of each customer the place in `names`; past the end where it is missing.
    pub of_row: Vec<u32>,
}

impl<'a> Groups<'a> {
    /// The groups of a column; none where it is no category. `is_input` says whose order its levels have.
    pub fn of(column: &'a Column, is_input: bool) -> Option<Self> {
        let Values::Category(Category { codes, levels }) = &column.values else { return None };
        let counts = tallied(codes, levels.len());
        let mut places: Vec<usize> = (0..levels.len()).filter(|&level| counts[level] > 0).collect();
        if is_input {
            places.sort_by_key(|&level| &levels[level]);
        }
        let missing = places.len() as u32;
        let mut group_of = vec![missing; levels.len()];
        places.iter().zip(0..).for_each(|(&level, group)| group_of[level] = group);
        let of_row = codes.iter().map(|&code| group_of.get(code as usize).copied().unwrap_or(missing)).collect();
        let names = places.iter().map(|&level| levels[level].as_str()).collect();
        Some(Groups { names, places, of_row })
    }

    /// Customers of each, and at the end of none.
    pub fn sizes(&self) -> Vec<u64> {
        tallied(&self.of_row, self.names.len())
    }

    /// Customers of each that are also of each of the others: `counts[i][j]`. None of too many pairs.
    pub fn crossed(&self, others: &Groups<'_>) -> Option<Vec<Vec<u64>>> {
        let (n, width) = (self.names.len(), others.names.len() + 1);
        if n.saturating_mul(width) > N_PAIRS_MAX {
            return None;
        }
        let mut counts = vec![0u64; (n + 1) * width];
        let pairs = self.of_row.iter().zip(&others.of_row);
        pairs.for_each(|(&own, &other)| counts[own as usize * width + other as usize] += 1);
        Some(counts.chunks(width).take(n).map(|row| row[..width - 1].to_vec()).collect())
    }
}

/// How often each code occurs, and at the end any other.
fn tallied(codes: &[u32], n_codes: usize) -> Vec<u64> {
    let mut counts = vec![0; n_codes + 1];
    codes.iter().for_each(|&code| counts[(code as usize).min(n_codes)] += 1);
    counts
}

/// Customers by level or by item.
#[derive(Debug, Clone, PartialEq, ToJson)]
pub struct Sizes {
    /// The levels or items that some customer has.
    pub levels: Vec<String>,
    /// Customers of each.
    pub n: Vec<u64>,
}

impl Sizes {
    fn of_groups(groups: &Groups<'_>) -> Self {
        let mut n = groups.sizes();
        n.truncate(groups.names.len());
        Sizes { levels: groups.names.iter().map(|&name| name.to_owned()).collect(), n }
    }

    fn of_items(Items { codes, levels, .. }: &Items) -> Self {
        let counts = tallied(codes, levels.len());
        let used = levels.iter().zip(counts).filter(|(_, n)| *n > 0);
        let (levels, n) = used.map(|(level, n)| (level.clone(), n)).unzip();
        Sizes { levels, n }
    }
}

/// Means of a number by group, and of all who have it.
#[derive(Debug, Clone, PartialEq, ToJson)]
pub struct Moments {
    /// By group; NaN where nobody of it has the number.
    pub means: Vec<f64>,
    /// Of all customers, those of no group as well.
    pub mean: f64,
    /// Standard deviation of all, with their number as the divisor.
    pub sd: f64,
}

impl Moments {
    /// Sums in the order of the customers.
    pub fn of(values: &[f64], groups: &Groups<'_>) -> Self {
        let mut sums = vec![(0.0, 0u64); groups.names.len() + 1];
        let (mut sum, mut n) = (0.0, 0u64);
        for (value, &group) in values.iter().zip(&groups.of_row).filter(|(value, _)| !value.is_nan()) {
            let own = &mut sums[group as usize];
            own.0 += value;
            own.1 += 1;
            sum += value;
            n += 1;
        }
        sums.truncate(groups.names.len());
        let mean = sum / n as f64;
        let squares: f64 = values.iter().filter(|value| !value.is_nan()).map(|value| (value - mean).powi(2)).sum();
        let means = sums.iter().map(|(sum, n)| sum / *n as f64).collect();
        Moments { means, mean, sd: (squares / n as f64).sqrt() }
    }
}

/// What the parts of a report count, of those columns that are there.
#[derive(Debug, Default, PartialEq, ToJson)]
pub struct Counts {
    /// By column.
    pub sizes: BTreeMap<String, Sizes>,
    /// By a matrix' groups, then by column: `counts[i][j]` in the order of their sizes.
    pub crossed: BTreeMap<String, BTreeMap<String, Vec<Vec<u64>>>>,
    /// By a profile's groups, then by number: in the order of the groups' sizes.
    pub means: BTreeMap<String, BTreeMap<String, Moments>>,
}

/// The columns that are counted, and which of them a scenario changed.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The pipeline.
    pub pipeline: &'a Pipeline,
    /// Inputs, and what the steps gave.
    pub columns: &'a [Column],
    /// The columns that a scenario changed: they stand for those of the same names, and what none of them is part of
    /// is not counted again. Absent: all is counted.
    pub changed: Option<&'a [Column]>,
}

impl<'a> Source<'a> {
    /// What these parts of the report count.
    pub fn counts(self, parts: &[Block]) -> Counts {
        let mut counter = Counter { source: self, groups: BTreeMap::new(), counts: Counts::default() };
        parts.iter().for_each(|part| counter.count(part));
        counter.counts
    }

    fn column(&self, name: &str) -> Option<&'a Column> {
        let find = |columns: &'a [Column]| columns.iter().find(|column| column.name == name);
        self.changed.and_then(find).or_else(|| find(self.columns))
    }

    fn is_new(&self, name: &str) -> bool {
        self.changed.is_none_or(|changed| changed.iter().any(|column| column.name == name))
    }
}

/// What has been counted so far.
struct Counter<'a> {
    source: Source<'a>,
    /// By column; none where it is no category or not there.
    groups: BTreeMap<String, Option<Rc<Groups<'a>>>>,
    counts: Counts,
}

impl<'a> Counter<'a> {
    fn count(&mut self, part: &Block) {
        match part {
            Block::Glance { shares, .. } => shares.iter().for_each(|share| self.size(&share.column)),
            Block::Bars { column, .. } => self.size(column),
            Block::Matrix { by, columns, .. } => self.matrix(by, columns),
            Block::Profile { by, numbers, .. } => self.profile(by, numbers),
            _ => {}
        }
    }

    fn size(&mut self, name: &str) {
        if self.counts.sizes.contains_key(name) || !self.source.is_new(name) {
            return;
        }
        let sizes = match self.source.column(name).map(|column| &column.values) {
            Some(Values::Items(items)) => Some(Sizes::of_items(items)),
            _ => self.groups_of(name).map(|groups| Sizes::of_groups(&groups)),
        };
        self.counts.sizes.extend(sizes.map(|sizes| (name.to_owned(), sizes)));
    }

    fn matrix(&mut self, by: &str, columns: &[String]) {
        self.size(by);
        for name in columns {
            self.size(name);
            if !self.source.is_new(by) && !self.source.is_new(name) {
                continue;
            }
            let (Some(rows), Some(others)) = (self.groups_of(by), self.groups_of(name)) else { continue };
            let Some(crossed) = rows.crossed(&others) else { continue };
            self.counts.crossed.entry(by.to_owned()).or_default().insert(name.clone(), crossed);
        }
    }

    fn profile(&mut self, by: &str, numbers: &[String]) {
        self.size(by);
        for name in numbers {
            if !self.source.is_new(by) && !self.source.is_new(name) {
                continue;
            }
            let Some(Values::Number(values)) = self.source.column(name).map(|column| &column.values) else { continue };
            let Some(groups) = self.groups_of(by) else { return };
            let means = self.counts.means.entry(by.to_owned()).or_default();
            means.entry(name.clone()).or_insert_with(|| Moments::of(values, &groups));
        }
    }

    /// The groups of a column, found once.
    fn groups_of(&mut self, name: &str) -> Option<Rc<Groups<'a>>> {
        if !self.groups.contains_key(name) {
            let is_input = self.source.pipeline.inputs.contains_key(name);
            let groups = self.source.column(name).and_then(|column| Groups::of(column, is_input));
            self.groups.insert(name.to_owned(), groups.map(Rc::new));
        }
        self.groups.get(name).cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use gridfolk_contract::MISSING_CODE;
    use proptest::prelude::*;

    use super::*;

    const PIPELINE: &str = r#"{
        "name": "small", "version": 1, "title": {"en": "", "zh": ""}, "summary": {"en": "", "zh": ""}, "id": "id",
        "inputs": {
            "kwh": {"kind": "number", "title": {"en": "", "zh": ""}},
            "tariff": {"kind": "category", "title": {"en": "", "zh": ""}},
            "level": {"kind": "category", "title": {"en": "", "zh": ""}},
            "absent": {"kind": "category", "title": {"en": "", "zh": ""}},
            "tags": {"kind": "items", "title": {"en": "", "zh": ""}}
        },
        "steps": [{"id": "one", "title": {"en": "", "zh": ""}, "module": "m", "op": "fit", "required": ["kwh"],
                   "outputs": {"grade": {"column": "grade", "title": {"en": "", "zh": ""}}}}],
        "portrait": ["grade"],
        "report": [
            {"kind": "glance", "title": {"en": "", "zh": ""}, "shares": [{"column": "grade", "level": "c"}]},
            {"kind": "matrix", "title": {"en": "", "zh": ""}, "by": "grade", "columns": ["tariff", "level", "absent"]},
            {"kind": "profile", "title": {"en": "", "zh": ""}, "by": "grade", "numbers": ["kwh"]},
            {"kind": "bars", "title": {"en": "", "zh": ""}, "column": "tags"},
            {"kind": "bars", "title": {"en": "", "zh": ""}, "column": "kwh"}
        ]
    }"#;

    fn category(name: &str, levels: &[&str], codes: &[u32]) -> Column {
        Column::category(name, codes.to_vec(), levels.iter().map(|&level| level.to_owned()).collect())
    }

    fn columns() -> Vec<Column> {
        vec![
            Column::number("kwh", vec![1.0, 2.0, f64::NAN, 7.0, 2.0]),
            category("tariff", &["tou", "step"], &[0, 0, 1, 1, MISSING_CODE]),
            category("level", &["high", "low"], &[0, 1, 0, 1, 0]),
            category("grade", &["c", "a", "unused"], &[0, 1, 1, MISSING_CODE, 0]),
            Column::items(
                "tags",
                Items {
                    ends: vec![1, 1, 3, 3, 4],
                    codes: vec![1, 0, 1, 1],
                    levels: vec!["x".into(), "y".into(), "z".into()],
                },
            ),
        ]
    }

    fn sizes(levels: &[&str], n: &[u64]) -> Sizes {
        Sizes { levels: levels.iter().map(|&level| level.to_owned()).collect(), n: n.to_vec() }
    }

    #[test]
    fn levels_that_somebody_has_are_counted_and_customers_without_one_left_out() {
        let pipeline = Pipeline::parse(PIPELINE).expect("a pipeline");
        let columns = columns();
        let counts = Source { pipeline: &pipeline, columns: &columns, changed: None }.counts(&pipeline.report);
        assert_eq!(counts.sizes["grade"], sizes(&["c", "a"], &[2, 2]));
        assert_eq!(counts.sizes["tariff"], sizes(&["step", "tou"], &[2, 2]), "an input's by their texts");
        assert_eq!(counts.sizes["tags"], sizes(&["x", "y"], &[1, 3]));
        assert_eq!(counts.sizes.len(), 4, "no levels of numbers");
        assert_eq!(counts.crossed["grade"]["tariff"], [[0, 1], [1, 1]]);
        assert_eq!(counts.crossed["grade"].len(), 2, "nothing of a column that is not there");
        let Moments { means, mean, sd } = &counts.means["grade"]["kwh"];
        assert_eq!((means.as_slice(), *mean), (&[1.5, 2.0][..], 3.0));
        assert!((sd - 5.5f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_scenario_counts_what_it_changed_alone() {
        let pipeline = Pipeline::parse(PIPELINE).expect("a pipeline");
        let columns = columns();
        let changed = [category("level", &["low", "medium", "high"], &[1, 1, 1, 0, 2])];
        let source = Source { pipeline: &pipeline, columns: &columns, changed: Some(&changed) };
        let counts = source.counts(&pipeline.report);
        assert_eq!(counts.sizes.keys().collect::<Vec<_>>(), ["level"]);
        assert_eq!(counts.crossed["grade"].keys().collect::<Vec<_>>(), ["level"]);
        assert_eq!(counts.crossed["grade"]["level"], [[1, 0, 1], [0, 0, 2]], "by their texts: high, low, medium");
        assert!(counts.means.is_empty());
    }

    #[test]
    fn a_scenario_counts_the_means_of_changed_numbers_and_of_changed_groups() {
        let pipeline = Pipeline::parse(PIPELINE).expect("a pipeline");
        let columns = columns();
        let means = |changed: &[Column]| {
            let source = Source { pipeline: &pipeline, columns: &columns, changed: Some(changed) };
            source.counts(&pipeline.report).means["grade"]["kwh"].means.clone()
        };
        assert_eq!(means(&[Column::number("kwh", vec![4.0, 2.0, 8.0, 7.0, f64::NAN])]), [4.0, 5.0], "of c and a");
        assert_eq!(means(&[category("grade", &["a", "c"], &[0, 0, 0, 0, 1])]), [10.0 / 3.0, 2.0], "of a and c");
    }

    #[test]
    fn levels_of_which_every_customer_has_one_of_his_own_are_not_crossed() {
        let names: Vec<String> = (0..2000).map(|i| format!("{i:04}")).collect();
        let own = Column::category("own", (0..2000).collect(), names);
        let groups = Groups::of(&own, false).expect("groups");
        assert!(groups.crossed(&groups).is_none());
    }

    proptest! {
        #[test]
        fn counts_are_those_of_walking_all_customers(
            rows in prop::collection::vec((0u32..6, 0u32..5, prop::option::of(-10.0f64..10.0)), 0..80)
        ) {
            let code = |code: u32, n: u32| if code < n { code } else { MISSING_CODE };
            let own = category("own", &["e", "d", "c", "b", "a"], &rows.iter().map(|row| code(row.0, 5)).collect::<Vec<_>>());
            let other = category("other", &["x", "z", "y", "w"], &rows.iter().map(|row| code(row.1, 4)).collect::<Vec<_>>());
            let values: Vec<f64> = rows.iter().map(|row| row.2.unwrap_or(f64::NAN)).collect();
            let (groups, others) = (Groups::of(&own, true).expect("groups"), Groups::of(&other, false).expect("groups"));
            prop_assert!(groups.names.is_sorted());
            let crossed = groups.crossed(&others).expect("few");
            let level = |column: &Column, row: usize| match &column.values {
                Values::Category(category) => category.level(row).map(str::to_owned),
                _ => None,
            };
            let moments = Moments::of(&values, &groups);
            for (i, name) in groups.names.iter().enumerate() {
                let is_own = |row: &usize| level(&own, *row).as_deref() == Some(*name);
                let members: Vec<usize> = (0..rows.len()).filter(is_own).collect();
                prop_assert_eq!(groups.sizes()[i], members.len() as u64);
                for (j, other_name) in others.names.iter().enumerate() {
                    let both = members.iter().filter(|row| level(&other, **row).as_deref() == Some(*other_name)).count();
                    prop_assert_eq!(crossed[i][j], both as u64);
                }
                let there: Vec<f64> = members.iter().map(|row| values[*row]).filter(|value| !value.is_nan()).collect();
                let mean = there.iter().sum::<f64>() / there.len() as f64;
                prop_assert!(moments.means[i] == mean || (mean.is_nan() && moments.means[i].is_nan()));
            }
        }
    }
}
