//! Tables into parts bounded by bytes, for fits that are folds.

use std::borrow::Borrow;
use std::ops::Range;

use gridfolk_contract::{Category, Column, Items, Values};

/// What columns take in a module's memory, in bytes; texts of levels are counted, names are not.
pub fn n_bytes(columns: &[impl Borrow<Column>]) -> usize {
    columns.iter().map(|column| column_bytes(column.borrow())).sum()
}

fn column_bytes(column: &Column) -> usize {
    match &column.values {
        Values::Number(numbers) => numbers.len() * 8,
        Values::Category(category) => category.codes.len() * 4 + level_bytes(&category.levels),
        Values::Items(items) => (items.ends.len() + items.codes.len()) * 4 + level_bytes(&items.levels),
    }
}

fn level_bytes(levels: &[String]) -> usize {
    levels.iter().map(|level| level.len() + 8).sum()
}

/// Ranges of rows of about equal number, so that a part takes at most about `part_bytes`; never more
/// than `n_parts_max` of them, and at least one.
pub fn ranges(columns: &[impl Borrow<Column>], part_bytes: usize, n_parts_max: usize) -> Vec<Range<usize>> {
    let n_rows = columns.first().map_or(0, |column| column.borrow().values.n_rows());
    let n_parts = n_bytes(columns).div_ceil(part_bytes.max(1)).clamp(1, n_parts_max.max(1)).min(n_rows.max(1));
    (0..n_parts).map(|part| n_rows * part / n_parts..n_rows * (part + 1) / n_parts).collect()
}

/// The rows of a range. A part keeps the levels that its own rows have, in the table's order.
pub fn part(columns: &[impl Borrow<Column>], rows: &Range<usize>) -> Vec<Column> {
    let columns = columns.iter().map(Borrow::borrow);
    columns.map(|column| Column { name: column.name.clone(), values: part_of(&column.values, rows) }).collect()
}

fn part_of(values: &Values, rows: &Range<usize>) -> Values {
    match values {
        Values::Number(numbers) => Values::Number(numbers[rows.clone()].to_vec()),
        Values::Category(Category { codes, levels }) => {
            let (codes, levels) = used_levels(&codes[rows.clone()], levels);
            Values::Category(Category { codes, levels })
        }
        Values::Items(Items { ends, codes, levels }) => {
            let start = if rows.start == 0 { 0 } else { ends[rows.start - 1] };
            let ends: Vec<u32> = ends[rows.clone()].iter().map(|end| end - start).collect();
            let n_codes = ends.last().map_or(0, |&end| end as usize);
            let (codes, levels) = used_levels(&codes[start as usize..start as usize + n_codes], levels);
            Values::Items(Items { ends, codes, levels })
        }
    }
}

/// The levels that codes use, in their order, and the codes for them. Missing stays missing.
fn used_levels(codes: &[u32], levels: &[String]) -> (Vec<u32>, Vec<String>) {
    let mut new_codes = vec![None; levels.len()];
    for &code in codes {
        if let Some(used) = new_codes.get_mut(code as usize) {
            *used = Some(0);
        }
    }
    let mut used = Vec::new();
    for (new_code, level) in new_codes.iter_mut().zip(levels) {
        if let Some(new_code) = new_code {
            *new_code = used.len() as u32;
            used.push(level.clone());
        }
    }
    let new_code = |&code: &u32| new_codes.get(code as usize).copied().flatten().unwrap_or(code);
    (codes.iter().map(new_code).collect(), used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gridfolk_contract::MISSING_CODE;

    fn columns() -> Vec<Column> {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        vec![
            Column::number("kwh", vec![1.0, 2.0, 3.0, 4.0]),
            Column::category("tariff", vec![1, MISSING_CODE, 2, 0], texts(&["flat", "tou", "step"])),
            Column::items(
                "tags",
                Items { ends: vec![1, 3, 3, 4], codes: vec![0, 0, 1, 1], levels: texts(&["a", "b"]) },
            ),
        ]
    }

    #[test]
    fn a_part_has_its_rows_and_their_levels_alone() {
        let part = part(&columns(), &(1..3));
        assert_eq!(part[0], Column::number("kwh", vec![2.0, 3.0]));
        assert_eq!(part[1], Column::category("tariff", vec![MISSING_CODE, 0], vec!["step".into()]));
        let tags = Items { ends: vec![2, 2], codes: vec![0, 1], levels: vec!["a".into(), "b".into()] };
        assert_eq!(part[2], Column::items("tags", tags));
    }

    #[test]
    fn parts_cover_the_rows_and_keep_to_the_bound() {
        let columns = vec![Column::number("kwh", vec![0.0; 1000])];
        assert_eq!(n_bytes(&columns), 8000);
        for (part_bytes, n_parts_max, n_parts) in [(8000, 9, 1), (7999, 9, 2), (100, 9, 9), (1, 5000, 1000), (0, 0, 1)]
        {
            let ranges = ranges(&columns, part_bytes, n_parts_max);
            assert_eq!(ranges.len(), n_parts);
            assert_eq!((ranges[0].start, ranges[n_parts - 1].end), (0, 1000));
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start && !pair[0].is_empty()));
        }
        assert_eq!(ranges(&[] as &[Column], 1, 9), vec![0..0]);
    }
}
