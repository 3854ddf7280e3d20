//! Rules of a form: conditions between its cells, told while it is filled in. They are formulas as
//! everywhere else, but look at one form of one unit: its elements, and what the same unit reported of
//! them before. A rule over what is not known yet is silent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::{Cell, Finding, Named, Period, Place, Severity, Status};
use gangmu_formula::check::{Checked, check};
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_formula::{
    Cells, Column, Fault, Figure, Measure, Names, Reference, Source, Subjects, Type, Written,
    evaluate, parse,
};
use gangmu_num::Ratio;

use super::words::{Dataset, Framework};

/// A rule as a form says it.
#[derive(Debug, Clone)]
pub struct FormRule {
    /// Its id within the form.
    pub id: String,
    /// The condition that must hold.
    pub holds: Written,
    /// Whether a form for which it does not hold can be submitted (a warning) or not (an error).
    pub severity: Severity,
    /// What is said where it does not hold.
    pub text: Named,
    /// Where it stands.
    pub place: Place,
}

/// A rule ready to be put to a form.
#[derive(Debug, Clone)]
pub struct ReadyRule {
    /// As the form says it.
    pub rule: FormRule,
    checked: Checked,
}

/// The rules of a form, ready; with what is wrong with those that cannot be.
pub fn form_rules(framework: &Framework, form: &Dataset) -> (Vec<ReadyRule>, Vec<Finding>) {
    let sight = Sight { framework, form };
    let (mut ready, mut findings) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for rule in &form.rules {
        if !rule.id.is_empty() && !seen.insert(&rule.id) {
            findings.push(Finding::error("F208", rule.place.clone()).with("id", &rule.id));
        }
        let checked = parse(&rule.holds.text).and_then(|expr| check(&expr, &sight));
        match checked.and_then(only_the_form) {
            Ok(checked) => ready.push(ReadyRule { rule: rule.clone(), checked }),
            Err(fault) => findings.push(rule.holds.finding(fault)),
        }
    }
    (ready, findings)
}

/// A condition, and of this form of one unit alone.
fn only_the_form(checked: Checked) -> Result<Checked, Fault> {
    if checked.root.ty != Type::Flag {
        let fault = Fault::new("X013", checked.root.span);
        return Err(fault.with("expected", "condition").with("found", checked.root.ty.word()));
    }
    fn looks_around(node: &Node) -> Option<&Node> {
        let around = matches!(
            node.kind,
            NodeKind::OfParent(_)
                | NodeKind::OverPopulation(..)
                | NodeKind::Top(..)
                | NodeKind::Rank(..)
                | NodeKind::Size(_)
        );
        if around {
            return Some(node);
        }
        let mut found = None;
        node.for_each_child(|child| found = found.or_else(|| looks_around(child)));
        found
    }
    match looks_around(&checked.root) {
        Some(node) => Err(Fault::new("X032", node.span)),
        None => Ok(checked),
    }
}

impl ReadyRule {
    /// Ids of the elements it looks at, with the periods of which.
    pub fn looks_at(&self, period: Period) -> BTreeSet<(Arc<str>, Period)> {
        let asked = self.checked.root.asked(&BTreeSet::from([period]));
        asked
            .into_iter()
            .filter_map(|(reference, period)| match reference {
                Reference::Element(id) => Some((id.clone(), period)),
                _ => None,
            })
            .collect()
    }

    /// Whether it holds for a form of that period; `None` where what it looks at is not known.
    pub fn holds(
        &self,
        period: Period,
        figures: &BTreeMap<(Arc<str>, Period), Cell<Ratio>>,
    ) -> Option<bool> {
        let one = Subjects::new(vec![0], vec![0]);
        let Column::Flags(flags) = evaluate(&self.checked, &OneForm { figures }, period, &one)
        else {
            return None;
        };
        flags.at(0).value().copied()
    }
}

/// What a rule of a form may name: the form's elements.
struct Sight<'s> {
    framework: &'s Framework,
    form: &'s Dataset,
}

impl Names for Sight<'_> {
    fn plain(&self, name: &str) -> Option<(Reference, Type)> {
        self.form.elements.iter().chain(&self.form.reused).find(|id| *id == name)?;
        let element = self.framework.elements.iter().find(|element| element.id == name)?;
        let measure = Some(Measure::parse(&element.unit));
        let ty = Type::Number(Figure { measure, better: None });
        Some((Reference::Element(Arc::from(name)), ty))
    }

    fn indicator(&self, _: &str) -> Option<Figure> {
        None
    }

    fn has(&self, _: &str, _: &str) -> bool {
        false
    }

    fn known(&self, kind: &str) -> Vec<String> {
        if kind != "plain" {
            return Vec::new();
        }
        self.form.elements.iter().chain(&self.form.reused).cloned().collect()
    }
}

/// The figures of one form, by element and period.
struct OneForm<'s> {
    figures: &'s BTreeMap<(Arc<str>, Period), Cell<Ratio>>,
}

impl Source for OneForm<'_> {
    fn fact(&self, reference: &Reference, period: Period, _: &Subjects) -> Column {
        let Reference::Element(id) = reference else { return Column::unknown(Status::Missing) };
        let cell = self.figures.get(&(id.clone(), period));
        Column::Numbers(Cells::Same(
            cell.cloned().unwrap_or_else(|| Cell::unknown(Status::Missing)),
        ))
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        (subjects.clone(), vec![None; subjects.len()])
    }
}
