//! A fit that is done: pruned, in reading order, with its figures.

use gridfolk_metrics::{Entry, Ranking};

use super::growth::Growth;
use super::prune::kept;
use super::split::Test as CodedTest;
use super::state::State;
use super::tree::{Node, Question, Test, Tree, TreeColumn};

/// A fitted tree and its figures on the rows of the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The tree.
    pub tree: Tree,
    /// Whether splits are exact; else between bins.
    pub is_exact: bool,
    /// Whether growth stopped at the most nodes.
    pub is_limited: bool,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows with a class and a weight.
    pub n_used: u64,
    /// Rows by class.
    pub class_rows: Vec<u64>,
    /// The share of rows, by weight, whose class is told right.
    pub accuracy: f64,
    /// How often a row with the event has the greater probability than one without; none without an event.
    pub auc: Option<f64>,
    /// The greatest distance between the distributions of the probability; none without an event.
    pub ks: Option<f64>,
    /// What each column does of the whole fall of impurity; they sum up to 1, or are 0 in a tree of one leaf.
    pub importances: Vec<f64>,
}

impl Fitted {
    /// Finishes a grown tree.
    pub fn new(state: State) -> Self {
        let classes = state.classes();
        let event = match &state.settings.event {
            Some(event) => classes.iter().position(|class| class == event),
            None => (classes.len() == 2).then_some(1),
        };
        let columns = state.scan.columns.iter().zip(&state.spreads).map(|(column, &spread)| TreeColumn {
            name: column.name.clone(),
            is_number: column.is_number,
            n_missing: column.n_missing,
            spread,
        });
        let growth = &state.growth;
        let keep = kept(growth, growth.measure(&state.settings), state.settings.ccp_alpha);
        let tree = Tree {
            target: state.settings.target.clone(),
            event,
            criterion: state.settings.criterion,
            factors: growth.factors.clone(),
            columns: columns.collect(),
            nodes: in_reading_order(growth, &keep, |column, code| state.scan.columns[column].levels[code].clone()),
            classes,
        };
        let ranking = tree.event.and_then(|event| ranking(&tree, event));
        Fitted {
            is_exact: state.is_exact(),
            is_limited: growth.is_limited,
            n_rows: state.scan.n_rows,
            n_used: state.scan.n_used,
            class_rows: state.scan.classes.iter().map(|class| class.n_rows).collect(),
            accuracy: accuracy(&tree),
            auc: ranking.as_ref().and_then(Ranking::auc),
            ks: ranking.as_ref().and_then(|ranking| ranking.ks().map(|ks| ks.ks)),
            importances: importances(&tree),
            tree,
        }
    }
}

/// The nodes that pruning leaves, parents first and yes before no.
fn in_reading_order(growth: &Growth, keep: &[bool], level: impl Fn(usize, usize) -> String) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    // What is to be placed: a node of the growth, and the question whose `no` it is.
    let mut waiting = vec![(0, None)];
    while let Some((index, asker)) = waiting.pop() {
        let place = nodes.len();
        if let Some(asker) = asker {
            let asker: &mut Node = &mut nodes[asker];
            if let Some(question) = &mut asker.question {
                question.no = place;
            }
        }
        let node = &growth.nodes[index];
        let split = node.split.as_ref().filter(|_| keep[index]);
        let question = split.map(|split| Question {
            column: split.column,
            test: match &split.test {
                CodedTest::AtMost { threshold, .. } => Test::AtMost(*threshold),
                CodedTest::Among(codes) => {
                    Test::Among(codes.iter().map(|&code| level(split.column, code as usize)).collect())
                }
                CodedTest::Missing => Test::Missing,
            },
            missing_goes_yes: split.missing_goes_yes,
            yes: place + 1,
            no: 0,
        });
        if let Some(split) = split {
            waiting.push((split.yes + 1, Some(place)));
            waiting.push((split.yes, None));
        }
        nodes.push(Node { n_rows: node.rows.n_rows, sums: node.rows.sums.clone(), question });
    }
    nodes
}

fn accuracy(tree: &Tree) -> f64 {
    let right = tree.leaves().into_iter().fold(0.0, |sum, leaf| sum + tree.nodes[leaf].sums[tree.class_of(leaf)]);
    right / tree.nodes[0].sums.iter().sum::<f64>()
}

/// The leaves in the order of their probability: with the weights in them that is all that AUC needs.
fn ranking(tree: &Tree, event: usize) -> Option<Ranking> {
    let mut entries: Vec<Entry> = Vec::new();
    for leaf in tree.leaves() {
        let events = tree.nodes[leaf].sums[event];
        let non_events = tree.nodes[leaf].sums.iter().sum::<f64>() - events;
        let score = tree.share(leaf, event);
        let place = entries.partition_point(|entry| entry.score < score);
        match entries.get_mut(place) {
            Some(entry) if entry.score == score => {
                entry.events += events;
                entry.non_events += non_events;
            }
            _ => entries.insert(place, Entry { score, non_events, events }),
        }
    }
    Ranking::of_entries(entries)
}

fn importances(tree: &Tree) -> Vec<f64> {
    let measure = tree.measure();
    let weighted = |index: usize| measure.weight(&tree.nodes[index].sums) * tree.impurity_of(index);
    let mut falls = vec![0.0; tree.columns.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        if let Some(question) = &node.question {
            falls[question.column] += weighted(index) - weighted(question.yes) - weighted(question.no);
        }
    }
    let whole: f64 = falls.iter().sum();
    if whole > 0.0 { falls.iter().map(|fall| fall / whole).collect() } else { falls }
}
