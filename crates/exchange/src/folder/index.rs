//! `index.toml`: the composite index.

use gangmu_base::Finding;
use gangmu_base::units::Tree;
use gangmu_domain::framework::Framework;
use gangmu_domain::index::{
    ChoiceDef, ChoiceKind, IndexDef, IndexIndicator, IndexPart, MethodDef, StepDef,
};
use gangmu_num::Ratio;

use super::Reading;
use super::forms::one_of;
use super::index_methods::{MEANS, STEPS, method, only};
use super::values::{
    amount, count, id, optional_named, own_id, period, share, strings, tables, text,
};
use crate::text::{Document, Node, TableReader};

impl Reading {
    /// The composite index, if the programme has one. What it names must be there.
    pub(crate) fn read_index(&mut self, framework: &Framework, tree: &Tree) -> Option<IndexDef> {
        let source = self.small_source("index.toml")?;
        let (document, findings) = Document::parse(&source);
        self.findings.extend(findings);
        let document = document?;
        let root = document.root();
        let index = index(&root);
        root.finish(&["part", "indicator", "step", "choice"]);
        self.findings.extend(document.take_findings());
        self.findings.extend(super::index_references::check(&index, framework, tree));
        Some(index)
    }
}

fn index(root: &TableReader<'_>) -> IndexDef {
    let periods = root.get("periods").and_then(|node| node.list()).unwrap_or_default();
    let means = root.get("means").and_then(|node| node.list()).unwrap_or_default();
    let within = root.get("compare_within").is_none_or(|node| within_class(&node));
    let draws = root.get("draws").and_then(|node| count(&node));
    let seed = root.get("seed").and_then(|node| count(&node));
    IndexDef {
        title: optional_named(root, "title"),
        level: text(root, "level"),
        period: root.get("period").and_then(|node| period(&node)),
        periods: periods.iter().filter_map(period).collect(),
        within_class: within,
        parts: tables(root, "part", part),
        indicators: tables(root, "indicator", indicator),
        steps: tables(root, "step", step),
        means: means.iter().map(mean).collect(),
        min_share: root.get("min_share").and_then(|node| share(&node)),
        choices: tables(root, "choice", choice),
        draws: draws.map(|draws| u32::try_from(draws).unwrap_or(u32::MAX)),
        seed: seed.map(|seed| seed as u64),
        place: root.place(),
    }
}

fn within_class(node: &Node<'_>) -> bool {
    match node.string() {
        Some("class") | None => true,
        Some("all") => false,
        Some(word) => {
            let allowed = "class, all";
            let finding = Finding::error("F210", node.place()).with("value", word);
            node.report(finding.with("allowed", allowed));
            true
        }
    }
}

fn part(table: &TableReader<'_>) -> IndexPart {
    IndexPart {
        id: own_id(table),
        name: optional_named(table, "name"),
        parent: table.get("parent").and_then(|node| id(&node)),
        weight: weight(table),
        mean: table.get("mean").map(|node| mean(&node)),
        place: table.place(),
    }
}

fn indicator(table: &TableReader<'_>) -> IndexIndicator {
    IndexIndicator {
        id: own_id(table),
        part: text(table, "part"),
        weight: weight(table),
        place: table.place(),
    }
}

fn weight(table: &TableReader<'_>) -> Ratio {
    table.get("weight").and_then(|node| amount(&node)).unwrap_or(Ratio::ONE)
}

/// A mean: a word, or a table with the exponent of a power mean.
fn mean(node: &Node<'_>) -> MethodDef {
    let plain = |name: &str| MethodDef {
        name: name.to_owned(),
        settings: Default::default(),
        place: node.place(),
    };
    if node.kind() != "string" {
        let Some(table) = node.table() else { return plain("") };
        let found = MethodDef { name: "power".to_owned(), ..method(&table, &["exponent"], &[]) };
        table.require("exponent");
        table.finish(&["exponent"]);
        return found;
    }
    let word = node.string().unwrap_or_default();
    if !MEANS.contains(&word) {
        let finding = Finding::error("F210", node.place()).with("value", word);
        node.report(finding.with("allowed", MEANS.join(", ")));
    }
    plain(word)
}

fn step(table: &TableReader<'_>) -> StepDef {
    let kinds: Vec<&str> = STEPS.iter().map(|(kind, ..)| *kind).collect();
    let kind = one_of(table, "do", &kinds);
    step_of(&kind, table)
}

/// A step whose kind is known.
fn step_of(kind: &str, table: &TableReader<'_>) -> StepDef {
    let (settings, methods) = match STEPS.iter().find(|(known, ..)| *known == kind) {
        Some((_, settings, methods)) => (*settings, *methods),
        None => (&[][..], &[][..]),
    };
    StepDef {
        kind: kind.to_owned(),
        method: method(table, settings, methods),
        only: only(table, kind),
        place: table.place(),
    }
}

fn choice(table: &TableReader<'_>) -> ChoiceDef {
    ChoiceDef { id: own_id(table), kind: choice_kind(table), place: table.place() }
}

fn choice_kind(table: &TableReader<'_>) -> ChoiceKind {
    const KINDS: [&str; 5] = ["step", "means", "weights", "leave_out", "figures"];
    let is_said = |key: &&str| match *key {
        // What is not so is not said.
        "figures" => table.get("figures").is_some_and(|node| node.boolean() != Some(false)),
        key => table.get(key).is_some(),
    };
    let said: Vec<&str> = KINDS.into_iter().filter(is_said).collect();
    let document = table.document();
    match said.as_slice() {
        ["step"] => step_choice(table),
        ["means"] => {
            let lists = table.get("means").and_then(|node| node.list()).unwrap_or_default();
            let list = |node: &Node<'_>| node.list().unwrap_or_default().iter().map(mean).collect();
            ChoiceKind::Means(lists.iter().map(list).collect())
        }
        ["weights"] => {
            let off = table.get("weights").and_then(|node| share(&node)).unwrap_or(Ratio::ZERO);
            let levels = table.get("levels").and_then(|node| node.list()).unwrap_or_default();
            let levels = levels.iter().filter_map(count).filter_map(|l| u32::try_from(l).ok());
            ChoiceKind::Weights(off, levels.collect())
        }
        ["leave_out"] => ChoiceKind::LeaveOut(strings(table, "leave_out")),
        ["figures"] => ChoiceKind::Figures,
        _ => {
            let key = KINDS.join(" / ");
            document.report(Finding::error("F235", table.place()).with("keys", key));
            ChoiceKind::LeaveOut(Vec::new())
        }
    }
}

fn step_choice(table: &TableReader<'_>) -> ChoiceKind {
    let kinds: Vec<&str> = STEPS.iter().map(|(kind, ..)| *kind).collect();
    let kind = one_of(table, "step", &kinds);
    if table.get("or_none").and_then(|node| node.boolean()) == Some(true) {
        return ChoiceKind::StepOrNone(kind);
    }
    let read = |option: &TableReader<'_>| step_of(&kind, option);
    let options = tables(table, "options", read);
    if options.is_empty() {
        table.document().report(Finding::error("F132", table.place()).with("key", "options"));
    }
    ChoiceKind::Step(options)
}
