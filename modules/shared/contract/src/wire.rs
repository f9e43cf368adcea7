//! How states and partials cross the border: bytes as base64, numbers little-endian, bit for bit.
//!
//! A derived JSON form of the same shapes would weigh more than the algorithm.

use crate::write::ToJson;

use crate::base64::{decode, encode};
use crate::read::FromJson;

/// A packed value in an object of JSON.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// How far the fit is; of a state alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// The packed value.
    pub data: String,
}

impl Sealed {
    /// Packs a value.
    pub fn new(progress: Option<Progress>, value: impl Packed) -> Self {
        Sealed { progress, data: encode(&pack(value)) }
    }

    /// The value, unless something else is packed.
    pub fn open<T: Packed>(&self) -> Option<T> {
        unpack(decode(&self.data)?)
    }
}

/// How far a fit is.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// A guess at how much is done, 0 to 1.
    pub share: f64,
    /// What the next pass over the rows finds out.
    pub phase: String,
}

impl Progress {
    /// A share of the way, and the phase that is next.
    pub fn new(share: f64, phase: &str) -> Self {
        Progress { share, phase: phase.to_owned() }
    }
}

/// A value that can be packed into bytes.
pub trait Packed {
    /// What stands in a place until a value is read into it.
    fn blank() -> Self;

    /// Sends the value over the wire: writes it, or reads another into a blank.
    fn travel(&mut self, wire: &mut Wire);
}

/// The bytes of a value.
pub fn pack(mut value: impl Packed) -> Vec<u8> {
    let mut wire = Wire::new(Vec::new(), false);
    value.travel(&mut wire);
    wire.bytes
}

/// The value of some bytes, unless these hold something else.
pub fn unpack<T: Packed>(bytes: Vec<u8>) -> Option<T> {
    let mut wire = Wire::new(bytes, true);
    let mut value = T::blank();
    value.travel(&mut wire);
    wire.is_read().then_some(value)
}

/// Bytes on their way in one direction, so that a type says once what it is made of.
#[derive(Debug)]
pub struct Wire {
    bytes: Vec<u8>,
    /// How many of them are read.
    at: usize,
    reads: bool,
    is_refused: bool,
}

impl Wire {
    fn new(bytes: Vec<u8>, reads: bool) -> Self {
        Wire { bytes, at: 0, reads, is_refused: false }
    }

    /// Whether all bytes are read, and none refused.
    fn is_read(&self) -> bool {
        self.at == self.bytes.len() && !self.is_refused
    }

    /// Whether values are read, not written.
    pub fn reads(&self) -> bool {
        self.reads
    }

    /// Refuses what is read, where it is not sound; nothing but blanks is read after.
    #[inline(never)]
    pub fn require(&mut self, is_sound: bool) {
        self.is_refused |= !is_sound;
    }

    /// Sends some bytes.
    #[inline(never)]
    fn block(&mut self, block: &mut [u8]) {
        if !self.reads {
            self.bytes.extend_from_slice(block);
            return;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match rest.get(..block.len()) {
            Some(bytes) if !self.is_refused => {
                block.copy_from_slice(bytes);
                self.at += block.len();
            }
            _ => self.is_refused = true,
        }
    }

    /// Sends a byte.
    #[inline(never)]
    pub fn byte(&mut self, byte: u8) -> u8 {
        let mut block = [byte];
        self.block(&mut block);
        block[0]
    }

    /// Sends eight bytes.
    #[inline(never)]
    fn word(&mut self, word: u64) -> u64 {
        let mut block = word.to_le_bytes();
        self.block(&mut block);
        u64::from_le_bytes(block)
    }

    /// Sends a count, seven bits a byte, the lowest first.
    pub fn count(&mut self, count: u64) -> u64 {
        let (mut rest, mut found) = (count, 0);
        for shift in (0..64).step_by(7) {
            let more = if rest > 127 { 128 } else { 0 };
            let byte = self.byte(rest as u8 & 127 | more);
            rest >>= 7;
            found |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return found;
            }
        }
        self.require(false);
        found
    }

    /// Sends the length of a list. Each of its values takes a byte at least: one that lies is refused.
    #[inline(never)]
    fn length(&mut self, length: usize) -> usize {
        let length = self.word(length as u64);
        let is_sound = !self.reads || length <= (self.bytes.len() - self.at) as u64;
        self.require(is_sound);
        if is_sound { length as usize } else { 0 }
    }

    /// Sends a list of what `blank` makes and `travel` sends.
    pub fn list<T>(&mut self, list: &mut Vec<T>, blank: impl Fn() -> T, travel: impl Fn(&mut T, &mut Wire)) {
        let length = self.length(list.len());
        // The list grows with what is read.
        for index in 0..length {
            if self.reads {
                list.push(blank());
            }
            if let Some(value) = list.get_mut(index) {
                travel(value, self);
            }
            if self.is_refused {
                break;
            }
        }
    }
}

macro_rules! word {
    ($($type:ident)*) => {
        $(impl Packed for $type {
            fn blank() -> Self {
                0
            }

            fn travel(&mut self, wire: &mut Wire) {
                let word = wire.word(*self as u64);
                *self = word as $type;
                wire.require(*self as u64 == word);
            }
        })*
    };
}

word!(u32 u64 usize);

impl Packed for f64 {
    fn blank() -> Self {
        0.0
    }

    fn travel(&mut self, wire: &mut Wire) {
        *self = f64::from_bits(wire.word(self.to_bits()));
    }
}

impl Packed for bool {
    fn blank() -> Self {
        false
    }

    #[inline(never)]
    fn travel(&mut self, wire: &mut Wire) {
        let byte = wire.byte(u8::from(*self));
        *self = byte == 1;
        wire.require(byte <= 1);
    }
}

impl Packed for u8 {
    fn blank() -> Self {
        0
    }

    fn travel(&mut self, wire: &mut Wire) {
        *self = wire.byte(*self);
    }
}

impl Packed for String {
    fn blank() -> Self {
        String::new()
    }

    #[inline(never)]
    fn travel(&mut self, wire: &mut Wire) {
        let mut bytes = std::mem::take(self).into_bytes();
        let length = wire.length(bytes.len());
        bytes.resize(length, 0);
        wire.block(&mut bytes);
        match String::from_utf8(bytes) {
            Ok(text) => *self = text,
            Err(_) => wire.require(false),
        }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    #[inline(never)]
    fn travel(&mut self, wire: &mut Wire) {
        wire.list(self, T::blank, T::travel);
    }
}

impl<T: Packed> Packed for Option<T> {
    fn blank() -> Self {
        None
    }

    fn travel(&mut self, wire: &mut Wire) {
        let mut is_some = self.is_some();
        is_some.travel(wire);
        if is_some {
            self.get_or_insert_with(T::blank).travel(wire);
        }
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn blank() -> Self {
        (A::blank(), B::blank())
    }

    fn travel(&mut self, wire: &mut Wire) {
        self.0.travel(wire);
        self.1.travel(wire);
    }
}

/// A struct is packed field by field.
#[macro_export]
macro_rules! packed {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wire::Packed for $type {
            fn blank() -> Self {
                $type { $($field: $crate::wire::Packed::blank()),* }
            }

            fn travel(&mut self, wire: &mut $crate::wire::Wire) {
                $($crate::wire::Packed::travel(&mut self.$field, wire);)*
            }
        }
    };
}

/// An enum is packed as the number of its variant, from 0 on, and what that holds.
#[macro_export]
macro_rules! packed_enum {
    ($type:ident { $($number:literal => $variant:ident $(($($held:ident),+))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::wire::Packed for $type {
            #[allow(unreachable_code, reason = "the first variant is the blank")]
            fn blank() -> Self {
                $(
                    $($(let $held = $crate::wire::Packed::blank();)+)?
                    $($(let $field = $crate::wire::Packed::blank();)*)?
                    return $type::$variant $(($($held),+))? $({ $($field),* })?;
                )*
            }

            fn travel(&mut self, wire: &mut $crate::wire::Wire) {
                match wire.byte(match self { $($type::$variant { .. } => $number,)* }) {
                    $($number => {
                        if wire.reads() {
                            $($(let $held = $crate::wire::Packed::blank();)+)?
                            $($(let $field = $crate::wire::Packed::blank();)*)?
                            *self = $type::$variant $(($($held),+))? $({ $($field),* })?;
                        }
                    })*
                    _ => wire.require(false),
                }
                match self {
                    $($type::$variant $(($($held),+))? $({ $($field),* })? => {
                        $($($crate::wire::Packed::travel($held, wire);)+)?
                        $($($crate::wire::Packed::travel($field, wire);)*)?
                    })*
                }
            }
        }
    };
}

pub use {packed, packed_enum};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_travel_bit_for_bit() {
        let value = (vec![0.1, -0.0, f64::INFINITY], Some("kWh".to_owned()));
        let back: (Vec<f64>, Option<String>) = Sealed::new(None, value.clone()).open().expect("the value");
        assert!(back.0.iter().zip(&value.0).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert_eq!(back.1, value.1);
    }

    #[test]
    fn something_else_is_not_opened() {
        let sealed = |bytes: &[u8]| Sealed { progress: None, data: encode(bytes) };
        // A length beyond the bytes; bytes left over; a flag that is none; no base64.
        assert_eq!(sealed(&u64::MAX.to_le_bytes()).open::<Vec<f64>>(), None);
        assert_eq!(sealed(&[0; 9]).open::<u64>(), None);
        assert_eq!(sealed(&[2]).open::<bool>(), None);
        assert_eq!(Sealed { data: "*".into(), ..sealed(&[]) }.open::<u64>(), None);
    }
}
