//! One pass over the rows of one part.

use activity_kernel::Use;
use gridfolk_numeric::quantile::Refinement;

use super::entropy::EntropySums;
use super::memory::Memory;
use super::rows::{Known, Rows};
use super::scan::{Range, Scan};
use super::scored::Scale;
use super::state::{Partial, Phase, State};
use super::totals::Totals;

/// Finds out what the state asks for. The channels of `rows` are those of the state's scan, after the first
/// pass. `memory` is of the same columns, or new.
pub fn fold(state: &State, rows: &Rows<'_>, memory: &mut Memory) -> Partial {
    let known = memory.known(&state.settings, rows);
    match state.phase {
        Phase::Scan => return Partial::Scan(Scan::of(rows, known)),
        Phase::Halves => return Partial::Searched(search_halves(state, known)),
        _ => known.with_halves(&state.settings, rows, &state.halves()),
    }
    let n_rows = state.scan.n_rows;
    match state.phase {
        Phase::Entropy => {
            let channels = known.activities.iter().zip(&state.ranges);
            Partial::Entropy(channels.map(|(activities, &range)| EntropySums::of(activities, range, n_rows)).collect())
        }
        Phase::Sums => {
            known.with_weights(&state.weights, rows.n_rows);
            Partial::Ranges(vec![Range::of(known.sums.iter().copied())])
        }
        Phase::Quantiles => {
            known.with_weights(&state.weights, rows.n_rows);
            Partial::Searched(vec![search(&state.searches[0], &known.sums)])
        }
        Phase::Totals => Partial::Totals(Totals::of(&scale(state).score(rows, known), rows.channels.len(), n_rows)),
        _ => Partial::Ranges(known.activities.iter().map(|channel| Range::of(channel.iter().copied())).collect()),
    }
}

/// The scale that a state has come to.
pub fn scale(state: &State) -> Scale {
    Scale {
        settings: state.settings.clone(),
        channels: state.channels(),
        halves: state.halves(),
        half: state.quantiles.get(5).copied().unwrap_or(1.0),
    }
}

fn search_halves(state: &State, known: &Known) -> Vec<Vec<u64>> {
    let (uses, volumes) = state.searches.split_at(state.scan.channels.len());
    let above_0 = |value: f64| if value > 0.0 { value } else { f64::NAN };
    let run = |searches: &[Vec<u64>], of: fn(&Use) -> f64| -> Vec<Vec<u64>> {
        let channels = searches.iter().zip(&known.uses);
        let values = |uses: &Vec<Use>| uses.iter().map(|usage| above_0(of(usage))).collect::<Vec<f64>>();
        channels.map(|(words, uses)| if words.is_empty() { Vec::new() } else { search(words, &values(uses)) }).collect()
    };
    let mut found = run(uses, |usage| usage.uses);
    found.extend(run(volumes, |usage| usage.volume));
    found
}

fn search(words: &[u64], values: &[f64]) -> Vec<u64> {
    match Refinement::from_words(words) {
        Some(search) if !search.is_done() => search.pass(values),
        _ => Vec::new(),
    }
}
