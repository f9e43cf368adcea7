//! Distinct texts and their codes, in the order in which they appear.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts borrow from the table's text where they can: a million ids are not copied.
#[derive(Default)]
pub(super) struct Levels<'a> {
    texts: Vec<Cow<'a, str>>,
    /// Codes, found by the hash of their text.
    codes: HashTable<Known>,
    hasher: DefaultHashBuilder,
}

/// A code with its text's hash: a growing table looks at no text again, which lies far away.
struct Known {
    hash: u32,
    code: u32,
}

/// A short hash as the table wants it: its place from the low bits, seven more from the high ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash.wrapping_mul(0x9e37_79b1))
}

impl<'a> Levels<'a> {
    /// The code of a text, a new one where it is new.
    #[inline]
    pub(super) fn code(&mut self, text: Cow<'a, str>) -> u32 {
        let Levels { texts, codes, hasher } = self;
        let hash = hasher.hash_one(text.as_ref()) as u32;
        let is_same = |known: &Known| known.hash == hash && texts[known.code as usize] == text;
        if let Some(known) = codes.find(spread(hash), is_same) {
            return known.code;
        }
        let code = texts.len() as u32;
        texts.push(text);
        codes.insert_unique(spread(hash), Known { hash, code }, |known| spread(known.hash));
        code
    }

    /// The texts, by code.
    pub(super) fn texts(&self) -> &[Cow<'a, str>] {
        &self.texts
    }

    /// The texts, by code, given up.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts.into_iter().map(Cow::into_owned).collect()
    }
}
