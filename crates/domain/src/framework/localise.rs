//! The framework as a lower tier runs it: what is aimed at and asked by the tier above, made
//! stricter, with what it asks besides.

use std::collections::BTreeSet;

use jiff::civil::Date;

use gangmu_base::tier::{Bearing, Difference, Stricter};
use gangmu_base::{Place, Reporter, Tree};
use gangmu_formula::Direction;
use gangmu_num::Ratio;

use super::overlay::FrameworkOverlay;
use super::targets::Targets;
use super::words::{ElementDef, Framework, Indicator, Privacy, Target};

/// What an overlay is laid over, and what is granted.
pub struct Ground<'g> {
    /// The framework of the tier above.
    pub above: &'g Framework,
    /// Units and bodies.
    pub tree: &'g Tree,
    /// The day on which it is asked who is below whom.
    pub day: Date,
    /// Everything that is asked by anybody: observations are numbered by it.
    pub asked: &'g [ElementDef],
    /// Whether something may be looser, by its path; of a target also the period it is for.
    pub granted: &'g dyn Fn(&str, Option<gangmu_base::Period>) -> bool,
}

/// The framework with an overlay laid over it, and what differs.
pub fn localise(ground: &Ground<'_>, overlay: &FrameworkOverlay) -> (Framework, Vec<Difference>) {
    let mut framework = ground.above.clone();
    framework.elements = ground.asked.to_vec();
    framework.indicators.extend(overlay.indicators.iter().cloned());
    let mut differences = Vec::new();
    let mut added = |what: &str, id: &str, name: &gangmu_base::Named, place: &Place| {
        differences.push(Difference {
            field: vec![what.to_owned(), id.to_owned()],
            above: String::new(),
            here: if name.zh.is_empty() { name.en.clone() } else { name.zh.clone() },
            bearing: Bearing::Added,
            place: place.clone(),
        });
    };
    for element in &overlay.elements {
        added("elements", &element.id, &element.name, &element.place);
    }
    for indicator in &overlay.indicators {
        added("indicators", &indicator.id, &indicator.name, &indicator.place);
    }
    for form in &overlay.datasets {
        added("datasets", &form.id, &form.name, &form.place);
    }
    framework.datasets.extend(overlay.datasets.iter().cloned());
    differences.extend(targets(ground, overlay, &mut framework));
    differences.extend(due_days(ground, overlay, &mut framework));
    differences.extend(min_denominators(ground, overlay, &mut framework));
    (framework, differences)
}

/// Everybody below the unit, by class: what a target for a class or for all is about.
struct Below {
    reporters: BTreeSet<Reporter>,
    classes: BTreeSet<Option<String>>,
}

impl Below {
    fn new(ground: &Ground<'_>, unit: Reporter) -> Below {
        let tree = ground.tree;
        let all = (0..tree.reporters() as u32).map(Reporter);
        let reporters: BTreeSet<Reporter> =
            all.filter(|reporter| tree.is_below(*reporter, unit, ground.day)).collect();
        let targets = Targets::new(&[], tree);
        let class = |reporter: &Reporter| targets.class(*reporter).map(str::to_owned);
        let classes = reporters.iter().map(class).collect();
        Below { reporters, classes }
    }
}

fn targets(
    ground: &Ground<'_>,
    overlay: &FrameworkOverlay,
    framework: &mut Framework,
) -> Vec<Difference> {
    let above = Targets::new(&ground.above.targets, ground.tree);
    let below = Below::new(ground, overlay.unit);
    let mut differences = Vec::new();
    for target in &overlay.targets {
        let Some(indicator) = framework.indicators.iter().find(|i| i.id == target.indicator) else {
            continue;
        };
        let stricter = match indicator.direction {
            Direction::Up => Stricter::Higher,
            Direction::Down => Stricter::Lower,
        };
        let bounds = bounds(&above, &below, target, stricter);
        let bearing = match bounds {
            _ if target.reporter.is_some_and(|who| !below.reporters.contains(&who)) => {
                Bearing::Fixed { may: String::new() }
            }
            None => Bearing::Added,
            Some((strictest, loosest)) => match stricter.judge(strictest, &target.target) {
                Bearing::Looser { .. } if !ground.above.is_core(indicator) => Bearing::Free,
                Bearing::Same if strictest != loosest => Bearing::Stricter,
                bearing => bearing,
            },
        };
        let field = field_of(target, ground.tree);
        let holds = match bearing {
            Bearing::Looser { .. } => (ground.granted)(&field.join("/"), Some(target.period)),
            Bearing::Fixed { .. } => false,
            _ => true,
        };
        differences.push(Difference {
            field,
            above: match bounds {
                Some((strictest, loosest))
                    if strictest != loosest && bearing == Bearing::Stricter =>
                {
                    format!("{}…{}", loosest.plain(), strictest.plain())
                }
                Some((strictest, _)) => strictest.plain(),
                None => String::new(),
            },
            here: target.target.plain(),
            bearing,
            place: target.place.clone(),
        });
        if holds {
            framework.targets.push(target.clone());
        }
    }
    differences
}

/// The path of a target: `targets/C103/2025`, then its class or its unit.
fn field_of(target: &Target, tree: &Tree) -> Vec<String> {
    let mut field = vec!["targets".to_owned(), target.indicator.clone(), target.period.to_string()];
    field.extend(target.class.clone());
    field.extend(target.reporter.map(|reporter| tree.id(reporter).to_owned()));
    field
}

/// The strictest and the loosest of what the tier above aims at for those whom a target is about.
fn bounds<'t>(
    above: &Targets<'t>,
    below: &Below,
    target: &Target,
    stricter: Stricter,
) -> Option<(&'t Ratio, &'t Ratio)> {
    let (id, period) = (target.indicator.as_str(), target.period);
    if let Some(reporter) = target.reporter {
        return above.find(id, period, reporter).map(|found| (&found.target, &found.target));
    }
    let meant = |class: &&Option<String>| target.class.is_none() || **class == target.class;
    let of_classes = below.classes.iter().filter(meant);
    let of_classes =
        of_classes.filter_map(|class| above.of_class(id, period, class.as_deref(), None));
    let of_class = |reporter: Reporter| {
        below.reporters.contains(&reporter)
            && (target.class.is_none() || above.class(reporter) == target.class.as_deref())
    };
    let of_units = above
        .of(id)
        .iter()
        .copied()
        .filter(|row| row.period == period && row.reporter.is_some_and(of_class));
    let ends = of_classes.chain(of_units).map(|row| (&row.target, &row.target));
    ends.reduce(|(strict, loose), (one, _)| {
        let looser = if stricter.of(loose, one) == loose { one } else { loose };
        (stricter.of(strict, one), looser)
    })
}

fn due_days(
    ground: &Ground<'_>,
    overlay: &FrameworkOverlay,
    framework: &mut Framework,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (id, days, place) in &overlay.due_days {
        let Some(form) = framework.datasets.iter_mut().find(|form| form.id == *id) else {
            continue;
        };
        let here = Ratio::from_int(*days);
        let bearing = match form.due_days {
            Some(above) => Stricter::Lower.judge(&Ratio::from_int(above), &here),
            None => Bearing::Stricter,
        };
        let field = vec!["datasets".to_owned(), id.clone(), "due_days".to_owned()];
        let above = form.due_days.map(|days| days.to_string()).unwrap_or_default();
        let looser = matches!(bearing, Bearing::Looser { .. });
        if !looser || (ground.granted)(&field.join("/"), None) {
            form.due_days = Some(*days);
        }
        let here = days.to_string();
        differences.push(Difference { field, above, here, bearing, place: place.clone() });
    }
    differences
}

fn min_denominators(
    ground: &Ground<'_>,
    overlay: &FrameworkOverlay,
    framework: &mut Framework,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (id, here, place) in &overlay.min_denominators {
        let of_all = framework.privacy.as_ref().map(|privacy| privacy.min_denominator.clone());
        let found = |indicator: &&mut Indicator| Some(&indicator.id) == id.as_ref();
        let indicator = framework.indicators.iter_mut().find(found);
        let own = indicator.as_ref().and_then(|indicator| indicator.min_denominator.clone());
        let above = own.or(of_all).unwrap_or(Ratio::ZERO);
        let field: Vec<String> = match id {
            Some(id) => vec!["indicators".to_owned(), id.clone()],
            None => vec!["privacy".to_owned()],
        };
        let field: Vec<String> = field.into_iter().chain(["min_denominator".to_owned()]).collect();
        let bearing = Stricter::Higher.judge(&above, here);
        let looser = matches!(bearing, Bearing::Looser { .. });
        if !looser || (ground.granted)(&field.join("/"), None) {
            match (indicator, id) {
                (Some(indicator), _) => indicator.min_denominator = Some(here.clone()),
                (None, None) => {
                    let mark = "x".to_owned();
                    let privacy = framework
                        .privacy
                        .get_or_insert(Privacy { min_denominator: Ratio::ZERO, mark });
                    privacy.min_denominator = here.clone();
                }
                (None, Some(_)) => continue,
            }
        }
        let (above, here) = (above.plain(), here.plain());
        differences.push(Difference { field, above, here, bearing, place: place.clone() });
    }
    differences
}
