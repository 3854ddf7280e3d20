//! What the shape of an item's rule says about it: points that move against the direction of its
//! indicator, and branches that nobody can reach.

use std::sync::Arc;

use gangmu_base::{Finding, Period};
use gangmu_formula::analyse::{Course, Interval, Shape, analyse};
use gangmu_formula::{Direction, Reference};

use super::compile::{CompiledScheme, Rule};
use super::words::Item;

/// Rules that reward the wrong direction (`S032`), and branches that are never chosen (`S033`).
///
/// `ranges` tells where a fact lies for every subject in every period, `direction` which way of an
/// indicator is better. Only what is proven is told: a rule whose course is not known gives no
/// finding.
pub fn check_shape(
    compiled: &CompiledScheme<'_>,
    period: Period,
    ranges: &dyn Fn(&Reference) -> Option<Interval>,
    direction: &dyn Fn(&str) -> Option<Direction>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (item, ready) in compiled.scheme.items.iter().zip(&compiled.items) {
        let (Some(rule), Some(indicator)) = (&ready.rule, &ready.indicator) else { continue };
        let shape = shape_of(item, rule, indicator, period, ranges);
        let against = match direction(indicator) {
            Some(Direction::Up) => shape.direction == Course::NeverRises,
            Some(Direction::Down) => shape.direction == Course::NeverFalls,
            _ => false,
        };
        if against {
            let rises = if shape.direction == Course::NeverFalls { "yes" } else { "no" };
            findings.push(
                Finding::warning("S032", item.rule.place.clone())
                    .with("item", &item.id)
                    .with("indicator", indicator)
                    .with("rises", rises),
            );
        }
        findings.extend(
            shape
                .unreachable
                .into_iter()
                .map(|span| Finding::warning("S033", item.rule.place(span)).with("item", &item.id)),
        );
    }
    findings
}

/// How the points of an item move with an indicator.
pub fn shape_of(
    item: &Item,
    rule: &Rule,
    indicator: &Arc<str>,
    period: Period,
    ranges: &dyn Fn(&Reference) -> Option<Interval>,
) -> Shape {
    // The item's own points are a figure of the scheme, not a fact.
    let points = item.points_by_class.values().chain([&item.points]);
    let least_and_most = points.clone().min().zip(points.max());
    let with_points = |reference: &Reference| match reference {
        Reference::ItemPoints(id) if **id == *item.id => {
            least_and_most.map(|(a, b)| Interval::between(a.clone(), b.clone()))
        }
        other => ranges(other),
    };
    analyse(rule, &Reference::Indicator(indicator.clone()), period, &with_points)
}
