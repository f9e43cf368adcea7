//! Bytes into text.

use std::borrow::Cow;

use gridfolk_contract::Problem;

/// UTF-8 with or without BOM, borrowed; else GB 18030.
pub(super) fn decode(bytes: &[u8], decode_gbk: fn(&[u8]) -> Option<String>) -> Result<Cow<'_, str>, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(unknown("the table is UTF-16; save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => match decode_gbk(bytes) {
            Some(text) => Cow::Owned(text),
            None => {
                let offset = error.valid_up_to();
                let line = 1 + bytes[..offset].iter().filter(|&&byte| byte == b'\n').count();
                let message = format!("the table is neither UTF-8 (byte {offset}, line {line} is not) nor GBK");
                return Err(unknown(message).with("offset", offset).with("line", line));
            }
        },
    };
    match text.find('\0') {
        Some(offset) => Err(Problem::new("not_text", format!("the table is not text: byte {offset} is 0"))
            .at("/table")
            .with("offset", offset)),
        None => Ok(text),
    }
}

fn unknown(message: impl Into<String>) -> Problem {
    Problem::new("encoding_unknown", message).at("/table")
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn decode_gbk(bytes: &[u8]) -> Option<String> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
}

#[cfg(target_arch = "wasm32")]
pub(super) fn decode_gbk(_bytes: &[u8]) -> Option<String> {
    None
}
