//! Cliffs: values at which the smallest change moves many points, so that one case decides.

use std::collections::BTreeSet;

use gangmu_base::{Finding, Period, Reporter, Tree};
use gangmu_formula::Reference;
use gangmu_formula::analyse::{Cliff, Cliffs, cliffs};
use gangmu_num::Ratio;

use super::compile::CompiledScheme;
use super::score::class_of;
use super::words::{Item, Scheme};

/// Jumps of an item's points that are as large as the programme allows none to be (`S038`).
///
/// `range` tells where an item's indicator lies, `fact` what else is known of a subject. An item is
/// looked at once for every different set of such facts; the first subject with the largest jump is
/// named.
pub fn check_cliffs(
    compiled: &CompiledScheme<'_>,
    period: Period,
    (subjects, tree): (&[Reporter], &Tree),
    limit: Option<&Ratio>,
    range: &dyn Fn(&str) -> Option<(Ratio, Ratio)>,
    fact: &(dyn Fn(&Reference, Period, Reporter) -> Option<Ratio> + Sync),
) -> Vec<Finding> {
    let limit = limit.cloned().unwrap_or_else(|| usual(compiled.scheme));
    let mut findings = Vec::new();
    for (item, ready) in compiled.scheme.items.iter().zip(&compiled.items) {
        let (Some(rule), Some(indicator)) = (&ready.rule, &ready.indicator) else { continue };
        let most = item.points_by_class.values().chain([&item.points]).max();
        if most.is_none_or(|most| *most < limit) && !item.may_exceed {
            continue;
        }
        let Some(range) = range(indicator) else { continue };
        let of = Reference::Indicator(indicator.clone());
        let asked: BTreeSet<&Reference> = rule.root.references().into_iter().collect();
        let mut seen: BTreeSet<Vec<Option<Ratio>>> = BTreeSet::new();
        let mut worst: Option<(Cliff, Reporter)> = None;
        for subject in subjects {
            let points = item.points_in(Some(&class_of(tree, *subject))).clone();
            let known = |reference: &Reference, at: Period| match reference {
                Reference::ItemPoints(id) if **id == *item.id => Some(points.clone()),
                other => fact(other, at, *subject),
            };
            let key = asked.iter().map(|reference| known(reference, period)).collect();
            if !seen.insert(key) {
                continue;
            }
            let Cliffs::Found(found) = cliffs(rule, &of, period, &known, range.clone()) else {
                continue;
            };
            let largest = found.into_iter().map(|cliff| within(cliff, item, &points));
            let largest = largest.max_by(|a, b| a.size.cmp(&b.size));
            let larger = |cliff: &Cliff| worst.as_ref().is_none_or(|(w, _)| w.size < cliff.size);
            if let Some(cliff) = largest.filter(larger) {
                worst = Some((cliff, *subject));
            }
        }
        if let Some((cliff, subject)) = worst.filter(|(cliff, _)| cliff.size >= limit) {
            findings.push(
                Finding::warning("S038", item.rule.place.clone())
                    .with("item", &item.id)
                    .with("indicator", indicator)
                    .with("at", cliff.at.plain())
                    .with("points", cliff.size.round_half_up(2).plain())
                    .with("limit", limit.plain())
                    .with("unit", tree.id(subject)),
            );
        }
    }
    findings
}

/// A jump of what the rule says, as a jump of points: these lie between floor and points.
fn within(cliff: Cliff, item: &Item, points: &Ratio) -> Cliff {
    let low = item.floor.clone().unwrap_or(Ratio::ZERO);
    let held = |end: &Option<Ratio>| {
        let end = end.as_ref()?;
        let above = if item.may_exceed { end.clone() } else { end.min(points).clone() };
        Some(above.max(low.clone()))
    };
    let ends: Vec<Ratio> =
        [&cliff.below, &cliff.at_value, &cliff.above].into_iter().filter_map(held).collect();
    let size = match (ends.iter().min(), ends.iter().max()) {
        (Some(low), Some(high)) => high.sub(low),
        _ => Ratio::ZERO,
    };
    Cliff { size, ..cliff }
}

/// What is told where the programme says nothing: a twentieth of what the scheme gives in all, or of
/// a hundred where it does not say that either.
fn usual(scheme: &Scheme) -> Ratio {
    let all = scheme.base.as_ref().map_or(Ratio::from_int(100), |base| base.points.clone());
    all.div(&Ratio::from_int(20)).unwrap_or(all)
}
