//! Distinct texts and their codes, in the order in which they appear.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts borrow from the table's text where they can: a million ids are not copied.
#[derive(Default)]
pub(super) struct Levels<'a> {
    texts: Vec<Cow<'a, str>>,
    /// Codes, found by the hash of their text.
    codes: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<'a> Levels<'a> {
    /// The code of a text, a new one where it is new.
    pub(super) fn code(&mut self, text: Cow<'a, str>) -> u32 {
        let Levels { texts, codes, hasher } = self;
        let hash = hasher.hash_one(text.as_ref());
        if let Some(&code) = codes.find(hash, |&code| texts[code as usize] == text) {
            return code;
        }
        let code = texts.len() as u32;
        texts.push(text);
        codes.insert_unique(hash, code, |&code| hasher.hash_one(texts[code as usize].as_ref()));
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
