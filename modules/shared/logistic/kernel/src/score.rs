//! Scoring rows: one column's part of the log odds.

use gridfolk_numeric::lanes::Pair;

use crate::block::UNROLLED;

/// Adds (value - centre) * factor to each row's sum; `fill` where the value is missing (NaN).
#[inline(never)]
pub fn add_numbers(sums: &mut [f64], values: &[f64], centre: f64, factor: f64, fill: f64) {
    let (centre, factor, fill) = (Pair::splat(centre), Pair::splat(factor), Pair::splat(fill));
    let part = |value: Pair| value.minus(centre).times(factor).if_number(value, fill);
    let add = |sums: &mut [f64; 2], values: &[f64; 2]| {
        *sums = Pair::load(sums).plus(part(Pair::load(values))).to_array();
    };
    let (chunks, sums) = sums.as_chunks_mut::<UNROLLED>();
    let (chunks_of_values, values) = values.as_chunks::<UNROLLED>();
    for (sums, values) in chunks.iter_mut().zip(chunks_of_values) {
        let (sums, values) = (sums.as_chunks_mut::<2>().0, values.as_chunks::<2>().0);
        sums.iter_mut().zip(values).for_each(|(sums, values)| add(sums, values));
    }
    let (pairs, last) = sums.as_chunks_mut::<2>();
    let (values, last_value) = values.as_chunks::<2>();
    pairs.iter_mut().zip(values).for_each(|(sums, values)| add(sums, values));
    for (sum, value) in last.iter_mut().zip(last_value) {
        *sum = Pair::splat(*sum).plus(part(Pair::splat(*value))).to_array()[0];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_add_the_fill() {
        let mut sums = [1.0; 5];
        add_numbers(&mut sums, &[3.0, f64::NAN, 5.0, 7.0, f64::NAN], 1.0, 0.5, -4.0);
        assert_eq!(sums, [2.0, -3.0, 3.0, 4.0, -3.0]);
        add_numbers(&mut sums, &[1.0, f64::NAN, 1.0, 1.0, 1.0], 1.0, 0.5, f64::NAN);
        assert!(sums[1].is_nan() && sums[4] == -3.0);
    }
}
