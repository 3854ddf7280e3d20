//! Many people at once: each browser keeps its connections while its user thinks.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::serve_with_open_files;

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
