//! Places in a JSON text: from line and column, as serde_json tells them, to a pointer, for hosts, which
//! read envelopes straight into types that borrow (modules read types from a tree and know the path);
//! and an object's members as they are written.

use crate::problem::pointer_join;
use crate::tree::Node;

/// A level of nesting on the way to the place.
enum Level {
    Object { key: Option<String>, is_key_next: bool },
    List { index: usize },
}

/// The JSON pointer, below `base`, of the value (or key) at which reading stopped: `column` bytes into
/// line `line` (from 1). The text is valid JSON up to there.
pub(crate) fn pointer_at(text: &str, line: usize, column: usize, base: &str) -> String {
    let n_before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let before = text.get(..n_before + column).unwrap_or(text);
    let mut levels = Vec::new();
    let mut at = 0;
    while at < before.len() {
        at = step(before, at, &mut levels);
    }
    levels.iter().fold(base.to_owned(), |pointer, level| match level {
        Level::Object { key: Some(key), .. } => pointer_join(&pointer, key),
        Level::Object { key: None, .. } => pointer,
        Level::List { index } => pointer_join(&pointer, index),
    })
}

/// Takes one token, or one byte of a number or word; returns where the next begins.
fn step(text: &str, at: usize, levels: &mut Vec<Level>) -> usize {
    match text.as_bytes()[at] {
        b'{' => levels.push(Level::Object { key: None, is_key_next: true }),
        b'[' => levels.push(Level::List { index: 0 }),
        b'}' | b']' => drop(levels.pop()),
        b',' => match levels.last_mut() {
            Some(Level::Object { key, is_key_next }) => (*key, *is_key_next) = (None, true),
            Some(Level::List { index }) => *index += 1,
            None => {}
        },
        b'"' => {
            let end = string_end(text.as_bytes(), at);
            if let Some(Level::Object { key, is_key_next }) = levels.last_mut()
                && *is_key_next
            {
                (*key, *is_key_next) = (serde_json::from_str(&text[at..end]).ok(), false);
            }
            return end;
        }
        _ => {}
    }
    at + 1
}

/// The end of the string that begins at `at`, past its closing quote.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}

/// The members of an object, keys read and values as they are written. The text is a JSON object.
pub(crate) fn members(text: &str) -> Vec<(String, &str)> {
    let bytes = text.as_bytes();
    let next = |from: usize, stops: &[u8]| {
        let found = bytes[from..].iter().position(|byte| stops.contains(byte));
        found.map_or(bytes.len(), |after| from + after)
    };
    let mut members = Vec::new();
    let mut at = next(0, b"\"");
    while at < bytes.len() {
        let end = string_end(bytes, at);
        let Ok(Node::Text(key)) = Node::read(text.get(at..end).unwrap_or_default()) else { break };
        let start = next(end, b":") + 1;
        let end = value_end(bytes, start);
        members.push((key, text.get(start..end).unwrap_or_default().trim()));
        at = next(end, b"\"");
    }
    members
}

/// Where the comma or brace stands that ends the value at `start`.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b',' | b'}' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_cut_out_as_they_are_written() {
        let text = "\n{ \"a\\\"b\" :\t[1, {\"c\": \"}],\\\\\"}] ,\"d\":null,\"e\":{}\n}\n";
        let expected = [("a\"b", "[1, {\"c\": \"}],\\\\\"}]"), ("d", "null"), ("e", "{}")];
        assert_eq!(members(text), expected.map(|(key, value)| (key.to_owned(), value)));
        assert_eq!(members(" {} "), []);
    }

    #[test]
    fn the_pointer_leads_to_the_value_before_the_place() {
        let text = "{\"a\": [1, {\"b~\\\"\":\n 2}, \"x,y\"], \"c\": null}";
        let at = |needle: &str| {
            let offset = text.find(needle).expect("the needle") + needle.len();
            let line = text[..offset].matches('\n').count() + 1;
            let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
            pointer_at(text, line, offset - line_start, "/params")
        };
        assert_eq!(at("[1"), "/params/a/0");
        assert_eq!(at("\n 2"), "/params/a/1/b~0\"");
        assert_eq!(at("2}"), "/params/a/1");
        assert_eq!(at("\"x,y\""), "/params/a/2");
        assert_eq!(at("\"c\""), "/params/c");
        assert_eq!(at("null}"), "/params");
    }
}
