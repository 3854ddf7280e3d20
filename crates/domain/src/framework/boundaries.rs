//! Figures of the past in other boundaries: "as it was" is what was reported; "in the boundaries
//! of a day" carries every figure to the units that are there on that day.
//!
//! A figure is about the unit as it stood on the last day of its period, or on its own last day
//! when it ended before. What happened after that day carries it on: a merger whole, a split by
//! shares. Counts are apportioned so that what goes in comes out, to the last digit reported; a
//! figure that does not add up (an index, a mean) is carried on only where it goes whole to one
//! unit and nothing else comes in. What was apportioned is marked as estimated.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use gangmu_base::facts::{Facts, Mark};
use gangmu_base::observations::{Element, Moment, NO_MOMENT, Observations, Reported, Row, RowAt};
use gangmu_base::units::Change;
use gangmu_base::{Period, Place, Reporter, Status, Tree};
use gangmu_num::{Ratio, statistics};

use super::words::{ElementDef, Rollup};

/// In which boundaries figures are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Boundaries {
    /// As it was reported.
    #[default]
    AsItWas,
    /// In the boundaries of a day.
    On(Date),
}

/// Where a figure goes, and which part of it; zero where the part is not known.
type Flow = Vec<(Reporter, Ratio)>;

/// By which shares a split is followed.
#[derive(Debug, Clone, Copy)]
enum Shares<'m> {
    /// Those of a measure, else those that hold for everything.
    Of(Option<&'m str>),
    /// All that are told: what cannot be divided goes where most went.
    Any,
}

/// What [`redraw`] gives.
pub struct Redrawn {
    /// The day in whose boundaries it is.
    pub day: Date,
    /// The observations, each about a unit of that day.
    pub observations: Observations,
    /// The other facts.
    pub facts: Facts,
    /// Where the rows stand that a figure was put together from, or is a part of; nothing for those
    /// that are as they were reported.
    pub origins: Origins,
}

/// The places of the rows behind a figure.
pub type Origins = FxHashMap<(Element, Period, Reporter), Vec<Place>>;

/// Observations and facts carried to the units of a day, read as of a moment; `changed` are the
/// observations that say something else than their rows, for an appeal was upheld.
///
/// Events, marks, practices and milestones go with a merger to the successor, with a split to the
/// unit that got the largest share. Results of earlier years stay with the unit that earned them.
pub fn redraw(
    tree: &Tree,
    elements: &[ElementDef],
    observations: &Observations,
    facts: &Facts,
    as_of: Option<Moment>,
    changed: &FxHashMap<(Element, Period, Reporter), Reported>,
    day: Date,
) -> Redrawn {
    let mut rows = Vec::with_capacity(observations.len());
    let mut origins = Origins::default();
    for (element, period) in observations.keys() {
        let Some(def) = elements.get(element.0 as usize) else { continue };
        let mut arrived: BTreeMap<Reporter, Vec<(Reported, RowAt)>> = BTreeMap::new();
        let mut moved: BTreeSet<RowAt> = BTreeSet::new();
        for reading in observations.read(element, period, as_of) {
            let flow = flow(tree, reading.reporter, period, day, def.apportion_by.as_deref());
            let key = (element, period, reading.reporter);
            let reported = changed.get(&key).copied().unwrap_or(reading.reported);
            if flow.len() > 1 || flow.first().is_some_and(|(to, _)| *to != reading.reporter) {
                moved.insert(reading.row);
            }
            for (to, part) in apportioned(reported, &flow, def) {
                arrived.entry(to).or_default().push((part, reading.row));
            }
        }
        for (reporter, parts) in arrived {
            let row = parts.first().map(|(_, row)| *row).unwrap_or_default();
            if parts.len() > 1 || moved.contains(&row) {
                let places = parts.iter().filter_map(|(_, row)| observations.place(*row)).collect();
                origins.insert((element, period, reporter), places);
            }
            let reported = put_together(parts.into_iter().map(|(part, _)| part).collect(), def);
            let place = observations.place(row);
            let file = place
                .as_ref()
                .and_then(|place| observations.files().iter().position(|file| *file == place.file));
            rows.push(Row {
                element,
                period,
                reporter,
                reported,
                recorded_at: NO_MOMENT,
                file: file.unwrap_or(0) as u16,
                line: place.map_or(0, |place| place.line),
            });
        }
    }
    let (redrawn, _) = Observations::new(observations.files().to_vec(), vec![rows]);
    Redrawn { day, observations: redrawn, facts: carried(tree, facts, day), origins }
}

/// Where figures of a unit for a period go by a day.
fn flow(tree: &Tree, from: Reporter, period: Period, day: Date, measure: Option<&str>) -> Flow {
    let end = period.last_day();
    let about = match tree.last_day(from) {
        Some(last) if last < end => last,
        _ => end,
    };
    let mut flow = carry(tree, from, about, day, Shares::Of(measure), 0);
    // Of equal claims to what is left over the first one goes first: by id, not by row.
    flow.sort_by(|a, b| tree.id(a.0).cmp(tree.id(b.0)));
    flow
}

/// No chain of mergers and splits is longer.
const LONGEST_CHAIN: usize = 64;

fn carry(
    tree: &Tree,
    from: Reporter,
    after: Date,
    day: Date,
    by: Shares<'_>,
    depth: usize,
) -> Flow {
    let next = tree.events().iter().find(|event| {
        event.unit == from
            && event.date > after
            && event.date <= day
            && matches!(event.change, Change::Merged(_) | Change::GaveShare { .. })
    });
    let Some(next) = next.filter(|_| depth < LONGEST_CHAIN) else {
        return vec![(from, Ratio::ONE)];
    };
    let date = next.date;
    let same_day = || tree.events().iter().filter(move |e| e.unit == from && e.date == date);
    let mut steps: Flow = Vec::new();
    if let Some(Change::Merged(to)) =
        same_day().map(|event| &event.change).find(|c| matches!(c, Change::Merged(_)))
    {
        steps.push((*to, Ratio::ONE));
    } else {
        let given: Vec<(Reporter, &Ratio, Option<&str>)> = same_day()
            .filter_map(|event| match &event.change {
                Change::GaveShare { to, share, measure } => Some((*to, share, measure.as_deref())),
                _ => None,
            })
            .collect();
        let shares = |wanted: Option<&str>| -> Flow {
            let fits = given.iter().filter(|(_, _, measure)| *measure == wanted);
            fits.map(|(to, share, _)| (*to, (*share).clone())).collect()
        };
        steps = match by {
            Shares::Of(measure) => shares(measure),
            Shares::Any => given.iter().map(|(to, share, _)| (*to, (*share).clone())).collect(),
        };
        if steps.is_empty() {
            steps = shares(None);
        }
        // Split, but nothing says how this measure was divided: to all of them, in parts unknown.
        if steps.is_empty() {
            steps = given.iter().map(|(to, _, _)| (*to, Ratio::ZERO)).collect();
        }
    }
    let mut flow: BTreeMap<Reporter, Ratio> = BTreeMap::new();
    for (to, share) in steps {
        for (end, part) in carry(tree, to, date, day, by, depth + 1) {
            let sum = flow.entry(end).or_insert(Ratio::ZERO);
            *sum = &*sum + &(&share * &part);
        }
    }
    if flow.is_empty() { vec![(from, Ratio::ONE)] } else { flow.into_iter().collect() }
}

fn apportioned(reported: Reported, flow: &Flow, def: &ElementDef) -> Vec<(Reporter, Reported)> {
    if let [(to, _)] = flow.as_slice() {
        return vec![(*to, reported)];
    }
    let everywhere = |reported: Reported| flow.iter().map(|(to, _)| (*to, reported)).collect();
    if !reported.status.has_value() {
        return everywhere(reported);
    }
    let mut weights: Vec<Ratio> = flow.iter().map(|(_, share)| share.clone()).collect();
    // What went to those of whom the part is not known is left out of the parts of the others.
    weights.push(&Ratio::ONE - &weights.iter().sum::<Ratio>());
    let parts = match def.rollup {
        Rollup::Sum => statistics::apportion(reported.mantissa, &weights),
        Rollup::None => None,
    };
    match parts {
        Some(parts) => flow
            .iter()
            .zip(parts)
            .map(|((to, share), mantissa)| {
                if share.is_zero() {
                    return (*to, Reported::without_value(Status::Missing));
                }
                let status = reported.status.max(Status::Estimated);
                (*to, Reported { mantissa, scale: reported.scale, status })
            })
            .collect(),
        None => everywhere(Reported::without_value(Status::Missing)),
    }
}

/// What came together in one unit, as one figure.
fn put_together(parts: Vec<Reported>, def: &ElementDef) -> Reported {
    let [first, rest @ ..] = parts.as_slice() else {
        return Reported::without_value(Status::Missing);
    };
    if rest.is_empty() {
        return *first;
    }
    let applying: Vec<&Reported> =
        parts.iter().filter(|part| part.status != Status::NotApplicable).collect();
    let status = applying.iter().map(|part| part.status).max();
    let Some(status) = status else {
        return *first;
    };
    if !status.has_value() {
        return Reported::without_value(status);
    }
    if def.rollup == Rollup::None {
        return match applying.as_slice() {
            [only] => **only,
            _ => Reported::without_value(Status::Missing),
        };
    }
    let scale = applying.iter().map(|part| part.scale).max().unwrap_or(0);
    let sum = applying.iter().try_fold(0i64, |sum, part| {
        let shift = 10i64.checked_pow(u32::from(scale - part.scale))?;
        sum.checked_add(part.mantissa.checked_mul(shift)?)
    });
    match sum {
        Some(mantissa) => Reported { mantissa, scale, status },
        None => Reported::without_value(Status::Undefined),
    }
}

/// The other facts, carried to the successor.
fn carried(tree: &Tree, facts: &Facts, day: Date) -> Facts {
    let to = |from: Reporter, about: Date| -> Reporter {
        let flow = carry(tree, from, about, day, Shares::Any, 0);
        let first = |a: &Reporter, b: &Reporter| tree.id(*b).cmp(tree.id(*a));
        let largest = flow.iter().max_by(|a, b| a.1.cmp(&b.1).then(first(&a.0, &b.0)));
        largest.map_or(from, |(to, _)| *to)
    };
    let at_end = |from: Reporter, period: Period| {
        let end = period.last_day();
        to(from, tree.last_day(from).map_or(end, |last| last.min(end)))
    };
    let mut facts = facts.clone();
    for event in &mut facts.events {
        event.reporter = to(event.reporter, event.date);
    }
    for answer in &mut facts.answers {
        answer.reporter = at_end(answer.reporter, answer.period);
    }
    for marks in [&mut facts.checks, &mut facts.ratings, &mut facts.grades] {
        for mark in marks {
            mark.reporter = at_end(mark.reporter, mark.period);
        }
    }
    facts.checks = met_by_all(facts.checks);
    for milestone in &mut facts.milestones {
        milestone.unit = to(milestone.unit, milestone.due);
    }
    let first = jiff::civil::date(*gangmu_base::period::YEARS.start(), 1, 1);
    for practice in &mut facts.practices {
        practice.reporter = to(practice.reporter, first);
    }
    facts
}

/// An element of a checklist that came together from several units is met when it was met by each.
fn met_by_all(checks: Vec<Mark>) -> Vec<Mark> {
    let mut elements: BTreeMap<(Reporter, String, Period, String), Mark> = BTreeMap::new();
    for check in checks {
        let key = (check.reporter, check.indicator.clone(), check.period, check.part.clone());
        match elements.entry(key) {
            Entry::Vacant(place) => {
                place.insert(check);
            }
            Entry::Occupied(mut known) if check.label != "1" => {
                known.insert(check);
            }
            Entry::Occupied(_) => {}
        }
    }
    elements.into_values().collect()
}
