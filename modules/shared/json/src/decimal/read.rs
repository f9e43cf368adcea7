//! From text to double.

use std::cmp::Ordering;

use super::big::Big;
use super::powers::{LEAST, log2, power_of_ten};

/// As many digits always fit 64 bits.
const DIGITS_TAKEN: usize = 19;
/// More digits than these do not come closer to the middle between two doubles (767 is the most that one has).
const DIGITS_MAX: usize = 800;

/// The double nearest to whole.part * 10^exponent, ties to even; infinity where that is too large. `whole` and
/// `part` are decimal digits.
pub fn read(whole: &[u8], part: &[u8], exponent: i32) -> f64 {
    let number = Number::new(whole, part, exponent);
    if number.significand == 0 || number.exponent < LEAST {
        return 0.0;
    }
    if number.exponent > 308 {
        return f64::INFINITY;
    }
    if let Some(value) = number.small() {
        return value;
    }
    let (low, high) = number.between();
    if low == high {
        return low;
    }
    nearer(low, high, whole, part, exponent)
}

/// significand * 10^exponent, or more, but less than with the next significand, where digits were left out.
struct Number {
    significand: u64,
    exponent: i32,
    is_more: bool,
}

impl Number {
    fn new(whole: &[u8], part: &[u8], exponent: i32) -> Self {
        let (mut significand, mut n_taken, mut n_left, mut is_more) = (0, 0, 0, false);
        for &digit in [whole, part].into_iter().flatten() {
            if n_taken < DIGITS_TAKEN {
                significand = significand * 10 + u64::from(digit - b'0');
                n_taken += usize::from(significand != 0);
            } else {
                n_left += 1;
                is_more |= digit != b'0';
            }
        }
        let shifted = i64::from(exponent) + n_left - part.len() as i64;
        Number { significand, exponent: shifted.clamp(-100_000, 100_000) as i32, is_more }
    }

    /// The value, where both significand and power are doubles: one operation rounds once (Clinger 1990).
    fn small(&self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
            1e19, 1e20, 1e21, 1e22,
        ];
        let power = *POWERS.get(self.exponent.unsigned_abs() as usize)?;
        let is_exact = self.significand <= 1 << 53 && !self.is_more;
        let value = self.significand as f64;
        is_exact.then(|| if self.exponent < 0 { value / power } else { value * power })
    }

    /// Two doubles, equal or next to each other, between which the value's nearest lies: the value is known
    /// but for the last of 128 bits.
    fn between(&self) -> (f64, f64) {
        let n_free = self.significand.leading_zeros();
        let significand = u128::from(self.significand << n_free);
        let power = power_of_ten(self.exponent);
        let low_half = significand * u128::from(power as u64);
        let product = significand * (power >> 64) + (low_half >> 64);
        let exponent = log2(self.exponent) - 127 - n_free as i32 + 64;
        let mut below = product;
        let mut above = product + u128::from(low_half as u64 != 0);
        if !(0..=55).contains(&self.exponent) {
            // The power is less than 1 too large, so the product less than 2^64 of its last places.
            below -= 2;
        }
        if self.is_more {
            above += (power >> (64 - n_free)) + 1;
        }
        (rounded(below, exponent), rounded(above, exponent))
    }
}

/// The double nearest to value * 2^exponent, ties to even. The value is above 0.
fn rounded(value: u128, exponent: i32) -> f64 {
    let n_free = value.leading_zeros();
    let value = value << n_free;
    // Of the highest bit.
    let top = exponent + 127 - n_free as i32;
    if top > 1023 {
        return f64::INFINITY;
    }
    let n_bits = if top >= -1022 { 53 } else { 53 + 1022 + top };
    if n_bits < 0 {
        return 0.0;
    }
    let kept = value.checked_shr(128 - n_bits as u32).unwrap_or(0) as u64;
    let rest = value << n_bits;
    let half = 1 << 127;
    let is_up = rest > half || (rest == half && kept & 1 == 1);
    // The highest bit of a normal number adds one to the exponent; so does a carry.
    f64::from_bits((((top + 1022).max(0) as u64) << 52) + kept + u64::from(is_up))
}

/// Which of two neighbours is nearer to the value of all digits; exact.
fn nearer(low: f64, high: f64, whole: &[u8], part: &[u8], exponent: i32) -> f64 {
    let bits = low.to_bits();
    let (fraction, power) = (bits & ((1 << 52) - 1), (bits >> 52) as i32);
    let significand = if power == 0 { fraction } else { fraction | 1 << 52 };
    // The middle is (2 significand + 1) * 2^power.
    let (twice, power) = (2 * significand + 1, power.max(1) - 1076);
    let mut middle = Big::new((twice >> 32) as u32);
    middle.shift(32);
    middle.multiply(1, twice as u32);
    let (mut digits, mut n_taken, mut n_left, mut is_more) = (Big::new(0), 0, 0, false);
    for &digit in whole.iter().chain(part) {
        if n_taken < DIGITS_MAX {
            digits.multiply(10, u32::from(digit - b'0'));
            n_taken += usize::from(n_taken > 0 || digit != b'0');
        } else {
            n_left += 1;
            is_more |= digit != b'0';
        }
    }
    let exponent = exponent + n_left - part.len() as i32;
    let (fives, five_less) = (exponent.max(0) as u32, (-exponent).max(0) as u32);
    digits.multiply_by_five(fives);
    middle.multiply_by_five(five_less);
    digits.shift((exponent - power).max(0) as u32);
    middle.shift((power - exponent).max(0) as u32);
    match digits.compare(&middle) {
        Ordering::Less => low,
        Ordering::Greater => high,
        Ordering::Equal if bits & 1 == 0 && !is_more => low,
        Ordering::Equal => high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the standard library: `text` is digits with a point, and an exponent.
    fn check(digits: &str, exponent: i32) {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let expected: f64 = format!("{digits}e{exponent}").parse().expect("a number");
        let read = read(whole.as_bytes(), part.as_bytes(), exponent);
        assert_eq!(read.to_bits(), expected.to_bits(), "{digits}e{exponent}");
    }

    #[test]
    fn doubles_and_the_middles_between_them_are_read_as_the_standard_library_reads_them() {
        let mut bits = vec![0, 1, 2, (1 << 52) - 1, 1 << 52, 0x7fef_ffff_ffff_ffff, 0x3ff0_0000_0000_0000];
        bits.extend((1..3000u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 0x7ff0_0000_0000_0000));
        for bits in bits {
            let value = f64::from_bits(bits);
            check(&format!("{value:.1}"), 0);
            check(&format!("{value:.17e}").replace('e', "").replace('-', ""), 0);
            let (digits, exponent) = format!("{value:.18e}")
                .split_once('e')
                .map(|(d, e)| (d.to_owned(), e.to_owned()))
                .expect("an exponent");
            check(&digits, exponent.parse().expect("an exponent"));
            // The middle to the next double, exactly, and a little beside it.
            let next = f64::from_bits(bits + 1);
            if next.is_finite() && (1e-40..1e40).contains(&value) {
                let half = |value: f64| format!("{:.300}", value / 2.0);
                let middle = sum(&half(value), &half(next));
                check(&middle, 0);
                check(&format!("{middle}1"), 0);
                check(&format!("{}{}", middle, "0".repeat(900) + "1"), 0);
            }
        }
    }

    /// The sum of two decimals with equally many digits after the point.
    fn sum(a: &str, b: &str) -> String {
        let width = a.len().max(b.len());
        let (a, b) = (format!("{a:0>width$}"), format!("{b:0>width$}"));
        let mut carry = 0;
        let mut digits: Vec<u8> = Vec::new();
        for (a, b) in a.bytes().zip(b.bytes()).rev() {
            if a == b'.' {
                digits.push(a);
                continue;
            }
            let digit = a - b'0' + b - b'0' + carry;
            carry = digit / 10;
            digits.push(b'0' + digit % 10);
        }
        digits.push(b'0' + carry);
        digits.reverse();
        String::from_utf8(digits).expect("digits")
    }

    #[test]
    fn the_ends_of_the_range_are_read_as_the_standard_library_reads_them() {
        for exponent in -400..400 {
            for digits in [
                "1",
                "9007199254740993",
                "18446744073709551615",
                "4.9406564584124654",
                "2.4703282292062327",
                "1.7976931348623158",
                "17976931348623157081452742373170436",
                "0.000",
                "0",
                "99999999999999999999999",
                "2.2250738585072011",
            ] {
                check(digits, exponent);
            }
        }
        check(&format!("0.{}1", "0".repeat(2000)), 2000);
        check(&"9".repeat(2000), -1990);
        check("2.47032822920623272088284396434110686182e-324".trim_end_matches("e-324"), -324);
    }
}
