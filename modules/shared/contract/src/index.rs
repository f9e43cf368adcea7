//! Finding a text among many, without a second copy of it.
//!
//! The standard maps hold their keys and bring their own hashing: three of them were 3 KB gzipped of
//! every module. This one knows texts by their place in a list.

/// An empty slot.
const EMPTY: u32 = u32::MAX;

/// The places of distinct texts in a list that belongs to the caller.
#[derive(Default)]
pub(crate) struct TextIndex {
    /// Open addressing; the length is a power of two, at most half are taken.
    slots: Vec<u32>,
    n: usize,
}

impl TextIndex {
    /// Where `text` stands in `texts`, the list noted so far.
    pub(crate) fn find(&self, texts: &[String], text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let place = self.slots[self.slot(texts, text)];
        (place != EMPTY).then_some(place)
    }

    /// Notes the next text of the list; false where it stands there already.
    pub(crate) fn note_next(&mut self, texts: &[String]) -> bool {
        if 2 * (self.n + 1) > self.slots.len() {
            self.grow(texts);
        }
        let slot = self.slot(texts, &texts[self.n]);
        let is_new = self.slots[slot] == EMPTY;
        if is_new {
            self.slots[slot] = self.n as u32;
            self.n += 1;
        }
        is_new
    }

    fn grow(&mut self, texts: &[String]) {
        self.slots = vec![EMPTY; (4 * self.n).next_power_of_two().max(16)];
        for (place, text) in texts[..self.n].iter().enumerate() {
            let slot = self.slot(texts, text);
            self.slots[slot] = place as u32;
        }
    }

    /// The slot that holds `text`, or the empty one that it would take.
    fn slot(&self, texts: &[String], text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text.as_bytes()) as usize & mask;
        while self.slots[slot] != EMPTY && texts[self.slots[slot] as usize] != text {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Eight bytes at a time, each mixed by a multiplication (the constant of Fibonacci hashing, 2^64 / the
/// golden ratio); the upper bits are the good ones.
fn hash(bytes: &[u8]) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(MIX);
    }
    hash ^ (hash >> 32)
}

/// The place of the first text that stands before it, too.
pub(crate) fn first_repeated(texts: &[String]) -> Option<usize> {
    let mut index = TextIndex::default();
    (0..texts.len()).find(|_| !index.note_next(texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_at_its_place() {
        let texts: Vec<String> = (0..1000).map(|i| format!("level {}", i * i)).collect();
        let mut index = TextIndex::default();
        assert_eq!(index.find(&texts, "level 0"), None);
        assert!(texts.iter().all(|_| index.note_next(&texts)));
        for (place, text) in texts.iter().enumerate() {
            assert_eq!(index.find(&texts, text), Some(place as u32));
        }
        assert_eq!(index.find(&texts, "level 2"), None);
    }

    #[test]
    fn the_first_repetition_is_found() {
        let texts = ["", "a", "ab", "a", ""].map(String::from);
        assert_eq!((first_repeated(&texts), first_repeated(&texts[..3])), (Some(3), None));
    }
}
