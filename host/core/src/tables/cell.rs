//! Numbers and dates as they stand in cells.

/// The number that a text is: decimal or scientific notation, spaces around it allowed. Words such
/// as `inf` are texts. The result is infinite where the number is too large for a double; -0 is 0.
///
/// ```
/// use gridfolk_host::tables::cell::number;
/// assert_eq!(number(" -1.5e3 "), Some(-1500.0));
/// assert_eq!(number("1,000"), None);
/// ```
pub fn number(text: &str) -> Option<f64> {
    let text = match text.as_bytes() {
        [b'0'..=b'9' | b'+' | b'-' | b'.', .., b'0'..=b'9' | b'.'] | [b'0'..=b'9'] => text,
        _ => text.trim_ascii(),
    };
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !matches!(digits.as_bytes().first(), Some(b'0'..=b'9' | b'.')) {
        return None;
    }
    text.parse::<f64>().ok().map(|value| value + 0.0)
}

/// Days since 1970-01-01 of `YYYY-MM-DD`, with a fraction where a time of day follows:
/// `T` or a space, `HH:MM`, `:SS`, a fraction of a second, `Z`. Other offsets are no date here.
///
/// ```
/// use gridfolk_host::tables::cell::date;
/// assert_eq!(date("1970-01-02"), Some(1.0));
/// assert_eq!(date("1970-01-02T06:00"), Some(1.25));
/// assert_eq!(date("2015-02-29"), None);
/// ```
pub fn date(text: &str) -> Option<f64> {
    let text = text.trim_ascii();
    let (day, rest) = text.split_at_checked(10)?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *day.as_bytes().first_chunk::<10>()? else { return None };
    let year = i64::from(two_digits(y0, y1)? * 100 + two_digits(y2, y3)?);
    let (month, day) = (two_digits(m0, m1)?, two_digits(d0, d1)?);
    if !(1..=12).contains(&month) || day == 0 || day > days_of_month(year, month) {
        return None;
    }
    let days = days_from_civil(year, i64::from(month), i64::from(day)) as f64;
    match rest.strip_prefix(['T', ' ']) {
        None if rest.is_empty() => Some(days),
        None => None,
        Some(time) => Some(days + seconds(time)? / 86_400.0),
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// Seconds since midnight of `HH:MM[:SS[.fraction]][Z]`.
fn seconds(time: &str) -> Option<f64> {
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (&[h0, h1, b':', m0, m1], rest) = time.as_bytes().split_first_chunk::<5>()? else { return None };
    let (hour, minute) = (two_digits(h0, h1)?, two_digits(m0, m1)?);
    let second = match rest {
        [] => 0.0,
        [b':', tens, ones, fraction @ ..] => f64::from(two_digits(*tens, *ones)?) + second_fraction(fraction)?,
        _ => return None,
    };
    (hour < 24 && minute < 60 && second < 60.0).then(|| f64::from(hour * 3600 + minute * 60) + second)
}

fn second_fraction(fraction: &[u8]) -> Option<f64> {
    match fraction {
        [] => Some(0.0),
        [b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            std::str::from_utf8(fraction).ok()?.parse().ok()
        }
        _ => None,
    }
}

fn days_of_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level
/// date algorithms"): years begin in March, so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_and_scientific_notation_are_numbers() {
        for (text, value) in [("12", 12.0), ("-0.5", -0.5), ("+3", 3.0), (".5", 0.5), ("5.", 5.0), ("1E-3", 1e-3)] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("-0").map(f64::to_bits), Some(0));
        assert_eq!(number("1e999"), Some(f64::INFINITY));
    }

    #[test]
    fn words_and_separators_are_no_numbers() {
        for text in ["", " ", "inf", "-inf", "nan", "NaN", "infinity", "1,000", "1 000", "0x10", "1e", ".", "-", "1_0"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar() {
        for (text, days) in [
            ("1970-01-01", 0.0),
            ("1969-12-31", -1.0),
            ("2000-02-29", 11_016.0),
            ("2000-03-01", 11_017.0),
            ("2024-12-31", 20_088.0),
            ("0001-01-01", -719_162.0),
            ("2000-03-01 12:00:00.000Z", 11_017.5),
        ] {
            assert_eq!(date(text), Some(days), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in [
            "2015-02-29",
            "1900-02-29",
            "2015-13-01",
            "2015-00-01",
            "2015-01-00",
            "2015-1-1",
            "2015-04-31",
            "2015/01/01",
            "2015-01-01T24:00",
            "2015-01-01T10:00+08:00",
            "2015-01-01x",
            "20150101",
            "用电客户用",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
