//! From a result to its level.

use gridfolk_contract::Values;
use gridfolk_whatif::{Condition, Scalar, Test};

use crate::definition::{Levels, RESULTS};

/// The code of an unknown level.
pub const UNKNOWN: u32 = 3;

/// How one result becomes a level.
#[derive(Debug, Clone, PartialEq)]
pub enum Cutter {
    /// Numbers: high from the first cut on, medium from the second; none: nobody.
    Cuts {
        /// Where high and medium begin.
        cuts: [Option<f64>; 2],
        /// Whether small numbers are high.
        reverse: bool,
    },
    /// Grades.
    Grades(Levels),
}

impl Cutter {
    /// The level's code of each row; none where the column does not suit.
    pub fn levels(&self, values: &Values) -> Option<Vec<u32>> {
        match (self, values) {
            (Cutter::Cuts { cuts, reverse }, Values::Number(numbers)) => Some(cut(numbers, *cuts, *reverse)),
            (Cutter::Grades(levels), Values::Category(category)) => {
                let code = |level: &String| {
                    let lists = [&levels.high, &levels.medium, &levels.low];
                    lists.iter().position(|list| list.contains(level)).map_or(UNKNOWN, |code| code as u32)
                };
                let codes: Vec<u32> = category.levels.iter().map(code).collect();
                Some(segment_kernel::look_up(&category.codes, &codes, UNKNOWN))
            }
            _ => None,
        }
    }

    /// What the levels mean, as conditions on the column; none where nobody is.
    pub fn conditions(&self, column: &str) -> [Option<Condition>; 3] {
        let test = |test: Test| Condition::Column(column.to_owned(), test);
        match self {
            Cutter::Grades(levels) => [&levels.high, &levels.medium, &levels.low].map(|list| {
                let scalars: Vec<Scalar> = list.iter().cloned().map(Scalar::Text).collect();
                (!scalars.is_empty()).then(|| test(Test::In(scalars)))
            }),
            Cutter::Cuts { cuts: [high, medium], reverse } => {
                let at = |cut: f64| test(if *reverse { Test::Lte(cut) } else { Test::Gte(cut) });
                let before = |cut: f64| test(if *reverse { Test::Gt(cut) } else { Test::Lt(cut) });
                let middle = match (medium, high) {
                    (Some(medium), Some(high)) => Some(Condition::All(vec![at(*medium), before(*high)])),
                    (Some(medium), None) => Some(at(*medium)),
                    (None, _) => None,
                };
                let low = medium.or(*high).map_or(test(Test::Missing(false)), before);
                [high.map(at), middle, Some(low)]
            }
        }
    }
}

/// High from the first cut on, medium from the second.
fn cut(numbers: &[f64], [high, medium]: [Option<f64>; 2], reverse: bool) -> Vec<u32> {
    let sign = if reverse { -1.0 } else { 1.0 };
    let [high, medium] = [high, medium.or(high)].map(|cut| cut.map_or(f64::INFINITY, |cut| sign * cut));
    segment_kernel::cut(numbers, high, medium, sign)
}

/// The name of a result.
pub fn result_name(index: usize) -> &'static str {
    RESULTS.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_part_of_the_higher_band() {
        let of = |cuts, reverse| cut(&[0.1, 0.5, 0.9, f64::NAN], cuts, reverse);
        assert_eq!(of([Some(0.9), Some(0.5)], false), [2, 1, 0, 3]);
        assert_eq!(of([Some(0.1), Some(0.5)], true), [0, 1, 2, 3]);
        assert_eq!(of([None, Some(0.5)], false), [2, 1, 1, 3]);
        assert_eq!(of([None, None], false), [2, 2, 2, 3]);
        assert_eq!(of([Some(0.9), None], false), [2, 2, 0, 3]);
    }

    #[test]
    fn levels_are_told_as_conditions() {
        let cutter = Cutter::Cuts { cuts: [Some(0.9), Some(0.5)], reverse: false };
        let texts = cutter.conditions("p").map(|condition| condition.map(|condition| condition.to_string()));
        assert_eq!(texts.map(Option::unwrap_or_default), ["p >= 0.9", "p >= 0.5 AND p < 0.9", "p < 0.5"]);
    }
}
