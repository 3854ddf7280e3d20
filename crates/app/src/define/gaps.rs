//! Gaps between a scheme and the framework that would pass in silence: a rule that looks at a
//! target, a plausible value or a formula that is not there would give no points to anybody.

use std::collections::BTreeSet;

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Period, Reporter};
use gangmu_domain::assessment::CompiledScheme;
use gangmu_domain::framework::Targets;
use gangmu_exchange::folder::Programme;
use gangmu_formula::Reference;

use super::prepare::Prepared;

/// What a scheme's rules look at and will not find.
pub(super) fn gaps(
    prepared: &Prepared<'_>,
    compiled: &CompiledScheme<'_>,
    subjects: &[Reporter],
    period: Period,
) -> Vec<Finding> {
    let programme = prepared.programme;
    let targets = Targets::new(&programme.framework.targets, &programme.tree);
    let mut findings = Vec::new();
    for (item, ready) in compiled.scheme.items.iter().zip(&compiled.items) {
        let Some(rule) = &ready.rule else { continue };
        let about = |code| Finding::error(code, item.rule.place.clone()).with("item", &item.id);
        let references: BTreeSet<&Reference> = rule.root.references().into_iter().collect();
        for reference in references {
            match reference {
                Reference::Target(id) => {
                    let lacks = |subject: &&Reporter| targets.find(id, period, **subject).is_none();
                    let without: Vec<&Reporter> = subjects.iter().filter(lacks).collect();
                    if let Some(first) = without.first() {
                        findings.push(
                            about("S018")
                                .with("indicator", id)
                                .with("unit", programme.tree.id(**first))
                                .with("count", without.len())
                                .with("period", period),
                        );
                    }
                }
                Reference::Worst(id) | Reference::Best(id) => {
                    let best = matches!(reference, Reference::Best(_));
                    let there = prepared.catalogue.find(id).is_some_and(|(_, indicator)| {
                        if best { indicator.best.is_some() } else { indicator.worst.is_some() }
                    });
                    if !there {
                        let column = if best { "best" } else { "worst" };
                        findings.push(about("S019").with("indicator", id).with("column", column));
                    }
                }
                Reference::Indicator(id) => {
                    let made =
                        prepared.catalogue.find(id).is_some_and(|(_, i)| i.formula.is_some());
                    if !made {
                        findings.push(about("S025").with("indicator", id));
                    }
                }
                _ => {}
            }
        }
    }
    findings.extend(unknown_classes(programme, compiled));
    findings
}

/// Points for a class that no subject can have.
fn unknown_classes(programme: &Programme, compiled: &CompiledScheme<'_>) -> Vec<Finding> {
    let classes = programme.framework.classes.iter().map(|class| class.id.as_str());
    let kinds = programme.framework.body_kinds.iter().map(|kind| kind.id.as_str());
    let units = programme.tree.units().iter().filter_map(|unit| unit.class.as_deref());
    let known: BTreeSet<&str> = classes.chain(kinds).chain(units).collect();
    let mut findings = Vec::new();
    for item in &compiled.scheme.items {
        for class in item.points_by_class.keys().filter(|class| !known.contains(class.as_str())) {
            findings.push(
                Finding::error("S017", item.place.clone())
                    .with("item", &item.id)
                    .with("class", class)
                    .with("nearest", nearest(class, known.iter().copied()).unwrap_or_default()),
            );
        }
    }
    findings
}
