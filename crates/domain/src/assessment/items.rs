//! Points of items: the rule's figure, kept within floor and points, rounded; and what is done
//! when there is no figure.

use std::sync::Arc;

use rayon::prelude::*;

use gangmu_base::{Cell, Status};
use gangmu_formula::{Subjects, evaluate};
use gangmu_num::{Points, Ratio};

use super::compile::CompiledItem;
use super::outcome::ItemResult;
use super::question::Question;
use super::results::{Results, Row};
use super::score::{Before, Laid};
use super::words::{Item, MissingPolicy, NotApplicable, Policy, Scheme};

/// The figures of an item before bounds and rounding, by subject.
pub(super) type Raw = Arc<Vec<Cell<Ratio>>>;

/// The figure of every item for every subject; of items that are as they were, the figures of before.
pub(super) fn raw(
    question: &Question<'_>,
    results: &Results<'_>,
    subjects: &Subjects,
    before: Option<&Before<'_>>,
) -> Vec<Raw> {
    let one = |item: &CompiledItem| match &item.rule {
        Some(rule) => {
            let column = evaluate(rule, results, question.period, subjects).into_numbers();
            Arc::new((0..subjects.len()).map(|index| column.at(index)).collect())
        }
        None => Arc::new(vec![Cell::unknown(Status::Undefined); subjects.len()]),
    };
    let Some(before) = before else {
        return question.scheme.items.par_iter().map(one).collect();
    };
    let items = question.scheme.items.iter().enumerate();
    items
        .map(|(place, item)| match before.raw.get(place).filter(|_| !before.is_touched(place)) {
            Some(raw) => raw.clone(),
            None => one(item),
        })
        .collect()
}

/// How one item of one subject counts.
enum Counts {
    /// By its figure.
    Figure(Ratio),
    /// By its figure, which came late: nothing is given for it, but what it takes is taken.
    TooLate(Ratio),
    /// No points.
    Nothing,
    /// Left out, and in which way.
    LeftOut(NotApplicable),
}

fn counts(policy: &Policy, item: &Item, cell: &Cell<Ratio>) -> Counts {
    let status = cell.status();
    let gap = |policy: MissingPolicy| match policy {
        MissingPolicy::Zero => Counts::Nothing,
        MissingPolicy::LeaveOut => {
            Counts::LeftOut(item.not_applicable.unwrap_or(NotApplicable::Rescale))
        }
    };
    match (cell.value(), status) {
        (Some(value), Status::Late) if policy.late_is_zero => Counts::TooLate(value.clone()),
        (Some(value), _) => Counts::Figure(value.clone()),
        (None, Status::NotApplicable) => {
            Counts::LeftOut(item.not_applicable.unwrap_or(policy.not_applicable))
        }
        (None, Status::Suppressed) => {
            Counts::LeftOut(item.not_applicable.unwrap_or(policy.suppressed))
        }
        (None, Status::Undefined) => gap(policy.undefined),
        (None, _) => gap(policy.missing),
    }
}

/// Points of every item for every subject; rows that are as they were are those of before.
pub(super) fn points<'q>(
    question: &Question<'q>,
    laid: &Laid,
    raw: &[Raw],
    before: Option<&Before<'_>>,
    results: &mut Results<'q>,
) -> Vec<Arc<Vec<ItemResult>>> {
    let scheme = question.scheme.scheme;
    let class_of = |index: usize| {
        let class = laid.subjects.class().get(index).copied().unwrap_or_default();
        laid.classes.get(class as usize).map(String::as_str)
    };
    let stretch = spread_factors(question, &laid.subjects, &class_of, raw);
    let row = |item: &Item, compiled: &CompiledItem, cells: &Raw| {
        let one = |(index, cell): (usize, &Cell<Ratio>)| {
            let stretch =
                stretch.get(compiled.group).and_then(|group| group.as_ref()?.get(index)?.as_ref());
            item_result(&scheme.policy, item, cell, item.points_in(class_of(index)), stretch)
        };
        Arc::new(cells.iter().enumerate().map(one).collect::<Vec<ItemResult>>())
    };
    let ready = &question.scheme.items;
    let items: Vec<Arc<Vec<ItemResult>>> = match before {
        None => {
            let items = scheme.items.par_iter().zip(ready).zip(raw);
            items.map(|((item, compiled), cells)| row(item, compiled, cells)).collect()
        }
        Some(before) => {
            let items = scheme.items.iter().zip(ready).zip(raw).enumerate();
            items
                .map(|(place, ((item, compiled), cells))| {
                    let kept = before.outcome.items.get(place);
                    match kept.filter(|_| !before.is_fresh(place)) {
                        Some(kept) => kept.clone(),
                        None => row(item, compiled, cells),
                    }
                })
                .collect()
        }
    };
    for (item, row) in scheme.items.iter().zip(&items) {
        results.points.insert(item.id.as_str(), Row::Item(row.clone()));
    }
    items
}

fn item_result(
    policy: &Policy,
    item: &Item,
    cell: &Cell<Ratio>,
    points: &Ratio,
    stretch: Option<&Ratio>,
) -> ItemResult {
    let status = cell.status();
    let max = match stretch {
        Some(stretch) => points * stretch,
        None => points.clone(),
    };
    let given = |value: Ratio| Points::from_ratio_rounded(&value, policy.round_item);
    let bounded = |value: Ratio| {
        let bounded = if item.may_exceed { value } else { value.min(points.clone()) };
        let floor = item.floor.as_ref().unwrap_or(&policy.item_floor);
        let bounded = bounded.max(floor.clone());
        match stretch {
            Some(stretch) => &bounded * stretch,
            None => bounded,
        }
    };
    let (points, passed) = match counts(policy, item, cell) {
        Counts::Figure(value) => {
            let given = given(bounded(value));
            let passed = given.as_ref().is_some_and(|points| points.to_ratio().signum() > 0);
            (given, passed)
        }
        Counts::TooLate(value) => (given(bounded(value).min(Ratio::ZERO)), false),
        Counts::Nothing => (given(Ratio::ZERO), false),
        Counts::LeftOut(NotApplicable::FullPoints) => (given(max.clone()), true),
        Counts::LeftOut(NotApplicable::NoDeduction) => (given(max.clone()), false),
        Counts::LeftOut(NotApplicable::Spread) => {
            return ItemResult { status, max: Ratio::ZERO, points: None, passed: false };
        }
        Counts::LeftOut(NotApplicable::Rescale) => (None, false),
    };
    ItemResult { status, max, points, passed }
}

/// Whether the points of an item may be spread over others of its group.
pub(super) fn may_spread(scheme: &Scheme) -> bool {
    scheme.policy.not_applicable == NotApplicable::Spread
        || scheme.policy.suppressed == NotApplicable::Spread
        || scheme.items.iter().any(|item| item.not_applicable == Some(NotApplicable::Spread))
}

/// For each group, by which factor the remaining items of a subject grow because the points of
/// others are spread over them; nothing where none are.
fn spread_factors<'c>(
    question: &Question<'_>,
    subjects: &Subjects,
    class_of: &dyn Fn(usize) -> Option<&'c str>,
    raw: &[Raw],
) -> Vec<Option<Vec<Option<Ratio>>>> {
    let scheme = question.scheme.scheme;
    let policy = &scheme.policy;
    if !may_spread(scheme) {
        return vec![None; scheme.groups.len()];
    }
    let factor = |group: usize, index: usize| -> Option<Ratio> {
        let (mut whole, mut rest) = (Ratio::ZERO, Ratio::ZERO);
        let members = scheme.items.iter().zip(&question.scheme.items).zip(raw);
        for ((item, _), cells) in members.filter(|((_, compiled), _)| compiled.group == group) {
            let points = item.points_in(class_of(index));
            whole = &whole + points;
            let left = cells.get(index).is_some_and(|cell| {
                matches!(counts(policy, item, cell), Counts::LeftOut(NotApplicable::Spread))
            });
            if !left {
                rest = &rest + points;
            }
        }
        if whole == rest { None } else { whole.div(&rest) }
    };
    (0..scheme.groups.len())
        .map(|group| Some((0..subjects.len()).map(|index| factor(group, index)).collect()))
        .collect()
}
