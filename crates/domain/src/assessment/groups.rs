//! Points of groups, and the base.

use std::sync::Arc;

use gangmu_formula::{Subjects, evaluate};
use gangmu_num::{Points, Ratio};

use super::outcome::{GroupResult, ItemResult};
use super::question::Question;
use super::results::{Results, Row};
use super::score::Before;
use super::words::{Combine, Group, Item};

/// Points of every group for every subject; the base goes into the results.
///
/// Groups come about one after the other, so that a gate can look at those before it. Where no
/// item of a group applies, its points are left to the other groups in proportion.
pub(super) fn points<'q>(
    question: &Question<'q>,
    items: &[Arc<Vec<ItemResult>>],
    subjects: &Subjects,
    before: Option<&Before<'_>>,
    results: &mut Results<'q>,
) -> Vec<Arc<Vec<GroupResult>>> {
    let scheme = question.scheme.scheme;
    let mut found: Vec<Arc<Vec<GroupResult>>> = Vec::with_capacity(scheme.groups.len());
    for (place, group) in scheme.groups.iter().enumerate() {
        let kept = before.filter(|before| !before.moves_group(question, place));
        if let Some(row) = kept.and_then(|before| before.outcome.groups.get(place)) {
            results.points.insert(group.id.as_str(), Row::Group(row.clone()));
            found.push(row.clone());
            continue;
        }
        let gate = question
            .scheme
            .group_gates
            .get(place)
            .and_then(Option::as_ref)
            .map(|gate| evaluate(gate, &*results, question.period, subjects).into_flags());
        let members: Vec<(&Item, &[ItemResult])> = scheme
            .items
            .iter()
            .zip(&question.scheme.items)
            .zip(items)
            .filter(|((_, compiled), _)| compiled.group == place)
            .map(|((item, _), row)| (item, row.as_slice()))
            .collect();
        let row: Vec<GroupResult> = (0..subjects.len())
            .map(|index| {
                // A gate that cannot be judged stays closed: an unknown is no pass.
                let open = gate.as_ref().is_none_or(|gate| gate.at(index).value() == Some(&true));
                group_result(scheme.policy.round_group, group, &members, index, open)
            })
            .collect();
        let row = Arc::new(row);
        results.points.insert(group.id.as_str(), Row::Group(row.clone()));
        found.push(row);
    }
    for index in 0..subjects.len() {
        if let Some(base) = results.base.get_mut(index) {
            let own = scheme.groups.iter().zip(&found).filter(|(group, _)| !group.local);
            *base = base_of(own.filter_map(|(_, row)| row.get(index)));
        }
    }
    found
}

fn base_of<'r>(groups: impl Iterator<Item = &'r GroupResult>) -> Ratio {
    let (mut sum, mut whole, mut applying) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
    for group in groups {
        whole = &whole + &group.max;
        if let Some(points) = &group.points {
            sum = &sum + &points.to_ratio();
            applying = &applying + &group.max;
        }
    }
    if whole == applying {
        return sum;
    }
    (&sum * &whole).div(&applying).unwrap_or(Ratio::ZERO)
}

/// The points that items put together in this way can give at most, before cap and floor.
pub(super) fn most<'i>(
    combine: Combine,
    items: impl Iterator<Item = (&'i Item, &'i Ratio)>,
) -> Ratio {
    match combine {
        Combine::Sum => items.fold(Ratio::ZERO, |sum, (_, points)| &sum + points),
        Combine::WeightedMean => {
            let (mut sum, mut weights) = (Ratio::ZERO, Ratio::ZERO);
            for (item, points) in items {
                let weight = item.weight.as_ref().unwrap_or(&Ratio::ONE);
                sum = &sum + &(weight * points);
                weights = &weights + weight;
            }
            sum.div(&weights).unwrap_or(Ratio::ZERO)
        }
        Combine::Min => items.map(|(_, points)| points).min().cloned().unwrap_or(Ratio::ZERO),
    }
}

fn group_result(
    round: Option<u32>,
    group: &Group,
    members: &[(&Item, &[ItemResult])],
    index: usize,
    open: bool,
) -> GroupResult {
    let of_subject =
        || members.iter().filter_map(|(item, row)| row.get(index).map(|result| (*item, result)));
    let max = most(group.combine, of_subject().map(|(item, result)| (item, &result.max)));
    let earned = match group.combine {
        Combine::Sum => {
            let (mut got, mut possible) = (Ratio::ZERO, Ratio::ZERO);
            for (_, result) in of_subject() {
                if let Some(points) = &result.points {
                    got = &got + &points.to_ratio();
                    possible = &possible + &result.max;
                }
            }
            let earned = if possible == max { Some(got) } else { (&got * &max).div(&possible) };
            earned.filter(|_| of_subject().any(|(_, result)| result.points.is_some()))
        }
        Combine::WeightedMean => {
            let (mut got, mut weights) = (Ratio::ZERO, Ratio::ZERO);
            for (item, result) in of_subject() {
                if let Some(points) = &result.points {
                    let weight = item.weight.as_ref().unwrap_or(&Ratio::ONE);
                    got = &got + &(weight * &points.to_ratio());
                    weights = &weights + weight;
                }
            }
            got.div(&weights)
        }
        Combine::Min => {
            let lowest = of_subject().filter_map(|(_, result)| result.points.as_ref());
            lowest.map(Points::to_ratio).min()
        }
    };
    if !open {
        return GroupResult { max, points: Some(Points::ZERO), open };
    }
    let points = earned.map(|earned| {
        let ceiling = group.cap.clone().unwrap_or_else(|| &max + &group.exceed);
        let bounded = earned.min(ceiling);
        match &group.floor {
            Some(floor) => bounded.max(floor.clone()),
            None => bounded,
        }
    });
    let points = points.and_then(|points| Points::from_ratio_rounded(&points, round));
    GroupResult { max, points, open }
}
