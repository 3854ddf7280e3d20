//! A program that asks the JSON interface.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use super::Served;

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An answer: status, headers that matter, body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) cookie: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON, where the answer has that status.
    pub(crate) fn is(self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status, status, "{text}");
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect(&text) }
    }

    /// The code of the problem, where the answer has that status.
    pub(crate) fn code(self, status: u16) -> String {
        assert_eq!(self.kind, "application/problem+json");
        self.is(status)["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A program that asks.
#[derive(Clone)]
pub(crate) struct Asker {
    agent: Agent,
    base: String,
    headers: Vec<(&'static str, String)>,
}

impl Asker {
    pub(crate) fn nobody(served: &Served) -> Asker {
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Asker { agent, base: format!("{}/api/v1", served.address), headers: Vec::new() }
    }

    /// The same, who waits no longer than that for an answer.
    pub(crate) fn patient_for(&self, time: Duration) -> Asker {
        let agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(time));
        Asker { agent: agent.build().new_agent(), ..self.clone() }
    }

    pub(crate) fn with(&self, name: &'static str, value: impl Into<String>) -> Asker {
        let mut more = self.clone();
        more.headers.push((name, value.into()));
        more
    }

    pub(crate) fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.try_send(method, path, kind, body).expect("the server answers")
    }

    /// The answer, where one comes: a server may end while it is asked.
    pub(crate) fn try_send(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.header("content-type", kind).body(body).unwrap();
        let answer = self.agent.run(request)?;
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (status, kind, cookie) =
            (answer.status().as_u16(), header("content-type"), header("set-cookie"));
        let bytes = answer.into_body().read_to_vec()?;
        Ok(Answer { status, kind, cookie, bytes })
    }

    pub(crate) fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, "application/json", body.to_string().into_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answer = request.call().expect("the server answers");
        let (status, kind) = (answer.status().as_u16(), answer.headers().get("content-type"));
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = answer.into_body().read_to_vec().unwrap();
        Answer { status, kind, cookie: String::new(), bytes }
    }

    /// Signs in, and asks by the session from then on.
    pub(crate) fn signed_in(&self, login: &str, passphrase: &str) -> Asker {
        let answer = self.post("/sessions", json!({ "login": login, "passphrase": passphrase }));
        let cookie = answer.cookie.split(';').next().unwrap_or_default().to_owned();
        answer.is(201);
        self.with("cookie", cookie)
    }

    /// A token of who is signed in, for all that it may do.
    pub(crate) fn token(&self, nobody: &Asker) -> Asker {
        let verbs = self.get("/me").is(200)["verbs"].clone();
        let wanted = json!({ "label": "the month", "verbs": verbs, "days": 1 });
        let made = self.post("/tokens", wanted).is(201);
        nobody.with("authorization", format!("Bearer {}", made["token"].as_str().unwrap()))
    }
}
