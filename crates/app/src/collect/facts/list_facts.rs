//! The facts in sight, and what of them waits for somebody.

use gangmu_store::{FactQuery, StoredFact};

use super::report_event::speaks_for;
use super::step::without_stake;
use super::{FactKind, state};
use crate::authz::{Actor, Verb, require};
use crate::office::Office;
use crate::refusal::Refusal;

/// Which facts are wanted; what is empty asks for any.
#[derive(Debug, Clone, Default)]
pub struct FactsQuery {
    /// Of which kind.
    pub kind: Option<FactKind>,
    /// In which state: a word of [`state`].
    pub state: String,
    /// About which unit and all below it, by id.
    pub unit: String,
    /// Only those that wait for a step the asker's body may take.
    pub waiting: bool,
    /// Before this number; 0 for the newest.
    pub before: i64,
    /// No more than these.
    pub limit: i64,
}

/// No page holds more.
const MOST: i64 = 1000;

/// The verified events that somebody may still contest, those with the least time first.
///
/// # Errors
/// What the store says.
pub async fn contestable(office: &Office, actor: &Actor) -> Result<Vec<StoredFact>, Refusal> {
    let asked = FactsQuery {
        kind: Some(FactKind::Event),
        state: state::VERIFIED.to_owned(),
        ..FactsQuery::default()
    };
    let mut found = list_facts(office, actor, &asked).await?;
    let (edition, now) = (office.structure().await?, office.now());
    found.retain(|fact| {
        let about = edition.reporter(fact.about);
        let speaks = about.is_some_and(|about| speaks_for(actor, &edition, about));
        speaks && fact.until_at > now
    });
    found.sort_by_key(|fact| (fact.until_at, fact.number));
    Ok(found)
}

/// The facts in the sight of somebody, newest first.
///
/// # Errors
/// [`Refusal::NotThere`] for a unit that is not in sight.
pub async fn list_facts(
    office: &Office,
    actor: &Actor,
    asked: &FactsQuery,
) -> Result<Vec<StoredFact>, Refusal> {
    let edition = office.structure().await?;
    let mut query = FactQuery {
        asker: actor.asker,
        body: actor.account.body,
        kind: asked.kind.map(FactKind::word).unwrap_or_default().to_owned(),
        state: asked.state.clone(),
        waiting: asked.waiting,
        first: -1,
        last: -1,
        before: asked.before,
        limit: if asked.limit > 0 { asked.limit.min(MOST) } else { MOST },
    };
    if !asked.unit.is_empty() {
        let unit = edition.programme.tree.find(&asked.unit).ok_or(Refusal::NotThere)?;
        let number = edition.number_of(unit).ok_or(Refusal::NotThere)?;
        let span = office.store.span(number).await?.ok_or(Refusal::NotThere)?;
        require(actor, Verb::See, Some(span))?;
        (query.first, query.last) = (span.first, span.last);
    }
    let mut found = office.store.facts(&query).await?;
    if asked.waiting {
        let may_step = |fact: &StoredFact| {
            let about = edition.reporter(fact.about);
            let own = fact.author == actor.account.body && fact.state != state::SELF_GRADED;
            about.is_some_and(|about| without_stake(office, actor, &edition, about).is_ok()) && !own
        };
        found.retain(may_step);
    }
    Ok(found)
}
