//! How a customer pays. Whether a bill is late is a probit of the trait `debt`, so that the mean over
//! customers is the cited rate; how late, a lognormal of the trait `delay`.

use gridfolk_numeric::normal::{distribution, quantile};

use super::consumption::Consumption;
use super::customers::{Account, Class, Traits};
use super::draw::{Draw, Purpose};
use super::feature::{Feature, flag};
use super::tariff::Revenue;

/// Share of bills that are paid late, by class: residents 8 %, small business 12 %, industry 4 %
/// (also taken for other). Assumption.
pub const LATE_SHARES: [f64; 4] = [0.08, 0.12, 0.04, 0.04];
/// Share of all bills that are still unpaid 30 days after they fall due. Assumption.
pub const LATE_30_DAYS_SHARE: f64 = 0.006;
/// A bill by direct debit is late this much as often as the class's bills. Assumption.
const DIRECT_DEBIT_LATE_RATIO: f64 = 0.4;
/// How strongly lateness depends on the trait. Assumption.
const DEBT_SLOPE: f64 = 0.8;
/// Spread of ln days of delay. Assumption.
const DELAY_SIGMA: f64 = 1.1;
/// Correlation of a customer's delays through the trait. Assumption.
const DELAY_CORRELATION: f64 = 0.6;
/// Days since the last bill fell due. Assumption.
const DAYS_SINCE_DUE: f64 = 15.0;

/// Ways to pay, from least to most online.
const CHANNELS: [&str; 5] = ["hall", "other", "bank_debit", "wechat", "app"];
/// Residents' shares: hall 5, other 10, bank debit 15, WeChat and Alipay 40, app 30 %. Assumption.
pub const RESIDENT_CHANNEL_SHARES: [f64; 5] = [0.05, 0.10, 0.15, 0.40, 0.30];
/// The shares of all others. Assumption.
const BUSINESS_CHANNEL_SHARES: [f64; 5] = [0.10, 0.05, 0.55, 0.15, 0.15];

/// Share that pays in advance, by class, of those without direct debit. Assumption.
const PREPAID_SHARES: [f64; 4] = [0.08, 0.10, 0.0, 0.0];

/// Payments in a year beyond the first: those without direct debit make each of 11 with this
/// probability, so that residents' mean is the 8.67 of Jiangxi in 2014 (121.4 million payments of 14
/// million residents), direct debit's 12 included.
const PAYMENT_PROBABILITY: f64 = 0.644;

/// How a bill is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum PaymentChannel {
    Hall,
    Other,
    BankDebit,
    Wechat,
    App,
}

impl PaymentChannel {
    const ALL: [PaymentChannel; 5] = [
        PaymentChannel::Hall,
        PaymentChannel::Other,
        PaymentChannel::BankDebit,
        PaymentChannel::Wechat,
        PaymentChannel::App,
    ];
}

/// What the payment records tell, and the chance of what is to come.
#[derive(Debug, Clone, Copy)]
pub struct Payments {
    /// How the customer pays.
    pub channel: PaymentChannel,
    /// Pays before use.
    pub is_prepaid: bool,
    /// Number of payments in 12 months.
    pub n_payments: u32,
    /// Bills of the last 12 months.
    pub n_bills: u32,
    /// Of these, paid after they fell due.
    pub n_bills_late: u32,
    /// Of these, seen to be unpaid after 30 days.
    pub n_bills_late_30_days: u32,
    /// Longest delay, days.
    pub delay_days_max: f64,
    /// Sum of delays, days.
    pub delay_days_sum: f64,
    /// What is due and unpaid.
    pub arrears_yuan: f64,
    /// Chance that one of the next 12 bills stays unpaid for 30 days.
    pub unpaid_probability: f64,
    /// Whether that happened.
    pub is_unpaid_next: bool,
}

/// The constants of this theme in the form that draws need.
pub(super) struct PaymentRates {
    /// Probit intercept of lateness by class, without and with direct debit.
    late_cuts: [[f64; 2]; 4],
    /// ln of the median delay, days.
    ln_delay_median: f64,
    /// Upper ends of residents' channels on the trait `digital`.
    channel_cuts: [f64; 4],
}

impl PaymentRates {
    pub(super) fn new() -> Self {
        let late_mean: f64 =
            LATE_SHARES.iter().zip(super::customers::CLASS_SHARES).map(|(late, share)| late * share).sum();
        let mut below = 0.0;
        let channel_cuts = std::array::from_fn(|channel| {
            below += RESIDENT_CHANNEL_SHARES[channel];
            quantile(below)
        });
        PaymentRates {
            late_cuts: Class::ALL.map(late_cuts_of),
            ln_delay_median: libm::log(30.0) - DELAY_SIGMA * quantile(1.0 - LATE_30_DAYS_SHARE / late_mean),
            channel_cuts,
        }
    }
}

/// The mean of distribution(a + b z) over z is distribution(a / sqrt(1 + b^2)).
fn late_cuts_of(class: Class) -> [f64; 2] {
    let late = LATE_SHARES[class as usize];
    let debit_share = match class {
        Class::Residential => RESIDENT_CHANNEL_SHARES[PaymentChannel::BankDebit as usize],
        _ => BUSINESS_CHANNEL_SHARES[PaymentChannel::BankDebit as usize],
    };
    let with_debit = late * DIRECT_DEBIT_LATE_RATIO;
    let without = (late - debit_share * with_debit) / (1.0 - debit_share);
    [without, with_debit].map(|rate| quantile(rate) * (1.0 + DEBT_SLOPE * DEBT_SLOPE).sqrt())
}

#[inline(never)]
pub(super) fn draw_payments(
    draw: Draw<'_>,
    traits: &Traits,
    account: &Account,
    consumption: &Consumption,
    revenue: &Revenue,
    rates: &PaymentRates,
) -> Payments {
    let channel = draw_channel(draw, traits, account.class, rates);
    let has_debit = channel == PaymentChannel::BankDebit;
    let is_prepaid = !has_debit && draw.happens(Purpose::Prepaid, PREPAID_SHARES[account.class as usize]);
    let n_bills = if is_prepaid { 0 } else { account.tenure_months.min(12.0) as u32 };
    let n_payments = if has_debit { n_bills } else { 1 + draw.binomial(Purpose::Payments, 11, PAYMENT_PROBABILITY) };
    let late_cut = rates.late_cuts[account.class as usize][usize::from(has_debit)];
    let late_probability = distribution(late_cut + DEBT_SLOPE * traits.debt);
    let unpaid_probability = if is_prepaid { 0.0 } else { unpaid_probability(late_probability, traits, rates) };
    let mut payments = Payments {
        channel,
        is_prepaid,
        n_payments,
        n_bills,
        n_bills_late: 0,
        n_bills_late_30_days: 0,
        delay_days_max: 0.0,
        delay_days_sum: 0.0,
        arrears_yuan: 0.0,
        unpaid_probability,
        is_unpaid_next: draw.happens(Purpose::Unpaid, unpaid_probability),
    };
    let yuan_per_kwh = revenue.yuan / consumption.kwh_year;
    for bill in 0..n_bills {
        if draw.uniform_at(Purpose::LateBill, bill) < late_probability {
            let bill_yuan = consumption.kwh_months[11 - bill as usize] * yuan_per_kwh;
            payments.add_late_bill(bill, bill_yuan, draw_delay(draw, bill, traits, rates));
        }
    }
    payments
}

impl Payments {
    /// Bill 0 is the last one. What is unpaid today has been late for as long as it is due.
    fn add_late_bill(&mut self, bill: u32, bill_yuan: f64, delay_days: f64) {
        let days_since_due = DAYS_SINCE_DUE + 30.0 * f64::from(bill);
        let is_unpaid = delay_days > days_since_due;
        let days = if is_unpaid { days_since_due } else { delay_days.ceil() };
        self.n_bills_late += 1;
        self.n_bills_late_30_days += u32::from(days > 30.0);
        self.delay_days_max = self.delay_days_max.max(days);
        self.delay_days_sum += days;
        self.arrears_yuan += if is_unpaid { bill_yuan } else { 0.0 };
    }

    /// Mean delay over all bills, those paid in time with 0.
    pub fn delay_days_mean(&self) -> f64 {
        self.delay_days_sum / f64::from(self.n_bills.max(1))
    }
}

fn draw_channel(draw: Draw<'_>, traits: &Traits, class: Class, rates: &PaymentRates) -> PaymentChannel {
    let index = match class {
        Class::Residential => {
            // Unit variance, so that the shares are those of the cuts.
            let online = 0.8 * traits.digital + 0.6 * draw.normal(Purpose::PaymentChannel);
            rates.channel_cuts.partition_point(|cut| *cut < online)
        }
        _ => draw.pick(Purpose::PaymentChannel, &BUSINESS_CHANNEL_SHARES),
    };
    PaymentChannel::ALL[index]
}

fn draw_delay(draw: Draw<'_>, bill: u32, traits: &Traits, rates: &PaymentRates) -> f64 {
    let own = (1.0 - DELAY_CORRELATION * DELAY_CORRELATION).sqrt();
    let z = DELAY_CORRELATION * traits.delay + own * draw.normal_at(Purpose::DelayDays, bill);
    libm::exp(rates.ln_delay_median + DELAY_SIGMA * z)
}

/// Chance that at least one of 12 bills is late and then for more than 30 days.
fn unpaid_probability(late_probability: f64, traits: &Traits, rates: &PaymentRates) -> f64 {
    let own = (1.0 - DELAY_CORRELATION * DELAY_CORRELATION).sqrt();
    let z_30_days = (libm::log(30.0) - rates.ln_delay_median) / DELAY_SIGMA;
    let long = distribution((DELAY_CORRELATION * traits.delay - z_30_days) / own);
    let in_time = 1.0 - late_probability * long;
    1.0 - (0..12).fold(1.0, |product, _| product * in_time)
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::level("payment_channel", &CHANNELS, |c| c.payments.channel as u32)
        .means("How bills are paid", "缴费渠道")
        .from("residents: app 30, WeChat 40, bank debit 15, hall 5, other 10 %; others: debit 55 %: assumption"),
    Feature::number("is_direct_debit", "0/1", |c| flag(c.payments.channel == PaymentChannel::BankDebit))
        .means("Bills are paid by bank debit", "是否银行代扣")
        .from("from payment_channel"),
    Feature::number("is_prepaid", "0/1", |c| flag(c.payments.is_prepaid))
        .means("Pays before use", "是否预付费")
        .from("of those without debit residential 8, commercial 10 %: assumption"),
    Feature::number("n_payments_12m", "count", |c| f64::from(c.payments.n_payments))
        .means("Payments in the last 12 months", "近 12 个月缴费次数")
        .from("residents' mean 8.67 (Jiangxi, 2014: 121.4 million payments of 14 million residents)"),
    Feature::number("n_bills_12m", "count", |c| f64::from(c.payments.n_bills))
        .means("Bills of the last 12 months; none when prepaid", "近 12 个月账单数（预付费为 0）")
        .from("monthly, since the account was opened"),
    Feature::number("n_bills_late_30_days_12m", "count", |c| f64::from(c.payments.n_bills_late_30_days))
        .means("Bills of the last 12 months that stayed unpaid for 30 days", "近 12 个月逾期超过 30 天的次数")
        .from("0.6 % of the bills that fell due 30 days ago or earlier: assumption"),
    Feature::number("n_bills_late_12m", "count", |c| f64::from(c.payments.n_bills_late))
        .means("Bills of the last 12 months paid after they fell due", "近 12 个月逾期次数")
        .from("of bills residential 8, commercial 12, others 4 %, 0.4 of that by direct debit: assumption"),
    Feature::number("delay_days_max_12m", "days", |c| c.payments.delay_days_max)
        .means("Longest delay of a bill of the last 12 months", "近 12 个月最长逾期天数")
        .from("lognormal, sigma 1.1; 0.6 % of bills beyond 30 days: assumption"),
    Feature::number("delay_days_mean_12m", "days", |c| c.payments.delay_days_mean())
        .means("Mean delay of the bills of the last 12 months", "近 12 个月平均逾期天数")
        .from("likewise; in time is 0"),
    Feature::number("arrears_yuan", "yuan", |c| c.payments.arrears_yuan)
        .means("Due and unpaid today", "欠费金额")
        .from("bills whose delay is not over, the last one due for 15 days: assumption"),
    Feature::number("arrears_to_bill_mean", "ratio", |c| 12.0 * c.payments.arrears_yuan / c.revenue.yuan)
        .means("Arrears ÷ mean monthly bill", "欠费与月均电费之比")
        .from("from arrears_yuan and revenue_yuan"),
    Feature::number("unpaid_30_days_next", "0/1", |c| flag(c.payments.is_unpaid_next))
        .means(
            "Label: a bill of the next 12 months stayed unpaid for 30 days",
            "标签：后 12 个月内有电费逾期 30 天未缴",
        )
        .from("event with truth_arrears_probability"),
];
