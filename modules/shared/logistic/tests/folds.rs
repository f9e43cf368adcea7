//! The same bits for any split of the rows, in any order, with and without memory.

mod common;

use common::{Rows, rows};
use gridfolk_contract::wire::{Packed, pack, unpack};
use gridfolk_logistic::{Firth, Fitted, Memory, Options, Partial, Refusal, State, Unit, fit};
use proptest::prelude::*;

/// Drives a fit over parts that begin at `starts`; state and partials cross a border in between.
fn fit_parts(options: &Options, units: &[Unit], rows: &Rows, starts: &[usize]) -> Result<Fitted, Refusal> {
    let ends = starts.iter().skip(1).copied().chain([rows.target.len()]);
    let parts: Vec<Rows> = starts.iter().zip(ends).map(|(&from, to)| rows.part(from, to)).collect();
    let mut state = State::begin(*options, units.to_vec())?;
    loop {
        state = cross(&state);
        assert!(state.is_sound());
        let partial = |part: &Rows| cross(&state.fold(&part.design(), &mut Memory::default()));
        let partials: Vec<Partial> = parts.iter().rev().map(partial).collect();
        if state.merge(&partials)? {
            return Fitted::new(state);
        }
    }
}

fn cross<T: Packed + Clone>(value: &T) -> T {
    unpack(pack(value.clone())).expect("the value")
}

fn options() -> impl Strategy<Value = Options> {
    let choice = prop_oneof![
        Just((0.0, Firth::WhenSeparated)),
        Just((0.0, Firth::Never)),
        Just((0.0, Firth::Always)),
        Just((1.0, Firth::Never))
    ];
    choice.prop_map(|(ridge, firth)| Options { ridge, firth, ..Options::default() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_split_gives_the_same_bits(
        n in 30usize..400, d in 1usize..8, seed in any::<u64>(), options in options(),
        cuts in prop::collection::vec(0.0..1.0f64, 0..5), separated in any::<bool>(),
    ) {
        let rows = rows(n, d, seed, if separated { 30.0 } else { 1.0 });
        let units: Vec<Unit> =
            (0..=d).map(|j| if j % 2 == 0 { Unit::StandardDeviation } else { Unit::AsGiven }).collect();
        let mut starts: Vec<usize> = cuts.iter().map(|cut| (cut * n as f64) as usize).chain([0]).collect();
        starts.sort_unstable();
        let whole = fit(&options, &units, &rows.design());
        let parts = fit_parts(&options, &units, &rows, &starts);
        prop_assert_eq!(format!("{whole:?}"), format!("{parts:?}"));
    }

    #[test]
    fn whatever_bytes_arrive_nothing_fails(n in 30usize..60, at in 0usize..2000, value in any::<u8>(), passes in 0usize..6) {
        let rows = rows(n, 3, 7, 1.0);
        let mut state = State::begin(Options::default(), vec![Unit::AsGiven; 4]).expect("a state");
        for _ in 0..passes {
            let partial = state.fold(&rows.design(), &mut Memory::default());
            if state.merge(&[partial]).expect("a step") {
                return Ok(());
            }
        }
        let changed = |bytes: &mut Vec<u8>| {
            let index = at % bytes.len();
            bytes[index] = value;
        };
        let mut of_partial = pack(state.fold(&rows.design(), &mut Memory::default()));
        let mut of_state = pack(state.clone());
        changed(&mut of_partial);
        if let Some(partial) = unpack::<Partial>(of_partial) {
            let _ = state.merge(&[partial]);
        }
        changed(&mut of_state);
        let broken = unpack::<State>(of_state).filter(|state| state.is_sound() && state.n_terms() == 4);
        if let Some(mut broken) = broken {
            let partial = broken.fold(&rows.design(), &mut Memory::default());
            let _ = broken.merge(&[partial]);
        }
    }
}
