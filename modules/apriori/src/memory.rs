//! What an instance remembers between calls: the model that it was sent, and its rules. All of it is a pure
//! result of the model's text; without it every call computes it anew, to the same bits.

use std::rc::Rc;

use gridfolk_contract::Problem;
use gridfolk_guest::Call;

use crate::algorithm::{Rule, RuleSettings, judge, listed};
use crate::model::{CheckedModel, model_of};

/// The remembered results.
#[derive(Debug, Default)]
pub struct Memory {
    /// The text of the model, and the model.
    model: Option<(String, Rc<CheckedModel>)>,
    /// Rules of the model at these settings.
    judged: Option<(RuleSettings, Vec<Rule>)>,
    /// The list of the model's own rules, by what it was listed.
    listed: Option<(RuleSettings, Rc<Vec<Rule>>)>,
}

impl Memory {
    /// The model of the call.
    ///
    /// # Errors
    /// What is wrong with the model.
    pub fn model(&mut self, call: &Call<'_>) -> Result<Rc<CheckedModel>, Problem> {
        let text = call.raw_model()?;
        if let Some((kept, model)) = &self.model
            && kept == text
        {
            return Ok(Rc::clone(model));
        }
        let model = Rc::new(model_of(call)?);
        *self = Memory { model: Some((text.to_owned(), Rc::clone(&model))), judged: None, listed: None };
        Ok(model)
    }

    /// The remembered model's own rules as they are listed by `settings`.
    ///
    /// # Errors
    /// More rules than the limit.
    pub fn listed(&mut self, settings: &RuleSettings, min_count: u64) -> Result<Rc<Vec<Rule>>, Problem> {
        if let Some((kept, rules)) = &self.listed
            && kept == settings
        {
            return Ok(Rc::clone(rules));
        }
        let rules = Rc::new(listed(self.judged(settings, min_count)?, settings));
        self.listed = Some((settings.clone(), Rc::clone(&rules)));
        Ok(rules)
    }

    /// The rules of the remembered model that pass the thresholds of `settings` and stand in at least
    /// `min_count` baskets, in the order of itemsets.
    ///
    /// # Errors
    /// More rules than the limit.
    pub fn judged(&mut self, settings: &RuleSettings, min_count: u64) -> Result<Vec<Rule>, Problem> {
        let Some((_, model)) = &self.model else { return Ok(Vec::new()) };
        let frequent = &model.frequent;
        let passes = |rule: &&Rule| {
            rule.measures.confidence >= settings.min_confidence
                && rule.measures.lift >= settings.min_lift
                && frequent.lattice.counts()[rule.sides.both as usize] >= min_count
        };
        // Thresholds above the remembered ones leave some of the remembered rules.
        let covers = |kept: &RuleSettings| {
            let like =
                RuleSettings { min_confidence: kept.min_confidence, min_lift: kept.min_lift, ..settings.clone() };
            *kept == like && kept.min_confidence <= settings.min_confidence && kept.min_lift <= settings.min_lift
        };
        if !self.judged.as_ref().is_some_and(|(kept, _)| covers(kept)) {
            self.judged = Some((settings.clone(), judge(frequent, settings)?));
        }
        Ok(self.judged.iter().flat_map(|(_, rules)| rules.iter().filter(passes).copied()).collect())
    }
}
