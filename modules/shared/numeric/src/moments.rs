//! Extent, mean and standard deviation of a column that lies in parts.
//!
//! The first pass finds the extent ([`Extent`]), the second sums differences to its middle and their
//! squares, exactly in any order ([`Moments`]). NaN is missing and left out.

use crate::sum::{TwoLimbs, TwoQuanta};

/// How many values there are, the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Values that are not missing.
    pub n: u64,
    /// The least; infinite where there is none.
    pub least: f64,
    /// The greatest; minus infinite where there is none.
    pub greatest: f64,
}

impl Default for Extent {
    fn default() -> Self {
        Extent { n: 0, least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

impl Extent {
    /// The largest size of a value whose squared difference to another may be summed.
    pub const VALUE_MAX: f64 = 1e60;

    /// Of the values of one part.
    #[inline(never)]
    pub fn of(values: &[f64]) -> Self {
        let mut extent = Extent::default();
        for &value in values {
            // NaN: the comparisons are false.
            extent.n += u64::from(!value.is_nan());
            extent.least = if value < extent.least { value } else { extent.least };
            extent.greatest = if value > extent.greatest { value } else { extent.greatest };
        }
        // -0.0 and 0.0 are one number, whichever part it stands in.
        Extent { least: extent.least + 0.0, greatest: extent.greatest + 0.0, ..extent }
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Extent) {
        self.n = self.n.saturating_add(other.n);
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }

    /// Whether it can be that of a column.
    pub fn is_sound(&self) -> bool {
        match self.n {
            0 => *self == Extent::default(),
            n => n <= 1 << 53 && self.least <= self.greatest && self.least.is_finite() && self.greatest.is_finite(),
        }
    }

    /// Whether [`Moments`] can be taken: every value is within [`Extent::VALUE_MAX`].
    pub fn is_within_limit(&self) -> bool {
        self.n == 0 || (self.least >= -Self::VALUE_MAX && self.greatest <= Self::VALUE_MAX)
    }

    /// Half-way between the least and the greatest; what differences are taken to.
    pub fn middle(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.least / 2.0 + self.greatest / 2.0 }
    }

    /// The grids for sums of differences to the middle, and of their squares.
    ///
    /// # Panics
    /// Where the extent is not sound or not within the limit.
    pub fn quanta(&self) -> [TwoQuanta; 2] {
        let reach = if self.n == 0 { 0.0 } else { (self.greatest - self.middle()).max(self.middle() - self.least) };
        [TwoQuanta::new(reach, self.n), TwoQuanta::new(reach * reach, self.n)]
    }
}

/// Sums of the differences to the middle of an extent, and of their squares.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Values that were summed.
    pub n: u64,
    /// Of the differences.
    pub first: TwoLimbs,
    /// Of their squares.
    pub second: TwoLimbs,
}

impl Moments {
    /// Of some values of a column with this extent.
    ///
    /// # Panics
    /// Where the extent is not sound or not within the limit.
    pub fn of(extent: &Extent, values: impl Iterator<Item = f64>) -> Self {
        let (middle, [first, second]) = (extent.middle(), extent.quanta());
        let mut moments = Moments::default();
        for value in values.filter(|value| !value.is_nan()) {
            let difference = value - middle;
            moments.n += 1;
            moments.first.add(first, difference);
            moments.second.add(second, difference * difference);
        }
        moments
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Moments) {
        self.n = self.n.saturating_add(other.n);
        self.first.merge(other.first);
        self.second.merge(other.second);
    }

    /// Whether it can be that of a column with this extent.
    pub fn is_sound(&self) -> bool {
        let limbs = [self.first.high, self.first.low, self.second.high, self.second.low];
        self.n <= 1 << 53 && limbs.iter().all(|limb| limb.is_finite())
    }

    /// The mean; none without a value.
    pub fn mean(&self, extent: &Extent) -> Option<f64> {
        (self.n > 0).then(|| extent.middle() + self.first.value() / self.n as f64)
    }

    /// The population standard deviation; none without a value.
    pub fn sd(&self) -> Option<f64> {
        let n = self.n as f64;
        let (first, second) = (self.first.value(), self.second.value());
        (self.n > 0).then(|| ((second - first * first / n).max(0.0) / n).sqrt())
    }

    /// The sum of the values.
    pub fn sum(&self, extent: &Extent) -> f64 {
        self.n as f64 * extent.middle() + self.first.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moments(values: &[f64]) -> (Extent, Moments) {
        let extent = Extent::of(values);
        (extent, Moments::of(&extent, values.iter().copied()))
    }

    #[test]
    fn missing_values_are_left_out() {
        let (extent, moments) = moments(&[2.0, f64::NAN, 4.0, 9.0]);
        assert_eq!(extent, Extent { n: 3, least: 2.0, greatest: 9.0 });
        assert_eq!((moments.mean(&extent), moments.sum(&extent)), (Some(5.0), 15.0));
        // Population variance: (9 + 1 + 16) / 3.
        assert!((moments.sd().expect("a value") - (26.0f64 / 3.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn no_value_and_one_value_are_no_trouble() {
        let (extent, none) = moments(&[f64::NAN]);
        assert_eq!((none.mean(&extent), none.sd(), none.sum(&extent)), (None, None, 0.0));
        let (extent, one) = moments(&[-3.0]);
        assert_eq!((one.mean(&extent), one.sd()), (Some(-3.0), Some(0.0)));
        let (extent, huge) = moments(&[-1e60, 1e60]);
        assert_eq!((extent.is_within_limit(), huge.mean(&extent)), (true, Some(0.0)));
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_bits(values in prop::collection::vec(-1e6..1e6f64, 1..100), at in 0usize..100) {
            let (extent, whole) = moments(&values);
            let (left, right) = values.split_at(at.min(values.len()));
            let mut merged = Extent::of(right);
            merged.merge(&Extent::of(left));
            prop_assert_eq!(merged, extent);
            let mut parts = Moments::of(&extent, right.iter().copied());
            parts.merge(&Moments::of(&extent, left.iter().copied()));
            prop_assert_eq!(parts, whole);
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            prop_assert!((whole.mean(&extent).expect("a value") - mean).abs() <= 1e-9);
        }
    }
}
