//! Days of the calendar, as ISO 8601 writes them: a module has no clock, so callers say what day it is.
//!
//! ```
//! use gridfolk_contract::Date;
//! let day = |text: &str| text.parse::<Date>();
//! assert!(day("2024-02-29").unwrap() < day("2024-03-01").unwrap());
//! assert!(day("2023-02-29").is_err() && day("2024-3-1").is_err());
//! ```

use std::fmt;

use crate::write::ToJson;

use crate::read::{Fault, FromJson, Node, Slot};

/// A day of the Gregorian calendar, years 0000 to 9999; days compare as they follow each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, ToJson)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Serialize))]
pub struct Date(#[cfg_attr(feature = "schema", schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$")))] String);

impl Date {
    /// `2024-02-29`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the day lies in a period; an end that is not given is open, both given ones belong to it.
    pub fn is_within(&self, from: Option<&Date>, to: Option<&Date>) -> bool {
        from.is_none_or(|from| from <= self) && to.is_none_or(|to| self <= to)
    }
}

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDate;

impl fmt::Display for NoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a day of the calendar such as 2024-02-29")
    }
}

impl std::str::FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let is_day = is_day(text.as_bytes()).unwrap_or(false);
        if is_day { Ok(Date(text.to_owned())) } else { Err(NoDate) }
    }
}

impl Slot for Date {
    fn fill(&mut self, node: &Node) -> Result<(), Fault> {
        *self = String::from_json(node)?.parse().map_err(|error: NoDate| Fault::refused(error))?;
        Ok(())
    }
}

impl FromJson for Date {
    fn blank() -> Self {
        Date(String::new())
    }
}

fn is_day(text: &[u8]) -> Option<bool> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(&text[..4])?, digits(&text[5..7])?, digits(&text[8..])?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    Some((1..=n_days).contains(&day))
}

fn digits(text: &[u8]) -> Option<u32> {
    let mut number = 0;
    for byte in text {
        number = 10 * number + u32::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for day in ["2024-02-29", "2000-02-29", "1999-12-31", "0000-01-01"] {
            assert!(day.parse::<Date>().is_ok(), "{day}");
        }
        for text in
            ["1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-01", "", "二〇二四-01"]
        {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
    }

    #[test]
    fn a_period_holds_both_its_ends() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let (from, to) = (day("2024-01-01"), day("2024-12-31"));
        assert!(from.is_within(Some(&from), Some(&to)) && to.is_within(Some(&from), Some(&to)));
        assert!(!day("2025-01-01").is_within(Some(&from), Some(&to)));
        assert!(day("2025-01-01").is_within(Some(&from), None) && day("0001-01-01").is_within(None, Some(&to)));
    }
}
