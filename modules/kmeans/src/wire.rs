//! Arrays of numbers as base64 of little-endian doubles: a state crosses the border after every pass.

use std::ops::{Deref, DerefMut};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Numbers that travel as one text, bit for bit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers(Vec<f64>);

impl From<Vec<f64>> for Numbers {
    fn from(numbers: Vec<f64>) -> Self {
        Numbers(numbers)
    }
}

impl Deref for Numbers {
    type Target = Vec<f64>;

    fn deref(&self) -> &Vec<f64> {
        &self.0
    }
}

impl DerefMut for Numbers {
    fn deref_mut(&mut self) -> &mut Vec<f64> {
        &mut self.0
    }
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|number| number.to_le_bytes()).collect();
        serializer.serialize_str(&STANDARD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(|_| D::Error::custom("not base64 of numbers"))?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(D::Error::custom("not a whole number of doubles"));
        }
        Ok(Numbers(numbers.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_travel_bit_for_bit() {
        let numbers = Numbers(vec![0.1, -0.0, f64::MIN_POSITIVE]);
        let text = serde_json::to_string(&numbers).expect("JSON");
        let back: Numbers = serde_json::from_str(&text).expect("numbers");
        assert!(back.iter().zip(numbers.iter()).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert!(serde_json::from_str::<Numbers>("\"AAAA\"").is_err());
    }
}
