//! Who the customer is: the hidden traits, the account's master data and the behavioural group.
//!
//! Traits are standard normal, drawn first and independent of each other. Everything later follows
//! from them by rules that keep the cited distribution of each observed column: a column is its
//! distribution's quantile of a trait, or a probit whose mean over the trait is the cited rate.

use super::draw::{Draw, Purpose};
use super::feature::{Cell, Feature, flag};

/// What nobody observes, but everything observed follows from. Each is standard normal.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// How much electricity, within the class.
    pub size: f64,
    /// How prone to paying late.
    pub debt: f64,
    /// How long a late bill stays unpaid.
    pub delay: f64,
    /// How much at home in online channels.
    pub digital: f64,
    /// How often in touch at all.
    pub engaged: f64,
    /// How easily roused by an outage.
    pub temper: f64,
}

/// What a customer uses electricity for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Class {
    Residential,
    Commercial,
    Industrial,
    Other,
}

impl Class {
    /// All, in the order of their codes.
    pub const ALL: [Class; 4] = [Class::Residential, Class::Commercial, Class::Industrial, Class::Other];
    /// Their names.
    pub const LEVELS: [&'static str; 4] = ["residential", "commercial", "industrial", "other"];
}

/// Share of each class among customers. Assumption.
pub const CLASS_SHARES: [f64; 4] = [0.88, 0.09, 0.02, 0.01];

/// Where the site lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Site {
    City,
    Rural,
    Remote,
}

const SITES: [&str; 3] = ["city", "rural", "remote"];

/// Number of districts. Assumption.
pub const N_DISTRICTS: usize = 40;

/// How many districts are in the city and in the country; the rest are remote. 9 of 40 in the city
/// makes the national 6.7 hours of interruption of 2024 the mean of 2.6 urban and 7.9 rural hours.
pub const N_DISTRICTS_BY_SITE: [usize; 3] = [9, 29, 2];

const DISTRICTS: [&str; N_DISTRICTS] = [
    "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D12", "D13", "D14", "D15", "D16",
    "D17", "D18", "D19", "D20", "D21", "D22", "D23", "D24", "D25", "D26", "D27", "D28", "D29", "D30", "D31", "D32",
    "D33", "D34", "D35", "D36", "D37", "D38", "D39", "D40",
];

/// The site of a district: city districts come first, remote ones last.
pub fn site_of_district(district: usize) -> Site {
    let [n_city, n_rural, _] = N_DISTRICTS_BY_SITE;
    match district {
        d if d < n_city => Site::City,
        d if d < n_city + n_rural => Site::Rural,
        _ => Site::Remote,
    }
}

/// One industry group.
struct Industry {
    class: Class,
    /// Share within its class. Assumption.
    share: f64,
    /// Share of important customers (hospitals, authorities, dangerous plants). Assumption.
    important: f64,
    /// Share of customers to be watched over (schools, hotels). Assumption.
    focus: f64,
    /// How customers of this group spread over behavioural groups. Assumption.
    segments: &'static [(Segment, f64)],
}

const INDUSTRY_LEVELS: [&str; 14] = [
    "household",
    "shop",
    "restaurant",
    "office",
    "hotel",
    "workshop",
    "manufacturing",
    "metal_chemical",
    "food",
    "building_materials",
    "agriculture",
    "school",
    "hospital",
    "government",
];

const fn industry(
    class: Class,
    share: f64,
    important: f64,
    focus: f64,
    segments: &'static [(Segment, f64)],
) -> Industry {
    Industry { class, share, important, focus, segments }
}

use Segment::{BusinessDay, BusinessEvening, Farm, OneShift, PublicService, Seasonal, ThreeShift};

const INDUSTRIES: [Industry; 14] = [
    industry(Class::Residential, 1.0, 0.0, 0.0, &[]),
    industry(Class::Commercial, 0.40, 0.0, 0.0, &[(BusinessDay, 0.8), (BusinessEvening, 0.2)]),
    industry(Class::Commercial, 0.20, 0.0, 0.0, &[(BusinessDay, 0.1), (BusinessEvening, 0.9)]),
    industry(Class::Commercial, 0.20, 0.0, 0.02, &[(BusinessDay, 1.0)]),
    industry(Class::Commercial, 0.08, 0.0, 0.10, &[(BusinessEvening, 1.0)]),
    industry(Class::Commercial, 0.12, 0.0, 0.0, &[(BusinessDay, 0.5), (OneShift, 0.5)]),
    industry(Class::Industrial, 0.45, 0.01, 0.05, &[(OneShift, 0.7), (ThreeShift, 0.3)]),
    industry(Class::Industrial, 0.15, 0.15, 0.10, &[(OneShift, 0.1), (ThreeShift, 0.9)]),
    industry(Class::Industrial, 0.20, 0.0, 0.05, &[(Seasonal, 0.6), (OneShift, 0.2), (ThreeShift, 0.2)]),
    industry(Class::Industrial, 0.20, 0.0, 0.0, &[(Seasonal, 0.3), (OneShift, 0.4), (ThreeShift, 0.3)]),
    industry(Class::Other, 0.40, 0.0, 0.0, &[(Farm, 1.0)]),
    industry(Class::Other, 0.25, 0.0, 0.50, &[(PublicService, 1.0)]),
    industry(Class::Other, 0.10, 0.60, 0.40, &[(PublicService, 0.6), (ThreeShift, 0.4)]),
    industry(Class::Other, 0.25, 0.30, 0.20, &[(PublicService, 1.0)]),
];

/// The behavioural group from which a customer is drawn: what grouping should find again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Segment {
    Working,
    Retired,
    Young,
    Family,
    Valley,
    Away,
    Vacant,
    BusinessDay,
    BusinessEvening,
    OneShift,
    ThreeShift,
    Seasonal,
    PublicService,
    Farm,
}

/// Names of the behavioural groups.
pub const SEGMENTS: [&str; 14] = [
    "household_working",
    "household_retired",
    "household_young",
    "household_family",
    "household_valley",
    "household_away",
    "household_vacant",
    "business_day",
    "business_evening",
    "one_shift",
    "three_shift",
    "seasonal",
    "public_service",
    "farm",
];

/// Share of homes that stand empty. Assumption.
pub const VACANT_SHARE: f64 = 0.03;
/// Share of homes outside of the city whose people work elsewhere most of the year. Assumption.
const AWAY_SHARE: f64 = 0.10;
/// Share of homes on the time-of-use tariff where there is one. Assumption.
const HOUSEHOLD_TOU_SHARE: f64 = 0.15;
/// Of these, the share that shifts its use to the valley hours. Assumption.
const VALLEY_SHARE_OF_TOU: f64 = 0.6;

/// Normal quantile above which a customer is a tenant: residential 18, commercial 50, industrial 20,
/// other 5 %. Assumption.
const TENANT_CUT: [f64; 4] = [0.915_365, 0.0, 0.841_621, 1.644_854];

/// Mean months with the company, as owner and as tenant, of an exponential distribution. Assumption.
const TENURE_MONTHS_MEAN: [f64; 2] = [140.0, 24.0];
/// The longest time that records go back. Assumption.
const TENURE_MONTHS_MAX: f64 = 480.0;

/// Share with a generator or a second feed, by class. Assumption.
const OWN_SUPPLY_SHARES: [f64; 4] = [0.003, 0.04, 0.20, 0.15];

/// Levels of attention that level-one grouping reads.
const ATTENTION: [&str; 3] = ["none", "focus", "important"];

/// The account's master data.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// Residential, commercial …
    pub class: Class,
    /// 0 to [`N_DISTRICTS`] - 1.
    pub district: usize,
    /// City, rural, remote.
    pub site: Site,
    /// Index into the industry groups.
    pub industry: usize,
    /// Behavioural group.
    pub segment: Segment,
    /// A household on the time-of-use tariff.
    pub is_household_tou: bool,
    /// Rents the premises.
    pub is_tenant: bool,
    /// Has a generator or a second feed.
    pub has_own_supply: bool,
    /// 0 none, 1 focus, 2 important.
    pub attention: u32,
    /// Months since the account was opened, at least 1.
    pub tenure_months: f64,
}

#[inline(never)]
pub(super) fn draw_traits(draw: Draw<'_>) -> Traits {
    Traits {
        // Beyond four standard deviations a customer would be larger than a city.
        size: draw.normal(Purpose::Size).clamp(-4.0, 4.0),
        debt: draw.normal(Purpose::Debt),
        delay: draw.normal(Purpose::Delay),
        digital: draw.normal(Purpose::Digital),
        engaged: draw.normal(Purpose::Engaged),
        temper: draw.normal(Purpose::Temper),
    }
}

#[inline(never)]
pub(super) fn draw_account(draw: Draw<'_>, traits: &Traits, has_household_tou: bool) -> Account {
    let class = Class::ALL[draw.pick(Purpose::Class, &CLASS_SHARES)];
    let district = ((draw.uniform(Purpose::District) * N_DISTRICTS as f64) as usize).min(N_DISTRICTS - 1);
    let site = site_of_district(district);
    let industry = draw_industry(draw, class);
    let is_household_tou =
        has_household_tou && class == Class::Residential && draw.happens(Purpose::HouseholdTou, HOUSEHOLD_TOU_SHARE);
    let segment = match class {
        Class::Residential => draw_household(draw, traits, site, is_household_tou),
        _ => draw_segment(draw, industry),
    };
    // Unit variance: the share of tenants is that of the cut. Tenants are younger and pay later.
    let tenant = 0.5 * traits.debt + 0.5 * traits.digital + 0.5f64.sqrt() * draw.normal(Purpose::Tenant);
    let is_tenant = tenant > TENANT_CUT[class as usize];
    Account {
        class,
        district,
        site,
        industry,
        segment,
        is_household_tou,
        is_tenant,
        has_own_supply: draw.happens(Purpose::OwnSupply, OWN_SUPPLY_SHARES[class as usize]),
        attention: draw_attention(draw, industry),
        tenure_months: draw_tenure(draw, is_tenant),
    }
}

fn draw_industry(draw: Draw<'_>, class: Class) -> usize {
    let mut rest = draw.uniform(Purpose::Industry);
    let mut last = 0;
    for (index, industry) in INDUSTRIES.iter().enumerate().filter(|(_, industry)| industry.class == class) {
        last = index;
        if rest < industry.share {
            break;
        }
        rest -= industry.share;
    }
    last
}

fn draw_household(draw: Draw<'_>, traits: &Traits, site: Site, is_household_tou: bool) -> Segment {
    let u = draw.uniform(Purpose::Segment);
    if u < VACANT_SHARE {
        return Segment::Vacant;
    }
    let rest = (u - VACANT_SHARE) / (1.0 - VACANT_SHARE);
    if is_household_tou && rest < VALLEY_SHARE_OF_TOU {
        return Segment::Valley;
    }
    if site != Site::City && !is_household_tou && rest < AWAY_SHARE {
        return Segment::Away;
    }
    if traits.size + 0.6 * draw.normal(Purpose::SegmentSize) > 0.8 {
        return Segment::Family;
    }
    match traits.digital + 0.6 * draw.normal(Purpose::SegmentDigital) {
        digital if digital < -0.6 => Segment::Retired,
        digital if digital > 0.8 => Segment::Young,
        _ => Segment::Working,
    }
}

fn draw_segment(draw: Draw<'_>, industry: usize) -> Segment {
    let mut rest = draw.uniform(Purpose::Segment);
    let segments = INDUSTRIES[industry].segments;
    for (segment, share) in segments {
        if rest < *share {
            return *segment;
        }
        rest -= share;
    }
    segments.last().map_or(Segment::PublicService, |(segment, _)| *segment)
}

fn draw_attention(draw: Draw<'_>, industry: usize) -> u32 {
    let Industry { important, focus, .. } = INDUSTRIES[industry];
    match draw.uniform(Purpose::Attention) {
        u if u < important => 2,
        u if u < important + focus => 1,
        _ => 0,
    }
}

fn draw_tenure(draw: Draw<'_>, is_tenant: bool) -> f64 {
    let mean = TENURE_MONTHS_MEAN[usize::from(is_tenant)];
    (-mean * libm::log(draw.uniform(Purpose::Tenure))).ceil().min(TENURE_MONTHS_MAX)
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::new("customer_id", "", Cell::Id)
        .means("Customer id: C and the row number from 1", "客户编号：C 加从 1 起的行号")
        .from("made up"),
    Feature::level("class", &Class::LEVELS, |c| c.account.class as u32)
        .means("Customer class", "用电类别")
        .from("shares 0.88, 0.09, 0.02, 0.01: assumption"),
    Feature::level("site", &SITES, |c| c.account.site as u32).means("Where the site lies", "用电地址类型").from(
        "by district: 9 of 40 city, so that 2.6 h urban and 7.9 h rural make 6.7 h (national reliability 2024); 2 of \
         40 remote: assumption",
    ),
    Feature::level("district", &DISTRICTS, |c| c.account.district as u32)
        .means("Supply district", "供电片区")
        .from("40 of equal size: assumption"),
    Feature::level("industry", &INDUSTRY_LEVELS, |c| c.account.industry as u32)
        .means("Industry group", "行业类别")
        .from("shares within the class: assumption"),
    Feature::level("attention", &ATTENTION, |c| c.account.attention)
        .means("Marked as important or focus customer", "重要或重点关注客户标识")
        .from("shares by industry: assumption"),
    Feature::number("is_tenant", "0/1", |c| flag(c.account.is_tenant))
        .means("Rents the premises", "是否租户")
        .from("residential 18, commercial 50, industrial 20, other 5 %, more among online and late payers: assumption"),
    Feature::number("has_own_supply", "0/1", |c| flag(c.account.has_own_supply))
        .means("Has a generator or a second feed", "是否有自备电源")
        .from("residential 0.3, commercial 4, industrial 20, other 15 %: assumption"),
    Feature::number("tenure_months", "months", |c| c.account.tenure_months)
        .means("Months since the account was opened", "开户月数")
        .from("exponential, mean 140 for owners and 24 for tenants, at most 480: assumption"),
];
