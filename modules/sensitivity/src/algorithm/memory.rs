//! What an instance remembers between runs on the same columns: pure results, keyed by what they came
//! from.

use gridfolk_contract::wire::pack;

use super::coding::Coded;
use super::score::Predictor;
use super::settings::Settings;

/// Of the loaded columns.
#[derive(Debug, Default)]
pub struct Memory {
    /// Settings and coding that the blocks are of.
    key: Vec<u8>,
    blocks: gridfolk_logistic::Memory,
    /// Log odds of the loaded rows, and the model's text that gave them.
    scored: Option<(String, Vec<f64>)>,
    /// The same of the last fit whose rows were all used, and what gave them.
    fitted: Option<(Predictor, Vec<f64>)>,
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

    /// The log odds of the loaded rows under a model.
    pub fn scored(&mut self, model: &str, score: impl FnOnce() -> Vec<f64>) -> &[f64] {
        if self.scored.as_ref().is_none_or(|(of, _)| of != model) {
            self.scored = None;
        }
        &self.scored.get_or_insert_with(|| (model.to_owned(), score())).1
    }
}
