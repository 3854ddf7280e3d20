//! A checklist: the unit says of each element whether it is met. It counts when another body has looked.

use std::collections::BTreeSet;

use gangmu_store::NewFact;

use super::assess::{period, topic, unknown};
use super::step::{FactReceipt, find_about, once, request_of, say};
use super::vocabulary::vocabulary;
use super::{Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// What is said of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementMet {
    /// The element, by id.
    pub element: String,
    /// Whether it is met.
    pub met: bool,
    /// By what, in words; may be empty.
    pub text: String,
}

/// A checklist of a unit for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// Whose, by id.
    pub about: String,
    /// The indicator, by id.
    pub indicator: String,
    /// The period, as `2025`.
    pub period: String,
    /// The elements, each once.
    pub elements: Vec<ElementMet>,
}

/// No checklist has more elements.
const MOST: usize = 200;

/// Fills in a checklist, or fills it in anew as long as nobody has verified it.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not report for the unit; `B130` for an
/// indicator or element the programme does not name, `B103` for a period, `B143` for nothing; `B131` for one
/// that is verified already.
pub async fn check_list(
    office: &Office,
    actor: &Actor,
    list: Checklist,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let edition = office.structure().await?;
    let (_, number) = find_about(office, actor, &edition, &list.about).await?;
    require(actor, Verb::Enter, office.store.span(number).await?)?;
    let known = vocabulary(&edition.programme).checklists;
    let Some(elements) = known.get(&list.indicator) else {
        return Err(unknown(&list.indicator, known.keys().map(String::as_str)));
    };
    let period = period(&list.period)?;
    let written = period.to_string();
    let mut cells =
        Cells::headed([("indicator", list.indicator.as_str()), ("period", written.as_str())]);
    let mut seen = BTreeSet::new();
    for said in &list.elements {
        let fits = if elements.is_empty() {
            gangmu_exchange::folder::is_id(&said.element)
        } else {
            elements.contains(&said.element)
        };
        if !fits || !seen.insert(&said.element) {
            return Err(unknown(&said.element, elements.iter().map(String::as_str)));
        }
        let text = fit_text(&said.text)?;
        let met = if said.met { "1" } else { "0" };
        cells.add([("element", said.element.as_str()), ("met", met), ("text", text.as_str())]);
    }
    if cells.rows.is_empty() || cells.rows.len() > MOST {
        return Err(Refusal::wrong("B143", &[]));
    }
    let new = NewFact {
        kind: FactKind::Checklist.word(),
        about: number,
        topic: topic(&list.indicator, period),
        state: state::FILLED,
        waits_for: Verb::Verify.word(),
        author: actor.account.body,
        cells: cells.write(),
        cause: None,
        counts: false,
    };
    let request = request_of("check-list", &[&list.about, &new.topic, &new.cells]);
    let (by, who) = (actor.by(), actor.clone());
    once(office, actor, key, request, move |tx| {
        Box::pin(async move {
            still_may(tx, &who, Verb::Enter, number).await?;
            said_anew(tx, &by, "fill-checklist", &new).await
        })
    })
    .await
}

/// Says a fact, or says it anew where it still waits for another body.
pub(super) async fn said_anew(
    tx: &mut gangmu_store::Tx,
    by: &gangmu_store::By,
    act: &'static str,
    new: &NewFact,
) -> Result<FactReceipt, Refusal> {
    let before = tx.facts_about(new.kind, new.about, &new.topic).await?;
    let Some(mut held) = before.into_iter().next_back() else {
        return say(tx, by, act, new).await;
    };
    if held.state != new.state {
        return Err(Refusal::not_now("B131", &[]));
    }
    let entry = tx
        .append(&gangmu_store::NewEntry {
            by: by.clone(),
            act,
            subject: format!("fact:{}", held.number),
            unit: Some(held.about),
            detail: serde_json::json!({ "kind": new.kind, "topic": new.topic }).to_string(),
        })
        .await?;
    held.cells.clone_from(&new.cells);
    held.entry = entry.seq;
    tx.set_fact(&held, "").await?;
    let arises = super::Arises::Nothing;
    Ok(FactReceipt { fact: held.number, entry: entry.seq, at: entry.at, arises })
}
