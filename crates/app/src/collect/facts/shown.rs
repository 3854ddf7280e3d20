//! A fact with its history, its evidence, and what who looks may do with it.

use std::sync::Arc;

use gangmu_base::observations::Moment;
use gangmu_base::{Finding, Reporter};
use gangmu_store::{Evidence, FactStep, StoredFact};

use super::report_event::{speaks_for, untold};
use super::step::{in_sight, without_stake};
use super::{Cells, FactKind, state};
use crate::authz::{Actor, Verb, may};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// A step that somebody may take with a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Verify it.
    Verify,
    /// Contest it.
    Contest,
    /// Decide on it.
    Decide,
    /// Grade it.
    Grade,
    /// Put files of evidence beside it.
    Attach,
}

/// A fact as somebody sees it.
#[derive(Clone)]
pub struct FactShown {
    /// The fact.
    pub fact: StoredFact,
    /// Its kind.
    pub kind: FactKind,
    /// Whom it is about.
    pub about: Reporter,
    /// What it says.
    pub cells: Cells,
    /// What happened to it, oldest first.
    pub steps: Vec<FactStep>,
    /// Its evidence, in the order of coming.
    pub evidence: Vec<Evidence>,
    /// What is to be told of it besides: that it came late, where the programme names no event for that.
    pub note: Option<Finding>,
    /// What who looks may do with it now.
    pub acts: Vec<Act>,
    /// The programme it was looked up in.
    pub edition: Arc<Edition>,
}

/// A fact in the sight of somebody.
///
/// # Errors
/// [`Refusal::NotThere`].
pub async fn fact(office: &Office, actor: &Actor, number: i64) -> Result<FactShown, Refusal> {
    let found = in_sight(office, actor, number).await?;
    let kind = FactKind::of(&found.kind).ok_or(Refusal::NotThere)?;
    let edition = office.structure().await?;
    let about = edition.reporter(found.about).ok_or(Refusal::NotThere)?;
    let steps = office.store.fact_steps(number).await?;
    let evidence = office.store.evidence_of("fact", number).await?;
    let acts = acts(office, actor, &edition, (&found, about), &steps);
    let (cells, note) = (Cells::read(&found.cells), untold(&edition, &found));
    Ok(FactShown { fact: found, kind, about, cells, steps, evidence, note, acts, edition })
}

/// What the use cases would let through, as far as it can be told before.
fn acts(
    office: &Office,
    actor: &Actor,
    edition: &Edition,
    (fact, about): (&StoredFact, Reporter),
    steps: &[FactStep],
) -> Vec<Act> {
    let Some(span) = edition.span_of(about) else { return Vec::new() };
    let free = || without_stake(office, actor, edition, about).is_ok();
    let took_part = steps.iter().any(|step| step.post == actor.account.body_id);
    let third = |verb: Verb| may(actor, verb, span) && free() && !took_part;
    let mut found = Vec::new();
    match fact.state.as_str() {
        state::REPORTED | state::FILLED if third(Verb::Verify) => found.push(Act::Verify),
        state::VERIFIED
            if fact.kind == FactKind::Event.word()
                && speaks_for(actor, edition, about)
                && office.now() <= fact.until_at =>
        {
            found.push(Act::Contest);
        }
        state::CONTESTED if third(Verb::Decide) => found.push(Act::Decide),
        state::SELF_GRADED if third(Verb::Assess) => found.push(Act::Grade),
        _ => {}
    }
    if may_attach(actor, edition, (fact, about), office.now()) {
        found.push(Act::Attach);
    }
    found
}

/// Evidence is put beside a fact by its author, by who speaks for whom it is about and by who verifies
/// there, as long as anything can still come of it.
pub(in crate::collect) fn may_attach(
    actor: &Actor,
    edition: &Edition,
    (fact, about): (&StoredFact, Reporter),
    now: Moment,
) -> bool {
    let Some(span) = edition.span_of(about) else { return false };
    let open = !fact.waits_for.is_empty()
        || fact.state == state::SEALED
        || (fact.state == state::VERIFIED && fact.until_at >= now);
    // Another post of the author's body, or a token, that may only look puts nothing there.
    let says = [Verb::Enter, Verb::Assess].into_iter().any(|verb| may(actor, verb, span));
    let author = fact.author == actor.account.body && says;
    open && (author || speaks_for(actor, edition, about) || may(actor, Verb::Verify, span))
}
