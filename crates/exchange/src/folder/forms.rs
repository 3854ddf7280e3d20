//! `framework.toml`, `datasets.toml` and `questions.toml`.

use std::collections::BTreeSet;

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place, Severity, Tree};
use gangmu_domain::framework::{Dataset, FormRule, Framework, Node, Question};

use super::Reading;
use super::values::{
    above_zero, count, id, named, optional_named, optional_text, own_id, rule, strings, tables,
    text,
};
use crate::text::{Document, TableReader};

impl Reading {
    /// The framework tree, the forms and the questions; what they name must be there.
    pub(crate) fn read_forms(&mut self, framework: &mut Framework, tree: &Tree) {
        framework.questions = self.with_list("questions.toml", "question", |table| Question {
            id: own_id(table),
            text: named(table, "text"),
            kind: one_of(table, "kind", &["survey", "capability"]),
            answers: strings(table, "answers"),
            design_effect: table.get("design_effect").and_then(|node| above_zero(&node)),
            group: optional_text(table, "group"),
            place: table.place(),
        });
        framework.nodes = self.with_list("framework.toml", "node", |table| Node {
            id: own_id(table),
            parent: table.get("parent").and_then(|node| id(&node)),
            core: table.get("core").and_then(|node| node.boolean()),
            name: named(table, "name"),
            place: table.place(),
        });
        framework.datasets = self.with_list("datasets.toml", "dataset", dataset);
        self.references(framework, tree);
    }

    /// Reads the tables of one list, the only thing in its file.
    pub(crate) fn with_list<T>(
        &mut self,
        path: &str,
        key: &str,
        read: impl Fn(&TableReader<'_>) -> T,
    ) -> Vec<T> {
        let Some(source) = self.small_source(path) else { return Vec::new() };
        let (document, findings) = Document::parse(&source);
        self.findings.extend(findings);
        let Some(document) = document else { return Vec::new() };
        let root = document.root();
        let found = tables(&root, key, read);
        root.finish(&[key]);
        self.findings.extend(document.take_findings());
        found
    }

    /// Ids that are given twice, and names that lead nowhere.
    pub(crate) fn references(&mut self, framework: &Framework, tree: &Tree) {
        let nodes: Vec<(&str, &Place)> =
            framework.nodes.iter().map(|node| (node.id.as_str(), &node.place)).collect();
        let datasets: Vec<(&str, &Place)> =
            framework.datasets.iter().map(|form| (form.id.as_str(), &form.place)).collect();
        let questions: Vec<(&str, &Place)> =
            framework.questions.iter().map(|q| (q.id.as_str(), &q.place)).collect();
        for list in [&nodes, &datasets, &questions] {
            let mut seen = BTreeSet::new();
            for (id, place) in list.iter().filter(|(id, _)| !id.is_empty()) {
                if !seen.insert(id) {
                    self.findings.push(Finding::error("F208", (*place).clone()).with("id", id));
                }
            }
        }
        let ids = |list: &[(&'_ str, &Place)]| -> BTreeSet<String> {
            list.iter().map(|(id, _)| (*id).to_owned()).collect()
        };
        let (node_ids, question_ids) = (ids(&nodes), ids(&questions));
        let element_ids: BTreeSet<String> =
            framework.elements.iter().map(|element| element.id.clone()).collect();
        let level_ids: BTreeSet<String> =
            framework.levels.iter().map(|level| level.id.clone()).collect();
        let body_ids: BTreeSet<String> = tree.bodies().iter().map(|body| body.id.clone()).collect();
        // A body whose own row is at fault has been told of there.
        let at_fault = self.findings.iter().any(|f| &*f.place.file == "bodies.csv");
        let bodies_are_known = !at_fault && !body_ids.is_empty();
        let mut wanted: Vec<(&str, &str, &BTreeSet<String>, &Place)> = Vec::new();
        for node in &framework.nodes {
            wanted.extend(node.parent.iter().map(|p| ("node", p.as_str(), &node_ids, &node.place)));
        }
        if !framework.nodes.is_empty() {
            for indicator in &framework.indicators {
                let node = indicator.node.iter();
                wanted.extend(node.map(|n| ("node", n.as_str(), &node_ids, &indicator.place)));
            }
        }
        for form in &framework.datasets {
            wanted.push(("level", &form.level, &level_ids, &form.place));
            let accepting = form.accepted_at.iter();
            wanted.extend(accepting.map(|l| ("level", l.as_str(), &level_ids, &form.place)));
            let issuer = form.issued_by.iter().filter(|_| bodies_are_known);
            wanted.extend(issuer.map(|body| ("body", body.as_str(), &body_ids, &form.place)));
            let elements = form.elements.iter().chain(&form.reused);
            wanted.extend(elements.map(|e| ("element", e.as_str(), &element_ids, &form.place)));
            let asked = form.questions.iter();
            wanted.extend(asked.map(|q| ("question", q.as_str(), &question_ids, &form.place)));
        }
        for (what, id, known, place) in wanted {
            if !known.contains(id) {
                let near = nearest(id, known.iter().map(String::as_str)).unwrap_or_default();
                self.findings.push(
                    Finding::error("F209", place.clone())
                        .with("what", what)
                        .with("id", id)
                        .with("nearest", near),
                );
            }
        }
        self.circle_of_nodes(framework);
    }

    /// A node must not hang below itself.
    fn circle_of_nodes(&mut self, framework: &Framework) {
        let parent = |id: &str| {
            let node = framework.nodes.iter().find(|node| node.id == id)?;
            node.parent.as_deref()
        };
        for node in &framework.nodes {
            let mut at = node.id.as_str();
            for _ in 0..framework.nodes.len() {
                match parent(at) {
                    Some(above) if above == node.id => {
                        self.findings
                            .push(Finding::error("F215", node.place.clone()).with("id", &node.id));
                        break;
                    }
                    Some(above) => at = above,
                    None => break,
                }
            }
        }
    }
}

pub(crate) fn dataset(table: &TableReader<'_>) -> Dataset {
    table.get("basis").and_then(|node| node.string());
    table.get("approved_until").and_then(|node| node.date());
    Dataset {
        id: own_id(table),
        name: named(table, "name"),
        issued_by: optional_text(table, "issued_by"),
        level: text(table, "level"),
        frequency: one_of(
            table,
            "frequency",
            &["annual", "half-yearly", "quarterly", "monthly", "weekly", "once"],
        ),
        text: optional_named(table, "text"),
        due_days: table.get("due_days").and_then(|node| count(&node)),
        due_working_days: table.get("due_working_days").and_then(|node| count(&node)),
        grace_working_days: table.get("grace_working_days").and_then(|node| count(&node)),
        correction_working_days: table.get("correction_working_days").and_then(|node| count(&node)),
        accepted_at: optional_text(table, "accepted_at"),
        elements: strings(table, "elements"),
        reused: strings(table, "reused"),
        questions: strings(table, "questions"),
        rules: tables(table, "rule", form_rule),
        place: table.place(),
    }
}

fn form_rule(table: &TableReader<'_>) -> FormRule {
    let severity =
        table.get("severity").is_some().then(|| one_of(table, "severity", &["error", "warning"]));
    FormRule {
        id: own_id(table),
        holds: rule(table, "holds"),
        severity: match severity.as_deref() {
            Some("error") => Severity::Error,
            _ => Severity::Warning,
        },
        text: named(table, "text"),
        place: table.place(),
    }
}

/// One of a few words.
pub(crate) fn one_of(table: &TableReader<'_>, key: &str, allowed: &[&str]) -> String {
    let Some(node) = table.require(key) else { return String::new() };
    let Some(word) = node.string() else { return String::new() };
    if !allowed.contains(&word) {
        node.report(
            Finding::error("F210", node.place())
                .with("value", word)
                .with("allowed", allowed.join(", ")),
        );
    }
    word.to_owned()
}
