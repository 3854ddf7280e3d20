//! What a public reader may see: a ratio whose denominator is below the minimum shows the mark,
//! and so does one more item of the group, so that the first cannot be worked out from the sum.

use gangmu_base::{Period, Reporter};
use gangmu_formula::Subjects;
use gangmu_num::Ratio;

use super::run::Scored;

/// Which items of which subjects are not shown.
pub struct Hidden {
    mark: String,
    items: Vec<Vec<bool>>,
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

    /// What of an outcome is not shown.
    pub fn of(scored: &Scored<'_>) -> Hidden {
        let framework = &scored.prepared.programme.framework;
        let mark = framework.privacy.as_ref().map_or("x", |privacy| privacy.mark.as_str());
        let subjects = &scored.outcome.subjects;
        let mut items: Vec<Vec<bool>> = scored
            .scheme
            .items
            .iter()
            .map(|item| match &item.indicator {
                Some(id) => (0..subjects.len())
                    .map(|index| small(scored, id, scored.outcome.period, subjects, index))
                    .collect(),
                None => vec![false; subjects.len()],
            })
            .collect();
        for subject in 0..subjects.len() {
            complement(scored, &mut items, subject);
        }
        Hidden { mark: mark.to_owned(), items }
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
    let Some((_, definition)) = scored.prepared.catalogue.find(indicator) else { return false };
    let privacy = scored.prepared.programme.framework.privacy.as_ref();
    let least = definition.min_denominator.as_ref().or(privacy.map(|p| &p.min_denominator));
    match (least, denominator(scored, indicator, period, subjects, index)) {
        (Some(least), Some(found)) => found < *least,
        _ => false,
    }
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

/// The subjects of one reporter alone, for looking something up about it.
pub(super) fn alone(reporter: Reporter) -> Subjects {
    Subjects::new(vec![reporter.0], vec![0])
}
