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
    let mut program = Command::new(env!("CARGO_BIN_EXE_gangmu"));
    program.envs(environment.iter().copied());
    serve_by(program, data, more)
}

/// The same from a shell that lets a program open so many files, unless it asks for more.
pub(crate) fn serve_with_open_files(most: usize, data: &Path) -> Served {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -Sn $1; shift; exec \"$@\"", "sh", &most.to_string()]);
    shell.arg(env!("CARGO_BIN_EXE_gangmu"));
    serve_by(shell, data, &[])
}

fn serve_by(mut program: Command, data: &Path, more: &[&str]) -> Served {
    let mut child = program
        .args(["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more)
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
