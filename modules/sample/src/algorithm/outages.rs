//! How often the power fails, for how long, and who calls. Districts differ in their rate; the mean
//! over the districts of a site is the cited one. Contacts after outages are Poisson given rate and
//! temper, so the chance of one in the coming year is 1 - exp(-rate x contacts per outage).

use gridfolk_numeric::normal::quantile;

use super::customers::{Account, N_DISTRICTS, N_DISTRICTS_BY_SITE, Traits};
use super::draw::{Draw, Purpose};
use super::feature::{Feature, flag};

/// Hours of interruption a year, urban and rural: national reliability of 2024, 99.97 and 99.91 %.
pub const HOURS_YEAR: [f64; 2] = [2.6, 7.9];
/// Mean hours of an outage: the promised restoration within 3 h in town and 4 h in the country.
pub const OUTAGE_HOURS_MEAN: [f64; 2] = [3.0, 4.0];
/// Spread of ln hours. Assumption.
pub const OUTAGE_HOURS_SIGMA: f64 = 0.8;
/// Remote districts fail this much as often as other rural ones. Assumption.
const REMOTE_RATIO: f64 = 1.5;
/// Spread of ln rate between the districts of a site. Assumption.
const DISTRICT_SIGMA: f64 = 0.4;
/// Share of planned outages: 50 cities, first quarter of 2020: 0.19 of 0.59 hours.
pub const PLANNED_SHARE: f64 = 0.33;
/// The best share of a site's districts has cables, by site. Assumption.
const CABLE_SHARES: [f64; 3] = [0.8, 0.2, 0.0];

/// Contacts per outage over all channels of a customer without anything special; set so that 12.0 %
/// of customers make one in a year: 70 064 sensitive of 583 279 in a project's table.
const CONTACTS_PER_OUTAGE: f64 = 0.0952;
/// How strongly contacts depend on temper. Assumption.
const TEMPER_SLOPE: f64 = 1.0;
/// By class. Assumption.
const CLASS_RATIO: [f64; 4] = [1.0, 1.5, 2.0, 1.2];
/// With own supply; told beforehand. Assumption.
const OWN_SUPPLY_RATIO: f64 = 0.5;
const NOTIFIED_RATIO: f64 = 0.75;
/// Share of contacts that go to the hotline: it makes half of the 0.15 hotline contacts a year.
/// Assumption.
const HOTLINE_SHARE: f64 = 0.5;
/// Complaints per customer and year: 8 per 10 000. Assumption.
pub const COMPLAINTS_YEAR: f64 = 0.0008;
/// Share of customers with a valid contact who are told of planned outages. Assumption.
const NOTIFIED_SHARE: f64 = 0.7;

/// Most outages of one customer in a year.
const N_OUTAGES_MAX: u32 = 60;

/// One district's network.
#[derive(Debug, Clone, Copy)]
struct District {
    /// Outages a year.
    rate: f64,
    /// ln of the median hours of an outage.
    ln_hours_median: f64,
    is_overhead: bool,
}

/// All districts.
pub(super) struct Network {
    districts: Vec<District>,
    /// Outages of a customer a year, over all districts.
    rate_mean: f64,
}

impl Network {
    pub(super) fn new() -> Self {
        let districts: Vec<District> =
            N_DISTRICTS_BY_SITE.into_iter().enumerate().flat_map(|(site, n)| districts_of_site(site, n)).collect();
        let rate_mean = districts.iter().map(|district| district.rate).sum::<f64>() / N_DISTRICTS as f64;
        Network { districts, rate_mean }
    }
}

fn districts_of_site(site: usize, n: usize) -> impl Iterator<Item = District> {
    let n_cable = (CABLE_SHARES[site] * n as f64) as usize;
    let rates = district_rates(site, n).into_iter().enumerate();
    // The mean of a lognormal is its median x exp(sigma^2 / 2).
    let ln_hours_median =
        libm::log(OUTAGE_HOURS_MEAN[usize::from(site > 0)]) - OUTAGE_HOURS_SIGMA * OUTAGE_HOURS_SIGMA / 2.0;
    rates.map(move |(rank, rate)| District { rate, ln_hours_median, is_overhead: rank >= n_cable })
}

/// Rates of a site's districts from best to worst, with the site's mean.
fn district_rates(site: usize, n: usize) -> Vec<f64> {
    let spread: Vec<f64> =
        (0..n).map(|rank| libm::exp(DISTRICT_SIGMA * quantile((rank as f64 + 0.5) / n as f64))).collect();
    let mean = spread.iter().sum::<f64>() / n as f64;
    spread.into_iter().map(|rate| rate / mean * site_rate(site)).collect()
}

/// Outages a year: hours a year ÷ hours of an outage; rural and remote together are the rural figure.
fn site_rate(site: usize) -> f64 {
    let [n_rural, n_remote] = [1, 2].map(|site| N_DISTRICTS_BY_SITE[site] as f64);
    let urban = HOURS_YEAR[0] / OUTAGE_HOURS_MEAN[0];
    let rural_and_remote = HOURS_YEAR[1] / OUTAGE_HOURS_MEAN[1];
    let rural = rural_and_remote * (n_rural + n_remote) / (n_rural + REMOTE_RATIO * n_remote);
    [urban, rural, rural * REMOTE_RATIO][site]
}

/// What the outage and hotline records tell, and the chance of what is to come.
#[derive(Debug, Clone, Copy)]
pub struct Outages {
    /// Overhead line or cable.
    pub is_overhead: bool,
    /// In the last 12 months.
    pub n_12m: u32,
    /// In the last two months.
    pub n_2m: u32,
    /// Planned ones.
    pub n_planned: u32,
    /// Sum of durations.
    pub hours: f64,
    /// Longest.
    pub hours_max: f64,
    /// Since the last one; NaN without any.
    pub days_since: f64,
    /// Told of planned outages beforehand.
    pub is_notified: bool,
    /// Hotline calls about outages, 12 months.
    pub n_calls: u32,
    /// Complaints, 24 months.
    pub n_complaints: u32,
    /// Chance of a report, question or complaint after an outage in the next 12 months.
    pub contact_probability: f64,
    /// Whether that happened.
    pub is_contact_next: bool,
}

#[inline(never)]
pub(super) fn draw_outages(
    draw: Draw<'_>,
    traits: &Traits,
    account: &Account,
    is_contact_valid: bool,
    network: &Network,
) -> Outages {
    let District { rate, ln_hours_median, is_overhead } = network.districts[account.district];
    let is_notified = is_contact_valid && draw.happens(Purpose::Notified, NOTIFIED_SHARE);
    let temper = temper_ratio(traits);
    let contacts = temper * contacts_per_outage(account, is_notified);
    let contact_probability = 1.0 - libm::exp(-rate * contacts);
    let n_12m = draw.poisson(Purpose::Outages, rate).min(N_OUTAGES_MAX);
    let mut outages = Outages {
        is_overhead,
        n_12m,
        n_2m: 0,
        n_planned: 0,
        hours: 0.0,
        hours_max: 0.0,
        days_since: f64::NAN,
        is_notified,
        n_calls: draw.poisson(Purpose::OutageCalls, f64::from(n_12m) * contacts * HOTLINE_SHARE),
        n_complaints: draw.poisson(Purpose::Complaints, temper * complaints_mean(f64::from(n_12m) / network.rate_mean)),
        contact_probability,
        is_contact_next: draw.happens(Purpose::OutageContact, contact_probability),
    };
    for outage in 0..n_12m {
        outages.add(draw, outage, ln_hours_median);
    }
    outages
}

impl Outages {
    fn add(&mut self, draw: Draw<'_>, outage: u32, ln_hours_median: f64) {
        let hours = libm::exp(ln_hours_median + OUTAGE_HOURS_SIGMA * draw.normal_at(Purpose::OutageHours, outage));
        let days_ago = (365.0 * draw.uniform_at(Purpose::OutageDay, outage)).floor();
        self.hours += hours;
        self.hours_max = self.hours_max.max(hours);
        self.n_planned += u32::from(draw.uniform_at(Purpose::OutagePlanned, outage) < PLANNED_SHARE);
        self.n_2m += u32::from(days_ago < 61.0);
        self.days_since = self.days_since.min(days_ago);
    }
}

/// Without temper.
fn contacts_per_outage(account: &Account, is_notified: bool) -> f64 {
    let supply = if account.has_own_supply { OWN_SUPPLY_RATIO } else { 1.0 };
    let told = if is_notified { NOTIFIED_RATIO } else { 1.0 };
    CONTACTS_PER_OUTAGE * CLASS_RATIO[account.class as usize] * supply * told
}

/// Complaints in 24 months, without temper: half of them grow with the outages against the mean.
fn complaints_mean(outages_ratio: f64) -> f64 {
    2.0 * COMPLAINTS_YEAR * (0.5 + 0.5 * outages_ratio)
}

/// exp(b z - b^2 / 2), whose mean over the trait is 1.
fn temper_ratio(traits: &Traits) -> f64 {
    libm::exp(TEMPER_SLOPE * traits.temper - TEMPER_SLOPE * TEMPER_SLOPE / 2.0)
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::level("line", &["cable", "overhead"], |c| u32::from(c.outages.is_overhead))
        .means("Kind of the feeding line", "供电线路类型")
        .from("best 80 % of city and 20 % of rural districts cable: assumption"),
    Feature::number("n_outages_12m", "count", |c| f64::from(c.outages.n_12m))
        .means("Outages of the last 12 months", "近 12 个月停电次数")
        .from(
            "Poisson by district; means 2.6 h ÷ 3 h city and 7.9 h ÷ 4 h rural (national reliability 2024; promised \
             restoration); spread of districts 0.4: assumption",
        ),
    Feature::number("n_outages_2m", "count", |c| f64::from(c.outages.n_2m))
        .means("Outages of the last two months", "近两个月停电次数")
        .from("days even over the year: assumption"),
    Feature::number("n_outages_planned_12m", "count", |c| f64::from(c.outages.n_planned))
        .means("Planned ones of them", "其中计划停电次数")
        .from("33 % (50 cities, first quarter of 2020)"),
    Feature::number("outage_hours_12m", "hours", |c| c.outages.hours)
        .means("Hours without supply, last 12 months", "近 12 个月停电时长")
        .from("lognormal, mean 3 h city, 4 h rural (promised restoration); sigma 0.8: assumption"),
    Feature::number("outage_hours_max_12m", "hours", |c| c.outages.hours_max)
        .means("Longest outage of the last 12 months", "近 12 个月最长停电时长")
        .from("likewise"),
    Feature::number("days_since_outage", "days", |c| c.outages.days_since)
        .means(
            "Days since the last outage; missing without any in 12 months",
            "距上次停电天数（近 12 个月未停电则缺失）",
        )
        .from("days even over the year: assumption"),
    Feature::number("is_notified", "0/1", |c| flag(c.outages.is_notified))
        .means("Told of planned outages beforehand", "计划停电是否提前通知到户")
        .from("70 % of customers with a valid contact: assumption"),
    Feature::number("n_outage_calls_12m", "count", |c| f64::from(c.outages.n_calls))
        .means("Hotline calls about outages, last 12 months", "近 12 个月停电来电次数")
        .from("half of 1500 hotline contacts per 10 000 customers and year: assumption"),
    Feature::number("n_complaints_24m", "count", |c| f64::from(c.outages.n_complaints))
        .means("Complaints of the last 24 months", "近 24 个月投诉次数")
        .from("8 per 10 000 customers and year: assumption"),
    Feature::number("outage_contact_next", "0/1", |c| flag(c.outages.is_contact_next))
        .means(
            "Label: reported, asked or complained after an outage of the next 12 months",
            "标签：后 12 个月内停电后报修、咨询或投诉",
        )
        .from("event with truth_outage_probability; 12.0 % (a project's table: 70 064 of 583 279)"),
];
