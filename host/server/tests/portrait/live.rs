//! What-ifs across a pipeline.

use std::rc::Rc;

use gridfolk::engine::{WasmtimeEngine, WasmtimeInstance};
use gridfolk_contract::reply::to_json;
use gridfolk_contract::{Column, Values};
use gridfolk_host::pipeline::{Changes, Live, Pipeline, Scenario, State};
use gridfolk_host::{CallError, Catalog, Engine, Trap};
use serde_json::json;

use crate::support::{PORTRAIT, catalog, column, customers, portrait, run, wasmtime};

const AS_OF: &str = "2026-09-30";

fn scenario(value: serde_json::Value) -> Scenario {
    serde_json::from_value(value).expect("a scenario")
}

fn live<E: Engine>(catalog: &Rc<Catalog<E>>, pipeline: &Pipeline, columns: Vec<Column>) -> Live<E> {
    let outcome = run(catalog, pipeline, columns, None);
    Live::new(Rc::clone(catalog), Rc::new(pipeline.clone()), outcome, AS_OF.to_owned()).expect("a table")
}

/// wasmtime with one call after the other, as an engine has it that offers nothing better.
struct Plain(WasmtimeEngine);

impl Engine for Plain {
    type Module = <WasmtimeEngine as Engine>::Module;
    type Instance = WasmtimeInstance;

    fn compile(&self, bytes: &[u8]) -> Result<Self::Module, String> {
        self.0.compile(bytes)
    }

    fn instantiate(&self, module: &Self::Module) -> Result<Self::Instance, Trap> {
        self.0.instantiate(module)
    }
}

/// Columns whose values are the same bit for bit: NaN is like NaN.
fn bits(columns: &[Column]) -> String {
    let of = |column: &Column| match &column.values {
        Values::Number(numbers) => {
            format!("{} {:?}", column.name, numbers.iter().map(|v| v.to_bits()).collect::<Vec<_>>())
        }
        other => format!("{} {other:?}", column.name),
    };
    columns.iter().map(of).collect::<Vec<_>>().join("\n")
}

fn said(changes: &Changes) -> String {
    to_json(changes) + &bits(&changes.columns)
}

#[test]
fn a_what_if_gives_the_bytes_of_a_full_run_on_the_changed_records() {
    let (catalog, pipeline) = (catalog(wasmtime(), &PORTRAIT), portrait());
    let records = customers(&catalog, 3000);
    let outcome = run(&catalog, &pipeline, records.clone(), None);
    let models = outcome.models.clone();
    let before = outcome.columns.clone();
    let mut live =
        Live::new(Rc::clone(&catalog), Rc::new(pipeline.clone()), outcome, AS_OF.to_owned()).expect("a table");
    let edits = json!({"edits": [{"column": "n_bills_late_12m", "add": 2},
        {"column": "kwh_year", "where": {"column": "class", "eq": "residential"}, "scale": 1.5}]});
    let changes = live.what_if(&scenario(edits)).expect("a what-if");
    assert_eq!(changes.steps, ["contribution", "arrears_risk", "tags", "segments", "strategies"]);

    let edited = records
        .into_iter()
        .map(|record| changes.columns.iter().find(|column| column.name == record.name).cloned().unwrap_or(record));
    let after = run(&catalog, &pipeline, edited.collect(), Some(models));
    let of_changes = |column: &Column| changes.columns.iter().find(|other| other.name == column.name).cloned();
    let told: Vec<Column> = before.iter().map(|column| of_changes(column).unwrap_or_else(|| column.clone())).collect();
    for (told, after) in told.iter().zip(&after.columns) {
        // A step on a drawn part is left out of what-ifs: it fits.
        let is_drawn = pipeline.steps.iter().any(|step| step.sample.is_some() && step.outputs.contains_key(&told.name));
        let (told, after) = (std::slice::from_ref(told), std::slice::from_ref(after));
        assert!(is_drawn || bits(told) == bits(after), "{}", told[0].name);
    }
    assert_eq!(told.len(), after.columns.len());
    assert!(before.iter().any(|column| of_changes(column).is_none()));
}

#[test]
fn calls_at_the_same_time_say_what_calls_one_by_one_say() {
    let pipeline = portrait();
    let (together, plain) = (catalog(wasmtime(), &PORTRAIT), catalog(Plain(wasmtime()), &PORTRAIT));
    let mut together_live = live(&together, &pipeline, customers(&together, 1500));
    let mut plain_live = live(&plain, &pipeline, customers(&plain, 1500));
    for edits in [
        json!({"edits": [{"column": "n_bills_late_12m", "add": 1}, {"column": "kwh_year", "scale": 1.05}]}),
        json!({"edits": [{"column": "n_outages_12m", "set": 9}, {"column": "days_since_app", "add": 100}]}),
        json!({"params": {"strategies": {"as_of": "2027-01-01"}}}),
    ] {
        let scenario = scenario(edits);
        let changes = plain_live.what_if(&scenario).expect("a what-if");
        assert!(!changes.steps.is_empty());
        for _ in 0..2 {
            assert_eq!(said(&together_live.what_if(&scenario).expect("a what-if")), said(&changes));
        }
    }
}

#[test]
fn groups_stand_in_the_order_of_their_module() {
    let (catalog, pipeline) = (catalog(wasmtime(), &PORTRAIT), portrait());
    let mut live = live(&catalog, &pipeline, customers(&catalog, 1500));
    let changes = live.what_if(&scenario(json!({"edits": [{"column": "kwh_year", "scale": 0.1}]})));
    let changes = changes.expect("a what-if");
    let change = &changes.groups["contribution_level"];
    assert_eq!(change.groups, ["high", "medium", "low", "unknown"]);
    assert!(change.counts_after[0] < change.counts_before[0], "{change:?}");
}

#[test]
fn what_is_not_asked_for_is_not_run() {
    let (catalog, pipeline) = (catalog(wasmtime(), &PORTRAIT), portrait());
    let mut live = live(&catalog, &pipeline, customers(&catalog, 1500));
    let mut asked = scenario(json!({"edits": [{"column": "kwh_year", "scale": 0.5}]}));
    let all = live.what_if(&asked).expect("a what-if");
    assert_eq!(all.steps, ["contribution", "tags", "segments", "strategies"]);
    asked.columns = Some(live.compared());
    let compared = live.what_if(&asked).expect("a what-if");
    assert_eq!(compared.steps, ["contribution", "segments", "strategies"]);
    assert_eq!((&compared.groups, &compared.scores), (&all.groups, &all.scores));
    asked.columns = Some(vec!["contribution".to_owned()]);
    assert_eq!(live.what_if(&asked).expect("a what-if").steps, ["contribution"]);
    // Whoever changes a step's parameters is told what it says to them.
    asked.params.insert("tags".to_owned(), json!({"as_of": "no date"}));
    let refused = live.what_if(&asked).expect("a what-if").refused;
    assert_eq!(refused.keys().collect::<Vec<_>>(), ["tags"]);
    asked.columns = Some(vec!["nothing".to_owned()]);
    let CallError::Problem(problem) = live.what_if(&asked).expect_err("no such column") else { panic!("a problem") };
    assert_eq!((problem.code.as_str(), problem.pointer.as_str()), ("unknown_column", "/scenario/columns/0"));
}

#[test]
fn editing_a_target_runs_no_step_that_scores() {
    let (catalog, pipeline) = (catalog(wasmtime(), &PORTRAIT), portrait());
    let mut live = live(&catalog, &pipeline, customers(&catalog, 1500));
    let set = |name: &str| scenario(json!({"edits": [{"column": name, "set": 1}]}));
    let steps = |live: &mut Live<_>, name: &str| live.what_if(&set(name)).expect("a what-if").steps;
    assert!(steps(&mut live, "unpaid_30_days_next").is_empty());
    assert!(steps(&mut live, "outage_contact_next").is_empty());
    // A tag reads what an inspection found; the model's step does not.
    assert_eq!(steps(&mut live, "inspection_found"), ["tags"]);
}

#[test]
fn a_step_on_the_model_of_another_is_given_its_own_params_by_runs_and_what_ifs() {
    let text = std::fs::read_to_string(crate::support::root().join("host/server/tests/data/groups.json"));
    let mut written: serde_json::Value = serde_json::from_str(&text.expect("a file")).expect("JSON");
    let again = json!({"id": "again", "title": {"en": "Again", "zh": "再次"}, "module": "kmeans", "op": "predict",
        "model": "groups", "params": {}, "score_params": {"none_has_this": 1}, "required": ["kwh_year"],
        "outputs": {"again": {"column": "segment", "title": {"en": "Again", "zh": "再次"}}}});
    written["steps"].as_array_mut().expect("steps").push(again);
    let pipeline = Pipeline::parse(&written.to_string()).expect("a pipeline");
    let catalog = catalog(wasmtime(), &["kmeans"]);
    let outcome = run(&catalog, &pipeline, vec![Column::number("kwh_year", vec![1.0, 900.0, 2.0])], None);
    assert!(matches!(outcome.steps[2].state, State::Done { .. }), "{:?}", outcome.steps[2]);
    assert_eq!(column(&outcome.columns, "again").values, column(&outcome.columns, "group").values);
    let mut live = Live::new(Rc::clone(&catalog), Rc::new(pipeline), outcome, AS_OF.to_owned()).expect("a table");
    let edits = json!({"edits": [{"column": "kwh_year", "set": 900}]});
    let changes = live.what_if(&scenario(edits)).expect("a what-if");
    assert_eq!(
        (changes.refused.len(), changes.steps.as_slice()),
        (0, ["groups".to_owned(), "again".to_owned()].as_slice())
    );
    assert_eq!(column(&changes.columns, "again").values, column(&changes.columns, "group").values);
}
