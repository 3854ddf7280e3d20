//! What asking costs those who answer: figures asked twice, asked and never used, and forms above
//! the caps.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::Finding;
use gangmu_num::Ratio;

use super::burden::asks;
use super::words::{Dataset, ElementDef, Framework};

/// What is wrong with what a programme asks. `used` are the elements that an indicator, a rule or a
/// condition looks at.
pub fn check_asking(framework: &Framework, used: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = asked_twice(framework);
    findings.extend(same_name(framework));
    findings.extend(never_used(framework, used));
    findings.extend(over_the_caps(framework));
    findings
}

/// An element on two forms (`R001`). Where the second only shows what the first has, it is `reused`.
fn asked_twice(framework: &Framework) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Dataset> = BTreeMap::new();
    let mut found: BTreeMap<(&str, &str), (Vec<&str>, &Dataset)> = BTreeMap::new();
    for form in &framework.datasets {
        for element in &form.elements {
            match first.get(element.as_str()) {
                Some(other) if other.id != form.id => {
                    let key = (form.id.as_str(), other.id.as_str());
                    found.entry(key).or_insert((Vec::new(), form)).0.push(element);
                }
                Some(_) => {}
                None => {
                    first.insert(element, form);
                }
            }
        }
    }
    let told = found.into_iter().map(|((form, other), (elements, dataset))| {
        Finding::warning("R001", dataset.place.clone())
            .with("form", form)
            .with("other", other)
            .with("elements", listed(&elements))
            .with("count", elements.len())
    });
    told.collect()
}

/// Two elements with one name, one unit of measure and one level: one figure under two ids (`R002`).
fn same_name(framework: &Framework) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in [
        |element: &ElementDef| element.name.zh.clone(),
        |element: &ElementDef| element.name.en.to_lowercase(),
    ] {
        let mut first: BTreeMap<(String, &str, u32), &str> = BTreeMap::new();
        for element in &framework.elements {
            let key = (name(element), element.unit.as_str(), element.collected_at);
            if key.0.is_empty() {
                continue;
            }
            if let Some(other) = first.get(&key) {
                findings.push(
                    Finding::warning("R002", element.place.clone())
                        .with("element", &element.id)
                        .with("other", other),
                );
            } else {
                first.insert(key, &element.id);
            }
        }
    }
    findings
}

/// Elements that are asked and that nothing looks at (`R003`).
fn never_used(framework: &Framework, used: &BTreeSet<&str>) -> Vec<Finding> {
    let unused = framework.elements.iter().filter(|element| !used.contains(element.id.as_str()));
    let told = unused.map(|element| {
        let forms: Vec<&str> = framework
            .datasets
            .iter()
            .filter(|form| form.elements.contains(&element.id))
            .map(|form| form.id.as_str())
            .collect();
        Finding::warning("R003", element.place.clone())
            .with("element", &element.id)
            .with("forms", listed(&forms))
    });
    told.collect()
}

/// Levels that are asked for more minutes a month (`R004`) or more forms (`R005`) than the caps allow.
fn over_the_caps(framework: &Framework) -> Vec<Finding> {
    let mut minutes: BTreeMap<&str, (Ratio, Vec<&str>)> = BTreeMap::new();
    for (form, asks) in framework.datasets.iter().zip(asks(framework)) {
        let Some(own) = asks.minutes_per_month else { continue };
        let (sum, forms) = minutes.entry(&form.level).or_default();
        *sum = sum.add(&own);
        forms.push(&form.id);
    }
    let last = |level: &str| framework.datasets.iter().rfind(|form| form.level == level);
    let mut findings = Vec::new();
    for (level, (sum, forms)) in minutes {
        let cap = framework.burden.minutes_per_month.get(level);
        let cap = cap.map(|cap| Ratio::from_int(*cap)).filter(|cap| sum > *cap);
        if let (Some(cap), Some(form)) = (cap, last(level)) {
            findings.push(
                Finding::warning("R004", form.place.clone())
                    .with("level", level)
                    .with("minutes", sum.round_half_up(1).plain())
                    .with("cap", cap.plain())
                    .with("forms", listed(&forms)),
            );
        }
    }
    for (level, cap) in &framework.burden.forms {
        let count = framework.datasets.iter().filter(|form| form.level == *level).count();
        if let (true, Some(form)) = (count as i64 > *cap, last(level)) {
            findings.push(
                Finding::warning("R005", form.place.clone())
                    .with("level", level)
                    .with("count", count)
                    .with("cap", cap),
            );
        }
    }
    findings
}

/// The first few of a list, as a sentence names them.
fn listed(ids: &[&str]) -> String {
    const NAMED: usize = 8;
    let named = ids.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if ids.len() > NAMED { named + ", …" } else { named }
}
