//! A third body decides on an event that is contested.

use super::step::{
    FactReceipt, Step, in_sight, not_in_state, request_of, take_step, without_stake,
};
use super::{reason, state};
use crate::authz::{Actor, Verb, require};
use crate::office::Office;
use crate::refusal::Refusal;

/// Decides on a contested event: it stands, or it is struck and counts for nothing.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not decide there; `B125` for who has a
/// stake, `B126` for who has reported, verified or contested it; `B124` where nothing is contested; `B046`
/// for no reason; `B121` where it was changed meanwhile.
pub async fn decide_contest(
    office: &Office,
    actor: &Actor,
    number: i64,
    seen: i64,
    (stands, why): (bool, &str),
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let found = in_sight(office, actor, number).await?;
    require(actor, Verb::Decide, office.store.span(found.about).await?)?;
    let edition = office.structure().await?;
    let about = edition.reporter(found.about).ok_or(Refusal::NotThere)?;
    without_stake(office, actor, &edition, about)?;
    let why = reason(why)?;
    let word = if stands { "stands" } else { "falls" };
    let step = Step {
        verb: Verb::Decide,
        act: "decide-contest",
        seen,
        key: key.map(str::to_owned),
        request: request_of("decide-contest", &[&number.to_string(), word, &why]),
        reason: why,
        apart_from: &["report-event", "find-event", "event-arises", "verify-fact", "contest-event"],
    };
    take_step(
        office,
        actor,
        number,
        step,
        Box::new(move |held, _| {
            if held.state != state::CONTESTED {
                return Err(not_in_state(held));
            }
            held.state = if stands { state::UPHELD } else { state::STRUCK }.to_owned();
            held.waits_for.clear();
            // What stands counts as before.
            Ok(!stands)
        }),
    )
    .await
}
