//! Groups of about equal size in the order of the score: the rows of calibration, gains and lift tables.
//!
//! Rows of equal score stay together, so a group may be larger or smaller than its share; an entry goes
//! to the group in which the middle of its weight lies. Groups that get nothing are left out.

use crate::ranking::Ranking;

/// One group of rows with neighbouring scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its least score.
    pub score_min: f64,
    /// Its greatest score.
    pub score_max: f64,
    /// Weighted mean of its scores; where scores are probabilities, what was predicted.
    pub score_mean: f64,
    /// Weight of its rows.
    pub weight: f64,
    /// Weight of its rows with the event.
    pub events: f64,
}

impl Group {
    /// The share of its rows with the event: what was observed.
    pub fn rate(&self) -> f64 {
        self.events / self.weight
    }
}

/// A group among those before it, in the order given to [`gains`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Share of all rows in this group and those before it.
    pub rows_share: f64,
    /// Share of all events in this group and those before it.
    pub events_share: f64,
    /// The group's rate over that of all rows; none without an event.
    pub lift: Option<f64>,
    /// `events_share` over `rows_share`; none without an event.
    pub lift_so_far: Option<f64>,
}

impl Ranking {
    /// The rows in `n` groups of about equal weight, scores ascending.
    pub fn groups(&self, n: usize) -> Vec<Group> {
        let (non_events, events) = self.totals();
        let total = non_events + events;
        let (mut before, mut last) = (0.0, None);
        let mut groups: Vec<Group> = Vec::new();
        for entry in self.entries().iter().filter(|entry| entry.weight() > 0.0) {
            let weight = entry.weight();
            let index = ((before + weight / 2.0) / total * n as f64) as usize;
            before += weight;
            if last != Some(index) {
                last = Some(index);
                let (score_min, score_max) = (entry.score, entry.score);
                groups.push(Group { score_min, score_max, score_mean: 0.0, weight: 0.0, events: 0.0 });
            }
            if let Some(group) = groups.last_mut() {
                group.score_max = entry.score;
                // The sum, until the group is full.
                group.score_mean += entry.score * weight;
                group.weight += weight;
                group.events += entry.events;
            }
        }
        groups.iter_mut().for_each(|group| group.score_mean /= group.weight);
        groups
    }
}

/// How much of all events the first groups hold, group after group.
pub fn gains<'g>(groups: impl Iterator<Item = &'g Group> + Clone) -> Vec<Gain> {
    let weight: f64 = groups.clone().map(|group| group.weight).sum();
    let events: f64 = groups.clone().map(|group| group.events).sum();
    let (mut weight_so_far, mut events_so_far) = (0.0, 0.0);
    let gain = |group: &Group| {
        weight_so_far += group.weight;
        events_so_far += group.events;
        let (rows_share, events_share) = (weight_so_far / weight, events_so_far / events);
        let lift = |share: f64| (events > 0.0).then_some(share);
        Gain {
            rows_share,
            events_share: if events > 0.0 { events_share } else { 0.0 },
            lift: lift(group.rate() / (events / weight)),
            lift_so_far: lift(events_share / rows_share),
        }
    };
    groups.map(gain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::Way;

    #[test]
    fn tenths_hold_a_tenth_and_ties_stay_together() {
        let rows = (0..100u32).map(|i| (f64::from(i.max(25)), i % 4 == 3, 1.0));
        let groups = Ranking::new(rows, Way::Exact).groups(10);
        assert_eq!(
            groups.iter().map(|group| group.weight).collect::<Vec<_>>(),
            [26.0, 4.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]
        );
        assert_eq!((groups[0].score_min, groups[0].score_max, groups[0].events), (25.0, 25.0, 6.0));
        assert_eq!((groups[8].score_min, groups[8].score_max, groups[8].score_mean), (90.0, 99.0, 94.5));
        assert_eq!(groups.iter().map(|group| group.events).sum::<f64>(), 25.0);
    }

    #[test]
    fn gains_add_up_from_the_first_group() {
        let rows = [(0.9, true), (0.8, true), (0.3, false), (0.2, false)].map(|(s, event)| (s, event, 1.0));
        let groups = Ranking::new(rows, Way::Exact).groups(2);
        let gains = gains(groups.iter().rev());
        assert_eq!((gains[0].rows_share, gains[0].events_share, gains[0].lift), (0.5, 1.0, Some(2.0)));
        assert_eq!((gains[1].events_share, gains[1].lift, gains[1].lift_so_far), (1.0, Some(0.0), Some(1.0)));
    }

    #[test]
    fn without_rows_there_is_no_group() {
        assert!(Ranking::default().groups(10).is_empty());
    }
}
