//! Cutting a text into tokens.

use std::iter::{Enumerate, Peekable};
use std::str::Chars;

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{count_text, joined, plain_number};
use gridfolk_contract::request::parse;

use super::is_name_char;
use super::print::quote;

pub(super) fn expected(what: &str, at: usize, found: &str) -> Problem {
    let message = joined(&["character ", &count_text(at + 1), " is ", found, "; expected ", what]);
    Problem::new("condition_not_readable", message)
        .with("character", at + 1)
        .with("found", found)
        .with("expected", what)
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A bare word: a name or a keyword.
    Word(String),
    /// A name in backticks.
    Name(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

impl Token {
    /// As messages show it.
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Word(text) | Token::Name(text) => text.clone(),
            Token::Text(inside) => {
                let mut text = String::new();
                quote(&mut text, inside, '"');
                text
            }
            Token::Number(number) => plain_number(*number),
            Token::Sign(sign) => (*sign).to_owned(),
        }
    }
}

/// The characters of a text with their places.
type Characters<'a> = Peekable<Enumerate<Chars<'a>>>;

/// Splits a text into tokens, each with the place of its first character.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Problem> {
    const SIGNS: [&str; 11] = [">=", "<=", "!=", "<>", "==", ">", "<", "=", "(", ")", ","];
    let mut tokens = Vec::new();
    let mut rest = text.chars().enumerate().peekable();
    while let Some(&(at, c)) = rest.peek() {
        let token = if c.is_whitespace() {
            rest.next();
            continue;
        } else if c == '"' || c == '`' {
            let inside =
                quoted(&mut rest).ok_or_else(|| expected("a closing quote", text.chars().count(), "the end"))?;
            if c == '"' { Token::Text(inside) } else { Token::Name(inside) }
        } else if c.is_ascii_digit() || is_number_sign(c) {
            number(&mut rest).map_err(|found| expected("a finite number", at, &found))?
        } else if is_name_char(c) {
            Token::Word(take_while(&mut rest, is_name_char))
        } else {
            let remaining: String = rest.clone().take(2).map(|(_, c)| c).collect();
            let sign = SIGNS.into_iter().find(|sign| remaining.starts_with(sign));
            let sign =
                sign.ok_or_else(|| expected("a name, a value, a comparison or a parenthesis", at, &c.to_string()))?;
            rest.nth(sign.len() - 1);
            Token::Sign(sign)
        };
        tokens.push((at, token));
    }
    Ok(tokens)
}

fn take_while(rest: &mut Characters<'_>, wanted: impl Fn(char) -> bool) -> String {
    let mut taken = String::new();
    while let Some((_, c)) = rest.next_if(|&(_, c)| wanted(c)) {
        taken.push(c);
    }
    taken
}

/// The inside of a quoted text; nothing where the closing quote is missing.
fn quoted(rest: &mut Characters<'_>) -> Option<String> {
    let (_, mark) = rest.next()?;
    let mut inside = String::new();
    loop {
        match rest.next()?.1 {
            '\\' => inside.push(rest.next()?.1),
            c if c == mark => return Some(inside),
            c => inside.push(c),
        }
    }
}

fn is_number_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '.')
}

fn number(rest: &mut Characters<'_>) -> Result<Token, String> {
    let taken = take_while(rest, |c| is_number_sign(c) || is_name_char(c) && c != '_');
    // As JSON, whose reader is there anyway: the standard library's would weigh 7 KB gzipped. People also
    // write a plus sign, or leave out the 0 before the point.
    let (sign, digits) = match taken.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", taken.strip_prefix('+').unwrap_or(&taken)),
    };
    let zero = if digits.starts_with('.') { "0" } else { "" };
    match parse::<f64>(&joined(&[sign, zero, digits]), "") {
        Ok(number) => Ok(Token::Number(number)),
        Err(_) => Err(taken),
    }
}
