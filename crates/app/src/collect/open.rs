//! A data set is opened for a period: a return for each unit that is to fill it in. Deadlines are
//! extended, on record.

use gangmu_base::Period;
use gangmu_base::observations::Moment;
use gangmu_domain::framework::Dataset;
use gangmu_store::{Fault, NewEntry, NewFiling, Opening};
use jiff::civil::Date;

use super::deadlines::{deadlines, end_of, fits};
use crate::authz::{Actor, Verb, require, require_at_top};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// A data set that can be opened, with what is open already.
#[derive(Debug, Clone)]
pub struct Openable {
    /// Its place among the data sets of the programme.
    pub dataset: usize,
    /// The openings there are, newest first.
    pub openings: Vec<Opening>,
    /// The period that would come next.
    pub next: Option<Period>,
}

/// The data sets of the programme, with what is open.
///
/// # Errors
/// What the store says.
pub async fn openable(office: &Office, edition: &Edition) -> Result<Vec<Openable>, Refusal> {
    let all = office.store.openings().await?;
    let today = crate::define::day_of(office.now(), edition.programme.framework.zone_seconds);
    let datasets = edition.programme.framework.datasets.iter().enumerate();
    Ok(datasets
        .map(|(index, dataset)| {
            let openings: Vec<Opening> =
                all.iter().filter(|opening| opening.dataset == dataset.id).cloned().collect();
            let last = openings.iter().filter_map(|o| Period::of_code(o.period)).max();
            let next = match last {
                Some(last) => last.shift(1),
                None => of_day(dataset, today),
            };
            Openable { dataset: index, openings, next }
        })
        .collect())
}

/// The last period of a data set that has ended by a day, or the one the day lies in.
fn of_day(dataset: &Dataset, day: Date) -> Option<Period> {
    let text = match dataset.frequency.as_str() {
        "monthly" => format!("{:04}-{:02}", day.year(), day.month()),
        "quarterly" => format!("{:04}Q{}", day.year(), (day.month() - 1) / 3 + 1),
        "half-yearly" => format!("{:04}H{}", day.year(), (day.month() - 1) / 6 + 1),
        _ => format!("{:04}", day.year()),
    };
    Period::parse(&text)?.shift(-1)
}

/// Opens a data set for a period; gives how many returns are asked for.
///
/// # Errors
/// `B043` for no such data set, `B044` for a period of another length, `B045` where it is open already.
pub async fn open_dataset(
    office: &Office,
    actor: &Actor,
    dataset: &str,
    period: Period,
) -> Result<usize, Refusal> {
    require_at_top(actor, Verb::Open)?;
    let edition = office.structure().await?;
    let framework = &edition.programme.framework;
    let unknown = || Refusal::wrong("B043", &[("dataset", dataset)]);
    let found = framework.datasets.iter().find(|d| d.id == dataset).ok_or_else(unknown)?;
    let text = period.to_string();
    if !fits(found, period) || found.elements.is_empty() {
        return Err(Refusal::wrong("B044", &[("dataset", dataset), ("period", &text)]));
    }
    let Some((due_at, closes_at)) = deadlines(framework, found, period) else {
        return Err(Refusal::wrong("B044", &[("dataset", dataset), ("period", &text)]));
    };
    if closes_at <= office.now() {
        return Err(Refusal::wrong("B066", &[("dataset", dataset), ("period", &text)]));
    }
    let level = framework.levels.iter().position(|level| level.id == found.level);
    let level = level.ok_or_else(unknown)? as u32;
    let units = edition.programme.tree.of_level(level, period.last_day());
    let reporters: Vec<NewFiling> = units
        .iter()
        // Who is gone by today can report nothing any more.
        .filter(|unit| edition.span_of(**unit).is_some())
        .filter_map(|unit| Some(NewFiling { reporter: edition.number_of(*unit)? }))
        .collect();
    let (count, by, id) = (reporters.len(), actor.by(), found.id.clone());
    let kept = office.store.write(office.now(), move |tx| {
        Box::pin(async move {
            let subject = format!("opening:{id}:{period}");
            let detail = serde_json::json!({ "returns": reporters.len(), "due_at": due_at });
            let entry = tx
                .append(&NewEntry {
                    by,
                    act: "open",
                    subject,
                    unit: None,
                    detail: detail.to_string(),
                })
                .await?
                .seq;
            let opening = Opening { dataset: id, period: period.code(), due_at, closes_at, entry };
            tx.open(&opening, &reporters).await
        })
    });
    kept.await.map_err(|fault| match fault {
        Fault::Clash(_) => Refusal::not_now("B045", &[("dataset", dataset), ("period", &text)]),
        other => Refusal::from(other),
    })?;
    Ok(count)
}

/// Extends the deadline of a return to the end of a day, for a reason that goes on record.
///
/// # Errors
/// `B046` without a reason, `B047` for a day that is not later.
pub async fn extend(
    office: &Office,
    actor: &Actor,
    filing: i64,
    until: Date,
    reason: &str,
) -> Result<Moment, Refusal> {
    let (found, span) = office.store.filing(filing).await?.ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, span)?;
    require_at_top(actor, Verb::Open)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::wrong("B046", &[]));
    }
    let edition = office.structure().await?;
    let later = end_of(until, &edition.programme.framework)
        .filter(|end| *end > found.closes_at && *end > office.now())
        .ok_or_else(|| Refusal::wrong("B047", &[("day", &until.to_string())]))?;
    let by = actor.by();
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                let Some(mut held) = tx.hold_filing(filing).await? else {
                    return Err(Refusal::NotThere);
                };
                let detail = serde_json::json!({ "until": later, "reason": reason });
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act: "extend",
                        subject: format!("filing:{filing}"),
                        unit: Some(held.reporter),
                        detail: detail.to_string(),
                    })
                    .await?
                    .seq;
                held.due_at = held.due_at.max(later);
                held.closes_at = held.closes_at.max(later);
                held.entry = entry;
                tx.set_filing(&held).await?;
                Ok(later)
            })
        })
        .await
}
