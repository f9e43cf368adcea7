//! Calls that would not end well end at a limit.

use std::time::{Duration, Instant};

use crate::support::{finish, modules, program, run};

#[test]
fn an_endless_call_ends_at_the_deadline() {
    let begin = Instant::now();
    assert_eq!(run(["run", "probe", "spin", "--timeout", "1"]).refused(), (4, "deadline_exceeded".to_owned()));
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_growing_call_ends_at_the_memory_limit() {
    let ran = run(["run", "probe", "grow", "--memory", "64"]);
    assert_eq!(ran.refused(), (4, "memory_limit".to_owned()));
    assert_eq!(ran.problem()["values"]["limit_bytes"], 64 << 20);
}

#[test]
fn a_panic_is_told_with_its_text() {
    let ran = run(["run", "probe", "panic"]);
    assert_eq!(ran.refused(), (4, "module_panicked".to_owned()));
    assert!(ran.problem()["values"]["trap"].as_str().is_some_and(|text| text.contains("a secret")), "{}", ran.stderr);
}

#[test]
fn compiled_modules_are_cached_and_a_damaged_cache_does_no_harm() {
    let cache = tempfile::tempdir().expect("a folder");
    let list = || {
        let ran = finish(program(&modules()).env("GRIDFOLK_CACHE", cache.path()).arg("modules"), b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        ran.stdout
    };
    let first = list();
    let files: Vec<_> =
        std::fs::read_dir(cache.path()).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert!(!files.is_empty(), "something is cached");
    for damage in [&b""[..], b"junk", &[b'0'; 5000]] {
        files.iter().for_each(|file| std::fs::write(file, damage).expect("a file"));
        assert_eq!(list(), first);
    }
    let whole = std::fs::read(&files[0]).expect("a file");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    std::fs::write(&files[0], flipped).expect("a file");
    assert_eq!(list(), first);
    assert_eq!(std::fs::read(&files[0]).expect("a file").len(), whole.len(), "the damaged file is written anew");
}
