//! What was acknowledged is counted: read back through the interface, return by return, and in the log.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;
use tokio::task::JoinSet;

use crate::Failure;
use crate::county::{County, Return};
use crate::hall::Hall;
use crate::http::{Asker, Broken};

/// So many are read at a time.
const TOGETHER: usize = 16;

/// What was found of what was acknowledged.
#[derive(Default)]
pub(crate) struct Found {
    /// Drafts and submissions that were read back.
    pub(crate) drafts: usize,
    pub(crate) submissions: usize,
    /// What nobody was told of, and how much of it is kept all the same.
    pub(crate) in_doubt: usize,
    pub(crate) kept_in_doubt: usize,
    /// What is lost, or there more than once; in words.
    pub(crate) lost: Vec<String>,
}

impl County {
    /// Whether the return it works on is as it was acknowledged; what is lost, in words.
    pub(crate) async fn check(&mut self) -> Result<(), String> {
        match self.returns.get(self.at) {
            Some(form) => form.check(&mut self.asker).await,
            None => Ok(()),
        }
    }
}

impl Return {
    async fn read(&self, asker: &mut Asker) -> Result<Value, Broken> {
        asker.patiently("GET", &format!("/returns/{}", self.number), "", "").await?.is(200)
    }

    /// Finds out what became of what was sent and not answered; whether it was kept.
    async fn settle(&mut self, asker: &mut Asker) -> Result<bool, String> {
        let wrong = |why: String| format!("return {}: {why}", self.number);
        let form = self.read(asker).await.map_err(|broken| wrong(broken.to_string()))?;
        if self.submitting {
            let answer = self.submit(asker).await.map_err(|broken| wrong(broken.to_string()))?;
            let receipt = answer.is(200).map_err(|broken| wrong(broken.to_string()))?;
            let kept = form["state"] == "submitted";
            if kept && receipt["entry"] != form["revision"] {
                return Err(wrong("it was submitted twice".to_owned()));
            }
            self.receipt = Some(receipt);
            self.submitting = false;
            return Ok(kept);
        }
        let Some(serial) = self.in_doubt else { return Ok(false) };
        let empty = |cells: &Vec<Value>| cells.iter().all(|cell| cell["value"] == "");
        let stands = |serial: Option<u64>| match serial {
            Some(serial) => self.holds(&form, serial),
            None => form["cells"].as_array().is_some_and(empty),
        };
        if stands(Some(serial)) {
            self.saved = Some(serial);
            self.revision = form["cells"][0]["revision"].as_i64().unwrap_or(self.revision);
            self.in_doubt = None;
            return Ok(true);
        }
        if !stands(self.saved) {
            return Err(wrong("it holds neither the save before nor the one in doubt".to_owned()));
        }
        self.in_doubt = None;
        Ok(false)
    }

    /// Whether it is there as it was acknowledged; what is lost, in words.
    async fn check(&self, asker: &mut Asker) -> Result<(), String> {
        let wrong = |why: String| format!("return {}: {why}", self.number);
        let form = self.read(asker).await.map_err(|broken| wrong(broken.to_string()))?;
        if let Some(serial) = self.saved
            && !self.holds(&form, serial)
        {
            return Err(wrong(format!("not save {serial} but: {}", form["cells"][0])));
        }
        let Some(receipt) = &self.receipt else {
            // Each save has made one revision more: none is there twice.
            return match form["cells"][0]["revision"] == self.revision {
                true => Ok(()),
                false => {
                    Err(wrong(format!("not revision {}: {}", self.revision, form["cells"][0])))
                }
            };
        };
        if form["state"] != "submitted" || form["revision"] != receipt["entry"] {
            return Err(wrong(format!("not {receipt} but {}", form["state"])));
        }
        let again = self.submit(asker).await.map_err(|broken| wrong(broken.to_string()))?;
        let again = again.is(200).map_err(|broken| wrong(broken.to_string()))?;
        if again == *receipt { Ok(()) } else { Err(wrong(format!("another receipt: {again}"))) }
    }
}

/// Reads everything back: drafts, submissions with their receipts, and the log.
pub(crate) async fn count(hall: &Rc<Hall>, auditor: &mut Asker) -> Result<Found, Failure> {
    let found = Rc::new(RefCell::new(Found::default()));
    let next = Rc::new(RefCell::new(0..hall.size()));
    let mut at_work = JoinSet::new();
    for _ in 0..TOGETHER {
        let (hall, found, next) = (hall.clone(), found.clone(), next.clone());
        at_work.spawn_local(async move {
            loop {
                let Some(at) = next.borrow_mut().next() else { return };
                let Some(mut county) = hall.take(at) else { continue };
                one(&mut county, &found).await;
                hall.give_back(at, county);
            }
        });
    }
    at_work.join_all().await;
    let mut found = found.take();
    // The log says it of each of them once, and of nothing else.
    let mut entries: BTreeMap<String, usize> = BTreeMap::new();
    let mut before = String::new();
    loop {
        let page = auditor.patiently("GET", &format!("/log?act=submit{before}"), "", "").await?;
        let page = page.is(200)?;
        for entry in page["entries"].as_array().into_iter().flatten() {
            *entries.entry(entry["subject"].as_str().unwrap_or("?").to_owned()).or_default() += 1;
        }
        match page["next"].as_i64() {
            Some(next) => before = format!("&before={next}"),
            None => break,
        }
    }
    let doubled = entries.iter().filter(|(_, times)| **times != 1);
    let doubled = doubled.map(|(subject, times)| format!("{subject}: {times} times in the log"));
    found.lost.extend(doubled);
    if entries.len() != found.submissions {
        let told = format!("{} in the log, {} with a receipt", entries.len(), found.submissions);
        found.lost.push(told);
    }
    Ok(found)
}

async fn one(county: &mut County, found: &RefCell<Found>) {
    for form in &mut county.returns {
        if form.is_in_doubt() {
            found.borrow_mut().in_doubt += 1;
            match form.settle(&mut county.asker).await {
                Ok(kept) => found.borrow_mut().kept_in_doubt += usize::from(kept),
                Err(lost) => found.borrow_mut().lost.push(lost),
            }
        }
        if form.saved.is_none() && form.receipt.is_none() {
            continue;
        }
        let checked = form.check(&mut county.asker).await;
        let mut found = found.borrow_mut();
        match form.receipt {
            Some(_) => found.submissions += 1,
            None => found.drafts += 1,
        }
        if let Err(lost) = checked {
            found.lost.push(lost);
        }
    }
}
