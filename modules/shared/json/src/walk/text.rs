//! Texts and their escapes.

use super::{Broken, Walk};

impl Walk<'_> {
    /// The inside of a string, from behind its opening quote.
    pub(super) fn string(&mut self, is_read: bool) -> Result<&str, Broken> {
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
}
