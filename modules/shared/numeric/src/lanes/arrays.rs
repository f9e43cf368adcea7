//! Arrays, where there are no 128-bit instructions to name.

/// Two doubles.
#[derive(Debug, Clone, Copy)]
pub struct Pair([f64; 2]);

impl Pair {
    /// One number in each lane.
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        Pair([a, b])
    }

    /// The same number in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Pair([value; 2])
    }

    /// Both numbers, from where they lie side by side.
    #[inline(always)]
    pub fn load(numbers: &[f64; 2]) -> Self {
        Pair(*numbers)
    }

    /// self + other
    #[inline(always)]
    pub fn plus(self, other: Pair) -> Self {
        Pair([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }

    /// self - other
    #[inline(always)]
    pub fn minus(self, other: Pair) -> Self {
        Pair([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }

    /// self * other
    #[inline(always)]
    pub fn times(self, other: Pair) -> Self {
        Pair([self.0[0] * other.0[0], self.0[1] * other.0[1]])
    }

    /// The lesser of each; a number against NaN.
    #[inline(always)]
    pub fn least(self, value: Pair) -> Self {
        let least = |a: f64, b: f64| if b < a { b } else { a };
        Pair([least(self.0[0], value.0[0]), least(self.0[1], value.0[1])])
    }

    /// The greater of each; a number against NaN.
    #[inline(always)]
    pub fn greatest(self, value: Pair) -> Self {
        let greatest = |a: f64, b: f64| if a < b { b } else { a };
        Pair([greatest(self.0[0], value.0[0]), greatest(self.0[1], value.0[1])])
    }

    /// Itself, or `other` where it is NaN.
    #[inline(always)]
    pub fn or(self, other: Pair) -> Self {
        let or = |a: f64, b: f64| if a.is_nan() { b } else { a };
        Pair([or(self.0[0], other.0[0]), or(self.0[1], other.0[1])])
    }

    /// Itself where `value` is a number, `other` where that is NaN.
    #[inline(always)]
    pub fn if_number(self, value: Pair, other: Pair) -> Self {
        let choose = |lane: usize| if value.0[lane].is_nan() { other.0[lane] } else { self.0[lane] };
        Pair([choose(0), choose(1)])
    }

    /// How many of the two are numbers.
    #[inline(always)]
    pub fn n_numbers(self) -> u32 {
        self.0.map(|number| u32::from(!number.is_nan())).iter().sum()
    }

    /// -|self|
    #[inline(always)]
    pub fn negative_size(self) -> Self {
        Pair(self.0.map(|number| -number.abs()))
    }

    /// 2^k, where self is 1.5 * 2^52 + k, for k from -1022 to 1023.
    #[inline(always)]
    pub fn power_of_two(self) -> Self {
        Pair(self.0.map(|number| f64::from_bits((number.to_bits().wrapping_add(1023)) << 52)))
    }

    /// `then` where self < limit, else `other`.
    #[inline(always)]
    pub fn if_below(self, limit: Pair, then: Pair, other: Pair) -> Self {
        let choose = |lane: usize| if self.0[lane] < limit.0[lane] { then.0[lane] } else { other.0[lane] };
        Pair([choose(0), choose(1)])
    }

    /// `then` where self > limit, else `other`.
    #[inline(always)]
    pub fn if_above(self, limit: Pair, then: Pair, other: Pair) -> Self {
        let choose = |lane: usize| if self.0[lane] > limit.0[lane] { then.0[lane] } else { other.0[lane] };
        Pair([choose(0), choose(1)])
    }

    /// self / divisor
    #[inline(always)]
    pub fn over(self, divisor: Pair) -> Self {
        Pair([self.0[0] / divisor.0[0], self.0[1] / divisor.0[1]])
    }

    /// The first numbers of two pairs, and the second ones.
    #[inline(always)]
    pub fn transpose(self, other: Pair) -> (Pair, Pair) {
        (Pair([self.0[0], other.0[0]]), Pair([self.0[1], other.0[1]]))
    }

    /// Both numbers.
    #[inline(always)]
    pub fn to_array(self) -> [f64; 2] {
        self.0
    }
}

/// Two sums in fixed point (see [`crate::fixed`]): integers that wrap.
#[derive(Debug, Clone, Copy)]
pub struct Units([i64; 2]);

impl Units {
    /// Nothing yet.
    #[inline(always)]
    pub fn zero() -> Self {
        Units([0; 2])
    }

    /// Adds the bits of a pair of summands, each with its grid's magic number added.
    #[inline(always)]
    pub fn plus_bits(self, pair: Pair) -> Self {
        let add = |lane: usize| self.0[lane].wrapping_add(pair.0[lane].to_bits() as i64);
        Units([add(0), add(1)])
    }

    /// The sum of both lanes in units of the grid, after `n` summands in all.
    #[inline(always)]
    pub fn total(self, magic: f64, n: u64) -> i64 {
        let bits = (magic.to_bits() as i64).wrapping_mul(n as i64);
        self.0[0].wrapping_add(self.0[1]).wrapping_sub(bits)
    }
}

/// Eight whole numbers of 16 bits.
#[derive(Debug, Clone, Copy)]
pub struct Shorts([u16; 8]);

impl Shorts {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn splat(value: u16) -> Self {
        Shorts([value; 8])
    }

    /// Eight numbers, from where they lie side by side.
    #[inline(always)]
    pub fn load(numbers: &[u16; 8]) -> Self {
        Shorts(*numbers)
    }

    /// Itself, and one more where a < b.
    #[inline(always)]
    pub fn plus_less(self, a: Shorts, b: Shorts) -> Self {
        Shorts(std::array::from_fn(|lane| self.0[lane].wrapping_add(u16::from(a.0[lane] < b.0[lane]))))
    }

    /// All eight.
    #[inline(always)]
    pub fn to_array(self) -> [u16; 8] {
        self.0
    }
}
