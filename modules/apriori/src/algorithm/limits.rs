//! The most of everything that mining takes or gives.

/// The most frequent items: their pairs are counted in a triangle of some 67 MB.
pub const ITEMS_MAX: usize = 5_793;
/// The most frequent itemsets.
pub const ITEMSETS_MAX: usize = 1_000_000;
/// The most candidates of one length in a fold: the pairs of the most items.
pub const CANDIDATES_MAX: usize = ITEMS_MAX * (ITEMS_MAX - 1) / 2;
/// The most rules that pass the thresholds.
pub const RULES_MAX: usize = 200_000;
/// The most pairs of sides that are looked at for them.
pub const SIDES_MAX: u64 = 50_000_000;
/// The most bytes of itemsets in a reply.
pub const ITEMSETS_BYTES_MAX: usize = 256 << 20;
