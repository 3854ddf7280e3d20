//! Returns are looked through by the tiers above: passed on and accepted, or single cells sent back.

use gangmu_store::{Filing, NewEntry};

use super::deadlines::correction;
use super::form::of_filing;
use crate::authz::{Actor, Verb, require, still_may};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is right: passed on to the tier above, or accepted where the review ends.
    Pass,
    /// These cells are sent back, each for a reason: id of the element, reason.
    Return(Vec<(String, String)>),
}

/// Decides on a return that waits. `seen` is the revision that was looked at.
///
/// # Errors
/// [`Refusal::NotThere`] for who may not see it; `B060` for one's own; `B061` where it was changed
/// meanwhile; `B062` where it waits for nobody; `B063` for a cell that is not of the form, or no reason.
pub async fn decide(
    office: &Office,
    actor: &Actor,
    filing: i64,
    seen: i64,
    decision: Decision,
) -> Result<Filing, Refusal> {
    let (found, span) = office.store.filing(filing).await?.ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, span)?;
    let Some(at) = found.waits_at else {
        return Err(Refusal::not_now("B062", &[("state", &found.state)]));
    };
    require(actor, Verb::Review, office.store.span(at).await?)?;
    let edition = office.structure().await?;
    let (dataset, _) = of_filing(&edition, &found)?;
    let cells = match &decision {
        Decision::Pass => Vec::new(),
        Decision::Return(cells) => cells_sent_back(&edition, dataset, cells)?,
    };
    let (by, now, who) = (actor.by(), office.now(), actor.clone());
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                let Some(mut held) = tx.hold_filing(filing).await? else {
                    return Err(Refusal::NotThere);
                };
                if held.entry != seen || held.waits_at != Some(at) {
                    return Err(Refusal::not_now("B061", &[]));
                }
                still_may(tx, &who, Verb::Review, at).await?;
                // Nobody decides on what the own body has ever submitted of it.
                if tx.was_done_by(&format!("filing:{filing}"), "submit", &by.post).await? {
                    return Err(Refusal::not_allowed("B060", &[]));
                }
                let next = next_above(&edition, dataset, at, now);
                let (act, word) = match (&decision, next) {
                    (Decision::Return(_), _) => ("return-cells", "returned"),
                    (Decision::Pass, Some(_)) => ("pass-on", "forwarded"),
                    (Decision::Pass, None) => ("accept", "accepted"),
                };
                let listed: Vec<&str> = match &decision {
                    Decision::Pass => Vec::new(),
                    Decision::Return(cells) => cells.iter().map(|(id, _)| id.as_str()).collect(),
                };
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act,
                        subject: format!("filing:{filing}"),
                        unit: Some(held.reporter),
                        detail: serde_json::json!({ "cells": listed }).to_string(),
                    })
                    .await?;
                tx.add_review(filing, entry.seq, at, word, "").await?;
                match decision {
                    Decision::Pass => {
                        held.waits_at = next;
                        if next.is_none() {
                            held.state = "accepted".to_owned();
                        }
                    }
                    Decision::Return(_) => {
                        tx.return_cells(filing, entry.seq, &cells).await?;
                        held.state = "returned".to_owned();
                        held.waits_at = None;
                        let framework = &edition.programme.framework;
                        let until = correction(framework, &framework.datasets[dataset], now);
                        held.closes_at = held.closes_at.max(until.unwrap_or(0));
                    }
                }
                held.entry = entry.seq;
                tx.set_filing(&held).await?;
                Ok(held)
            })
        })
        .await
}

fn cells_sent_back(
    edition: &Edition,
    dataset: usize,
    cells: &[(String, String)],
) -> Result<Vec<(i64, String)>, Refusal> {
    if cells.is_empty() {
        return Err(Refusal::wrong("B064", &[]));
    }
    let mut found = Vec::new();
    for (id, reason) in cells {
        let wrong = || Refusal::wrong("B063", &[("element", id)]);
        let of_form = edition.programme.framework.datasets[dataset].elements.contains(id);
        let index = edition.programme.asked.iter().position(|element| element.id == *id);
        let element = index.filter(|_| of_form).ok_or_else(wrong)?;
        let element = gangmu_base::observations::Element(element as u32);
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2000 {
            return Err(wrong());
        }
        let number = edition.number_of_element(element).ok_or_else(wrong)?;
        if found.iter().any(|(other, _)| *other == number) {
            return Err(wrong());
        }
        found.push((number, reason.to_owned()));
    }
    Ok(found)
}

/// The unit that reviews next; `None` where the review ends: at the level that accepts, or at the top.
fn next_above(edition: &Edition, dataset: usize, at: i64, now: i64) -> Option<i64> {
    let framework = &edition.programme.framework;
    let tree = &edition.programme.tree;
    let unit = edition.reporter(at)?;
    let level = tree.unit(unit)?.level as usize;
    let dataset = &framework.datasets[dataset];
    let place = |id: &str| framework.levels.iter().position(|level| level.id == id);
    let reporting = place(&dataset.level)?;
    let accepting = dataset.accepted_at.as_deref().and_then(place);
    let accepting =
        accepting.filter(|level| *level < reporting).unwrap_or(reporting.saturating_sub(1));
    if level <= accepting {
        return None;
    }
    let day = crate::define::day_of(now, framework.zone_seconds);
    edition.number_of(tree.parent(unit, day)?)
}
