//! Who moved out without telling: the traces of a change of owner, and what visits verified.

use std::ops::Range;

use super::customers::{Account, Class, Segment};
use super::draw::{Draw, Purpose};
use super::feature::{Feature, flag};

/// Share of accounts whose owner changed untold in 12 months: owners, tenants. Assumption.
const MOVED_SHARES: [f64; 2] = [0.02, 0.08];
/// Share of moves that leave vacant months; they are 1 to 4. Assumption.
const VACANCY_SHARE: f64 = 0.75;
/// Share with a valid contact, stayed and moved. Assumption.
const CONTACT_VALID_SHARES: [f64; 2] = [0.92, 0.25];
/// Changes of the payer's account or method in 12 months, stayed and moved. Assumption.
const PAYER_CHANGES: [f64; 2] = [0.04, 1.2];
/// Spread of the shift of the usual payment day, stayed and moved. Assumption.
const PAYMENT_DAY_SIGMA: [f64; 2] = [2.5, 9.0];
/// Spread of the change of the valley share, stayed and moved. Assumption.
const VALLEY_CHANGE_SIGMA: [f64; 2] = [0.02, 0.10];
/// Spread of ln kWh against the year before beside growth, stayed and moved. Assumption.
const LN_KWH_SIGMA: [f64; 2] = [0.08, 0.70];
/// Share of customers who were visited to verify the contact. Assumption.
const VISITED_SHARE: f64 = 0.08;

/// A change of owner and its traces.
#[derive(Debug, Clone)]
pub struct Move {
    /// Whether the owner changed without telling: the hidden truth.
    pub is_moved: bool,
    /// Months of the window in which nobody lived there.
    pub vacant_months: Range<usize>,
    /// What the new owner adds to ln kWh of the last half year.
    pub ln_kwh_ratio: f64,
    /// Phone number or address reaches the customer.
    pub is_contact_valid: bool,
    /// Changes of the payer.
    pub n_payer_changes: u32,
    /// Shift of the usual payment day, days.
    pub payment_day_shift: f64,
    /// Change of the valley share.
    pub valley_change: f64,
    /// A visit verified who lives there.
    pub is_visited: bool,
}

#[inline(never)]
pub(super) fn draw_move(draw: Draw<'_>, account: &Account) -> Move {
    let can_move = account.class != Class::Other && account.segment != Segment::Vacant;
    let is_moved = can_move && draw.happens(Purpose::Moved, MOVED_SHARES[usize::from(account.is_tenant)]);
    let kind = usize::from(is_moved);
    Move {
        is_moved,
        vacant_months: if is_moved { draw_vacancy(draw) } else { 0..0 },
        ln_kwh_ratio: LN_KWH_SIGMA[kind] * draw.normal(Purpose::MoveRatio),
        is_contact_valid: draw.happens(Purpose::ContactValid, CONTACT_VALID_SHARES[kind]),
        n_payer_changes: draw.poisson(Purpose::PayerChanges, PAYER_CHANGES[kind]),
        payment_day_shift: (PAYMENT_DAY_SIGMA[kind] * draw.normal(Purpose::PaymentDay)).abs().round_ties_even(),
        valley_change: VALLEY_CHANGE_SIGMA[kind] * draw.normal(Purpose::ValleyChange),
        is_visited: draw.happens(Purpose::Visited, VISITED_SHARE),
    }
}

/// Vacant months before the new owner's half year: they end with month 5.
fn draw_vacancy(draw: Draw<'_>) -> Range<usize> {
    let u = draw.uniform(Purpose::MoveVacancy);
    if u >= VACANCY_SHARE {
        return 0..0;
    }
    let n_months = 1 + (u / VACANCY_SHARE * 4.0) as usize;
    6 - n_months..6
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::number("is_contact_valid", "0/1", |c| flag(c.moved.is_contact_valid))
        .means("Phone number or address reaches the customer", "联系方式是否有效")
        .from("92 %, after a change of owner 25 %: assumption"),
    Feature::number("n_payer_changes_12m", "count", |c| f64::from(c.moved.n_payer_changes))
        .means("Changes of the payer's account or method, last 12 months", "近 12 个月缴费账户或方式变更次数")
        .from("Poisson, 0.04, after a change of owner 1.2: assumption"),
    Feature::number("payment_day_shift_days", "days", |c| c.moved.payment_day_shift)
        .means("Shift of the usual payment day", "习惯缴费日偏移天数")
        .from("half-normal, sigma 2.5, after a change of owner 9: assumption")
        .with_gaps(9),
    Feature::number("valley_share_change", "share", |c| c.moved.valley_change)
        .means("Change of the valley share against the half year before", "谷时占比变化")
        .from("normal, sigma 0.02, after a change of owner 0.10: assumption")
        .with_gaps(10),
    Feature::number("move_found", "0/1", |c| if c.moved.is_visited { flag(c.moved.is_moved) } else { f64::NAN })
        .means("Label: a visit found another owner; missing where none was", "标签：走访核实是否已过户（未走访则缺失）")
        .from("visits to 8 % of customers at random: assumption"),
];
