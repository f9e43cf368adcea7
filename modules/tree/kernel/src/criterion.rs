//! How mixed the classes of a node are.
//!
//! With c_k the weight of class k and W their sum:
//!
//! ```text
//! gini     I = 1 - sum (c_k / W)^2
//! entropy  I = - sum (c_k / W) log2 (c_k / W)
//! ```
//!
//! (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984; Quinlan, 1986.) A
//! split is judged by the fall of W I. Up to a term in W alone, which falls out of differences, -W I is
//! the *purity* below: a division, or a few logarithms, for each side of a cut.

/// Which measure of mixture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// The chance that two rows drawn from the node are of different classes.
    Gini,
    /// Bits needed to tell a row's class.
    Entropy,
}

/// A criterion with the factor of each class.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    /// Which.
    pub criterion: Criterion,
    /// What the weight of each class is multiplied by.
    pub factors: &'a [f64],
}

impl Measure<'_> {
    /// The weight of the rows with these weights by class.
    pub fn weight(&self, sums: &[f64]) -> f64 {
        sums.iter().zip(self.factors).fold(0.0, |weight, (sum, factor)| weight + sum * factor)
    }

    /// Purity: sum c_k^2 / W, or sum c_k log2 c_k - W log2 W; 0 without weight.
    #[inline]
    pub fn purity(&self, sums: &[f64]) -> f64 {
        let (mut weight, mut sum) = (0.0, 0.0);
        for (count, factor) in sums.iter().zip(self.factors) {
            let class = count * factor;
            weight += class;
            sum += match self.criterion {
                Criterion::Gini => class * class,
                Criterion::Entropy => times_log2(class),
            };
        }
        match self.criterion {
            Criterion::Gini if weight > 0.0 => sum / weight,
            Criterion::Gini => 0.0,
            Criterion::Entropy => sum - times_log2(weight),
        }
    }

    /// Impurity: 0 for a pure node, and without weight.
    pub fn impurity(&self, sums: &[f64]) -> f64 {
        let weight = self.weight(sums);
        if weight <= 0.0 {
            return 0.0;
        }
        let shares = sums.iter().zip(self.factors).map(|(sum, factor)| sum * factor / weight);
        match self.criterion {
            Criterion::Gini => 1.0 - shares.fold(0.0, |sum, share| sum + share * share),
            Criterion::Entropy => shares.fold(0.0, |sum, share| sum - times_log2(share)),
        }
    }
}

/// x log2 x, 0 at 0.
#[inline]
fn times_log2(x: f64) -> f64 {
    if x > 0.0 { x * libm::log2(x) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixture_of_three_to_one_is_known() {
        let gini = Measure { criterion: Criterion::Gini, factors: &[1.0, 1.0] };
        assert_eq!((gini.impurity(&[3.0, 1.0]), gini.purity(&[3.0, 1.0])), (0.375, 2.5));
        let entropy = Measure { criterion: Criterion::Entropy, factors: &[1.0, 1.0] };
        assert_eq!((entropy.impurity(&[2.0, 2.0]), entropy.purity(&[2.0, 2.0])), (1.0, -4.0));
        assert_eq!((entropy.impurity(&[0.0, 4.0]), gini.impurity(&[0.0, 0.0])), (0.0, 0.0));
    }

    #[test]
    fn a_factor_counts_a_class_several_times() {
        let measure = Measure { criterion: Criterion::Gini, factors: &[1.0, 3.0] };
        assert_eq!((measure.impurity(&[3.0, 1.0]), measure.weight(&[3.0, 1.0])), (0.5, 6.0));
    }
}
