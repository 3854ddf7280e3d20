//! All ratings of an indicator for a period are opened together: they count from then on, and no more are
//! taken. Before that a result would tell one rater what another gave.

use gangmu_store::NewEntry;

use super::assess::{period, topic};
use super::{FactKind, state};
use crate::authz::{Actor, Verb, require_at_top, still_may_at_top};
use crate::office::Office;
use crate::refusal::Refusal;

/// Opens the sealed ratings of an indicator for a period; gives how many there were.
///
/// # Errors
/// [`Refusal::NotAllowed`] for who opens nothing; `B103` for a period; `B146` where no rating is sealed.
pub async fn open_ratings(
    office: &Office,
    actor: &Actor,
    indicator: &str,
    of: &str,
) -> Result<usize, Refusal> {
    require_at_top(actor, Verb::Open)?;
    let topic = topic(indicator, period(of)?);
    let (by, now, who) = (actor.by(), office.now(), actor.clone());
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                still_may_at_top(tx, &who, Verb::Open).await?;
                let mut sealed = tx.facts_on(FactKind::Rating.word(), &topic).await?;
                sealed.retain(|fact| fact.state == state::SEALED);
                if sealed.is_empty() {
                    return Err(Refusal::not_now("B146", &[]));
                }
                let detail = serde_json::json!({ "ratings": sealed.len() });
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act: "open-ratings",
                        subject: format!("ratings:{topic}"),
                        unit: None,
                        detail: detail.to_string(),
                    })
                    .await?
                    .seq;
                for fact in &mut sealed {
                    fact.state = state::OPENED.to_owned();
                    (fact.entry, fact.counted) = (entry, Some(entry));
                    tx.set_fact(fact, "").await?;
                }
                Ok(sealed.len())
            })
        })
        .await
}
