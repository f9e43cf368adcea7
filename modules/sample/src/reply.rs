//! The reply of `generate`: what the population is and where its columns come from.

use std::collections::BTreeMap;

use gridfolk_contract::{Answer, Text, ToJson};

use crate::algorithm::customers::Class;
use crate::algorithm::feature::Feature;
use crate::algorithm::{Population, features};
use crate::params::GenerateParams;

/// Describes the population; the customers themselves are in the columns.
#[derive(Debug, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GenerateReply {
    /// Number of customers.
    pub n_customers: u64,
    /// The seed of all draws.
    pub seed: u64,
    /// Number of the first customer.
    pub first_row: u64,
    /// Share of hidden cells in columns that come from meters.
    pub missing_share: f64,
    /// Share of customers who steal electricity.
    pub theft_share: f64,
    /// Customers by class.
    pub n_by_class: BTreeMap<&'static str, u64>,
    /// The residential tariff that applies.
    pub tariff: TariffReply,
    /// What each column means and where its figures come from, in the columns' order.
    pub about_columns: Vec<AboutColumn>,
}

/// A region's residential tariff.
#[derive(Debug, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TariffReply {
    /// The region's name.
    pub region: &'static str,
    /// Upper limits of the first and the second tier, kWh a tariff year.
    pub limits_kwh: [f64; 2],
    /// Price of the first tier, yuan/kWh.
    pub price_yuan: f64,
    /// Prices of peak and valley hours, yuan/kWh, where households may choose them.
    pub tou_yuan: Option<[f64; 2]>,
    /// Months of the tariff year that have passed when the records end, with September.
    pub n_months_tariff_year: u64,
}

/// One column.
#[derive(Debug, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AboutColumn {
    /// Name of the column.
    pub name: &'static str,
    /// `number`, `category` or `items`.
    pub kind: &'static str,
    /// Its unit; `share` is 0 to 1, `0/1` is no or yes, empty for texts.
    pub unit: &'static str,
    /// Meaning in English.
    pub en: &'static str,
    /// Meaning in Chinese.
    pub zh: &'static str,
    /// Distribution, with the source of its figures or the word assumption.
    pub source: &'static str,
}

impl From<&'static Feature> for AboutColumn {
    fn from(feature: &'static Feature) -> Self {
        let Feature { name, unit, en, zh, source, .. } = *feature;
        AboutColumn { name, kind: feature.kind(), unit, en, zh, source }
    }
}

/// Body and columns of a drawn population.
pub fn shape(params: &GenerateParams, population: Population) -> Answer {
    let region = params.region();
    let body = GenerateReply {
        n_customers: params.n_customers(),
        seed: params.seed(),
        first_row: params.first_row(),
        missing_share: params.missing_share(),
        theft_share: params.theft_share(),
        n_by_class: Class::LEVELS.into_iter().zip(population.n_by_class).collect(),
        tariff: TariffReply {
            region: region.name,
            limits_kwh: region.limits_kwh,
            price_yuan: region.price_yuan,
            tou_yuan: region.tou_yuan,
            n_months_tariff_year: region.n_months_tariff_year as u64,
        },
        about_columns: features(params.truth()).map(AboutColumn::from).collect(),
    };
    population.columns.into_iter().fold(Answer::new(&body), Answer::with_column)
}

/// A feature's meaning with its unit, in both languages.
pub fn summary(feature: &Feature) -> Text {
    let unit = if feature.unit.is_empty() { String::new() } else { format!(" ({})", feature.unit) };
    Text { en: format!("{}{unit}", feature.en), zh: format!("{}{unit}", feature.zh) }
}
