//! What the period's electricity costs: step and time-of-use tariffs of households, business and
//! industry prices, and what is left for the company.

use super::consumption::Consumption;
use super::customers::{Account, Class, Site};
use super::draw::{Draw, Purpose};
use super::feature::Feature;

/// A region's residential tariff.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Its name in requests and replies.
    pub name: &'static str,
    /// Upper limits of the first and the second tier, kWh a tariff year.
    pub limits_kwh: [f64; 2],
    /// Price of the first tier, yuan/kWh.
    pub price_yuan: f64,
    /// Prices of peak and valley hours, yuan/kWh, where households may choose them.
    pub tou_yuan: Option<[f64; 2]>,
    /// Months of the tariff year that have passed by the end of September.
    pub n_months_tariff_year: usize,
}

/// Regions whose limits run over a year. Prices and limits from the tariff notices of the provinces
/// as tabulated in public (川发改价格〔2012〕560号, 黔发改价格〔2016〕1299号, 桂发改价格〔2021〕16号 among
/// them); those of Beijing, Shanghai and Jiangsu are marked there as unverified. Guizhou's year
/// begins on 1 December.
pub const REGIONS: [Region; 6] = [
    region("zhejiang", [2760.0, 4800.0], 0.538, Some([0.568, 0.288]), 9),
    region("beijing", [2880.0, 4800.0], 0.4883, None, 9),
    region("shanghai", [3120.0, 4800.0], 0.617, Some([0.617, 0.307]), 9),
    region("jiangsu", [2760.0, 4800.0], 0.5283, Some([0.5583, 0.3583]), 9),
    region("guangxi", [3120.0, 4440.0], 0.5283, None, 9),
    region("guizhou", [3000.0, 4700.0], 0.4556, None, 10),
];

const fn region(
    name: &'static str,
    limits_kwh: [f64; 2],
    price_yuan: f64,
    tou_yuan: Option<[f64; 2]>,
    n_months_tariff_year: usize,
) -> Region {
    Region { name, limits_kwh, price_yuan, tou_yuan, n_months_tariff_year }
}

/// What the second and the third tier cost above the first, yuan/kWh: design of the step tariff,
/// China Daily, 2012-06-14.
pub const TIER_EXTRA_YUAN: [f64; 2] = [0.05, 0.30];

/// Valley, flat and peak price of business customers, yuan/kWh: example prices for Beijing's periods.
const BUSINESS_YUAN: [f64; 3] = [0.43, 0.80, 1.17];
/// Energy price of large industry against business. Assumption.
const INDUSTRY_PRICE_RATIO: f64 = 0.85;
/// Capacity charge of large industry, yuan per kVA and month. Assumption.
const CAPACITY_YUAN: f64 = 23.0;
/// Price of farm pumping, yuan/kWh. Assumption.
const FARM_YUAN: f64 = 0.50;
/// From this capacity on, business customers are on the time-of-use tariff, kVA. Assumption.
const BUSINESS_TOU_KVA: f64 = 100.0;

/// Median cost of purchase, network and losses, yuan/kWh, by site. Assumption.
const SUPPLY_COST_YUAN: [f64; 3] = [0.48, 0.54, 0.62];
/// Spread of that cost. Assumption.
const SUPPLY_COST_SIGMA: f64 = 0.05;
/// Margin of business customers: median at 14 287 kWh, yuan. Assumption.
const BUSINESS_MARGIN_YUAN: f64 = 1200.0;
/// Median use of PowerCo's small businesses, kWh in 12 months.
const POWERCO_KWH_MEDIAN: f64 = 14_287.0;
/// ln margin rises by this much with ln kWh. Assumption.
const MARGIN_EXPONENT: f64 = 0.6;
/// Rest spread of ln margin: with 0.6 x 1.85 from kWh it makes 1.25, PowerCo's spread of net margin.
const MARGIN_SIGMA: f64 = 0.575;

/// The price that a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Tariff {
    Step,
    Tou,
    Business,
    BusinessTou,
    IndustryTou,
    Farm,
}

const TARIFFS: [&str; 6] = ["step", "tou", "business", "business_tou", "industry_tou", "farm"];

/// What the company earns from a customer in 12 months.
#[derive(Debug, Clone, Copy)]
pub struct Revenue {
    /// The price that applies.
    pub tariff: Tariff,
    /// The sum of the bills.
    pub yuan: f64,
    /// What is left of it after purchase, network and losses.
    pub margin_yuan: f64,
}

#[inline(never)]
pub(super) fn draw_revenue(draw: Draw<'_>, account: &Account, consumption: &Consumption, region: &Region) -> Revenue {
    let tariff = tariff_of(account, consumption);
    let yuan = bill_yuan(tariff, consumption, region);
    Revenue { tariff, yuan, margin_yuan: draw_margin(draw, account, consumption, yuan) }
}

fn tariff_of(account: &Account, consumption: &Consumption) -> Tariff {
    match account.class {
        Class::Residential if account.is_household_tou => Tariff::Tou,
        Class::Residential => Tariff::Step,
        Class::Industrial => Tariff::IndustryTou,
        Class::Other if account.segment == super::customers::Segment::Farm => Tariff::Farm,
        _ if consumption.kva >= BUSINESS_TOU_KVA => Tariff::BusinessTou,
        _ => Tariff::Business,
    }
}

fn bill_yuan(tariff: Tariff, consumption: &Consumption, region: &Region) -> f64 {
    let kwh = consumption.kwh_year;
    let valley = consumption.valley_share;
    match (tariff, region.tou_yuan) {
        (Tariff::Tou, Some([peak_yuan, valley_yuan])) => {
            kwh * (valley * valley_yuan + (1.0 - valley) * peak_yuan) + tier_extra_yuan(kwh, region)
        }
        (Tariff::Step | Tariff::Tou, _) => kwh * region.price_yuan + tier_extra_yuan(kwh, region),
        (Tariff::Business, _) => kwh * BUSINESS_YUAN[1],
        (Tariff::BusinessTou, _) => kwh * business_price_yuan(consumption),
        (Tariff::IndustryTou, _) => {
            kwh * INDUSTRY_PRICE_RATIO * business_price_yuan(consumption) + 12.0 * CAPACITY_YUAN * consumption.kva
        }
        (Tariff::Farm, _) => kwh * FARM_YUAN,
    }
}

/// What the second and third tier add to a year's bill at first-tier prices.
fn tier_extra_yuan(kwh: f64, region: &Region) -> f64 {
    let [first, second] = region.limits_kwh;
    let kwh_second = (kwh.min(second) - first).max(0.0);
    let kwh_third = (kwh - second).max(0.0);
    TIER_EXTRA_YUAN[0] * kwh_second + TIER_EXTRA_YUAN[1] * kwh_third
}

fn business_price_yuan(consumption: &Consumption) -> f64 {
    let [valley_yuan, flat_yuan, peak_yuan] = BUSINESS_YUAN;
    let (valley, peak) = (consumption.valley_share, consumption.peak_share);
    valley * valley_yuan + (1.0 - valley - peak) * flat_yuan + peak * peak_yuan
}

fn draw_margin(draw: Draw<'_>, account: &Account, consumption: &Consumption, revenue_yuan: f64) -> f64 {
    let kwh = consumption.kwh_year;
    if matches!(account.class, Class::Commercial | Class::Industrial) {
        let expected = BUSINESS_MARGIN_YUAN * libm::pow(kwh / POWERCO_KWH_MEDIAN, MARGIN_EXPONENT);
        return draw.lognormal(Purpose::BusinessMargin, expected, MARGIN_SIGMA);
    }
    let site: Site = account.site;
    revenue_yuan - kwh * draw.lognormal(Purpose::SupplyCost, SUPPLY_COST_YUAN[site as usize], SUPPLY_COST_SIGMA)
}

/// The columns of this theme.
pub(super) const FEATURES: &[Feature] = &[
    Feature::level("tariff", &TARIFFS, |c| c.revenue.tariff as u32)
        .means("Tariff", "电价类别")
        .from("15 % of households on time-of-use where the region has it, business from 100 kVA on: assumption"),
    Feature::number("revenue_yuan", "yuan", |c| c.revenue.yuan)
        .means(
            "Sum of the bills of the last 12 months, as if they were one tariff year",
            "近 12 个月电费（按一个阶梯年度计）",
        )
        .from(
            "provincial step and time-of-use prices, tiers +0.05 and +0.30 (China Daily, 2012-06-14); business \
             0.43/0.80/1.17 (example for Beijing's periods); industry 0.85 of it and 23 yuan per kVA and month, farm \
             0.50: assumption",
        ),
    Feature::number("margin_yuan", "yuan", |c| c.revenue.margin_yuan)
        .means("Revenue less purchase, network and losses, 12 months", "近 12 个月毛利")
        .from(
            "business: lognormal, sigma 1.25 (PowerCo), median 1200 yuan at 14 287 kWh: assumption; others: cost 0.48 \
             city, 0.54 rural, 0.62 remote yuan/kWh: assumption",
        ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tiers_of_a_step_bill_add_up() {
        let zhejiang = &REGIONS[0];
        assert_eq!(tier_extra_yuan(2760.0, zhejiang), 0.0);
        assert!((tier_extra_yuan(4800.0, zhejiang) - 2040.0 * 0.05).abs() < 1e-9);
        assert!((tier_extra_yuan(5000.0, zhejiang) - (2040.0 * 0.05 + 200.0 * 0.30)).abs() < 1e-9);
    }
}
