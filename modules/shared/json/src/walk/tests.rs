//! The walk beside serde_json's reading.

use super::*;
use serde::de::IgnoredAny;
use serde_json::Value;

/// As `check` tells it, and as serde_json does.
fn both(text: &str) -> (Result<(), String>, Result<(), String>) {
    let told = check(text).map_err(|Broken { what, line, column }| format!("{what} at line {line} column {column}"));
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
        for inserted in
            ["]", "}", "[", "{", ",", ":", "\"", "\\", "x", "1", "-", ".", "e", "0", "\n", "\u{1}", "用", "nul", "tr"]
        {
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
