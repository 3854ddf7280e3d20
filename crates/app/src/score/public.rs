//! What a public reader may see: a ratio whose denominator is below the minimum shows the mark,
//! and so does one more item of the group, so that the first cannot be worked out from the sum.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::{Period, Reporter};
use gangmu_domain::assessment::CompiledItem;
use gangmu_domain::framework::Reach;
use gangmu_formula::check::Checked;
use gangmu_formula::{Reference, Subjects};
use gangmu_num::Ratio;

use super::run::Scored;

/// Which items and groups of which subjects are not shown.
pub struct Hidden {
    mark: String,
    items: Vec<Vec<bool>>,
    groups: Vec<Vec<bool>>,
}

impl Hidden {
    /// What stands in their place.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Whether an item of a subject is not shown.
    pub fn item(&self, item: usize, subject: usize) -> bool {
        self.items.get(item).and_then(|row| row.get(subject)).copied().unwrap_or(false)
    }

    /// Whether the points of a group of a subject are not shown.
    pub fn group(&self, group: usize, subject: usize) -> bool {
        self.groups.get(group).and_then(|row| row.get(subject)).copied().unwrap_or(false)
    }

    /// Whether the points of a subject in groups that a lower tier added are not shown: they would
    /// tell those of the only one that is hidden.
    pub fn local(&self, scored: &Scored<'_>, subject: usize) -> bool {
        let groups = scored.scheme.scheme.groups.iter().enumerate();
        let local = groups.filter(|(_, group)| group.local).map(|(place, _)| place);
        local.filter(|place| self.group(*place, subject)).count() == 1
    }

    /// What of an outcome is not shown.
    pub fn of(scored: &Scored<'_>) -> Hidden {
        let framework = &scored.prepared.programme.framework;
        let mark = framework.privacy.as_ref().map_or("x", |privacy| privacy.mark.as_str());
        let subjects = &scored.outcome.subjects;
        let mut items: Vec<Vec<bool>> = scored
            .scheme
            .items
            .iter()
            .map(|item| {
                let indicators = looked_at(scored, item);
                let any_small = |index: usize| {
                    // A small month in a year is hidden by itself, with one more: see `is_hidden`.
                    let as_long = |at: &Period| at.length() == scored.outcome.period.length();
                    indicators
                        .iter()
                        .any(|(id, at)| as_long(at) && small(scored, id, *at, subjects, index))
                };
                (0..subjects.len()).map(any_small).collect()
            })
            .collect();
        let mut groups = vec![vec![false; subjects.len()]; scored.scheme.scheme.groups.len()];
        for subject in 0..subjects.len() {
            complement(scored, &mut items, subject);
            hide_groups(scored, &items, &mut groups, subject);
        }
        Hidden { mark: mark.to_owned(), items, groups }
    }
}

/// The indicators that an item's points rest on, each with the periods they are of: its own, those
/// that its rule names, and those that they are made from.
fn looked_at(scored: &Scored<'_>, item: &CompiledItem) -> BTreeSet<(Arc<str>, Period)> {
    let prepared = scored.prepared;
    let named = |checked: &Checked, period: Period| -> Vec<(Arc<str>, Period)> {
        let indicator = |(reference, period): (&Reference, Period)| match reference {
            Reference::Indicator(id) => Some((id.clone(), period)),
            _ => None,
        };
        checked.root.asked(&BTreeSet::from([period])).into_iter().filter_map(indicator).collect()
    };
    let now = scored.outcome.period;
    let mut open: Vec<_> = item.rule.iter().flat_map(|rule| named(rule, now)).collect();
    open.extend(item.indicator.clone().map(|id| (id, now)));
    let mut found = BTreeSet::new();
    while let Some((id, period)) = open.pop() {
        if found.insert((id.clone(), period)) {
            let formula = prepared
                .catalogue
                .find(&id)
                .and_then(|(number, _)| prepared.compiled.formulas.get(number)?.as_ref());
            open.extend(formula.iter().flat_map(|formula| named(formula, period)));
        }
    }
    found
}

/// Hides the points of a group in which one item alone is hidden, for it has no other; and with it
/// those of one more group, for the base is told.
fn hide_groups(scored: &Scored<'_>, items: &[Vec<bool>], groups: &mut [Vec<bool>], subject: usize) {
    // Groups that a lower tier added do not enter the base, so none of them covers one that does.
    for local in [false, true] {
        let of_kind = |place: &usize| {
            scored.scheme.scheme.groups.get(*place).is_some_and(|group| group.local == local)
        };
        let places: Vec<usize> = (0..groups.len()).filter(of_kind).collect();
        hide_among(scored, items, groups, &places, subject);
    }
}

fn hide_among(
    scored: &Scored<'_>,
    items: &[Vec<bool>],
    groups: &mut [Vec<bool>],
    places: &[usize],
    subject: usize,
) {
    let count = |group: usize| {
        let own = scored.scheme.items.iter().zip(items).filter(|(item, _)| item.group == group);
        own.filter(|(_, row)| row.get(subject) == Some(&true)).count()
    };
    let alone: Vec<usize> = places.iter().copied().filter(|group| count(*group) == 1).collect();
    let mut hidden = alone.clone();
    if alone.len() == 1 {
        let max = |group: &usize| {
            let row = scored.outcome.groups.get(*group).and_then(|row| row.get(subject));
            row.map_or(Ratio::ZERO, |result| result.max.clone())
        };
        let others = places.iter().copied().filter(|group| !alone.contains(group));
        hidden.extend(others.min_by(|a, b| max(a).cmp(&max(b)).then(a.cmp(b))));
    }
    for group in hidden {
        if let Some(cell) = groups.get_mut(group).and_then(|row| row.get_mut(subject)) {
            *cell = true;
        }
    }
}

/// Hides one more item of a group in which only one is hidden: the one with the fewest points.
fn complement(scored: &Scored<'_>, items: &mut [Vec<bool>], subject: usize) {
    let members = |group: usize| {
        scored
            .scheme
            .items
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.group == group)
            .map(|(place, _)| place)
            .collect::<Vec<usize>>()
    };
    for group in 0..scored.scheme.scheme.groups.len() {
        let members = members(group);
        let is_hidden = |place: &usize| items.get(*place).is_some_and(|row| row[subject]);
        if members.iter().filter(|place| is_hidden(place)).count() != 1 {
            continue;
        }
        let max = |place: &usize| {
            let row = scored.outcome.items.get(*place).and_then(|row| row.get(subject));
            row.map_or(Ratio::ZERO, |result| result.max.clone())
        };
        let open = members.iter().filter(|place| !is_hidden(place));
        if let Some(next) = open.min_by(|a, b| max(a).cmp(&max(b)).then(a.cmp(b))).copied()
            && let Some(cell) = items.get_mut(next).and_then(|row| row.get_mut(subject))
        {
            *cell = true;
        }
    }
}

/// Whether an indicator of a subject has a denominator below the minimum in a period.
fn small(
    scored: &Scored<'_>,
    indicator: &str,
    period: Period,
    subjects: &Subjects,
    index: usize,
) -> bool {
    match (least(scored, indicator), denominator(scored, indicator, period, subjects, index)) {
        (Some(least), Some(found)) => found < *least,
        _ => false,
    }
}

/// Whether it has one for any of the subjects.
fn any_small(scored: &Scored<'_>, indicator: &str, period: Period, subjects: &Subjects) -> bool {
    let Some(least) = least(scored, indicator) else { return false };
    let Some(found) = scored.source.inner.denominator(indicator, period, subjects) else {
        return false;
    };
    let found = found.into_numbers();
    (0..subjects.len()).any(|index| found.at(index).value().is_some_and(|found| found < least))
}

/// The least denominator of an indicator that is published, where one is stated.
fn least<'s>(scored: &'s Scored<'_>, indicator: &str) -> Option<&'s Ratio> {
    let (_, definition) = scored.prepared.catalogue.find(indicator)?;
    let privacy = scored.prepared.programme.framework.privacy.as_ref();
    definition.min_denominator.as_ref().or(privacy.map(|p| &p.min_denominator))
}

fn denominator(
    scored: &Scored<'_>,
    indicator: &str,
    period: Period,
    subjects: &Subjects,
    index: usize,
) -> Option<Ratio> {
    let column = scored.source.inner.denominator(indicator, period, subjects)?;
    column.into_numbers().at(index).value().cloned()
}

/// Whether a figure of a unit is not told to the public: its denominator is too small, or it is
/// the month (quarter, half) that is hidden with the only small one of its year, which could else
/// be worked out from the year and the others.
pub(super) fn is_hidden(
    scored: &Scored<'_>,
    indicator: &str,
    period: Period,
    reporter: Reporter,
) -> bool {
    let own = alone(reporter);
    let too_small = |period: &Period| small(scored, indicator, *period, &own, 0);
    if too_small(&period) {
        return true;
    }
    let year = Period::year(period.calendar_year());
    let parts = year.map(|year| year.parts(period.length())).unwrap_or_default();
    if parts.iter().filter(|part| too_small(part)).count() != 1 {
        return false;
    }
    let size = |part: &Period| denominator(scored, indicator, *part, &own, 0);
    let open = parts.iter().filter(|part| !too_small(part) && size(part).is_some());
    open.min_by(|a, b| size(a).cmp(&size(b)).then(a.cmp(b))) == Some(&period)
}

/// Elements and answers from which a figure is made that is not told to the public: of hidden items,
/// and of rates with a denominator below the minimum for anybody in any period that is looked at.
///
/// How the places of others spread over draws of such a figure would tell of it; so it must stay as
/// it is, for everybody.
pub(super) fn withheld(
    scored: &Scored<'_>,
    hidden: &Hidden,
    reach: &Reach,
    subjects: &[Reporter],
) -> BTreeSet<Reference> {
    let prepared = scored.prepared;
    let now = scored.outcome.period;
    let made_from = |formula: &Checked, period: Period| {
        let mut reach = Reach::default();
        reach.add([formula], period, &prepared.catalogue, &prepared.compiled);
        reach.facts.into_iter().map(|(fact, _)| fact)
    };
    let mut found = BTreeSet::new();
    for (place, item) in scored.scheme.items.iter().enumerate() {
        let any = (0..scored.outcome.subjects.len()).any(|subject| hidden.item(place, subject));
        if let Some(rule) = item.rule.as_deref().filter(|_| any) {
            found.extend(made_from(rule, now));
        }
    }
    let ids = subjects.iter().map(|who| who.0).collect();
    let everybody = Subjects::new(ids, vec![0; subjects.len()]);
    for (fact, period) in &reach.facts {
        let Reference::Indicator(id) = fact else { continue };
        let formula = prepared
            .catalogue
            .find(id)
            .and_then(|(number, _)| prepared.compiled.formulas.get(number)?.as_deref());
        if let Some(formula) = formula
            && any_small(scored, id, *period, &everybody)
        {
            found.extend(made_from(formula, *period));
        }
    }
    found
}

/// The subjects of one reporter alone, for looking something up about it.
pub(super) fn alone(reporter: Reporter) -> Subjects {
    Subjects::new(vec![reporter.0], vec![0])
}
