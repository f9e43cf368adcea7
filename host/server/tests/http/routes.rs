//! What there is to call, and what is not there.

use gridfolk_host::catalog::sha256_hex;

use crate::support::{options, probe, start, start_with};

#[test]
fn health_is_told() {
    let reply = start().get("/healthz");
    assert_eq!((reply.status, reply.text()), (200, "ok\n"));
}

#[test]
fn modules_are_listed() {
    let listed = start().get("/v1/modules").json();
    let module = &listed[0];
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert_eq!((&module["name"], &module["bytes"]), (&"probe".into(), &probe().len().into()));
    assert_eq!(module["sha256"], sha256_hex(&probe()));
    assert_eq!(module["title"]["zh"], "宿主测试模块");
    assert!(module["operations"].as_array().is_some_and(|operations| operations.contains(&"echo".into())));
}

#[test]
fn a_manifest_is_what_the_module_wrote() {
    let reply = start().get("/v1/modules/probe");
    let written = include_str!("../../../../tests/modules/probe/manifest.json");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.text(), written);
}

#[test]
fn a_module_is_given_out_byte_for_byte_and_once() {
    let service = start();
    let path = "/v1/modules/probe/module.wasm";
    let reply = service.get(path);
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/wasm")));
    assert_eq!(reply.body, probe());
    let etag = format!("\"{}\"", sha256_hex(&probe()));
    assert_eq!(reply.header("etag"), Some(etag.as_str()));
    for known in [etag.as_str(), "*", &format!("\"other\", W/{etag}")] {
        let again = service.send("GET", path, &[("if-none-match", known)], b"");
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(etag.as_str())), "{known}");
    }
    assert_eq!(service.send("GET", path, &[("if-none-match", "\"other\"")], b"").status, 200);
}

#[test]
fn what_is_not_there_is_404() {
    let service = start();
    service.get("/v1/modules/nothing").problem(404, "unknown_module");
    service.get("/v1/modules/nothing/module.wasm").problem(404, "unknown_module");
    service.send("POST", "/v1/modules/nothing/fit", &[], b"{}").problem(404, "unknown_module");
    let problem = service.call("nothing", "{}").problem(404, "unknown_op");
    assert!(problem["values"]["known"].as_array().is_some_and(|known| known.contains(&"echo".into())));
    service.get("/v1/modules/%ff").problem(404, "unknown_module");
    service.get("/v2").problem(404, "not_found");
    service.send("POST", "/v1/nothing", &[], b"{}").problem(404, "not_found");
}

#[test]
fn another_method_is_405_and_allow_says_which() {
    let service = start();
    let reply = service.get("/v1/modules/probe/echo");
    reply.problem(405, "method_not_allowed");
    assert_eq!(reply.header("allow"), Some("POST"));
    let reply = service.send("DELETE", "/v1/modules/probe", &[], b"");
    reply.problem(405, "method_not_allowed");
    assert_eq!(reply.header("allow"), Some("GET,HEAD"));
    service.send("POST", "/v1/modules/probe/module.wasm", &[], b"").problem(405, "method_not_allowed");
}

#[test]
fn pages_of_named_origins_alone_may_call() {
    let allow_origins = vec!["https://portal.example".to_owned()];
    let service = start_with(Default::default(), gridfolk::serve::ServeOptions { allow_origins, ..options() });
    let asked = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        service.send("OPTIONS", "/v1/modules/probe/echo", &headers, b"")
    };
    let reply = asked("https://portal.example");
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some("https://portal.example")));
    assert!(reply.header("access-control-allow-methods").is_some_and(|methods| methods.contains("POST")));
    assert_eq!(asked("https://other.example").header("access-control-allow-origin"), None);

    let headers = [("origin", "https://portal.example"), ("content-type", "application/json")];
    let refused = service.post("refuse", &headers, b"{}");
    refused.problem(422, "refused");
    assert_eq!(refused.header("access-control-allow-origin"), Some("https://portal.example"), "problems are read, too");
}

#[test]
fn without_named_origins_no_other_page_may_call() {
    let reply = start().send("GET", "/v1/modules", &[("origin", "https://portal.example")], b"");
    assert_eq!(reply.header("access-control-allow-origin"), None);
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
}
