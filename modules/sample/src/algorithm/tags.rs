//! The tags that need no model: taken directly or by a threshold.

use super::Customer;
use super::customers::{Segment, Site};
use super::feature::{Cell, Feature};
use super::outages::Outages;
use super::payments::{PaymentChannel, Payments};
use super::tariff::Tariff;

const TAGS: [&str; 14] = [
    "remote",
    "time_of_use",
    "valley_user",
    "falling",
    "vacant",
    "tier_near",
    "pays_late",
    "best_star",
    "direct_debit",
    "online",
    "frequent_outage",
    "repeated_caller",
    "new_customer",
    "wrong_contact",
];

/// One bit a tag, in the order of [`TAGS`].
fn tags_of(customer: &Customer) -> u32 {
    let Customer { account, consumption, revenue, payments, outages, channels, moved, inspection, .. } = customer;
    let holds = [
        account.site == Site::Remote,
        matches!(revenue.tariff, Tariff::Tou | Tariff::BusinessTou | Tariff::IndustryTou),
        consumption.valley_share > 0.5,
        consumption.change_share() < -0.3,
        account.segment == Segment::Vacant || consumption.kwh_year < 20.0,
        customer.is_tier_near,
        payments.n_bills_late >= 3,
        is_best_star(payments, inspection.is_found),
        payments.channel == PaymentChannel::BankDebit,
        channels.n_uses[0] + channels.n_uses[1] >= 12,
        is_frequent(outages),
        outages.n_calls >= 3,
        account.tenure_months < 12.0,
        !moved.is_contact_valid,
    ];
    holds.iter().enumerate().map(|(bit, holds)| u32::from(*holds) << bit).sum()
}

/// No late bill and no theft found: stricter than six months, which is Kunming's draft rule.
fn is_best_star(payments: &Payments, is_theft_found: bool) -> bool {
    payments.n_bills == 12 && payments.n_bills_late == 0 && !is_theft_found
}

/// At least three interruptions in two months, the provincial service reports' line.
fn is_frequent(outages: &Outages) -> bool {
    outages.n_2m >= 3
}

/// The column of this theme.
pub(super) const FEATURES: &[Feature] = &[Feature::new("tags", "", Cell::Items(&TAGS, tags_of))
    .means("Tags that need no model", "无需模型的客户标签")
    .from("thresholds on the other columns: assumption; frequent_outage: 3 in two months (service reports)")];
