//! Random draws of one row. Each is keyed by (seed, purpose, row) alone, so a customer is the same
//! whatever the number of rows, their split or their order.

use gridfolk_numeric::normal::quantile;
use gridfolk_numeric::random::Stream;

/// Most draws that one purpose may take for one row.
const N_SLOTS: u64 = 64;

/// Largest mean that [`Draw::poisson`] takes; larger ones are cut to it.
const POISSON_MEAN_MAX: f64 = 200.0;

/// What a draw is for. A new purpose goes to the end, so that earlier populations stay the same.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Size,
    Debt,
    Delay,
    Digital,
    Engaged,
    Temper,
    Class,
    District,
    Industry,
    Segment,
    SegmentSize,
    SegmentDigital,
    HouseholdTou,
    Tenant,
    Tenure,
    OwnSupply,
    Attention,
    Growth,
    Decline,
    MonthCv,
    Climate,
    Away,
    ValleyShare,
    PeakShare,
    LoadFactor,
    CapacityUse,
    Overload,
    SupplyCost,
    BusinessMargin,
    PaymentChannel,
    Prepaid,
    LateBill,
    DelayDays,
    Payments,
    Unpaid,
    Outages,
    OutagePlanned,
    OutageHours,
    OutageDay,
    Notified,
    OutageCalls,
    Complaints,
    OutageContact,
    App,
    Wechat,
    Hotline,
    Hall,
    ChannelAge,
    Theft,
    TheftShare,
    TrendDrop,
    LineLoss,
    Alarms,
    Phase,
    Breaches,
    Inspected,
    Found,
    Moved,
    MoveVacancy,
    MoveRatio,
    ContactValid,
    PayerChanges,
    PaymentDay,
    ValleyChange,
    Visited,
    Gap,
}

const N_PURPOSES: usize = Purpose::Gap as usize + 1;

/// The streams of one seed, one a purpose.
pub(super) struct Seeds {
    streams: [Stream; N_PURPOSES],
}

impl Seeds {
    pub(super) fn new(seed: u64) -> Self {
        Seeds { streams: std::array::from_fn(|purpose| Stream::new(seed, purpose as u64)) }
    }

    pub(super) fn of_row(&self, row: u64) -> Draw<'_> {
        Draw { seeds: self, row }
    }
}

/// The draws of one row.
#[derive(Clone, Copy)]
pub(super) struct Draw<'a> {
    seeds: &'a Seeds,
    row: u64,
}

impl Draw<'_> {
    /// Uniform between 0 and 1, both excluded.
    pub(super) fn uniform(self, purpose: Purpose) -> f64 {
        self.uniform_at(purpose, 0)
    }

    /// The same for the draw number `slot`, below 64, of this purpose.
    pub(super) fn uniform_at(self, purpose: Purpose, slot: u32) -> f64 {
        debug_assert!(u64::from(slot) < N_SLOTS);
        self.seeds.streams[purpose as usize].uniform(self.row * N_SLOTS + u64::from(slot))
    }

    /// Standard normal.
    pub(super) fn normal(self, purpose: Purpose) -> f64 {
        self.normal_at(purpose, 0)
    }

    /// The same for the draw number `slot`, below 64, of this purpose.
    #[inline(never)]
    pub(super) fn normal_at(self, purpose: Purpose, slot: u32) -> f64 {
        quantile(self.uniform_at(purpose, slot))
    }

    /// Whether an event of this probability happens.
    pub(super) fn happens(self, purpose: Purpose, probability: f64) -> bool {
        self.uniform(purpose) < probability
    }

    /// Index of one of these shares, which sum to 1.
    pub(super) fn pick(self, purpose: Purpose, shares: &[f64]) -> usize {
        let mut rest = self.uniform(purpose);
        for (index, share) in shares.iter().enumerate() {
            if rest < *share {
                return index;
            }
            rest -= share;
        }
        shares.len() - 1
    }

    /// Lognormal: median times e to a normal number of standard deviation `sigma`.
    #[inline(never)]
    pub(super) fn lognormal(self, purpose: Purpose, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal(purpose))
    }

    /// Poisson, by inversion.
    #[inline(never)]
    pub(super) fn poisson(self, purpose: Purpose, mean: f64) -> u32 {
        let mean = mean.min(POISSON_MEAN_MAX);
        let u = self.uniform(purpose);
        // exp(-mean) is at least 1 - mean: rare events mostly need no exponential.
        if u < 1.0 - mean {
            return 0;
        }
        let mut term = libm::exp(-mean);
        let mut rest = u - term;
        let mut count = 0;
        // A term that has become 0 ends it: the sum of the terms may stay just below the draw.
        while rest >= 0.0 && term > 0.0 {
            count += 1;
            term *= mean / f64::from(count);
            rest -= term;
        }
        count
    }

    /// Binomial: how many of `n` trials succeed, by inversion.
    #[inline(never)]
    pub(super) fn binomial(self, purpose: Purpose, n: u32, probability: f64) -> u32 {
        let odds = probability / (1.0 - probability);
        let mut term = (0..n).fold(1.0, |product, _| product * (1.0 - probability));
        let mut rest = self.uniform(purpose) - term;
        let mut count = 0;
        while rest >= 0.0 && count < n {
            term *= odds * f64::from(n - count) / f64::from(count + 1);
            count += 1;
            rest -= term;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: u64 = 100_000;

    fn mean_and_variance(value: impl Fn(Draw<'_>) -> f64) -> (f64, f64) {
        let seeds = Seeds::new(11);
        let values: Vec<f64> = (0..N).map(|row| value(seeds.of_row(row))).collect();
        let mean = values.iter().sum::<f64>() / N as f64;
        (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / N as f64)
    }

    fn assert_moments(name: &str, found: (f64, f64), expected: (f64, f64)) {
        let tolerance = 5.0 * (expected.1 / N as f64).sqrt();
        assert!((found.0 - expected.0).abs() < tolerance, "{name}: mean {} and not {}", found.0, expected.0);
        assert!((found.1 / expected.1 - 1.0).abs() < 0.05, "{name}: variance {} and not {}", found.1, expected.1);
    }

    #[test]
    fn draws_have_the_mean_and_variance_of_their_distribution() {
        assert_moments("normal", mean_and_variance(|d| d.normal(Purpose::Size)), (0.0, 1.0));
        for mean in [0.05, 2.0, 60.0] {
            let found = mean_and_variance(|d| f64::from(d.poisson(Purpose::App, mean)));
            assert_moments("poisson", found, (mean, mean));
        }
        let found = mean_and_variance(|d| f64::from(d.binomial(Purpose::Alarms, 4, 0.25)));
        assert_moments("binomial", found, (1.0, 0.75));
        let found = mean_and_variance(|d| d.pick(Purpose::Class, &[0.5, 0.2, 0.3]) as f64);
        assert_moments("pick", found, (0.8, 0.76));
    }

    #[test]
    fn purposes_and_slots_are_uncorrelated() {
        let (product, _) = mean_and_variance(|d| d.normal(Purpose::Size) * d.normal(Purpose::Debt));
        assert!(product.abs() < 5.0 / (N as f64).sqrt());
        let (product, _) = mean_and_variance(|d| d.normal_at(Purpose::Size, 0) * d.normal_at(Purpose::Size, 1));
        assert!(product.abs() < 5.0 / (N as f64).sqrt());
    }
}
