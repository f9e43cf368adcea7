//! Pipelines and mappings that people write, right and wrong.

use gridfolk_contract::{Column, Values};

use super::{Inputs, Mapping, Pipeline};
use crate::tables::{ReadOptions, ReadTable, read_table};

const PIPELINE: &str = r#"{
    "name": "small", "version": 1, "title": {"en": "Small", "zh": "小"}, "summary": {"en": "Small", "zh": "小"},
    "id": "customer_id",
    "inputs": {
        "kwh": {"kind": "number", "unit": "kWh", "min": 0, "title": {"en": "Use", "zh": "用电量"}},
        "share": {"kind": "number", "unit": "share", "min": 0, "max": 1, "title": {"en": "Share", "zh": "占比"}},
        "tenure": {"kind": "number", "unit": "months", "title": {"en": "Tenure", "zh": "开户月数"}},
        "class": {"kind": "category", "title": {"en": "Class", "zh": "类别"}}
    },
    "steps": [
        {"id": "groups", "title": {"en": "Groups", "zh": "分群"}, "module": "m", "op": "fit", "required": ["kwh"],
         "outputs": {"group": {"column": "segment", "title": {"en": "Group", "zh": "群"}}}},
        {"id": "names", "title": {"en": "Names", "zh": "名称"}, "module": "m", "op": "name", "required": ["group"]}
    ],
    "portrait": ["group"]
}"#;

fn pipeline() -> Pipeline {
    Pipeline::parse(PIPELINE).expect("a pipeline")
}

fn code_with(from: &str, to: &str) -> String {
    assert!(PIPELINE.contains(from));
    Pipeline::parse(&PIPELINE.replacen(from, to, 1)).expect_err("refused").code.clone()
}

fn table(csv: &str, mapping: &Mapping) -> ReadTable {
    let options = mapping.read_options(&pipeline(), ReadOptions::default()).expect("options");
    read_table(csv.as_bytes(), &options).expect("a table")
}

fn inputs(csv: &str, mapping: &str) -> Result<Inputs, (String, String)> {
    let mapping = Mapping::parse(mapping).expect("a mapping");
    let table = table(csv, &mapping);
    mapping.apply(&pipeline(), table).map_err(|problem| (problem.code.clone(), problem.message.clone()))
}

fn numbers<'a>(inputs: &'a Inputs, name: &str) -> &'a [f64] {
    match inputs.columns.iter().find(|column| column.name == name) {
        Some(Column { values: Values::Number(numbers), .. }) => numbers,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn a_pipeline_whose_parts_do_not_fit_is_refused() {
    assert_eq!(code_with(r#""required": ["group"]"#, r#""required": ["score"]"#), "unknown_column");
    assert_eq!(code_with(r#""portrait": ["group"]"#, r#""portrait": ["segment"]"#), "unknown_column");
    assert_eq!(code_with(r#""id": "names""#, r#""id": "groups""#), "step_twice");
    assert_eq!(code_with(r#""group": {"column""#, r#""kwh": {"column""#), "column_name_twice");
    assert_eq!(code_with(r#""required": ["group"]"#, r#""model": "names""#), "unknown_step");
    assert_eq!(code_with(r#""op": "name""#, r#""ops": "name""#), "unknown_field");
    assert_eq!(code_with(r#""unit": "kWh""#, r#""unit": "kwh""#), "wrong_value");
}

#[test]
fn columns_of_the_inputs_names_need_no_mapping() {
    let inputs = inputs("customer_id,kwh,other\n7,1,x\n9,2,x\n", "{}").expect("inputs");
    assert_eq!(inputs.ids.texts, ["7", "9"]);
    assert_eq!(numbers(&inputs, "kwh"), [1.0, 2.0]);
    assert_eq!(inputs.missing, ["class", "share", "tenure"]);
    assert_eq!(inputs.unused, ["other"]);
}

#[test]
fn a_mapping_renames_and_converts() {
    let mapping = r#"{"id": "account", "inputs": {
        "kwh": {"column": "mwh", "unit": "MWh"},
        "share": {"column": "valley", "unit": "percent"},
        "tenure": {"column": "opened", "until": "2020-01-01"},
        "class": {"column": "kind", "levels": {"H": "residential", "B": "commercial"}}
    }}"#;
    let csv = "account,mwh,valley,opened,kind\na,1.5,35,2019-01-01,H\nb,2,,2018-01-01,X\n";
    let inputs = inputs(csv, mapping).expect("inputs");
    assert_eq!(numbers(&inputs, "kwh"), [1500.0, 2000.0]);
    assert_eq!(numbers(&inputs, "share")[0], 0.35);
    assert!(numbers(&inputs, "share")[1].is_nan());
    assert_eq!(numbers(&inputs, "tenure")[0], 365.0 / 30.4375);
    let class = inputs.columns.iter().find(|column| column.name == "class").expect("class");
    let Values::Category(class) = &class.values else { panic!("a category") };
    assert_eq!((class.level(0), class.level(1)), (Some("residential"), None));
}

#[test]
fn a_single_customer_keeps_its_texts() {
    let inputs = inputs("customer_id,kwh,class\na,1,residential\n", "{}").expect("inputs");
    assert_eq!((inputs.n_rows, inputs.ids.texts.as_slice()), (1, ["a".to_owned()].as_slice()));
    assert!(inputs.columns.iter().any(|column| column.name == "class"));
}

#[test]
fn wrong_units_are_told_with_row_value_and_rule() {
    let (code, message) = inputs("customer_id,kwh,share\na,1,0.2\nb,1,35\n", "{}").unwrap_err();
    assert_eq!(code, "input_out_of_range");
    assert_eq!(
        message,
        "row 1 of input share is 35; must be 0 to 1 (share): name the column's unit in the mapping, or correct the value"
    );
    let mapping = r#"{"inputs": {"kwh": {"column": "kw", "unit": "kW"}}}"#;
    assert_eq!(inputs("kw\n1\n2\n", mapping).unwrap_err().0, "unit_differs");
}

#[test]
fn an_id_stands_once_and_for_every_customer() {
    let twice = inputs("customer_id,kwh\na,1\nb,2\na,3\n", "{}").unwrap_err();
    assert_eq!(twice.0, "id_twice");
    assert_eq!(twice.1, "rows 0 and 2 of column \"customer_id\" are both \"a\"; a customer has one row");
    assert_eq!(inputs("customer_id,kwh\na,1\n,2\n", "{}").unwrap_err().0, "id_missing");
}

#[test]
fn mistakes_in_a_mapping_name_their_place() {
    let code = |mapping: &str| inputs("kwh,kind\n1,x\n2,x\n", mapping).unwrap_err().0;
    assert_eq!(code(r#"{"inputs": {"power": {"column": "kwh"}}}"#), "unknown_input");
    assert_eq!(code(r#"{"inputs": {"kwh": {"column": "use"}}}"#), "unknown_column");
    assert_eq!(code(r#"{"id": "account"}"#), "unknown_column");
    assert_eq!(code(r#"{"inputs": {"kwh": {}}}"#), "wrong_value");
    assert_eq!(code(r#"{"inputs": {"class": {"column": "kwh", "levels": {"1": 1, "2": 2}}}}"#), "input_wrong_kind");
    assert_eq!(Mapping::parse(r#"{"input": {}}"#).unwrap_err().code, "unknown_field");
}

#[test]
fn null_leaves_an_input_out_and_a_constant_stands_for_all() {
    let mapping = r#"{"inputs": {"kwh": null, "class": {"constant": "commercial"}, "share": {"constant": 0.5}}}"#;
    let inputs = inputs("customer_id,kwh\na,1\nb,2\n", mapping).expect("inputs");
    assert_eq!(inputs.missing, ["kwh", "tenure"]);
    assert_eq!(numbers(&inputs, "share"), [0.5, 0.5]);
}

#[test]
fn what_a_step_calls_is_decided_in_one_place() {
    let step = |more: &str| {
        let from = r#""op": "fit", "required": ["kwh"],"#;
        let to = format!(r#""op": "fit", "params": {{"a": 1}}, "required": ["kwh"], "target": ["share"], {more}"#);
        let pipeline = Pipeline::parse(&PIPELINE.replacen(from, &to, 1)).expect("a pipeline");
        pipeline.steps[0].clone()
    };
    let call = |step: &super::Step, has_model: bool| {
        let (op, params) = step.call(has_model);
        (op.to_owned(), params.map(|params| params.get().to_owned()))
    };
    let params = || Some(r#"{"a": 1}"#.to_owned());
    let scored = step(r#""score": "predict", "score_params": {"b": 2},"#);
    assert_eq!(call(&scored, false), ("fit".to_owned(), params()));
    assert_eq!(call(&scored, true), ("predict".to_owned(), Some(r#"{"b": 2}"#.to_owned())));
    assert_eq!(call(&step(""), true), ("fit".to_owned(), None));
    let mut explains = step(r#""score_params": {"b": 2},"#);
    explains.model = Some("groups".to_owned());
    assert_eq!(call(&explains, true), ("fit".to_owned(), params()));
    assert_eq!(scored.reads(true).collect::<Vec<_>>(), ["kwh", "share"]);
    assert_eq!(scored.reads(false).collect::<Vec<_>>(), ["kwh"]);
}
