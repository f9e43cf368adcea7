//! The second pass: mean and standard deviation of each column.
//!
//! Both come from one pass over y = x - s, where s is the middle between least and greatest value:
//! mean = s + sum y / n and variance = (sum y^2 - (sum y)^2 / n) / n, with sums of two limbs. What
//! cancels in the variance is at most (mean - s)^2 against it, and since the extremes themselves are
//! among the values, that is at most n / 2: with 2^-53 a square, the variance has at least
//! 53 - log2(n) - 1 true bits, and far more but for a single huge outlier.

use super::limits::SD_MIN;
use super::rows::Rows;
use super::scan::Scan;
use crate::wire::packed;
use gridfolk_numeric::sum::TwoQuanta;

use super::lanes::Pair;

/// Sums of all columns: four numbers a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moments {
    sums: Vec<f64>,
}

packed!(Moments { sums });

/// Where a column's sums stand: its middle, and the grids of its sums.
#[derive(Debug, Clone, Copy)]
struct Ruler {
    middle: f64,
    first: TwoQuanta,
    second: TwoQuanta,
}

impl Ruler {
    fn new(scan: &Scan, j: usize) -> Self {
        let middle = scan.least[j] + (scan.greatest[j] - scan.least[j]) / 2.0;
        let bound = (scan.greatest[j] - middle).max(middle - scan.least[j]);
        Ruler { middle, first: TwoQuanta::new(bound, scan.n_used), second: TwoQuanta::new(bound * bound, scan.n_used) }
    }
}

impl Moments {
    /// The sums over the rows of a part.
    pub fn of(scan: &Scan, rows: &Rows<'_>) -> Self {
        let sums = rows.columns().iter().enumerate().flat_map(|(j, column)| column_sums(Ruler::new(scan, j), column));
        Moments { sums: sums.collect() }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Moments) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
    }

    /// Whether there are sums for `d` columns.
    pub fn is_sound(&self, d: usize) -> bool {
        self.sums.len() == 4 * d && self.sums.iter().all(|sum| sum.is_finite())
    }

    /// Mean and population standard deviation of each column. Missing values count as the mean.
    pub fn finish(&self, scan: &Scan) -> (Vec<f64>, Vec<f64>) {
        let of_column = |(j, sums): (usize, &[f64; 4])| {
            if scan.least[j] == scan.greatest[j] {
                return (scan.least[j], 0.0);
            }
            let n = scan.n_present[j] as f64;
            let (first, second) = (sums[0] + sums[1], sums[2] + sums[3]);
            let squares = (second - first * first / n).max(0.0);
            let sd = (squares / scan.n_used as f64).sqrt();
            (Ruler::new(scan, j).middle + first / n, if sd < SD_MIN { 0.0 } else { sd })
        };
        let (mean, sd): (Vec<f64>, Vec<f64>) = self.sums.as_chunks::<4>().0.iter().enumerate().map(of_column).unzip();
        (mean, sd)
    }
}

/// The sums of one column. Two rows at once, each with accumulators of its own: the order is free.
#[inline(never)]
fn column_sums(ruler: Ruler, column: &[f64]) -> [f64; 4] {
    let middle = Pair::new(ruler.middle, ruler.middle);
    let (mut first, mut second) = (Accumulator::new(ruler.first), Accumulator::new(ruler.second));
    let zero = Pair::new(0.0, 0.0);
    let mut add = |values: [f64; 2]| {
        let y = Pair::new(values[0], values[1]).minus(middle).or(zero);
        first.add(y);
        second.add(y.times(y));
    };
    let (pairs, last) = column.as_chunks::<2>();
    pairs.iter().for_each(|pair| add(*pair));
    last.iter().for_each(|&value| add([value, f64::NAN]));
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
        let zero = Pair::new(0.0, 0.0);
        Accumulator { magic_high: Pair::new(high, high), magic_low: Pair::new(low, low), high: zero, low: zero }
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
