//! The estimator is the module's fit.

mod common;

use common::{body, columns, loaded, part};
use kmeans::estimator::Kmeans;
use linfa::dataset::DatasetBase;
use linfa::traits::{Fit, Predict};
use ndarray::Array2;
use serde_json::json;

#[test]
fn the_estimator_answers_as_the_operation() {
    let data = columns(200, 3, 6);
    let rows = Array2::from_shape_fn((200, 3), |(row, j)| data[j][row]);
    let model = Kmeans::new(4).standardize().fit(&DatasetBase::from(rows.clone())).expect("a fit");
    let mut session = loaded(part(&data, 0, 200));
    let reply = body(&mut session, &json!({"op": "fit", "params": {"k": 4}, "rows_as": "inline"}));
    assert_eq!(json!(model.fitted.inertia), reply["inertia"]);
    let segments: Vec<String> = model.predict(&rows).iter().map(|label| format!("s{}", label + 1)).collect();
    assert_eq!(json!(segments), reply["columns"]["segment"]);
}

#[test]
fn what_the_module_refuses_the_estimator_refuses() {
    let rows = Array2::from_elem((3, 1), 5.0);
    let error = Kmeans::new(2).fit(&DatasetBase::from(rows)).unwrap_err();
    assert!(error.to_string().contains("too_few_different_rows"), "{error}");
    assert!(Kmeans::new(0).fit(&DatasetBase::from(Array2::zeros((3, 1)))).is_err());
}
