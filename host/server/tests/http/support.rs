//! A service in this process and a client that writes its bytes by hand: the tests send what no
//! well-made client would.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use gridfolk::engine::{Limits, WasmtimeEngine};
use gridfolk::serve::{ServeOptions, Server};
use gridfolk_host::Catalog;
use serde_json::Value;
use tokio::sync::oneshot;

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("host/server lies in the workspace")
}

/// The bytes of the module `probe`.
pub(crate) fn probe() -> Vec<u8> {
    let path = root().join("dist/test-modules/probe.wasm");
    std::fs::read(path).expect("no dist/test-modules/probe.wasm: run cargo xtask build")
}

/// A catalog of the module `probe` alone.
pub(crate) fn catalog(limits: Limits) -> Catalog<WasmtimeEngine> {
    let mut catalog = Catalog::new(WasmtimeEngine::new(limits).expect("wasmtime runs here"));
    catalog.add(probe()).expect("probe is a module");
    catalog
}

/// A service that ends with the test.
pub(crate) struct Running {
    pub(crate) addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// The service with its defaults, on a free port.
pub(crate) fn start() -> Running {
    start_with(Limits::default(), options())
}

/// The defaults on a free port, without a page.
pub(crate) fn options() -> ServeOptions {
    ServeOptions { addr: SocketAddr::from(([127, 0, 0, 1], 0)), page: PathBuf::from("no-page"), ..Default::default() }
}

/// The service as told.
pub(crate) fn start_with(limits: Limits, options: ServeOptions) -> Running {
    start_catalog(catalog(limits), options)
}

/// The service with these modules.
pub(crate) fn start_catalog(catalog: Catalog<WasmtimeEngine>, options: ServeOptions) -> Running {
    let (stop, stopped) = oneshot::channel::<()>();
    let (bound, addr) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        runtime.block_on(async {
            let server = Server::bind(catalog, options).await.expect("an address");
            bound.send(server.addr()).expect("the test waits");
            server.run(async { drop(stopped.await) }).await.expect("it serves");
        });
        runtime.shutdown_background();
    });
    Running { addr: addr.recv().expect("it starts"), stop: Some(stop), thread: Some(thread) }
}

impl Running {
    /// Asks the service to end, and waits until it has.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends cleanly");
        }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], b"")
    }

    /// Calls an operation of `probe` with a JSON request.
    pub(crate) fn call(&self, op: &str, request: &str) -> Reply {
        self.post(op, &[("content-type", "application/json")], request.as_bytes())
    }

    pub(crate) fn post(&self, op: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        self.send("POST", &format!("/v1/modules/probe/{op}"), headers, body)
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut socket = self.connect();
        socket.write_all(&message(method, path, headers, body)).expect("the service reads");
        read_reply(&mut socket)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.addr).expect("the service listens");
        socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        socket
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

/// A request that closes the connection.
pub(crate) fn message(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut message = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
    for (name, value) in headers {
        message.push_str(&format!("{name}: {value}\r\n"));
    }
    message.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    [message.as_bytes(), body].concat()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Reads until the service closes the connection.
pub(crate) fn read_reply(socket: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).expect("a reply");
    // The service may have closed it already.
    let _ = socket.shutdown(Shutdown::Both);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in ASCII");
    let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
    Reply { status, head, body: bytes[end + 4..].to_vec() }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Checks that it is this problem, in the shape of RFC 9457, and gives the problem.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!((self.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
        assert_eq!(problem["type"], format!("urn:gridfolk:{code}"));
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"].is_string() && problem["values"].is_object());
        problem
    }
}
