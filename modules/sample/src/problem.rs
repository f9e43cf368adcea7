//! Every mistake that a caller of this module can make, with what arrived and what is allowed.

use gridfolk_contract::Problem;
use gridfolk_contract::problem::{joined, param_pointer};
use gridfolk_contract::told::Figure::{Count, Name, Number, Word};

use crate::algorithm::tariff::REGIONS;
use crate::params::SHARE_MAX;

/// A whole number that is not between its bounds.
pub fn out_of_range(field: &str, value: u64, min: u64, max: u64) -> Problem {
    let code = joined(&[field, "_out_of_range"]);
    let rule = joined(&["is {", field, "}; must be {min} to {max}"]);
    let figures = [(field, Count(value)), ("min", Count(min)), ("max", Count(max))];
    Problem::of_field(&code, &param_pointer(field), &rule, &figures)
}

/// A share that is not between 0 and 0.5.
pub fn share_out_of_range(field: &str, share: f64) -> Problem {
    let figures = [("field", Word(field)), ("share", Number(share)), ("max", Number(SHARE_MAX))];
    Problem::of_field("share_out_of_range", &param_pointer(field), "is {share}; must be 0 to {max}", &figures)
}

/// There is no tariff of that region.
pub fn region_unknown(region: &str) -> Problem {
    let known = REGIONS.iter().map(|region| region.name).collect::<Vec<_>>();
    let rule = joined(&["is {region}; must be one of ", &known.join(", ")]);
    Problem::of_field("region_unknown", "/params/region", &rule, &[("region", Name(region))]).with("known", known)
}
