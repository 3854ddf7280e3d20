//! Points of items: the rule's figure, kept within floor and points, rounded; and what is done
//! when there is no figure.

use rayon::prelude::*;

use gangmu_base::{Cell, Status};
use gangmu_formula::{Subjects, evaluate};
use gangmu_num::{Points, Ratio};

use super::outcome::ItemResult;
use super::question::Question;
use super::results::Results;
use super::words::{Item, MissingPolicy, NotApplicable, Policy};

/// The figure of every item for every subject, before bounds and rounding.
pub(super) fn raw(
    question: &Question<'_>,
    results: &Results<'_>,
    subjects: &Subjects,
) -> Vec<Vec<Cell<Ratio>>> {
    question
        .scheme
        .items
        .par_iter()
        .map(|item| match &item.rule {
            Some(rule) => {
                let column = evaluate(rule, results, question.period, subjects).into_numbers();
                (0..subjects.len()).map(|index| column.at(index)).collect()
            }
            None => vec![Cell::unknown(Status::Undefined); subjects.len()],
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

/// Points of every item for every subject.
pub(super) fn points<'q>(
    question: &Question<'q>,
    subjects: &Subjects,
    classes: &[String],
    raw: Vec<Vec<Cell<Ratio>>>,
    mut results: Results<'q>,
) -> (Vec<Vec<ItemResult>>, Results<'q>) {
    let scheme = question.scheme.scheme;
    let class_of = |index: usize| {
        let class = subjects.class().get(index).copied().unwrap_or_default();
        classes.get(class as usize).map(String::as_str)
    };
    let stretch = spread_factors(question, subjects, &class_of, &raw);
    let items: Vec<Vec<ItemResult>> = scheme
        .items
        .par_iter()
        .zip(&question.scheme.items)
        .zip(&raw)
        .map(|((item, compiled), cells)| {
            let one = |(index, cell): (usize, &Cell<Ratio>)| {
                let stretch = stretch
                    .get(compiled.group)
                    .and_then(|group| group.as_ref()?.get(index)?.as_ref());
                item_result(&scheme.policy, item, cell, item.points_in(class_of(index)), stretch)
            };
            cells.iter().enumerate().map(one).collect()
        })
        .collect();
    for (item, row) in scheme.items.iter().zip(&items) {
        let cells = row.iter().map(|result| match &result.points {
            Some(points) => Cell::known(points.to_ratio()),
            None => Cell::unknown(result.status),
        });
        results.points.insert(item.id.clone(), cells.collect());
    }
    (items, results)
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

/// For each group, by which factor the remaining items of a subject grow because the points of
/// others are spread over them; nothing where none are.
fn spread_factors<'c>(
    question: &Question<'_>,
    subjects: &Subjects,
    class_of: &dyn Fn(usize) -> Option<&'c str>,
    raw: &[Vec<Cell<Ratio>>],
) -> Vec<Option<Vec<Option<Ratio>>>> {
    let scheme = question.scheme.scheme;
    let policy = &scheme.policy;
    let may_spread = policy.not_applicable == NotApplicable::Spread
        || policy.suppressed == NotApplicable::Spread
        || scheme.items.iter().any(|item| item.not_applicable == Some(NotApplicable::Spread));
    if !may_spread {
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
