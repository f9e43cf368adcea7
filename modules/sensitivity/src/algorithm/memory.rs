//! What an instance remembers between runs on the same columns: pure results, keyed by what they came
//! from.

use gridfolk_contract::wire::pack;

use gridfolk_whatif::Distribution;

use super::coding::Coded;
use super::score::{Predictor, probabilities_of};
use super::settings::Settings;

/// Of the loaded columns.
#[derive(Debug, Default)]
pub struct Memory {
    /// Settings and coding that the blocks are of.
    key: Vec<u8>,
    blocks: gridfolk_logistic::Memory,
    scored: Option<Scored>,
    /// The same of the last fit whose rows were all used, and what gave them.
    fitted: Option<(Predictor, Vec<f64>)>,
}

/// What a model says of the loaded rows: the same before every move of a slider.
#[derive(Debug)]
pub struct Scored {
    /// The model's text.
    model: String,
    /// Row by row.
    pub log_odds: Vec<f64>,
    probabilities: Option<(Vec<f64>, Distribution)>,
}

impl Scored {
    /// The probability of each row, and how they are distributed.
    pub fn probabilities(&mut self) -> &(Vec<f64>, Distribution) {
        self.probabilities.get_or_insert_with(|| {
            let probabilities = probabilities_of(&self.log_odds);
            let distribution = Distribution::of(&probabilities);
            (probabilities, distribution)
        })
    }
}

impl Memory {
    /// The rows as the solver placed them for these settings.
    pub fn blocks(&mut self, settings: &Settings, coding: &[Coded]) -> &mut gridfolk_logistic::Memory {
        let key = pack((settings.clone(), coding.to_vec()));
        if self.key != key {
            (self.key, self.blocks) = (key, gridfolk_logistic::Memory::default());
        }
        &mut self.blocks
    }

    /// Keeps the log odds of all loaded rows under a fit, for its reply.
    pub fn keep(&mut self, predictor: Predictor, log_odds: Vec<f64>) {
        self.fitted = Some((predictor, log_odds));
    }

    /// What was kept, if it is of this predictor.
    pub fn take(&mut self, predictor: &Predictor) -> Option<Vec<f64>> {
        self.fitted.take().filter(|(of, _)| of == predictor).map(|(_, log_odds)| log_odds)
    }

    /// What a model says of the loaded rows, of which `score` gives the log odds.
    pub fn scored(&mut self, model: &str, score: impl FnOnce() -> Vec<f64>) -> &mut Scored {
        if self.scored.as_ref().is_none_or(|scored| scored.model != model) {
            self.scored = None;
        }
        let new = || Scored { model: model.to_owned(), log_odds: score(), probabilities: None };
        self.scored.get_or_insert_with(new)
    }
}
