//! Units of inputs, and numbers from one into another.

use serde::{Deserialize, Serialize};

/// What a number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Kilowatt-hours.
    #[serde(rename = "kWh")]
    Kwh,
    /// Watt-hours.
    #[serde(rename = "Wh")]
    Wh,
    /// Megawatt-hours.
    #[serde(rename = "MWh")]
    Mwh,
    /// Kilowatts.
    #[serde(rename = "kW")]
    Kw,
    /// Watts.
    #[serde(rename = "W")]
    W,
    /// Megawatts.
    #[serde(rename = "MW")]
    Mw,
    /// Kilovolt-amperes.
    #[serde(rename = "kVA")]
    Kva,
    /// Megavolt-amperes.
    #[serde(rename = "MVA")]
    Mva,
    /// Yuan.
    Yuan,
    /// Hundredths of a yuan (分).
    Fen,
    /// Ten thousand yuan (万元).
    TenThousandYuan,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
    /// Months of 30.4375 days.
    Months,
    /// Years of 365.25 days.
    Years,
    /// 0 to 1.
    Share,
    /// 0 to 100.
    Percent,
    /// How many.
    Count,
    /// One number divided by another of the same unit.
    Ratio,
    /// 0 for no, 1 for yes.
    #[serde(rename = "0/1")]
    Flag,
}

/// What a unit measures, and how many of the dimension's first unit it is.
const fn measure(unit: Unit) -> (Dimension, f64) {
    match unit {
        Unit::Kwh => (Dimension::Energy, 1.0),
        Unit::Wh => (Dimension::Energy, 1e-3),
        Unit::Mwh => (Dimension::Energy, 1e3),
        Unit::Kw => (Dimension::Power, 1.0),
        Unit::W => (Dimension::Power, 1e-3),
        Unit::Mw => (Dimension::Power, 1e3),
        Unit::Kva => (Dimension::ApparentPower, 1.0),
        Unit::Mva => (Dimension::ApparentPower, 1e3),
        Unit::Yuan => (Dimension::Money, 1.0),
        Unit::Fen => (Dimension::Money, 1e-2),
        Unit::TenThousandYuan => (Dimension::Money, 1e4),
        Unit::Minutes => (Dimension::Time, 1.0),
        Unit::Hours => (Dimension::Time, 60.0),
        Unit::Days => (Dimension::Time, 1440.0),
        Unit::Months => (Dimension::Time, 43_830.0),
        Unit::Years => (Dimension::Time, 525_960.0),
        Unit::Share | Unit::Ratio => (Dimension::Share, 1.0),
        Unit::Percent => (Dimension::Share, 1e-2),
        Unit::Count => (Dimension::Count, 1.0),
        Unit::Flag => (Dimension::Flag, 1.0),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Energy,
    Power,
    ApparentPower,
    Money,
    Time,
    Share,
    Count,
    Flag,
}

impl Unit {
    /// The name that JSON has for it.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What a number in this unit becomes in another one: value * factor / divisor. (Two numbers, so that
    /// tenths and hundredths are rounded once.) None where the two measure different things.
    pub fn into(self, other: Unit) -> Option<(f64, f64)> {
        let ((dimension, size), (other_dimension, other_size)) = (measure(self), measure(other));
        let whole = |size: f64, other: f64| if size >= other { (size / other, 1.0) } else { (1.0, other / size) };
        (dimension == other_dimension).then(|| whole(size, other_size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_becomes_another_of_the_same_dimension() {
        let of = |value: f64, from: Unit, to: Unit| from.into(to).map(|(factor, divisor)| value * factor / divisor);
        assert_eq!(of(1.5, Unit::Mwh, Unit::Kwh), Some(1500.0));
        assert_eq!(of(35.0, Unit::Percent, Unit::Share), Some(0.35));
        assert_eq!(of(2.0, Unit::Years, Unit::Months), Some(24.0));
        assert_eq!(of(29.0, Unit::Fen, Unit::Yuan), Some(0.29));
        assert_eq!(of(1.0, Unit::Kwh, Unit::Kw), None);
    }

    #[test]
    fn units_have_the_names_that_people_write() {
        let names = [Unit::Kwh, Unit::Kva, Unit::Flag, Unit::TenThousandYuan].map(Unit::name);
        assert_eq!(names, ["kWh", "kVA", "0/1", "ten_thousand_yuan"]);
    }
}
