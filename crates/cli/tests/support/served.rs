//! The office as a server of its own process, on a free port.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
pub(crate) struct Served {
    pub(crate) child: Child,
    /// `http://127.0.0.1:…`
    pub(crate) address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the office that is kept in a folder.
pub(crate) fn serve(data: &Path, more: &[&str]) -> Served {
    serve_with(&[], data, more)
}

/// The same, with more of an environment.
pub(crate) fn serve_with(environment: &[(&str, &str)], data: &Path, more: &[&str]) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more)
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut line = String::new();
    let out = child.stdout.take().expect("it says where it is");
    BufReader::new(out).read_line(&mut line).expect("it says where it is");
    let at = line.find("http://").expect("it says where it is");
    let address = line[at..].split_whitespace().next().unwrap_or_default().to_owned();
    Served { child, address }
}
