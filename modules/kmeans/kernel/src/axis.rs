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
    /// What is subtracted from a coordinate before it is rounded to single precision.
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
        let place = |pair: usize| {
            let values = Pair::load(&[values[2 * pair], values[2 * pair + 1]]);
            values.minus(offset).over(divisor).or(fill)
        };
        [place(0), place(1), place(2), place(3)]
    }
}
