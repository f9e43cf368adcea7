//! JSON texts, read once and in order by one walk, whatever becomes of them: a [`Sink`] is told what comes, and
//! makes a tree, a table or a request of it.
//!
//! A parser of its own: serde_json's was 8 KB gzipped of every module. What is not JSON is told in serde_json's
//! words.

use crate::decimal;

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

    fn number(&mut self, is_read: bool) -> Result<Atom<'t>, Broken> {
        let is_negative = self.take(b'-');
        let whole = self.digits();
        match whole {
            [] => {
                self.at = (self.at + 1).min(self.text.len());
                return Err(self.broken("invalid number"));
            }
            [b'0', _, ..] => {
                self.at -= whole.len() - 1;
                return Err(self.broken_next("invalid number"));
            }
            _ => {}
        }
        let has_part = self.take(b'.');
        let part = if has_part { self.digits() } else { &[] };
        if has_part && part.is_empty() {
            return Err(self.broken_next("invalid number"));
        }
        let has_exponent = self.take(b'e') || self.take(b'E');
        let exponent = if has_exponent { self.exponent()? } else { 0 };
        if !is_read {
            return Ok(Atom::Null);
        }
        if !has_part
            && !has_exponent
            && let Some(atom) = whole_number(whole, is_negative)
        {
            return Ok(atom);
        }
        let value = decimal::read(whole, part, exponent);
        if value.is_infinite() {
            return Err(self.broken(OUT_OF_RANGE));
        }
        Ok(Atom::Float(if is_negative { -value } else { value }))
    }

    /// What stands behind the letter; past a hundred million it is all the same.
    fn exponent(&mut self) -> Result<i32, Broken> {
        let is_negative = self.take(b'-');
        if !is_negative {
            self.take(b'+');
        }
        let digits = self.digits();
        if digits.is_empty() {
            self.at = (self.at + 1).min(self.text.len());
            return Err(self.broken("invalid number"));
        }
        let mut exponent = 0;
        for &digit in digits {
            exponent = (exponent * 10 + i32::from(digit - b'0')).min(100_000_000);
        }
        Ok(if is_negative { -exponent } else { exponent })
    }

    fn digits(&mut self) -> &'t [u8] {
        self.take_while(|byte| byte.is_ascii_digit())
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

    /// The inside of a string, from behind its opening quote.
    fn string(&mut self, is_read: bool) -> Result<&str, Broken> {
        let mut start = self.at;
        self.unescaped.clear();
        loop {
            self.take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f));
            match self.byte() {
                None => return Err(self.broken("EOF while parsing a string")),
                Some(b'"') => break,
                Some(b'\\') => {
                    self.unescaped.push_str(self.text.get(start..self.at).unwrap_or_default());
                    self.at += 1;
                    let c = self.escaped(is_read)?;
                    self.unescaped.push(c);
                    start = self.at;
                }
                Some(_) => {
                    return Err(self.broken("control character (\\u0000-\\u001F) found while parsing a string"));
                }
            }
        }
        let last = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        if self.unescaped.is_empty() {
            return Ok(last);
        }
        self.unescaped.push_str(last);
        Ok(&self.unescaped)
    }

    /// The character that an escape stands for, from behind its backslash.
    fn escaped(&mut self, is_read: bool) -> Result<char, Broken> {
        let byte = self.byte().ok_or_else(|| self.broken("EOF while parsing a string"))?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let code = self.hex()?;
                if is_read { self.character(code)? } else { ' ' }
            }
            _ => return Err(self.broken("invalid escape")),
        })
    }

    /// The character of a code, or of a surrogate pair whose first half the code is.
    fn character(&mut self, first: u32) -> Result<char, Broken> {
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        if first < 0xdc00 {
            for expected in [b'\\', b'u'] {
                let byte = self.byte().ok_or_else(|| self.broken("EOF while parsing a string"))?;
                self.at += 1;
                if byte != expected {
                    return Err(self.broken("unexpected end of hex escape"));
                }
            }
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = ((first - 0xd800) << 10 | (second - 0xdc00)) + 0x1_0000;
                return Ok(char::from_u32(code).unwrap_or_default());
            }
        }
        Err(self.broken("lone leading surrogate in hex escape"))
    }

    /// Four digits of an escape.
    fn hex(&mut self) -> Result<u32, Broken> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return Err(self.broken("EOF while parsing a string"));
        };
        self.at += 4;
        let mut code = 0;
        for &digit in digits {
            let value = char::from(digit).to_digit(16).ok_or_else(|| self.broken("invalid escape"))?;
            code = code << 4 | value;
        }
        Ok(code)
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

/// A whole number that fits 64 bits; minus 0 does not.
fn whole_number(digits: &[u8], is_negative: bool) -> Option<Atom<'static>> {
    let mut value = 0u64;
    for &digit in digits {
        value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
    }
    if !is_negative {
        return Some(Atom::Unsigned(value));
    }
    let negated = (value as i64).wrapping_neg();
    (negated < 0).then_some(Atom::Signed(negated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IgnoredAny;
    use serde_json::Value;

    /// As `check` tells it, and as serde_json does.
    fn both(text: &str) -> (Result<(), String>, Result<(), String>) {
        let told =
            check(text).map_err(|Broken { what, line, column }| format!("{what} at line {line} column {column}"));
        let expected = serde_json::from_str::<IgnoredAny>(text).map(|_| ()).map_err(|error| error.to_string());
        (told, expected)
    }

    const TEXT: &str = r#" {"a\"b\u00e9\ud83d\ude00": [1, -2.50e+3, 0.1E-2,
        true, false,null , "用\n\/\\", {}], "": {"b" :[[], [0]]},"c":"" } "#;

    #[test]
    fn what_is_not_json_is_told_in_serde_jsons_words() {
        for (end, _) in TEXT.char_indices() {
            let (told, expected) = both(&TEXT[..end]);
            assert_eq!(told, expected, "{:?}", &TEXT[..end]);
            for inserted in [
                "]", "}", "[", "{", ",", ":", "\"", "\\", "x", "1", "-", ".", "e", "0", "\n", "\u{1}", "用", "nul",
                "tr",
            ] {
                let text = format!("{}{inserted}{}", &TEXT[..end], &TEXT[end..]);
                let (told, expected) = both(&text);
                assert_eq!(told, expected, "{text}");
                let rest = TEXT[end..].chars().next().map_or(0, char::len_utf8);
                let text = format!("{}{inserted}{}", &TEXT[..end], &TEXT[end + rest..]);
                let (told, expected) = both(&text);
                assert_eq!(told, expected, "{text}");
            }
        }
        assert_eq!(both(TEXT), (Ok(()), Ok(())));
        for text in [
            "",
            " ",
            "-",
            "01",
            "1.",
            "1e",
            "1e+",
            "1.5x",
            "\"\\u12\"",
            "\"\\u12x4\"",
            "\"\\x\"",
            "nul",
            "1 2",
            "--1",
            "-a",
        ] {
            let (told, expected) = both(text);
            assert_eq!(told, expected, "{text}");
        }
    }

    /// Builds serde_json's values.
    #[derive(Default)]
    struct Values {
        open: Vec<(Option<String>, Value)>,
        done: Value,
    }

    impl Values {
        fn add(&mut self, value: Value) {
            match self.open.last_mut() {
                Some((_, Value::Array(list))) => list.push(value),
                Some((key, Value::Object(fields))) => {
                    fields.insert(key.take().expect("a key comes first"), value);
                }
                _ => self.done = value,
            }
        }

        fn close(&mut self) {
            let (_, value) = self.open.pop().expect("something is open");
            self.add(value);
        }
    }

    impl Sink for Values {
        fn atom(&mut self, atom: Atom<'_>) {
            self.add(match atom {
                Atom::Null => Value::Null,
                Atom::Bool(value) => value.into(),
                Atom::Unsigned(value) => value.into(),
                Atom::Signed(value) => value.into(),
                Atom::Float(value) => value.into(),
                Atom::Text(text) => text.into(),
            });
        }

        fn begin_list(&mut self) {
            self.open.push((None, Value::Array(Vec::new())));
        }

        fn end_list(&mut self) {
            self.close();
        }

        fn begin_object(&mut self) {
            self.open.push((None, Value::Object(serde_json::Map::new())));
        }

        fn key(&mut self, key: &str) {
            self.open.last_mut().expect("an object is open").0 = Some(key.to_owned());
        }

        fn end_object(&mut self) {
            self.close();
        }
    }

    fn read(text: &str) -> Result<Value, Broken> {
        let mut values = Values::default();
        walk(text, &mut values)?;
        Ok(values.done)
    }

    #[test]
    fn values_are_those_that_serde_json_reads() {
        for text in [
            TEXT,
            "-0",
            "-0.0",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "1e-400",
            "0e999999999999",
            "123456789012345678901234567890e-10",
            "\"\"",
            "[[[]]]",
        ] {
            let expected: serde_json::Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(read(text).expect("JSON").to_string(), expected.to_string());
        }
    }

    #[test]
    fn what_no_value_holds_is_told_in_serde_jsons_words() {
        let deep = "[".repeat(130);
        for text in [
            "1e999",
            "[1, 2e308]",
            "-1e99999999",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"\\ud800x\"",
            "\"\\ud800\\n\"",
            &deep,
        ] {
            let Err(Broken { what, line, column }) = read(text) else { panic!("{text} is read") };
            let expected = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
            assert_eq!(format!("{what} at line {line} column {column}"), expected.to_string(), "{text}");
        }
    }
}
