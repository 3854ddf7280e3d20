//! One scoring, from the facts as of a moment to the outcome before and after appeals.

use std::sync::Arc;

use gangmu_base::facts::Facts;
use gangmu_base::finding::nearest;
use gangmu_base::observations::Moment;
use gangmu_base::{Finding, Period, Place, Reporter};
use gangmu_domain::assessment::{
    CompiledScheme, Due, Outcome, Question, Scheme, consequences, score,
};
use gangmu_domain::framework::{Boundaries, Changed, Figures, FrameworkSource};
use gangmu_exchange::folder::Programme;
use gangmu_formula::Source;
use gangmu_num::{Points, Ratio};
use jiff::civil::Date;

use super::ground::{Ground, appeals, cannot_be_carried_back};
use super::with_results::WithResults;
use crate::define::{Prepared, still_drafts};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Which scheme; the programme's first when `None`.
    pub scheme: Option<String>,
    /// For which period; the scheme's own when `None`.
    pub period: Option<Period>,
    /// As recorded by this moment; everything when `None`.
    pub as_of: Option<Moment>,
    /// In which boundaries.
    pub boundaries: Boundaries,
    /// Before appeals.
    pub before_appeals: bool,
}

/// A scheme worked out.
pub struct Scored<'s> {
    /// The programme made ready.
    pub prepared: &'s Prepared<'s>,
    /// The scheme.
    pub scheme: &'s CompiledScheme<'s>,
    /// The facts the outcome rests on.
    pub source: &'s WithResults<'s>,
    /// The facts besides observations.
    pub facts: &'s Facts,
    /// The outcome before appeals.
    pub published: &'s Outcome,
    /// The outcome that was asked for: after appeals, or before them.
    pub outcome: &'s Outcome,
    /// Whether it is the one before appeals.
    pub before_appeals: bool,
    /// What follows from it; nothing before appeals.
    pub due: Vec<Due>,
}

impl Scored<'_> {
    /// The points of a subject in the groups that a lower tier added; nothing where there are none.
    pub fn local(&self, index: usize) -> Option<Ratio> {
        let groups = self.scheme.scheme.groups.iter().zip(&self.outcome.groups);
        let points = groups
            .filter(|(group, _)| group.local)
            .filter_map(|(_, row)| row.get(index)?.points.as_ref().map(Points::to_ratio));
        points.reduce(|sum, points| &sum + &points)
    }
}

/// The period a scheme is about: the one asked for, its own, the programme's.
pub fn period_of(programme: &Programme, scheme: &Scheme, asked: Option<Period>) -> Option<Period> {
    asked.or(scheme.period).or(programme.framework.period)
}

/// Who is assessed by a scheme: those that are there on a day, mostly the last one of a period.
pub fn subjects_of(programme: &Programme, scheme: &Scheme, day: Date) -> Vec<Reporter> {
    let levels = &programme.framework.levels;
    let Some(level) = levels.iter().position(|level| level.id == scheme.subjects.level) else {
        return Vec::new();
    };
    let mut units = programme.tree.of_level(level as u32, day);
    if let Some(localised) = &programme.localised {
        units.retain(|unit| programme.tree.is_below(*unit, localised.unit, day));
    }
    if scheme.subjects.kinds.is_empty() {
        return units;
    }
    let tree = &programme.tree;
    let kinds = &scheme.subjects.kinds;
    let bodies = tree.bodies().iter().enumerate();
    bodies
        .filter(|(_, body)| kinds.contains(&body.kind) && units.contains(&body.unit))
        .map(|(index, _)| tree.body_number(index))
        .collect()
}

/// Scores a scheme and hands the result over.
///
/// # Errors
/// The findings that keep it from being scored: no such scheme, an appeal that cannot be applied.
pub fn with_scored<R>(
    prepared: &Prepared<'_>,
    asked: &Asked,
    then: impl FnOnce(&Scored<'_>) -> R,
) -> Result<R, Vec<Finding>> {
    with_scored_beside(None, prepared, asked, then)
}

/// Scores a scheme beside another scoring, of whose figures those are taken that are the same.
///
/// # Errors
/// As [`with_scored`].
pub fn with_scored_beside<R>(
    other: Option<&Scored<'_>>,
    prepared: &Prepared<'_>,
    asked: &Asked,
    then: impl FnOnce(&Scored<'_>) -> R,
) -> Result<R, Vec<Finding>> {
    let programme = prepared.programme;
    let Some(scheme) = prepared.scheme(asked.scheme.as_deref()) else {
        let known = prepared.schemes.iter().map(|s| s.scheme.id.as_str());
        let wanted = asked.scheme.as_deref().unwrap_or_default();
        return Err(vec![
            Finding::error("G001", Place::file("schemes"))
                .with("scheme", wanted)
                .with("known", known.clone().collect::<Vec<_>>().join(", "))
                .with("nearest", nearest(wanted, known).unwrap_or_default()),
        ]);
    };
    if let Some(finding) = still_drafts(prepared, scheme) {
        return Err(vec![finding]);
    }
    let Some(period) = period_of(programme, scheme.scheme, asked.period) else {
        let place = scheme.scheme.place.clone();
        return Err(vec![Finding::error("S023", place).with("scheme", &scheme.scheme.id)]);
    };
    if let Some(finding) = cannot_be_carried_back(programme, asked, period) {
        return Err(vec![finding]);
    }
    let rounds = Rounds { prepared, asked, period };
    let facts = &programme.facts;
    // Appeals are about rows as they were written, in whatever boundaries the result is wanted.
    let Changed { facts: changed_facts, observations: changed } = {
        let elements = &programme.asked;
        let observations = &programme.observations;
        let supposed = programme.supposed.clone();
        let as_it_was =
            Figures::new(&programme.tree, elements, observations, asked.as_of, supposed);
        appeals(programme, facts, &as_it_was, asked.as_of)?
    };
    let published_ground = Ground::new(programme, asked, facts, programme.supposed.clone());
    let published_figures = match other {
        Some(other) => published_ground.figures().sharing(other.source.inner.figures()),
        None => published_ground.figures(),
    };
    let published_source = published_ground.source(prepared, &published_figures);
    let published_source = rounds.with_results(&published_source, published_ground.facts(), scheme);
    let published = rounds.outcome(&published_source, published_ground.facts(), scheme);
    // Appeals that change nothing may still be out of time, so they were looked at all the same.
    if asked.before_appeals || !facts.appeals.iter().any(|appeal| appeal.upheld) {
        return Ok(rounds.hand_over(
            scheme,
            &published_source,
            published_ground.facts(),
            &published,
            &published,
            then,
        ));
    }
    // What is supposed holds whatever an appeal said.
    let mut changed = changed;
    changed.extend(&programme.supposed);
    let ground = Ground::new(programme, asked, &changed_facts, changed);
    let figures = ground.figures().sharing(&published_figures);
    let source = ground.source(prepared, &figures);
    let source = rounds.with_results(&source, ground.facts(), scheme);
    let outcome = rounds.outcome(&source, ground.facts(), scheme);
    Ok(rounds.hand_over(scheme, &source, ground.facts(), &published, &outcome, then))
}

/// Scores schemes one after the other, those first whose results enter others.
struct Rounds<'r> {
    prepared: &'r Prepared<'r>,
    asked: &'r Asked,
    period: Period,
}

impl<'r> Rounds<'r> {
    fn question<'q>(
        &self,
        scheme: &'q CompiledScheme<'q>,
        source: &'q dyn Source,
        facts: &'q Facts,
    ) -> Question<'q>
    where
        'r: 'q,
    {
        let programme = self.prepared.programme;
        let day = match self.asked.boundaries {
            // In the boundaries of a day, those are assessed that are there on that day.
            Boundaries::On(day) => day,
            Boundaries::AsItWas => self.period.last_day(),
        };
        Question {
            scheme,
            period: self.period,
            subjects: subjects_of(programme, scheme.scheme, day),
            tree: &programme.tree,
            source,
            facts,
            working_days: &programme.framework.working_days,
        }
    }

    fn with_results<'f>(
        &self,
        inner: &'f FrameworkSource<'f>,
        facts: &Facts,
        scheme: &CompiledScheme<'_>,
    ) -> WithResults<'f> {
        let mut source = WithResults { inner, outcomes: Vec::new() };
        self.score_those_before(&mut source, facts, scheme, 0);
        source
    }

    fn score_those_before(
        &self,
        source: &mut WithResults<'_>,
        facts: &Facts,
        scheme: &CompiledScheme<'_>,
        depth: usize,
    ) {
        if depth > self.prepared.schemes.len() {
            return;
        }
        for id in scheme.uses.iter().filter(|id| **id != scheme.scheme.id) {
            let done = source.outcomes.iter().any(|outcome| outcome.scheme == *id);
            let Some(other) = self.prepared.scheme(Some(id)).filter(|_| !done) else { continue };
            self.score_those_before(source, facts, other, depth + 1);
            let outcome = score(&self.question(other, &*source, facts));
            source.outcomes.push(Arc::new(outcome));
        }
    }

    fn outcome(
        &self,
        source: &WithResults<'_>,
        facts: &Facts,
        scheme: &CompiledScheme<'_>,
    ) -> Outcome {
        score(&self.question(scheme, source, facts))
    }

    fn hand_over<R>(
        &self,
        scheme: &CompiledScheme<'_>,
        source: &WithResults<'_>,
        facts: &Facts,
        published: &Outcome,
        outcome: &Outcome,
        then: impl FnOnce(&Scored<'_>) -> R,
    ) -> R {
        let notice = self.prepared.programme.framework.notice.as_ref();
        let due = match notice.filter(|_| !self.asked.before_appeals) {
            Some(notice) => {
                consequences(&self.question(scheme, source, facts), outcome, notice.final_on)
            }
            None => Vec::new(),
        };
        then(&Scored {
            prepared: self.prepared,
            scheme,
            source,
            facts,
            published,
            outcome,
            before_appeals: self.asked.before_appeals,
            due,
        })
    }
}
