//! A body without stake has looked whether an event is as it was reported.

use gangmu_store::StoredFact;

use super::report_event::words_fit;
use super::step::{
    FactReceipt, Step, in_sight, not_in_state, request_of, take_step, without_stake,
};
use super::{Cells, FactKind, fit_text, reason, state};
use crate::authz::{Actor, Verb, require};
use crate::collect::deadlines::end_of;
use crate::define::day_of;
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// What a verifier finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventVerdict {
    /// It happened, as grave as this and with these flags.
    Confirmed {
        /// How grave; one that the programme names for that kind.
        severity: String,
        /// The flags that are set.
        flags: Vec<String>,
        /// What was looked at, in words; may be empty.
        note: String,
    },
    /// It cannot be confirmed, and why.
    NotConfirmed {
        /// Why.
        reason: String,
    },
}

/// Within so many working days a verified event can be contested, when the programme says nothing.
const CONTEST: i64 = 5;

/// Verifies an event that was reported. From then on it counts, or counts for nothing for good.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not verify there; `B125` for who has a
/// stake in it, `B126` for who has reported it; `B121` where it was changed meanwhile, `B124` where it does
/// not wait for that; `B142` where what it arises from is not verified; `B120` for words the programme does
/// not name; `B046` for no reason.
pub async fn verify_event(
    office: &Office,
    actor: &Actor,
    number: i64,
    seen: i64,
    verdict: EventVerdict,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let found = in_sight(office, actor, number).await?;
    require(actor, Verb::Verify, office.store.span(found.about).await?)?;
    if found.kind != FactKind::Event.word() {
        return Err(not_in_state(&found));
    }
    let edition = office.structure().await?;
    let about = edition.reporter(found.about).ok_or(Refusal::NotThere)?;
    without_stake(office, actor, &edition, about)?;
    if let Some(cause) = found.cause {
        let cause = office.store.fact(cause).await?;
        if !cause.is_some_and(|cause| state::counts(&cause.state)) {
            return Err(Refusal::not_now("B142", &[]));
        }
    }
    let (act, said, cells) = match &verdict {
        EventVerdict::Confirmed { severity, flags, note } => {
            let cells = as_found(&edition, &found, severity, flags)?;
            ("verify-fact", fit_text(note)?, Some(cells))
        }
        EventVerdict::NotConfirmed { reason: why } => ("refute-fact", reason(why)?, None),
    };
    let request = request_of("verify-event", &[&number.to_string(), act, &format!("{verdict:?}")]);
    let step = Step {
        verb: Verb::Verify,
        act,
        seen,
        key: key.map(str::to_owned),
        request,
        reason: said,
        apart_from: &["report-event", "find-event", "event-arises"],
    };
    take_step(
        office,
        actor,
        number,
        step,
        Box::new(move |held, at| {
            if held.state != state::REPORTED {
                return Err(not_in_state(held));
            }
            held.waits_for.clear();
            match cells {
                None => {
                    held.state = state::NOT_CONFIRMED.to_owned();
                    Ok(false)
                }
                Some(cells) => {
                    held.state = state::VERIFIED.to_owned();
                    held.cells = cells.write();
                    held.until_at = contest_until(&edition, at);
                    Ok(true)
                }
            }
        }),
    )
    .await
}

/// The event as the verifier finds it.
fn as_found(
    edition: &Edition,
    found: &StoredFact,
    severity: &str,
    flags: &[String],
) -> Result<Cells, Refusal> {
    let mut cells = Cells::read(&found.cells);
    for row in &mut cells.rows {
        let kind = row.get("type").cloned().unwrap_or_default();
        words_fit(edition, &kind, severity, flags)?;
        row.retain(|column, _| matches!(column.as_str(), "date" | "type"));
        row.insert("severity".to_owned(), severity.to_owned());
        row.extend(flags.iter().map(|flag| (flag.clone(), "1".to_owned())));
    }
    Ok(cells)
}

/// Until when an event that is verified at a moment can be contested.
fn contest_until(edition: &Edition, at: i64) -> i64 {
    let framework = &edition.programme.framework;
    let days = framework.reporting.as_ref().and_then(|r| r.contest_working_days);
    let today = day_of(at, framework.zone_seconds);
    let last = framework.working_days.after(today, days.unwrap_or(CONTEST));
    last.and_then(|last| end_of(last, framework)).unwrap_or(at)
}
