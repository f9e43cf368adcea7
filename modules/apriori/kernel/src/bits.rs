//! Sets of rows as bits.

/// Writes `a & b` to `into` and counts its bits; the three are equally long.
#[inline(never)]
pub(crate) fn intersect(a: &[u64], b: &[u64], into: &mut [u64]) -> u32 {
    let mut count = 0;
    // Four words a turn: an engine that looks at a clock at every turn looks less often.
    let (a_fours, a_rest) = a.as_chunks::<4>();
    let (b_fours, b_rest) = b.as_chunks::<4>();
    let (into_fours, into_rest) = into.as_chunks_mut::<4>();
    for ((a, b), into) in a_fours.iter().zip(b_fours).zip(into_fours) {
        let both = [a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]];
        count += both[0].count_ones() + both[1].count_ones() + both[2].count_ones() + both[3].count_ones();
        *into = both;
    }
    for ((a, b), into) in a_rest.iter().zip(b_rest).zip(into_rest) {
        *into = a & b;
        count += into.count_ones();
    }
    count
}

/// Puts a row into a set.
pub(crate) fn insert(set: &mut [u64], row: usize) {
    set[row / 64] |= 1 << (row % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intersections_are_counted_at_every_length() {
        for n_words in 0..11 {
            let word = |i: usize, k: u64| (i as u64 + 1).wrapping_mul(k);
            let a: Vec<u64> = (0..n_words).map(|i| word(i, 0x9e37_79b9_7f4a_7c15)).collect();
            let b: Vec<u64> = (0..n_words).map(|i| word(i, 0xd1b5_4a32_d192_ed03)).collect();
            let mut both = vec![0; n_words];
            let count = intersect(&a, &b, &mut both);
            assert!(both.iter().zip(a.iter().zip(&b)).all(|(both, (a, b))| *both == a & b));
            assert_eq!(count, both.iter().map(|word| word.count_ones()).sum::<u32>());
        }
    }
}
