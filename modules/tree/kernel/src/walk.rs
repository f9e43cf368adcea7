//! Customers led down a finished tree, by their values as they are.

/// The values of one column.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'a> {
    /// Numbers; NaN is missing.
    Numbers(&'a [f64]),
    /// Codes of levels; a code past the answers of a node is missing.
    Codes(&'a [u32]),
}

/// One node of a finished tree.
#[derive(Debug, Clone)]
pub struct Step {
    /// The column that is asked for.
    pub column: u32,
    /// Yes for numbers up to this one.
    pub threshold: f64,
    /// Whether a missing value goes with yes.
    pub missing_goes_yes: bool,
    /// Yes for codes whose entry is true.
    pub among: Vec<bool>,
    /// The node that follows on no, and on yes; a leaf names itself.
    pub children: [u32; 2],
}

/// The leaf of each of the rows. Children stand behind their parents.
#[inline(never)]
pub fn leaves(steps: &[Step], columns: &[Cells<'_>], n_rows: usize) -> Vec<u32> {
    let mut leaves = Vec::with_capacity(n_rows);
    for row in 0..n_rows {
        leaves.push(leaf(steps, columns, row));
    }
    leaves
}

#[inline(always)]
fn leaf(steps: &[Step], columns: &[Cells<'_>], row: usize) -> u32 {
    let mut at = 0;
    loop {
        let step = &steps[at as usize];
        if step.children[0] <= at {
            return at;
        }
        let yes = match columns[step.column as usize] {
            Cells::Numbers(numbers) => {
                let number = numbers[row];
                number <= step.threshold || (step.missing_goes_yes && number.is_nan())
            }
            Cells::Codes(codes) => step.among.get(codes[row] as usize).copied().unwrap_or(step.missing_goes_yes),
        };
        at = step.children[usize::from(yes)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_levels_and_missing_values_find_their_leaf() {
        let step =
            |column, threshold, among, children| Step { column, threshold, missing_goes_yes: true, among, children };
        let leaf = |index| step(0, 0.0, vec![], [index, index]);
        let steps = [step(0, 1.5, vec![], [1, 2]), leaf(1), step(1, 0.0, vec![false, true], [3, 4]), leaf(3), leaf(4)];
        let columns = [Cells::Numbers(&[1.5, 1.6, f64::NAN, 0.0]), Cells::Codes(&[0, 0, 1, u32::MAX])];
        assert_eq!(leaves(&steps, &columns, 4), [3, 1, 4, 4]);
    }
}
