//! Bytes as text (RFC 4648, section 4: the standard alphabet, padded): how states and partials cross
//! the border. A crate for it is 2 KB gzipped in each module.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// In [`VALUES`]: a byte outside of the alphabet.
const NONE: u8 = 64;
/// The six bits that a byte of the alphabet stands for.
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [NONE; 256];
    let mut index = 0;
    while index < 64 {
        values[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    values
}

/// The text of some bytes.
///
/// ```
/// assert_eq!(gridfolk_contract::base64::encode(b"kWh!"), "a1doIQ==");
/// ```
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| chunk.get(index).map_or(0, |&byte| u32::from(byte));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for index in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

/// The bytes of a text; none where it is no base64, or not as [`encode`] would write it.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("=").map_or(text, |rest| rest.strip_suffix("=").unwrap_or(rest));
    if !text.len().is_multiple_of(4) || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in digits.as_bytes().chunks(4) {
        let mut bits = 0;
        for index in 0..4 {
            let value = chunk.get(index).map_or(0, |&digit| VALUES[digit as usize]);
            if value == NONE {
                return None;
            }
            bits = bits << 6 | u32::from(value);
        }
        let [_, first, second, third] = bits.to_be_bytes();
        let n_bytes = chunk.len() - 1;
        bytes.extend_from_slice(&[first, second, third][..n_bytes]);
        // Bits that no byte takes are zero in what `encode` writes.
        if n_bytes < 3 && bits << (8 + 8 * n_bytes) != 0 {
            return None;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn the_examples_of_the_standard_hold() {
        let examples =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (bytes, text) in examples {
            assert_eq!((encode(bytes.as_bytes()).as_str(), decode(text)), (text, Some(bytes.as_bytes().to_vec())));
        }
    }

    #[test]
    fn every_byte_travels_and_other_texts_are_refused() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&bytes)), Some(bytes));
        for text in ["Z", "Zg", "Zg=", "Zg===", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm9*", "Zg==Zg==", "=Zg="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
