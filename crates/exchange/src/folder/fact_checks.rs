//! Facts against each other: nothing is told twice, weights add up.

use std::collections::BTreeSet;

use gangmu_base::facts::Facts;
use gangmu_base::{Finding, Reporter, Tree};
use gangmu_num::Ratio;

use super::Reading;

impl Reading {
    /// Two rows that say something about the same thing.
    pub(super) fn told_twice(&mut self, facts: &Facts, tree: &Tree) {
        let mut seen = BTreeSet::new();
        let mut twice = |kind: &'static str, key: Vec<String>, place: &gangmu_base::Place| {
            let shown = key.join(", ");
            if !seen.insert((kind, key)) {
                self.findings.push(Finding::error("F221", place.clone()).with("key", shown));
            }
        };
        let id = |reporter: Reporter| tree.id(reporter).to_owned();
        for event in &facts.events {
            twice("events", vec![event.id.clone()], &event.place);
        }
        for a in &facts.answers {
            let key =
                vec![id(a.reporter), a.period.to_string(), a.question.clone(), a.answer.clone()];
            twice("surveys", key, &a.place);
        }
        let marks =
            [("ratings", &facts.ratings), ("checklists", &facts.checks), ("grades", &facts.grades)];
        for (kind, marks) in marks {
            for m in marks {
                let key =
                    vec![id(m.reporter), m.indicator.clone(), m.period.to_string(), m.part.clone()];
                twice(kind, key, &m.place);
            }
        }
        for m in &facts.milestones {
            let key = vec![id(m.unit), m.project.clone(), m.milestone.clone()];
            twice("milestones", key, &m.place);
        }
        for p in &facts.practices {
            twice("practices", vec![p.id.clone()], &p.place);
        }
        for r in &facts.results {
            let key = vec![id(r.reporter), r.scheme.clone(), r.period.to_string()];
            twice("results", key, &r.place);
        }
    }

    /// The milestones of a project at a unit weigh 100 together.
    pub(super) fn weights_add_up(&mut self, facts: &Facts, tree: &Tree) {
        let mut sums = std::collections::BTreeMap::new();
        for m in &facts.milestones {
            let (sum, _) =
                sums.entry((m.unit, m.project.as_str())).or_insert((Ratio::ZERO, &m.place));
            *sum = &*sum + &m.weight;
        }
        for ((unit, project), (sum, place)) in sums {
            if sum != Ratio::from_int(100) {
                self.findings.push(
                    Finding::warning("F229", place.clone())
                        .with("unit", tree.id(unit))
                        .with("project", project)
                        .with("sum", sum.plain()),
                );
            }
        }
    }
}
