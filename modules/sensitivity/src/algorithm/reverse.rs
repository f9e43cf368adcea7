//! The smallest change of one row that brings its probability across a line.
//!
//! Sizes are added up: a number's change in standard deviations of the fit, a category's change counts 1.
//! Log odds are a sum, so the smallest change is found exactly. Among numbers, those that move the log
//! odds most for one standard deviation go first, each as far as it may (the fractional knapsack,
//! Dantzig 1957). All changes of categories cost the same, so the best m of them are those with the
//! largest effect; every m is tried.

use super::score::{Kind, Predictor};

/// What the log odds of the row are to become.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// Log odds now.
    pub from: f64,
    /// Log odds to be reached.
    pub to: f64,
}

/// What may be changed in one column of the row.
#[derive(Debug, Clone, PartialEq)]
pub enum Lever {
    /// A number, from its value to any other within a range that holds it.
    Number {
        /// The value now.
        value: f64,
        /// The least that it may become.
        least: f64,
        /// The greatest.
        greatest: f64,
    },
    /// A level, to any other of the fit.
    Level(String),
    /// Nothing.
    Fixed,
}

/// One column's change.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// To this number.
    Number(f64),
    /// To this level.
    Level(String),
}

/// What one column can do alone; none where that is not enough.
pub type Alone = Option<Change>;

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reverse {
    /// By column of the predictor.
    pub changes: Vec<Option<Change>>,
    /// The sum of their sizes.
    pub size: f64,
    /// Whether they are enough; otherwise they are the most that can be done.
    pub is_reached: bool,
    /// By column: what would do alone.
    pub alone: Vec<Alone>,
}

/// How far one column can move the log odds towards the goal.
struct Move {
    column: usize,
    /// The most that it can add towards the goal, above 0.
    most: f64,
    /// Its size for one unit of log odds; of a category, for all of it.
    price: f64,
    /// Of a category, the level.
    level: Option<String>,
}

/// The smallest change. There is one lever a column.
pub fn reverse(predictor: &Predictor, levers: &[Lever], goal: Goal) -> Reverse {
    let needed = (goal.to - goal.from).abs();
    let sign = if goal.to < goal.from { -1.0 } else { 1.0 };
    let moves: Vec<Move> = (0..levers.len()).filter_map(|j| best_move(predictor, j, &levers[j], sign)).collect();
    let (mut levels, mut numbers): (Vec<&Move>, Vec<&Move>) = moves.iter().partition(|found| found.level.is_some());
    put_in_order(&mut levels, |found| -found.most);
    put_in_order(&mut numbers, |found| found.price);
    let mut best: Option<Vec<(&Move, f64)>> = None;
    for n_levels in 0..=levels.len() {
        let plan = plan(&levels[..n_levels], &numbers, needed);
        if best.as_ref().is_none_or(|best| is_better(&plan, best, needed)) {
            best = Some(plan);
        }
    }
    let plan = best.unwrap_or_default();
    let mut changes = vec![None; levers.len()];
    for (found, amount) in &plan {
        changes[found.column] = Some(found.change(predictor, &levers[found.column], sign, *amount));
    }
    let mut alone = vec![None; levers.len()];
    for found in moves.iter().filter(|found| needed > 0.0 && found.most >= needed) {
        alone[found.column] = Some(found.change(predictor, &levers[found.column], sign, needed));
    }
    Reverse { changes, size: size_of(&plan), is_reached: effect_of(&plan) >= needed, alone }
}

/// Ascending; ties keep the columns' order. (The standard sorts weigh more than this module's algorithm.)
fn put_in_order(moves: &mut [&Move], key: fn(&Move) -> f64) {
    for end in 1..moves.len() {
        let place = moves[..end].partition_point(|other| key(other) <= key(moves[end]));
        moves[place..=end].rotate_right(1);
    }
}

fn best_move(predictor: &Predictor, column: usize, lever: &Lever, sign: f64) -> Option<Move> {
    let (most, price, level) = match (&predictor.columns[column].kind, lever) {
        (Kind::Number(number), Lever::Number { value, least, greatest }) => {
            let slope = number.factor * sign;
            let reach = if slope > 0.0 { greatest - value } else { value - least };
            (slope.abs() * reach, 1.0 / (slope.abs() * number.sd), None)
        }
        (Kind::Category(levels), Lever::Level(text)) => {
            let now = levels.iter().find(|level| level.text == *text)?.coefficient;
            let gain = |coefficient: f64| (coefficient - now) * sign;
            let mut best = &levels[0];
            for level in levels {
                if gain(level.coefficient) > gain(best.coefficient) {
                    best = level;
                }
            }
            (gain(best.coefficient), 1.0, Some(best.text.clone()))
        }
        _ => return None,
    };
    (most > 0.0).then_some(Move { column, most, price, level })
}

/// All of these levels, and then numbers until the goal is reached.
fn plan<'m>(levels: &[&'m Move], numbers: &[&'m Move], needed: f64) -> Vec<(&'m Move, f64)> {
    let mut plan: Vec<(&Move, f64)> = levels.iter().map(|found| (*found, found.most)).collect();
    let mut rest = needed - effect_of(&plan);
    for found in numbers {
        if rest <= 0.0 {
            break;
        }
        plan.push((found, found.most.min(rest)));
        rest -= found.most;
    }
    plan
}

fn effect_of(plan: &[(&Move, f64)]) -> f64 {
    plan.iter().map(|(_, amount)| amount).sum()
}

fn size_of(plan: &[(&Move, f64)]) -> f64 {
    plan.iter().map(|(found, amount)| if found.level.is_some() { found.price } else { found.price * amount }).sum()
}

/// Whether a plan reaches the goal with less, or reaches what the other does not.
fn is_better(plan: &[(&Move, f64)], other: &[(&Move, f64)], needed: f64) -> bool {
    let (reach, other_reach) = (effect_of(plan), effect_of(other));
    match (reach >= needed, other_reach >= needed) {
        (true, true) => size_of(plan) < size_of(other),
        (false, false) => reach > other_reach,
        (reaches, _) => reaches,
    }
}

impl Move {
    /// What adds `amount` towards the goal: exactly the end of the range where it takes all of it.
    fn change(&self, predictor: &Predictor, lever: &Lever, sign: f64, amount: f64) -> Change {
        match (&self.level, &predictor.columns[self.column].kind, lever) {
            (None, Kind::Number(number), Lever::Number { value, least, greatest }) => {
                let slope = number.factor * sign;
                Change::Number(match () {
                    () if amount < self.most => (value + amount / slope).max(*least).min(*greatest),
                    () if slope > 0.0 => *greatest,
                    () => *least,
                })
            }
            _ => Change::Level(self.level.clone().unwrap_or_default()),
        }
    }
}
