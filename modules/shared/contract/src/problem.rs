//! What a caller is told when a request is refused.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::write::ToJson;

use crate::figures::Figures;
use crate::read::FromJson;
use crate::reply::to_json;
use crate::request::{field_path, parse};
use crate::tree::Node;
use gridfolk_json::decimal;

/// A refused request: the `Err` of every operation.
///
/// ```
/// use gridfolk_contract::Problem;
/// let problem = Problem::new("k_out_of_range", "params.k is 9; must be 1 to 5 (rows)")
///     .at("/params/k")
///     .with("k", 9)
///     .with("max", 5);
/// assert_eq!(
///     problem.to_json(),
///     r#"{"code":"k_out_of_range","message":"params.k is 9; must be 1 to 5 (rows)","pointer":"/params/k","values":{"k":9,"max":5}}"#
/// );
/// ```
///
/// Its fields are those of [`Details`]. They stand behind a pointer: a result on its way out passes through
/// many hands, and moving four texts at each was 3 KB gzipped of every module.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[serde(transparent)]
pub struct Problem(Box<Details>);

/// What a [`Problem`] says.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
pub struct Details {
    /// Stable name of the mistake, in `snake_case`; programs read this.
    pub code: String,
    /// Field, value and rule in English; lower case, no full stop; people read this.
    pub message: String,
    /// JSON pointer (RFC 6901) into the request; empty when the request as a whole is meant.
    #[serde(default)]
    pub pointer: String,
    /// The figures of the message, by name, from which a host renders other languages.
    #[serde(default)]
    pub values: Figures,
}

impl Problem {
    /// A problem about the request as a whole; add the place with [`Problem::at`].
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Problem::of(code.into(), message.into())
    }

    #[inline(never)]
    fn of(code: String, message: String) -> Self {
        Problem(Box::new(Details { code, message, pointer: String::new(), values: Figures::default() }))
    }

    /// Says where: a JSON pointer into the request.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Self {
        self.at_pointer(pointer.into())
    }

    #[inline(never)]
    fn at_pointer(mut self, pointer: String) -> Self {
        self.pointer = pointer;
        self
    }

    /// Adds one figure of the message. It stands at every place that finds a mistake: one function a type of
    /// figure, not one a place.
    #[inline(never)]
    #[must_use]
    pub fn with<T: Into<Node>>(mut self, name: &str, value: T) -> Self {
        self.values.insert(name, value.into());
        self
    }

    /// The JSON that crosses the module's border as the `Err` string.
    pub fn to_json(&self) -> String {
        crate::reply::to_json(self)
    }

    /// Reads the `Err` string of a module. A host does not trust it: anything else than a problem
    /// becomes the problem `module_broken`.
    pub fn from_json(text: &str) -> Self {
        match parse::<Details>(text, "") {
            Ok(details) => Problem(Box::new(details)),
            Err(_) => Problem::new("module_broken", "the module answered with an error that is not a problem"),
        }
    }
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Problem {}

/// Joins a step to a JSON pointer, escaping `~` and `/` as RFC 6901 asks.
///
/// ```
/// assert_eq!(gridfolk_contract::problem::pointer_join("/table/columns", "kWh/day"), "/table/columns/kWh~1day");
/// ```
pub fn pointer_join(pointer: &str, step: impl Step) -> String {
    step.below(pointer)
}

/// The place of a parameter in the request; `field` may be a way of several steps.
#[inline(never)]
pub fn param_pointer(field: &str) -> String {
    joined(&["/params/", field])
}

/// The place of a column in the request.
#[inline(never)]
pub fn column_pointer(column: &str) -> String {
    pointer_join("/table/columns", column)
}

/// A step of a JSON pointer: a key, or a place in a list.
pub trait Step {
    /// The pointer with this step added.
    fn below(&self, pointer: &str) -> String;
}

impl Step for str {
    fn below(&self, pointer: &str) -> String {
        join(pointer, self)
    }
}

impl Step for String {
    fn below(&self, pointer: &str) -> String {
        join(pointer, self)
    }
}

impl Step for usize {
    fn below(&self, pointer: &str) -> String {
        join(pointer, &count_text(*self))
    }
}

impl Step for u64 {
    fn below(&self, pointer: &str) -> String {
        join(pointer, &to_json(self))
    }
}

impl<T: Step + ?Sized> Step for &T {
    fn below(&self, pointer: &str) -> String {
        (**self).below(pointer)
    }
}

/// The parts one after the other; all of them together add less to a module than one `format!`.
#[inline(never)]
pub fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A count, as in [`joined`] texts.
#[inline(never)]
pub fn count_text(count: usize) -> String {
    decimal::whole(count as u64)
}

#[inline(never)]
fn join(pointer: &str, step: &str) -> String {
    let mut joined = joined(&[pointer, "/"]);
    for c in step.chars() {
        match c {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            _ => push(&mut joined, c),
        }
    }
    joined
}

/// Adds a number in digits to base 16, at least so many. (What `{:x}` brings into each module serves nothing else.)
pub(crate) fn push_hex(text: &mut String, number: u32, n_digits: u32) {
    for place in (0..8).rev() {
        let rest = number >> (4 * place);
        if rest > 0 || place < n_digits {
            text.extend(char::from_digit(rest & 15, 16));
        }
    }
}

/// A text cut at each of these characters. (What `split` compiles into each of its places.)
#[inline(never)]
pub(crate) fn cut<'t>(text: &'t str, at: &[u8]) -> Vec<&'t str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    // No byte of another character is that of an ASCII one.
    for (end, byte) in text.bytes().enumerate() {
        if at.contains(&byte) {
            parts.push(text.get(start..end).unwrap_or_default());
            start = end + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// What `String::push` compiles into each of its places.
#[inline(never)]
fn push(text: &mut String, c: char) {
    text.push(c);
}

/// The place as messages begin with it.
pub(crate) fn place_name(pointer: &str) -> String {
    if pointer.is_empty() { "the request".to_owned() } else { field_path(pointer) }
}

/// A number as it may stand in a message: decimal without exponent, as short as reads back the same.
/// It is finite. (What `{}` prints; that would bring another way to print numbers, 7 KB gzipped, into each module.)
///
/// ```
/// use gridfolk_contract::problem::plain_number;
/// assert_eq!([1.0, -0.25, 1e-7, 1.5e21].map(plain_number), ["1", "-0.25", "0.0000001", "1500000000000000000000"]);
/// ```
pub fn plain_number(value: f64) -> String {
    let mut text = String::new();
    decimal::write_plain(&mut text, value);
    text
}

/// A number as messages tell it: as JSON does, but a whole one without `.0`, and a large one without a plus.
///
/// ```
/// use gridfolk_contract::problem::number_text;
/// assert_eq!([2.0, -0.5, 1e9, 1e-9, 1e300].map(number_text), ["2", "-0.5", "1000000000", "1e-9", "1e300"]);
/// ```
pub fn number_text(value: f64) -> String {
    let text = to_json(&value);
    joined(&cut(text.strip_suffix(".0").unwrap_or(&text), b"+"))
}

/// A text from the caller as it may stand in a message: quoted, at most 40 characters.
pub fn quoted(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == MAX_CHARS {
            push(&mut shown, '…');
            break;
        }
        push(&mut shown, c);
    }
    in_quotes(&shown)
}

/// A text in quotes, with escapes for quotes and for what does not show.
///
/// It is what `{:?}` writes, but for characters of no language in use: that one knows all of Unicode by tables,
/// which are 4 KB gzipped of every module.
///
/// ```
/// use gridfolk_contract::problem::in_quotes;
/// assert_eq!(in_quotes("a\"b\\\n\u{feff}\u{3000}用"), r#""a\"b\\\n\u{feff}\u{3000}用""#);
/// ```
pub fn in_quotes(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                push(&mut quoted, '\\');
                push(&mut quoted, c);
            }
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => quoted.push_str("\\0"),
            _ if is_unseen(c) => {
                quoted.push_str("\\u{");
                push_hex(&mut quoted, u32::from(c), 1);
                push(&mut quoted, '}');
            }
            _ => push(&mut quoted, c),
        }
    }
    push(&mut quoted, '"');
    quoted
}

/// Whether a character is for control, a space other than the plain one, or changes its neighbours.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{1680}'
        | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'..='\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_module_says_is_told_as_it_said_it() {
        let values = r#"{"a":[1,-2,0.1,null,true,"用"],"k":18446744073709551615}"#;
        let json = format!(r#"{{"code":"c","message":"m","pointer":"/a~1b","values":{values}}}"#);
        assert_eq!(Problem::from_json(&json).to_json(), json);
        assert_eq!(Problem::from_json(r#"{"later": 1, "code": "c", "message": "m"}"#), Problem::new("c", "m"));
    }

    #[test]
    fn what_is_no_problem_is_the_modules_own() {
        for text in ["", "[]", r#"{"code": "c"}"#, r#"{"code": "c", "message": 1}"#, r#"{"code":"c","message":"m"} x"#]
        {
            assert_eq!(Problem::from_json(text).code, "module_broken", "{text}");
        }
    }

    #[test]
    fn quotes_are_those_that_the_standard_library_writes() {
        // Latin, Greek, Cyrillic; punctuation; Chinese and its punctuation; full-width forms.
        for block in
            [0..0x370, 0x3a3..0x3ff, 0x410..0x480, 0x2000..0x2065, 0x3000..0x302a, 0x4e00..0x9fa6, 0xff01..0xff5f]
        {
            for c in block.filter_map(char::from_u32) {
                let text = format!("a{c}");
                assert_eq!(in_quotes(&text), format!("{text:?}"));
            }
        }
    }

    #[test]
    fn a_plain_number_is_what_the_standard_library_prints() {
        let mut numbers = vec![0.0, -0.0, 1.0, 10.0, 123.456, 1e22, 1e23, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e-5];
        numbers.extend((0..2000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15) & !(1 << 62))));
        for number in numbers {
            assert_eq!((plain_number(number), plain_number(-number)), (format!("{number}"), format!("{}", -number)));
        }
    }
}
