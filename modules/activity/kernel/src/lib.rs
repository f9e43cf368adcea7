//! The hot loops of the module activity, in a crate of their own: the only part of the module that is built
//! for speed and not for size.
//!
//! A use of a channel loses half of its weight in each half-life T: after t days it counts
//!
//! ```text
//! d(t) = 2^(-t / T)
//! ```
//!
//! Records say how many uses n there were in the last W days, and how many days r ago the last one was. Of the
//! others it is known that they lie between: taken as even over the rest of the window, all uses together count
//!
//! ```text
//! D = d(r) + (n - 1) T / ln 2 (d(r) - d(W)) / (W - r)
//! ```
//!
//! What grows without bound is made a share by its half: x counts 1 - 2^(-x / half), one half at `half`.
#![forbid(unsafe_code)]

/// How uses lose weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decay {
    /// Days in which a use loses half of its weight.
    pub half_life_days: f64,
    /// Days that uses were counted over.
    pub window_days: f64,
}

/// How one customer used one channel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Use {
    /// What the last use still counts, 0 to 1; 0 without one.
    pub recency: f64,
    /// What all uses count together.
    pub uses: f64,
    /// What all volume counts together.
    pub volume: f64,
}

/// The halves and the parts of one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blend {
    /// Uses that count one half.
    pub half_uses: f64,
    /// Volume that counts one half.
    pub half_volume: f64,
    /// The parts of recency, frequency and volume; their sum is above 0.
    pub parts: [f64; 3],
}

impl Decay {
    /// What a use counts after so many days.
    #[inline]
    pub fn of(&self, days: f64) -> f64 {
        libm::exp2(-days / self.half_life_days)
    }

    /// What the uses of one customer count. Missing values are NaN: a number of uses without the day of the
    /// last one is even over the whole window; a day without a number is one use; neither is no use.
    #[inline]
    pub fn uses(&self, count: f64, days: f64, volume: f64) -> Use {
        let (n, last) = match (count.is_nan(), days.is_nan()) {
            (false, false) => (count, days),
            (false, true) => (count, self.window_days / (count + 1.0)),
            (true, false) => (1.0, days),
            (true, true) => return Use::default(),
        };
        if n <= 0.0 {
            return Use::default();
        }
        let recency = self.of(last);
        let rest_days = self.window_days - last;
        let mean_of_others = if rest_days > 1e-6 {
            let days = self.half_life_days / std::f64::consts::LN_2;
            days * (recency - self.of(self.window_days)) / rest_days
        } else {
            recency
        };
        let uses = n.min(1.0) * recency + (n - 1.0).max(0.0) * mean_of_others;
        let volume = if volume.is_nan() { 0.0 } else { volume * (uses / n) };
        Use { recency, uses, volume }
    }
}

impl Blend {
    /// Recency, frequency and volume as shares, 0 to 1.
    #[inline]
    pub fn components(&self, usage: Use) -> [f64; 3] {
        let share = |x: f64, half: f64| if x > 0.0 { 1.0 - libm::exp2(-x / half) } else { 0.0 };
        [usage.recency, share(usage.uses, self.half_uses), share(usage.volume, self.half_volume)]
    }

    /// The activity on the channel, 0 to 1: the mean of the components, by their parts.
    #[inline]
    pub fn activity(&self, usage: Use) -> f64 {
        let components = self.components(usage);
        let sum = |values: [f64; 3]| (values[0] + values[1]) + values[2];
        let weighted = [0, 1, 2].map(|component| components[component] * self.parts[component]);
        sum(weighted) / sum(self.parts)
    }
}

/// The uses of all customers. A column that is not there is empty: all of it is missing.
#[inline(never)]
pub fn uses_of(decay: Decay, counts: &[f64], days: &[f64], volumes: &[f64]) -> Vec<Use> {
    let cell = |column: &[f64], row: usize| column.get(row).copied().unwrap_or(f64::NAN);
    let mut uses = Vec::with_capacity(counts.len());
    for (row, &count) in counts.iter().enumerate() {
        // Most customers do not use most channels.
        let usage = if count == 0.0 { Use::default() } else { decay.uses(count, cell(days, row), cell(volumes, row)) };
        uses.push(usage);
    }
    uses
}

/// The activity of all customers on one channel.
#[inline(never)]
pub fn activities(blend: Blend, uses: &[Use]) -> Vec<f64> {
    let activity = |usage: &Use| if usage.uses > 0.0 { blend.activity(*usage) } else { 0.0 };
    uses.iter().map(activity).collect()
}

/// The weighted sum over channels, customer by customer.
#[inline(never)]
pub fn weighted_sums(weights: &[f64], channels: &[&[f64]], n_rows: usize) -> Vec<f64> {
    let mut sums = vec![0.0; n_rows];
    for (&weight, channel) in weights.iter().zip(channels) {
        sums.iter_mut().zip(*channel).for_each(|(sum, activity)| *sum += weight * activity);
    }
    sums
}

/// The index of all customers, 0 to 100: 50 where the sum is `half`.
#[inline(never)]
pub fn indices(sums: &[f64], half: f64) -> Vec<f64> {
    sums.iter().map(|&sum| index(sum, half)).collect()
}

/// The index of one customer.
#[inline]
pub fn index(sum: f64, half: f64) -> f64 {
    if sum > 0.0 { 100.0 * (1.0 - libm::exp2(-sum / half)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECAY: Decay = Decay { half_life_days: 90.0, window_days: 360.0 };

    #[test]
    fn a_use_halves_in_a_half_life() {
        assert_eq!([0.0, 90.0, 180.0].map(|days| DECAY.of(days)), [1.0, 0.5, 0.25]);
        assert_eq!(DECAY.uses(1.0, 90.0, f64::NAN), Use { recency: 0.5, uses: 0.5, volume: 0.0 });
    }

    #[test]
    fn uses_between_count_as_if_they_were_even() {
        let usage = DECAY.uses(1001.0, 0.0, 2002.0);
        let even: f64 = (0..1000).map(|use_| DECAY.of(360.0 * (f64::from(use_) + 0.5) / 1000.0)).sum();
        assert!((usage.uses - (1.0 + even)).abs() < 1e-3, "{usage:?} against {even}");
        assert!((usage.volume - 2.0 * usage.uses).abs() < 1e-12);
    }

    #[test]
    fn what_is_missing_is_filled_or_no_use() {
        assert_eq!(DECAY.uses(0.0, 5.0, 1.0), Use::default());
        assert_eq!(DECAY.uses(f64::NAN, f64::NAN, 1.0), Use::default());
        assert_eq!(DECAY.uses(f64::NAN, 90.0, f64::NAN).uses, 0.5);
        assert_eq!(DECAY.uses(3.0, f64::NAN, f64::NAN).recency, 0.5);
        // A last use before the window: all are as old as it.
        assert_eq!(DECAY.uses(2.0, 450.0, f64::NAN).uses, 2.0 * 2f64.powi(-5));
    }

    #[test]
    fn halves_count_one_half() {
        let blend = Blend { half_uses: 4.0, half_volume: 10.0, parts: [1.0, 1.0, 2.0] };
        let usage = Use { recency: 1.0, uses: 4.0, volume: 20.0 };
        assert_eq!((blend.components(usage), blend.activity(usage)), ([1.0, 0.5, 0.75], 0.75));
        assert_eq!([0.0, 2.0, 4.0].map(|sum| index(sum, 2.0)), [0.0, 50.0, 75.0]);
        assert_eq!(weighted_sums(&[1.0, 0.5], &[&[0.2, 0.0], &[0.4, 1.0]], 2), [0.4, 0.5]);
    }
}
