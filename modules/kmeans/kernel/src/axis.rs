//! Values of a column as coordinates.

use gridfolk_numeric::lanes::Pair;

/// How the values of one column become coordinates: (x - offset) / divisor, and `fill` for a missing one.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// What is subtracted from a value.
    pub offset: f64,
    /// What the difference is divided by.
    pub divisor: f64,
    /// The coordinate of a missing value.
    pub fill: f64,
    /// What is subtracted from a coordinate before it is made a whole number.
    pub centre: f64,
}

impl Axis {
    /// The coordinate of a value. It never falls as the value rises.
    #[inline(always)]
    pub fn coordinate(self, value: f64) -> f64 {
        let placed = (value - self.offset) / self.divisor;
        if value.is_nan() { self.fill } else { placed }
    }

    /// The coordinates of eight values.
    #[inline(always)]
    pub(crate) fn coordinates(self, values: &[f64; 8]) -> [Pair; 4] {
        let (offset, divisor, fill) = (Pair::splat(self.offset), Pair::splat(self.divisor), Pair::splat(self.fill));
        let [a, b, c, d] = values.as_chunks::<2>().0 else { unreachable!("eight values are four pairs") };
        let moved = [a, b, c, d].map(|pair| Pair::load(pair).minus(offset));
        // A division takes longer than all the rest.
        let placed = if self.divisor == 1.0 { moved } else { moved.map(|pair| pair.over(divisor)) };
        placed.map(|pair| pair.or(fill))
    }
}
