//! The page at `/`.

use std::fs;
use std::path::Path;

use gridfolk::engine::Limits;
use gridfolk::serve::ServeOptions;

use crate::support::{Running, options, start, start_with};

fn service_with(folder: &Path) -> Running {
    start_with(Limits::default(), ServeOptions { page: folder.join("page"), ..options() })
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("page/assets")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("secret.txt", "secret");
    write("page/index.html", "<!doctype html>");
    write("page/assets/main-1a2b3c.js", &"let x = 1;\n".repeat(1000));
    write("page/assets/worker-4d5e6f.wasm", "\0asm");
    folder
}

#[test]
fn the_page_runs_under_a_strict_policy() {
    let folder = folder();
    let reply = service_with(folder.path()).get("/");
    assert_eq!((reply.status, reply.text()), (200, "<!doctype html>"));
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
                  connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; form-action 'none'; \
                  frame-ancestors 'self'";
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-cache"),
    ];
    for (name, value) in headers {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
}

#[test]
fn other_origins_may_frame_the_page_when_they_are_named() {
    let named = |origins: &[&str]| ServeOptions {
        frame_ancestors: origins.iter().map(|origin| (*origin).to_owned()).collect(),
        ..options()
    };
    let service = start_with(Limits::default(), named(&["https://portal.example", "https://*.grid.example:8443"]));
    let reply = service.get("/");
    let policy = reply.header("content-security-policy").expect("a policy");
    assert!(
        policy.ends_with("; frame-ancestors 'self' https://portal.example https://*.grid.example:8443"),
        "{policy}"
    );
}

#[test]
fn files_with_a_hash_in_their_name_are_kept_for_good() {
    let folder = folder();
    let service = service_with(folder.path());
    let script = service.get("/assets/main-1a2b3c.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(service.get("/assets/worker-4d5e6f.wasm").header("content-type"), Some("application/wasm"));
    let etag = script.header("etag").expect("a tag");
    assert_eq!(service.send("GET", "/assets/main-1a2b3c.js", &[("if-none-match", etag)], b"").status, 304);
    let small = service.send("GET", "/assets/main-1a2b3c.js", &[("accept-encoding", "gzip")], b"");
    assert_eq!(small.header("content-encoding"), Some("gzip"));
    assert!(small.body.len() < 1000);
}

#[test]
fn nothing_beside_the_page_can_be_asked_for() {
    let folder = folder();
    let service = service_with(folder.path());
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "/assets",
        "//index.html",
        "/..%2fsecret.txt",
    ] {
        let reply = service.get(path);
        reply.problem(404, "not_found");
        assert!(!reply.text().contains("\"secret\""));
    }
    service.send("POST", "/index.html", &[], b"").problem(405, "method_not_allowed");
    let head = service.send("HEAD", "/index.html", &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn without_a_page_there_is_a_hint() {
    let reply = start().get("/");
    assert_eq!((reply.status, reply.header("content-type")), (404, Some("text/plain; charset=utf-8")));
    assert!(reply.text().contains("cargo xtask build"));
}
