//! All tests on all series, and which flags stand when so many are looked at.

use std::collections::BTreeMap;

use gangmu_base::observations::Element;
use gangmu_base::{Finding, Period, Place, Reporter};
use gangmu_domain::framework::{Boundaries, FrameworkSource};
use gangmu_formula::Direction;
use gangmu_index::Fault;
use gangmu_index::integrity::multiplicity::benjamini_hochberg;
use rayon::prelude::*;

use super::bunching::bunching;
use super::digits;
use super::found::{About, Found, Kind, Peers, Skipped, Test, Which};
use super::growth::{Scores, far_and_near, twins};
use super::independent::independent;
use super::revised::{Revised, better, of_element, of_unit, revised};
use super::series::{Rows, peers_of};
use super::standing::{copied, smooth};
use super::totals::{Below, totals};
use crate::define::Prepared;
use crate::score::{Asked, Ground, after_appeals, cannot_be_carried_back};

/// A test is flagged at this q-value: one flag of twenty is false on average.
pub(super) const FLAGGED: f64 = 0.05;

/// The tests of a programme's figures.
pub struct Integrity<'i> {
    pub(super) prepared: &'i Prepared<'i>,
    pub(super) tests: Vec<Test>,
    /// The q-value of each.
    pub(super) q: Vec<Option<f64>>,
    pub(super) skipped: Vec<Skipped>,
    /// The units that reported anything, themselves or by a body, in their order.
    pub(super) units: Vec<Reporter>,
}

impl Integrity<'_> {
    /// Whether a test is flagged.
    pub(super) fn is_flagged(&self, place: usize) -> bool {
        let (Some(test), Some(q)) = (self.tests.get(place), self.q.get(place)) else {
            return false;
        };
        test.matters && (test.p.is_none() || q.is_some_and(|q| q <= FLAGGED))
    }

    /// Puts tests, by their places, in order: worst first.
    pub(super) fn worst_first(&self, order: &mut [usize]) {
        order.sort_by(|one, other| {
            let key = |place: usize| {
                let test = &self.tests[place];
                // What chance has no part in comes first, where it is odd, and last where it is not.
                let p = test.p.unwrap_or(if test.matters { -1.0 } else { 2.0 });
                (!self.is_flagged(place), p)
            };
            let ((a, p), (b, q)) = (key(*one), key(*other));
            a.cmp(&b).then(p.total_cmp(&q)).then(one.cmp(other))
        });
    }

    /// How many flags each unit has, those of its bodies included.
    pub(super) fn flags_of_units(&self) -> BTreeMap<Reporter, usize> {
        let tree = &self.prepared.programme.tree;
        let mut found = BTreeMap::new();
        for (place, test) in self.tests.iter().enumerate() {
            if !self.is_flagged(place) {
                continue;
            }
            let mut whose: Vec<Reporter> = [test.which.unit, test.which.other]
                .into_iter()
                .flatten()
                .filter_map(|reporter| tree.unit_of(reporter))
                .collect();
            whose.dedup();
            whose.into_iter().for_each(|unit| *found.entry(unit).or_insert(0) += 1);
        }
        found
    }
}

/// Puts the figures of a programme to all tests and hands the result over.
///
/// # Errors
/// `N001` where nothing was reported for the period asked for; the findings that keep facts from
/// being carried or changed.
pub fn with_integrity<R>(
    prepared: &Prepared<'_>,
    asked: &Asked,
    then: impl FnOnce(&Integrity<'_>) -> R,
) -> Result<R, Vec<Finding>> {
    let programme = prepared.programme;
    let within = |period: &Period| {
        asked.period.is_none_or(|wanted| {
            wanted.first_day() <= period.first_day() && period.last_day() <= wanted.last_day()
        })
    };
    let first = programme.observations.keys().into_iter().map(|(_, period)| period).find(within);
    let Some(first) = first else {
        let wanted = asked.period.map(|period| period.to_string()).unwrap_or_default();
        return Err(vec![Finding::error("N001", Place::file("data")).with("period", wanted)]);
    };
    if let Some(found) = cannot_be_carried_back(programme, asked, asked.period.unwrap_or(first)) {
        return Err(vec![found]);
    }
    let (facts, changed) = after_appeals(programme, asked)?;
    let ground = Ground::new(programme, asked, &facts, changed);
    let figures = ground.figures();
    let source = ground.source(prepared, &figures);
    // What was reported, and what became of it in the boundaries asked for.
    let reported = Rows {
        tree: &programme.tree,
        framework: &programme.framework,
        observations: &programme.observations,
        as_of: asked.as_of,
    };
    let drawn = Rows {
        observations: figures.observations(),
        // What is redrawn was read as of the moment.
        as_of: asked.as_of.filter(|_| asked.boundaries == Boundaries::AsItWas),
        ..reported
    };
    let scope = Scope { prepared, asked, within: &within };
    let found = scope.everything(&reported, &drawn, &source);
    let p_values: Vec<Option<f64>> = found.tests.iter().map(|test| test.p).collect();
    // Every p-value was put between 0 and 1 when it was noted.
    let q = benjamini_hochberg(&p_values)
        .map_or_else(|_| vec![None; p_values.len()], |found| found.q_values);
    let units = scope.units(&reported);
    let Found { tests, skipped } = found;
    Ok(then(&Integrity { prepared, tests, q, skipped, units }))
}

/// What is looked at.
struct Scope<'s> {
    prepared: &'s Prepared<'s>,
    asked: &'s Asked,
    within: &'s (dyn Fn(&Period) -> bool + Sync),
}

/// What came of an element: tests, figures whose last digits go into those of their units, and what
/// was reported again.
struct OfElement {
    found: Found,
    digits: Vec<(Reporter, f64)>,
    revised: Vec<Revised>,
}

impl Scope<'_> {
    fn everything(
        &self,
        reported: &Rows<'_>,
        drawn: &Rows<'_>,
        source: &FrameworkSource<'_>,
    ) -> Found {
        let told = self.by_element(reported);
        let carried = self.by_element(drawn);
        let periods: std::collections::BTreeSet<Period> =
            told.values().flatten().copied().collect();
        let below = Below::new(reported, periods.iter().copied());
        let better = better(self.prepared);
        let none = Scores::new();
        let nothing = Vec::new();
        let elements: Vec<Element> = told.keys().chain(carried.keys()).copied().collect();
        let elements: std::collections::BTreeSet<Element> = elements.into_iter().collect();
        let elements: Vec<Element> = elements.into_iter().collect();
        let parts: Vec<OfElement> = elements
            .par_iter()
            .map(|element| {
                let ways = better.get(element.0 as usize).copied().flatten();
                let told = told.get(element).unwrap_or(&nothing);
                let mut own = self.of_reported(reported, *element, told, &below, ways);
                let carried = carried.get(element).unwrap_or(&nothing);
                if let Ok(scores) = &none {
                    self.of_series(drawn, *element, carried, scores, &mut own);
                }
                own
            })
            .collect();
        let mut found = Found::default();
        let mut digits: BTreeMap<Reporter, Vec<f64>> = BTreeMap::new();
        let mut revised: BTreeMap<Reporter, Vec<Revised>> = BTreeMap::new();
        for part in parts {
            found.extend(part.found);
            for (reporter, figure) in part.digits {
                digits.entry(reporter).or_default().push(figure);
            }
            for one in part.revised {
                revised.entry(one.reporter).or_default().push(one);
            }
        }
        if let (Some(from), Some(to)) = (periods.first(), periods.last()) {
            let own: Vec<(&Reporter, &Vec<f64>)> = digits.iter().collect();
            let of_units = |(reporter, figures): &(&Reporter, &Vec<f64>)| {
                let peers = peers_of(drawn.tree, drawn.framework, **reporter);
                let which = Which::all(peers, About::Everything, *from, *to).of(**reporter);
                let mut found = Found::default();
                let result = digits::last(figures, which, &mut found);
                kept(result, &[Kind::Heaping, Kind::Digits], which, &mut found);
                found
            };
            let of_units: Vec<Found> = own.par_iter().map(of_units).collect();
            of_units.into_iter().for_each(|own| found.extend(own));
            for (reporter, own) in &revised {
                let which = Which::all(Peers::Everybody, About::Everything, *from, *to);
                let result = of_unit(*reporter, own, &mut found);
                kept(result, &[Kind::RevisedWay], which.of(*reporter), &mut found);
            }
            let indicators = 0..self.prepared.programme.framework.indicators.len();
            let at_targets = |indicator: usize| {
                bunching(self.prepared, self.asked, source, indicator).unwrap_or_else(|_| {
                    let about = About::Indicator(indicator as u32);
                    let which = Which::all(Peers::Everybody, about, *from, *to);
                    let mut found = Found::default();
                    found.skip(Kind::Bunching, which, "out_of_range");
                    found
                })
            };
            let at_targets: Vec<Found> = indicators.into_par_iter().map(at_targets).collect();
            at_targets.into_iter().for_each(|own| found.extend(own));
        }
        found
    }

    /// The periods of each element that are looked at.
    fn by_element(&self, rows: &Rows<'_>) -> BTreeMap<Element, Vec<Period>> {
        let mut found: BTreeMap<Element, Vec<Period>> = BTreeMap::new();
        for (element, period) in rows.observations.keys() {
            if (self.within)(&period) {
                found.entry(element).or_default().push(period);
            }
        }
        found
    }

    /// Whoever reported anything that is looked at: units, and those of bodies.
    fn units(&self, rows: &Rows<'_>) -> Vec<Reporter> {
        let mut found = vec![false; rows.tree.units().len()];
        for (element, period) in rows.observations.keys() {
            if !(self.within)(&period) {
                continue;
            }
            for reading in rows.observations.read(element, period, rows.as_of) {
                let unit = rows.tree.unit_of(reading.reporter);
                if let Some(slot) = unit.and_then(|unit| found.get_mut(unit.index())) {
                    *slot = true;
                }
            }
        }
        let units = found.iter().enumerate().filter(|(_, there)| **there);
        units.map(|(unit, _)| Reporter(unit as u32)).collect()
    }

    /// Tests of what was reported, as it was.
    fn of_reported(
        &self,
        rows: &Rows<'_>,
        element: Element,
        periods: &[Period],
        below: &Below,
        better: Option<Direction>,
    ) -> OfElement {
        let mut found = Found::default();
        let mut again = Vec::new();
        let def = self.prepared.programme.asked.get(element.0 as usize);
        if let (Some(def), Some(from), Some(to)) = (def, periods.first(), periods.last()) {
            let which = Which::all(Peers::Everybody, About::Element(element), *from, *to);
            let mut take = |result: Result<Found, Fault>, kind| match result {
                Ok(own) => found.extend(own),
                Err(_) => found.skip(kind, which, "out_of_range"),
            };
            take(totals(rows, def, element, periods, below), Kind::Total);
            take(independent(rows, element, periods), Kind::Independent);
            again = revised(rows, element, &def.id, periods, better);
            let mut own = Found::default();
            let result = of_element(element, &again, &mut own);
            kept(result, &[Kind::RevisedMean], which, &mut own);
            found.extend(own);
        }
        OfElement { found, digits: Vec::new(), revised: again }
    }

    /// Tests of series.
    fn of_series(
        &self,
        rows: &Rows<'_>,
        element: Element,
        periods: &[Period],
        scores: &Scores,
        own: &mut OfElement,
    ) {
        let Some(def) = self.prepared.programme.asked.get(element.0 as usize) else { return };
        let tree = rows.tree;
        for series in rows.series(element, periods) {
            let which = series.which();
            let found = &mut own.found;
            if series.finest {
                let figures = digits::usable(&series, def);
                let values: Vec<f64> = figures.iter().map(|(_, figure)| *figure).collect();
                let result = digits::last(&values, which, found);
                kept(result, &[Kind::Heaping, Kind::Digits], which, found);
                own.digits.extend(figures);
                let result = digits::first(&series, def, found);
                kept(result, &[Kind::Benford, Kind::BenfordTwo], which, found);
            }
            if series.periods.len() < 3 {
                continue;
            }
            match copied(&series, found) {
                Err(_) => found.skip(Kind::Copied, which, "out_of_range"),
                Ok(still) => {
                    let result = smooth(&series, tree, &still, found);
                    kept(result, &[Kind::Smooth], which, found);
                }
            }
            let result = far_and_near(&series, tree, scores, found);
            kept(result, &[Kind::GrowthFar, Kind::GrowthNear], which, found);
            kept(twins(&series, found), &[Kind::Twins], which, found);
        }
    }
}

/// Notes where figures are such that a test cannot take them.
fn kept(result: Result<(), Fault>, kinds: &[Kind], which: Which, found: &mut Found) {
    if result.is_err() {
        kinds.iter().for_each(|kind| found.skip(*kind, which, "out_of_range"));
    }
}
