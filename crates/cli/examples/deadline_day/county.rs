//! A county at its form: what it saves and submits, and what it was told is kept.

use std::fmt::Write;
use std::rc::Rc;

use serde_json::Value;

use crate::http::{Answer, Asker, Broken};

/// A county that is signed in, with the returns it is to hand in.
pub(crate) struct County {
    pub(crate) asker: Asker,
    pub(crate) returns: Vec<Return>,
    /// The return it works on.
    pub(crate) at: usize,
}

/// A return, and what was acknowledged of it.
pub(crate) struct Return {
    pub(crate) number: i64,
    pub(crate) elements: Rc<Vec<String>>,
    /// Of every cell: all are saved together.
    pub(crate) revision: i64,
    /// The last save that was acknowledged, by its serial number.
    pub(crate) saved: Option<u64>,
    /// A save that was sent and not answered.
    pub(crate) in_doubt: Option<u64>,
    /// The receipt, as it was answered.
    pub(crate) receipt: Option<Value>,
    /// A submission was sent and not answered.
    pub(crate) submitting: bool,
}

/// What came of a request.
pub(crate) enum Outcome {
    /// It is kept.
    Kept,
    /// To come again, after so many seconds where that is told.
    Later(Option<u64>),
    /// Neither: what was answered instead.
    Odd(String),
    /// No answer.
    Silent(String),
}

impl County {
    /// The return it works on, while there is one.
    pub(crate) fn current(&self) -> Option<&Return> {
        self.returns.get(self.at)
    }

    /// Whether the return it works on could be submitted now.
    pub(crate) fn is_ready(&self) -> bool {
        self.current().is_some_and(|form| form.saved.is_some() && !form.is_in_doubt())
    }

    /// Saves all cells of the return it works on, with values of that serial number.
    pub(crate) async fn save(&mut self, serial: u64) -> Outcome {
        let Some(form) = self.returns.get_mut(self.at) else {
            return Outcome::Odd("the county has nothing more to report".to_owned());
        };
        let body = form.body(serial);
        form.in_doubt = Some(serial);
        let path = format!("/returns/{}/cells", form.number);
        let answer = match self.asker.ask("POST", &path, "", &body).await {
            Ok(answer) => answer,
            Err(broken) => return Outcome::Silent(broken.to_string()),
        };
        form.in_doubt = None;
        match answer.status {
            200 => match form.kept(&answer) {
                Some(revision) => {
                    form.revision = revision;
                    form.saved = Some(serial);
                    Outcome::Kept
                }
                None => Outcome::Odd(answer.told()),
            },
            429 => Outcome::Later(answer.retry_after),
            _ => Outcome::Odd(answer.told()),
        }
    }

    /// Submits the return it works on, and goes on to the next.
    pub(crate) async fn submit(&mut self) -> Outcome {
        let Some(form) = self.returns.get_mut(self.at) else {
            return Outcome::Odd("the county has nothing more to report".to_owned());
        };
        form.submitting = true;
        let answer = match form.submit(&mut self.asker).await {
            Ok(answer) => answer,
            Err(broken) => return Outcome::Silent(broken.to_string()),
        };
        form.submitting = false;
        match answer.status {
            200 => match answer.json() {
                Ok(receipt) => {
                    form.receipt = Some(receipt);
                    self.at += 1;
                    Outcome::Kept
                }
                Err(broken) => Outcome::Odd(broken.to_string()),
            },
            429 => Outcome::Later(answer.retry_after),
            _ => Outcome::Odd(answer.told()),
        }
    }
}

impl Return {
    /// Whether nobody knows what became of what was sent last.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.in_doubt.is_some() || self.submitting
    }

    /// Sends the submission, under the same key each time.
    pub(crate) async fn submit(&self, asker: &mut Asker) -> Result<Answer, Broken> {
        let path = format!("/returns/{}/submissions", self.number);
        let key = format!("idempotency-key: deadline-{}\r\n", self.number);
        asker.ask("POST", &path, &key, "").await
    }

    fn body(&self, serial: u64) -> String {
        let mut text = String::with_capacity(100 * self.elements.len());
        text.push_str("{\"cells\":[");
        for (cell, element) in self.elements.iter().enumerate() {
            let comma = if cell == 0 { "" } else { "," };
            let (value, note, revision) = (value(serial, cell), note(serial, cell), self.revision);
            // Writing into a text does not fail.
            let _ = write!(
                text,
                "{comma}{{\"element\":\"{element}\",\"revision\":{revision},\"value\":\"{value}\",\
                 \"status\":\"known\",\"note\":\"{note}\"}}"
            );
        }
        text.push_str("]}");
        text
    }

    /// The revision that was answered, where the answer says that all cells are done.
    fn kept(&self, answer: &Answer) -> Option<i64> {
        let text = std::str::from_utf8(&answer.body).ok()?;
        let cells = self.elements.len();
        if !text.ends_with(&format!("\"done\":{cells},\"asked\":{cells}}}")) {
            return None;
        }
        let (_, rest) = text.split_once("\"revision\":")?;
        rest.split(',').next()?.parse().ok()
    }

    /// Whether a form that was read holds what was saved under that serial number, and nothing else.
    pub(crate) fn holds(&self, form: &Value, serial: u64) -> bool {
        let Some(cells) = form["cells"].as_array() else { return false };
        cells.len() == self.elements.len()
            && cells.iter().zip(self.elements.iter()).enumerate().all(|(at, (cell, element))| {
                cell["element"] == element.as_str()
                    && cell["value"] == value(serial, at).to_string().as_str()
                    && cell["note"] == note(serial, at).as_str()
            })
    }
}

/// What a save types into a cell: near what was reported before, and another for each save.
fn value(serial: u64, cell: usize) -> u64 {
    320 + (serial * 7 + 3 * cell as u64) % 40
}

/// The first cell says which save it was.
fn note(serial: u64, cell: usize) -> String {
    if cell == 0 { format!("save {serial}") } else { String::new() }
}
