//! How everybody stands in a scheme for a period: what class tables and the pages of units are laid out
//! from.

use std::collections::BTreeMap;

use gangmu_base::observations::{Moment, Observations};
use gangmu_base::{Finding, Period, Reporter, Status};
use gangmu_domain::framework::Boundaries;
use gangmu_exchange::folder::Programme;

use super::draws::{Draws, Redrawing};
use super::explain::explain;
use super::explained::Explained;
use super::middles::{Class, classes};
use super::run::{Asked, Scored, with_scored};
use crate::define::prepare;
use crate::office::{Edition, Office};
use crate::refusal::Refusal;
use crate::words::{Language, Words};

/// A scheme with a place for everybody.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The scheme's id.
    pub scheme: String,
    /// For which period.
    pub period: Period,
    /// Over how many draws of the figures the intervals are.
    pub draws: u32,
    /// The subjects, in the order of their ids.
    pub rows: Vec<Stand>,
    /// The classes, by id.
    pub classes: BTreeMap<String, Class>,
}

/// How one subject stands.
#[derive(Debug, Clone)]
pub struct Stand {
    /// Who.
    pub reporter: Reporter,
    /// Its class.
    pub class: String,
    /// Sum of the groups.
    pub base: String,
    /// Points taken off, where the scheme takes any.
    pub deducted: Option<String>,
    /// Bonus points, where the scheme gives any.
    pub bonus: Option<String>,
    /// The total.
    pub total: String,
    /// The grade.
    pub grade: Option<String>,
    /// Its place in its class, where it has one.
    pub rank: Option<u32>,
    /// Between which places it lies.
    pub interval: Option<(u32, u32)>,
    /// Who cannot be told apart from it, by place among the rows.
    pub tied: Vec<usize>,
    /// Points and most points of each group, in the order of the scheme.
    pub groups: Vec<Points>,
    /// The same of each item.
    pub items: Vec<Points>,
}

/// Points of a group or an item.
#[derive(Debug, Clone)]
pub struct Points {
    /// Points given, written out; `None` where it is left out.
    pub given: Option<String>,
    /// Most points.
    pub most: String,
    /// What is known of the figure behind it.
    pub status: Status,
    /// The part of the most points given, from 0 to 1, for a bar.
    pub share: f64,
}

/// The seed and the number of draws behind intervals that are shown as things go on.
const DRAWS: Draws = Draws { count: 200, seed: super::SEED };

/// Works out how everybody stands. Without all the figures it asks for it stops early, and nobody stands
/// anywhere.
pub(super) fn work_out(
    programme: &Programme,
    scheme: Option<&str>,
    period: Option<Period>,
) -> Result<Standing, Refusal> {
    let there = || programme.observations.wanting().is_empty();
    let made = scored(programme, scheme, period, None, |scored| laid_out(scored, there))?;
    made.map_err(|finding| Refusal::Wrong(vec![finding]))
}

/// The explanation of a unit's result, or of one item of it; as of a moment where one is asked for.
///
/// # Errors
/// What keeps the scheme from being scored; no such unit or item.
pub async fn explained(
    office: &Office,
    edition: &Edition,
    (scheme, period): (Option<&str>, Option<Period>),
    language: Language,
    unit: &str,
    item: Option<&str>,
    as_of: Option<Moment>,
) -> Result<Explained, Refusal> {
    let (id, unit, item) = (scheme.map(str::to_owned), unit.to_owned(), item.map(str::to_owned));
    let before = office.standings.asked_for(&(id.clone().unwrap_or_default(), period));
    let work = move |edition: &Edition, figures: &Observations| {
        let words = Words::new(language);
        scored(&edition.with_figures(figures), id.as_deref(), period, as_of, |scored| {
            explain(scored, &words, &unit, item.as_deref(), false)
        })
    };
    let _turn = office.shelf.turn_to_score().await;
    let worked = office.shelf.work(edition, &before, work).await?;
    worked.result?.map_err(|_| Refusal::NotThere)
}

fn scored<R>(
    programme: &Programme,
    scheme: Option<&str>,
    period: Option<Period>,
    as_of: Option<Moment>,
    then: impl FnOnce(&Scored<'_>) -> R,
) -> Result<R, Refusal> {
    let (prepared, _) = prepare(programme);
    let asked = Asked {
        scheme: scheme.map(str::to_owned),
        period,
        as_of,
        boundaries: Boundaries::AsItWas,
        before_appeals: false,
    };
    with_scored(&prepared, &asked, then).map_err(Refusal::Wrong)
}

fn laid_out(scored: &Scored<'_>, there: impl Fn() -> bool) -> Result<Standing, Finding> {
    let outcome = scored.outcome;
    let standing = |rows: Vec<Stand>| Standing {
        scheme: scored.scheme.scheme.id.clone(),
        period: outcome.period,
        draws: DRAWS.count,
        classes: classes(&rows),
        rows,
    };
    // Drawing is most of the work: not on figures of which some are still to be read.
    if !there() {
        return Ok(standing(Vec::new()));
    }
    let redrawing = Redrawing::plan(scored, None);
    if !there() {
        return Ok(standing(Vec::new()));
    }
    let intervals = redrawing.intervals(DRAWS)?;
    let mut rows = Vec::with_capacity(outcome.results.len());
    for (index, result) in outcome.results.iter().enumerate() {
        let interval = intervals.of(index);
        let id = outcome.subjects.ids().get(index).copied().unwrap_or(u32::MAX);
        let groups = outcome.groups.iter().filter_map(|row| row.get(index));
        let items = outcome.items.iter().filter_map(|row| row.get(index));
        rows.push(Stand {
            reporter: Reporter(id),
            class: outcome.class(index).to_owned(),
            base: result.base.show(2),
            deducted: result.deducted.as_ref().map(|points| points.show(2)),
            bonus: result.bonus.as_ref().map(|points| points.show(2)),
            total: result.total.show(2),
            grade: result.grade.clone(),
            rank: result.rank,
            interval: interval.map(|interval| (interval.low, interval.high)),
            tied: interval.map(|interval| interval.tied.clone()).unwrap_or_default(),
            groups: groups
                .map(|group| {
                    let given = group.points.as_ref();
                    let status =
                        if given.is_some() { Status::Known } else { Status::NotApplicable };
                    let share = given.map_or(0.0, |p| share(&p.to_ratio(), &group.max));
                    let given = given.map(|points| points.show(2));
                    Points { given, most: group.max.show(2), status, share }
                })
                .collect(),
            items: items
                .map(|item| {
                    let given = item.points.as_ref();
                    let share = given.map_or(0.0, |p| share(&p.to_ratio(), &item.max));
                    let given = given.map(|points| points.show(2));
                    Points { given, most: item.max.show(2), status: item.status, share }
                })
                .collect(),
        });
    }
    Ok(standing(rows))
}

fn share(given: &gangmu_num::Ratio, most: &gangmu_num::Ratio) -> f64 {
    given.div(most).map_or(0.0, |share| share.to_f64().clamp(0.0, 1.0))
}
