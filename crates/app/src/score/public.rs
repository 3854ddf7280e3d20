//! What a public reader may see: a ratio whose denominator is below the minimum shows the mark,
//! and so does one more item of the group, so that the first cannot be worked out from the sum.

use gangmu_base::{Cell, Period, Reporter};
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
        if let Some(next) = open.min_by(|a, b| max(a).cmp(&max(b)).then(a.cmp(b))).copied() {
            if let Some(cell) = items.get_mut(next).and_then(|row| row.get_mut(subject)) {
                *cell = true;
            }
        }
    }
}

/// Whether an indicator of a subject has a denominator below the minimum in a period.
pub(super) fn small(
    scored: &Scored<'_>,
    indicator: &str,
    period: Period,
    subjects: &Subjects,
    index: usize,
) -> bool {
    let Some((_, definition)) = scored.prepared.catalogue.find(indicator) else { return false };
    let privacy = scored.prepared.programme.framework.privacy.as_ref();
    let least = definition.min_denominator.as_ref().or(privacy.map(|p| &p.min_denominator));
    let column = scored.source.inner.denominator(indicator, period, subjects);
    let cell = column.map(|column| column.into_numbers().at(index));
    match (least, cell.as_ref().and_then(Cell::value)) {
        (Some(least), Some(found)) => found < least,
        _ => false,
    }
}

/// The subjects of one reporter alone, for looking something up about it.
pub(super) fn alone(reporter: Reporter) -> Subjects {
    Subjects::new(vec![reporter.0], vec![0])
}
