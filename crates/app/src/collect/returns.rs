//! Returns in sight: what is due, what waits, how complete and how timely they are.

use gangmu_base::Period;
use gangmu_store::{Filing, FilingQuery, Tally};

use super::deadlines::end_of;
use crate::authz::{Actor, Verb};
use crate::office::Office;
use crate::refusal::Refusal;

/// Which returns are wanted; what is empty asks for any.
#[derive(Debug, Clone, Default)]
pub struct ReturnsQuery {
    /// To do what with them: look at, fill in, review. Looking, when nothing is said.
    pub to: Option<Verb>,
    /// Of which data set.
    pub dataset: String,
    /// For which period.
    pub period: Option<Period>,
    /// In which state; or `overdue`: due, and never submitted; or `stuck`: waiting for a review for more than
    /// [`REVIEW_DAYS`] working days.
    pub state: String,
    /// Of which unit and all below it, by id.
    pub unit: String,
    /// Before this number; 0 for the newest.
    pub before: i64,
    /// No more than these.
    pub limit: i64,
}

/// A return that waits longer than so many working days for a review is told of further up.
pub const REVIEW_DAYS: i64 = 5;

/// What has waited since before this moment has waited too long.
async fn review_since(office: &Office) -> Result<i64, Refusal> {
    let edition = office.structure().await?;
    let framework = &edition.programme.framework;
    let mut day = crate::define::day_of(office.now(), framework.zone_seconds);
    // The day it came is not counted, nor is today.
    let mut left = REVIEW_DAYS + 1;
    while left > 0 {
        let Ok(before) = day.yesterday() else { break };
        day = before;
        left -= i64::from(framework.working_days.works(day));
    }
    Ok(end_of(day, framework).unwrap_or_default())
}

/// No page holds more.
const MOST: i64 = 1000;

/// The returns in the sight of somebody, newest first.
///
/// # Errors
/// [`Refusal::NotThere`] for a unit that is not in sight.
pub async fn list_returns(
    office: &Office,
    actor: &Actor,
    asked: &ReturnsQuery,
) -> Result<Vec<Filing>, Refusal> {
    Ok(office.store.filings(&query(office, actor, asked).await?).await?)
}

/// How far all of them are, whatever the page of the list.
///
/// # Errors
/// As [`list_returns`].
pub async fn tally_returns(
    office: &Office,
    actor: &Actor,
    asked: &ReturnsQuery,
) -> Result<Tally, Refusal> {
    let query = query(office, actor, asked).await?;
    Ok(office.store.tally(&query, office.now()).await?)
}

async fn query(
    office: &Office,
    actor: &Actor,
    asked: &ReturnsQuery,
) -> Result<FilingQuery, Refusal> {
    let verb = asked.to.unwrap_or(Verb::See);
    let mut query = FilingQuery {
        asker: actor.asker,
        // Who reviews is asked about where a return waits, and sees what it is about.
        verb: if verb == Verb::Review { Verb::See } else { verb }.word().to_owned(),
        dataset: asked.dataset.clone(),
        period: asked.period.map_or(0, Period::code),
        state: asked.state.clone(),
        moment: if asked.state == "stuck" { review_since(office).await? } else { office.now() },
        waiting: verb == Verb::Review,
        first: -1,
        last: -1,
        before: asked.before,
        limit: if asked.limit > 0 { asked.limit.min(MOST) } else { MOST },
    };
    if !asked.unit.is_empty() {
        let edition = office.structure().await?;
        let unit = edition.programme.tree.find(&asked.unit).ok_or(Refusal::NotThere)?;
        let number = edition.number_of(unit).ok_or(Refusal::NotThere)?;
        let span = office.store.span(number).await?.ok_or(Refusal::NotThere)?;
        crate::authz::require(actor, Verb::See, Some(span))?;
        (query.first, query.last) = (span.first, span.last);
    }
    Ok(query)
}
