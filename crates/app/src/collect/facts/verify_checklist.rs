//! Another body has looked at a checklist, element by element.

use super::cells::cell;
use super::step::{
    FactReceipt, Step, in_sight, not_in_state, request_of, take_step, without_stake,
};
use super::{Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, require};
use crate::office::Office;
use crate::refusal::Refusal;

/// Verifies a checklist: `not_met` are the elements that are not met, whatever was said of them. What the
/// unit itself says is not met stays so.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not verify there; `B125` for who has a
/// stake, `B126` for who has filled it in; `B124` where it does not wait for that, `B121` where it was
/// changed meanwhile; `B130` for an element that is not of it; `B046` where it is told otherwise for no
/// reason.
pub async fn verify_checklist(
    office: &Office,
    actor: &Actor,
    number: i64,
    seen: i64,
    (not_met, note): (&[String], &str),
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let found = in_sight(office, actor, number).await?;
    require(actor, Verb::Verify, office.store.span(found.about).await?)?;
    if found.kind != FactKind::Checklist.word() {
        return Err(not_in_state(&found));
    }
    let edition = office.structure().await?;
    let about = edition.reporter(found.about).ok_or(Refusal::NotThere)?;
    without_stake(office, actor, &edition, about)?;
    let mut cells = Cells::read(&found.cells);
    let mut otherwise = false;
    for element in not_met {
        let row = cells.rows.iter_mut().find(|row| cell(row, "element") == element);
        let Some(row) = row else {
            return Err(Refusal::wrong("B130", &[("id", element), ("nearest", "")]));
        };
        let said = row.insert("met".to_owned(), "0".to_owned()).unwrap_or_default();
        otherwise |= said == "1";
        row.insert("said".to_owned(), said);
    }
    let note = if otherwise { super::reason(note)? } else { fit_text(note)? };
    let step = Step {
        verb: Verb::Verify,
        act: "verify-fact",
        seen,
        key: key.map(str::to_owned),
        request: request_of("verify-checklist", &[&number.to_string(), &cells.write(), &note]),
        reason: note,
        apart_from: &["fill-checklist"],
    };
    take_step(
        office,
        actor,
        number,
        step,
        Box::new(move |held, _| {
            if held.state != state::FILLED {
                return Err(not_in_state(held));
            }
            held.state = state::VERIFIED.to_owned();
            held.waits_for.clear();
            held.cells = cells.write();
            Ok(true)
        }),
    )
    .await
}
