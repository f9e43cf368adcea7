//! Conditions as people write them; printing and parsing give the same condition back.
//!
//! ```text
//! any     := all (OR all)*
//! all     := unit (AND unit)*
//! unit    := NOT unit | ( any ) | TRUE | FALSE | AT LEAST n OF ( any, … ) | test
//! test    := name >= number | name > number | name <= number | name < number
//!          | name = scalar | name IN ( scalar, … ) | name HAS text | name IS [NOT] MISSING
//! name    := letters, digits and _ not starting with a digit, or anything in `backticks`
//! text    := "double quotes", with \" and \\ inside
//! ```
//! Keywords are read in any case. `name != scalar` reads as `NOT name = scalar`.

use std::fmt::{self, Write};
use std::iter::{Enumerate, Peekable};
use std::str::{Chars, FromStr};

use gridfolk_contract::Problem;

use crate::condition::{Condition, Scalar, Test};

/// How deep parentheses may nest.
const DEPTH_MAX: u32 = 100;

const KEYWORDS: [&str; 13] =
    ["AND", "OR", "NOT", "TRUE", "FALSE", "AT", "LEAST", "OF", "IN", "HAS", "IS", "MISSING", "NULL"];

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::All(all) if all.is_empty() => f.write_str("TRUE"),
            Condition::Any(any) if any.is_empty() => f.write_str("FALSE"),
            Condition::All(all) => join(f, all, " AND "),
            Condition::Any(any) => join(f, any, " OR "),
            Condition::Not(not) => {
                f.write_str("NOT ")?;
                unit(f, not)
            }
            Condition::AtLeast(k, of) => {
                write!(f, "AT LEAST {k} OF (")?;
                list(f, of, |f, condition| condition.fmt(f))?;
                f.write_char(')')
            }
            Condition::Column(column, test) => {
                name(f, column)?;
                test.fmt(f)
            }
        }
    }
}

/// A list of one keeps its kind by the trailing `AND TRUE` or `OR FALSE` that it equals.
fn join(f: &mut fmt::Formatter<'_>, conditions: &[Condition], word: &str) -> fmt::Result {
    for (index, condition) in conditions.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        unit(f, condition)?;
    }
    match (conditions.len(), word) {
        (1, " AND ") => f.write_str(" AND TRUE"),
        (1, _) => f.write_str(" OR FALSE"),
        _ => Ok(()),
    }
}

fn unit(f: &mut fmt::Formatter<'_>, condition: &Condition) -> fmt::Result {
    match condition {
        Condition::All(list) | Condition::Any(list) if !list.is_empty() => write!(f, "({condition})"),
        _ => write!(f, "{condition}"),
    }
}

fn list<T>(
    f: &mut fmt::Formatter<'_>,
    values: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, value)?;
    }
    Ok(())
}

fn name(f: &mut fmt::Formatter<'_>, column: &str) -> fmt::Result {
    let is_plain = column.chars().enumerate().all(|(at, c)| is_name_char(c) && (at > 0 || !c.is_ascii_digit()));
    if is_plain && !column.is_empty() && !is_keyword(column) { f.write_str(column) } else { quote(f, column, '`') }
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn quote(f: &mut fmt::Formatter<'_>, text: &str, mark: char) -> fmt::Result {
    f.write_char(mark)?;
    for c in text.chars() {
        if c == mark || c == '\\' {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char(mark)
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Gte(bound) => write!(f, " >= {bound}"),
            Test::Gt(bound) => write!(f, " > {bound}"),
            Test::Lte(bound) => write!(f, " <= {bound}"),
            Test::Lt(bound) => write!(f, " < {bound}"),
            Test::Eq(scalar) => write!(f, " = {scalar}"),
            Test::In(scalars) => {
                f.write_str(" IN (")?;
                list(f, scalars, |f, scalar| scalar.fmt(f))?;
                f.write_char(')')
            }
            Test::Has(item) => {
                f.write_str(" HAS ")?;
                quote(f, item, '"')
            }
            Test::Missing(true) => f.write_str(" IS MISSING"),
            Test::Missing(false) => f.write_str(" IS NOT MISSING"),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Number(number) => write!(f, "{number}"),
            Scalar::Text(text) => quote(f, text, '"'),
        }
    }
}

impl FromStr for Condition {
    type Err = Problem;

    /// Reads the text form.
    ///
    /// # Errors
    /// `condition_not_readable`, with the character at which reading ended and what was expected there.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), n_chars: text.chars().count() };
        let condition = parser.any(0)?;
        match parser.tokens.next() {
            None => Ok(condition),
            Some((at, token)) => Err(expected("AND, OR or the end", at, &token.to_string())),
        }
    }
}

fn expected(what: &str, at: usize, found: &str) -> Problem {
    Problem::new("condition_not_readable", format!("character {} is {found}; expected {what}", at + 1))
        .with("character", at + 1)
        .with("found", found)
        .with("expected", what)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A bare word: a name or a keyword.
    Word(String),
    /// A name in backticks.
    Name(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(text) | Token::Name(text) => f.write_str(text),
            Token::Text(text) => quote(f, text, '"'),
            Token::Number(number) => write!(f, "{number}"),
            Token::Sign(sign) => f.write_str(sign),
        }
    }
}

/// The characters of a text with their places.
type Characters<'a> = Peekable<Enumerate<Chars<'a>>>;

/// Splits a text into tokens, each with the place of its first character.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Problem> {
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
        } else if c.is_ascii_digit() || "+-.".contains(c) {
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

fn number(rest: &mut Characters<'_>) -> Result<Token, String> {
    let taken = take_while(rest, |c| c.is_alphanumeric() || "+-.".contains(c));
    match taken.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Token::Number(number)),
        _ => Err(taken),
    }
}

struct Parser {
    tokens: Peekable<std::vec::IntoIter<(usize, Token)>>,
    n_chars: usize,
}

impl Parser {
    fn any(&mut self, depth: u32) -> Result<Condition, Problem> {
        let first = self.all(depth)?;
        let mut any = vec![first];
        while self.take_word("OR") {
            any.push(self.all(depth)?);
        }
        Ok(joined(any, Condition::Any, &Condition::Any(Vec::new())))
    }

    fn all(&mut self, depth: u32) -> Result<Condition, Problem> {
        let mut all = vec![self.unit(depth)?];
        while self.take_word("AND") {
            all.push(self.unit(depth)?);
        }
        Ok(joined(all, Condition::All, &Condition::All(Vec::new())))
    }

    fn unit(&mut self, depth: u32) -> Result<Condition, Problem> {
        if depth > DEPTH_MAX {
            return Err(self.unexpected(&format!("at most {DEPTH_MAX} levels of nesting")));
        }
        if self.take_word("NOT") {
            return Ok(Condition::Not(Box::new(self.unit(depth + 1)?)));
        }
        if self.take_sign("(") {
            let inside = self.any(depth + 1)?;
            self.sign(")")?;
            return Ok(inside);
        }
        if self.take_word("TRUE") {
            return Ok(Condition::All(Vec::new()));
        }
        if self.take_word("FALSE") {
            return Ok(Condition::Any(Vec::new()));
        }
        if self.take_word("AT") {
            return self.at_least(depth);
        }
        self.test()
    }

    fn at_least(&mut self, depth: u32) -> Result<Condition, Problem> {
        self.word("LEAST")?;
        let k = match self.tokens.peek() {
            Some((_, Token::Number(k))) if k.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(k) => *k as u32,
            _ => return Err(self.unexpected("a whole number")),
        };
        self.tokens.next();
        self.word("OF")?;
        let of = self.in_parentheses(|parser| parser.any(depth + 1))?;
        Ok(Condition::AtLeast(k, of))
    }

    fn test(&mut self) -> Result<Condition, Problem> {
        let column = self.name()?;
        let test = |test| Ok(Condition::Column(column.clone(), test));
        if self.take_word("IN") {
            return test(Test::In(self.in_parentheses(Parser::scalar)?));
        }
        if self.take_word("HAS") {
            return match self.scalar()? {
                Scalar::Text(item) => test(Test::Has(item)),
                Scalar::Number(_) => Err(self.unexpected("a text in double quotes before this")),
            };
        }
        if self.take_word("IS") {
            let is_present = self.take_word("NOT");
            self.word("MISSING")?;
            return test(Test::Missing(!is_present));
        }
        match self.tokens.next() {
            Some((_, Token::Sign(">="))) => test(Test::Gte(self.bound()?)),
            Some((_, Token::Sign(">"))) => test(Test::Gt(self.bound()?)),
            Some((_, Token::Sign("<="))) => test(Test::Lte(self.bound()?)),
            Some((_, Token::Sign("<"))) => test(Test::Lt(self.bound()?)),
            Some((_, Token::Sign("=" | "=="))) => test(Test::Eq(self.scalar()?)),
            Some((_, Token::Sign("!=" | "<>"))) => Ok(Condition::Not(Box::new(test(Test::Eq(self.scalar()?))?))),
            Some((at, token)) => Err(expected("a comparison, IN, HAS or IS", at, &token.to_string())),
            None => Err(self.unexpected("a comparison, IN, HAS or IS")),
        }
    }

    fn name(&mut self) -> Result<String, Problem> {
        match self.tokens.peek() {
            Some((_, Token::Name(name))) => Ok(name.clone()),
            Some((_, Token::Word(name))) if !is_keyword(name) => Ok(name.clone()),
            _ => Err(self.unexpected("a column's name")),
        }
        .inspect(|_| drop(self.tokens.next()))
    }

    fn bound(&mut self) -> Result<f64, Problem> {
        match self.tokens.peek() {
            Some((_, Token::Number(number))) => Ok(*number),
            _ => Err(self.unexpected("a number")),
        }
        .inspect(|_| drop(self.tokens.next()))
    }

    fn scalar(&mut self) -> Result<Scalar, Problem> {
        match self.tokens.peek() {
            Some((_, Token::Number(number))) => Ok(Scalar::Number(*number)),
            Some((_, Token::Text(text))) => Ok(Scalar::Text(text.clone())),
            _ => Err(self.unexpected("a number or a text in double quotes")),
        }
        .inspect(|_| drop(self.tokens.next()))
    }

    fn in_parentheses<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        self.sign("(")?;
        let mut items = Vec::new();
        if self.take_sign(")") {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if !self.take_sign(",") {
                self.sign(")")?;
                return Ok(items);
            }
        }
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        self.tokens
            .next_if(|(_, token)| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(keyword)))
            .is_some()
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        self.tokens.next_if(|(_, token)| matches!(token, Token::Sign(found) if *found == sign)).is_some()
    }

    fn word(&mut self, keyword: &str) -> Result<(), Problem> {
        if self.take_word(keyword) { Ok(()) } else { Err(self.unexpected(keyword)) }
    }

    fn sign(&mut self, sign: &str) -> Result<(), Problem> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.unexpected(sign)) }
    }

    fn unexpected(&mut self, what: &str) -> Problem {
        match self.tokens.peek() {
            Some((at, token)) => expected(what, *at, &token.to_string()),
            None => expected(what, self.n_chars, "the end"),
        }
    }
}

/// One condition stands for itself. `neutral` (`TRUE` among AND, `FALSE` among OR) is how a list of
/// one is written; it is dropped again, so that printing and parsing agree.
fn joined(mut list: Vec<Condition>, make: fn(Vec<Condition>) -> Condition, neutral: &Condition) -> Condition {
    if list.len() == 1 {
        return list.remove(0);
    }
    if list.len() == 2 && list[1] == *neutral {
        list.pop();
    }
    make(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Condition {
        text.parse().expect("a condition")
    }

    fn column(name: &str, test: Test) -> Condition {
        Condition::Column(name.into(), test)
    }

    #[test]
    fn and_binds_before_or_and_not_before_both() {
        let [a, b, c] = ["a", "b", "c"].map(|name| column(name, Test::Gt(1.0)));
        assert_eq!(
            read("a > 1 OR not b > 1 and c > 1"),
            Condition::Any(vec![a.clone(), Condition::All(vec![Condition::Not(Box::new(b.clone())), c.clone()])])
        );
        assert_eq!(read("(a > 1 OR b > 1) AND c > 1"), Condition::All(vec![Condition::Any(vec![a, b]), c]));
    }

    #[test]
    fn every_test_reads() {
        assert_eq!(
            read("x != \"a\\\"b\""),
            Condition::Not(Box::new(column("x", Test::Eq(Scalar::Text("a\"b".into())))))
        );
        assert_eq!(
            read("`odd name` in (1, \"x\")"),
            column("odd name", Test::In(vec![Scalar::Number(1.0), Scalar::Text("x".into())]))
        );
        assert_eq!(read("用电量 <= -1e3"), column("用电量", Test::Lte(-1000.0)));
        assert_eq!(read("tags has \"old\""), column("tags", Test::Has("old".into())));
        assert_eq!(read("x is not missing"), column("x", Test::Missing(false)));
        let two = vec![column("a", Test::Lt(1.0)), column("b", Test::Missing(true))];
        assert_eq!(read("at least 1 of (a < 1, b IS MISSING)"), Condition::AtLeast(1, two));
    }

    #[test]
    fn a_text_that_cannot_be_read_says_where() {
        let message = |text: &str| text.parse::<Condition>().unwrap_err().message;
        assert_eq!(message("a >"), "character 4 is the end; expected a number");
        assert_eq!(message("a > 1 b"), "character 7 is b; expected AND, OR or the end");
        assert_eq!(message("a ? 1"), "character 3 is ?; expected a name, a value, a comparison or a parenthesis");
        assert_eq!(message("a > 1e999"), "character 5 is 1e999; expected a finite number");
        assert_eq!(message("and > 1"), "character 1 is and; expected a column's name");
        assert!(message(&"(".repeat(500)).contains("at most 100 levels"));
        assert!("NOT ".repeat(500).parse::<Condition>().is_err());
    }

    fn any_condition() -> impl Strategy<Value = Condition> {
        let number = -1e9..1e9f64;
        let scalar = prop_oneof![number.clone().prop_map(Scalar::Number), ".{0,6}".prop_map(Scalar::Text)];
        let test = prop_oneof![
            number.clone().prop_map(Test::Gte),
            number.clone().prop_map(Test::Gt),
            number.clone().prop_map(Test::Lte),
            number.prop_map(Test::Lt),
            scalar.clone().prop_map(Test::Eq),
            prop::collection::vec(scalar, 0..3).prop_map(Test::In),
            ".{0,6}".prop_map(Test::Has),
            any::<bool>().prop_map(Test::Missing),
        ];
        let leaf = (".{0,6}", test).prop_map(|(name, test)| Condition::Column(name, test));
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
                prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
                inner.clone().prop_map(|condition| Condition::Not(Box::new(condition))),
                (0..4u32, prop::collection::vec(inner, 0..4)).prop_map(|(k, of)| Condition::AtLeast(k, of)),
            ]
        })
    }

    /// Lists that end in their neutral element read back without it; such are not made here.
    fn has_neutral_end(condition: &Condition) -> bool {
        match condition {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast(_, list) => {
                let ends = match condition {
                    Condition::All(_) => list.last() == Some(&Condition::All(vec![])),
                    Condition::Any(_) => list.last() == Some(&Condition::Any(vec![])),
                    _ => false,
                };
                (ends && list.len() == 2) || list.iter().any(has_neutral_end)
            }
            Condition::Not(not) => has_neutral_end(not),
            Condition::Column(..) => false,
        }
    }

    proptest! {
        #[test]
        fn printing_and_parsing_give_the_same_condition(condition in any_condition()) {
            prop_assume!(!has_neutral_end(&condition));
            let text = condition.to_string();
            prop_assert_eq!(text.parse::<Condition>().map_err(|problem| format!("{text}: {problem}")), Ok(condition));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,60}") {
            let _ = text.parse::<Condition>();
        }
    }
}
