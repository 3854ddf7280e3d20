//! Deductions for verified events, and bonus points behind a gate.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use gangmu_base::Reporter;
use gangmu_base::facts::Event;
use gangmu_formula::{Subjects, evaluate};
use gangmu_num::Ratio;

use super::outcome::Taken;
use super::question::Question;
use super::results::Results;
use super::words::{DeductionRow, Deductions};

/// Takes points off for the events of the period: points × every multiplier whose flag is set,
/// capped for each row's type, then over everything.
pub(super) fn take(question: &Question<'_>, subjects: &Subjects, results: &mut Results<'_>) {
    let Some(deductions) = &question.scheme.scheme.deductions else { return };
    let mut events: Vec<_> =
        question.facts.events.iter().filter(|event| question.period.contains(event.date)).collect();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    let mut of: FxHashMap<Reporter, Vec<&Event>> = FxHashMap::default();
    for event in events {
        of.entry(event.reporter).or_default().push(event);
    }
    for (index, id) in subjects.ids().iter().enumerate() {
        let mut sums: BTreeMap<(&str, Option<&Ratio>), Ratio> = BTreeMap::new();
        let mut taken = Vec::new();
        for event in of.get(&Reporter(*id)).map_or(&[][..], Vec::as_slice) {
            let row = deductions
                .rows
                .iter()
                .find(|row| row.kind == event.kind && row.severity == event.severity);
            let Some(row) = row else { continue };
            let points = multiplied(deductions, row, &event.flags);
            let sum = sums.entry((row.kind.as_str(), row.cap.as_ref())).or_default();
            *sum = &*sum + &points;
            taken.push(Taken { event: event.id.clone(), points });
        }
        let capped = sums.into_iter().map(|((_, cap), sum)| match cap {
            Some(cap) => sum.min(cap.clone()),
            None => sum,
        });
        let sum: Ratio = capped.sum();
        let sum = match &deductions.cap {
            Some(cap) => sum.min(cap.clone()),
            None => sum,
        };
        if let (Some(deducted), Some(list)) =
            (results.deducted.get_mut(index), results.taken.get_mut(index))
        {
            *deducted = sum;
            *list = taken;
        }
    }
}

fn multiplied(deductions: &Deductions, row: &DeductionRow, flags: &[String]) -> Ratio {
    let mut points = row.points.clone();
    for (flag, factor) in &deductions.multipliers {
        if flags.contains(flag) {
            points = &points * factor;
        }
    }
    points
}

/// Gives bonus points to those for whom the gate is open: each part capped, then the sum. A part
/// whose figure is unknown gives nothing.
pub(super) fn give_bonus(question: &Question<'_>, subjects: &Subjects, results: &mut Results<'_>) {
    let Some(bonus) = &question.scheme.scheme.bonus else { return };
    let gate = question
        .scheme
        .bonus_gate
        .as_ref()
        .map(|gate| evaluate(gate, &*results, question.period, subjects).into_flags());
    let columns: Vec<_> = question
        .scheme
        .bonus_items
        .iter()
        .map(|rule| {
            let rule = rule.as_ref()?;
            Some(evaluate(rule, &*results, question.period, subjects).into_numbers())
        })
        .collect();
    for index in 0..subjects.len() {
        let open = gate.as_ref().is_none_or(|gate| gate.at(index).value() == Some(&true));
        let mut parts = Vec::new();
        for (item, column) in bonus.items.iter().zip(&columns) {
            let value = column.as_ref().and_then(|column| column.at(index).value().cloned());
            let value = match (value, &item.cap) {
                (Some(value), Some(cap)) => value.min(cap.clone()),
                (Some(value), None) => value,
                (None, _) => Ratio::ZERO,
            };
            if open && !value.is_zero() {
                parts.push((item.id.clone(), value));
            }
        }
        let sum: Ratio = parts.iter().map(|(_, value)| value).sum();
        let sum = match &bonus.cap {
            Some(cap) => sum.min(cap.clone()),
            None => sum,
        };
        if let (Some(given), Some(is_open), Some(list)) = (
            results.bonus.get_mut(index),
            results.bonus_open.get_mut(index),
            results.bonus_parts.get_mut(index),
        ) {
            *given = sum;
            *is_open = open;
            *list = parts;
        }
    }
}
