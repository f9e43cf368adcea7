//! Pipelines over HTTP, with the modules that are built.

use gridfolk::engine::{Limits, WasmtimeEngine};
use gridfolk::pipelines;
use gridfolk::serve::ServeOptions;
use gridfolk_host::Catalog;
use serde_json::{Value, json};

use crate::support::{Running, options, root, start_catalog};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];
const PATH: &str = "/v1/pipelines/groups";

fn start() -> Running {
    let mut catalog = Catalog::new(WasmtimeEngine::new(Limits::default()).expect("wasmtime runs here"));
    let kmeans = std::fs::read(root().join("dist/modules/kmeans.wasm")).expect("run cargo xtask build");
    catalog.add(kmeans).expect("a module");
    let (pipelines, faults) = pipelines::read_all(&root().join("host/server/tests/data")).expect("a folder");
    assert!(faults.iter().all(|fault| fault.contains("customers.json")), "{faults:?}");
    start_catalog(catalog, ServeOptions { pipelines, ..options() })
}

fn request() -> Value {
    json!({"table": {"columns": {"customer_id": ["a", "b", "c"], "kwh_year": [1, 900, 2]}}, "as_of": "2026-09-30"})
}

#[test]
fn pipelines_are_listed_and_described() {
    let service = start();
    let listed: Value = serde_json::from_str(service.get("/v1/pipelines").text()).expect("JSON");
    assert_eq!((&listed[0]["name"], listed.as_array().map(Vec::len)), (&json!("groups"), Some(1)));
    let described: Value = serde_json::from_str(service.get(PATH).text()).expect("JSON");
    assert_eq!(described["inputs"]["kwh_year"]["unit"], "kWh");
    assert_eq!(service.get("/v1/pipelines/nothing").status, 404);
}

#[test]
fn a_table_in_the_request_and_one_beside_it_give_the_same_portrait() {
    let service = start();
    let inline = service.send("POST", PATH, &JSON, request().to_string().as_bytes());
    let body: Value = serde_json::from_str(inline.text()).expect("JSON");
    assert_eq!(body["columns"], json!({"customer_id": ["a", "b", "c"], "group": ["s1", "s2", "s1"]}));
    assert_eq!(body["models"]["models"]["groups"]["module"], "kmeans");
    assert_eq!(body["steps"][1]["status"], "skipped");

    let parts = "--cut\r\ncontent-disposition: form-data; name=request\r\n\r\n{\"as_of\": \"2026-09-30\"}\r\n\
        --cut\r\ncontent-disposition: form-data; name=table; filename=t.csv\r\n\r\ncustomer_id,kwh_year\na,1\nb,900\nc,2\n\r\n\
        --cut--\r\n";
    let multipart = [("content-type", "multipart/form-data; boundary=cut")];
    let beside = service.send("POST", PATH, &multipart, parts.as_bytes());
    assert_eq!(inline.text(), beside.text());
}

#[test]
fn the_report_and_one_customer_are_had_on_request() {
    let service = start();
    let accept = [JSON[0], ("accept", "text/html")];
    let report = service.send("POST", PATH, &accept, request().to_string().as_bytes());
    assert_eq!(report.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(report.text().contains("<h1>Groups of customers</h1>"));
    let mut asked = request();
    asked["customer"] = json!("b");
    let panorama = service.send("POST", PATH, &JSON, asked.to_string().as_bytes());
    let panorama: Value = serde_json::from_str(panorama.text()).expect("JSON");
    assert_eq!(panorama["steps"][0]["facts"][0]["value"], "s2");
    let accept = [JSON[0], ("accept", "application/vnd.apache.arrow.stream")];
    let arrow = service.send("POST", PATH, &accept, request().to_string().as_bytes());
    assert_eq!((arrow.status, arrow.header("content-type")), (200, Some("application/vnd.apache.arrow.stream")));
}

#[test]
fn what_is_wrong_is_told_with_its_status() {
    let service = start();
    let status = |body: &str| {
        let reply = service.send("POST", PATH, &JSON, body.as_bytes());
        let problem: Value = serde_json::from_str(reply.text()).expect("a problem");
        (reply.status, problem["code"].as_str().unwrap_or_default().to_owned())
    };
    let with = |name: &str, value: Value| {
        let mut request = request();
        request[name] = value;
        request.to_string()
    };
    assert_eq!(status("{"), (400, "not_json".to_owned()));
    assert_eq!(status("{}"), (422, "table_missing".to_owned()));
    assert_eq!(status(&with("tables", json!(1))), (422, "unknown_field".to_owned()));
    assert_eq!(status(&with("lang", json!("xx"))), (422, "wrong_value".to_owned()));
    assert_eq!(status(&with("as_of", json!("now"))), (422, "wrong_value".to_owned()));
    assert_eq!(status(&with("mapping", json!({"inputs": {"x": {"column": "y"}}}))), (422, "unknown_input".to_owned()));
    let models = json!({"pipeline": "other", "version": 1, "models": {}});
    assert_eq!(status(&with("models", models)), (422, "model_of_other_pipeline".to_owned()));
    assert_eq!(service.send("POST", "/v1/pipelines/x", &JSON, b"{}").status, 404);
    assert_eq!(service.send("DELETE", PATH, &[], b"").status, 405);
}
