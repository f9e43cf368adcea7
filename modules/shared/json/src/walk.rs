//! JSON texts, read once and in order by one walk, whatever becomes of them: a [`Sink`] is told what comes, and
//! makes a tree, a table or a request of it.
//!
//! A parser of its own: serde_json's was 8 KB gzipped of every module. What is not JSON is told in serde_json's
//! words.

mod number;
mod text;

#[cfg(test)]
mod tests;

/// A value that holds no others.
#[derive(Clone, Copy)]
pub enum Atom<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from 0 that fits.
    Unsigned(u64),
    /// A whole number below 0 that fits.
    Signed(i64),
    /// Any other number; finite.
    Float(f64),
    /// A text, its escapes read.
    Text(&'a str),
}

/// Is told what a JSON text consists of, in order. One that has found a mistake ignores the rest.
pub trait Sink {
    /// A value that holds no others.
    fn atom(&mut self, atom: Atom<'_>);
    /// A list begins; its values follow.
    fn begin_list(&mut self);
    /// The innermost list ends.
    fn end_list(&mut self);
    /// An object begins; keys follow, each with its value.
    fn begin_object(&mut self);
    /// A key of the innermost object.
    fn key(&mut self, key: &str);
    /// The innermost object ends.
    fn end_object(&mut self);
}

/// A text that is not JSON: what is wrong, and at which byte it shows (lines from 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Broken {
    /// In words.
    pub what: &'static str,
    /// From 1.
    pub line: usize,
    /// Bytes of that line up to the place.
    pub column: usize,
}

/// What is wrong with a number that no double holds.
pub const OUT_OF_RANGE: &str = "number out of range";
/// Lists and objects within each other, but one.
const DEPTH_MAX: usize = 128;

/// Tells `sink` all of `text`.
///
/// # Errors
/// The text is not JSON.
pub fn walk(text: &str, sink: &mut dyn Sink) -> Result<(), Broken> {
    Walk { text, at: 0, unescaped: String::new() }.all(Some(sink))
}

/// Looks whether a text is JSON. Numbers out of range and halves of surrogate pairs are found by [`walk`] alone, and
/// so is too deep a nesting.
///
/// # Errors
/// The text is not JSON.
pub fn check(text: &str) -> Result<(), Broken> {
    Walk { text, at: 0, unescaped: String::new() }.all(None)
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    /// The last text that had escapes in it.
    unescaped: String,
}

impl<'t> Walk<'t> {
    fn all(&mut self, mut sink: Option<&mut dyn Sink>) -> Result<(), Broken> {
        // What is open, the innermost last: whether it is an object.
        let mut open: Vec<bool> = Vec::new();
        loop {
            let mut is_after_value = true;
            match self.next_byte() {
                Some(bracket @ (b'[' | b'{')) => {
                    if sink.is_some() && open.len() + 1 == DEPTH_MAX {
                        return Err(self.broken_next("recursion limit exceeded"));
                    }
                    open.push(bracket == b'{');
                    self.at += 1;
                    is_after_value = false;
                    if let Some(sink) = &mut sink {
                        if bracket == b'{' { sink.begin_object() } else { sink.begin_list() }
                    }
                }
                _ => {
                    let atom = self.atom(sink.is_some())?;
                    if let Some(sink) = &mut sink {
                        sink.atom(atom);
                    }
                }
            }
            let Some(is_object) = self.next_place(&mut open, is_after_value, &mut sink)? else { return self.end() };
            if is_object {
                self.key(&mut sink)?;
            }
        }
    }

    /// Goes on past commas and closing brackets to where the next key or value stands: whether a key comes, or
    /// nothing any more.
    fn next_place(
        &mut self,
        open: &mut Vec<bool>,
        mut is_after_value: bool,
        sink: &mut Option<&mut dyn Sink>,
    ) -> Result<Option<bool>, Broken> {
        while let Some(&is_object) = open.last() {
            match (self.next_byte(), is_object) {
                (Some(b','), _) if is_after_value => {
                    self.at += 1;
                    return Ok(Some(is_object));
                }
                (Some(b'}'), true) | (Some(b']'), false) => self.at += 1,
                (Some(_), _) if !is_after_value => return Ok(Some(is_object)),
                (Some(_), true) => return Err(self.broken_next("expected `,` or `}`")),
                (Some(_), false) => return Err(self.broken_next("expected `,` or `]`")),
                (None, true) => return Err(self.broken_next("EOF while parsing an object")),
                (None, false) => return Err(self.broken_next("EOF while parsing a list")),
            }
            if let Some(sink) = sink {
                if is_object { sink.end_object() } else { sink.end_list() }
            }
            open.pop();
            is_after_value = true;
        }
        Ok(None)
    }

    fn end(&mut self) -> Result<(), Broken> {
        match self.next_byte() {
            None => Ok(()),
            Some(_) => Err(self.broken_next("trailing characters")),
        }
    }

    fn key(&mut self, sink: &mut Option<&mut dyn Sink>) -> Result<(), Broken> {
        match self.next_byte() {
            Some(b'"') => self.at += 1,
            Some(_) => return Err(self.broken_next("key must be a string")),
            None => return Err(self.broken_next("EOF while parsing an object")),
        }
        let key = self.string(sink.is_some())?;
        if let Some(sink) = sink {
            sink.key(key);
        }
        match self.next_byte() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(self.broken_next("expected `:`")),
            None => return Err(self.broken_next("EOF while parsing an object")),
        }
        Ok(())
    }

    fn atom(&mut self, is_read: bool) -> Result<Atom<'_>, Broken> {
        let Some(byte) = self.next_byte() else { return Err(self.broken_next("EOF while parsing a value")) };
        let (word, atom) = match byte {
            b'"' => {
                self.at += 1;
                return self.string(is_read).map(Atom::Text);
            }
            b'-' | b'0'..=b'9' => return self.number(is_read),
            b'n' => ("null", Atom::Null),
            b't' => ("true", Atom::Bool(true)),
            b'f' => ("false", Atom::Bool(false)),
            _ => return Err(self.broken_next("expected value")),
        };
        for expected in word.bytes() {
            let byte = self.byte().ok_or_else(|| self.broken("EOF while parsing a value"))?;
            self.at += 1;
            if byte != expected {
                return Err(self.broken("expected ident"));
            }
        }
        Ok(atom)
    }

    #[inline(always)]
    fn take_while(&mut self, is_wanted: impl Fn(u8) -> bool) -> &'t [u8] {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let n = rest.iter().position(|&byte| !is_wanted(byte)).unwrap_or(rest.len());
        self.at += n;
        rest.get(..n).unwrap_or_default()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_there = self.byte() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no space; it is not taken.
    fn next_byte(&mut self) -> Option<u8> {
        self.take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
        self.byte()
    }

    /// What the bytes taken so far show.
    #[cold]
    fn broken(&self, what: &'static str) -> Broken {
        let taken = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line_start = taken.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let line = 1 + taken.iter().filter(|&&byte| byte == b'\n').count();
        Broken { what, line, column: self.at - line_start }
    }

    /// What the next byte shows.
    #[cold]
    fn broken_next(&mut self, what: &'static str) -> Broken {
        self.at = (self.at + 1).min(self.text.len());
        self.broken(what)
    }
}
