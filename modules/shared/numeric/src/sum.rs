//! Sums over rows that do not depend on the order: any split of the rows into parts and any order of
//! the parts gives the same bits.
//!
//! A floating-point sum depends on its order because every addition rounds. It does not when all
//! summands are multiples of one quantum that is coarse enough: with n summands of size at most
//! `bound`, every partial sum is a multiple of
//!
//! ```text
//! q = 2^(ceil(log2 bound) + ceil(log2 n) - 52)
//! ```
//!
//! of size at most 2^52 q, and such numbers are doubles: no addition rounds. So only the summands are
//! rounded, once each, by (p + M) - M with M = 1.5 * 2^52 q (two additions); the values that they were
//! made from stay as they are. `bound` and n must be known before the sum: they come from an earlier
//! pass over the rows.
//!
//! [`Quantum`] is one limb: each summand is off by at most q / 2, that is bound * n * 2^-52. Where that
//! is too coarse, [`TwoQuanta`] also sums what the first limb cut off, on a grid of its own, and the sum
//! is as good as one of about 100 bits.
//!
//! The rounding is that of ReproBLAS (Demmel and Nguyen, "Parallel Reproducible Summation", IEEE
//! Transactions on Computers 64, 2015), with the bound known beforehand.

/// The least exponent of a quantum: far below it summands are lost, and nothing here becomes subnormal.
const EXPONENT_MIN: i32 = -960;
/// The largest exponent of a bound times a number of rows, so that no sum overflows.
const EXPONENT_MAX: i32 = 1020;

/// A grid on which sums of up to n summands, each of size at most `bound`, are exact in any order.
///
/// ```
/// use gridfolk_numeric::sum::Quantum;
/// let quantum = Quantum::new(1.0, 3);
/// let [a, b, c] = [0.1, 0.7, -0.3].map(|p| quantum.round(p));
/// assert_eq!((a + b) + c, a + (b + c));
/// assert!((a - 0.1).abs() <= quantum.size() / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantum {
    /// 1.5 * 2^52 quanta: adding it pushes everything below one quantum out of the mantissa.
    magic: f64,
}

impl Quantum {
    /// The grid for `n` summands of size at most `bound`.
    ///
    /// # Panics
    /// When `bound` is not finite or negative, or bound * n is 2^1020 or more: the caller limits its
    /// values so that this cannot be.
    pub fn new(bound: f64, n: u64) -> Self {
        assert!(bound.is_finite() && bound >= 0.0, "the bound of a sum is finite");
        // With a single summand the grid must still hold it beside the magic number: at least one bit.
        let n_bits = ceil_log2_of_count(n).max(1);
        let top = ceil_log2(bound) + n_bits;
        assert!(top < EXPONENT_MAX, "the bound of a sum leaves room for all rows");
        Quantum { magic: 1.5 * power_of_two((top - 52).max(EXPONENT_MIN) + 52) }
    }

    /// The summand on the grid: the nearest multiple of the quantum, ties to even.
    #[inline(always)]
    pub fn round(self, summand: f64) -> f64 {
        (summand + self.magic) - self.magic
    }

    /// The number whose addition and subtraction is the rounding, for kernels that do both themselves.
    pub fn magic(self) -> f64 {
        self.magic
    }

    /// The distance between two points of the grid; a rounded summand is off by at most half of it.
    pub fn size(self) -> f64 {
        self.magic / (1.5 * power_of_two(52))
    }
}

/// A coarse grid, and a fine one for what the coarse one cuts off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoQuanta {
    high: Quantum,
    low: Quantum,
}

impl TwoQuanta {
    /// The grids for `n` summands of size at most `bound`.
    ///
    /// # Panics
    /// As [`Quantum::new`].
    pub fn new(bound: f64, n: u64) -> Self {
        let high = Quantum::new(bound, n);
        TwoQuanta { high, low: Quantum::new(high.size() / 2.0, n) }
    }

    /// The summand's two limbs. Their sum is off by at most half a quantum of the fine grid.
    #[inline(always)]
    pub fn split(self, summand: f64) -> (f64, f64) {
        let high = self.high.round(summand);
        // Exact: both are multiples of the summand's last place, and they differ by half a quantum at most.
        (high, self.low.round(summand - high))
    }

    /// The magic numbers of both grids, coarse first, for kernels that round themselves.
    pub fn magic(self) -> (f64, f64) {
        (self.high.magic, self.low.magic)
    }

    /// The distance between two points of the fine grid.
    pub fn size(self) -> f64 {
        self.low.size()
    }
}

/// A running sum of two limbs; both are exact on their grids.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TwoLimbs {
    /// Sum of the coarse limbs.
    pub high: f64,
    /// Sum of what the coarse limbs cut off.
    pub low: f64,
}

impl TwoLimbs {
    /// Adds a summand, rounded to `quanta`.
    #[inline(always)]
    pub fn add(&mut self, quanta: TwoQuanta, summand: f64) {
        let (high, low) = quanta.split(summand);
        self.high += high;
        self.low += low;
    }

    /// Adds the sum of another part of the rows, made with the same quanta.
    pub fn merge(&mut self, other: TwoLimbs) {
        self.high += other.high;
        self.low += other.low;
    }

    /// The sum, rounded once.
    pub fn value(self) -> f64 {
        self.high + self.low
    }
}

/// The least e with value <= 2^e; for 0 and subnormal values the least of a normal number.
pub(crate) fn ceil_log2(value: f64) -> i32 {
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    if exponent == -1023 {
        return -1022;
    }
    exponent + i32::from(bits & MANTISSA != 0)
}

/// The least e with n <= 2^e; 0 for no rows.
pub(crate) fn ceil_log2_of_count(n: u64) -> i32 {
    (64 - n.saturating_sub(1).leading_zeros()) as i32
}

/// 2^exponent, for exponents of normal numbers.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The exact sum, rounded once: an expansion of non-overlapping doubles (Shewchuk 1997).
    fn exact_sum(values: &[f64]) -> f64 {
        let mut parts: Vec<f64> = Vec::new();
        for &value in values {
            let mut x = value;
            let mut kept = Vec::new();
            for &part in &parts {
                let (big, small) = if x.abs() < part.abs() { (part, x) } else { (x, part) };
                let sum = big + small;
                let rest = small - (sum - big);
                if rest != 0.0 {
                    kept.push(rest);
                }
                x = sum;
            }
            kept.push(x);
            parts = kept;
        }
        parts.iter().sum()
    }

    fn bound_of(values: &[f64]) -> f64 {
        values.iter().fold(0.0, |bound: f64, v| bound.max(v.abs()))
    }

    fn two_limb_sum(values: &[f64], quanta: TwoQuanta) -> TwoLimbs {
        let mut sum = TwoLimbs::default();
        values.iter().for_each(|&value| sum.add(quanta, value));
        sum
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = (-1.0..1.0f64, -40..40i32).prop_map(|(m, e)| m * power_of_two(e));
        prop::collection::vec(value, 1..200)
    }

    #[test]
    fn logarithms_are_rounded_up() {
        assert_eq!([1.0, 1.5, 2.0, 0.75, 0.5].map(ceil_log2), [0, 1, 1, 0, -1]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(ceil_log2_of_count), [0, 0, 1, 2, 2, 3]);
    }

    #[test]
    fn a_quantum_of_eight_rows_below_one_is_two_to_the_minus_49() {
        assert_eq!(Quantum::new(1.0, 8).size(), power_of_two(-49));
        assert_eq!(Quantum::new(1.0, 8).round(0.3), (0.3 * power_of_two(49)).round_ties_even() / power_of_two(49));
    }

    #[test]
    fn extreme_bounds_make_usable_grids() {
        assert_eq!(Quantum::new(0.0, 0).round(0.0), 0.0);
        assert_eq!(TwoQuanta::new(f64::MIN_POSITIVE, 1 << 40).split(f64::MIN_POSITIVE), (0.0, 0.0));
        let huge = Quantum::new(1e280, 1 << 30);
        assert!((huge.round(1e280) / 1e280 - 1.0).abs() < 1e-6);
        assert!(huge.magic().is_finite());
    }

    proptest! {
        #[test]
        fn one_limb_gives_equal_bits_for_any_order_and_split(values in values(), at in 0usize..200, seed in any::<u64>()) {
            let quantum = Quantum::new(bound_of(&values), values.len() as u64);
            let rounded: Vec<f64> = values.iter().map(|&v| quantum.round(v)).collect();
            let whole: f64 = rounded.iter().sum();
            let (left, right) = rounded.split_at(at.min(rounded.len()));
            let split = right.iter().sum::<f64>() + left.iter().sum::<f64>();
            let mut shuffled = rounded.clone();
            shuffled.sort_by_key(|v| v.to_bits().wrapping_mul(seed | 1));
            prop_assert_eq!(whole, split);
            prop_assert_eq!(whole, shuffled.iter().sum::<f64>());
        }

        #[test]
        fn taking_rows_away_again_leaves_the_sum_of_the_others(values in values(), at in 0usize..200) {
            let quantum = Quantum::new(bound_of(&values), values.len() as u64);
            let (kept, gone) = values.split_at(at.min(values.len()));
            let whole: f64 = values.iter().map(|&v| quantum.round(v)).sum();
            let rest = gone.iter().fold(whole, |sum, &v| sum - quantum.round(v));
            prop_assert_eq!(rest, kept.iter().map(|&v| quantum.round(v)).sum::<f64>());
        }

        #[test]
        fn one_limb_is_within_half_a_quantum_a_row_of_the_exact_sum(values in values()) {
            let quantum = Quantum::new(bound_of(&values), values.len() as u64);
            let sum: f64 = values.iter().map(|&v| quantum.round(v)).sum();
            let allowed = quantum.size() / 2.0 * values.len() as f64;
            prop_assert!((sum - exact_sum(&values)).abs() <= allowed);
        }

        #[test]
        fn two_limbs_give_equal_bits_for_any_order_and_split(values in values(), at in 0usize..200) {
            let quanta = TwoQuanta::new(bound_of(&values), values.len() as u64);
            let whole = two_limb_sum(&values, quanta);
            let (left, right) = values.split_at(at.min(values.len()));
            let mut split = two_limb_sum(right, quanta);
            split.merge(two_limb_sum(left, quanta));
            let reversed: Vec<f64> = values.iter().rev().copied().collect();
            prop_assert_eq!(whole, split);
            prop_assert_eq!(whole, two_limb_sum(&reversed, quanta));
        }

        #[test]
        fn two_limbs_are_the_exact_sum_but_for_its_last_place(values in values()) {
            let quanta = TwoQuanta::new(bound_of(&values), values.len() as u64);
            let exact = exact_sum(&values);
            let sum = two_limb_sum(&values, quanta).value();
            let allowed = quanta.size() / 2.0 * values.len() as f64 + exact.abs() * f64::EPSILON;
            prop_assert!((sum - exact).abs() <= allowed, "{sum} against {exact}");
        }
    }
}
