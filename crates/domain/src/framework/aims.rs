//! Targets and directions that say something other than what is meant.

use std::collections::BTreeMap;

use gangmu_base::{Finding, Period, Reporter, Tree};
use gangmu_formula::Direction;
use gangmu_num::Ratio;

use super::meaning::check_meanings;
use super::words::{Framework, Indicator, Target};

/// How an indicator of a unit above comes from those of the units below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composed {
    /// It is their sum.
    Sum,
    /// It is a mean of theirs, weighted in whatever way.
    Mean,
}

/// Targets and plausible values that contradict the direction of their indicator. `composed` tells
/// how an indicator rolls up the tree, where that is known.
pub fn check_aims(
    framework: &Framework,
    tree: &Tree,
    composed: &dyn Fn(&Indicator) -> Option<Composed>,
) -> Vec<Finding> {
    let mut findings = check_meanings(framework);
    findings.extend(framework.indicators.iter().filter_map(ends));
    let indicators: BTreeMap<&str, (&Indicator, Option<Composed>)> = framework
        .indicators
        .iter()
        .map(|indicator| (indicator.id.as_str(), (indicator, composed(indicator))))
        .collect();
    let given = Given::new(&framework.targets);
    for target in &framework.targets {
        let Some((indicator, how)) = indicators.get(target.indicator.as_str()) else { continue };
        findings.extend(behind_the_baseline(indicator, target, tree));
        if let Some(how) = how {
            findings.extend(not_reached(indicator, *how, target, &given, tree));
        }
    }
    findings
}

/// Targets of a period, found at once however many units have their own.
struct Given<'p> {
    units: BTreeMap<(&'p str, Period, Reporter), &'p Ratio>,
    classes: BTreeMap<(&'p str, Period, Option<&'p str>), &'p Ratio>,
}

impl<'p> Given<'p> {
    fn new(targets: &'p [Target]) -> Given<'p> {
        let (mut units, mut classes) = (BTreeMap::new(), BTreeMap::new());
        for target in targets {
            let (id, period) = (target.indicator.as_str(), target.period);
            match target.reporter {
                Some(who) => {
                    units.insert((id, period, who), &target.target);
                }
                None => {
                    classes.insert((id, period, target.class.as_deref()), &target.target);
                }
            }
        }
        Given { units, classes }
    }

    fn of(&self, like: &Target, unit: Reporter, tree: &Tree) -> Option<&'p Ratio> {
        let (id, period) = (like.indicator.as_str(), like.period);
        let class = tree.unit(unit).and_then(|unit| unit.class.as_deref());
        let of_class = || self.classes.get(&(id, period, class));
        let own = self.units.get(&(id, period, unit)).or_else(of_class);
        own.or_else(|| self.classes.get(&(id, period, None))).copied()
    }
}

/// The worst plausible value is better than the best one (`T003`).
fn ends(indicator: &Indicator) -> Option<Finding> {
    let (worst, best) = (indicator.worst.as_ref()?, indicator.best.as_ref()?);
    let wrong = match indicator.direction {
        Direction::Up => worst > best,
        Direction::Down => worst < best,
    };
    wrong.then(|| {
        Finding::warning("T003", indicator.place.clone())
            .with("indicator", &indicator.id)
            .with("direction", word(indicator.direction))
            .with("worst", worst.plain())
            .with("best", best.plain())
    })
}

/// Whoever stands still reaches the target, or gets worse (`T001`).
fn behind_the_baseline(indicator: &Indicator, target: &Target, tree: &Tree) -> Option<Finding> {
    let baseline = target.baseline.as_ref()?;
    better(indicator.direction, baseline, &target.target).then(|| {
        Finding::warning("T001", target.place.clone())
            .with("indicator", &indicator.id)
            .with("direction", word(indicator.direction))
            .with("unit", target.reporter.map(|who| tree.id(who)).unwrap_or_default())
            .with("target", target.target.plain())
            .with("baseline", baseline.plain())
    })
}

/// All below may reach their targets and the unit above still misses its own (`T002`).
fn not_reached(
    indicator: &Indicator,
    how: Composed,
    target: &Target,
    given: &Given<'_>,
    tree: &Tree,
) -> Option<Finding> {
    let above = target.reporter.filter(|who| tree.unit(*who).is_some())?;
    let children = tree.children_on(above, target.period.last_day());
    let own: Option<Vec<&Ratio>> =
        children.iter().map(|child| given.of(target, *child, tree)).collect();
    let own = own.filter(|own| !own.is_empty())?;
    let reached = match how {
        Composed::Sum => own.iter().copied().sum::<Ratio>(),
        // A weighted mean is never better than the best of them.
        Composed::Mean => {
            let best = match indicator.direction {
                Direction::Up => own.iter().max(),
                Direction::Down => own.iter().min(),
            };
            (**best?).clone()
        }
    };
    better(indicator.direction, &target.target, &reached).then(|| {
        Finding::warning("T002", target.place.clone())
            .with("indicator", &indicator.id)
            .with("unit", tree.id(above))
            .with("how", if how == Composed::Sum { "sum" } else { "mean" })
            .with("reached", reached.plain())
            .with("target", target.target.plain())
            .with("count", children.len())
    })
}

/// Whether the first is better than the second.
fn better(direction: Direction, first: &Ratio, second: &Ratio) -> bool {
    match direction {
        Direction::Up => first > second,
        Direction::Down => first < second,
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
    }
}
