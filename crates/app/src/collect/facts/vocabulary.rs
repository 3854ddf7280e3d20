//! The words in which facts can be said: what the programme's schemes, questions and facts name. Nothing
//! is taken that no rule could ever look at.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::facts::Mark;
use gangmu_domain::assessment::VetoWhen;
use gangmu_exchange::folder::Programme;
use gangmu_formula::Reference;
use gangmu_formula::typed::{Node, NodeKind};

use crate::define::prepare;

/// What a programme names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Types of event with their severities.
    pub events: BTreeMap<String, BTreeSet<String>>,
    /// Flags of events.
    pub flags: BTreeSet<String>,
    /// Indicators that are rated, with the labels their rules know; empty for any label.
    pub ratings: BTreeMap<String, Vec<String>>,
    /// Indicators that are graded, the same.
    pub grades: BTreeMap<String, Vec<String>>,
    /// The dimensions of graded indicators, as far as facts name them.
    pub dimensions: BTreeMap<String, BTreeSet<String>>,
    /// Indicators judged by checklist, with the elements that facts name.
    pub checklists: BTreeMap<String, BTreeSet<String>>,
}

/// What a programme names.
pub fn vocabulary(programme: &Programme) -> Vocabulary {
    let mut found = Vocabulary::default();
    let (facts, framework) = (&programme.facts, &programme.framework);
    for event in &facts.events {
        found.event(&event.kind, Some(&event.severity));
    }
    for named in framework.reporting.iter().flat_map(|r| r.late.iter().chain(&r.hidden)) {
        found.event(&named.kind, Some(&named.severity));
    }
    found.flags.extend(facts.event_flags.iter().cloned());
    for scheme in &programme.schemes {
        if let Some(deductions) = &scheme.deductions {
            found.flags.extend(deductions.multipliers.keys().cloned());
            deductions.rows.iter().for_each(|row| found.event(&row.kind, Some(&row.severity)));
        }
        for veto in &scheme.vetoes {
            if let VetoWhen::Event(kind, severity) = &veto.when {
                found.event(kind, Some(severity));
            }
        }
    }
    let (prepared, _) = prepare(programme);
    let of_schemes = prepared.schemes.iter().flat_map(|scheme| scheme.formulas());
    let of_indicators = prepared.compiled.formulas.iter().flatten();
    for rule in of_schemes.chain(of_indicators) {
        for reference in rule.root.references() {
            match reference {
                Reference::Events(kind, severity) => found.event(kind, severity.as_deref()),
                Reference::Ratings(id) => drop(found.ratings.entry(id.to_string()).or_default()),
                Reference::Grades(id) => drop(found.grades.entry(id.to_string()).or_default()),
                Reference::Checked(id) => drop(found.checklists.entry(id.to_string()).or_default()),
                _ => {}
            }
        }
        found.labels(&rule.root);
    }
    found.of_marks(&facts.ratings, &facts.grades, &facts.checks);
    for (indicator, labels) in &mut found.grades {
        // Where a dimension is a question, its answers are the labels.
        let asked = |id: &String| framework.questions.iter().find(|question| question.id == *id);
        let of = found.dimensions.get(indicator).into_iter().flatten().filter_map(asked);
        for answer in of.flat_map(|question| &question.answers) {
            if !labels.contains(answer) {
                labels.push(answer.clone());
            }
        }
    }
    found
}

impl Vocabulary {
    fn event(&mut self, kind: &str, severity: Option<&str>) {
        let severities = self.events.entry(kind.to_owned()).or_default();
        severities.extend(severity.map(str::to_owned));
    }

    /// The labels that the tables of a rule know.
    fn labels(&mut self, node: &Node) {
        if let NodeKind::Lookup(of, rows, _) = &node.kind {
            let given = match &of.kind {
                NodeKind::Reference(Reference::Ratings(id)) => self.ratings.get_mut(&**id),
                NodeKind::Reference(Reference::Grades(id)) => self.grades.get_mut(&**id),
                _ => None,
            };
            if let Some(labels) = given {
                for (label, _) in rows {
                    if !labels.iter().any(|known| **known == **label) {
                        labels.push(label.to_string());
                    }
                }
            }
        }
        node.for_each_child(|child| self.labels(child));
    }

    fn of_marks(&mut self, ratings: &[Mark], grades: &[Mark], checks: &[Mark]) {
        for mark in ratings {
            self.ratings.entry(mark.indicator.clone()).or_default();
        }
        for mark in grades {
            self.grades.entry(mark.indicator.clone()).or_default();
            let dimensions = self.dimensions.entry(mark.indicator.clone()).or_default();
            dimensions.insert(mark.part.clone());
        }
        for mark in checks {
            let elements = self.checklists.entry(mark.indicator.clone()).or_default();
            elements.insert(mark.part.clone());
        }
    }
}
