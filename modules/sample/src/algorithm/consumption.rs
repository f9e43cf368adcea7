//! How much, when and how evenly a customer uses electricity. The window is the 12 months to the end
//! of September; month 0 of it is October.

use super::customers::{Account, Class, Segment, Traits};
use super::draw::{Draw, Purpose};
use super::feature::Feature;
use super::inspection::Theft;
use super::moves::Move;
use super::tariff::Region;

/// Spread of ln kWh among households: 80 % and 95 % of them below Zhejiang's 2760 and 4800 kWh, and
/// a survey of 3298 households (The Scientific World Journal, 2012, article 395629), both give 0.69.
pub const HOUSEHOLD_SIGMA: f64 = 0.69;
/// Standard normal quantile of 0.8: the first tier is made for 80 % of households.
const TIER_1_QUANTILE: f64 = 0.841_621_233_572_914_3;

/// Mean and spread of ln kWh: commercial from PowerCo's small businesses in 12 months; industry and
/// other are assumptions.
pub const COMMERCIAL_LN_KWH: (f64, f64) = (9.80, 1.85);
/// ln 200 000 and 1.9.
pub const INDUSTRIAL_LN_KWH: (f64, f64) = (12.206, 1.9);
const OTHER_LN_KWH: (f64, f64) = (10.3, 1.5);

/// An empty home's year, kWh: median and spread of ln. Assumption.
const VACANT_KWH: (f64, f64) = (8.0, 0.3);

/// Mean and spread of ln (year / year before), by class. Assumption.
const GROWTH: [(f64, f64); 4] = [(0.03, 0.12), (0.03, 0.20), (0.02, 0.22), (0.01, 0.12)];
/// Share of commercial and industrial customers in decline, and what it adds to ln growth. Assumption.
const DECLINE: (f64, f64) = (0.06, -0.5);

/// Median and the spreads below and above it of a customer's monthly coefficient of variation:
/// London LCL, 2013: P10 0.08, P50 0.16, P90 0.42.
const MONTH_CV: (f64, f64, f64) = (0.16, 0.540_9, 0.753_0);
/// The largest coefficient of variation of the season. Assumption.
const MONTH_CV_MAX: f64 = 1.5;

/// Winter-heavy season, January to December, in standard deviations: London LCL, 2013 (1.28, 1.13,
/// 1.22, 0.99, 0.89, 0.81, 0.81, 0.79, 0.85, 0.95, 1.08, 1.20).
const HEATING: [f64; 12] = [1.655, 0.768, 1.300, -0.059, -0.650, -1.123, -1.123, -1.241, -0.886, -0.295, 0.473, 1.182];
/// Summer-heavy season, likewise. Assumption.
const COOLING: [f64; 12] = [-0.515, -0.618, -0.721, -0.824, -0.309, 0.721, 1.855, 1.958, 0.721, -0.618, -0.824, -0.824];
/// Mean product of the two.
const SEASONS_CORRELATION: f64 = -0.763;

/// Below this a month counts as vacant, kWh. Assumption.
const VACANT_MONTH_KWH: f64 = 10.0;

/// Hours of a year.
const YEAR_HOURS: f64 = 8760.0;
/// Power factor. Assumption.
const POWER_FACTOR: f64 = 0.9;
/// Share of customers whose agreed capacity is too small. Assumption.
const OVERLOAD_SHARE: f64 = 0.02;

/// Capacities on offer, kVA, up to 10 000; multiples of 5 000 above. Assumption.
const SIZES_KVA: [f64; 27] = [
    8.0, 12.0, 16.0, 25.0, 30.0, 50.0, 63.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0,
    800.0, 1000.0, 1250.0, 1600.0, 2000.0, 2500.0, 3150.0, 4000.0, 6300.0, 10_000.0,
];

/// Means of peak share, valley share and load factor by behavioural group. Assumption.
const SHAPES: [(f64, f64, f64); 14] = [
    (0.42, 0.30, 0.08),
    (0.46, 0.24, 0.10),
    (0.35, 0.38, 0.08),
    (0.44, 0.28, 0.09),
    (0.24, 0.58, 0.12),
    (0.40, 0.30, 0.05),
    (0.35, 0.38, 0.03),
    (0.58, 0.10, 0.28),
    (0.52, 0.18, 0.30),
    (0.50, 0.07, 0.28),
    (0.34, 0.33, 0.65),
    (0.44, 0.18, 0.22),
    (0.47, 0.18, 0.30),
    (0.28, 0.42, 0.20),
];

/// What the meter tells.
#[derive(Debug, Clone, Copy)]
pub struct Consumption {
    /// kWh of each month of the window.
    pub kwh_months: [f64; 12],
    /// kWh of the window.
    pub kwh_year: f64,
    /// kWh of the 12 months before.
    pub kwh_year_before: f64,
    /// kWh since the tariff year began.
    pub kwh_tariff_year: f64,
    /// kWh of the last six months against the same months a year before, less 1.
    pub change_share_6m: f64,
    /// Share in peak hours.
    pub peak_share: f64,
    /// Share in valley hours.
    pub valley_share: f64,
    /// Mean power ÷ largest power.
    pub load_factor: f64,
    /// Agreed capacity.
    pub kva: f64,
}

impl Consumption {
    /// kWh against the year before, less 1.
    pub fn change_share(&self) -> f64 {
        self.kwh_year / self.kwh_year_before - 1.0
    }

    /// Largest power.
    pub fn kw_max(&self) -> f64 {
        self.kwh_year / YEAR_HOURS / self.load_factor
    }

    /// Months below 10 kWh.
    pub fn n_months_vacant(&self) -> f64 {
        self.kwh_months.iter().filter(|kwh| **kwh < VACANT_MONTH_KWH).count() as f64
    }

    /// Standard deviation of the months ÷ their mean.
    pub fn month_cv(&self) -> f64 {
        let mean = self.kwh_year / 12.0;
        let squares: f64 = self.kwh_months.iter().map(|kwh| (kwh - mean) * (kwh - mean)).sum();
        (squares / 12.0).sqrt() / mean
    }

    /// June to August ÷ year.
    pub fn summer_share(&self) -> f64 {
        self.kwh_months[8..11].iter().sum::<f64>() / self.kwh_year
    }
}

#[inline(never)]
pub(super) fn draw_consumption(
    draw: Draw<'_>,
    traits: &Traits,
    account: &Account,
    moved: &Move,
    theft: &Theft,
    region: &Region,
) -> Consumption {
    let kwh_true = kwh_of_size(traits, account, region);
    let growth = draw_growth(draw, account);
    // A thief's meter shows a part of the use; the year before it showed all.
    let kwh_year = kwh_true * theft.metered_share;
    let factors = month_factors(draw, account, moved);
    let scale = kwh_year / factors.iter().sum::<f64>();
    let kwh_months = factors.map(|factor| factor * scale);
    let (peak_share, valley_share, load_factor) = draw_shape(draw, account);
    let kw_max = kwh_year / YEAR_HOURS / load_factor;
    Consumption {
        kwh_months,
        kwh_year,
        kwh_year_before: kwh_true / libm::exp(growth),
        kwh_tariff_year: kwh_months[12 - region.n_months_tariff_year..].iter().sum(),
        change_share_6m: libm::exp(growth + moved.ln_kwh_ratio) * theft.metered_share - 1.0,
        peak_share,
        valley_share,
        load_factor,
        kva: draw_capacity(draw, kw_max),
    }
}

fn kwh_of_size(traits: &Traits, account: &Account, region: &Region) -> f64 {
    let lognormal = |(mean, sigma): (f64, f64)| libm::exp(mean + sigma * traits.size);
    match account.class {
        _ if account.segment == Segment::Vacant => VACANT_KWH.0 * libm::exp(VACANT_KWH.1 * traits.size),
        // Four in five households stay in the first tier.
        Class::Residential => region.limits_kwh[0] * libm::exp(HOUSEHOLD_SIGMA * (traits.size - TIER_1_QUANTILE)),
        Class::Commercial => lognormal(COMMERCIAL_LN_KWH),
        Class::Industrial => lognormal(INDUSTRIAL_LN_KWH),
        Class::Other => lognormal(OTHER_LN_KWH),
    }
}

fn draw_growth(draw: Draw<'_>, account: &Account) -> f64 {
    let (mean, sigma) = GROWTH[account.class as usize];
    let (share, drop) = DECLINE;
    let is_business = matches!(account.class, Class::Commercial | Class::Industrial);
    let decline = if is_business && draw.happens(Purpose::Decline, share) { drop } else { 0.0 };
    mean + sigma * draw.normal(Purpose::Growth) + decline
}

/// Each month's kWh in any unit; vacant months have nearly none.
fn month_factors(draw: Draw<'_>, account: &Account, moved: &Move) -> [f64; 12] {
    let (median, sigma_below, sigma_above) = MONTH_CV;
    let z = draw.normal(Purpose::MonthCv);
    let sigma = if z < 0.0 { sigma_below } else { sigma_above };
    let cv = (median * libm::exp(sigma * z)).min(MONTH_CV_MAX);
    let cooling = draw.uniform(Purpose::Climate);
    let heating = 1.0 - cooling;
    let sd = (cooling * cooling + heating * heating + 2.0 * SEASONS_CORRELATION * cooling * heating).sqrt();
    let away = away_months(draw, account);
    std::array::from_fn(|month| {
        let calendar = (month + 9) % 12;
        let season = (cooling * COOLING[calendar] + heating * HEATING[calendar]) / sd;
        let is_vacant = moved.vacant_months.contains(&month) || away.contains(&month);
        if is_vacant { 0.002 } else { (1.0 + cv * season).max(0.05) }
    })
}

/// People who work elsewhere leave after the Spring Festival (month 5 is March) for 2 to 6 months.
fn away_months(draw: Draw<'_>, account: &Account) -> std::ops::Range<usize> {
    match account.segment {
        Segment::Away => 5..7 + (draw.uniform(Purpose::Away) * 5.0) as usize,
        _ => 0..0,
    }
}

fn draw_shape(draw: Draw<'_>, account: &Account) -> (f64, f64, f64) {
    let (peak, valley, load_factor) = SHAPES[account.segment as usize];
    let valley = (valley + 0.05 * draw.normal(Purpose::ValleyShare)).clamp(0.01, 0.90);
    let peak = (peak + 0.05 * draw.normal(Purpose::PeakShare)).clamp(0.01, 0.99 - valley);
    (peak, valley, draw.lognormal(Purpose::LoadFactor, load_factor, 0.25).clamp(0.01, 0.95))
}

/// The smallest size on offer that leaves the reserve the customer asked for; an overloaded customer
/// has the largest size below.
fn draw_capacity(draw: Draw<'_>, kw_max: f64) -> f64 {
    let use_share = 0.35 + 0.60 * draw.uniform(Purpose::CapacityUse);
    let kva_needed = kw_max / POWER_FACTOR;
    if draw.happens(Purpose::Overload, OVERLOAD_SHARE) {
        return SIZES_KVA.iter().rev().copied().find(|size| *size <= kva_needed).unwrap_or(SIZES_KVA[0]);
    }
    let wanted = kva_needed / use_share;
    let size = SIZES_KVA.iter().copied().find(|size| *size >= wanted);
    size.unwrap_or_else(|| (wanted / 5000.0).ceil() * 5000.0)
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::number("kva_contract", "kVA", |c| c.consumption.kva)
        .means("Agreed capacity", "合同容量")
        .from("the next size on offer above largest power ÷ 0.9 ÷ a use of 35 to 95 %; 2 % too small: assumption"),
    Feature::level("voltage", &["low", "high"], |c| u32::from(c.consumption.kva >= 160.0))
        .means("Low voltage, or high voltage with an own transformer", "电压等级（高压为专变）")
        .from("high from 160 kVA on: assumption"),
    Feature::number("kwh_year", "kWh", |c| c.consumption.kwh_year)
        .means("Use of the last 12 months", "近 12 个月用电量")
        .from(
            "lognormal; households: sigma 0.69, 80 % within the first tier (step tariff's design, survey of 3298 \
         households); commercial: mean ln 9.80, sigma 1.85 (PowerCo); industrial: ln 200 000, 1.9, other: 10.3, 1.5, 3 \
         % empty homes: assumption",
        ),
    Feature::number("kwh_year_before", "kWh", |c| c.consumption.kwh_year_before)
        .means("Use of the supply point in the 12 months before", "上一个 12 个月用电量")
        .from("growth lognormal, sigma 0.12 to 0.22; 6 % of businesses decline: assumption")
        .with_gaps(0),
    Feature::number("kwh_change_share", "share", |c| c.consumption.change_share())
        .means("Use ÷ use of the year before − 1", "用电量同比增长率")
        .from("from the two columns before it")
        .with_gaps(1),
    Feature::number("kwh_change_share_6m", "share", |c| c.consumption.change_share_6m)
        .means("Use of the last 6 months ÷ the same months a year before − 1", "近 6 个月用电量同比增长率")
        .from("growth; spread of ln 0.08, after a change of owner 0.7: assumption")
        .with_gaps(2),
    Feature::number("kwh_month_last", "kWh", |c| c.consumption.kwh_months[11])
        .means("Use of the last month (September)", "上月（9 月）用电量")
        .from("year x season"),
    Feature::number("kwh_tariff_year", "kWh", |c| c.consumption.kwh_tariff_year)
        .means("Use since the tariff year began", "本阶梯年度累计用电量")
        .from("year x season; the year begins in January, Guizhou's in December"),
    Feature::number("kwh_month_cv", "share", |c| c.consumption.month_cv())
        .means("Standard deviation of monthly use ÷ mean", "月用电量变异系数")
        .from("P10, P50, P90 0.08, 0.16, 0.42 (London LCL, 2013), more with vacant months"),
    Feature::number("summer_share", "share", |c| c.consumption.summer_share())
        .means("Use of June to August ÷ year", "夏季（6–8 月）用电占比")
        .from("between London's season (LCL, 2013) and a summer one: assumption"),
    Feature::number("peak_share", "share", |c| c.consumption.peak_share)
        .means("Share of use in peak hours", "峰时用电占比")
        .from("by behavioural group, spread 0.05: assumption")
        .with_gaps(3),
    Feature::number("valley_share", "share", |c| c.consumption.valley_share)
        .means("Share of use in valley hours", "谷时用电占比")
        .from("by behavioural group, spread 0.05: assumption")
        .with_gaps(4),
    Feature::number("load_factor", "share", |c| c.consumption.load_factor)
        .means("Mean power ÷ largest power", "负荷率")
        .from("by behavioural group, spread of ln 0.25: assumption")
        .with_gaps(5),
    Feature::number("kw_max", "kW", |c| c.consumption.kw_max())
        .means("Largest power of the last 12 months", "近 12 个月最大需量")
        .from("mean power ÷ load factor")
        .with_gaps(6),
    Feature::number("capacity_use_share", "share", |c| c.consumption.kw_max() / (c.consumption.kva * POWER_FACTOR))
        .means("Largest power ÷ (agreed capacity x 0.9)", "容量利用率")
        .from("from capacity and largest power")
        .with_gaps(7),
    Feature::number("n_months_vacant_12m", "months", |c| c.consumption.n_months_vacant())
        .means("Months below 10 kWh", "近 12 个月空置月数（不足 10 千瓦时）")
        .from("3 % of homes empty, 10 % outside of the city away for 2 to 6 months, and after moves: assumption"),
];
