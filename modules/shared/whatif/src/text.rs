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

mod parse;
mod print;
mod tokens;

const KEYWORDS: [&str; 13] =
    ["AND", "OR", "NOT", "TRUE", "FALSE", "AT", "LEAST", "OF", "IN", "HAS", "IS", "MISSING", "NULL"];

/// Whether a bare name may hold a character: letters and digits of all scripts, but no space, sign or symbol.
/// (The standard library tells letters by tables, which are 2 KB gzipped of every module.)
fn is_name_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric() || c == '_',
        '\u{80}'..='\u{bf}' | '×' | '÷' | '\u{1680}' => false,
        // Punctuation, symbols, signs beside Chinese text, private characters, forms of signs, pictures.
        '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{2ff0}'..='\u{3004}' => false,
        '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}'..='\u{3040}' | '\u{e000}'..='\u{f8ff}' => false,
        '\u{fe00}'..='\u{fe6f}' | '\u{feff}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' => false,
        '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'.. => false,
        _ => true,
    }
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use crate::condition::{Condition, Scalar, Test};
    use proptest::prelude::*;

    fn read(text: &str) -> Condition {
        text.parse().expect("a condition")
    }

    fn column(name: &str, test: Test) -> Condition {
        Condition::Column(name.into(), test)
    }

    #[test]
    fn names_have_the_letters_that_the_standard_library_knows() {
        // Latin, Greek, Cyrillic; punctuation, currency; Chinese, its signs; Japanese; Korean; full-width forms.
        for block in [
            0..0xa0,
            0xc0..0x2c2,
            0x3a3..0x3f6,
            0x400..0x482,
            0x2000..0x2070,
            0x20a0..0x20c1,
            0x2190..0x2300,
            0x3000..0x302a,
        ]
        .into_iter()
        .chain([
            0x3041..0x3097,
            0x30a1..0x30fb,
            0x3400..0x4db5,
            0x4e00..0x9fa6,
            0xac00..0xd7a4,
            0xfe30..0xfe6f,
            0xff00..0xff66,
        ]) {
            for c in block.filter_map(char::from_u32) {
                assert_eq!(super::is_name_char(c), c.is_alphanumeric() || c == '_', "{c:?}");
            }
        }
        let spaces = (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| c.is_whitespace());
        assert!(!spaces.into_iter().any(super::is_name_char));
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
        assert_eq!(
            read("x > +1.5 and x < -.5"),
            Condition::All(vec![column("x", Test::Gt(1.5)), column("x", Test::Lt(-0.5))])
        );
        assert_eq!(read("tags has \"old\""), column("tags", Test::Has("old".into())));
        assert_eq!(read("x is not missing"), column("x", Test::Missing(false)));
        let two = vec![column("a", Test::Lt(1.0)), column("b", Test::Missing(true))];
        assert_eq!(read("at least 1 of (a < 1, b IS MISSING)"), Condition::AtLeast(1, two));
    }

    #[test]
    fn a_text_that_cannot_be_read_says_where() {
        let message = |text: &str| text.parse::<Condition>().unwrap_err().message.clone();
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
