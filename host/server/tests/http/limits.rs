//! Too large, too long, too many; and a service that lives on.

use std::io::Write;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use gridfolk::engine::Limits;
use gridfolk::serve::ServeOptions;

use crate::support::{Running, message, options, read_reply, start, start_with};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

fn is_alive(service: &Running) -> bool {
    service.call("make", r#"{"params": {"n_rows": 1}}"#).status == 200
}

fn spin_for(call: Duration) -> Running {
    start_with(Limits { call, ..Limits::default() }, ServeOptions { n_running_max: 1, n_waiting_max: 1, ..options() })
}

#[test]
fn a_call_without_end_is_ended_within_its_time() {
    let service = spin_for(Duration::from_millis(300));
    let started = Instant::now();
    service.call("spin", "{}").problem(504, "deadline_exceeded");
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(2), "{took:?}");
    assert!(is_alive(&service));
}

#[test]
fn a_call_without_measure_is_ended_by_its_memory() {
    let service = start_with(Limits { memory_bytes: 64 << 20, ..Limits::default() }, options());
    let problem = service.call("grow", "{}").problem(504, "memory_limit");
    assert_eq!(problem["values"]["limit_bytes"], 64 << 20);
    assert!(is_alive(&service));
}

#[test]
fn a_panic_is_ours_and_its_text_stays_here() {
    let service = start();
    let reply = service.call("panic", "{}");
    reply.problem(500, "module_panicked");
    assert!(!reply.text().contains("secret"), "{}", reply.text());
    assert!(is_alive(&service));
}

#[test]
fn a_body_over_the_limit_is_413() {
    let service = start_with(Limits::default(), ServeOptions { body_bytes_max: 1000, ..options() });
    let large = vec![b' '; 1001];
    assert_eq!(service.post("echo", &JSON, &large).problem(413, "body_too_large")["values"]["max_bytes"], 1000);
    // Without a length it is noticed on the way.
    let mut socket = service.connect();
    let head = "POST /v1/modules/probe/echo HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\
                content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n";
    socket.write_all(head.as_bytes()).expect("the service reads");
    socket.write_all(&[&large[..], b"\r\n0\r\n\r\n"].concat()).expect("the service reads");
    read_reply(&mut socket).problem(413, "body_too_large");
    let multipart = [("content-type", "multipart/form-data; boundary=cut")];
    let part =
        ["--cut\r\ncontent-disposition: form-data; name=\"request\"\r\n\r\n", &" ".repeat(1000), "\r\n--cut--\r\n"];
    service.post("echo", &multipart, part.concat().as_bytes()).problem(413, "body_too_large");
    assert_eq!(service.call("count", &format!("{:999}", r#"{"table": {"columns": {"a": [1]}}}"#)).status, 200);
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for() {
    let service = spin_for(Duration::from_millis(200));
    let mut socket = service.connect();
    let whole = message("POST", "/v1/modules/probe/count", &JSON, b"{}");
    socket.write_all(&whole[..whole.len() - 1]).expect("the service reads");
    read_reply(&mut socket).problem(408, "body_too_slow");
}

#[test]
fn beyond_the_queue_calls_are_sent_away_at_once() {
    let service = spin_for(Duration::from_millis(1500));
    let barrier = Barrier::new(6);
    let statuses = thread::scope(|scope| {
        let call = || {
            barrier.wait();
            let started = Instant::now();
            let reply = service.call("spin", "{}");
            if reply.status == 503 {
                reply.problem(503, "too_many_calls");
                assert_eq!(reply.header("retry-after"), Some("1"));
                assert!(started.elapsed() < Duration::from_secs(1));
            }
            reply.status
        };
        let calls: Vec<_> = (0..6).map(|_| scope.spawn(call)).collect();
        calls.into_iter().map(|call| call.join().expect("a status")).collect::<Vec<_>>()
    });
    let count = |status| statuses.iter().filter(|&&found| found == status).count();
    assert_eq!((count(504), count(503)), (2, 4), "one runs, one waits: {statuses:?}");
    assert!(is_alive(&service));
}

#[test]
fn bodies_that_arrive_together_are_bounded() {
    let options = ServeOptions { body_bytes_max: 1 << 20, n_waiting_max: 100, ..options() };
    let service = start_with(Limits::default(), options);
    let whole = message("POST", "/v1/modules/probe/count", &JSON, &vec![b' '; 1 << 20]);
    let sockets = [(); 4].map(|()| {
        let mut socket = service.connect();
        socket.write_all(&whole[..1000]).expect("the service reads");
        socket
    });
    thread::sleep(Duration::from_millis(200));
    service.call("make", r#"{"params": {"n_rows": 1}}"#).problem(503, "too_many_calls");
    drop(sockets);
    thread::sleep(Duration::from_millis(200));
    assert!(is_alive(&service));
}

#[test]
fn a_caller_who_goes_away_frees_the_place() {
    let service = spin_for(Duration::from_secs(50));
    let mut socket = service.connect();
    socket.write_all(&message("POST", "/v1/modules/probe/spin", &JSON, b"{}")).expect("the service reads");
    thread::sleep(Duration::from_millis(200));
    drop(socket);
    let started = Instant::now();
    assert!(is_alive(&service));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn calls_under_way_are_answered_when_the_service_ends() {
    let mut service = spin_for(Duration::from_millis(700));
    let mut socket = service.connect();
    socket.write_all(&message("POST", "/v1/modules/probe/spin", &JSON, b"{}")).expect("the service reads");
    thread::sleep(Duration::from_millis(200));
    let started = Instant::now();
    service.stop();
    assert!(started.elapsed() < Duration::from_secs(5));
    read_reply(&mut socket).problem(504, "deadline_exceeded");
    assert!(std::net::TcpStream::connect(service.addr).is_err(), "nobody listens any more");
}
