//! Sums and bounds down one column.

use gridfolk_numeric::lanes::Pair;
use gridfolk_numeric::sum::{TwoLimbs, TwoQuanta};

/// Number of values that are there, the least and the greatest; of none these are infinity and minus
/// infinity. Eight values a turn: an engine may ask at every turn whether the call may go on.
#[inline(never)]
pub fn range(column: &[f64]) -> (u64, f64, f64) {
    let (mut least, mut greatest) = (Pair::splat(f64::INFINITY), Pair::splat(f64::NEG_INFINITY));
    let (mut n_missing, one) = (Pair::splat(0.0), Pair::splat(1.0));
    let mut take = |pair: Pair| {
        (least, greatest) = (least.least(pair), greatest.greatest(pair));
        n_missing = n_missing.plus(pair.minus(pair).or(one));
    };
    let (eights, rest) = column.as_chunks::<8>();
    eights.iter().for_each(|eight| eight.as_chunks::<2>().0.iter().for_each(|pair| take(Pair::load(pair))));
    // A second value of 0 would count among the least and greatest.
    rest.iter().for_each(|&value| take(Pair::splat(value)));
    let n_twice = rest.iter().filter(|value| value.is_nan()).count() as u64;
    let (least, greatest, n_missing) = (least.to_array(), greatest.to_array(), n_missing.to_array());
    let n_present = column.len() as u64 + n_twice - (n_missing[0] + n_missing[1]) as u64;
    (n_present, least[0].min(least[1]), greatest[0].max(greatest[1]))
}

/// The sums of y = x - middle and of y^2, two limbs each, on the grids `first` and `second`; a missing value
/// adds nothing. Two rows at once, each with accumulators of its own: the order is free.
#[inline(never)]
pub fn moments(column: &[f64], middle: f64, first: TwoQuanta, second: TwoQuanta) -> [f64; 4] {
    let (middle, zero) = (Pair::splat(middle), Pair::splat(0.0));
    let (mut first, mut second) = (Accumulator::new(first), Accumulator::new(second));
    let mut add = |values: [f64; 2]| {
        let y = Pair::load(&values).minus(middle).or(zero);
        first.add(y);
        second.add(y.times(y));
    };
    let (fours, rest) = column.as_chunks::<4>();
    fours.iter().for_each(|four| four.as_chunks::<2>().0.iter().for_each(|pair| add(*pair)));
    rest.iter().for_each(|&value| add([value, f64::NAN]));
    let ((first, first_low), (second, second_low)) = (first.finish(), second.finish());
    [first, first_low, second, second_low]
}

/// Sums of two limbs for each of two rows.
struct Accumulator {
    magic_high: Pair,
    magic_low: Pair,
    high: Pair,
    low: Pair,
}

impl Accumulator {
    fn new(quanta: TwoQuanta) -> Self {
        let (high, low) = quanta.magic();
        let zero = Pair::splat(0.0);
        Accumulator { magic_high: Pair::splat(high), magic_low: Pair::splat(low), high: zero, low: zero }
    }

    #[inline(always)]
    fn add(&mut self, summands: Pair) {
        let high = summands.plus(self.magic_high).minus(self.magic_high);
        self.high = self.high.plus(high);
        self.low = self.low.plus(summands.minus(high).plus(self.magic_low).minus(self.magic_low));
    }

    fn finish(self) -> (f64, f64) {
        let ([a, b], [c, d]) = (self.high.to_array(), self.low.to_array());
        (a + b, c + d)
    }
}

/// Of each segment the sums of y = x - its point and of y^2, two limbs each, on the grids `quanta`; `fill`
/// stands in for a missing value. Both sums at once in a pair.
#[inline(never)]
pub fn sums_by_segment(
    column: &[f64],
    labels: &[u16],
    points: &[f64],
    fill: f64,
    quanta: [TwoQuanta; 2],
) -> Vec<[f64; 4]> {
    let [(high_y, low_y), (high_square, low_square)] = quanta.map(TwoQuanta::magic);
    let (magic_high, magic_low) = (Pair::new(high_y, high_square), Pair::new(low_y, low_square));
    let mut sums = vec![[Pair::splat(0.0); 2]; points.len()];
    let mut add = |(&value, &label): (&f64, &u16)| {
        let y = if value.is_nan() { fill } else { value } - points[label as usize];
        let summands = Pair::new(y, y * y);
        let high = summands.plus(magic_high).minus(magic_high);
        let low = summands.minus(high).plus(magic_low).minus(magic_low);
        let [sum_high, sum_low] = &mut sums[label as usize];
        *sum_high = sum_high.plus(high);
        *sum_low = sum_low.plus(low);
    };
    let ((fours, rest), (fours_of_labels, rest_of_labels)) = (column.as_chunks::<4>(), labels.as_chunks::<4>());
    fours.iter().zip(fours_of_labels).for_each(|(values, labels)| values.iter().zip(labels).for_each(&mut add));
    rest.iter().zip(rest_of_labels).for_each(&mut add);
    let in_order = |[high, low]: [Pair; 2]| {
        let ([y, square], [low_y, low_square]) = (high.to_array(), low.to_array());
        [y, low_y, square, low_square]
    };
    sums.into_iter().map(in_order).collect()
}

/// The sum of values on the grids `quanta`.
#[inline(never)]
pub fn sum(values: &[f64], quanta: TwoQuanta) -> TwoLimbs {
    let mut sum = TwoLimbs::default();
    values.iter().for_each(|&value| sum.add(quanta, value));
    sum
}

/// How many rows have each of `k` labels.
#[inline(never)]
pub fn counts(labels: &[u16], k: usize) -> Vec<u64> {
    let mut counts = vec![0; k];
    labels.iter().for_each(|&label| counts[label as usize] += 1);
    counts
}
