//! The rows of one node by the code of one column: what cuts are chosen from.

/// Rows of equal code put together, codes ascending; a missing value has the largest code.
#[derive(Debug, Default)]
pub struct Groups {
    /// Codes that occur.
    pub codes: Vec<u32>,
    /// Rows of each.
    pub counts: Vec<u64>,
    /// Weight of each by class, group after group.
    pub sums: Vec<f64>,
    n_classes: usize,
}

impl Groups {
    /// Number of groups.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The weights by class of one group.
    #[inline]
    pub fn sums_of(&self, group: usize) -> &[f64] {
        &self.sums[group * self.n_classes..][..self.n_classes]
    }

    fn clear(&mut self, n_classes: usize) {
        self.codes.clear();
        self.counts.clear();
        self.sums.clear();
        self.n_classes = n_classes;
    }

    #[inline]
    fn push(&mut self, code: u32) {
        self.codes.push(code);
        self.counts.push(0);
        for _ in 0..self.n_classes {
            self.sums.push(0.0);
        }
    }

    /// The groups of rows whose codes ascend. A row without `weights` weighs 1.
    #[inline(never)]
    pub fn of_rows(&mut self, rows: &[u32], codes: &[u16], classes: &[u8], weights: &[f64], n_classes: usize) {
        self.clear(n_classes);
        let mut last = u32::MAX;
        for &row in rows {
            let row = row as usize;
            let code = u32::from(codes[row]);
            if code != last {
                self.push(code);
                last = code;
            }
            let group = self.codes.len() - 1;
            self.counts[group] += 1;
            self.sums[group * n_classes + classes[row] as usize] += weights.get(row).copied().unwrap_or(1.0);
        }
    }

    /// The groups of a histogram: `counts[class * n_bins + bin]`, and `sums` alike, where rows have weights.
    #[inline(never)]
    pub fn of_bins(&mut self, counts: &[u64], sums: &[f64], n_bins: usize) {
        self.clear(counts.len() / n_bins);
        for bin in 0..n_bins {
            let count: u64 = counts[bin..].iter().step_by(n_bins).sum();
            if count == 0 {
                continue;
            }
            self.push(bin as u32);
            let group = self.codes.len() - 1;
            self.counts[group] = count;
            for class in 0..self.n_classes {
                let at = class * n_bins + bin;
                self.sums[group * self.n_classes + class] = sums.get(at).copied().unwrap_or(counts[at] as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_bins_give_the_same_groups() {
        let (codes, classes) = ([0, 2, 2, 4, 4], [0, 1, 0, 1, 1]);
        let (mut of_rows, mut of_bins) = (Groups::default(), Groups::default());
        of_rows.of_rows(&[0, 1, 2, 3, 4], &codes, &classes, &[], 2);
        of_bins.of_bins(&[1, 0, 1, 0, 0, 0, 0, 1, 0, 2], &[], 5);
        assert_eq!((&of_rows.codes, &of_rows.counts), (&vec![0, 2, 4], &vec![1, 2, 2]));
        assert_eq!(of_rows.sums, [1.0, 0.0, 1.0, 1.0, 0.0, 2.0]);
        assert_eq!((of_bins.codes, of_bins.counts, of_bins.sums), (of_rows.codes, of_rows.counts, of_rows.sums));
    }
}
