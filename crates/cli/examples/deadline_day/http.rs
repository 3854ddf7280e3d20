//! Asking over HTTP/1.1 on a connection that is kept. No more of the protocol than the office speaks, so that whoever
//! asks costs little beside who answers.

use std::cell::Cell;
use std::fmt;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The office gives up after 60 seconds; who asks waits a little longer.
const PATIENCE: Duration = Duration::from_secs(70);
/// No head of an answer is longer.
const HEAD: usize = 64 << 10;

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Seconds after which to come again, where that is told.
    pub(crate) retry_after: Option<u64>,
    /// What a browser would carry from now on.
    pub(crate) cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<serde_json::Value, Broken> {
        serde_json::from_slice(&self.body).map_err(|error| Broken::new(error.to_string()))
    }

    /// The body as JSON, where the answer has that status.
    pub(crate) fn is(self, status: u16) -> Result<serde_json::Value, Broken> {
        if self.status != status {
            return Err(Broken::new(self.told()));
        }
        if self.body.is_empty() { Ok(serde_json::Value::Null) } else { self.json() }
    }

    /// Status and the beginning of the body.
    pub(crate) fn told(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        format!("{} {}", self.status, text.chars().take(300).collect::<String>())
    }
}

/// No answer, or one that cannot be read.
#[derive(Debug)]
pub(crate) struct Broken {
    why: String,
    /// Nothing at all was answered: the connection had been closed while nobody asked.
    before: bool,
}

impl Broken {
    pub(crate) fn new(why: impl Into<String>) -> Broken {
        Broken { why: why.into(), before: false }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Broken {}

/// One that asks, with a connection and a session of its own.
pub(crate) struct Asker {
    /// Where the office is; it moves when it starts anew.
    address: Rc<Cell<SocketAddr>>,
    /// The machine it asks from, as a proxy would name it.
    machine: String,
    cookie: String,
    connection: Option<TcpStream>,
}

impl Asker {
    pub(crate) fn new(address: &Rc<Cell<SocketAddr>>, number: usize) -> Asker {
        let machine = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
        Asker { address: address.clone(), machine, cookie: String::new(), connection: None }
    }

    /// Signs in: asks by that session from then on.
    pub(crate) async fn sign_in(&mut self, login: &str, passphrase: &str) -> Result<(), Broken> {
        let body = serde_json::json!({ "login": login, "passphrase": passphrase }).to_string();
        let answer = self.patiently("POST", "/sessions", "", &body).await?;
        match (&answer.cookie, answer.status) {
            (Some(cookie), 201) => self.cookie.clone_from(cookie),
            _ => return Err(Broken::new(answer.told())),
        }
        Ok(())
    }

    /// The connection is not used any more.
    pub(crate) fn hang_up(&mut self) {
        self.connection = None;
    }

    /// Asks, and comes again whenever it is told to: for what is not measured.
    pub(crate) async fn patiently(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Result<Answer, Broken> {
        loop {
            let answer = self.ask(method, path, headers, body).await?;
            match answer.retry_after {
                Some(seconds) if answer.status == 429 => {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                }
                _ => return Ok(answer),
            }
        }
    }

    /// Asks once. `headers` are whole lines.
    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Result<Answer, Broken> {
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let text = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: office\r\nx-forwarded-for: {}\r\ncookie: {}\r\n{kind}\
             {headers}content-length: {}\r\n\r\n{body}",
            self.machine,
            self.cookie,
            body.len(),
        );
        let kept = self.connection.is_some();
        match self.send(&text).await {
            // What was closed in between is opened again, as browsers do.
            Err(broken) if broken.before && kept => self.send(&text).await,
            other => other,
        }
    }

    async fn send(&mut self, text: &str) -> Result<Answer, Broken> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(self.address.get()).await?,
        };
        let exchanged = timeout(PATIENCE, exchange(&mut connection, text.as_bytes())).await;
        let (answer, keep) =
            exchanged.map_err(|_| Broken::new("no answer within 70 seconds"))??;
        self.connection = Some(connection).filter(|_| keep);
        Ok(answer)
    }
}

async fn connect(address: SocketAddr) -> Result<TcpStream, Broken> {
    let opened = timeout(PATIENCE, TcpStream::connect(address)).await;
    let opened = opened.map_err(|_| Broken::new("no connection within 70 seconds"))?;
    let connection = opened.map_err(|error| Broken::new(format!("no connection: {error}")))?;
    connection.set_nodelay(true).map_err(|error| Broken::new(error.to_string()))?;
    Ok(connection)
}

/// Sends a request and reads the answer; whether the connection can be used again.
async fn exchange(connection: &mut TcpStream, text: &[u8]) -> Result<(Answer, bool), Broken> {
    let before = |why: String| Broken { why, before: true };
    connection.write_all(text).await.map_err(|error| before(error.to_string()))?;
    let mut read = Vec::with_capacity(4096);
    let head = loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if read.len() > HEAD {
            return Err(Broken::new("the head of the answer does not end"));
        }
        more(connection, &mut read).await?;
    };
    let text = String::from_utf8_lossy(&read[..head]).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status: u16 = status.ok_or_else(|| Broken::new(format!("no status: {text}")))?;
    let header = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let length = match header("content-length").map(str::parse::<usize>) {
        Some(Ok(length)) => length,
        None if status == 204 => 0,
        _ => return Err(Broken::new(format!("the answer does not say how long it is: {text}"))),
    };
    while read.len() < head + length {
        more(connection, &mut read).await?;
    }
    let cookie = header("set-cookie").and_then(|cookie| cookie.split(';').next());
    let answer = Answer {
        status,
        retry_after: header("retry-after").and_then(|value| value.parse().ok()),
        cookie: cookie.map(str::to_owned),
        body: read.split_off(head),
    };
    let closes = header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    Ok((answer, !closes))
}

async fn more(connection: &mut TcpStream, read: &mut Vec<u8>) -> Result<(), Broken> {
    let before = read.is_empty();
    match connection.read_buf(read).await {
        Ok(0) => Err(Broken { why: "the connection was closed".to_owned(), before }),
        Ok(_) => Ok(()),
        Err(error) => Err(Broken { why: error.to_string(), before }),
    }
}
