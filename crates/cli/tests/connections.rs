//! Many people at once: each browser keeps its connections while its user thinks.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{serve, serve_with_open_files};

/// A bug that was: a shell often lets a program open 1024 files, and on deadline day 3,700 people are there.
/// Whoever came after the first thousand got no answer until somebody left.
#[test]
fn more_people_stay_connected_than_a_shell_lets_a_program_open_files() {
    let dir = tempfile::tempdir().unwrap();
    let served = serve_with_open_files(64, dir.path());
    let address = served.address.trim_start_matches("http://");
    let connected: Vec<TcpStream> =
        (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut last = connected.last().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    last.write_all(b"GET /health HTTP/1.1\r\nhost: office\r\n\r\n").unwrap();
    let mut answer = [0; 12];
    last.read_exact(&mut answer).expect("the last to come is answered");
    assert_eq!(&answer, b"HTTP/1.1 200");
}

/// A bug that was: what is refused before its body has come left the body unread, and the connection was
/// closed under the next request.
#[test]
fn bug_a_refusal_before_the_body_came_closed_the_connection_under_the_next_request() {
    let dir = tempfile::tempdir().unwrap();
    let served = serve(dir.path(), &[]);
    let address = served.address.trim_start_matches("http://");
    let connect = || {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    };
    let (mut sender, mut other) = (connect(), connect());
    let status = |stream: &mut TcpStream, request: &[u8]| {
        stream.write_all(request).unwrap();
        let (mut answer, mut byte) = (Vec::new(), [0]);
        while !answer.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("the connection is open");
            answer.push(byte[0]);
        }
        let head = String::from_utf8(answer).unwrap().to_lowercase();
        let length = head.split("content-length: ").nth(1).expect(&head);
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        stream.read_exact(&mut vec![0; length]).unwrap();
        head[9..12].to_owned()
    };
    const HEALTH: &[u8] = b"GET /health HTTP/1.1\r\nhost: office\r\n\r\n";
    sender
        .write_all(b"PATCH /api/v1/accounts HTTP/1.1\r\nhost: office\r\ncontent-length: 2\r\n\r\n")
        .unwrap();
    for _ in 0..3 {
        // Somebody else is answered meanwhile: the server has seen what came so far.
        assert_eq!(status(&mut other, HEALTH), "200");
    }
    assert_eq!(status(&mut sender, b"{}"), "405");
    assert_eq!(status(&mut sender, HEALTH), "200");
}

/// A bug that was: a file that was refused before it had come, as after the end of a session, was cut off. nginx
/// was still sending it, and told the browser of a bad gateway.
#[test]
fn bug_who_was_still_sending_a_file_never_read_that_it_was_refused() {
    let dir = tempfile::tempdir().unwrap();
    let served = serve(dir.path(), &[]);
    let address = served.address.trim_start_matches("http://");
    for _ in 0..5 {
        let mut sender = TcpStream::connect(address).unwrap();
        sender.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = "POST /facts/1/evidence HTTP/1.1\r\nhost: office\r\ncontent-length: 8000000\r\n\
                    content-type: multipart/form-data; boundary=x\r\n\r\n";
        sender.write_all(head.as_bytes()).unwrap();
        for _ in 0..1000 {
            sender.write_all(&[b'x'; 8000]).expect("all of it is taken");
        }
        let mut answer = [0; 12];
        sender.read_exact(&mut answer).expect("it is answered");
        assert_eq!(&answer, b"HTTP/1.1 303");
    }
}
