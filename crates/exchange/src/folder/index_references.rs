//! What an index names must be there, once.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::finding::nearest;
use gangmu_base::units::Tree;
use gangmu_base::{Finding, Place};
use gangmu_domain::framework::Framework;
use gangmu_domain::index::{ChoiceKind, IndexDef, StepDef};

/// Ids that come twice, and names that lead nowhere.
pub(super) fn check(index: &IndexDef, framework: &Framework, tree: &Tree) -> Vec<Finding> {
    let mut found = twice(index);
    let indicators: BTreeSet<&str> = framework.indicators.iter().map(|i| i.id.as_str()).collect();
    let elements: BTreeSet<&str> = framework.elements.iter().map(|e| e.id.as_str()).collect();
    let levels: BTreeSet<&str> = framework.levels.iter().map(|level| level.id.as_str()).collect();
    let parts: BTreeSet<&str> = index.parts.iter().map(|part| part.id.as_str()).collect();
    let own: BTreeSet<&str> = index.indicators.iter().map(|line| line.id.as_str()).collect();
    let units: BTreeSet<&str> = tree.units().iter().map(|unit| unit.id.as_str()).collect();
    let mut wanted: Vec<(&str, &str, &BTreeSet<&str>, &Place)> = Vec::new();
    wanted.push(("level", &index.level, &levels, &index.place));
    for part in &index.parts {
        wanted.extend(part.parent.iter().map(|p| ("index_part", p.as_str(), &parts, &part.place)));
    }
    for line in &index.indicators {
        wanted.push(("indicator", &line.id, &indicators, &line.place));
        wanted.push(("index_part", &line.part, &parts, &line.place));
    }
    let options = index.choices.iter().filter_map(|choice| match &choice.kind {
        ChoiceKind::Step(options) => Some(options),
        _ => None,
    });
    for step in index.steps.iter().chain(options.flatten()) {
        let only = step.only.iter().map(|(name, method)| (name, &method.place));
        let named = step.method.words("indicators").iter().map(|name| (name, &step.place));
        for (name, place) in only.chain(named) {
            wanted.push(("index_indicator", name, &own, place));
        }
        wanted.extend(step.method.word("by").map(|by| ("element", by, &elements, &step.place)));
        let lists = ["keep", "drop"].into_iter().flat_map(|key| step.method.words(key));
        let all = std::iter::once(&step.method).chain(step.only.iter().map(|(_, own)| own));
        let named = lists.map(String::as_str).chain(all.filter_map(|method| method.word("unit")));
        wanted.extend(named.map(|unit| ("unit", unit, &units, &step.place)));
    }
    let both: BTreeSet<&str> = parts.union(&own).copied().collect();
    for choice in &index.choices {
        if let ChoiceKind::LeaveOut(names) = &choice.kind {
            wanted.extend(names.iter().map(|n| ("index_part", n.as_str(), &both, &choice.place)));
        }
    }
    for (what, id, known, place) in wanted.into_iter().filter(|(_, id, ..)| !id.is_empty()) {
        if !known.contains(id) {
            let near = nearest(id, known.iter().copied()).unwrap_or_default();
            let finding = Finding::error("F209", place.clone()).with("what", what);
            found.push(finding.with("id", id).with("nearest", near));
        }
    }
    found.extend(steps(index));
    found
}

fn twice(index: &IndexDef) -> Vec<Finding> {
    let parts = index.parts.iter().map(|part| (&part.id, &part.place));
    let lines = index.indicators.iter().map(|line| (&line.id, &line.place));
    let choices = index.choices.iter().map(|choice| (&choice.id, &choice.place));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, place) in parts.chain(lines).filter(|(id, _)| !id.is_empty()) {
        if !seen.insert(id) {
            found.push(Finding::error("F208", place.clone()).with("id", id));
        }
    }
    let mut seen = BTreeSet::new();
    for (id, place) in choices.filter(|(id, _)| !id.is_empty()) {
        if !seen.insert(id) {
            found.push(Finding::error("F208", place.clone()).with("id", id));
        }
    }
    found
}

/// A kind of step that a choice is about must be there, and only once.
fn steps(index: &IndexDef) -> Vec<Finding> {
    let mut counts: BTreeMap<&str, Vec<&StepDef>> = BTreeMap::new();
    for step in &index.steps {
        counts.entry(&step.kind).or_default().push(step);
    }
    let mut found = Vec::new();
    for (kind, steps) in &counts {
        for step in steps.iter().skip(1).filter(|_| !kind.is_empty()) {
            found.push(Finding::error("F208", step.place.clone()).with("id", kind));
        }
    }
    for choice in &index.choices {
        let kind = match &choice.kind {
            ChoiceKind::Step(options) => options.first().map(|step| step.kind.as_str()),
            ChoiceKind::StepOrNone(kind) => Some(kind.as_str()),
            _ => None,
        };
        if let Some(kind) = kind.filter(|kind| !kind.is_empty() && !counts.contains_key(kind)) {
            let near = nearest(kind, counts.keys().copied()).unwrap_or_default();
            let finding = Finding::error("F209", choice.place.clone()).with("what", "index_step");
            found.push(finding.with("id", kind).with("nearest", near));
        }
    }
    found
}
