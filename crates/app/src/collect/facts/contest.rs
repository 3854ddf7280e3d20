//! Who an event is about contests it: once, for a reason, while there is time.

use super::report_event::speaks_for;
use super::step::{FactReceipt, Step, in_sight, not_in_state, request_of, take_step};
use super::{FactKind, reason, state};
use crate::authz::{Actor, Verb, require};
use crate::office::Office;
use crate::refusal::Refusal;

/// Contests a verified event. It counts until a third body has decided.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not speak for the unit; `B127` when the
/// time for it is over; `B124` where there is nothing to contest, or it was contested before; `B046` for no
/// reason; `B121` where it was changed meanwhile.
pub async fn contest(
    office: &Office,
    actor: &Actor,
    number: i64,
    seen: i64,
    why: &str,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let found = in_sight(office, actor, number).await?;
    require(actor, Verb::Enter, office.store.span(found.about).await?)?;
    let edition = office.structure().await?;
    let about = edition.reporter(found.about).ok_or(Refusal::NotThere)?;
    if found.kind != FactKind::Event.word() || !speaks_for(actor, &edition, about) {
        return Err(not_in_state(&found));
    }
    let why = reason(why)?;
    let step = Step {
        verb: Verb::Enter,
        act: "contest-event",
        seen,
        key: key.map(str::to_owned),
        request: request_of("contest", &[&number.to_string(), &why]),
        reason: why,
        apart_from: &[],
    };
    take_step(
        office,
        actor,
        number,
        step,
        Box::new(|held, at| {
            // Contested, decided or not confirmed: in none of these states can it be contested (again).
            if held.state != state::VERIFIED {
                return Err(not_in_state(held));
            }
            if at > held.until_at {
                return Err(Refusal::not_now("B127", &[]));
            }
            held.state = state::CONTESTED.to_owned();
            held.waits_for = Verb::Decide.word().to_owned();
            held.until_at = 0;
            Ok(false)
        }),
    )
    .await
}
