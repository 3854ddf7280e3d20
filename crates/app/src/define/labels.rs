//! Words of a scheme that meet words of the facts: event types, flags, states, labels. A slip
//! there gives no points, or takes none, without anybody noticing.

use std::collections::BTreeSet;

use gangmu_base::facts::{Facts, Mark};
use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Period, Place};
use gangmu_domain::assessment::{CompiledScheme, VetoWhen};
use gangmu_formula::Reference;
use gangmu_formula::typed::{Node, NodeKind};

/// What a scheme's words do not find among the facts, and labels its tables do not know.
pub(super) fn labels(compiled: &CompiledScheme<'_>, facts: &Facts, period: Period) -> Vec<Finding> {
    let scheme = compiled.scheme;
    let mut findings = Vec::new();
    let types: BTreeSet<&str> = facts.events.iter().map(|event| event.kind.as_str()).collect();
    let severities: BTreeSet<&str> =
        facts.events.iter().map(|event| event.severity.as_str()).collect();
    let mut event = |kind: &str, severity: Option<&str>, place: &Place| {
        findings.extend(slip("type", kind, &types, place));
        findings.extend(severity.and_then(|word| slip("severity", word, &severities, place)));
    };
    for row in scheme.deductions.iter().flat_map(|deductions| &deductions.rows) {
        event(&row.kind, Some(&row.severity), &row.place);
    }
    for veto in &scheme.vetoes {
        if let VetoWhen::Event(kind, severity) = &veto.when {
            event(kind, Some(severity), &veto.place);
        }
    }
    let states: BTreeSet<&str> = facts.practices.iter().map(|p| p.status.as_str()).collect();
    let mut states_missed = Vec::new();
    let mut labels_missed = Vec::new();
    for (_, written, rule) in compiled.rules() {
        let place = &written.place;
        for reference in rule.root.references() {
            match reference {
                Reference::Events(kind, severity) => event(kind, severity.as_deref(), place),
                Reference::Practices(state) => {
                    states_missed.extend(slip("status", state, &states, place));
                }
                _ => {}
            }
        }
        labels_missed.extend(not_in_table(&rule.root, facts, period, place));
    }
    findings.extend(states_missed);
    findings.extend(labels_missed);
    findings.extend(unknown_flags(compiled, facts));
    findings
}

/// A word that no fact bears, but one much like it does. A word that nothing resembles is no slip:
/// the event has not happened, the state has not been reached.
fn slip(what: &str, word: &str, known: &BTreeSet<&str>, place: &Place) -> Option<Finding> {
    if known.contains(word) {
        return None;
    }
    let near = nearest(word, known.iter().copied())?;
    Some(
        Finding::warning("S026", place.clone())
            .with("what", what)
            .with("name", word)
            .with("nearest", near),
    )
}

/// A multiplier for a flag that the events do not have.
fn unknown_flags(compiled: &CompiledScheme<'_>, facts: &Facts) -> Vec<Finding> {
    let Some(deductions) = &compiled.scheme.deductions else { return Vec::new() };
    if facts.events.is_empty() {
        return Vec::new();
    }
    let known = || facts.event_flags.iter().map(String::as_str);
    deductions
        .multipliers
        .keys()
        .filter(|flag| !known().any(|column| column == flag.as_str()))
        .map(|flag| {
            Finding::error("S028", compiled.scheme.place.clone())
                .with("flag", flag)
                .with("nearest", nearest(flag, known()).unwrap_or_default())
        })
        .collect()
}

/// Labels given by raters or graders for which a rule's table has no figure.
fn not_in_table(node: &Node, facts: &Facts, period: Period, place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let NodeKind::Lookup(of, rows, None) = &node.kind {
        let given: Option<(&str, &[Mark])> = match &of.kind {
            NodeKind::Reference(Reference::Ratings(id)) => Some((id, &facts.ratings)),
            NodeKind::Reference(Reference::Grades(id)) => Some((id, &facts.grades)),
            _ => None,
        };
        if let Some((id, marks)) = given {
            let unknown: BTreeSet<&str> = marks
                .iter()
                .filter(|mark| mark.indicator == id && mark.period == period)
                .map(|mark| mark.label.as_str())
                .filter(|label| !rows.iter().any(|(row, _)| **row == **label))
                .collect();
            let known = || rows.iter().map(|(row, _)| &**row);
            findings.extend(unknown.into_iter().map(|label| {
                Finding::error("S027", place.clone())
                    .with("indicator", id)
                    .with("label", label)
                    .with("nearest", nearest(label, known()).unwrap_or_default())
            }));
        }
    }
    node.for_each_child(|child| findings.extend(not_in_table(child, facts, period, place)));
    findings
}
