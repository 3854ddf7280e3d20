//! A rater gives its own rating. Ratings are sealed: nobody else sees one before all are opened together.

use gangmu_store::NewFact;

use super::assess::{label_fits, period, topic, unknown};
use super::step::{FactReceipt, find_about, once, request_of, say};
use super::vocabulary::vocabulary;
use super::{Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// A rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Whom it rates, by id.
    pub about: String,
    /// The indicator, by id.
    pub indicator: String,
    /// The period, as `2025` or `2025Q2`.
    pub period: String,
    /// The label; one that the rules know.
    pub rating: String,
    /// Why, in words; may be empty.
    pub note: String,
}

/// Gives the rating of the actor's body, which is one rater whatever number of posts it has.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not assess there; `B145` for one's own
/// unit; `B130` for an indicator that is not rated, `B132` for a label, `B103` for a period; `B131` when the
/// body has rated it, `B133` when the ratings have been opened.
pub async fn rate(
    office: &Office,
    actor: &Actor,
    rating: Rating,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let edition = office.structure().await?;
    let (about, number) = find_about(office, actor, &edition, &rating.about).await?;
    require(actor, Verb::Assess, office.store.span(number).await?)?;
    let tree = &edition.programme.tree;
    let own = tree.find(&actor.account.body_id).and_then(|body| tree.unit_of(body));
    // Raters are peers: that they are ranked beside each other is known and meant.
    if own.is_none() || own == tree.unit_of(about) {
        return Err(Refusal::not_allowed("B145", &[]));
    }
    let known = vocabulary(&edition.programme).ratings;
    let Some(labels) = known.get(&rating.indicator) else {
        return Err(unknown(&rating.indicator, known.keys().map(String::as_str)));
    };
    label_fits(&rating.rating, labels)?;
    let period = period(&rating.period)?;
    let note = fit_text(&rating.note)?;
    let written = period.to_string();
    let mut cells = Cells::headed([
        ("indicator", rating.indicator.as_str()),
        ("period", written.as_str()),
        ("note", note.as_str()),
    ]);
    let rater = actor.account.body_id.as_str();
    cells.add([("rater", rater), ("rating", rating.rating.as_str())]);
    let new = NewFact {
        kind: FactKind::Rating.word(),
        about: number,
        topic: topic(&rating.indicator, period),
        state: state::SEALED,
        waits_for: "",
        author: actor.account.body,
        cells: cells.write(),
        cause: None,
        counts: false,
    };
    let request = request_of("rate", &[&rating.about, &new.topic, &new.cells]);
    let (by, who) = (actor.by(), actor.clone());
    once(office, actor, key, request, move |tx| {
        Box::pin(async move {
            still_may(tx, &who, Verb::Assess, number).await?;
            if tx.facts_on(new.kind, &new.topic).await?.iter().any(|f| f.state == state::OPENED) {
                return Err(Refusal::not_now("B133", &[]));
            }
            let given = tx.facts_about(new.kind, number, &new.topic).await?;
            if given.iter().any(|fact| fact.author == new.author) {
                return Err(Refusal::not_now("B131", &[]));
            }
            say(tx, &by, "rate", &new).await
        })
    })
    .await
}
