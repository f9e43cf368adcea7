//! Whole numbers of any size, with what is needed of them here.

use std::cmp::Ordering;

/// Limbs of 32 bits, the lowest first; the last is not 0. Few texts need them: none of the functions is inlined, so
/// that they stay small where all around is built to be fast.
pub(super) struct Big(Vec<u32>);

impl Big {
    #[inline(never)]
    pub(super) fn new(value: u32) -> Self {
        let mut big = Big(Vec::new());
        big.multiply(0, value);
        big
    }

    /// self * factor + summand
    #[inline(never)]
    pub(super) fn multiply(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        self.0.push(carry as u32);
        self.trim();
    }

    /// self * 5^exponent
    #[inline(never)]
    pub(super) fn multiply_by_five(&mut self, exponent: u32) {
        for _ in 0..exponent / 13 {
            self.multiply(5u32.pow(13), 0);
        }
        self.multiply(5u32.pow(exponent % 13), 0);
    }

    /// self / divisor, rounded down
    #[inline(never)]
    pub(super) fn divide(&mut self, divisor: u32) {
        let mut rest = 0u64;
        for limb in self.0.iter_mut().rev() {
            let dividend = rest << 32 | u64::from(*limb);
            *limb = (dividend / u64::from(divisor)) as u32;
            rest = dividend % u64::from(divisor);
        }
        self.trim();
    }

    /// self * 2^n
    #[inline(never)]
    pub(super) fn shift(&mut self, n: u32) {
        self.multiply(1 << (n % 32), 0);
        if !self.0.is_empty() {
            let mut limbs = vec![0; n as usize / 32];
            limbs.extend_from_slice(&self.0);
            self.0 = limbs;
        }
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// The upper 128 bits, moved up until the highest is one, and whether there are ones below them.
    #[inline(never)]
    pub(super) fn top(&self) -> (u128, bool) {
        let mut limbs = self.0.iter().rev();
        let mut top = 0;
        for place in (0..4).rev() {
            top |= u128::from(*limbs.next().unwrap_or(&0)) << (32 * place);
        }
        let next = u64::from(*limbs.next().unwrap_or(&0));
        let n_free = top.leading_zeros().min(31);
        let moved = next << n_free;
        ((top << n_free) | u128::from(moved >> 32), moved as u32 != 0 || limbs.any(|&limb| limb != 0))
    }

    #[inline(never)]
    pub(super) fn compare(&self, other: &Big) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}
