//! The smallest change of one row that brings its probability across a line.
//!
//! Sizes are added up: a number's change in standard deviations of the fit, a category's change counts 1.
//! Log odds are a sum, so the smallest change is found exactly. Among numbers, those that move the log
//! odds most for one standard deviation go first, each as far as it may (the fractional knapsack,
//! Dantzig 1957). All changes of categories cost the same, so the best m of them are those with the
//! largest effect; every m is tried.
//!
//! Numbers may move by steps. Then any of them may be the one that goes on to the next step beyond what is
//! needed, those before it having stopped at the last step short of that; every such end is tried, and what
//! has become too much is taken back from the dearest on. So no number of the answer can be taken back by a
//! step, and it exceeds the smallest change by less than one step of one column.

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
        /// What it must become a multiple of, above 0; none: any number.
        step: Option<f64>,
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
    to: Target,
}

/// Where a move leads.
enum Target {
    /// To a level.
    Level(String),
    /// From the value on to this end of what is allowed; each unit adds the slope, which may be below 0.
    Number { value: f64, end: f64, slope: f64, step: Option<f64> },
}

/// Moves with what each adds, and what is still needed then: at most 0 where they are enough.
struct Plan<'m> {
    parts: Vec<(&'m Move, f64)>,
    rest: f64,
}

/// The smallest change. There is one lever a column.
pub fn reverse(predictor: &Predictor, levers: &[Lever], goal: Goal) -> Reverse {
    let needed = (goal.to - goal.from).abs();
    let sign = if goal.to < goal.from { -1.0 } else { 1.0 };
    let moves: Vec<Move> = (0..levers.len()).filter_map(|j| best_move(predictor, j, &levers[j], sign)).collect();
    let (mut levels, mut numbers): (Vec<&Move>, Vec<&Move>) = moves.iter().partition(|found| found.is_level());
    put_in_order(&mut levels, |found| -found.most);
    put_in_order(&mut numbers, |found| found.price);
    let mut best = plan(&[], &numbers, needed);
    for n_levels in 1..=levels.len() {
        let plan = plan(&levels[..n_levels], &numbers, needed);
        if is_better(&plan, &best) {
            best = plan;
        }
    }
    let mut changes = vec![None; levers.len()];
    for (found, amount) in &best.parts {
        changes[found.column] = Some(found.change(*amount));
    }
    let mut alone = vec![None; levers.len()];
    for found in moves.iter().filter(|found| needed > 0.0 && found.most >= needed) {
        alone[found.column] = Some(found.change(needed));
    }
    Reverse { changes, size: size_of(&best), is_reached: best.rest <= 0.0, alone }
}

/// Ascending; ties keep the columns' order. (The standard sorts weigh more than this module's algorithm.)
fn put_in_order(moves: &mut [&Move], key: fn(&Move) -> f64) {
    for end in 1..moves.len() {
        let place = moves[..end].partition_point(|other| key(other) <= key(moves[end]));
        moves[place..=end].rotate_right(1);
    }
}

fn best_move(predictor: &Predictor, column: usize, lever: &Lever, sign: f64) -> Option<Move> {
    let (most, price, to) = match (&predictor.columns[column].kind, lever) {
        (Kind::Number(number), &Lever::Number { value, least, greatest, step }) => {
            let slope = number.factor * sign;
            // The last step within the range.
            let end = if slope > 0.0 {
                step.map_or(greatest, |step| stepped(greatest, step, false).min(greatest))
            } else {
                step.map_or(least, |step| stepped(least, step, true).max(least))
            };
            ((end - value) * slope, 1.0 / (slope.abs() * number.sd), Target::Number { value, end, slope, step })
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
            (gain(best.coefficient), 1.0, Target::Level(best.text.clone()))
        }
        _ => return None,
    };
    (most > 0.0).then_some(Move { column, most, price, to })
}

/// All of these levels, and then numbers until the goal is reached; or all that can be done.
fn plan<'m>(levels: &[&'m Move], numbers: &[&'m Move], needed: f64) -> Plan<'m> {
    let parts: Vec<(&Move, f64)> = levels.iter().map(|found| (*found, found.most)).collect();
    let rest = needed - parts.iter().map(|(_, amount)| amount).sum::<f64>();
    let mut open = Plan { parts, rest };
    let mut best: Option<Plan<'_>> = None;
    for found in numbers {
        if open.rest <= 0.0 {
            break;
        }
        let closed = open.with(found, found.at_least(open.rest)).without_excess();
        if closed.rest <= 0.0 && best.as_ref().is_none_or(|best| is_better(&closed, best)) {
            best = Some(closed);
        }
        open = open.with(found, found.at_most(open.rest));
    }
    best.unwrap_or(open)
}

impl<'m> Plan<'m> {
    /// The plan with one more part.
    fn with(&self, found: &'m Move, amount: f64) -> Self {
        let mut parts = self.parts.clone();
        parts.push((found, amount));
        Plan { parts, rest: self.rest - amount }
    }

    /// The plan after numbers gave back what is too much.
    fn without_excess(mut self) -> Self {
        for (found, amount) in self.parts.iter_mut().filter(|(found, _)| !found.is_level()).rev() {
            let enough = found.at_least(*amount + self.rest);
            let rest = self.rest + (*amount - enough);
            // What rounding alone would call too much stays.
            if rest <= 0.0 {
                (self.rest, *amount) = (rest, enough);
            }
        }
        self.parts.retain(|(_, amount)| *amount > 0.0);
        self
    }
}

fn size_of(plan: &Plan<'_>) -> f64 {
    let size = |(found, amount): &(&Move, f64)| if found.is_level() { found.price } else { found.price * amount };
    plan.parts.iter().map(size).sum()
}

/// Whether a plan reaches the goal with less, or reaches what the other does not.
fn is_better(plan: &Plan<'_>, other: &Plan<'_>) -> bool {
    match (plan.rest <= 0.0, other.rest <= 0.0) {
        (true, true) => size_of(plan) < size_of(other),
        (false, false) => plan.rest < other.rest,
        (reaches, _) => reaches,
    }
}

impl Move {
    fn is_level(&self) -> bool {
        matches!(self.to, Target::Level(_))
    }

    /// What it adds when it is to add this much: as much, or with steps as little more as there is; at most all.
    fn at_least(&self, amount: f64) -> f64 {
        match self.to {
            _ if amount <= 0.0 => 0.0,
            Target::Number { value, slope, step: Some(_), .. } => (self.number(amount) - value) * slope,
            _ => amount.min(self.most),
        }
    }

    /// The same, with steps as little less as there is.
    fn at_most(&self, amount: f64) -> f64 {
        match self.to {
            Target::Number { value, slope, step: Some(step), .. } if amount < self.most => {
                let number = stepped(value + amount / slope, step, slope < 0.0);
                ((number - value) * slope).max(0.0)
            }
            _ => amount.min(self.most),
        }
    }

    /// The number that adds `amount` towards the goal, or the next step beyond it; the end where that takes all.
    fn number(&self, amount: f64) -> f64 {
        match self.to {
            Target::Number { end, .. } if amount >= self.most => end,
            Target::Number { value, end, slope, step } => {
                let exact = value + amount / slope;
                let number = step.map_or(exact, |step| stepped(exact, step, slope > 0.0));
                if slope > 0.0 { number.min(end) } else { number.max(end) }
            }
            Target::Level(_) => f64::NAN,
        }
    }

    /// What adds `amount` towards the goal.
    fn change(&self, amount: f64) -> Change {
        match &self.to {
            Target::Level(text) => Change::Level(text.clone()),
            Target::Number { .. } => Change::Number(self.number(amount)),
        }
    }
}

/// The next multiple of a step, above or below.
fn stepped(number: f64, step: f64, is_above: bool) -> f64 {
    // Without a `-0.0`, which is never written.
    (if is_above { libm::ceil(number / step) } else { libm::floor(number / step) }) * step + 0.0
}
