//! The model: plain JSON that the caller keeps and sends back.

use apriori_kernel::Lattice;
use gridfolk_contract::request::INTEGER_MAX;
use gridfolk_contract::wire::{pack, unpack};
use gridfolk_contract::{FromJson, Problem, ToJson, base64};
use gridfolk_guest::Call;

use crate::algorithm::limits::{ITEMS_MAX, ITEMSETS_MAX};
use crate::algorithm::{Frequent, RuleSettings, Side, Source};
use crate::contract::{RulesRequest, SideRequest, check_source};

/// The module's name, in models too.
pub const MODULE: &str = "apriori";
/// The schema that models are written under.
pub const SCHEMA: u64 = 1;
/// The schemas that are read.
const SCHEMAS_READ: &[u64] = &[SCHEMA];

/// Frequent itemsets, and which rules are made of them.
#[derive(Debug, Clone, PartialEq, ToJson, FromJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// `apriori`.
    pub module: String,
    /// The schema of this model: 1.
    pub schema: u64,
    /// As in `mine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<String>>,
    /// As in `mine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basket: Option<String>,
    /// As in `mine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// All baskets.
    pub n_baskets: u64,
    /// The least count of an itemset that was mined: no threshold can go below it without mining anew.
    pub min_count: u64,
    /// The most items of an itemset; null for no limit.
    pub max_length: Option<u64>,
    /// The frequent items, in order.
    pub items: Vec<String>,
    /// All frequent itemsets: base64 of little-endian numbers of 64 bits, each list after its length: of each
    /// itemset the place of the one without its last item, its last item, its count.
    pub itemsets: String,
    /// Which rules.
    pub rules: RulesRequest,
}

/// A checked model.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedModel {
    /// Where baskets come from.
    pub source: Source,
    /// The most items of an itemset.
    pub max_length: Option<u64>,
    /// The itemsets.
    pub frequent: Frequent,
    /// Which rules.
    pub rules: RuleSettings,
}

impl Model {
    /// The model of itemsets and rules.
    pub fn new(source: &Source, max_length: Option<u64>, frequent: &Frequent, rules: &RuleSettings) -> Self {
        let (columns, basket, item) = match source {
            Source::Wide { columns } => (columns.clone(), None, None),
            Source::Long { basket, item } => (None, Some(basket.clone()), Some(item.clone())),
        };
        Model {
            module: MODULE.to_owned(),
            schema: SCHEMA,
            columns,
            basket,
            item,
            n_baskets: frequent.n_baskets,
            min_count: frequent.min_count,
            max_length,
            items: frequent.names.clone(),
            itemsets: base64::encode(&pack_lattice(&frequent.lattice)),
            rules: rules_request(rules),
        }
    }

    fn check(self) -> Result<CheckedModel, Problem> {
        let broken = |pointer, rule| Err(Problem::model_broken(pointer, rule));
        if self.items.len() > ITEMS_MAX || !self.items.is_sorted_by(|a, b| a < b) {
            return broken("/model/items", "must be different texts in order");
        }
        if !(1..=INTEGER_MAX).contains(&self.n_baskets) || self.min_count == 0 || self.max_length == Some(0) {
            return broken("/model/n_baskets", "must be 1 or more, as min_count and max_length");
        }
        let lattice =
            base64::decode(&self.itemsets).and_then(|bytes| unpack_lattice(bytes, self.items.len(), self.n_baskets));
        let Some(lattice) = lattice.filter(|lattice| lattice.len() <= ITEMSETS_MAX) else {
            return broken("/model/itemsets", "must be itemsets of the model's items, as mine wrote them");
        };
        let Ok(source) = check_source(self.columns, self.basket, self.item) else {
            return broken("/model/columns", "must be columns, or basket and item");
        };
        let Ok(rules) = self.rules.check("rules") else {
            return broken("/model/rules", "must be as in mine");
        };
        let (n_baskets, min_count, names) = (self.n_baskets, self.min_count, self.items);
        let frequent = Frequent { n_baskets, min_count, names, lattice };
        Ok(CheckedModel { source, max_length: self.max_length, frequent, rules })
    }
}

/// The model of a call.
///
/// # Errors
/// No model, a model of another module or of an unknown schema, one whose parts do not fit each other.
pub fn model_of(call: &Call<'_>) -> Result<CheckedModel, Problem> {
    call.model::<Model>(MODULE, SCHEMAS_READ)?.check()
}

/// Parents, last items and counts, as bytes.
pub fn pack_lattice(lattice: &Lattice) -> Vec<u8> {
    let lasts: Vec<u32> = lattice.lasts().iter().map(|&last| u32::from(last)).collect();
    pack((lattice.parents().to_vec(), (lasts, lattice.counts().to_vec())))
}

/// The lattice that [`pack_lattice`] packed; none where the bytes hold no lattice.
pub fn unpack_lattice(bytes: Vec<u8>, n_items: usize, n_baskets: u64) -> Option<Lattice> {
    let (parents, (packed_lasts, counts)) = unpack::<(Vec<u32>, (Vec<u32>, Vec<u64>))>(bytes)?;
    let mut lasts = Vec::new();
    for last in packed_lasts {
        lasts.push(u16::try_from(last).ok()?);
    }
    Lattice::from_parts(n_items, parents, lasts, counts, n_baskets)
}

fn rules_request(rules: &RuleSettings) -> RulesRequest {
    let side = |side: &Side| SideRequest {
        required: side.required.clone(),
        forbidden: side.forbidden.clone(),
        allowed: side.allowed.clone(),
        max_items: side.max_items,
    };
    RulesRequest {
        min_confidence: rules.min_confidence,
        min_lift: rules.min_lift,
        left: side(&rules.left),
        right: side(&rules.right),
        by: rules.by,
        top: rules.top,
        drop_redundant: rules.drop_redundant,
    }
}
