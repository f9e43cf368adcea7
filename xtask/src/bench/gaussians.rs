//! Overlapping Gaussians: k-means does not converge on them within 20 iterations.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use gridfolk_numeric::normal::quantile;
use gridfolk_numeric::random::Stream;

/// Standard deviation of the centres; the rows around them have 1.
const CENTRE_SD: f64 = 0.4;

/// What to draw.
pub(crate) struct Gaussians {
    pub(crate) n: usize,
    pub(crate) d: usize,
    /// Number of centres.
    pub(crate) k: usize,
    pub(crate) seed: u64,
}

impl Gaussians {
    /// Writes `n * d` little-endian doubles, column after column.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let centre_of = Stream::new(self.seed, 0);
        let centres = Stream::new(self.seed, 1);
        let noise = Stream::new(self.seed, 2);
        let mut bytes = Vec::with_capacity(self.n * self.d * 8);
        for column in 0..self.d {
            for row in 0..self.n {
                let centre = centre_of.bits(row as u64) % self.k as u64;
                let mean = CENTRE_SD * quantile(centres.uniform(centre * self.d as u64 + column as u64));
                let value = mean + quantile(noise.uniform((row * self.d + column) as u64));
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}
