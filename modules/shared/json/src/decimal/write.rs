//! From double to text.

use super::powers::{log2, power_of_ten};

/// Appends the shortest text that reads back as the same double: with a point, and with an exponent where the
/// number is below 1e-5 or from 1e16 on. The number is finite.
pub fn write(text: &mut String, number: f64) {
    write_as(text, number, false);
}

/// Appends the same digits without an exponent, and without a point where the number is whole. It is finite.
pub fn write_plain(text: &mut String, number: f64) {
    write_as(text, number, true);
}

/// The digits of a whole number: one function for all of a module.
#[inline(never)]
pub fn whole(number: u64) -> String {
    number.to_string()
}

#[inline(never)]
fn write_as(text: &mut String, number: f64, is_plain: bool) {
    if number.is_sign_negative() {
        text.push('-');
    }
    let (mut digits, mut exponent) = shortest(number.abs());
    while digits >= 10 && digits.is_multiple_of(10) {
        (digits, exponent) = (digits / 10, exponent + 1);
    }
    let digits = whole(digits);
    let n = digits.len() as i32;
    // Of the first digit.
    let top = exponent + n - 1;
    if !is_plain && !(-5..=15).contains(&top) {
        with_point(text, &digits, 1, n > 1);
        text.push_str(if top < 0 { "e-" } else { "e+" });
        text.push_str(&whole(u64::from(top.unsigned_abs())));
    } else if top < 0 {
        text.push_str("0.");
        zeros(text, -1 - top);
        text.push_str(&digits);
    } else {
        with_point(text, &digits, top as usize + 1, exponent < 0);
        if exponent >= 0 {
            zeros(text, exponent);
            text.push_str(if is_plain { "" } else { ".0" });
        }
    }
}

/// Digits, with a point behind the first `n_whole` of them where there is one.
fn with_point(text: &mut String, digits: &str, n_whole: usize, has_point: bool) {
    let n_before = if has_point { n_whole } else { digits.len() };
    let (before, behind) = digits.split_at_checked(n_before).unwrap_or((digits, ""));
    text.push_str(before);
    if has_point {
        text.push('.');
        text.push_str(behind);
    }
}

fn zeros(text: &mut String, n: i32) {
    (0..n).for_each(|_| text.push('0'));
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
        numbers.extend([f64::MAX, f64::MIN_POSITIVE, 9007199254740993.0, 1.5e300, f64::MIN_POSITIVE / 3.0]);
        numbers.extend((-1074..1024).map(|exponent| 2f64.powi(exponent)));
        numbers.extend((0..200_000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15) & !(1 << 62))));
        numbers.extend((0..20_000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        numbers.extend((0..20_000).map(|i| f64::from(i) / 100.0));
        for number in numbers.into_iter().filter(|number| number.is_finite()) {
            let mut text = String::new();
            write(&mut text, number);
            assert_eq!(text, serde_json::to_string(&number).expect("JSON"));
        }
    }
}
