//! A return is submitted: its figures are on record from then on, and the tiers above see them at once.

use gangmu_base::{Finding, Period, Severity};
use gangmu_store::{Filing, NewEntry, NewObservation};

use super::draft::{may_write, open_still};
use super::form::{Form, FormCell, Parts, cells, form, read_cell};
use crate::authz::{Actor, Verb, still_may};
use crate::office::{Edition, Office, status_number};
use crate::refusal::Refusal;

/// What is given for a return that was submitted. The same request sent again gets the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The return.
    pub filing: i64,
    /// The entry of the log by which it is on record.
    pub entry: i64,
    /// The moment of that entry.
    pub at: i64,
    /// How many figures were put on record.
    pub figures: usize,
    /// Whether it came after it was due.
    pub late: bool,
}

/// Submits a return as its draft stands. `key` is the request's own, drawn by who sends it: however often
/// it arrives, the return is submitted once.
///
/// # Errors
/// `B057` with the cells that are neither filled in nor marked, every error of a cell, `B050` after the
/// deadline, `B051` where the return is not open, `B058` for a key that was used for something else.
pub async fn submit(
    office: &Office,
    actor: &Actor,
    filing: i64,
    key: Option<&str>,
) -> Result<Receipt, Refusal> {
    let looked_at = form(office, actor, filing).await?;
    may_write(actor, &looked_at)?;
    let (account, by, now) = (actor.account.number, actor.by(), office.now());
    let who = actor.clone();
    let key = key.map(str::to_owned);
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                let request = format!("submit:{filing}");
                if let Some(key) = &key
                    && let Some(kept) = tx.receipt(account, key).await?
                {
                    let same = kept.request == request;
                    return match read_receipt(&kept.answer).filter(|_| same) {
                        Some(receipt) => Ok(receipt),
                        None => Err(Refusal::not_now("B058", &[])),
                    };
                }
                let mut held = open_still(tx, filing, now).await?;
                still_may(tx, &who, Verb::Enter, held.reporter).await?;
                if held.entry != looked_at.filing.entry {
                    return Err(Refusal::not_now("B052", &[]));
                }
                let Form { edition, dataset, period, .. } = &looked_at;
                let parts = Parts {
                    draft: tx.draft(filing).await?,
                    returned: tx.returned_cells(filing).await?,
                    ..looked_at.parts.clone()
                };
                let cells = cells(edition, &held, *dataset, &parts);
                refuse_unfit(edition, &cells)?;
                let fresh: Vec<&FormCell> =
                    cells.iter().filter(|cell| cell.revision >= 0).collect();
                // By the clock of the log, which never goes back.
                let late =
                    held.submitted_at.is_none() && tx.last_moment().await?.max(now) > held.due_at;
                let up = above(edition, &held, now);
                let unit = held.reporter;
                let detail = serde_json::json!({ "figures": fresh.len(), "late": late });
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act: "submit",
                        subject: format!("filing:{filing}"),
                        unit: Some(unit),
                        detail: detail.to_string(),
                    })
                    .await?;
                let late_now = late || (held.late && held.submitted_at.is_some());
                let rows = rows(edition, &fresh, *period, unit, entry.at, late_now)?;
                tx.append_observations(&rows, entry.seq, Some(filing)).await?;
                let notes: Vec<(i64, &str)> = fresh
                    .iter()
                    .filter(|cell| !cell.note.is_empty())
                    .filter_map(|cell| {
                        Some((edition.number_of_element(cell.element)?, cell.note.as_str()))
                    })
                    .collect();
                tx.append_notes(&notes, entry.seq, filing).await?;
                tx.answer_cells(filing, entry.seq).await?;
                tx.drop_draft(filing).await?;
                // At the top there is nobody to look at it.
                let state = if up.is_some() { "submitted" } else { "accepted" };
                held.state = state.to_owned();
                held.waits_at = up;
                held.submitted_at = held.submitted_at.or(Some(entry.at));
                held.submitted_by = Some(account);
                held.late |= late;
                held.entry = entry.seq;
                tx.set_filing(&held).await?;
                let receipt =
                    Receipt { filing, entry: entry.seq, at: entry.at, figures: rows.len(), late };
                if let Some(key) = &key {
                    tx.set_receipt(account, key, &request, &write_receipt(&receipt)).await?;
                }
                Ok(receipt)
            })
        })
        .await
}

/// The unit above, whose reviewers look at a return first.
pub(super) fn above(edition: &Edition, filing: &Filing, now: i64) -> Option<i64> {
    let tree = &edition.programme.tree;
    let day = crate::define::day_of(now, edition.programme.framework.zone_seconds);
    let unit = tree.unit_of(edition.reporter(filing.reporter)?)?;
    edition.number_of(tree.parent(unit, day)?)
}

/// What keeps a form from being submitted.
fn refuse_unfit(edition: &Edition, cells: &[FormCell]) -> Result<(), Refusal> {
    let id = |cell: &FormCell| edition.programme.asked[cell.element.0 as usize].id.clone();
    let empty: Vec<String> = cells.iter().filter(|cell| !cell.is_done()).map(id).collect();
    let mut wrong: Vec<Finding> = Vec::new();
    if !empty.is_empty() {
        let count = empty.len().to_string();
        let first: Vec<&str> = empty.iter().take(5).map(String::as_str).collect();
        if let Refusal::Wrong(found) =
            Refusal::wrong("B057", &[("count", &count), ("first", &first.join(", "))])
        {
            wrong.extend(found);
        }
    }
    let untouched = |cell: &&FormCell| cell.returned.is_some() && cell.revision <= 0;
    let untouched: Vec<String> = cells.iter().filter(untouched).map(id).collect();
    if !untouched.is_empty()
        && let Refusal::Wrong(found) = Refusal::wrong("B067", &[("first", &untouched.join(", "))])
    {
        wrong.extend(found);
    }
    let errors = cells.iter().filter_map(|cell| {
        let check = cell.check.clone()?;
        (check.severity == Severity::Error).then(|| check.with("at", id(cell)))
    });
    for error in errors {
        // A rule is said once, though it looks at several cells.
        let rule = error.blanks.iter().find(|(blank, _)| *blank == "rule");
        let said = |other: &Finding| rule.is_some_and(|rule| other.blanks.contains(rule));
        if !wrong.iter().any(said) {
            wrong.push(error);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::Wrong(wrong)) }
}

fn rows(
    edition: &Edition,
    fresh: &[&FormCell],
    period: Period,
    reporter: i64,
    at: i64,
    late: bool,
) -> Result<Vec<NewObservation>, Refusal> {
    let mut rows = Vec::with_capacity(fresh.len());
    for cell in fresh {
        let reported = read_cell(cell).map_err(|finding| Refusal::Wrong(vec![finding]))?;
        let Some(element) = edition.number_of_element(cell.element) else { continue };
        let known = late && reported.status == gangmu_base::Status::Known;
        let status = if known { gangmu_base::Status::Late } else { reported.status };
        rows.push(NewObservation {
            element,
            period: period.code(),
            reporter,
            recorded_at: at,
            mantissa: reported.mantissa,
            scale: i64::from(reported.scale),
            status: status_number(status),
        });
    }
    Ok(rows)
}

fn write_receipt(receipt: &Receipt) -> String {
    let Receipt { filing, entry, at, figures, late } = receipt;
    serde_json::json!([filing, entry, at, figures, late]).to_string()
}

fn read_receipt(text: &str) -> Option<Receipt> {
    let (filing, entry, at, figures, late) = serde_json::from_str(text).ok()?;
    Some(Receipt { filing, entry, at, figures, late })
}
