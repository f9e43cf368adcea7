//! Files that are no modules, and modules that break the ABI: told, never crashed on.

use crate::support::{Ran, finish, program};

/// A module in WAT whose `describe`, `load` and `run` have these bodies, with a manifest for the
/// operation `go` at address 1024.
fn module(describe: &str, run: &str) -> Vec<u8> {
    let manifest = r#"{"name":"bad","version":"1.0.0","abi":1,"title":{"en":"x","zh":"x"},"operations":{"go":{"summary":{"en":"x","zh":"x"},"takes_table":false,"takes_model":false,"params":{},"reply":{}}}}"#;
    let text = format!(
        r#"(module
            (memory (export "memory") 1)
            (data (i32.const 1024) "{}")
            (data (i32.const 16) "\00\04\00\00\{:02x}\{:02x}\00\00")
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 32768))
            (func (export "cabi_post_describe") (param i32))
            (func (export "cabi_post_load") (param i32))
            (func (export "cabi_post_run") (param i32))
            (func (export "describe") (result i32) {describe})
            (func (export "load") (param i32 i32) (result i32) (i32.const 0))
            (func (export "run") (param i32 i32) (result i32) {run}))"#,
        manifest.replace('"', "\\\""),
        manifest.len() % 256,
        manifest.len() / 256,
    );
    wat::parse_str(text).expect("WAT")
}

/// `describe` that tells the truth.
const HONEST: &str = "(i32.const 16)";

fn run(bytes: &[u8]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bad.wasm"), bytes).expect("a file");
    finish(program(folder.path()).args(["run", "bad", "go", "--timeout", "2", "--memory", "64"]), b"")
}

#[test]
fn a_file_that_is_no_module_is_told() {
    let import = r#"(module (import "env" "clock" (func)))"#;
    for (bytes, text) in [
        (b"".to_vec(), "not a module"),
        (b"\0asm\x0d\0\x01\0".to_vec(), "not a module"),
        (vec![0xff; 5000], "not a module"),
        (wat::parse_str(import).expect("WAT"), "the module imports env.clock"),
        (wat::parse_str("(module)").expect("WAT"), "the module exports no memory"),
        (wat::parse_str(r#"(module (memory (export "memory") 1))"#).expect("WAT"), "no function describe"),
        (wat::parse_str(r#"(module (memory i64 1))"#).expect("WAT"), "not a module"),
        (wat::parse_str(r#"(module (memory (export "memory") 70000 70000))"#).unwrap_or_default(), "not a module"),
        (
            wat::parse_str(r#"(module (memory (export "memory") 1) (func $f unreachable) (start $f))"#).expect("WAT"),
            "unreachable",
        ),
        (module("(i32.const 0)", "(i32.const 0)"), "the manifest is not one"),
        (module("(i32.const -1)", "(i32.const 0)"), "outside its memory"),
        (module("(unreachable)", "(i32.const 0)"), "unreachable"),
        (module("(loop (br 0)) (i32.const 0)", "(i32.const 0)"), "longer than allowed"),
    ] {
        let ran = run(&bytes);
        assert_eq!(ran.code, 1, "{text}: {}", ran.stderr);
        assert!(
            ran.problem()["message"].as_str().is_some_and(|message| message.contains(text)),
            "{text}: {}",
            ran.stderr
        );
    }
}

#[test]
fn an_answer_that_breaks_the_abi_is_the_modules_mistake() {
    let reply = |words: [u32; 5]| {
        let stores: String = (0..)
            .zip(words)
            .map(|(index, word)| format!("(i32.store (i32.const {}) (i32.const {word}))", 512 + 4 * index))
            .collect();
        format!("{stores} (i32.const 512)")
    };
    for (what, body) in [
        ("a reply outside of memory", "(i32.const -4)".to_owned()),
        ("a tag that does not exist", reply([7, 0, 0, 0, 0])),
        ("a body outside of memory", reply([0, 65_535, 2, 0, 0])),
        ("a body that wraps around", reply([0, u32::MAX, u32::MAX, 0, 0])),
        ("columns outside of memory", reply([0, 0, 0, 65_000, 1000])),
        ("columns of junk", reply([0, 0, 0, 1024, 3])),
        ("too many columns", reply([0, 0, 0, 0, u32::MAX])),
        (
            "a body that is not UTF-8",
            format!("(i32.store8 (i32.const 256) (i32.const 255)) {}", reply([0, 256, 1, 0, 0])),
        ),
        ("no end", "(loop (br 0)) (i32.const 0)".to_owned()),
        ("a deep recursion", "(call 6 (i32.const 0) (i32.const 0))".to_owned()),
        ("a trap", "unreachable".to_owned()),
    ] {
        let ran = run(&module(HONEST, &body));
        let code = if what == "no end" { "deadline_exceeded" } else { "module_broken" };
        assert_eq!(ran.refused(), (4, code.to_owned()), "{what}");
    }
}

#[test]
fn an_error_that_is_no_problem_is_named_as_such() {
    let body = "(i32.store (i32.const 512) (i32.const 1)) (i32.store (i32.const 516) (i32.const 1024)) \
        (i32.store (i32.const 520) (i32.const 5)) (i32.const 512)";
    assert_eq!(run(&module(HONEST, body)).refused(), (3, "module_broken".to_owned()));
}
