//! Arrays, where there are no 128-bit instructions to name.

use gridfolk_numeric::lanes::Pair;

use super::{MarginTerms, ROUND_UP};

/// One number for each of eight rows.
#[derive(Clone, Copy)]
pub(crate) struct Scores([f32; 8]);

impl Scores {
    /// The same number for every row.
    #[inline(always)]
    pub(crate) fn splat(value: f32) -> Self {
        Scores([value; 8])
    }

    /// The numbers of eight rows.
    #[inline(always)]
    pub(crate) fn load(rows: &[f32; 8]) -> Self {
        Scores(*rows)
    }

    /// Four pairs in single precision.
    #[inline(always)]
    pub(crate) fn from_pairs(pairs: [Pair; 4]) -> Self {
        Scores(std::array::from_fn(|lane| pairs[lane / 2].to_array()[lane % 2] as f32))
    }

    /// self + other
    #[inline(always)]
    pub(crate) fn plus(self, other: Scores) -> Self {
        Scores(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }

    /// self * other
    #[inline(always)]
    pub(crate) fn times(self, other: Scores) -> Self {
        Scores(std::array::from_fn(|lane| self.0[lane] * other.0[lane]))
    }

    /// A bit for each lane that is not above that of the other.
    #[inline(always)]
    pub(crate) fn not_above(self, other: Scores) -> u32 {
        let above = (0..8).fold(0, |bits, lane| bits | u32::from(self.0[lane] > other.0[lane]) << lane);
        above ^ 0xff
    }

    /// self + x * x
    #[inline(always)]
    pub(crate) fn plus_square(mut self, x: Scores) -> Self {
        for lane in 0..8 {
            self.0[lane] += x.0[lane] * x.0[lane];
        }
        self
    }

    /// Upper bounds of lengths, from their squares: see [`super::LENGTH_SLACK`].
    #[inline(always)]
    pub(crate) fn lengths(self) -> Scores {
        Scores(self.0.map(|square| square.sqrt() * super::LENGTH_SLACK + super::UNDERFLOW))
    }

    /// The numbers of all eight rows.
    #[inline(always)]
    pub(crate) fn to_array(self) -> [f32; 8] {
        self.0
    }

    /// self - x * c
    #[inline(always)]
    pub(crate) fn minus_product(mut self, x: Scores, c: f32) -> Self {
        for lane in 0..8 {
            self.0[lane] -= x.0[lane] * c;
        }
        self
    }
}

/// The least score of each row, whose it is, and the second least.
#[derive(Clone, Copy)]
pub(crate) struct Nearest {
    best: [f32; 8],
    second: [f32; 8],
    index: [u32; 8],
}

impl Nearest {
    /// No score yet.
    #[inline(always)]
    pub(crate) fn none() -> Self {
        Nearest { best: [f32::INFINITY; 8], second: [f32::INFINITY; 8], index: [0; 8] }
    }

    /// Takes the scores of the centroid with this index, in ascending order of indices.
    #[inline(always)]
    pub(crate) fn offer(&mut self, score: Scores, index: u32) {
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
    pub(crate) fn indices(&self) -> [u16; 8] {
        self.index.map(|index| index as u16)
    }

    /// By how much each row's second distance exceeds its least, at least; not above 0, or NaN,
    /// where that is in doubt.
    #[inline(always)]
    pub(crate) fn margins(&self, lengths: Scores, terms: &MarginTerms) -> Scores {
        Scores(std::array::from_fn(|lane| margin(self.best[lane], self.second[lane], lengths.0[lane], terms)))
    }
}

#[inline(always)]
fn margin(best: f32, second: f32, length: f32, terms: &MarginTerms) -> f32 {
    let gap = terms.gap[0] + length * (terms.gap[1] + length * terms.gap[2]);
    let base = length * length * ROUND_UP + gap;
    let distance = (base + (second + second)).max(0.0).sqrt() * ROUND_UP;
    let apart = (second - best) - gap;
    apart / distance - (terms.slack[0] + length * terms.slack[1])
}
