//! Parsing, by recursive descent.

use std::iter::Peekable;
use std::str::FromStr;

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{count_text, joined as joined_texts};

use super::is_keyword;
use super::tokens::{Token, expected, tokens};
use crate::condition::{Condition, Scalar, Test};

/// How deep parentheses may nest.
const DEPTH_MAX: u32 = 100;

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
            Some((at, token)) => Err(expected("AND, OR or the end", at, &token.shown())),
        }
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
            return Err(self.unexpected(&joined_texts(&[
                "at most ",
                &count_text(DEPTH_MAX as usize),
                " levels of nesting",
            ])));
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
            Some((at, token)) => Err(expected("a comparison, IN, HAS or IS", at, &token.shown())),
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
            Some((at, token)) => expected(what, *at, &token.shown()),
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
