//! Files of evidence over HTTP: the server by itself, without a browser that would behave. Promise 12.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::support::{example, gangmu};

/// A server on a demonstration, which ends with the test.
struct Served {
    child: Child,
    address: String,
    _dir: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve() -> Served {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("office").display().to_string();
    gangmu(&["demo", &example("city").display().to_string(), "--data", &data]).ends(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--data", &data])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let at = line.find("http://").unwrap();
    let address = line[at + 7..].split_whitespace().next().unwrap().to_owned();
    Served { child, address, _dir: dir }
}

/// An answer: status line and headers in small letters, and the body.
struct Told {
    head: String,
    body: Vec<u8>,
}

impl Told {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
    }

    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.unwrap_or_default().trim()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    fn ask(&self, method: &str, path: &str, cookie: &str, kind: &str, body: &[u8]) -> Told {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Accept-Language: en\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // Who is refused early may be hung up on while still sending.
        let _ = stream.write_all(body);
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
        let end = told.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(told.len());
        let head = String::from_utf8_lossy(&told[..end]).to_lowercase();
        Told { head, body: told.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn get(&self, path: &str, cookie: &str) -> Told {
        self.ask("GET", path, cookie, "text/plain", b"")
    }

    fn sign_in(&self, login: &str) -> String {
        let body = format!("login={login}&passphrase=look+around+freely");
        let kind = "application/x-www-form-urlencoded";
        let told = self.ask("POST", "/sign-in", "", kind, body.as_bytes());
        let cookie = told.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with("gangmu="), "{}", told.head);
        cookie
    }

    fn send(&self, path: &str, cookie: &str, name: &str, bytes: &[u8]) -> Told {
        let mut body = Vec::new();
        let part = "--b\r\nContent-Disposition: form-data; name=\"part\"\r\n\r\n\r\n--b\r\n";
        body.extend(part.as_bytes());
        let file = format!(
            "Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend(file.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--b--\r\n");
        self.ask("POST", path, cookie, "multipart/form-data; boundary=b", &body)
    }
}

#[test]
fn evidence_goes_out_as_an_attachment_and_only_to_who_may_see_it() {
    let served = serve();
    let city = served.sign_in("yz05-em");
    // The checklist of the demonstration, and a file of several MiB beside it.
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(3 << 20, b' ');
    pdf.extend(b"\n%%EOF\n");
    let told = served.send("/facts/4/evidence", &city, "plan 2026.pdf", &pdf);
    assert_eq!(told.status(), 303, "{} {}", told.head, told.text());
    let page = served.get("/facts/4", &city);
    let found = page.text();
    let at = found.rfind("/evidence/").unwrap();
    let at = found[at..].split('"').next().unwrap().to_owned();
    let file = served.get(&at, &city);
    assert_eq!((file.status(), file.body == pdf), (200, true));
    // What the sender called it is not believed.
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"plan_2026.pdf\"")
    );
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let evaluator = served.sign_in("evaluator");
    assert_eq!(served.get(&at, &evaluator).status(), 200);
    // A county of that city does not see the city's facts; who is not signed in sees nothing.
    let county = served.sign_in("yz0501");
    assert_eq!(served.get(&at, &county).status(), 404);
    assert_eq!(served.get("/facts/4", &county).status(), 404);
    assert_eq!(served.get(&at, "").status(), 303);
    assert_eq!(served.send("/facts/4/evidence", &county, "a.pdf", &pdf).status(), 404);
    // Beside a return: the county's own, which it has not submitted yet.
    let home = served.get("/", &county).text();
    let at = home.find("<a href=\"/returns/").map(|at| &home[at + 9..]).unwrap();
    let filing = at.split('"').next().unwrap().to_owned();
    let told = served.send(&format!("{filing}/evidence"), &county, "list.pdf", &pdf);
    assert_eq!(told.status(), 303, "{}", told.text());
    assert!(served.get(&filing, &county).text().contains("list.pdf"));
    assert!(!served.get(&filing, &served.sign_in("yz05")).text().contains("list.pdf"));
    // A page for a document, a name that leads elsewhere, too much at once.
    let html = b"<!doctype html><script>alert(1)</script>";
    for (name, bytes, code) in [("a.pdf", html.as_slice(), "B138"), ("../a.pdf", &pdf[..], "B137")]
    {
        let told = served.send("/facts/4/evidence", &city, name, bytes);
        assert_eq!(told.status(), 422, "{name}");
        assert!(told.text().contains(code), "{name}");
    }
    pdf.resize(11 << 20, b' ');
    let told = served.send("/facts/4/evidence", &city, "large.pdf", &pdf);
    assert!(matches!(told.status(), 0 | 413 | 422), "{}", told.head);
    // No other address takes as much.
    let told = served.send("/returns/1/workbook", &city, "a.xlsx", &pdf[..3 << 20]);
    assert!(matches!(told.status(), 0 | 413), "{}", told.head);
}
