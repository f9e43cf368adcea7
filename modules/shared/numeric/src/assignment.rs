//! Minimum-cost assignment: who of one list goes with whom of another.

/// For each row of a square matrix of costs its column, so that the sum of costs is least: shortest
/// augmenting paths with potentials (Jonker and Volgenant 1987), O(n^3). Ties go to the lowest column.
pub fn assign(costs: &[Vec<f64>]) -> Vec<usize> {
    let n = costs.len();
    // One column more than there are: column n is where a row waits that has none yet.
    let (mut of_row, mut of_column) = (vec![0.0; n], vec![0.0; n + 1]);
    let mut row_of: Vec<Option<usize>> = vec![None; n + 1];
    for row in 0..n {
        row_of[n] = Some(row);
        let mut path = Path::new(n);
        let mut column = n;
        while let Some(at) = row_of[column] {
            path.visited[column] = true;
            let (next, step) = path.extend(column, &costs[at], of_row[at], &of_column);
            for j in 0..=n {
                if path.visited[j] {
                    row_of[j].iter().for_each(|&i| of_row[i] += step);
                    of_column[j] -= step;
                } else {
                    path.shortest[j] -= step;
                }
            }
            column = next;
        }
        while column != n {
            let before = path.before[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    let mut columns = vec![0; n];
    (0..n).for_each(|j| row_of[j].iter().for_each(|&row| columns[row] = j));
    columns
}

/// The search for the cheapest way to a free column.
struct Path {
    visited: Vec<bool>,
    shortest: Vec<f64>,
    before: Vec<usize>,
}

impl Path {
    fn new(n: usize) -> Self {
        Path { visited: vec![false; n + 1], shortest: vec![f64::INFINITY; n + 1], before: vec![n; n + 1] }
    }

    /// Looks from a row reached by `column`; yields the nearest column not visited, and the way there.
    fn extend(&mut self, column: usize, costs: &[f64], of_row: f64, of_column: &[f64]) -> (usize, f64) {
        let (mut next, mut step) = (costs.len(), f64::INFINITY);
        for j in 0..costs.len() {
            if self.visited[j] {
                continue;
            }
            let reduced = costs[j] - of_row - of_column[j];
            if reduced < self.shortest[j] {
                self.shortest[j] = reduced;
                self.before[j] = column;
            }
            if self.shortest[j] < step {
                (next, step) = (j, self.shortest[j]);
            }
        }
        (next, step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_assignment_is_found_where_greed_fails() {
        // Greed gives row 0 column 0 (1) and row 1 column 1 (9): 10; the best is 2 + 3.
        assert_eq!(assign(&[vec![1.0, 2.0], vec![3.0, 9.0]]), [1, 0]);
    }

    #[test]
    fn assignments_are_as_cheap_as_the_best_permutation() {
        let stream = crate::random::Stream::new(1, 2);
        for case in 0..200u64 {
            let costs: Vec<Vec<f64>> = (0..5)
                .map(|i| (0..5).map(|j| (stream.uniform(case * 25 + i * 5 + j) * 8.0).floor()).collect())
                .collect();
            let found: f64 = assign(&costs).iter().enumerate().map(|(i, &j)| costs[i][j]).sum();
            assert_eq!(found, cheapest(&costs, 0, &mut vec![false; 5]));
        }
    }

    fn cheapest(costs: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
        if row == costs.len() {
            return 0.0;
        }
        let mut best = f64::INFINITY;
        for j in 0..costs.len() {
            if !taken[j] {
                taken[j] = true;
                best = best.min(costs[row][j] + cheapest(costs, row + 1, taken));
                taken[j] = false;
            }
        }
        best
    }

    #[test]
    fn equal_costs_keep_the_order() {
        assert_eq!(assign(&vec![vec![1.0; 4]; 4]), [0, 1, 2, 3]);
    }
}
