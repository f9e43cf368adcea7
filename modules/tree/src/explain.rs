//! The operation `explain`: the rules of a tree, one a leaf.

use gridfolk_contract::{Answer, Problem, ToJson};
use gridfolk_guest::{Call, Part};
use gridfolk_whatif::Condition;

use crate::algorithm::Tree;
use crate::contract::NoParams;
use crate::model::{model_of, node_name};
use crate::region::{condition, regions};
use crate::rules::{Finding, Sentence, sentence};

/// The body of the reply.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainReply {
    /// One a leaf: the highest rate first, ties in the tree's order.
    pub rules: Vec<Rule>,
}

/// The way to one leaf, and what is so about the customers of the fit that came there.
#[derive(Debug, Clone, PartialEq, ToJson)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// The leaf, as `predict` names it.
    pub leaf: String,
    /// The class that it tells.
    pub class: String,
    /// The class that rate and lift are about: the event, or the class that it tells.
    pub about: String,
    /// Customers of the fit.
    pub n_rows: u64,
    /// Their share of all customers of the fit, 0 to 1.
    pub support: f64,
    /// The share of the class among them, by weight, 0 to 1.
    pub rate: f64,
    /// `rate` over the share among all; null where nobody is of the class.
    pub lift: Option<f64>,
    /// The condition that chooses the same customers.
    pub condition: Condition,
    /// The rule as a sentence.
    pub text: Sentence,
}

/// Tells the rules of a model.
///
/// # Errors
/// Everything that is wrong with the model.
pub fn run(call: &Call<'_>) -> Result<Answer, Problem> {
    call.reads_only(&[Part::Params, Part::Model])?;
    let NoParams {} = call.params()?;
    let tree = model_of(call)?;
    let parents = tree.parents();
    let mut rules: Vec<Rule> = Vec::new();
    for leaf in tree.leaves() {
        let rule = rule(&tree, &parents, leaf);
        // Each rule behind those with at least its rate.
        let place = rules.partition_point(|other| other.rate >= rule.rate);
        rules.insert(place, rule);
    }
    Ok(Answer::new(&ExplainReply { rules }))
}

fn rule(tree: &Tree, parents: &[(usize, bool)], leaf: usize) -> Rule {
    let subject = tree.subject_of(leaf);
    let (rate, overall) = (tree.share(leaf, subject), tree.share(0, subject));
    let regions = regions(tree, parents, leaf);
    let n_rows = tree.nodes[leaf].n_rows;
    let finding = Finding {
        class: &tree.classes[subject],
        n_rows,
        support: n_rows as f64 / tree.nodes[0].n_rows.max(1) as f64,
        rate,
        lift: (overall > 0.0).then_some(rate / overall),
    };
    Rule {
        leaf: node_name(leaf),
        class: tree.classes[tree.class_of(leaf)].clone(),
        about: finding.class.to_owned(),
        n_rows,
        support: finding.support,
        rate,
        lift: finding.lift,
        condition: condition(tree, &regions),
        text: sentence(tree, &regions, &finding),
    }
}
