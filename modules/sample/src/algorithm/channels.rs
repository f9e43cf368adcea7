//! How often a customer uses each service channel, and how long ago.

use super::customers::Traits;
use super::draw::{Draw, Purpose};
use super::feature::Feature;
use super::outages::Outages;
use super::payments::{PaymentChannel, Payments};

/// Hotline contacts per customer and year other than about outages: these and the outage calls make
/// 1500 per 10 000. Assumption.
const HOTLINE_OTHER_YEAR: f64 = 0.077;

/// One channel's visits besides payments: mean a year, slopes on `digital` and `engaged`. Assumption.
struct Visits {
    mean: f64,
    digital: f64,
    engaged: f64,
}

const APP: Visits = Visits { mean: 4.0, digital: 0.9, engaged: 0.6 };
const WECHAT: Visits = Visits { mean: 3.0, digital: 0.6, engaged: 0.6 };
const HOTLINE: Visits = Visits { mean: HOTLINE_OTHER_YEAR, digital: -0.2, engaged: 0.6 };
const HALL: Visits = Visits { mean: 0.3, digital: -0.5, engaged: 0.4 };

/// Shares of customers whose activity is low and high, as quantiles of the trait `engaged`: 30 and
/// 20 %. Assumption.
const ACTIVITY_CUTS: [f64; 2] = [-0.524_401, 0.841_621];

/// Levels of true activity.
pub(super) const ACTIVITY: [&str; 3] = ["low", "medium", "high"];

/// Uses of the last 12 months and days since the last one, by channel.
#[derive(Debug, Clone, Copy)]
pub struct Channels {
    /// App, WeChat, hotline, hall, bank and other.
    pub n_uses: [u32; 5],
    /// Likewise; NaN when there was none.
    pub days_since: [f64; 5],
}

#[inline(never)]
pub(super) fn draw_channels(draw: Draw<'_>, traits: &Traits, payments: &Payments, outages: &Outages) -> Channels {
    let paid_by =
        |channels: &[PaymentChannel]| if channels.contains(&payments.channel) { payments.n_payments } else { 0 };
    let visits = |purpose, visits: &Visits| draw.poisson(purpose, visits.mean_of(traits));
    let n_uses = [
        paid_by(&[PaymentChannel::App]) + visits(Purpose::App, &APP),
        paid_by(&[PaymentChannel::Wechat]) + visits(Purpose::Wechat, &WECHAT),
        outages.n_calls + visits(Purpose::Hotline, &HOTLINE),
        paid_by(&[PaymentChannel::Hall]) + visits(Purpose::Hall, &HALL),
        paid_by(&[PaymentChannel::BankDebit, PaymentChannel::Other]),
    ];
    let days_since = std::array::from_fn(|channel| draw_days_since(draw, channel, n_uses[channel]));
    Channels { n_uses, days_since }
}

impl Visits {
    fn mean_of(&self, traits: &Traits) -> f64 {
        let Visits { mean, digital, engaged } = *self;
        // The mean of exp(b z - b^2 / 2) is 1.
        let ln_ratio = digital * traits.digital + engaged * traits.engaged;
        mean * libm::exp(ln_ratio - (digital * digital + engaged * engaged) / 2.0)
    }
}

/// The latest of `n` days that are even over the year.
fn draw_days_since(draw: Draw<'_>, channel: usize, n: u32) -> f64 {
    if n == 0 {
        return f64::NAN;
    }
    let u = draw.uniform_at(Purpose::ChannelAge, channel as u32);
    (365.0 * (1.0 - libm::exp(libm::log(u) / f64::from(n)))).floor()
}

/// True activity: 0 low, 1 medium, 2 high.
pub(super) fn activity(traits: &Traits) -> u32 {
    ACTIVITY_CUTS.iter().filter(|cut| traits.engaged > **cut).count() as u32
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    uses("n_app_uses_12m", |c| f64::from(c.channels.n_uses[0]))
        .means("Uses of the app, payments included, last 12 months", "近 12 个月 App 使用次数（含缴费）"),
    uses("n_wechat_uses_12m", |c| f64::from(c.channels.n_uses[1])).means(
        "Uses of WeChat or Alipay, payments included, last 12 months",
        "近 12 个月微信、支付宝使用次数（含缴费）",
    ),
    uses("n_hotline_calls_12m", |c| f64::from(c.channels.n_uses[2]))
        .means("Hotline contacts, outage calls included, last 12 months", "近 12 个月 95598 来电次数（含停电来电）")
        .from("1500 per 10 000 customers and year: assumption"),
    uses("n_hall_visits_12m", |c| f64::from(c.channels.n_uses[3]))
        .means("Visits to a hall, payments included, last 12 months", "近 12 个月营业厅办理次数（含缴费）"),
    uses("n_bank_payments_12m", |c| f64::from(c.channels.n_uses[4]))
        .means("Payments through bank debit or others, last 12 months", "近 12 个月银行及其他渠道缴费次数")
        .from("from payment_channel and n_payments_12m"),
    days_since("days_since_app", |c| c.channels.days_since[0])
        .means("Days since the last use of the app; missing without any", "距上次使用 App 天数（未使用则缺失）"),
    days_since("days_since_wechat", |c| c.channels.days_since[1]).means(
        "Days since the last use of WeChat or Alipay; missing without any",
        "距上次使用微信、支付宝天数（未使用则缺失）",
    ),
    days_since("days_since_hotline", |c| c.channels.days_since[2])
        .means("Days since the last hotline contact; missing without any", "距上次拨打 95598 天数（未使用则缺失）"),
    days_since("days_since_hall", |c| c.channels.days_since[3])
        .means("Days since the last visit to a hall; missing without any", "距上次到营业厅天数（未使用则缺失）"),
    days_since("days_since_bank", |c| c.channels.days_since[4]).means(
        "Days since the last payment through a bank or others; missing without any",
        "距上次银行缴费天数（未使用则缺失）",
    ),
];

const fn uses(name: &'static str, cell: fn(&super::Customer) -> f64) -> Feature {
    Feature::number(name, "count", cell).from("payments and Poisson visits around the traits: assumption")
}

const fn days_since(name: &'static str, cell: fn(&super::Customer) -> f64) -> Feature {
    Feature::number(name, "days", cell).from("uses even over the year: assumption")
}
