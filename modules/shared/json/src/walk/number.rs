//! Numbers.

use super::{Atom, Broken, OUT_OF_RANGE, Walk};
use crate::decimal;

impl<'t> Walk<'t> {
    /// From its sign or first digit.
    pub(super) fn number(&mut self, is_read: bool) -> Result<Atom<'t>, Broken> {
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
