//! Many itemsets as JSON.

use crate::lattice::Lattice;

/// Appends `{"items":["a","b"],"n_baskets":3},…` for the itemsets of the lattice, or for those that are
/// `chosen`. `names` are the items' texts as JSON strings.
pub fn write_itemsets(lattice: &Lattice, names: &[String], chosen: Option<&[bool]>, json: &mut Vec<u8>) {
    match chosen {
        None => write_all(lattice, names, json),
        Some(chosen) => {
            for itemset in (0..lattice.len()).filter(|&itemset| chosen[itemset]) {
                let items = lattice.items(itemset);
                let texts: Vec<&str> = items.iter().map(|&item| names[usize::from(item)].as_str()).collect();
                write_itemset(texts.join(",").as_bytes(), lattice.counts()[itemset], json);
            }
        }
    }
}

/// All of them: each text is that of the itemset without its last item, and one more name.
#[inline(never)]
fn write_all(lattice: &Lattice, names: &[String], json: &mut Vec<u8>) {
    // Where the names of each itemset of the level before stand in `texts`.
    let (mut texts, mut before): (Vec<u8>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    let mut level_start = 0;
    for level in lattice.levels() {
        let (mut level_texts, mut places) = (Vec::new(), Vec::with_capacity(level.len()));
        for itemset in level.clone() {
            let start = level_texts.len();
            if level.start > 0 {
                let (from, to) = before[lattice.parents()[itemset] as usize - level_start];
                level_texts.extend_from_slice(&texts[from as usize..to as usize]);
                level_texts.push(b',');
            }
            level_texts.extend_from_slice(names[usize::from(lattice.lasts()[itemset])].as_bytes());
            places.push((start as u32, level_texts.len() as u32));
            write_itemset(&level_texts[start..], lattice.counts()[itemset], json);
        }
        level_start = level.start;
        (texts, before) = (level_texts, places);
    }
}

fn write_itemset(items: &[u8], count: u64, json: &mut Vec<u8>) {
    // Behind another itemset; the list itself begins with a bracket.
    if json.last() == Some(&b'}') {
        json.push(b',');
    }
    json.extend_from_slice(b"{\"items\":[");
    json.extend_from_slice(items);
    json.extend_from_slice(b"],\"n_baskets\":");
    write_whole(count, json);
    json.push(b'}');
}

/// Bytes that [`write_itemsets`] would write at most.
pub fn n_bytes(lattice: &Lattice, names: &[String], chosen: Option<&[bool]>) -> usize {
    // By itemset: of its items with commas.
    let mut lengths: Vec<usize> = Vec::with_capacity(lattice.len());
    let mut n_bytes = 0usize;
    for itemset in 0..lattice.len() {
        let own = names[usize::from(lattice.lasts()[itemset])].len() + 1;
        let parent = if itemset < lattice.n_items() { 0 } else { lengths[lattice.parents()[itemset] as usize] };
        lengths.push(parent.saturating_add(own));
        if chosen.is_none_or(|chosen| chosen[itemset]) {
            n_bytes = n_bytes.saturating_add(lengths[itemset] + AROUND);
        }
    }
    n_bytes
}

/// Bytes around the items of an itemset, with the longest count.
const AROUND: usize = b",{\"items\":[],\"n_baskets\":}".len() + 20;

fn write_whole(mut number: u64, json: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    json.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_chosen_itemsets_are_written_alike() {
        let lattice = Lattice::of_items(&[3, 120]).with_level([(0, 1, 2)].into_iter());
        let names = ["\"a\"".to_owned(), "\"b\"".to_owned()];
        let write = |chosen: Option<&[bool]>| {
            let mut json = vec![b'['];
            write_itemsets(&lattice, &names, chosen, &mut json);
            assert!(json.len() <= 1 + n_bytes(&lattice, &names, chosen));
            String::from_utf8(json).expect("JSON")
        };
        let all = r#"[{"items":["a"],"n_baskets":3},{"items":["b"],"n_baskets":120},{"items":["a","b"],"n_baskets":2}"#;
        assert_eq!(write(None), all);
        assert_eq!(write(Some(&[true; 3])), all);
        assert_eq!(write(Some(&[false, false, true])), r#"[{"items":["a","b"],"n_baskets":2}"#);
        assert_eq!(write(Some(&[false; 3])), "[");
    }
}
