//! A population of electricity customers, drawn row by row.
//!
//! Each customer gets hidden traits, independent standard normals; observed columns and events both
//! follow from them, so that a model can find more than a baseline does and the truth is known. A
//! row depends on the seed, its number and the parameters alone: fewer customers are a prefix of
//! more, and any split into parts gives the same rows.
//!
//! Each file holds one theme: its constants with their sources, its draws, and its columns.

pub mod channels;
pub mod consumption;
pub mod customers;
mod draw;
pub mod feature;
mod filling;
pub mod inspection;
pub mod moves;
pub mod outages;
pub mod payments;
mod tags;
pub mod tariff;
mod truth;

use gridfolk_contract::Column;

use channels::Channels;
use consumption::Consumption;
use customers::{Account, Class, Traits};
use draw::{Draw, Purpose, Seeds};
use feature::Feature;
use filling::Filling;
use inspection::{Inspection, SignRates, Theft};
use moves::Move;
use outages::{Network, Outages};
use payments::{PaymentRates, Payments};
use tariff::{Region, Revenue};

use crate::params::GenerateParams;

/// Rows that are drawn before their columns are filled: they stay in the cache meanwhile.
const N_BLOCK_ROWS: u64 = 256;

/// At this share of the next tier's limit a customer is near it. Assumption.
const TIER_NEAR_SHARE: f64 = 0.9;

/// All there is to know about one row.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Row number in the whole population, from 0.
    pub row: u64,
    /// What nobody observes.
    pub traits: Traits,
    /// Master data.
    pub account: Account,
    /// Change of owner.
    pub moved: Move,
    /// Theft.
    pub theft: Theft,
    /// kWh and their shape.
    pub consumption: Consumption,
    /// Tariff and yuan.
    pub revenue: Revenue,
    /// Late bills and arrears.
    pub payments: Payments,
    /// Outages and calls.
    pub outages: Outages,
    /// Use of channels.
    pub channels: Channels,
    /// Signs of theft and visits.
    pub inspection: Inspection,
    /// A household at 90 % of the next tier's limit.
    pub is_tier_near: bool,
}

/// The drawn rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Columns in the order of [`features`].
    pub columns: Vec<Column>,
    /// Customers by class, in the order of [`Class::ALL`].
    pub n_by_class: [u64; 4],
}

/// The columns of a population, with or without the hidden truth.
pub fn features(with_truth: bool) -> impl Iterator<Item = &'static Feature> {
    let truth: &'static [Feature] = if with_truth { truth::FEATURES } else { &[] };
    [
        customers::FEATURES,
        tariff::FEATURES,
        consumption::FEATURES,
        payments::FEATURES,
        outages::FEATURES,
        channels::FEATURES,
        inspection::FEATURES,
        moves::FEATURES,
        tags::FEATURES,
        truth,
    ]
    .into_iter()
    .flatten()
}

/// Draws the rows that the parameters ask for.
pub fn generate(params: &GenerateParams) -> Population {
    let world = World::new(params);
    let mut columns: Vec<Filling> =
        features(params.truth()).map(|feature| Filling::new(feature, params.n_customers())).collect();
    let mut n_by_class = [0; 4];
    let end = params.first_row() + params.n_customers();
    let mut block = Vec::with_capacity(N_BLOCK_ROWS as usize);
    for start in (params.first_row()..end).step_by(N_BLOCK_ROWS as usize) {
        block.clear();
        block.extend((start..end.min(start + N_BLOCK_ROWS)).map(|row| world.draw_customer(row)));
        block.iter().for_each(|customer| n_by_class[customer.account.class as usize] += 1);
        columns.iter_mut().for_each(|column| column.extend(&block, |row, slot| world.is_gap(row, slot)));
    }
    Population { columns: columns.into_iter().map(Filling::into_column).collect(), n_by_class }
}

/// What all rows share.
struct World {
    seeds: Seeds,
    region: Region,
    theft_share: f64,
    missing_share: f64,
    network: Network,
    payment_rates: PaymentRates,
    sign_rates: SignRates,
}

impl World {
    fn new(params: &GenerateParams) -> Self {
        World {
            seeds: Seeds::new(params.seed()),
            region: *params.region(),
            theft_share: params.theft_share(),
            missing_share: params.missing_share(),
            network: Network::new(),
            payment_rates: PaymentRates::new(),
            sign_rates: SignRates::new(),
        }
    }

    fn draw_customer(&self, row: u64) -> Customer {
        let draw: Draw<'_> = self.seeds.of_row(row);
        let traits = customers::draw_traits(draw);
        let account = customers::draw_account(draw, &traits, self.region.tou_yuan.is_some());
        let moved = moves::draw_move(draw, &account);
        let theft = inspection::draw_theft(draw, self.theft_share);
        let consumption = consumption::draw_consumption(draw, &traits, &account, &moved, &theft, &self.region);
        let revenue = tariff::draw_revenue(draw, &account, &consumption, &self.region);
        let payments = payments::draw_payments(draw, &traits, &account, &consumption, &revenue, &self.payment_rates);
        let outages = outages::draw_outages(draw, &traits, &account, moved.is_contact_valid, &self.network);
        let channels = channels::draw_channels(draw, &traits, &payments, &outages);
        let inspection = inspection::draw_inspection(draw, &theft, consumption.change_share(), &self.sign_rates);
        let is_tier_near = account.class == Class::Residential && self.is_tier_near(consumption.kwh_tariff_year);
        Customer {
            row,
            traits,
            account,
            moved,
            theft,
            consumption,
            revenue,
            payments,
            outages,
            channels,
            inspection,
            is_tier_near,
        }
    }

    fn is_tier_near(&self, kwh: f64) -> bool {
        self.region.limits_kwh.iter().any(|limit| (TIER_NEAR_SHARE * limit..*limit).contains(&kwh))
    }

    /// Whether `missing_share` hides the cell of a row in the feature with this gap slot.
    fn is_gap(&self, row: u64, slot: u32) -> bool {
        self.missing_share > 0.0 && self.seeds.of_row(row).uniform_at(Purpose::Gap, slot) < self.missing_share
    }
}
