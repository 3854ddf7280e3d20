//! Revisions: figures that were reported more than once, which way they moved and when.

use std::collections::BTreeMap;

use gangmu_base::observations::{Element, Moment, NO_MOMENT};
use gangmu_base::{Period, Reporter};
use gangmu_exchange::folder::read_as_of;
use gangmu_formula::{Direction, Reference};
use gangmu_index::Fault;
use gangmu_index::integrity::Outcome;
use gangmu_index::integrity::revisions::{Ways, revisions, served};
use gangmu_index::structure;
use jiff::ToSpan;

use super::found::{About, Found, Kind, Peers, Which, reason};
use super::series::{Rows, figure, peers_of};
use crate::define::Prepared;

/// How many revisions that move a figure it takes to speak of a way.
const MOVES: usize = 8;

/// A figure that was reported again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Revised {
    pub(super) peers: Peers,
    pub(super) reporter: Reporter,
    period: Period,
    first: f64,
    last: f64,
    /// More of it is better, where that is known.
    better: Option<Direction>,
    /// Whether the last row came after the deadline.
    late: bool,
}

/// Which way is better for an element: that of the indicators it stands above the fraction line of,
/// the other way below it; none where they disagree.
pub(super) fn better(prepared: &Prepared<'_>) -> Vec<Option<Direction>> {
    let framework = &prepared.programme.framework;
    let mut seen: Vec<[bool; 2]> = vec![[false; 2]; prepared.programme.asked.len()];
    for (place, indicator) in framework.indicators.iter().enumerate() {
        let formula = prepared.compiled.formulas.get(place).and_then(Option::as_ref);
        let below = prepared.compiled.denominators.get(place).and_then(Option::as_ref);
        let Some(formula) = formula else { continue };
        let elements = |references: Vec<Reference>| -> Vec<usize> {
            let element = |reference| match reference {
                Reference::Element(id) => prepared.catalogue.element(&id),
                _ => None,
            };
            references.into_iter().filter_map(element).collect()
        };
        let all = elements(formula.root.references().into_iter().cloned().collect());
        let under =
            below.map(|below| elements(below.root.references().into_iter().cloned().collect()));
        if under.is_none() && all.len() > 1 {
            continue;
        }
        let under = under.unwrap_or_default();
        for element in &all {
            let turned = under.contains(element);
            let up = (indicator.direction == Direction::Up) != turned;
            if let Some(seen) = seen.get_mut(*element) {
                seen[usize::from(up)] = true;
            }
        }
    }
    let way = |seen: [bool; 2]| match seen {
        [false, true] => Some(Direction::Up),
        [true, false] => Some(Direction::Down),
        _ => None,
    };
    seen.into_iter().map(way).collect()
}

/// What was reported more than once of an element.
pub(super) fn revised(
    rows: &Rows<'_>,
    element: Element,
    id: &str,
    periods: &[Period],
    better: Option<Direction>,
) -> Vec<Revised> {
    let due = rows.framework.datasets.iter().filter(|form| form.elements.iter().any(|e| e == id));
    let due = due.filter_map(|form| form.due_days).min();
    let mut found = Vec::new();
    for period in periods {
        let deadline = due.and_then(|days| deadline(rows, *period, days));
        for (first, last) in rows.observations.revised(element, *period, rows.as_of) {
            let (Some(before), Some(after)) = (figure(first.reported), figure(last.reported))
            else {
                continue;
            };
            if before.abs().max(after.abs()) > 1e100 {
                continue;
            }
            found.push(Revised {
                peers: peers_of(rows.tree, rows.framework, last.reporter),
                reporter: last.reporter,
                period: *period,
                first: before,
                last: after,
                better,
                late: last.recorded_at != NO_MOMENT
                    && deadline.is_some_and(|deadline| last.recorded_at > deadline),
            });
        }
    }
    found
}

/// The end of the last day on which a period may be reported.
fn deadline(rows: &Rows<'_>, period: Period, days: i64) -> Option<Moment> {
    let day = period.last_day().checked_add(days.days()).ok()?;
    read_as_of(&day.to_string(), rows.framework.zone_seconds)
}

/// The pattern of the revisions of an element among its peers.
pub(super) fn of_element(
    element: Element,
    all: &[Revised],
    found: &mut Found,
) -> Result<(), Fault> {
    let mut by_peers: BTreeMap<Peers, Vec<Revised>> = BTreeMap::new();
    for one in all {
        by_peers.entry(one.peers).or_default().push(*one);
    }
    for (peers, own) in by_peers {
        let Some(which) = which(peers, About::Element(element), &own) else { continue };
        let of = |figure: fn(&Revised) -> f64| -> Vec<Option<f64>> {
            own.iter().map(|one| Some(figure(one))).collect()
        };
        let result = revisions(&of(|one| one.first), &of(|one| one.last))?;
        if let Outcome::Tested(result) = &result {
            match &result.bias {
                Outcome::Tested(bias) => {
                    let numbers = (result.mean, bias.p_value);
                    let says = if result.mean > 0.0 { "revised_up" } else { "revised_down" };
                    found.test(Kind::RevisedMean, which, result.n, numbers).says = says;
                }
                Outcome::DoesNotApply(why) => found.skip(Kind::RevisedMean, which, reason(*why)),
            }
        }
        way(which, &own, found)?;
    }
    Ok(())
}

/// Which way the revisions of a unit go, over all elements.
pub(super) fn of_unit(reporter: Reporter, own: &[Revised], found: &mut Found) -> Result<(), Fault> {
    let Some(peers) = own.first().map(|one| one.peers) else { return Ok(()) };
    match which(peers, About::Everything, own) {
        Some(which) => way(which.of(reporter), own, found),
        None => Ok(()),
    }
}

fn which(peers: Peers, about: About, own: &[Revised]) -> Option<Which> {
    let from = own.iter().map(|one| one.period).min()?;
    let to = own.iter().map(|one| one.period).max()?;
    Some(Which::all(peers, about, from, to))
}

/// Whether revisions go towards the better, and those after the deadline.
fn way(which: Which, own: &[Revised], found: &mut Found) -> Result<(), Fault> {
    let known: Vec<&Revised> = own.iter().filter(|one| one.better.is_some()).collect();
    if known.is_empty() {
        found.skip(Kind::RevisedWay, which, "no_direction");
        return Ok(());
    }
    let sign = |one: &Revised| if one.better == Some(Direction::Up) { 1.0 } else { -1.0 };
    let first: Vec<Option<f64>> = known.iter().map(|one| Some(sign(one) * one.first)).collect();
    let last: Vec<Option<f64>> = known.iter().map(|one| Some(sign(one) * one.last)).collect();
    let late: Vec<bool> = known.iter().map(|one| one.late).collect();
    if let Outcome::Tested(result) = revisions(&first, &last)? {
        ways(Kind::RevisedWay, which, &result.ways, found);
    }
    if let Outcome::Tested(result) = served(&first, &last, structure::Direction::Up, &late)? {
        ways(Kind::RevisedLate, which, &result.after_deadline, found);
    }
    Ok(())
}

fn ways(kind: Kind, which: Which, ways: &Ways, found: &mut Found) {
    let moves = ways.raised + ways.lowered;
    let Some(share) = ways.share_raised.filter(|_| moves >= MOVES) else {
        found.skip(kind, which, "too_few");
        return;
    };
    let says = if share > 0.5 { "towards_better" } else { "towards_worse" };
    found.test(kind, which, moves, (share, ways.p_value)).says = says;
}
