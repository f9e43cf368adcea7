//! From double to text.

use super::powers::{log2, power_of_ten};

/// Appends the shortest text that reads back as the same double: with a point, and with an exponent where the
/// number is below 1e-5 or from 1e16 on. The number is finite.
pub fn write(text: &mut Vec<u8>, number: f64) {
    if number.is_sign_negative() {
        text.push(b'-');
    }
    let (mut digits, mut exponent) = shortest(number.abs());
    while digits >= 10 && digits.is_multiple_of(10) {
        (digits, exponent) = (digits / 10, exponent + 1);
    }
    let digits = digits.to_string();
    let digits = digits.as_bytes();
    let n = digits.len() as i32;
    // Of the first digit.
    let top = exponent + n - 1;
    let zeros = |n: i32| std::iter::repeat_n(b'0', n.max(0) as usize);
    if !(-5..=15).contains(&top) {
        text.extend(&digits[..1]);
        if n > 1 {
            text.push(b'.');
            text.extend(&digits[1..]);
        }
        text.extend(if top < 0 { b"e-" } else { b"e+" });
        text.extend(top.unsigned_abs().to_string().as_bytes());
    } else if exponent >= 0 {
        text.extend(digits);
        text.extend(zeros(exponent));
        text.extend(b".0");
    } else {
        let (whole, part) = digits.split_at((n + exponent).max(0) as usize);
        text.extend(whole);
        text.extend(zeros(i32::from(whole.is_empty())));
        text.push(b'.');
        text.extend(zeros(-exponent - n));
        text.extend(part);
    }
}

/// Digits and exponent of ten of the shortest decimal within the interval of numbers that read as `number`,
/// of those the nearest: Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020), in its names.
/// The digits may end in zeros.
fn shortest(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let (fraction, biased) = (bits & ((1 << 52) - 1), (bits >> 52) as i32);
    let (c, q) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    if (-52..=0).contains(&q) && c.trailing_zeros() as i32 >= -q {
        return (c >> -q, 0);
    }
    if c == 0 {
        return (0, 0);
    }
    // Below a power of two, numbers lie closer.
    let is_closer_below = fraction == 0 && biased > 1;
    let k = (q * 1_262_611 - if is_closer_below { 524_031 } else { 0 }) >> 22;
    let h = q + log2(-k) + 1;
    let g = power_of_ten(-k);
    let v = |scaled: u64| rounded_to_odd(g, scaled << h);
    let is_odd = c & 1;
    let lower = v(4 * c - 2 + u64::from(is_closer_below)) + is_odd;
    let upper = v(4 * c + 2) - is_odd;
    let v = v(4 * c);
    let s = v / 4;
    if s >= 10 {
        let tens = s / 10 * 10;
        let (is_down_in, is_up_in) = (lower <= 4 * tens, 4 * (tens + 10) <= upper);
        if is_down_in != is_up_in {
            return (tens / 10 + u64::from(is_up_in), k + 1);
        }
    }
    let (is_down_in, is_up_in) = (lower <= 4 * s, 4 * (s + 1) <= upper);
    if is_down_in != is_up_in {
        return (s + u64::from(is_up_in), k);
    }
    let middle = 4 * s + 2;
    (s + u64::from(v > middle || (v == middle && s & 1 == 1)), k)
}

/// floor(g * scaled / 2^127 / 2), its last bit one where something is cut off.
fn rounded_to_odd(g: u128, scaled: u64) -> u64 {
    let scaled = u128::from(scaled);
    let low = scaled * u128::from(g as u64);
    let high = scaled * (g >> 64) + (low >> 64);
    (high >> 64) as u64 | u64::from(high as u64 > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_as_serde_json_writes_them() {
        let mut numbers =
            vec![0.0, -0.0, 1.0, 10.0, 123.456, 1e15, 1e16, 1e22, 1e23, 5e-324, 1e-5, 1e-6, 9.5e-7, 1e21, 0.3];
        numbers.extend([f64::MAX, f64::MIN_POSITIVE, 9007199254740993.0, 1.5e300, 2.2250738585072011e-308]);
        numbers.extend((-1074..1024).map(|exponent| 2f64.powi(exponent)));
        numbers.extend((0..200_000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15) & !(1 << 62))));
        numbers.extend((0..20_000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        numbers.extend((0..20_000).map(|i| f64::from(i) / 100.0));
        for number in numbers.into_iter().filter(|number| number.is_finite()) {
            let mut text = Vec::new();
            write(&mut text, number);
            assert_eq!(String::from_utf8(text).expect("ASCII"), serde_json::to_string(&number).expect("JSON"));
        }
    }
}
