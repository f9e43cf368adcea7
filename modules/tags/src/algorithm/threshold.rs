//! Moving one threshold of an expression until the group has a wanted size; exact over the data.
//!
//! A test stands once in the expression, so with everything else fixed a customer is either in the group
//! whatever the test says, or out of it, or swings with the test. Those that swing all swing the same way
//! (below an odd number of NOT the other way round). So the size is a step function of the threshold that
//! rises or falls throughout, and changes at their values alone.

use gridfolk_contract::{Problem, Values};
use gridfolk_numeric::sort::{sort_key, sort_pairs};
use gridfolk_whatif::{Columns, Condition, Test, Truth};

/// What the size is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// As large as it can be, but not above the wanted size.
    AtMost,
    /// As near as it can be, the smaller of two.
    Closest,
}

/// Customers that swing with a test, and those in the group whatever it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    n_fixed: u64,
    /// Ascending.
    values: Vec<f64>,
    test: Test,
}

/// The threshold of an order test.
pub fn bound(test: &Test) -> Option<f64> {
    match test {
        Test::Gte(bound) | Test::Gt(bound) | Test::Lte(bound) | Test::Lt(bound) => Some(*bound),
        _ => None,
    }
}

/// The same order test at another threshold.
pub fn with_bound(test: &Test, bound: f64) -> Test {
    match test {
        Test::Gte(_) => Test::Gte(bound),
        Test::Gt(_) => Test::Gt(bound),
        Test::Lte(_) => Test::Lte(bound),
        Test::Lt(_) => Test::Lt(bound),
        other => other.clone(),
    }
}

impl Swing {
    /// Of the test with this number in a condition, which stands at `pointer`; `truths` are the
    /// condition's own.
    ///
    /// # Errors
    /// Those of [`Condition::evaluate`].
    pub fn of(
        condition: &Condition,
        number: usize,
        truths: &[Truth],
        columns: &dyn Columns,
        pointer: &str,
    ) -> Result<Self, Problem> {
        let when = |holds: Condition| -> Result<Vec<Truth>, Problem> {
            let mut changed = condition.clone();
            changed.test_mut(number).into_iter().for_each(|test| *test = holds.clone());
            changed.evaluate(columns, pointer)
        };
        let (with, without) = (when(Condition::All(Vec::new()))?, when(Condition::Any(Vec::new()))?);
        let (column, test) = condition.tests()[number];
        let Some(Values::Number(values)) = columns.values(column) else {
            return Ok(Swing { n_fixed: 0, values: Vec::new(), test: test.clone() });
        };
        let mut pairs = Vec::new();
        let (mut n_fixed, mut is_turned) = (0, false);
        for (row, &value) in values.iter().enumerate() {
            let (with, without) = (with[row] == Truth::True, without[row] == Truth::True);
            if value.is_nan() {
                n_fixed += u64::from(truths[row] == Truth::True);
            } else if with == without {
                n_fixed += u64::from(with);
            } else {
                is_turned = without;
                pairs.push((sort_key(value), value + 0.0));
            }
        }
        sort_pairs(&mut pairs);
        let test = if is_turned { turned(test) } else { test.clone() };
        Ok(Swing { n_fixed, values: pairs.into_iter().map(|(_, value)| value).collect(), test })
    }

    /// The threshold that reaches the goal, and the size there. `current` stays where it does as well.
    pub fn threshold(&self, wanted: u64, goal: Goal, current: f64) -> (f64, u64) {
        let mut best = (current, self.size(current));
        let mut consider = |threshold: f64| {
            let size = self.size(threshold);
            if is_better(size, best.1, wanted, goal) {
                best = (threshold, size);
            }
        };
        if let (Some(&least), Some(&greatest)) = (self.values.first(), self.values.last()) {
            match self.test {
                Test::Gte(_) | Test::Lt(_) => consider(above(greatest)),
                _ => consider(below(least)),
            }
        }
        let mut last = None;
        for &value in &self.values {
            if last != Some(value) {
                consider(value);
            }
            last = Some(value);
        }
        best
    }

    /// The size of the group at a threshold.
    pub fn size(&self, threshold: f64) -> u64 {
        let (n, below, up_to) = (
            self.values.len(),
            self.values.partition_point(|value| *value < threshold),
            self.values.partition_point(|value| *value <= threshold),
        );
        let n_swinging = match self.test {
            Test::Gte(_) => n - below,
            Test::Gt(_) => n - up_to,
            Test::Lte(_) => up_to,
            _ => below,
        };
        self.n_fixed + n_swinging as u64
    }
}

/// What holds when the test does not.
fn turned(test: &Test) -> Test {
    match test {
        Test::Gte(bound) => Test::Lt(*bound),
        Test::Gt(bound) => Test::Lte(*bound),
        Test::Lte(bound) => Test::Gt(*bound),
        Test::Lt(bound) => Test::Gte(*bound),
        other => other.clone(),
    }
}

/// Whether a size serves strictly better than another one.
pub fn is_better(size: u64, than: u64, wanted: u64, goal: Goal) -> bool {
    match goal {
        Goal::Closest => (size.abs_diff(wanted), size) < (than.abs_diff(wanted), than),
        Goal::AtMost if than > wanted => size < than,
        Goal::AtMost => size <= wanted && size > than,
    }
}

/// A whole number above, so that nobody reaches it.
fn above(value: f64) -> f64 {
    let whole = value.floor() + 1.0;
    if whole > value { whole } else { value.next_up() }
}

fn below(value: f64) -> f64 {
    -above(-value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swing(values: &[f64], test: Test) -> Swing {
        Swing { n_fixed: 2, values: values.to_vec(), test }
    }

    #[test]
    fn sizes_follow_the_test() {
        let values = [1.0, 2.0, 2.0, 5.0];
        let size = |test: Test| swing(&values, test).size(2.0);
        assert_eq!(
            [size(Test::Gte(0.0)), size(Test::Gt(0.0)), size(Test::Lte(0.0)), size(Test::Lt(0.0))],
            [5, 3, 5, 3]
        );
    }

    #[test]
    fn the_goal_is_reached_as_exactly_as_ties_allow() {
        let swing = swing(&[1.0, 2.0, 2.0, 5.0], Test::Gte(0.0));
        // Sizes by threshold: 6: 2, 5: 3, 2: 5, 1: 6.
        assert_eq!(swing.threshold(4, Goal::AtMost, 1.0), (5.0, 3));
        assert_eq!(swing.threshold(4, Goal::Closest, 1.0), (5.0, 3));
        assert_eq!(swing.threshold(5, Goal::AtMost, 1.5), (1.5, 5));
        assert_eq!(swing.threshold(2, Goal::Closest, 1.0), (6.0, 2));
        assert_eq!(swing.threshold(0, Goal::AtMost, 1.0), (6.0, 2));
        assert_eq!(swing.threshold(9, Goal::AtMost, 5.0), (1.0, 6));
    }

    #[test]
    fn a_bound_that_nobody_reaches_is_whole_where_it_can_be() {
        assert_eq!((above(2.5), above(3.0), below(2.5), below(-1.0)), (3.0, 4.0, 2.0, -2.0));
        assert!(above(1e300) > 1e300);
    }
}
