//! The exponential function and the logarithm of 1 + t, two numbers at a time.
//!
//! exp: Cody and Waite's reduction x = k ln 2 + r, |r| <= ln 2 / 2, then the Taylor polynomial of degree
//! 13, whose remainder is below 2^-57, and the exponent k put in as bits. Within 1 unit of the last place.
//!
//! log1p: 2 atanh(t / (2 + t)) by its series, which ends below the last place since the argument is at
//! most 1/3 for t at most 1. Within 2 units of the last place.

use gridfolk_numeric::lanes::Pair;

/// Adding it rounds to a whole number, which then stands in the last bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: the first has 32 trailing zeros, so that k times it is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Below it the exponential is a number next to nothing; it is taken for this, which keeps it normal.
const EXP_LEAST: f64 = -708.0;

/// 1/13! … 1/2!
const INVERSE_FACTORIALS: [f64; 12] = [
    1.605_904_383_682_161_3e-10,
    2.087_675_698_786_81e-9,
    2.505_210_838_544_172e-8,
    2.755_731_922_398_589_3e-7,
    2.755_731_922_398_589e-6,
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    1.666_666_666_666_666_6e-1,
    0.5,
];

/// 1/33, 1/31 … 1/3
const ODD_RECIPROCALS: [f64; 16] = [
    1.0 / 33.0,
    1.0 / 31.0,
    1.0 / 29.0,
    1.0 / 27.0,
    1.0 / 25.0,
    1.0 / 23.0,
    1.0 / 21.0,
    1.0 / 19.0,
    1.0 / 17.0,
    1.0 / 15.0,
    1.0 / 13.0,
    1.0 / 11.0,
    1.0 / 9.0,
    1.0 / 7.0,
    1.0 / 5.0,
    1.0 / 3.0,
];

/// e^x for x at most 0; what lies below -708 counts as -708.
#[inline(always)]
pub(crate) fn exp_pair(x: Pair) -> Pair {
    let x = Pair::splat(EXP_LEAST).greatest(x);
    let whole = x.times(Pair::splat(std::f64::consts::LOG2_E)).plus(Pair::splat(WHOLE));
    let k = whole.minus(Pair::splat(WHOLE));
    let r = x.minus(k.times(Pair::splat(LN_2_HIGH))).minus(k.times(Pair::splat(LN_2_LOW)));
    let mut sum = Pair::splat(INVERSE_FACTORIALS[0]);
    for factor in &INVERSE_FACTORIALS[1..] {
        sum = sum.times(r).plus(Pair::splat(*factor));
    }
    let near_one = r.times(r).times(sum).plus(r).plus(Pair::splat(1.0));
    near_one.times(whole.power_of_two())
}

/// ln(1 + t) for t from 0 to 1.
#[inline(always)]
pub(crate) fn log1p_pair(t: Pair) -> Pair {
    let s = t.over(t.plus(Pair::splat(2.0)));
    let square = s.times(s);
    let mut sum = Pair::splat(ODD_RECIPROCALS[0]);
    for factor in &ODD_RECIPROCALS[1..] {
        sum = sum.times(square).plus(Pair::splat(*factor));
    }
    let twice = s.plus(s);
    twice.plus(twice.times(square).times(sum))
}

/// e^x for x at most 0; what lies below -708 counts as -708. Within 1 unit of the last place.
pub fn exp_of_negative(x: f64) -> f64 {
    exp_pair(Pair::splat(x)).to_array()[0]
}

/// Turns log odds into probabilities, 1 / (1 + e^-x), with the bits that the fit uses. NaN stays.
#[inline(never)]
pub fn probabilities(values: &mut [f64]) {
    let (pairs, last) = values.as_chunks_mut::<2>();
    pairs.iter_mut().for_each(|pair| *pair = probability(*pair));
    last.iter_mut().for_each(|value| *value = probability([*value, *value])[0]);
}

#[inline(always)]
fn probability(log_odds: [f64; 2]) -> [f64; 2] {
    let x = Pair::load(&log_odds);
    let e = exp_pair(x.negative_size());
    let one = Pair::splat(1.0);
    let p = x.if_below(Pair::splat(0.0), e, one).over(one.plus(e));
    let p = p.to_array();
    [if log_odds[0].is_nan() { f64::NAN } else { p[0] }, if log_odds[1].is_nan() { f64::NAN } else { p[1] }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units_apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    fn arguments() -> impl Iterator<Item = f64> {
        (0..2_000_000u64).map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64)
    }

    #[test]
    fn exp_is_within_one_unit_of_libm() {
        let near = arguments().map(|u| -u * 40.0);
        let far = arguments().take(200_000).map(|u| -u * 708.0);
        let tiny = arguments().take(200_000).map(|u| -u * 1e-3);
        for x in near.chain(far).chain(tiny).chain([0.0, -0.0, -1e-300, -708.0]) {
            let (ours, theirs) = (exp_of_negative(x), libm::exp(x));
            assert!(units_apart(ours, theirs) <= 1, "{x}: {ours} and not {theirs}");
        }
        assert_eq!((exp_of_negative(0.0), exp_of_negative(-0.0)), (1.0, 1.0));
        assert!(exp_of_negative(-1e300) < 1e-307);
    }

    #[test]
    fn log1p_is_within_two_units_of_libm() {
        let tiny = arguments().take(200_000).map(|u| u * 1e-8);
        for t in arguments().chain(tiny).chain([0.0, 1.0, 1e-300]) {
            let (ours, theirs) = (log1p_pair(Pair::splat(t)).to_array()[0], libm::log1p(t));
            assert!(units_apart(ours, theirs) <= 2, "{t}: {ours} and not {theirs}");
        }
    }

    #[test]
    fn probabilities_of_both_signs_add_up_to_one() {
        let mut values = vec![0.0, 3.0, -3.0, 800.0, -800.0, f64::NAN, 1e-20];
        probabilities(&mut values);
        assert_eq!((values[0], values[3], values[6]), (0.5, 1.0, 0.5));
        assert!((values[1] + values[2] - 1.0).abs() <= f64::EPSILON);
        assert!(values[4] < 1e-307 && values[5].is_nan());
        assert!((values[1] - 1.0 / (1.0 + libm::exp(-3.0))).abs() <= f64::EPSILON);
    }
}
