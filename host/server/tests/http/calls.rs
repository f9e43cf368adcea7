//! One operation, with every kind of body and reply.

use std::io::Cursor;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use gridfolk::engine::{Limits, WasmtimeEngine};
use gridfolk::serve::ServeOptions;
use gridfolk_host::Catalog;
use gridfolk_host::tables::{ReadOptions, read_table};

use crate::support::{Reply, catalog, options, root, start, start_catalog, start_with};

const CSV: &str = "kwh,tariff\n1.5,flat\n,tou\n3,flat\n";
const JSON: [(&str, &str); 1] = [("content-type", "application/json")];
const ARROW: &str = "application/vnd.apache.arrow.stream";

/// What the module itself answers to the request, in a session of its own.
fn direct(csv: Option<&str>, request: &str) -> String {
    let catalog = catalog(Limits::default());
    let mut session = catalog.open(catalog.get("probe").expect("probe")).expect("an instance");
    if let Some(csv) = csv {
        let table = read_table(csv.as_bytes(), &ReadOptions::default()).expect("a table");
        session.load(&table.columns).expect("columns");
    }
    session.run(request).expect("a reply").body
}

fn batch_of(reply: &Reply) -> RecordBatch {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some(ARROW)),
        "{}",
        String::from_utf8_lossy(&reply.body)
    );
    let mut stream = StreamReader::try_new(Cursor::new(&reply.body), None).expect("a stream");
    stream.next().expect("a batch").expect("a batch")
}

fn multipart(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts =
        parts.iter().map(|(head, body)| format!("--cut\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n"));
    (parts.collect::<String>() + "--cut--\r\n").into_bytes()
}

const MULTIPART: [(&str, &str); 1] = [("content-type", "multipart/form-data; boundary=cut")];

#[test]
fn the_body_goes_out_as_the_module_wrote_it() {
    let table = r#""table": {"columns": {"kwh": [1.5, null], "tariff": ["flat", "tou"], "tags": [["a"], []]}}"#;
    let reply = start().call("echo", &format!("{{{table}}}"));
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.text(), direct(None, &format!(r#"{{"op": "echo", {table}}}"#)));
    assert!(reply.text().ends_with(r#""columns":{"kwh":[1.5,null],"tariff":["flat","tou"],"tags":[["a"],[]]}}"#));
    assert!(reply.header("server-timing").is_some_and(|cost| cost.starts_with("call;dur=")));
}

#[test]
fn a_table_in_the_body_is_read_as_every_host_reads_it() {
    let service = start();
    let expected = direct(Some(CSV), r#"{"op": "echo", "rows_as": "inline"}"#);
    let tsv = CSV.replace(',', "\t");
    let ndjson = "{\"kwh\": 1.5, \"tariff\": \"flat\"}\n{\"kwh\": null, \"tariff\": \"tou\"}\n{\"kwh\": 3, \"tariff\": \"flat\"}\n";
    let bodies =
        [("text/csv; charset=utf-8", CSV), ("text/tab-separated-values", &tsv), ("application/x-ndjson", ndjson)];
    for (content_type, body) in bodies {
        let reply = service.post("echo", &[("content-type", content_type)], body.as_bytes());
        assert_eq!((reply.status, reply.text()), (200, expected.as_str()), "{content_type}");
    }
}

#[test]
fn the_query_holds_what_does_not_fit_into_a_table() {
    let service = start();
    let csv = [("content-type", "text/csv")];
    let reply = service.post("fit?params=%7B%22rounds%22%3A2%7D", &csv, CSV.as_bytes());
    assert!(
        reply.text().starts_with(r#"{"model":{"module":"probe","schema":1,"n_rows":3},"columns":{"share":["#),
        "{reply:?}"
    );
    let model = "%7B%22module%22%3A%22probe%22%2C%22schema%22%3A1%2C%22n_rows%22%3A4%7D";
    let reply = service.post(&format!("predict?model={model}"), &csv, CSV.as_bytes());
    assert_eq!(reply.text(), r#"{"columns":{"share":[0.25,0.25,0.25]}}"#);
    let reply =
        service.post("echo?types=%7B%22kwh%22%3A%22category%22%7D&missing=%5B%22tou%22%5D", &csv, CSV.as_bytes());
    assert!(reply.text().contains(r#""kwh":["1.5",null,"3"],"tariff":["flat",null,"flat"]"#), "{}", reply.text());
    let reply = service.post("echo?rows_as=columns", &csv, CSV.as_bytes());
    assert_eq!(reply.json().get("columns"), None, "asked for as columns, they are not in the JSON");
}

#[test]
fn a_query_that_nobody_reads_is_refused() {
    let service = start();
    let csv = [("content-type", "text/csv")];
    service.post("echo?parms=%7B%7D", &csv, CSV.as_bytes()).problem(422, "query_not_read");
    service.post("echo?params=%7B%7D", &JSON, b"{}").problem(422, "query_not_read");
    service.post("echo?params=%7B", &csv, CSV.as_bytes()).problem(400, "not_json");
    service.post("echo?params=%7B%7D%2C%22op%22%3A1", &csv, CSV.as_bytes()).problem(400, "not_json");
    service.post("echo?types=%7B%22kwh%22%3A%22float%22%7D", &csv, CSV.as_bytes()).problem(422, "wrong_value");
    service.post("echo?types=%7B%22kw%22%3A%22number%22%7D", &csv, CSV.as_bytes()).problem(422, "unknown_column");
    service.post("echo?rows_as=rows", &csv, CSV.as_bytes()).problem(422, "wrong_value");
}

#[test]
fn multipart_has_a_request_and_a_table() {
    let service = start();
    let table = "name=\"table\"; filename=\"customers.csv\"\r\ncontent-type: application/octet-stream";
    let model = r#"{"model": {"module": "probe", "schema": 1, "n_rows": 2}}"#;
    let body = multipart(&[("name=\"request\"\r\ncontent-type: application/json", model), (table, CSV)]);
    assert_eq!(service.post("predict", &MULTIPART, &body).text(), r#"{"columns":{"share":[0.5,0.5,0.5]}}"#);

    let alone = multipart(&[("name=\"table\"\r\ncontent-type: text/csv", CSV)]);
    assert_eq!(service.post("count", &MULTIPART, &alone).json()["n_rows"], 3);
    let unnamed = multipart(&[("name=\"table\"", CSV)]);
    service.post("count", &MULTIPART, &unnamed).problem(415, "media_type_not_read");
    let strange = multipart(&[("name=\"tabel\"", CSV)]);
    service.post("count", &MULTIPART, &strange).problem(422, "part_not_read");
    let twice = multipart(&[(table, CSV), (table, CSV)]);
    service.post("count", &MULTIPART, &twice).problem(422, "part_not_read");
    service.post("count", &MULTIPART, b"--cut\r\nno end").problem(400, "body_broken");
    service.post("count", &[("content-type", "multipart/form-data")], &alone).problem(400, "body_broken");
}

#[test]
fn arrow_comes_back_with_the_body_in_the_metadata() {
    let service = start();
    let headers = [("content-type", "text/csv"), ("accept", ARROW)];
    let reply = service.post("echo", &headers, CSV.as_bytes());
    let batch = batch_of(&reply);
    assert_eq!(batch.num_rows(), 3);
    let kwh = batch.column(0).as_primitive::<Float64Type>();
    assert_eq!((kwh.value(0), kwh.is_null(1), kwh.value(2)), (1.5, true, 3.0));
    let tariff = batch.column(1).as_dictionary::<Int32Type>();
    let levels = tariff.values().as_string::<i32>();
    assert_eq!(levels.value(tariff.keys().value(1) as usize), "tou");
    let body = batch.schema().metadata()["gridfolk.body"].clone();
    assert_eq!(body, direct(Some(CSV), r#"{"op": "echo"}"#));

    let again = service.post("echo", &[("content-type", ARROW), ("accept", ARROW)], &reply.body);
    assert_eq!(again.body, reply.body, "an echo of an echo is the echo");

    let inside =
        [("content-type", "application/json"), ("accept", "text/html, application/vnd.apache.arrow.stream;q=0.9")];
    let reply = service.post("make", &inside, br#"{"params": {"n_rows": 4}}"#);
    assert_eq!(batch_of(&reply).column(0).as_primitive::<Float64Type>().values().to_vec(), [0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn a_fit_in_parts_gives_the_bytes_of_a_fit_in_one() {
    let csv: String = std::iter::once("kwh\n".to_owned()).chain((0..1000).map(|row| format!("{row}\n"))).collect();
    let whole = start();
    let parts = start_with(Limits::default(), ServeOptions { part_bytes: 1000, ..options() });
    for accept in ["application/json", ARROW] {
        let headers = [("content-type", "text/csv"), ("accept", accept)];
        let path = "fit?params=%7B%22rounds%22%3A3%7D";
        let (one, many) = (whole.post(path, &headers, csv.as_bytes()), parts.post(path, &headers, csv.as_bytes()));
        assert_eq!((one.status, many.status), (200, 200));
        assert_eq!(one.body, many.body, "{accept}");
    }
    let headers = [("content-type", "text/csv")];
    let body = parts.post("fit?rows_as=columns", &headers, csv.as_bytes());
    assert_eq!(body.text(), r#"{"model":{"module":"probe","schema":1,"n_rows":1000}}"#);
    let refused = parts.post("fit?params=%7B%22round%22%3A3%7D", &headers, csv.as_bytes());
    assert_eq!(refused.problem(422, "unknown_field")["pointer"], "/params/round");
}

#[test]
fn segments_are_the_same_in_parts_and_in_one() {
    let path = root().join("dist/modules/kmeans.wasm");
    let kmeans = std::fs::read(path).expect("no dist/modules/kmeans.wasm: run cargo xtask build");
    let csv: String = std::iter::once("kwh,outage_minutes\n".to_owned())
        .chain((0..3000_u32).map(|row| format!("{},{}\n", row * 7919 % 1009, row * row % 613)))
        .collect();
    let services = [1 << 20, 5000].map(|part_bytes| {
        let mut catalog = Catalog::new(WasmtimeEngine::new(Limits::default()).expect("wasmtime runs here"));
        catalog.add(kmeans.clone()).expect("a module");
        start_catalog(catalog, ServeOptions { part_bytes, ..options() })
    });
    for accept in ["application/json", ARROW] {
        let headers = [("content-type", "text/csv"), ("accept", accept)];
        let path = "/v1/modules/kmeans/fit?params=%7B%22k%22%3A5%2C%22seed%22%3A7%7D";
        let [whole, parts] = services.each_ref().map(|service| service.send("POST", path, &headers, csv.as_bytes()));
        assert_eq!((whole.status, parts.status), (200, 200), "{}", String::from_utf8_lossy(&parts.body));
        assert!(whole.body == parts.body, "{accept}");
    }
}

#[test]
fn the_steps_of_a_fold_are_operations_too() {
    let reply = start().call("begin", r#"{"params": {"rounds": 1}}"#);
    assert_eq!(reply.text(), r#"{"state":{"rounds":1,"round":0}}"#);
}

#[test]
fn a_request_that_is_not_one_is_refused_with_its_place() {
    let service = start();
    service.call("echo", "{").problem(400, "not_json");
    service.call("echo", "").problem(400, "not_json");
    service.post("echo", &JSON, b"{\"params\": \"\xff\"}").problem(400, "not_json");
    service.call("echo", "[]").problem(422, "wrong_type");
    assert_eq!(service.call("echo", r#"{"op": "echo"}"#).problem(422, "unknown_field")["pointer"], "/op");
    assert_eq!(service.call("echo", r#"{"parms": {}}"#).problem(422, "unknown_field")["pointer"], "/parms");
    assert_eq!(
        service.call("echo", r#"{"params": {}, "params": {}}"#).problem(422, "repeated_field")["pointer"],
        "/params"
    );
    assert_eq!(
        service.call("make", r#"{"params": {"n_rows": -1}}"#).problem(422, "wrong_value")["pointer"],
        "/params/n_rows"
    );
    let problem = service.call("echo", "{}").problem(422, "table_missing");
    assert_eq!((problem["pointer"].as_str(), problem["title"].as_str()), (Some("/table"), Some("table missing")));
    let both = multipart(&[
        ("name=\"request\"", r#"{"table": {"columns": {"a": [1]}}}"#),
        ("name=\"table\"; filename=\"t.csv\"", CSV),
    ]);
    service.post("echo", &MULTIPART, &both).problem(422, "table_already_loaded");
}

#[test]
fn a_table_that_is_none_is_refused_with_its_place() {
    let service = start();
    let post = |content_type: &str, body: &[u8]| service.post("echo", &[("content-type", content_type)], body);
    post("text/csv", b"").problem(422, "table_empty");
    post("text/csv", b"a,b\n1\n").problem(422, "row_length_differs");
    for content_type in [ARROW, "application/vnd.apache.parquet"] {
        post(content_type, b"not at all").problem(422, "table_not_read");
        post(content_type, b"").problem(422, "table_not_read");
    }
}

#[test]
fn a_body_of_no_known_kind_is_415() {
    let service = start();
    service.post("echo", &[], b"{}").problem(415, "media_type_not_read");
    service.post("echo", &[("content-type", "text/plain")], b"{}").problem(415, "media_type_not_read");
}
