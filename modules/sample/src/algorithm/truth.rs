//! The hidden truth, for tests of models: never an input to one.

use super::channels::{ACTIVITY, activity};
use super::customers::SEGMENTS;
use super::feature::{Feature, flag};

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::level("truth_segment", &SEGMENTS, |c| c.account.segment as u32)
        .means("Truth: behavioural group from which the customer is drawn", "真值：行为群体")
        .from("by traits, tariff, site and industry: assumption"),
    Feature::number("truth_outage_probability", "share", |c| c.outages.contact_probability)
        .means("Truth: probability of outage_contact_next", "真值：停电敏感概率")
        .from("1 − exp(−outages a year x contacts per outage)"),
    Feature::number("truth_arrears_probability", "share", |c| c.payments.unpaid_probability)
        .means("Truth: probability of unpaid_30_days_next", "真值：欠费概率")
        .from("1 − (1 − late x beyond 30 days)^12"),
    Feature::number("truth_theft", "0/1", |c| flag(c.theft.is_theft))
        .means("Truth: steals electricity", "真值：是否窃电")
        .from("theft_share, 0.5 % by default: assumption (field rates are far below public data's 9 %)"),
    Feature::number("truth_moved", "0/1", |c| flag(c.moved.is_moved))
        .means("Truth: the owner changed without telling", "真值：是否已过户未告知")
        .from("owners 2, tenants 8 % a year: assumption"),
    Feature::level("truth_activity", &ACTIVITY, |c| activity(&c.traits))
        .means("Truth: how often the customer is in touch", "真值：渠道活跃程度")
        .from("30 % low, 20 % high: assumption"),
];
