//! How states and partials cross the border: bytes as base64, numbers little-endian, bit for bit.
//!
//! A derived JSON form of the same shapes would weigh more than the algorithm.

use serde::Serialize;

use crate::base64::{decode, encode};
use crate::read::FromJson;

/// A packed value in an object of JSON.
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
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
    pub fn new(progress: Option<Progress>, value: &impl Packed) -> Self {
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        Sealed { progress, data: encode(&bytes) }
    }

    /// The value, unless something else is packed.
    pub fn open<T: Packed>(&self) -> Option<T> {
        let bytes = decode(&self.data)?;
        let mut rest = bytes.as_slice();
        let value = T::unpack(&mut rest)?;
        rest.is_empty().then_some(value)
    }
}

/// How far a fit is.
#[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// A guess at how much is done, 0 to 1.
    pub share: f64,
    /// What the next pass over the rows finds out.
    pub phase: String,
}

/// A value that can be packed into bytes.
pub trait Packed: Sized {
    /// Appends the value.
    fn pack(&self, bytes: &mut Vec<u8>);
    /// Takes the value off the front; none where there is no such value.
    fn unpack(bytes: &mut &[u8]) -> Option<Self>;
}

#[inline(never)]
fn take_8(bytes: &mut &[u8]) -> Option<[u8; 8]> {
    let (first, rest) = bytes.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(*first)
}

impl Packed for f64 {
    fn pack(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        take_8(bytes).map(f64::from_le_bytes)
    }
}

impl Packed for u64 {
    fn pack(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        take_8(bytes).map(u64::from_le_bytes)
    }
}

impl Packed for usize {
    fn pack(&self, bytes: &mut Vec<u8>) {
        (*self as u64).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        usize::try_from(u64::unpack(bytes)?).ok()
    }
}

impl Packed for u32 {
    fn pack(&self, bytes: &mut Vec<u8>) {
        u64::from(*self).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        u32::try_from(u64::unpack(bytes)?).ok()
    }
}

impl Packed for u8 {
    fn pack(&self, bytes: &mut Vec<u8>) {
        bytes.push(*self);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        Some(*first)
    }
}

impl Packed for bool {
    fn pack(&self, bytes: &mut Vec<u8>) {
        u8::from(*self).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        match u8::unpack(bytes)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Packed for String {
    fn pack(&self, bytes: &mut Vec<u8>) {
        self.len().pack(bytes);
        bytes.extend_from_slice(self.as_bytes());
    }

    #[inline(never)]
    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::unpack(bytes)?;
        let (text, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, bytes: &mut Vec<u8>) {
        self.len().pack(bytes);
        self.iter().for_each(|value| value.pack(bytes));
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::unpack(bytes)?;
        // Every value takes a byte at least: a length that lies allocates nothing.
        if length > bytes.len() {
            return None;
        }
        // A plain loop: collecting options is compiled anew, and larger, for every type.
        let mut values = Vec::new();
        while values.len() < length {
            values.push(T::unpack(bytes)?);
        }
        Some(values)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, bytes: &mut Vec<u8>) {
        self.is_some().pack(bytes);
        self.iter().for_each(|value| value.pack(bytes));
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        if bool::unpack(bytes)? { T::unpack(bytes).map(Some) } else { Some(None) }
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, bytes: &mut Vec<u8>) {
        self.0.pack(bytes);
        self.1.pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::unpack(bytes)?, B::unpack(bytes)?))
    }
}

/// A struct is packed field by field.
#[macro_export]
macro_rules! packed {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wire::Packed for $type {
            fn pack(&self, bytes: &mut Vec<u8>) {
                $($crate::wire::Packed::pack(&self.$field, bytes);)*
            }

            fn unpack(bytes: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::wire::Packed::unpack(bytes)?;)*
                Some($type { $($field),* })
            }
        }
    };
}

/// An enum is packed as the number of its variant and what that holds.
#[macro_export]
macro_rules! packed_enum {
    ($type:ident { $($number:literal => $variant:ident $(($held:ident))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::wire::Packed for $type {
            fn pack(&self, bytes: &mut Vec<u8>) {
                match self {
                    $($type::$variant $(($held))? $({ $($field),* })? => {
                        bytes.push($number);
                        $($crate::wire::Packed::pack($held, bytes);)?
                        $($($crate::wire::Packed::pack($field, bytes);)*)?
                    })*
                }
            }

            fn unpack(bytes: &mut &[u8]) -> Option<Self> {
                match <u8 as $crate::wire::Packed>::unpack(bytes)? {
                    $($number => {
                        $(let $held = $crate::wire::Packed::unpack(bytes)?;)?
                        $($(let $field = $crate::wire::Packed::unpack(bytes)?;)*)?
                        Some($type::$variant $(($held))? $({ $($field),* })?)
                    })*
                    _ => None,
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
        let back: (Vec<f64>, Option<String>) = Sealed::new(None, &value).open().expect("the value");
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
