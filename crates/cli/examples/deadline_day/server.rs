//! The office as a process: started on a free port, looked at, ended or killed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::Failure;

/// Of a second, as Linux counts the time of processes.
const TICKS: f64 = 100.0;

/// A server at work.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// Where the program is, and its office.
pub(crate) struct Program {
    pub(crate) binary: PathBuf,
    pub(crate) data: PathBuf,
}

impl Program {
    /// What the program says, where it ends well.
    pub(crate) fn run(&self, words: &[&str]) -> Result<String, Failure> {
        let done = Command::new(&self.binary).args(words).arg("--data").arg(&self.data).output()?;
        if !done.status.success() {
            let (out, err) = (&done.stdout, &done.stderr);
            let told = [out, err].map(|text| String::from_utf8_lossy(text).into_owned()).join("");
            return Err(format!("{}: {told}", words.join(" ")).into());
        }
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    /// Starts the server. What it says of itself besides goes to the end of `server.log` in its folder.
    pub(crate) fn serve(&self) -> Result<Server, Failure> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut child = Command::new(&self.binary)
            .args(["serve", "--https", "--listen", "127.0.0.1:0", "--data"])
            .arg(&self.data)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let port = line.rsplit(':').next();
        let port = port.map(|rest| rest.trim_matches(|c: char| !c.is_ascii_digit()));
        match port.and_then(|port| port.parse::<u16>().ok()) {
            Some(port) => Ok(Server { child, address: SocketAddr::from(([127, 0, 0, 1], port)) }),
            None => {
                child.kill()?;
                child.wait()?;
                Err(format!("the server does not say where it listens: {line}").into())
            }
        }
    }

    fn log(&self) -> PathBuf {
        self.data.join("server.log")
    }

    /// What the server had to say of itself: nothing, when all went well.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Server {
    /// Ends it at once, as `kill -9` does.
    pub(crate) fn kill(&mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Seconds of processor time it has used.
    pub(crate) fn seconds(&self) -> f64 {
        seconds(&Path::new("/proc").join(self.child.id().to_string()))
    }

    /// MiB of memory it had at most; 0 where the machine does not say.
    pub(crate) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

/// Seconds of processor time this process has used.
pub(crate) fn own_seconds() -> f64 {
    seconds(Path::new("/proc/self"))
}

fn seconds(process: &Path) -> f64 {
    let text = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let ticks =
        |at: usize| after.split_whitespace().nth(at).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / TICKS
}
