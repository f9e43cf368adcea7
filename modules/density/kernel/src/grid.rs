//! Counting rows in the cells of a grid.

/// The cell of a row that is on no cell of its axis.
pub const OUTSIDE: u32 = u32::MAX;

/// The cell of each value between `edges`, which rise: cell i holds what is at least edge i and below the
/// next; the last one holds the last edge, too. NaN is outside. For edges at equal distances.
pub fn even_cells(values: &[f64], edges: &[f64]) -> Vec<u32> {
    let n_cells = edges.len() - 1;
    let (least, greatest) = (edges[0], edges[n_cells]);
    let per_unit = n_cells as f64 / (greatest - least);
    let cell = |value: f64| {
        if !(least <= value && value <= greatest) {
            return OUTSIDE;
        }
        // Right but for rounding: at most one cell beside.
        let guess = (((value - least) * per_unit) as usize).min(n_cells - 1);
        let cell = if value < edges[guess] {
            guess - 1
        } else if guess + 1 < n_cells && value >= edges[guess + 1] {
            guess + 1
        } else {
            guess
        };
        cell as u32
    };
    values.iter().map(|&value| cell(value)).collect()
}

/// The same for edges at any distances.
pub fn cells(values: &[f64], edges: &[f64]) -> Vec<u32> {
    let n_cells = edges.len() - 1;
    let inner = &edges[1..n_cells];
    let (least, greatest) = (edges[0], edges[n_cells]);
    let cell = |value: f64| match least <= value && value <= greatest {
        true => inner.partition_point(|&edge| edge <= value) as u32,
        false => OUTSIDE,
    };
    values.iter().map(|&value| cell(value)).collect()
}

/// Rows by cell and level: `[(y * n_x + x) * n_levels + level]`. Rows outside are in no cell.
pub fn counts(x: &[u32], y: &[u32], levels: Option<&[u32]>, shape: [usize; 3]) -> Vec<u32> {
    let [n_x, n_y, n_levels] = shape;
    let mut counts = vec![0; n_x * n_y * n_levels];
    for (row, (&x, &y)) in x.iter().zip(y).enumerate() {
        if x == OUTSIDE || y == OUTSIDE {
            continue;
        }
        // A code without a level is missing: the last of the levels.
        let level = levels.map_or(0, |levels| (levels[row] as usize).min(n_levels - 1));
        counts[(y as usize * n_x + x as usize) * n_levels + level] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word by word.
    fn plain(value: f64, edges: &[f64]) -> u32 {
        let n_cells = edges.len() - 1;
        let holds = |cell: usize| edges[cell] <= value && value < edges[cell + 1];
        let last = (value == edges[n_cells]).then_some(n_cells - 1);
        (0..n_cells).find(|&cell| holds(cell)).or(last).map_or(OUTSIDE, |cell| cell as u32)
    }

    #[test]
    fn every_value_is_in_the_cell_of_the_definition() {
        for n_cells in [1, 3, 7, 49, 500] {
            let edges: Vec<f64> = (0..=n_cells).map(|i| -0.3 + 0.7 * f64::from(i) / f64::from(n_cells)).collect();
            let between = (-10..=1010).map(|i| -0.3 + 0.7 * f64::from(i) / 1000.0);
            let beside = edges.iter().flat_map(|edge| [edge.next_down(), *edge, edge.next_up()]);
            let values: Vec<f64> = between.chain(beside).chain([f64::NAN]).collect();
            let expected: Vec<u32> = values.iter().map(|&value| plain(value, &edges)).collect();
            assert_eq!(even_cells(&values, &edges), expected, "{n_cells} cells");
            assert_eq!(cells(&values, &edges), expected, "{n_cells} cells");
        }
    }

    #[test]
    fn a_row_is_counted_in_its_cell_and_level() {
        let (x, y) = ([0, 1, 1, OUTSIDE, 1], [1, 0, 0, 0, 0]);
        let counts = counts(&x, &y, Some(&[0, 1, u32::MAX, 0, 1]), [2, 2, 3]);
        assert_eq!(counts, [0, 0, 0, 0, 2, 1, 1, 0, 0, 0, 0, 0]);
    }
}
