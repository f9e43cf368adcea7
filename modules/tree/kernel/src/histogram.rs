//! Rows counted by node, class and bin.

/// Cells of one column: `cells[(slot * n_classes + class) * n_bins + bin]`. `places` holds
/// slot * n_classes + class of each row; a row whose place has no cells is not counted.
#[inline(never)]
pub fn count(cells: &mut [u32], n_bins: usize, places: &[u32], codes: &[u16]) {
    for (&place, &code) in places.iter().zip(codes) {
        let cell = place as usize * n_bins + code as usize;
        if let Some(cell) = cells.get_mut(cell) {
            *cell += 1;
        }
    }
}

/// The same with a weight a row.
#[inline(never)]
pub fn weigh(cells: &mut [f64], n_bins: usize, places: &[u32], codes: &[u16], weights: &[f64]) {
    for ((&place, &code), &weight) in places.iter().zip(codes).zip(weights) {
        let cell = place as usize * n_bins + code as usize;
        if let Some(cell) = cells.get_mut(cell) {
            *cell += weight;
        }
    }
}

/// The bin of each number: how many edges are below it; one past the last bin where it is missing.
/// Edges ascend; there are fewer than 65 535.
#[inline(never)]
pub fn bins_of(numbers: &[f64], edges: &[f64]) -> Vec<u16> {
    let missing = edges.len() as u16 + 1;
    let bin = |&number: &f64| {
        if number.is_nan() {
            return missing;
        }
        // A binary search without a branch that could be mistaken: the range halves each time.
        let (mut start, mut length) = (0, edges.len());
        while length > 0 {
            let half = length - length / 2;
            let is_below = edges[start + half - 1] < number;
            start += if is_below { half } else { 0 };
            length /= 2;
        }
        start as u16
    };
    numbers.iter().map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_on_an_edge_is_below_it() {
        let edges = [1.0, 2.5, 7.0];
        assert_eq!(bins_of(&[0.0, 1.0, 1.5, 2.5, 7.0, 7.1, f64::NAN], &edges), [0, 0, 1, 1, 2, 3, 4]);
        assert_eq!(bins_of(&[3.0, f64::NAN], &[]), [0, 1]);
    }

    #[test]
    fn the_search_is_the_plain_count() {
        for n in 0..40 {
            let edges: Vec<f64> = (0..n).map(|edge| f64::from(edge) * 2.0).collect();
            for twice in -2..90 {
                let number = f64::from(twice) / 2.0;
                let expected = edges.iter().filter(|&&edge| edge < number).count() as u16;
                assert_eq!(bins_of(&[number], &edges), [expected], "{number} among {n}");
            }
        }
    }

    #[test]
    fn rows_are_counted_in_their_cells() {
        let mut cells = [0; 6];
        count(&mut cells, 3, &[0, 1, 1, 9], &[2, 0, 0, 1]);
        assert_eq!(cells, [0, 0, 1, 2, 0, 0]);
        let mut cells = [0.0; 6];
        weigh(&mut cells, 3, &[0, 1, 1, 9], &[2, 0, 0, 1], &[0.5, 1.0, 2.0, 8.0]);
        assert_eq!(cells, [0.0, 0.0, 0.5, 3.0, 0.0, 0.0]);
    }
}
