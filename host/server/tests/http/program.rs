//! The service as a program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::support::{message, probe, read_reply, root};

#[test]
#[cfg(unix)]
fn it_tells_its_address_logs_its_calls_and_ends_when_asked() {
    probe();
    let mut program = Command::new(env!("CARGO_BIN_EXE_gridfolk"));
    program.arg("--modules").arg(root().join("dist/test-modules")).args(["serve", "--addr", "127.0.0.1:0"]);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let addr = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}"));
    let mut socket = TcpStream::connect(addr).expect("it listens");
    let json = [("content-type", "application/json")];
    socket.write_all(&message("POST", "/v1/modules/probe/panic", &json, b"{}")).expect("it reads");
    read_reply(&mut socket).problem(500, "module_panicked");

    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert!(child.wait().expect("it ends").success());
    let mut log = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut log).expect("a log");
    let call = log.lines().find(|line| line.contains("module_panicked")).unwrap_or_else(|| panic!("{log}"));
    for part in ["probe", "panic", "500", "memory_bytes_peak", "ms", "a secret of the operation panic"] {
        assert!(call.contains(part), "{part}: {call}");
    }
}
