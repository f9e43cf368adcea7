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

/// Rows that go down together: each waits for its own values, so that they overlap.
const ABREAST: usize = 4;

/// The leaf of each of the rows. Children stand behind their parents.
#[inline(never)]
pub fn leaves(steps: &[Step], columns: &[Cells<'_>], n_rows: usize) -> Vec<u32> {
    let mut leaves = vec![0; n_rows];
    let (together, rest) = leaves.as_chunks_mut::<ABREAST>();
    let n_together = together.len() * ABREAST;
    for (block, at) in together.iter_mut().enumerate() {
        walk(at, steps, columns, block * ABREAST);
    }
    for (row, at) in rest.iter_mut().enumerate() {
        walk(std::slice::from_mut(at), steps, columns, n_together + row);
    }
    leaves
}

/// Leads rows from `first_row` on down until none moves.
#[inline(always)]
fn walk(at: &mut [u32], steps: &[Step], columns: &[Cells<'_>], first_row: usize) {
    loop {
        let mut moved = 0;
        for (place, at) in at.iter_mut().enumerate() {
            let next = next(&steps[*at as usize], columns, first_row + place);
            moved |= next ^ *at;
            *at = next;
        }
        if moved == 0 {
            return;
        }
    }
}

/// The node that follows. Answers are put together without a branch: half of them would be foreseen wrong.
#[inline(always)]
fn next(step: &Step, columns: &[Cells<'_>], row: usize) -> u32 {
    let yes = match columns[step.column as usize] {
        Cells::Numbers(numbers) => {
            let number = numbers[row];
            (number <= step.threshold) | (step.missing_goes_yes & number.is_nan())
        }
        Cells::Codes(codes) => step.among.get(codes[row] as usize).copied().unwrap_or(step.missing_goes_yes),
    };
    step.children[usize::from(yes)]
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
        let columns = [Cells::Numbers(&[1.5, 1.6, f64::NAN, 0.0, 9.0]), Cells::Codes(&[0, 0, 1, u32::MAX, 0])];
        assert_eq!(leaves(&steps, &columns, 5), [3, 1, 4, 4, 1]);
    }
}
