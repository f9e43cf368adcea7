//! Random numbers without state: each is a function of (seed, stream, row) alone, so that it does not
//! matter which part of a table a row lies in, nor in which order rows are visited.
//!
//! The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
//! number generators", OOPSLA 2014), applied to the row within a stream that seed and purpose select.

const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One family of random numbers: a seed and a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The numbers of `seed` for one purpose. Purposes within one algorithm get distinct numbers.
    pub fn new(seed: u64, purpose: u64) -> Self {
        Stream { key: mix(mix(seed.wrapping_add(GOLDEN_GAMMA)) ^ purpose.wrapping_mul(GOLDEN_GAMMA)) }
    }

    /// 64 random bits of a row.
    pub fn bits(self, row: u64) -> u64 {
        mix(mix(self.key ^ mix(row.wrapping_mul(GOLDEN_GAMMA))).wrapping_add(self.key))
    }

    /// Uniform in the open interval (0, 1): a multiple of 2^-53 plus half of one, so that neither
    /// logarithm nor quantile function meets its pole.
    pub fn uniform(self, row: u64) -> f64 {
        const HALF_STEP: f64 = 1.0 / (1u64 << 53) as f64;
        ((self.bits(row) >> 12) as f64 * 2.0 + 1.0) * HALF_STEP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_is_open_even_and_uncorrelated_between_rows() {
        let stream = Stream::new(7, 1);
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|row| stream.uniform(row)).collect();
        assert!(draws.iter().all(|&u| u > 0.0 && u < 1.0));
        let mean = draws.iter().sum::<f64>() / n as f64;
        // Five standard errors: 5 * sqrt(1/12 / n).
        assert!((mean - 0.5).abs() < 0.0046, "mean {mean}");
        let lagged = draws.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum::<f64>() / n as f64;
        assert!(lagged.abs() < 5.0 / 12.0 / (n as f64).sqrt(), "lag 1 covariance {lagged}");
        let mut counts = [0u32; 16];
        draws.iter().for_each(|u| counts[(u * 16.0) as usize] += 1);
        let expected = n as f64 / 16.0;
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - expected).powi(2) / expected).sum();
        // The 0.9999 quantile of chi-squared with 15 degrees of freedom is 44.3.
        assert!(chi2 < 44.3, "chi-squared {chi2}");
    }

    #[test]
    fn seeds_and_purposes_give_other_numbers() {
        let of = |seed, purpose| Stream::new(seed, purpose).bits(0);
        assert_ne!(of(0, 0), of(0, 1));
        assert_ne!(of(0, 0), of(1, 0));
        assert_ne!(of(1, 0), of(0, 1));
    }
}
