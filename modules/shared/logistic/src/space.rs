//! The coordinates that the search works in: z = (x - centre) / scale, |z| <= 1.

use gridfolk_contract::wire::packed;

use crate::scan::Scan;

/// Centre and scale of each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Space {
    /// What becomes 0; a missing value does, too.
    pub(crate) centre: Vec<f64>,
    /// A power of two: dividing by it is exact.
    pub(crate) scale: Vec<f64>,
}

packed!(Space { centre, scale });

impl Space {
    /// Around the middle of each column's range.
    pub(crate) fn of_middles(scan: &Scan) -> Self {
        let middle = |j: usize| scan.least[j] + (scan.greatest[j] - scan.least[j]) / 2.0;
        Space::around((0..scan.least.len()).map(middle).collect(), scan)
    }

    /// Around these points, which lie within the columns' ranges.
    pub(crate) fn around(centre: Vec<f64>, scan: &Scan) -> Self {
        let reach = |j: usize| (scan.greatest[j] - centre[j]).max(centre[j] - scan.least[j]);
        let scale = (0..centre.len()).map(|j| power_of_two_from(reach(j))).collect();
        Space { centre, scale }
    }

    /// Whether it places `n_terms` columns without overflow.
    pub(crate) fn is_of(&self, n_terms: usize) -> bool {
        self.centre.len() == n_terms
            && self.scale.len() == n_terms
            && self.centre.iter().all(|centre| centre.abs() <= 2e60)
            && self.scale.iter().all(|scale| (1e-61..=1e62).contains(scale))
    }
}

/// The least power of two that is not below `value`, which is taken for 2^-200 at least.
fn power_of_two_from(value: f64) -> f64 {
    let bits = value.max(f64::from_bits((1023 - 200) << 52)).to_bits();
    let exponent = bits >> 52;
    let is_between = bits & ((1 << 52) - 1) != 0;
    f64::from_bits((exponent + u64::from(is_between)) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_the_next_powers_of_two() {
        assert_eq!([1.0, 1.1, 0.75, 300.0].map(power_of_two_from), [1.0, 2.0, 1.0, 512.0]);
        assert!(power_of_two_from(0.0) > 1e-61);
    }

    #[test]
    fn a_range_of_minus_2_to_5_has_its_middle_at_1_and_a_half() {
        let scan = Scan { least: vec![-2.0], greatest: vec![5.0], ..Scan::empty(1) };
        assert_eq!(Space::of_middles(&scan), Space { centre: vec![1.5], scale: vec![4.0] });
    }
}
