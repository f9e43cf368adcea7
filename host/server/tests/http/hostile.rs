//! Modules that break the ABI on purpose, written by hand.

use std::time::Duration;

use gridfolk::engine::{Limits, WasmtimeEngine};
use gridfolk_host::Catalog;

use crate::support::{options, start_catalog};

const MANIFEST: &str = r#"{"name":"hostile","version":"0.1.0","abi":1,"title":{"en":"a","zh":"a"},"operations":{"do":{"summary":{"en":"a","zh":"a"},"takes_table":false,"takes_model":false,"params":{},"reply":{}}}}"#;
/// Where the manifest lies, and where `run` may put its result.
const MANIFEST_AT: u32 = 1024;
const RESULT_AT: u32 = 256;

/// One module, whose parts can be replaced by worse ones.
struct Hostile {
    memory: &'static str,
    /// Address and length of what `describe` returns.
    described: [u32; 2],
    describe: &'static str,
    realloc: &'static str,
    run: &'static str,
    /// The words at [`RESULT_AT`].
    result: Vec<u32>,
    more: &'static str,
}

impl Default for Hostile {
    fn default() -> Self {
        Hostile {
            memory: "2",
            described: [MANIFEST_AT, MANIFEST.len() as u32],
            describe: "(result i32) i32.const 16",
            realloc: "i32.const 65536",
            run: "i32.const 256",
            result: vec![0, MANIFEST_AT, MANIFEST.len() as u32, 0, 0],
            more: "",
        }
    }
}

impl Hostile {
    fn bytes(&self) -> Vec<u8> {
        let Hostile { memory, describe, realloc, run, more, .. } = self;
        let text = format!(
            r#"(module (memory (export "memory") {memory})
            (data (i32.const 16) "{}") (data (i32.const {RESULT_AT}) "{}") (data (i32.const {MANIFEST_AT}) "{}")
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) {realloc})
            (func (export "describe") {describe})
            (func (export "load") (param i32 i32) (result i32) i32.const 0)
            (func $run (export "run") (param i32 i32) (result i32) {run})
            (func (export "cabi_post_describe") (param i32)) (func (export "cabi_post_load") (param i32))
            (func (export "cabi_post_run") (param i32)) {more})"#,
            words(&self.described),
            words(&self.result),
            MANIFEST.replace('"', "\\\"")
        );
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }
}

/// Words as a data segment writes them.
fn words(words: &[u32]) -> String {
    words.iter().flat_map(|word| word.to_le_bytes()).map(|byte| format!("\\{byte:02x}")).collect()
}

fn limits() -> Limits {
    Limits { call: Duration::from_millis(300), memory_bytes: 64 << 20, ..Limits::default() }
}

fn catalog() -> Catalog<WasmtimeEngine> {
    Catalog::new(WasmtimeEngine::new(limits()).expect("wasmtime runs here"))
}

fn refusal(bytes: &[u8]) -> String {
    catalog().add(bytes.to_vec()).err().unwrap_or_else(|| panic!("a catalog takes {} hostile bytes", bytes.len()))
}

#[test]
fn a_file_that_is_no_module_is_refused() {
    let sound = Hostile::default().bytes();
    catalog().add(sound.clone()).expect("without malice it is a module");
    assert!(refusal(b"").contains("not a module"));
    assert!(refusal(b"no module").contains("not a module"));
    assert!(refusal(&sound[..sound.len() / 2]).contains("not a module"));
    let component = b"\0asm\x0d\0\x01\0";
    assert!(refusal(component).contains("not a module"));
}

#[test]
fn a_module_with_imports_or_without_exports_is_refused() {
    let importing = wat::parse_str(r#"(module (import "wasi" "clock" (func)))"#).expect("a module");
    assert!(refusal(&importing).contains("imports wasi.clock"));
    let empty = wat::parse_str("(module)").expect("a module");
    assert!(refusal(&empty).contains("exports no memory"));
    let mute = wat::parse_str(r#"(module (memory (export "memory") 1))"#).expect("a module");
    assert!(refusal(&mute).contains("exports no function describe"));
}

#[test]
fn a_module_that_describes_itself_falsely_is_refused() {
    let described = |described| refusal(&Hostile { described, ..Hostile::default() }.bytes());
    assert!(described([131_000, 1000]).contains("outside its memory"));
    assert!(described([16, u32::MAX]).contains("outside its memory"));
    assert!(described([u32::MAX, u32::MAX]).contains("outside its memory"));
    assert!(described([MANIFEST_AT, 5]).contains("the manifest is not one"));
    assert!(described([MANIFEST_AT - 8, 8]).contains("the manifest is not one"));
    let describe = |describe| refusal(&Hostile { describe, ..Hostile::default() }.bytes());
    assert!(describe("(result i32) i32.const -1").contains("outside its memory"));
    assert!(describe("(result f64) f64.const 1").contains("trapped"));
    assert!(describe("(param i64)").contains("trapped"));
    assert!(describe("").contains("without a result"));
    assert!(describe("(result i32) unreachable").contains("trapped"));
    assert!(describe("(result i32) (loop (br 0)) i32.const 0").contains("longer than allowed"));
}

#[test]
fn a_module_that_takes_too_much_at_its_start_is_refused() {
    assert!(refusal(&Hostile { memory: "65536", ..Hostile::default() }.bytes()).contains("memory"));
    let more = |more| refusal(&Hostile { more, ..Hostile::default() }.bytes());
    more("(table 10000000 funcref)");
    assert!(more("(func $start (loop (br 0))) (start $start)").contains("longer than allowed"));
    assert!(more("(func $start unreachable) (start $start)").contains("trapped"));
}

/// What the service answers to a call of this module.
fn answer(hostile: Hostile) -> (u16, String) {
    let mut catalog = catalog();
    catalog.add(hostile.bytes()).expect("it describes itself well");
    let service = start_catalog(catalog, options());
    let call = || service.send("POST", "/v1/modules/hostile/do", &[("content-type", "application/json")], b"{}");
    let reply = call();
    assert_eq!(call().status, reply.status, "the service lives on");
    (reply.status, reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_reply_that_breaks_the_abi_is_500() {
    assert_eq!(answer(Hostile::default()).0, 200, "without malice it answers");
    let results = [
        vec![7],
        vec![0, 131_000, 1000, 0, 0],
        vec![0, MANIFEST_AT, u32::MAX, 0, 0],
        vec![0, MANIFEST_AT, 2, 0, 0x0fff_ffff],
        vec![0, MANIFEST_AT, 2, u32::MAX, 1],
        vec![1, MANIFEST_AT, u32::MAX],
        // A problem that is none.
        vec![1, MANIFEST_AT, 5],
        // A column with an unknown variant tag: it lies at 256 + 20.
        vec![0, MANIFEST_AT, 2, RESULT_AT + 20, 1, MANIFEST_AT, 2, 9, 0, 0],
        // A category whose code has no level.
        vec![0, MANIFEST_AT, 2, RESULT_AT + 20, 1, MANIFEST_AT, 2, 1, MANIFEST_AT, 1, 0, 0, 0, 0],
        // Columns without names.
        vec![0, MANIFEST_AT, 2, 4096, 1000],
    ];
    for result in results {
        let told = format!("{result:?}");
        assert_eq!(answer(Hostile { result, ..Hostile::default() }), (500, "module_broken".into()), "{told}");
    }
    for run in ["unreachable", "i32.const -1", "i32.const -1 i32.load", "local.get 0 local.get 1 call $run"] {
        assert_eq!(answer(Hostile { run, ..Hostile::default() }), (500, "module_broken".into()), "{run}");
    }
    for realloc in ["i32.const -1", "i32.const 0", "i32.const 131071"] {
        assert_eq!(answer(Hostile { realloc, ..Hostile::default() }), (500, "module_broken".into()), "{realloc}");
    }
}

#[test]
fn a_reply_that_names_the_same_bytes_many_times_is_500() {
    // Columns from 4096 on, each with the name of 60 000 bytes from 0 on.
    let column = words(&[0, 60_000, 0, 0, 0, 0, 0, 0, 0]);
    let data = format!(r#"(data (i32.const 4096) "{}")"#, column.repeat(1000));
    let hostile = Hostile { result: vec![0, MANIFEST_AT, 2, 4096, 1000], more: data.leak(), ..Hostile::default() };
    assert_eq!(answer(hostile), (500, "module_broken".into()));
}
