//! Made-up baskets, by the procedure of R. Agrawal and R. Srikant (Fast algorithms for mining association
//! rules, 1994, section 2.4.3): T10.I4.D100K is 100 000 baskets of 10 items on average, put together from
//! 2000 patterns of 4 items on average, of 1000 items.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use gridfolk_numeric::normal::quantile;
use gridfolk_numeric::random::Stream;

/// What to draw.
pub(crate) struct Baskets {
    /// |D|
    pub(crate) n_baskets: usize,
    /// |T|: mean items of a basket.
    pub(crate) mean_items: f64,
    /// |I|: mean items of a pattern.
    pub(crate) mean_pattern: f64,
    /// |L|
    pub(crate) n_patterns: usize,
    /// N
    pub(crate) n_items: usize,
    pub(crate) seed: u64,
}

/// Mean share of a pattern's items that come from the pattern before it.
const CORRELATION: f64 = 0.5;
/// Mean and variance of the chance that a pattern loses an item, again and again.
const CORRUPTION: (f64, f64) = (0.5, 0.1);

struct Pattern {
    items: Vec<usize>,
    /// Summed up to this pattern.
    weight: f64,
    corruption: f64,
}

/// Uniform numbers, one after the other.
struct Draws {
    stream: Stream,
    n_drawn: u64,
}

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.n_drawn += 1;
        self.stream.uniform(self.n_drawn)
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }

    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// How many exponential waits fit into `mean`.
    fn poisson(&mut self, mean: f64) -> usize {
        let (mut n, mut waited) = (0, self.exponential());
        while waited < mean {
            waited += self.exponential();
            n += 1;
        }
        n
    }
}

impl Baskets {
    /// Writes one basket a line, items as whole numbers between spaces.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut draws = Draws { stream: Stream::new(self.seed, 0), n_drawn: 0 };
        let patterns = self.patterns(&mut draws);
        let mut text = String::new();
        // A pattern that did not fit into the last basket.
        let mut waiting: Option<Vec<usize>> = None;
        for _ in 0..self.n_baskets {
            let size = draws.poisson(self.mean_items).max(1);
            let mut basket: Vec<usize> = Vec::new();
            while basket.len() < size {
                let items = waiting.take().unwrap_or_else(|| corrupted(&patterns, &mut draws));
                // One that is too large goes in all the same in half of the cases, else into the next.
                if basket.len() + items.len() > size && !basket.is_empty() && draws.uniform() < 0.5 {
                    waiting = Some(items);
                    break;
                }
                basket.extend(items);
            }
            basket.sort_unstable();
            basket.dedup();
            let items: Vec<String> = basket.iter().map(usize::to_string).collect();
            text.push_str(&items.join(" "));
            text.push('\n');
        }
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    fn patterns(&self, draws: &mut Draws) -> Vec<Pattern> {
        let (mut patterns, mut weight): (Vec<Pattern>, f64) = (Vec::new(), 0.0);
        for _ in 0..self.n_patterns {
            let size = draws.poisson(self.mean_pattern).clamp(1, self.n_items);
            let mut items: Vec<usize> = Vec::new();
            if let Some(before) = patterns.last() {
                let share = (CORRELATION * draws.exponential()).min(1.0);
                let n_kept = ((share * size as f64).round() as usize).min(before.items.len());
                let mut left = before.items.clone();
                for _ in 0..n_kept {
                    items.push(left.swap_remove(draws.below(left.len())));
                }
            }
            while items.len() < size {
                let item = draws.below(self.n_items);
                if !items.contains(&item) {
                    items.push(item);
                }
            }
            weight += draws.exponential();
            let corruption = (CORRUPTION.0 + CORRUPTION.1.sqrt() * quantile(draws.uniform())).clamp(0.0, 1.0);
            patterns.push(Pattern { items, weight, corruption });
        }
        patterns
    }
}

/// A pattern by weight, without the items that it loses.
fn corrupted(patterns: &[Pattern], draws: &mut Draws) -> Vec<usize> {
    let total = patterns.last().map_or(0.0, |pattern| pattern.weight);
    let drawn = draws.uniform() * total;
    let place = patterns.partition_point(|pattern| pattern.weight < drawn).min(patterns.len() - 1);
    let pattern = &patterns[place];
    let mut items = pattern.items.clone();
    while items.len() > 1 && draws.uniform() < pattern.corruption {
        let place = draws.below(items.len());
        items.swap_remove(place);
    }
    items
}
