//! Rules as sentences, in English and Chinese, each put together by hand.

use gridfolk_contract::ToJson;
use gridfolk_contract::problem::plain_number;

use crate::algorithm::tree::Tree;
use crate::region::{Levels, Region};

/// The same sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sentence {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// What a rule says of the customers that it chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'a> {
    /// The class that it is about.
    pub class: &'a str,
    /// Customers of the fit.
    pub n_rows: u64,
    /// Their share of all.
    pub support: f64,
    /// The share of the class among them.
    pub rate: f64,
    /// That share over the share among all; none where nobody is of the class.
    pub lift: Option<f64>,
}

/// A rule: who, and what is so about them.
pub fn sentence(tree: &Tree, regions: &[Region], finding: &Finding<'_>) -> Sentence {
    let parts: Vec<Sentence> = regions.iter().filter_map(|region| part(tree, region)).collect();
    let (mut en, mut zh) = ("all customers".to_owned(), "全部客户".to_owned());
    if !parts.is_empty() {
        en = parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join("; ");
        zh = parts.iter().map(|part| part.zh.as_str()).collect::<Vec<_>>().join("；");
    }
    let (target, class, n) = (&tree.target, finding.class, finding.n_rows);
    let (support, rate) = (percent(finding.support), percent(finding.rate));
    en += &format!(" → {target} is {class} for {rate} of {n} customers ({support} of all)");
    zh += &format!(" → {target} 为 {class}：{n} 户（占全部 {support}），比例 {rate}");
    if let Some(lift) = finding.lift.map(|lift| rounded(lift, DIGITS_OF_SHARE)) {
        en += &format!(", lift {lift}");
        zh += &format!("，提升度 {lift}");
    }
    Sentence { en, zh }
}

/// What is asked of one column; nothing where every customer of the fit would do. Missing values are
/// spoken of where the fit had some.
fn part(tree: &Tree, region: &Region) -> Option<Sentence> {
    let column = &tree.columns[region.column];
    let name = &column.name;
    let of = |en: String, zh: String| Some(Sentence { en, zh });
    if !region.takes_present {
        return of(format!("{name} missing"), format!("{name} 缺失"));
    }
    let has_missing = column.n_missing > 0;
    if !region.is_part() {
        let says = has_missing && !region.takes_missing;
        return if says { of(format!("{name} not missing"), format!("{name} 不缺失")) } else { None };
    }
    let (en, zh) = if column.is_number { range(region) } else { levels(&region.levels) };
    let (or_en, or_zh) = if has_missing && region.takes_missing { (" or missing", "，或缺失") } else { ("", "") };
    of(format!("{name} {en}{or_en}"), format!("{name} {zh}{or_zh}"))
}

fn range(region: &Region) -> (String, String) {
    let (above, most) = (rounded(region.above, DIGITS_OF_BOUND), rounded(region.at_most, DIGITS_OF_BOUND));
    match (region.above > f64::NEG_INFINITY, region.at_most < f64::INFINITY) {
        (true, true) => (format!("above {above} and at most {most}"), format!("大于 {above} 且不超过 {most}")),
        (true, false) => (format!("above {above}"), format!("大于 {above}")),
        _ => (format!("at most {most}"), format!("不超过 {most}")),
    }
}

fn levels(levels: &Levels) -> (String, String) {
    match levels {
        Levels::Only(levels) if levels.len() == 1 => (format!("is {}", levels[0]), format!("为 {}", levels[0])),
        Levels::Only(levels) => (format!("is one of {}", levels.join(", ")), format!("为 {} 之一", levels.join("、"))),
        Levels::But(levels) if levels.len() == 1 => (format!("is not {}", levels[0]), format!("不为 {}", levels[0])),
        Levels::But(levels) => {
            (format!("is none of {}", levels.join(", ")), format!("不为 {} 中任何一个", levels.join("、")))
        }
    }
}

/// Digits of a share or a lift.
const DIGITS_OF_SHARE: i32 = 3;
/// Digits of a value that a rule cuts at.
const DIGITS_OF_BOUND: i32 = 6;

fn percent(share: f64) -> String {
    rounded(100.0 * share, DIGITS_OF_SHARE) + "%"
}

/// A number in so many digits, for people: the model and the condition have all of them.
fn rounded(number: f64, n_digits: i32) -> String {
    if number == 0.0 || !number.is_finite() {
        return plain_number(if number.is_finite() { 0.0 } else { number });
    }
    // Powers of ten within the doubles; beyond, all digits are written.
    let n_decimals = n_digits - 1 - libm::floor(libm::log10(number.abs())) as i32;
    if !(-300..=300).contains(&n_decimals) {
        return plain_number(number);
    }
    let scale = libm::pow(10.0, f64::from(n_decimals.abs()));
    let rounded =
        if n_decimals >= 0 { libm::round(number * scale) / scale } else { libm::round(number / scale) * scale };
    plain_number(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people_have_six_digits() {
        let numbers = [0.10997050255537033, 1.0 / 3.0, 26.030000686645508, 1_479_415.5, 4.5, 0.0, -0.000012345678];
        let expected = ["0.109971", "0.333333", "26.03", "1479420", "4.5", "0", "-0.0000123457"];
        assert_eq!(numbers.map(|number| rounded(number, 6)), expected);
    }

    #[test]
    fn shares_for_people_are_percentages() {
        let shares = [1.0, 0.1875, 0.0539419, 0.00012345, 0.0, 2.0 / 3.0];
        assert_eq!(shares.map(percent), ["100%", "18.8%", "5.39%", "0.0123%", "0%", "66.7%"]);
    }
}
