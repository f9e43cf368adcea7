//! The words of reports in both languages.

use std::str::FromStr;

use gridfolk_contract::Text;

/// A language for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl FromStr for Language {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "en" => Ok(Language::En),
            "zh" | "zh-CN" => Ok(Language::Zh),
            _ => Err(format!("{name:?} is no language; use en or zh")),
        }
    }
}

impl Language {
    /// As HTML names it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh-CN",
        }
    }

    /// The text in this language.
    pub(super) fn of(self, text: &Text) -> &str {
        match self {
            Language::En => &text.en,
            Language::Zh => &text.zh,
        }
    }

    /// The words in this language.
    pub(super) fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}
