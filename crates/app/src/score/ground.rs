//! What a scoring rests on: figures and facts as of a moment, in boundaries, before or after appeals.

use gangmu_base::facts::{Appeal, Facts};
use gangmu_base::observations::Moment;
use gangmu_base::units::Change;
use gangmu_base::{Finding, Period, Place};
use gangmu_domain::framework::{
    AsDecided, Boundaries, Changed, Figures, FrameworkSource, Redrawn, apply_appeals, redraw,
};
use gangmu_exchange::folder::{Programme, Supposed, read_as_of, read_moment};

use super::run::Asked;
use crate::define::Prepared;

/// What a scoring rests on: facts as they were, or carried to the boundaries of a day.
pub(crate) struct Ground<'g> {
    programme: &'g Programme,
    as_of: Option<Moment>,
    facts: &'g Facts,
    /// Observations that appeals changed, or that are supposed to be others.
    changed: Supposed,
    redrawn: Option<Redrawn>,
}

impl<'g> Ground<'g> {
    pub(crate) fn new(
        programme: &'g Programme,
        asked: &Asked,
        facts: &'g Facts,
        changed: Supposed,
    ) -> Ground<'g> {
        let redrawn = match asked.boundaries {
            Boundaries::AsItWas => None,
            Boundaries::On(day) => Some(redraw(
                &programme.tree,
                &programme.asked,
                &programme.observations,
                facts,
                asked.as_of,
                &changed,
                day,
            )),
        };
        Ground { programme, as_of: asked.as_of, facts, changed, redrawn }
    }

    pub(crate) fn facts(&self) -> &Facts {
        self.redrawn.as_ref().map_or(self.facts, |redrawn| &redrawn.facts)
    }

    pub(crate) fn figures(&self) -> Figures<'_> {
        let Programme { tree, asked: elements, observations, .. } = self.programme;
        match &self.redrawn {
            // What is redrawn was read as of the moment, with the changes in it.
            Some(Redrawn { day, observations, origins, .. }) => {
                Figures::new(tree, elements, observations, None, Supposed::default())
                    .drawn_on(*day, origins)
            }
            None => Figures::new(tree, elements, observations, self.as_of, self.changed.clone()),
        }
    }

    pub(crate) fn source<'s>(
        &'s self,
        prepared: &'s Prepared<'s>,
        figures: &'s Figures<'s>,
    ) -> FrameworkSource<'s> {
        FrameworkSource::new(
            &self.programme.framework,
            &prepared.catalogue,
            &prepared.compiled,
            figures,
            self.facts(),
        )
    }
}

/// Facts and observations with what appeals changed.
///
/// # Errors
/// The appeals that cannot be applied.
pub(super) fn appeals(
    programme: &Programme,
    facts: &Facts,
    figures: &Figures<'_>,
    as_of: Option<Moment>,
) -> Result<Changed, Vec<Finding>> {
    let by_then;
    let facts = match as_of {
        None => facts,
        Some(as_of) => {
            // Decided by the end of a day is decided on that day.
            let decided = |appeal: &Appeal| {
                appeal.decided.is_none_or(|day| {
                    let zone = programme.framework.zone_seconds;
                    read_moment(&day.to_string(), zone).is_none_or(|moment| moment <= as_of)
                })
            };
            let mut kept = facts.clone();
            kept.appeals.retain(decided);
            by_then = kept;
            &by_then
        }
    };
    let reported = |appeal: &Appeal, element, period, reporter| {
        let zone = programme.framework.zone_seconds;
        let decided = appeal.decided.and_then(|day| read_as_of(&day.to_string(), zone));
        let mut rows = programme.observations.read(element, period, decided);
        let now = figures.reading(element, period, reporter).map(|reading| reading.recorded_at);
        AsDecided {
            said: rows.find(|row| row.reporter == reporter).map(|row| row.reported),
            replaced_since: now.zip(decided).is_some_and(|(now, decided)| now > decided),
        }
    };
    let (changed, findings) = apply_appeals(
        facts,
        programme.framework.notice.as_ref(),
        &programme.tree,
        &programme.asked,
        &reported,
    );
    if findings.is_empty() { Ok(changed) } else { Err(findings) }
}

/// Facts and observations for what stands beside the assessment: with what appeals changed, unless the state
/// before them was asked for.
///
/// # Errors
/// The appeals that cannot be applied.
pub(crate) fn after_appeals(
    programme: &Programme,
    asked: &Asked,
) -> Result<(Facts, Supposed), Vec<Finding>> {
    let facts = &programme.facts;
    if asked.before_appeals {
        return Ok((facts.clone(), programme.supposed.clone()));
    }
    let (elements, observations) = (&programme.asked, &programme.observations);
    let supposed = programme.supposed.clone();
    let as_it_was = Figures::new(&programme.tree, elements, observations, asked.as_of, supposed);
    let Changed { facts, observations: mut changed } =
        appeals(programme, facts, &as_it_was, asked.as_of)?;
    changed.extend(&programme.supposed);
    Ok((facts, changed))
}

/// Figures are carried on to units that come after, never back to those that were before: of what
/// was reported together nobody knows the parts, and who is new has nobody to go to.
pub(crate) fn cannot_be_carried_back(
    programme: &Programme,
    asked: &Asked,
    period: Period,
) -> Option<Finding> {
    let Boundaries::On(day) = asked.boundaries else { return None };
    let tree = &programme.tree;
    let event = tree.events().iter().find(|event| {
        let changes_units = matches!(event.change, Change::Merged(_) | Change::GaveShare { .. });
        changes_units && day < event.date && event.date <= period.last_day()
    })?;
    Some(
        Finding::error("G007", Place::file("--boundaries"))
            .with("period", period)
            .with("day", day)
            .with("unit", tree.id(event.unit))
            .with("date", event.date),
    )
}
