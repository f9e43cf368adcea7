//! How well segments are separated: three criteria for the choice of k.
//!
//! - Silhouette (Rousseeuw 1987): mean over rows of (b - a) / max(a, b), where a is the mean distance to
//!   the other rows of the own segment and b the least mean distance to the rows of another segment; 0
//!   for a row alone in its segment. -1 to 1, more is better.
//! - Calinski-Harabasz (1974): (B / (k - 1)) / (W / (n - k)), with B and W the sums of squares between
//!   and within segments. More is better.
//! - Davies-Bouldin (1979): mean over segments of the largest (s_i + s_j) / d_ij, with s the mean
//!   distance of a segment's rows to its mean and d the distance between means. Less is better.
//!
//! All are taken where distances are measured, about the means of the segments.

use gridfolk_numeric::random::Stream;
use gridfolk_numeric::select::select;

use kmeans_kernel::nearest::square_distance;
use kmeans_kernel::part::Part;
use kmeans_kernel::quality::{Spread, distances, sums_by_label};

use super::limits::{K_MAX, N_INIT_MAX, SILHOUETTE_ROWS_MAX};

/// The purpose of the sample's random numbers: past those of all starts.
const PURPOSE_SAMPLE: u64 = N_INIT_MAX as u64 * K_MAX as u64;

/// The criteria of one fit; none where it is not defined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Needs two segments with rows, and one with more than one.
    pub silhouette: Option<f64>,
    /// Needs two segments with rows, fewer than rows, and some spread within.
    pub calinski_harabasz: Option<f64>,
    /// Needs two segments with rows, with different means.
    pub davies_bouldin: Option<f64>,
}

/// The criteria of several labellings of the same rows, and of how many rows the silhouettes are.
/// `numbers` yields the number in the whole table of a used row.
pub fn qualities(
    part: &Part,
    labellings: &[Vec<u16>],
    seed: u64,
    numbers: impl Fn(usize) -> u64,
) -> (Vec<Quality>, usize) {
    let sample = sample(part.n_rows(), seed, numbers);
    let silhouettes = silhouettes(part, labellings, &sample);
    let quality = |(labels, silhouette): (&Vec<u16>, Option<f64>)| {
        let criteria = Criteria(Spread::new(part, labels, n_labels(labels)));
        let (calinski_harabasz, davies_bouldin) = (criteria.calinski_harabasz(), criteria.davies_bouldin());
        Quality { silhouette, calinski_harabasz, davies_bouldin }
    };
    (labellings.iter().zip(silhouettes).map(quality).collect(), sample.len())
}

/// All rows, or those with the lowest random numbers where there are more than the limit; of equal
/// numbers the first rows.
fn sample(n_rows: usize, seed: u64, numbers: impl Fn(usize) -> u64) -> Vec<usize> {
    if n_rows <= SILHOUETTE_ROWS_MAX {
        return (0..n_rows).collect();
    }
    let stream = Stream::new(seed, PURPOSE_SAMPLE);
    // The order of unsigned numbers, as signed ones.
    let ranks: Vec<i64> = (0..n_rows).map(|row| (stream.bits(numbers(row)) ^ (1 << 63)) as i64).collect();
    let limit = select(&mut ranks.clone(), SILHOUETTE_ROWS_MAX - 1);
    let mut n_at_limit = SILHOUETTE_ROWS_MAX - ranks.iter().filter(|rank| **rank < limit).count();
    let mut rows = Vec::with_capacity(SILHOUETTE_ROWS_MAX);
    for (row, &rank) in ranks.iter().enumerate() {
        let is_at_limit = rank == limit && n_at_limit > 0;
        n_at_limit -= usize::from(is_at_limit);
        if rank < limit || is_at_limit {
            rows.push(row);
        }
    }
    rows
}

/// The mean silhouette of the sampled rows under each labelling. Distances are shared by all labellings.
fn silhouettes(part: &Part, labellings: &[Vec<u16>], sample: &[usize]) -> Vec<Option<f64>> {
    let mut tables: Vec<SilhouetteTable> =
        labellings.iter().map(|labels| SilhouetteTable::new(labels, sample)).collect();
    let mut measured = vec![0.0; sample.len()];
    for (index, &row) in sample.iter().enumerate() {
        distances(part, sample, row, &mut measured);
        tables.iter_mut().for_each(|table| table.add_row(index, &measured));
    }
    tables.iter().map(SilhouetteTable::mean).collect()
}

struct SilhouetteTable {
    labels: Vec<u16>,
    counts: Vec<u64>,
    sum: f64,
}

impl SilhouetteTable {
    fn new(labels: &[u16], sample: &[usize]) -> Self {
        let labels: Vec<u16> = sample.iter().map(|&row| labels[row]).collect();
        let mut counts = vec![0; n_labels(&labels)];
        labels.iter().for_each(|&label| counts[label as usize] += 1);
        SilhouetteTable { labels, counts, sum: 0.0 }
    }

    fn add_row(&mut self, index: usize, distances: &[f64]) {
        let own = self.labels[index] as usize;
        if self.counts[own] < 2 {
            return;
        }
        let sums = sums_by_label(&self.labels, distances, self.counts.len());
        let within = sums[own] / (self.counts[own] - 1) as f64;
        let others = (0..sums.len()).filter(|&label| label != own && self.counts[label] > 0);
        let next = others.map(|label| sums[label] / self.counts[label] as f64).fold(f64::INFINITY, f64::min);
        let larger = within.max(next);
        if larger > 0.0 && larger.is_finite() {
            self.sum += (next - within) / larger;
        }
    }

    fn mean(&self) -> Option<f64> {
        let n_segments = self.counts.iter().filter(|&&count| count > 0).count();
        let is_defined = n_segments > 1 && n_segments < self.labels.len();
        is_defined.then(|| self.sum / self.labels.len() as f64)
    }
}

/// Labels count from 0: one more than the greatest.
fn n_labels(labels: &[u16]) -> usize {
    labels.iter().max().map_or(0, |&most| most as usize + 1)
}

/// The two criteria about means.
struct Criteria(Spread);

impl Criteria {
    /// Those with rows.
    fn segments(&self) -> Vec<usize> {
        (0..self.0.counts.len()).filter(|&label| self.0.counts[label] > 0).collect()
    }

    /// The sum of the squared distances of the segments' means to the mean of all, each as often as it has rows.
    fn between(&self) -> f64 {
        let Spread { counts, means, centre, .. } = &self.0;
        let of = |label: usize| counts[label] as f64 * square_distance(means.get(label), centre.get(0));
        self.segments().into_iter().map(of).sum()
    }

    fn calinski_harabasz(&self) -> Option<f64> {
        let (n, k) = (self.0.counts.iter().sum::<u64>() as f64, self.segments().len() as f64);
        let within: f64 = self.0.squares.iter().sum();
        (k > 1.0 && n > k && within > 0.0).then(|| self.between() * (n - k) / (within * (k - 1.0)))
    }

    fn davies_bouldin(&self) -> Option<f64> {
        let segments = self.segments();
        let mean_distance = |label: usize| self.0.distances[label] / self.0.counts[label] as f64;
        let likeness = |i: usize, j: usize| {
            let apart = square_distance(self.0.means.get(i), self.0.means.get(j)).sqrt();
            (mean_distance(i) + mean_distance(j)) / apart
        };
        let worst = |&i: &usize| {
            let others = segments.iter().filter(|&&j| j != i);
            others.map(|&j| likeness(i, j)).fold(0.0, f64::max)
        };
        let mean = segments.iter().map(worst).sum::<f64>() / segments.len() as f64;
        (segments.len() > 1 && mean.is_finite()).then_some(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::memory::place;
    use crate::algorithm::rows::Rows;
    use crate::algorithm::space::{Missing, Space};

    fn part(values: &[f64]) -> Part {
        let (columns, mean, sd) = (vec!["x".into()], vec![0.0], vec![1.0]);
        let space = Space { columns, missing: Missing::Refuse, standardize: false, mean, sd };
        place(&space, &Rows::new(vec![values], 0, Missing::Refuse))
    }

    fn quality(values: &[f64], labels: &[u16]) -> Quality {
        qualities(&part(values), &[labels.to_vec()], 0, |row| row as u64).0[0]
    }

    #[test]
    fn two_pairs_on_a_line_give_the_values_of_the_definitions() {
        let quality = quality(&[0.0, 2.0, 10.0, 12.0], &[0, 0, 1, 1]);
        // a = 2 for all; b = 11, 9, 9, 11.
        let silhouette = (2.0 * 9.0 / 11.0 + 2.0 * 7.0 / 9.0) / 4.0;
        assert!((quality.silhouette.expect("defined") - silhouette).abs() < 1e-15);
        // B = 4 * 25, W = 4 * 1: (100 / 1) / (4 / 2).
        assert_eq!(quality.calinski_harabasz, Some(50.0));
        // (1 + 1) / 10.
        assert_eq!(quality.davies_bouldin, Some(0.2));
    }

    #[test]
    fn a_single_segment_has_no_criteria() {
        let quality = quality(&[0.0, 1.0], &[0, 0]);
        assert_eq!((quality.silhouette, quality.calinski_harabasz, quality.davies_bouldin), (None, None, None));
    }

    #[test]
    fn a_row_alone_counts_as_zero() {
        // a = 1 and b = 10, 9 for the pair; 0 for the third row.
        let silhouette = quality(&[0.0, 1.0, 10.0], &[0, 0, 1]).silhouette.expect("defined");
        assert!((silhouette - (0.9 + 8.0 / 9.0) / 3.0).abs() < 1e-15);
    }

    #[test]
    fn samples_do_not_depend_on_where_a_part_begins() {
        let n = SILHOUETTE_ROWS_MAX + 10;
        let rows = sample(n, 3, |row| row as u64);
        assert_eq!(rows.len(), SILHOUETTE_ROWS_MAX);
        let shifted = sample(n + 5, 3, |row| row as u64);
        let kept = rows.iter().filter(|row| shifted.binary_search(row).is_ok()).count();
        assert!(kept >= SILHOUETTE_ROWS_MAX - 5, "five more rows push at most five out");
    }
}
