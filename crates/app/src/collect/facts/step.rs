//! A step in the life of a fact: one transaction that looks again, appends to the log and keeps the fact.

use std::pin::Pin;

use gangmu_base::Reporter;
use gangmu_base::observations::Moment;
use gangmu_store::{By, NewEntry, NewFact, StoredFact, Tx};

use super::{has_stake, state};
use crate::authz::{Actor, Verb, require, still_may};
use crate::define::day_of;
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// What is given for a step. The same request sent again gets the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactReceipt {
    /// The fact.
    pub fact: i64,
    /// The entry of the log by which it is on record.
    pub entry: i64,
    /// The moment of that entry.
    pub at: Moment,
    /// What a report that was late, or did not come, gives rise to.
    pub arises: Arises,
}

/// Whether reporting late, or not at all, is an event of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arises {
    /// It was in time, or the programme says nothing about time.
    #[default]
    Nothing,
    /// An event, of this number.
    Event(i64),
    /// It was late, and the programme names no type of event for that.
    Late,
    /// Somebody else has found it, and the programme names no type of event for that.
    Hidden,
}

impl FactReceipt {
    fn write(&self) -> String {
        let (arises, number) = match self.arises {
            Arises::Nothing => ("", 0),
            Arises::Event(number) => ("event", number),
            Arises::Late => ("late", 0),
            Arises::Hidden => ("hidden", 0),
        };
        serde_json::json!([self.fact, self.entry, self.at, arises, number]).to_string()
    }

    fn read(text: &str) -> Option<FactReceipt> {
        let (fact, entry, at, arises, number): (i64, i64, i64, String, i64) =
            serde_json::from_str(text).ok()?;
        let arises = match arises.as_str() {
            "event" => Arises::Event(number),
            "late" => Arises::Late,
            "hidden" => Arises::Hidden,
            _ => Arises::Nothing,
        };
        Some(FactReceipt { fact, entry, at, arises })
    }
}

/// What is done in a transaction for a request about a fact.
pub(super) type Done<'t> = Pin<Box<dyn Future<Output = Result<FactReceipt, Refusal>> + Send + 't>>;

/// Does what a request asks once, in one transaction that holds the log: sent again under its key it gets
/// what it got.
///
/// # Errors
/// `B058` where the key was used for another request; those of `work`.
pub(super) async fn once<W>(
    office: &Office,
    actor: &Actor,
    key: Option<&str>,
    request: String,
    work: W,
) -> Result<FactReceipt, Refusal>
where
    W: for<'t> FnOnce(&'t mut Tx) -> Done<'t> + Send + 'static,
{
    let (account, key) = (actor.account.number, key.map(str::to_owned));
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                let key = key.as_deref();
                if let Some(receipt) = answered(tx, account, key, &request).await? {
                    return Ok(receipt);
                }
                let receipt = work(tx).await?;
                if let Some(key) = key {
                    tx.set_receipt(account, key, &request, &receipt.write()).await?;
                }
                Ok(receipt)
            })
        })
        .await
}

/// What was answered to this very request before.
async fn answered(
    tx: &mut Tx,
    account: i64,
    key: Option<&str>,
    request: &str,
) -> Result<Option<FactReceipt>, Refusal> {
    let Some(key) = key else { return Ok(None) };
    let Some(kept) = tx.receipt(account, key).await? else { return Ok(None) };
    match FactReceipt::read(&kept.answer).filter(|_| kept.request == request) {
        Some(receipt) => Ok(Some(receipt)),
        None => Err(Refusal::not_now("B058", &[])),
    }
}

/// A key for a request, drawn by chance: for a page that says something new.
pub fn fresh_key() -> String {
    crate::authz::random_word()
}

/// A request in few letters, to tell it from another of the same key.
pub(super) fn request_of(what: &str, of: &[&str]) -> String {
    crate::authz::hash_of(format!("{what}\u{1f}{}", of.join("\u{1f}")))
}

/// The unit or body of an id, with the store's number of it.
///
/// # Errors
/// [`Refusal::NotThere`] where there is none, or it is out of sight.
pub(super) async fn find_about(
    office: &Office,
    actor: &Actor,
    edition: &Edition,
    id: &str,
) -> Result<(Reporter, i64), Refusal> {
    let about = edition.programme.tree.find(id).ok_or(Refusal::NotThere)?;
    let number = edition.number_of(about).ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, office.store.span(number).await?)?;
    Ok((about, number))
}

/// Lets nobody judge who has a stake in it.
///
/// # Errors
/// `B125`.
pub(super) fn without_stake(
    office: &Office,
    actor: &Actor,
    edition: &Edition,
    about: Reporter,
) -> Result<(), Refusal> {
    let programme = &edition.programme;
    let day = day_of(office.now(), programme.framework.zone_seconds);
    let body = programme.tree.find(&actor.account.body_id);
    match body {
        Some(body) if !has_stake(programme, body, about, day) => Ok(()),
        _ => Err(Refusal::not_allowed("B125", &[("body", &actor.account.body_id)])),
    }
}

/// A fact that somebody may look at.
///
/// # Errors
/// [`Refusal::NotThere`].
pub(super) async fn in_sight(
    office: &Office,
    actor: &Actor,
    number: i64,
) -> Result<StoredFact, Refusal> {
    let found = office.store.fact(number).await?.ok_or(Refusal::NotThere)?;
    let own = found.author == actor.account.body;
    require(actor, Verb::See, office.store.span(found.about).await?)?;
    if found.state == state::SEALED && !own { Err(Refusal::NotThere) } else { Ok(found) }
}

/// A step that somebody takes with a fact that is there.
pub(super) struct Step {
    /// The verb it takes, at whom the fact is about.
    pub(super) verb: Verb,
    /// What the log says.
    pub(super) act: &'static str,
    /// The revision that was looked at.
    pub(super) seen: i64,
    /// The request's own key.
    pub(super) key: Option<String>,
    /// The request in few letters.
    pub(super) request: String,
    /// Why.
    pub(super) reason: String,
    /// Acts of the log by which a body has had its part in the fact: it does not take this step too.
    pub(super) apart_from: &'static [&'static str],
}

/// What a step makes of a fact; gives whether what counts in results changes by it.
type Work = Box<dyn FnOnce(&mut StoredFact, Moment) -> Result<bool, Refusal> + Send>;

/// Takes a step. When an event falls, what has arisen from it falls with it.
///
/// # Errors
/// `B121` where the fact was changed meanwhile; `B126` for who has had a part in it; those of `work`.
pub(super) async fn take_step(
    office: &Office,
    actor: &Actor,
    number: i64,
    step: Step,
    work: Work,
) -> Result<FactReceipt, Refusal> {
    let (by, now, who) = (actor.by(), office.now(), actor.clone());
    let (key, request) = (step.key.clone(), step.request.clone());
    once(office, actor, key.as_deref(), request, move |tx| {
        Box::pin(async move {
            let mut held = tx.fact(number).await?.ok_or(Refusal::NotThere)?;
            if held.entry != step.seen {
                return Err(Refusal::not_now("B121", &[]));
            }
            still_may(tx, &who, step.verb, held.about).await?;
            let subject = format!("fact:{number}");
            for act in step.apart_from {
                if tx.was_done_by(&subject, act, &by.post).await? {
                    return Err(Refusal::not_allowed("B126", &[]));
                }
            }
            let at = tx.last_moment().await?.max(now);
            let counts = work(&mut held, at)?;
            let detail = serde_json::json!({ "state": held.state });
            let entry = tx
                .append(&NewEntry {
                    by: by.clone(),
                    act: step.act,
                    subject,
                    unit: Some(held.about),
                    detail: detail.to_string(),
                })
                .await?;
            held.entry = entry.seq;
            if counts {
                held.counted = Some(entry.seq);
            }
            tx.set_fact(&held, &step.reason).await?;
            if matches!(held.state.as_str(), state::NOT_CONFIRMED | state::STRUCK) {
                fall_with(tx, &by, number).await?;
            }
            let receipt = FactReceipt {
                fact: number,
                entry: entry.seq,
                at: entry.at,
                arises: Arises::Nothing,
            };
            Ok(receipt)
        })
    })
    .await
}

/// What arises from an event that did not happen did not happen either.
async fn fall_with(tx: &mut Tx, by: &By, cause: i64) -> Result<(), Refusal> {
    for mut fact in tx.facts_from(cause).await? {
        if matches!(fact.state.as_str(), state::NOT_CONFIRMED | state::STRUCK) {
            continue;
        }
        let counted = state::counts(&fact.state);
        fact.state = if counted { state::STRUCK } else { state::NOT_CONFIRMED }.to_owned();
        let entry = tx
            .append(&NewEntry {
                by: by.clone(),
                act: "fall-with-cause",
                subject: format!("fact:{}", fact.number),
                unit: Some(fact.about),
                detail: serde_json::json!({ "cause": cause }).to_string(),
            })
            .await?;
        fact.waits_for.clear();
        fact.entry = entry.seq;
        if counted {
            fact.counted = Some(entry.seq);
        }
        tx.set_fact(&fact, "").await?;
    }
    Ok(())
}

/// Says a fact for the first time.
pub(super) async fn say(
    tx: &mut Tx,
    by: &By,
    act: &'static str,
    new: &NewFact,
) -> Result<FactReceipt, Refusal> {
    let detail = serde_json::json!({ "kind": new.kind, "topic": new.topic });
    // The number is known when the fact is kept; the entry that keeps it stands before it.
    let number = tx.next_fact().await?;
    let entry = tx
        .append(&NewEntry {
            by: by.clone(),
            act,
            subject: format!("fact:{number}"),
            unit: Some(new.about),
            detail: detail.to_string(),
        })
        .await?;
    let fact = tx.add_fact(new, entry.seq).await?;
    Ok(FactReceipt { fact, entry: entry.seq, at: entry.at, arises: Arises::Nothing })
}

/// `B124`: what was asked does not fit how far the fact is.
pub(super) fn not_in_state(fact: &StoredFact) -> Refusal {
    Refusal::not_now("B124", &[("state", &fact.state)])
}
