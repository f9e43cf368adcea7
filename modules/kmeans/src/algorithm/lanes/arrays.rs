//! Arrays, where there are no 128-bit instructions to name.

use super::{MarginTerms, ROUND_UP};

/// Two doubles.
#[derive(Debug, Clone, Copy)]
pub struct Pair([f64; 2]);

impl Pair {
    /// Both numbers.
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        Pair([a, b])
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

/// One number for each of eight rows.
#[derive(Clone, Copy)]
pub struct Scores([f32; 8]);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Scores([value; 8])
    }

    /// The numbers of eight rows.
    #[inline(always)]
    pub fn load(rows: &[f32; 8]) -> Self {
        Scores(*rows)
    }

    /// Four pairs in single precision.
    #[inline(always)]
    pub fn from_pairs(pairs: [Pair; 4]) -> Self {
        Scores(std::array::from_fn(|lane| pairs[lane / 2].0[lane % 2] as f32))
    }

    /// self + x * x
    #[inline(always)]
    pub fn plus_square(mut self, x: Scores) -> Self {
        for lane in 0..8 {
            self.0[lane] += x.0[lane] * x.0[lane];
        }
        self
    }

    /// Upper bounds of lengths, from their squares: see [`super::LENGTH_SLACK`].
    #[inline(always)]
    pub fn lengths(self) -> [f32; 8] {
        self.0.map(|square| square.sqrt() * super::LENGTH_SLACK + super::UNDERFLOW)
    }

    /// The numbers of all eight rows.
    #[inline(always)]
    pub fn to_array(self) -> [f32; 8] {
        self.0
    }

    /// self - x * c
    #[inline(always)]
    pub fn minus_product(mut self, x: Scores, c: f32) -> Self {
        for lane in 0..8 {
            self.0[lane] -= x.0[lane] * c;
        }
        self
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub struct Nearest {
    best: [f32; 8],
    second: [f32; 8],
    index: [u32; 8],
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub fn none() -> Self {
        Nearest { best: [f32::INFINITY; 8], second: [f32::INFINITY; 8], index: [0; 8] }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub fn offer(&mut self, score: Scores, index: u32) {
        for lane in 0..8 {
            let (new, best) = (score.0[lane], self.best[lane]);
            let loser = if best < new { new } else { best };
            self.second[lane] = if loser < self.second[lane] { loser } else { self.second[lane] };
            self.index[lane] = if new < best { index } else { self.index[lane] };
            self.best[lane] = if new < best { new } else { best };
        }
    }

    /// Whose the least scores are.
    #[inline(always)]
    pub fn indices(&self) -> [u16; 8] {
        self.index.map(|index| index as u16)
    }

    /// By how much each row's second distance exceeds its least, at least; not above 0, or NaN,
    /// where that is in doubt.
    #[inline(always)]
    pub fn margins(&self, lengths: &[f32; 8], terms: &MarginTerms) -> [f32; 8] {
        std::array::from_fn(|lane| margin(self.best[lane], self.second[lane], lengths[lane], terms))
    }
}

/// A bit for each lane whose first number is not above its second.
#[inline(always)]
pub fn not_above(a: &[f32; 8], b: &[f32; 8]) -> u32 {
    let above = (0..8).fold(0, |bits, lane| bits | u32::from(a[lane] > b[lane]) << lane);
    above ^ 0xff
}

#[inline(always)]
fn margin(best: f32, second: f32, length: f32, terms: &MarginTerms) -> f32 {
    let gap = terms.gap[0] + length * (terms.gap[1] + length * terms.gap[2]);
    let base = length * length * ROUND_UP + gap;
    let distance = (base + (second + second)).max(0.0).sqrt() * ROUND_UP;
    let apart = (second - best) - gap;
    apart / distance - (terms.slack[0] + length * terms.slack[1])
}
