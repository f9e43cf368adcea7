//! Against scikit-learn's CART, whose splits an exhaustive search confirmed: ../shared/golden/tree.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tree::algorithm::rows::Cells;
use tree::algorithm::tree::Test;
use tree::algorithm::{ClassWeight, Fitted, Measured, Memory, Rows, Settings, fit};

#[derive(Deserialize)]
struct Golden {
    n: u64,
    columns: Vec<String>,
    tree: GoldenTree,
    auc_in_sample: f64,
    accuracy_in_sample: f64,
    feature_importances: Vec<f64>,
    leaf_of_first20: Vec<usize>,
    p_first20: Vec<f64>,
}

#[derive(Deserialize)]
struct GoldenTree {
    feature: Vec<i64>,
    threshold: Vec<f64>,
    children_left: Vec<i64>,
    children_right: Vec<i64>,
    impurity: Vec<f64>,
    n_node_samples: Vec<u64>,
    class_fraction: Vec<[f64; 2]>,
    depth: u32,
    n_leaves: usize,
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// The columns of a CSV file, as numbers; what `read` makes of a cell.
fn read_columns(path: &Path, names: &[String], read: impl Fn(&str) -> f64) -> Vec<Vec<f64>> {
    let mut reader = csv::Reader::from_path(path).expect("the data set can be read");
    let header = reader.headers().expect("a header").clone();
    let places: Vec<usize> =
        names.iter().map(|name| header.iter().position(|cell| cell == name).expect("the column is there")).collect();
    let mut columns = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record.expect("a record");
        for (column, &place) in columns.iter_mut().zip(&places) {
            column.push(read(&record[place]));
        }
    }
    columns
}

struct Fit {
    golden: Golden,
    fitted: Fitted,
    columns: Vec<Vec<f64>>,
}

/// The fit of a data set; nothing where it is absent.
fn run(name: &str, data: &str, target: &str) -> Option<Fit> {
    let path = shared().join(format!("golden/tree/{name}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: ../shared/golden is absent");
        return None;
    };
    let golden: Golden = serde_json::from_str(&text).expect("a golden file");
    let mut names = golden.columns.clone();
    names.push(target.to_owned());
    let read = |cell: &str| match cell {
        "good" => 0.0,
        "bad" => 1.0,
        cell => cell.parse().expect("a number"),
    };
    let mut columns = read_columns(&shared().join("data").join(data), &names, read);
    let classes = columns.pop().expect("the target");
    assert_eq!(classes.len() as u64, golden.n);
    let rows = Rows {
        names: golden.columns.clone(),
        columns: columns.iter().map(|column| Cells::Numbers(column)).collect(),
        target: Cells::Numbers(&classes),
        weights: None,
        n_rows: classes.len(),
        first_row: 0,
    };
    let settings = Settings {
        target: target.to_owned(),
        columns: None,
        weight: None,
        class_weight: ClassWeight::Equal,
        event: None,
        criterion: Measured::Gini,
        max_depth: 4,
        min_leaf: 1,
        min_impurity_decrease: 0.0,
        ccp_alpha: 0.0,
    };
    let fitted = fit(settings, &rows, &mut Memory::default()).expect("a fit");
    assert!(fitted.is_exact);
    Some(Fit { golden, fitted, columns })
}

impl Fit {
    /// The leaf of a row, by the thresholds that the fit found.
    fn leaf_of(&self, row: usize) -> usize {
        let mut at = 0;
        while let Some(question) = &self.fitted.tree.nodes[at].question {
            let Test::AtMost(threshold) = question.test else { panic!("numbers") };
            at = if self.columns[question.column][row] <= threshold { question.yes } else { question.no };
        }
        at
    }

    fn check_figures(&self, tolerance: f64) {
        let (golden, fitted) = (&self.golden, &self.fitted);
        let close = |found: f64, expected: f64, what: &str| {
            assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected}");
        };
        assert_eq!((fitted.tree.depth(), fitted.tree.leaves().len()), (golden.tree.depth, golden.tree.n_leaves));
        close(fitted.auc.expect("two classes"), golden.auc_in_sample, "AUC");
        close(fitted.accuracy, golden.accuracy_in_sample, "accuracy");
    }

    /// Node by node: scikit-learn numbers them in the same order.
    fn check_nodes(&self) {
        let (golden, tree) = (&self.golden.tree, &self.fitted.tree);
        assert_eq!(tree.nodes.len(), golden.feature.len());
        for (index, node) in tree.nodes.iter().enumerate() {
            assert_eq!(node.n_rows, golden.n_node_samples[index], "rows of node {index}");
            assert!((tree.impurity_of(index) - golden.impurity[index]).abs() <= 1e-12, "impurity of node {index}");
            for class in 0..2 {
                let share = tree.share(index, class);
                assert!((share - golden.class_fraction[index][class]).abs() <= 1e-12, "shares of node {index}");
            }
            let Some(question) = &node.question else {
                assert_eq!(golden.children_left[index], -1, "node {index} is a leaf");
                continue;
            };
            let Test::AtMost(threshold) = question.test else { panic!("numbers") };
            assert_eq!(question.column as i64, golden.feature[index], "column of node {index}");
            assert!((threshold - golden.threshold[index]).abs() <= 1e-6, "threshold of node {index}: {threshold}");
            let children = (question.yes as i64, question.no as i64);
            assert_eq!(children, (golden.children_left[index], golden.children_right[index]));
        }
        for (found, expected) in self.fitted.importances.iter().zip(&self.golden.feature_importances) {
            assert!((found - expected).abs() <= 1e-12, "importance {found} is not {expected}");
        }
        for (row, &leaf) in self.golden.leaf_of_first20.iter().enumerate() {
            assert_eq!(self.leaf_of(row), leaf, "leaf of row {row}");
            let probability = tree.probability_of(leaf);
            assert!((probability - self.golden.p_first20[row]).abs() <= 1e-12, "probability of row {row}");
        }
    }
}

#[test]
fn theft_agrees_with_scikit_learn() {
    let Some(fit) = run("theft", "theft_cn_book/theft_291.csv", "is_theft") else { return };
    fit.check_figures(1e-12);
    fit.check_nodes();
}

#[test]
fn german_credit_agrees_with_scikit_learn() {
    let Some(fit) = run("german", "german_credit/germancredit.csv", "creditability") else { return };
    fit.check_figures(1e-12);
    fit.check_nodes();
}

/// Some of its splits tie, so that columns may differ; what the tree is worth may not.
#[test]
fn powerco_agrees_with_scikit_learn() {
    let Some(fit) = run("powerco", "powerco/client_data.csv", "churn") else { return };
    fit.check_figures(1e-12);
    let leaves = fit.fitted.tree.leaves();
    let golden = &fit.golden.tree;
    let impurity = |weights: Vec<(f64, f64)>| weights.iter().fold(0.0, |sum, (n, impurity)| sum + n * impurity);
    let tree = &fit.fitted.tree;
    let found = impurity(leaves.iter().map(|&leaf| (tree.nodes[leaf].n_rows as f64, tree.impurity_of(leaf))).collect());
    let is_leaf = |index: &usize| golden.children_left[*index] == -1;
    let golden_leaves = (0..golden.feature.len()).filter(is_leaf);
    let expected =
        impurity(golden_leaves.map(|index| (golden.n_node_samples[index] as f64, golden.impurity[index])).collect());
    let n = fit.golden.n as f64;
    assert!((found / n - expected / n).abs() <= 1e-12, "impurity of the leaves: {found} is not {expected}");
}
