//! Many itemsets as JSON.

use crate::lattice::Lattice;

/// Appends `{"items":["a","b"],"n_baskets":3},…` for the itemsets of the lattice, or for those that are
/// `chosen`. `names` are the items' texts as JSON strings.
#[inline(never)]
pub fn write_itemsets(lattice: &Lattice, names: &[String], chosen: Option<&[bool]>, json: &mut Vec<u8>) {
    // Where the names of each itemset of the level before stand in `texts`.
    let (mut texts, mut before): (Vec<u8>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    let mut level_start = 0;
    let mut is_first = true;
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
            if chosen.is_none_or(|chosen| chosen[itemset]) {
                if !is_first {
                    json.push(b',');
                }
                is_first = false;
                json.extend_from_slice(b"{\"items\":[");
                json.extend_from_slice(&level_texts[start..]);
                json.extend_from_slice(b"],\"n_baskets\":");
                write_whole(lattice.counts()[itemset], json);
                json.push(b'}');
            }
        }
        level_start = level.start;
        (texts, before) = (level_texts, places);
    }
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
