//! What a fit is asked for, checked.

use gridfolk_contract::wire::{packed, packed_enum};
pub use tree_kernel::criterion::Criterion;

use super::limits::{CLASSES_MAX, COLUMNS_MAX, DEPTH_MAX, FACTOR_MAX};

/// What the classes weigh when splits are chosen and classes decided.
#[derive(Debug, Clone, PartialEq)]
pub enum ClassWeight {
    /// 1 each.
    Equal,
    /// So that all classes weigh the same: W / (K W_k).
    Balanced,
    /// By the text of the class; 1 for those that are not named.
    ByClass(Vec<(String, f64)>),
}

/// All that a fit needs to know beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The column whose classes are told.
    pub target: String,
    /// Columns to split by; none: all of numbers and categories.
    pub columns: Option<Vec<String>>,
    /// The column with the weight of each row; none: 1 each.
    pub weight: Option<String>,
    /// The weights of classes.
    pub class_weight: ClassWeight,
    /// The class whose probability is answered; none: the last of two.
    pub event: Option<String>,
    /// How mixture is measured.
    pub criterion: Measured,
    /// The most questions on the way to a leaf.
    pub max_depth: u32,
    /// The least number of rows of a leaf.
    pub min_leaf: u64,
    /// The least fall of impurity, weighted by the share of the node, that a split is worth.
    pub min_impurity_decrease: f64,
    /// What a leaf costs when the tree is pruned; 0: nothing is pruned.
    pub ccp_alpha: f64,
}

/// The criterion, as it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Gini impurity.
    Gini,
    /// Entropy.
    Entropy,
}

impl From<Measured> for Criterion {
    fn from(measured: Measured) -> Criterion {
        match measured {
            Measured::Gini => Criterion::Gini,
            Measured::Entropy => Criterion::Entropy,
        }
    }
}

packed_enum!(Measured { 0 => Gini, 1 => Entropy });
packed_enum!(ClassWeight { 0 => Equal, 1 => Balanced, 2 => ByClass(weights) });
packed!(Settings {
    target,
    columns,
    weight,
    class_weight,
    event,
    criterion,
    max_depth,
    min_leaf,
    min_impurity_decrease,
    ccp_alpha
});

impl Settings {
    /// Whether the settings keep to all limits that hold whatever the rows are.
    pub fn is_sound(&self) -> bool {
        let is_share = |value: f64| (0.0..=1.0).contains(&value);
        let columns = self.columns.as_ref().is_none_or(|columns| (1..=COLUMNS_MAX).contains(&columns.len()));
        let class_weight = match &self.class_weight {
            ClassWeight::ByClass(weights) => {
                weights.len() <= CLASSES_MAX && weights.iter().all(|(_, weight)| (0.0..=FACTOR_MAX).contains(weight))
            }
            ClassWeight::Equal | ClassWeight::Balanced => true,
        };
        columns
            && class_weight
            && (1..=DEPTH_MAX).contains(&self.max_depth)
            && self.min_leaf >= 1
            && is_share(self.min_impurity_decrease / 10.0)
            && is_share(self.ccp_alpha / 10.0)
    }
}
