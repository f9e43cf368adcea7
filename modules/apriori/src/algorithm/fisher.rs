//! Fisher's exact test, one-sided: how likely two unlinked sides stand together at least so often.
//!
//! The probability of the count itself is C. Loader's saddle-point form of the hypergeometric distribution
//! (2000), which loses no digits however large the counts; its neighbours follow by ratios.

use libm::{exp, log};

/// P(X >= n_both) where X is how many of n_left baskets, drawn from n, hold what n_right of them hold.
pub(super) fn p_greater(n: u64, n_left: u64, n_right: u64, n_both: u64) -> f64 {
    let least = (n_left + n_right).saturating_sub(n);
    let most = n_left.min(n_right);
    if n_both <= least {
        return 1.0;
    }
    if n_both > most {
        return 0.0;
    }
    let ratio_up = |k: u64| {
        // P(k + 1) / P(k).
        (n_left - k) as f64 * (n_right - k) as f64 / ((k + 1) as f64 * (n + k + 1 - n_left - n_right) as f64)
    };
    // The sum begins at its largest term and runs away from the mode.
    let mode = ((u128::from(n_left) + 1) * (u128::from(n_right) + 1) / (u128::from(n) + 2)) as u64;
    if n_both > mode {
        let (mut sum, mut term, mut k) = (1.0, 1.0, n_both);
        while k < most && term > sum * NEGLIGIBLE {
            term *= ratio_up(k);
            sum += term;
            k += 1;
        }
        (probability(n, n_left, n_right, n_both) * sum).min(1.0)
    } else {
        let (mut sum, mut term, mut k) = (1.0, 1.0, n_both - 1);
        while k > least && term > sum * NEGLIGIBLE {
            k -= 1;
            term /= ratio_up(k);
            sum += term;
        }
        (1.0 - probability(n, n_left, n_right, n_both - 1) * sum).max(0.0)
    }
}

/// Terms below this share of a sum change no digit of it; what follows falls faster than a geometric row.
const NEGLIGIBLE: f64 = 1e-19;

/// P(X = k): binomial probabilities of k of n_right, and of n_left - k of the others, over that of n_left of n,
/// all at p = n_left / n.
fn probability(n: u64, n_left: u64, n_right: u64, k: u64) -> f64 {
    let (p, q) = (n_left as f64 / n as f64, (n - n_left) as f64 / n as f64);
    let binomial = |x: u64, of: u64| log_binomial(x, of, p, q);
    exp(binomial(k, n_right) + binomial(n_left - k, n - n_right) - binomial(n_left, n))
}

/// The logarithm of the binomial probability of x of n.
fn log_binomial(x: u64, n: u64, p: f64, q: f64) -> f64 {
    let (whole, count, rest) = (n as f64, x as f64, (n - x) as f64);
    if x == 0 || x == n {
        if n == 0 {
            return 0.0;
        }
        let (share, other) = if x == 0 { (q, p) } else { (p, q) };
        // n ln(1 - other), without the digits that 1 - other loses where other is small.
        return if other < 0.1 { -deviance(whole, whole * share) - whole * other } else { whole * log(share) };
    }
    let correction = stirling_error(n) - stirling_error(x) - stirling_error(n - x);
    correction - deviance(count, whole * p) - deviance(rest, whole * q) - 0.5 * log(TAU * count * rest / whole)
}

const TAU: f64 = 2.0 * std::f64::consts::PI;

/// x ln(x / m) + m - x, the half deviance, without cancellation near x = m.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * log(x / m) + m - x;
    }
    // A series in v = (x - m) / (x + m).
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let mut j = 1.0;
    loop {
        term *= v * v;
        let next = sum + term / (2.0 * j + 1.0);
        if next == sum {
            return sum;
        }
        sum = next;
        j += 1.0;
    }
}

/// ln(n!) less Stirling's formula, ln(sqrt(2 pi n) (n / e)^n).
fn stirling_error(n: u64) -> f64 {
    if n < 16 {
        return SMALL[n as usize];
    }
    let x = n as f64;
    let s = x * x;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / s) / s) / s) / s) / x
}

/// Errors of Stirling's formula for n below 16, computed with 40 digits.
const SMALL: [f64; 16] = [
    0.0,
    0.081_061_466_795_327_26,
    0.041_340_695_955_409_3,
    0.027_677_925_684_998_34,
    0.020_790_672_103_765_093,
    0.016_644_691_189_821_193,
    0.013_876_128_823_070_748,
    0.011_896_709_945_891_77,
    0.010_411_265_261_972_096,
    0.009_255_462_182_712_733,
    0.008_330_563_433_362_87,
    0.007_573_675_487_951_841,
    0.006_942_840_107_209_53,
    0.006_408_994_188_004_207,
    0.005_951_370_112_758_847_5,
    0.005_554_733_551_962_801,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// By counting all tables with these margins.
    fn by_binomials(n: u64, n_left: u64, n_right: u64, n_both: u64) -> f64 {
        let choose = |n: u64, k: u64| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
        let ways = |k: u64| {
            if k > n_left || k > n_right || n_left - k > n - n_right {
                0.0
            } else {
                choose(n_right, k) * choose(n - n_right, n_left - k)
            }
        };
        (n_both..=n_left).map(ways).sum::<f64>() / choose(n, n_left)
    }

    #[test]
    fn tails_are_those_of_all_tables() {
        for n in 1..=24u64 {
            for n_left in 1..=n {
                for n_right in 1..=n {
                    for n_both in 0..=n_left.min(n_right) {
                        let (found, counted) =
                            (p_greater(n, n_left, n_right, n_both), by_binomials(n, n_left, n_right, n_both));
                        let what = format!("{n} {n_left} {n_right} {n_both}: {found} {counted}");
                        assert!((found - counted).abs() <= 1e-13, "{what}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_lady_tasting_tea_is_answered() {
        // R. A. Fisher, 1935: at least three of four cups by chance.
        assert!((p_greater(8, 4, 4, 3) - 17.0 / 70.0).abs() < 1e-15);
    }

    #[test]
    fn what_is_too_small_for_a_double_is_0() {
        assert_eq!(p_greater(1 << 32, 1 << 30, 1 << 30, 1 << 30), 0.0);
    }
}
