//! From a fit to points.
//!
//! ```text
//! ln(goods / bads) = intercept + sum of coefficient * WOE
//! points = offset + factor * ln(goods / bads)     factor = pdo / ln 2     offset = base_points - factor * ln(base_odds)
//! ```
//! (N. Siddiqi, "Credit Risk Scorecards", 2006.) Each bin gets factor * coefficient * WOE, the customer's base
//! offset + factor * intercept; both are then rounded to whole points.

use gridfolk_whatif::Condition;
use gridfolk_whatif::evaluate::Truth;
pub use scorecard_kernel::Worth;
use scorecard_kernel::{codes_of_numbers, probabilities, totals};

use super::attribute::Split;
use crate::contract::{Grade, Rule, Scale};

/// A card, ready to score.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// What everyone begins with.
    pub base: Worth,
    /// The parts of the score, in order: columns, then rules.
    pub parts: Vec<CardPart>,
    /// How points are made of log odds; none for a card of rules.
    pub scale: Option<Scale>,
    /// The grades, the highest first.
    pub grades: Vec<Grade>,
    /// Whether a level that no bin names is refused.
    pub refuses_unknown: bool,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct CardPart {
    /// The column's or the rule's name.
    pub name: String,
    /// How rows fall into its bins.
    pub by: By,
    /// What each bin is worth.
    pub worths: Vec<Worth>,
}

/// How rows fall into bins.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    /// By the value of the column.
    Split(Split),
    /// The first bin where the condition is not true, the second where it is.
    Condition(Condition),
}

impl Scale {
    /// Points per unit of log odds, and points at even odds.
    pub fn factor_and_offset(&self) -> (f64, f64) {
        let factor = self.pdo / std::f64::consts::LN_2;
        (factor, self.base_points - factor * gridfolk_numeric::log(self.base_odds))
    }

    /// The score at a probability of the event.
    pub fn points(&self, probability: f64) -> f64 {
        let (factor, offset) = self.factor_and_offset();
        offset + factor * gridfolk_numeric::log((1.0 - probability) / probability)
    }

    /// The probability of the event at each score.
    pub fn probabilities(&self, raw: &[f64]) -> Vec<f64> {
        let (factor, offset) = self.factor_and_offset();
        probabilities(raw, factor, offset)
    }
}

impl Card {
    /// Each rule is a part, after those of columns.
    pub fn add_rules(parts: &mut Vec<CardPart>, rules: &[Rule]) {
        for rule in rules {
            let worths = vec![Worth::of(0.0), Worth::of(rule.points as f64)];
            parts.push(CardPart { name: rule.rule.clone(), by: By::Condition(rule.when.clone()), worths });
        }
    }

    /// Sums of points and of points before rounding, of rows with these bins.
    pub fn totals(&self, codes: &[Vec<u8>], n_rows: usize) -> (Vec<f64>, Vec<f64>) {
        let mut parts: Vec<(&[u8], &[Worth])> = Vec::with_capacity(codes.len());
        for (part, codes) in self.parts.iter().zip(codes) {
            parts.push((codes, &part.worths));
        }
        totals(self.base, &parts, n_rows)
    }

    /// The place of the grade of each score: the first whose points it reaches.
    pub fn grades_of(&self, points: &[f64]) -> Vec<u32> {
        let limits: Vec<f64> = self.grades.iter().filter_map(|grade| grade.from).collect();
        let n_reached = codes_of_numbers(points, &limits, &[], 0);
        n_reached.iter().map(|&n| limits.len() as u32 - u32::from(n)).collect()
    }

    /// The most by which rounding can move a score, either way.
    pub fn rounding_error_max(&self) -> f64 {
        let error = |worth: &Worth| worth.points - worth.raw;
        let (mut most, mut least) = (error(&self.base), error(&self.base));
        for part in &self.parts {
            most += part.worths.iter().map(error).fold(f64::NEG_INFINITY, f64::max);
            least += part.worths.iter().map(error).fold(f64::INFINITY, f64::min);
        }
        most.max(-least)
    }
}

impl CardPart {
    /// The greatest points of its bins.
    pub fn most(&self) -> f64 {
        self.worths.iter().map(|worth| worth.points).fold(f64::NEG_INFINITY, f64::max)
    }
}

/// The bins of rows by whether a condition is true.
pub fn codes_of_truths(truths: &[Truth]) -> Vec<u8> {
    truths.iter().map(|truth| u8::from(*truth == Truth::True)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_double_the_odds() {
        let scale = Scale::default();
        let (factor, offset) = scale.factor_and_offset();
        assert!((factor - 72.134_752_044_448_18).abs() < 1e-12 && (offset - 387.603_624_327_820_74).abs() < 1e-10);
        let [at_base, higher] = scale.probabilities(&[600.0, 650.0])[..] else { panic!("two") };
        assert!((at_base - 0.05).abs() < 1e-15 && (higher - 1.0 / 39.0).abs() < 1e-15);
    }

    #[test]
    fn the_rounding_error_is_that_of_the_worst_bins() {
        let worths = |raw: [f64; 2]| raw.map(Worth::of).to_vec();
        let part =
            |raw| CardPart { name: "x".into(), by: By::Split(Split::of_numbers(vec![], vec![])), worths: worths(raw) };
        let card = Card {
            base: Worth::of(10.25),
            parts: vec![part([0.5, 1.25]), part([-2.75, 3.0])],
            scale: None,
            grades: vec![],
            refuses_unknown: true,
        };
        // Down: -0.25 (10.25), -0.25 (1.25), -0.25 (-2.75): -0.75; up: -0.25 + 0.5 + 0 = 0.25.
        assert_eq!(card.rounding_error_max(), 0.75);
        assert_eq!(card.totals(&[vec![1], vec![0]], 1), (vec![8.0], vec![8.75]));
    }
}
