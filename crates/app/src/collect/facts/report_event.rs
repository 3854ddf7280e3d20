//! An event is reported by who speaks for the unit it is about, or recorded by a verifier who has found
//! it. What came too late, or did not come, is an event of its own where the programme names one.

use gangmu_base::finding::nearest;
use gangmu_base::observations::Moment;
use gangmu_base::{Finding, Reporter};
use gangmu_domain::framework::EventType;
use gangmu_store::{By, NewFact, StoredFact, Tx};
use jiff::civil::Date;

use super::step::{Arises, FactReceipt, find_about, once, request_of, say};
use super::vocabulary::vocabulary;
use super::{Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, may, require, still_may};
use crate::collect::deadlines::end_of;
use crate::define::day_of;
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// What is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReport {
    /// The unit or body it is about, by id.
    pub about: String,
    /// The day on which it happened.
    pub date: Date,
    /// What kind of event; one that the programme names.
    pub kind: String,
    /// How grave; one that the programme names for that kind.
    pub severity: String,
    /// Flags that are set; each one that the programme names.
    pub flags: Vec<String>,
    /// What happened, in words, without persons.
    pub note: String,
}

/// Puts an event on record. It counts when a body without stake has verified it.
///
/// # Errors
/// [`Refusal::NotThere`] for who may not see the unit, [`Refusal::NotAllowed`] for who neither reports for
/// it nor verifies there; `B120` for a type, severity or flag the programme does not name, `B123` for a day
/// that is to come, `B134` for what is on record already when somebody finds it.
pub async fn report_event(
    office: &Office,
    actor: &Actor,
    report: EventReport,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let edition = office.structure().await?;
    let (about, number) = find_about(office, actor, &edition, &report.about).await?;
    let span = office.store.span(number).await?;
    let own = span.is_some_and(|span| may(actor, Verb::Enter, span));
    let verb = if own { Verb::Enter } else { Verb::Verify };
    require(actor, verb, span)?;
    words_fit(&edition, &report.kind, &report.severity, &report.flags)?;
    let zone = edition.programme.framework.zone_seconds;
    let there = edition.programme.tree.exists(about, report.date);
    if report.date > day_of(office.now(), zone) || !there {
        return Err(Refusal::wrong("B123", &[("day", &report.date.to_string())]));
    }
    let note = fit_text(&report.note)?;
    let date = report.date.to_string();
    let found = if own { "" } else { "1" };
    let mut cells = Cells::headed([("note", note.as_str()), ("found", found)]);
    let (kind, severity) = (report.kind.as_str(), report.severity.as_str());
    cells.add([("date", date.as_str()), ("type", kind), ("severity", severity)]);
    for row in &mut cells.rows {
        row.extend(report.flags.iter().map(|flag| (flag.clone(), "1".to_owned())));
    }
    let new = NewFact {
        kind: FactKind::Event.word(),
        about: number,
        topic: format!("{kind}|{date}"),
        state: state::REPORTED,
        waits_for: Verb::Verify.word(),
        author: actor.account.body,
        cells: cells.write(),
        cause: None,
        counts: false,
    };
    let request = request_of("report-event", &[&report.about, &new.topic, &new.cells]);
    let (by, who) = (actor.by(), actor.clone());
    once(office, actor, key, request, move |tx| {
        Box::pin(async move {
            still_may(tx, &who, verb, number).await?;
            let known = tx.facts_about(new.kind, number, &new.topic).await?;
            let stands = |state: &str| !matches!(state, state::NOT_CONFIRMED | state::STRUCK);
            // Two of a kind on a day happen; that two report the same is likelier.
            let same = known
                .iter()
                .find(|known| stands(&known.state) && !(own && known.author == new.author));
            if let Some(known) = same {
                let known = known.number.to_string();
                return Err(Refusal::not_now("B134", &[("fact", &known)]));
            }
            let act = if own { "report-event" } else { "find-event" };
            let mut receipt = say(tx, &by, act, &new).await?;
            receipt.arises =
                arises(tx, &by, &edition, (own, report.date), (&new, &receipt)).await?;
            Ok(receipt)
        })
    })
    .await
}

/// Only what the programme names can be reported.
pub(super) fn words_fit(
    edition: &Edition,
    kind: &str,
    severity: &str,
    flags: &[String],
) -> Result<(), Refusal> {
    let known = vocabulary(&edition.programme);
    let unnamed = |word: &str, near: Option<&str>| {
        let near = near.unwrap_or_default();
        Err(Refusal::wrong("B120", &[("word", word), ("nearest", near)]))
    };
    let Some(severities) = known.events.get(kind) else {
        let types = known.events.keys().map(String::as_str);
        return unnamed(kind, nearest(kind, types));
    };
    // A type of which no rule says how grave it must be can be as grave as it is.
    let fits = severities.contains(severity)
        || (severities.is_empty() && gangmu_exchange::folder::is_id(severity));
    if !fits {
        let words = severities.iter().map(String::as_str);
        return unnamed(severity, nearest(severity, words));
    }
    match flags.iter().find(|flag| !known.flags.contains(*flag)) {
        Some(flag) => unnamed(flag, nearest(flag, known.flags.iter().map(String::as_str))),
        None => Ok(()),
    }
}

/// When the day for reporting an event is over.
fn due(edition: &Edition, date: Date) -> Option<(Moment, Date)> {
    let framework = &edition.programme.framework;
    let within = framework.reporting.as_ref()?.report_working_days;
    let last = framework.working_days.after(date, within)?;
    Some((end_of(last, framework)?, last))
}

/// What a report gives rise to: it came after its day, or somebody else has found what should have been
/// reported by then. Within its time nothing is late, and nothing hidden.
async fn arises(
    tx: &mut Tx,
    by: &By,
    edition: &Edition,
    (own, date): (bool, Date),
    (event, said): (&NewFact, &FactReceipt),
) -> Result<Arises, Refusal> {
    let Some(reporting) = &edition.programme.framework.reporting else {
        return Ok(Arises::Nothing);
    };
    let Some((due_at, last)) = due(edition, date) else { return Ok(Arises::Nothing) };
    if said.at <= due_at {
        return Ok(Arises::Nothing);
    }
    let (named, unnamed) = match own {
        true => (&reporting.late, Arises::Late),
        false => (&reporting.hidden, Arises::Hidden),
    };
    let Some(EventType { kind, severity }) = named else { return Ok(unnamed) };
    // It happened when the day for reporting was over.
    let day = last.tomorrow().unwrap_or(last).to_string();
    let mut cells = Cells::headed([("note", "")]);
    cells.add([("date", day.as_str()), ("type", kind), ("severity", severity)]);
    let new = NewFact {
        topic: format!("{kind}|{day}"),
        cells: cells.write(),
        cause: Some(said.fact),
        ..event.clone()
    };
    Ok(Arises::Event(say(tx, by, "event-arises", &new).await?.fact))
}

/// What cannot be an event of its own, since the programme names no type for it: told, not invented.
pub(super) fn untold(edition: &Edition, fact: &StoredFact) -> Option<Finding> {
    let reporting = edition.programme.framework.reporting.as_ref()?;
    let cells = Cells::read(&fact.cells);
    let date = cells.rows.first()?.get("date")?.parse().ok()?;
    let (due_at, _) = due(edition, date)?;
    if fact.kind != FactKind::Event.word() || fact.cause.is_some() || fact.begun_at <= due_at {
        return None;
    }
    let (named, code) = match cells.get("found") {
        "" => (&reporting.late, "B135"),
        _ => (&reporting.hidden, "B136"),
    };
    named.is_none().then(|| Finding::note(code, reporting.place.clone()))
}

/// Whether a body speaks for somebody: it reports there.
pub(super) fn speaks_for(actor: &Actor, edition: &Edition, about: Reporter) -> bool {
    edition.span_of(about).is_some_and(|span| may(actor, Verb::Enter, span))
}
