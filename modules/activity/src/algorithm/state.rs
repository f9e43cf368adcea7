//! An index on its way: what is known after each pass, and what the next pass is to find out.

use gridfolk_contract::wire::{packed, packed_enum};
use gridfolk_numeric::quantile::Refinement;

use super::entropy::EntropySums;
use super::rows::Halves;
use super::scan::{Range, Scan};
use super::settings::{Channel, Settings, WEIGHT_MAX, Weighing};
use super::totals::Totals;

/// What the next pass over the rows is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows, users of each channel.
    Scan,
    /// The medians of uses and volume.
    Halves,
    /// The range of each channel's activity, for entropy weights.
    Ranges,
    /// The entropy of each channel's activity.
    Entropy,
    /// The range of the weighted sum.
    Sums,
    /// Its quantiles.
    Quantiles,
    /// What describes the index.
    Totals,
}

/// All that is known of an index between two passes.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What is asked for.
    pub settings: Settings,
    /// What the next pass finds out.
    pub phase: Phase,
    /// Passes merged so far.
    pub n_passes: u32,
    /// Result of the first pass.
    pub scan: Scan,
    /// Searches for quantiles: of uses and of volumes by channel, later of the sum.
    pub searches: Vec<Vec<u64>>,
    /// Uses that count one half, by channel.
    pub half_uses: Vec<f64>,
    /// Volume that counts one half, by channel.
    pub half_volumes: Vec<f64>,
    /// The range of each channel's activity, of those who use it.
    pub ranges: Vec<Range>,
    /// The entropy of each channel, 0 to 1.
    pub entropies: Vec<f64>,
    /// The weights of the channels.
    pub weights: Vec<f64>,
    /// The range of the weighted sum, of those who are active at all.
    pub sums: Range,
    /// The weighted sum at the ranks of [`State::ranks`].
    pub quantiles: Vec<f64>,
}

/// What one part finds out in one pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// Of [`Phase::Scan`].
    Scan(Scan),
    /// Of [`Phase::Halves`] and [`Phase::Quantiles`], by search.
    Searched(Vec<Vec<u64>>),
    /// Of [`Phase::Ranges`], by channel; of [`Phase::Sums`] one.
    Ranges(Vec<Range>),
    /// Of [`Phase::Entropy`], by channel.
    Entropy(Vec<EntropySums>),
    /// Of [`Phase::Totals`].
    Totals(Totals),
}

packed_enum!(Phase { 0 => Scan, 1 => Halves, 2 => Ranges, 3 => Entropy, 4 => Sums, 5 => Quantiles, 6 => Totals });
packed!(State {
    settings,
    phase,
    n_passes,
    scan,
    searches,
    half_uses,
    half_volumes,
    ranges,
    entropies,
    weights,
    sums,
    quantiles
});
packed_enum!(Partial {
    0 => Scan(found), 1 => Searched(found), 2 => Ranges(found), 3 => Entropy(found), 4 => Totals(found),
});

impl Phase {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Scan => "scan",
            Phase::Halves => "halves",
            Phase::Ranges => "ranges",
            Phase::Entropy => "entropy",
            Phase::Sums => "sums",
            Phase::Quantiles => "quantiles",
            Phase::Totals => "totals",
        }
    }
}

impl State {
    /// An index before its first pass.
    pub fn begin(settings: Settings) -> Self {
        State {
            settings,
            phase: Phase::Scan,
            n_passes: 0,
            scan: Scan::default(),
            searches: Vec::new(),
            half_uses: Vec::new(),
            half_volumes: Vec::new(),
            ranges: Vec::new(),
            entropies: Vec::new(),
            weights: Vec::new(),
            sums: Range::default(),
            quantiles: Vec::new(),
        }
    }

    /// The halves, by channel.
    pub fn halves(&self) -> Vec<Halves> {
        self.half_uses.iter().zip(&self.half_volumes).map(|(&uses, &volume)| Halves { uses, volume }).collect()
    }

    /// The channels with their final weights.
    pub fn channels(&self) -> Vec<Channel> {
        let channels = self.scan.channels.iter().zip(&self.weights);
        channels.map(|(channel, &weight)| Channel { weight, ..channel.clone() }).collect()
    }

    /// Ranks of the weighted sum among all customers: five quantiles, and the median of those who are active.
    pub fn ranks(&self) -> [u64; 6] {
        let (n, n_active) = (self.scan.n_rows, self.sums.n);
        let rank = |percent: u64| ((u128::from(n) * u128::from(percent)).div_ceil(100) as u64).max(1) - 1;
        let active = n - n_active + n_active.saturating_sub(1) / 2;
        [rank(10), rank(25), rank(50), rank(75), rank(90), active]
    }

    /// A guess at how much is done, 0 to 1; it never falls.
    pub fn progress(&self) -> f64 {
        let n = f64::from(self.n_passes);
        n / (n + 3.0)
    }

    /// Whether the state is such that a pass over rows cannot fail: it has crossed the border, and the
    /// caller may have changed it.
    pub fn is_sound(&self) -> bool {
        if !self.settings.is_sound() {
            return false;
        }
        if self.phase == Phase::Scan {
            return self.scan == Scan::default();
        }
        let k = self.scan.channels.len();
        let named = self.settings.channels.as_ref().is_none_or(|channels| *channels == self.scan.channels);
        let is_scan = named && self.scan.is_sound() && self.scan.n_rows > 0 && self.scan.wrong.is_none();
        let are_searches = self.searches.iter().all(|words| Refinement::from_words(words).is_some());
        let are_halves =
            |halves: &[f64]| halves.len() == k && halves.iter().all(|half| *half > 0.0 && half.is_finite());
        let halves = || are_halves(&self.half_uses) && are_halves(&self.half_volumes);
        let ranges = || self.ranges.len() == k && self.ranges.iter().all(|range| range.is_sound(self.scan.n_rows));
        let are_entropies = self.settings.weighing != Weighing::Entropy || self.entropies.len() == k;
        let is_weight = |weight: &f64| (0.0..=WEIGHT_MAX).contains(weight);
        let weights = || self.weights.len() == k && self.weights.iter().all(is_weight) && are_entropies;
        let sums = || self.sums.is_sound(self.scan.n_rows) && self.sums.n > 0;
        let quantiles = || self.quantiles.len() == 6 && self.quantiles.iter().all(|sum| sum.is_finite());
        is_scan
            && match self.phase {
                Phase::Scan => true,
                Phase::Halves => are_searches && self.searches.len() == 2 * k,
                Phase::Ranges => halves(),
                Phase::Entropy => halves() && ranges(),
                Phase::Sums => halves() && weights(),
                Phase::Quantiles => halves() && weights() && sums() && are_searches && self.searches.len() == 1,
                Phase::Totals => halves() && weights() && sums() && quantiles() && self.quantiles[5] > 0.0,
            }
    }
}
