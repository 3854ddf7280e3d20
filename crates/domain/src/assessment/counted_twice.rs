//! Items that count the same thing twice, so that it weighs more than the table of points shows.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::{Finding, Period};
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_formula::{Reference, analyse};

use super::compile::{CompiledItem, CompiledScheme};
use super::words::Item;

/// Items that rest on the same figure (`S039`): both on the same numerator and denominator, or one
/// on an index of which the other's indicator is a part.
///
/// `formula` gives the formula of an indicator. A figure may well be judged in several ways, against
/// a target and against last year: only rules that look at the present level alone are compared.
pub fn check_counted_twice(
    compiled: &CompiledScheme<'_>,
    period: Period,
    formula: &dyn Fn(&str) -> Option<Node>,
) -> Vec<Finding> {
    let counted: Vec<(&Item, &str)> = compiled
        .scheme
        .items
        .iter()
        .zip(&compiled.items)
        .filter(|(item, ready)| item.points.signum() > 0 && looks_at_level(ready, period))
        .filter_map(|(item, ready)| Some((item, ready.indicator.as_deref()?)))
        .collect();
    let made: BTreeMap<&str, Option<Node>> =
        counted.iter().map(|(_, indicator)| (*indicator, formula(indicator))).collect();
    let parts: BTreeMap<&str, BTreeSet<String>> =
        made.keys().map(|id| (*id, parts_of(id, formula))).collect();
    let mut findings = Vec::new();
    for (place, (item, indicator)) in counted.iter().enumerate() {
        for (other, others) in counted.iter().take(place) {
            let how = if indicator == others || same(&made[indicator], &made[others]) {
                "same"
            } else if parts[indicator].contains(*others) {
                "whole"
            } else if parts[others].contains(*indicator) {
                "part"
            } else {
                continue;
            };
            findings.push(
                Finding::warning("S039", item.place.clone())
                    .with("item", &item.id)
                    .with("other", &other.id)
                    .with("how", how),
            );
        }
    }
    findings
}

/// Whether a rule gives points for the level of its own indicator in the present period.
fn looks_at_level(ready: &CompiledItem, period: Period) -> bool {
    let (Some(rule), Some(own)) = (&ready.rule, &ready.indicator) else { return false };
    let own = Reference::Indicator(own.clone());
    let asked = rule.root.asked(&BTreeSet::from([period]));
    let present = asked.iter().all(|(_, at)| *at == period);
    let only = |(reference, _): &(&Reference, Period)| {
        **reference == own || !matches!(reference, Reference::Indicator(_))
    };
    present
        && asked.iter().any(|(reference, _)| **reference == own)
        && asked.iter().all(only)
        && !compares(&rule.root)
}

/// Whether a rule compares subjects with each other.
pub(super) fn compares(node: &Node) -> bool {
    let here =
        matches!(node.kind, NodeKind::Rank(..) | NodeKind::Top(..) | NodeKind::OverPopulation(..));
    let mut below = here;
    node.for_each_child(|child| below = below || compares(child));
    below
}

fn same(a: &Option<Node>, b: &Option<Node>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if analyse::alike(a, b))
}

/// The indicators that an indicator is made from, and those that these are made from.
fn parts_of(id: &str, formula: &dyn Fn(&str) -> Option<Node>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![id.to_owned()];
    while let Some(next) = open.pop() {
        let Some(node) = formula(&next) else { continue };
        for reference in node.references() {
            if let Reference::Indicator(part) = reference
                && found.insert(part.to_string())
            {
                open.push(part.to_string());
            }
        }
    }
    found.remove(id);
    found
}
