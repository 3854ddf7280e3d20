//! `schemes/ID.toml`: who is assessed, groups, items, and how gaps are treated.

use std::collections::BTreeMap;

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place, Tree};
use gangmu_domain::assessment::{
    Base, Combine, CompareWithin, Group, Item, MissingPolicy, NotApplicable, Policy, Printed,
    Scheme, SubjectRule, Veto,
};
use gangmu_domain::framework::Framework;
use gangmu_formula::Written;
use gangmu_num::Ratio;

use super::Reading;
use super::scheme_parts;
use super::values::{
    amount, id, named, number, optional_named, optional_text, own_id, period, rule, strings,
    tables, text, written,
};
use crate::text::{Document, Node, TableReader};

impl Reading {
    /// The schemes, in the order in which the programme names them.
    pub(crate) fn read_schemes(&mut self, framework: &Framework, tree: &Tree) -> Vec<Scheme> {
        let files = self.scheme_files();
        let changes = self.changes.clone();
        let mut schemes: Vec<Scheme> = Vec::new();
        for (path, name) in &files {
            let Some(source) = self.small_source(path) else { continue };
            let (document, findings) = Document::parse(&source);
            self.findings.extend(findings);
            let Some(mut document) = document else { continue };
            changes.in_scheme(&mut document, name, &mut self.findings);
            let root = document.root();
            let found = scheme(&root, Place::file(path.clone()));
            self.findings.extend(document.take_findings());
            if found.id != *name {
                self.findings.push(
                    Finding::error("F225", Place::file(path.clone()))
                        .with("id", &found.id)
                        .with("file", name),
                );
                continue;
            }
            self.subjects_are_known(&found, framework);
            self.bodies_are_known(&found.items, &found.vetoes, framework, tree);
            schemes.push(found);
        }
        let known = || files.iter().map(|(_, name)| name.as_str());
        for id in &framework.schemes {
            if !known().any(|name| name == id) {
                let place = self.scheme_places.get(id).cloned();
                self.findings.push(
                    Finding::error("F209", place.unwrap_or_else(|| Place::file("programme.toml")))
                        .with("what", "scheme")
                        .with("id", id)
                        .with("nearest", nearest(id, known()).unwrap_or_default()),
                );
            }
        }
        let place = |scheme: &Scheme| framework.schemes.iter().position(|id| *id == scheme.id);
        for scheme in schemes.iter().filter(|scheme| place(scheme).is_none()) {
            self.findings
                .push(Finding::warning("F233", scheme.place.clone()).with("id", &scheme.id));
        }
        schemes.sort_by_key(|scheme| (place(scheme).unwrap_or(usize::MAX), scheme.id.clone()));
        schemes
    }

    pub(super) fn subjects_are_known(&mut self, scheme: &Scheme, framework: &Framework) {
        let levels: Vec<&str> = framework.levels.iter().map(|l| l.id.as_str()).collect();
        let kinds: Vec<&str> = framework.body_kinds.iter().map(|k| k.id.as_str()).collect();
        let level = std::iter::once(("level", &scheme.subjects.level, &levels));
        let kind = scheme.subjects.kinds.iter().map(|kind| ("body_kind", kind, &kinds));
        for (what, id, known) in level.chain(kind) {
            if !known.contains(&id.as_str()) {
                let near = nearest(id, known.iter().copied()).unwrap_or_default();
                self.findings.push(
                    Finding::error("F209", scheme.subjects.place.clone())
                        .with("what", what)
                        .with("id", id)
                        .with("nearest", near),
                );
            }
        }
    }

    /// Leads and assessors are kinds of body or bodies; appeals go to bodies.
    pub(super) fn bodies_are_known(
        &mut self,
        items: &[Item],
        vetoes: &[Veto],
        framework: &Framework,
        tree: &Tree,
    ) {
        let kinds: Vec<&str> = framework.body_kinds.iter().map(|k| k.id.as_str()).collect();
        let is_body = |id: &str| tree.find(id).is_some_and(|found| tree.body(found).is_some());
        let mut unknown: Vec<(&str, &Place)> = Vec::new();
        for item in items {
            let lead = item.lead.as_deref().filter(|lead| !kinds.contains(lead));
            let assessor = item
                .assessor
                .as_deref()
                .filter(|a| *a != "peers" && !kinds.contains(a) && !is_body(a));
            unknown.extend(lead.into_iter().chain(assessor).map(|id| (id, &item.place)));
        }
        for veto in vetoes {
            let board = veto.appeal_to.as_deref().filter(|board| !is_body(board));
            unknown.extend(board.map(|id| (id, &veto.place)));
        }
        for (id, place) in unknown {
            let bodies = tree.bodies().iter().map(|body| body.id.as_str());
            let near = nearest(id, kinds.iter().copied().chain(bodies)).unwrap_or_default();
            self.findings.push(
                Finding::error("F209", place.clone())
                    .with("what", "body")
                    .with("id", id)
                    .with("nearest", near),
            );
        }
    }
}

/// The keys of a scheme file.
pub(super) const KEYS: [&str; 17] = [
    "scheme",
    "version",
    "title_zh",
    "title_en",
    "period",
    "base",
    "subjects",
    "policy",
    "group",
    "item",
    "bonus",
    "deductions",
    "veto",
    "grade",
    "award",
    "consequence",
    "pass",
];

pub(super) fn scheme(root: &TableReader<'_>, place: Place) -> Scheme {
    let subjects = root.require("subjects").and_then(|node| node.table());
    let subjects = subjects.map(|table| {
        let rule = SubjectRule {
            level: text(&table, "level"),
            kinds: strings(&table, "kinds"),
            place: table.place(),
        };
        table.finish(&["level", "kinds"]);
        rule
    });
    let policy = root.get("policy").and_then(|node| node.table());
    let policy = policy.map(|table| {
        let read = policy_of(&table);
        table.finish(&[
            "compare_within",
            "min_group",
            "round",
            "item_floor",
            "missing",
            "undefined",
            "late",
            "not_applicable",
            "suppressed",
        ]);
        read
    });
    let scheme = Scheme {
        id: root.require("scheme").and_then(|node| id(&node)).unwrap_or_default(),
        version: root.require("version").and_then(|node| node.integer()).unwrap_or_default(),
        title: named(root, "title"),
        period: root.get("period").and_then(|node| period(&node)),
        base: root
            .get("base")
            .and_then(|node| Some(Base { points: number(&node)?, place: node.place() })),
        subjects: subjects.unwrap_or_else(|| SubjectRule {
            level: String::new(),
            kinds: Vec::new(),
            place: place.clone(),
        }),
        policy: policy.unwrap_or_default(),
        groups: tables(root, "group", group),
        items: tables(root, "item", item),
        bonus: scheme_parts::bonus(root),
        deductions: scheme_parts::deductions(root),
        vetoes: tables(root, "veto", scheme_parts::veto),
        grades: tables(root, "grade", scheme_parts::grade),
        award: scheme_parts::award(root),
        consequences: tables(root, "consequence", scheme_parts::consequence),
        pass: scheme_parts::pass(root),
        place,
    };
    for (key, empty) in [("group", scheme.groups.is_empty()), ("item", scheme.items.is_empty())] {
        if empty {
            root.require(key);
        }
    }
    for node in root.entries() {
        if !KEYS.contains(&node.name()) {
            node.report(
                Finding::error("F134", node.key_place())
                    .with("key", node.name())
                    .with("nearest", nearest(node.name(), KEYS).unwrap_or_default()),
            );
        }
    }
    scheme
}

fn policy_of(table: &TableReader<'_>) -> Policy {
    let round = table.get("round").and_then(|node| node.table());
    let places = |key: &str| {
        let node = round.as_ref()?.get(key)?;
        let places = node.integer()?;
        let found = u32::try_from(places).ok().filter(|places| *places <= 12);
        if found.is_none() {
            node.report(Finding::error("F214", node.place()).with("value", places));
        }
        found
    };
    let min_group = table.get("min_group").and_then(|node| {
        let least = node.integer()?;
        let found = u32::try_from(least).ok();
        if found.is_none() {
            node.report(Finding::error("F214", node.place()).with("value", least));
        }
        found
    });
    let policy = Policy {
        compare_within: word(
            table,
            "compare_within",
            &[("class", CompareWithin::Class), ("all", CompareWithin::All)],
        ),
        min_group: min_group.unwrap_or_default(),
        round_item: places("item"),
        round_group: places("group"),
        round_total: places("total"),
        item_floor: table.get("item_floor").and_then(|node| number(&node)).unwrap_or(Ratio::ZERO),
        missing: word(table, "missing", &GAPS),
        undefined: word(table, "undefined", &GAPS),
        late_is_zero: word(table, "late", &LATE),
        not_applicable: word(table, "not_applicable", &TREATMENTS),
        suppressed: word(table, "suppressed", &TREATMENTS),
    };
    if let Some(round) = round {
        round.finish(&["item", "group", "total"]);
    }
    policy
}

pub(super) const GAPS: [(&str, MissingPolicy); 2] =
    [("zero", MissingPolicy::Zero), ("leave_out", MissingPolicy::LeaveOut)];

pub(super) const LATE: [(&str, bool); 2] = [("count", false), ("zero", true)];

const TREATMENTS: [(&str, NotApplicable); 4] = [
    ("rescale", NotApplicable::Rescale),
    ("spread", NotApplicable::Spread),
    ("full_points", NotApplicable::FullPoints),
    ("no_deduction", NotApplicable::NoDeduction),
];

/// One of a few words; left out it is the first of them.
fn word<T: Copy + Default>(table: &TableReader<'_>, key: &str, words: &[(&str, T)]) -> T {
    optional_word(table, key, words).unwrap_or_default()
}

fn optional_word<T: Copy>(table: &TableReader<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
    table.get(key).and_then(|node| one_of_words(&node, words))
}

/// One of a few words; another one is a finding.
pub(super) fn one_of_words<T: Copy>(node: &Node<'_>, words: &[(&str, T)]) -> Option<T> {
    let text = node.string()?;
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        node.report(
            Finding::error("F210", node.place())
                .with("value", text)
                .with("allowed", allowed.join(", ")),
        );
    }
    found
}

pub(super) fn group(table: &TableReader<'_>) -> Group {
    Group {
        id: own_id(table),
        title: named(table, "title"),
        cap: table.get("cap").and_then(|node| amount(&node)),
        exceed: table.get("exceed").and_then(|node| amount(&node)).unwrap_or(Ratio::ZERO),
        floor: table.get("floor").and_then(|node| number(&node)),
        combine: word(
            table,
            "combine",
            &[
                ("sum", Combine::Sum),
                ("weighted_mean", Combine::WeightedMean),
                ("min", Combine::Min),
            ],
        ),
        opens: table.get("opens").and_then(|node| written(&node)),
        local: false,
        place: table.place(),
    }
}

pub(super) fn item(table: &TableReader<'_>) -> Item {
    let draft = table.get("draft").and_then(|node| node.boolean()).unwrap_or(false);
    Item {
        id: own_id(table),
        group: text(table, "group"),
        draft,
        printed: printed(table),
        title: named(table, "title"),
        text: optional_named(table, "text"),
        indicator: optional_text(table, "indicator"),
        points: table.require("points").and_then(|n| number(&n)).unwrap_or(Ratio::ZERO),
        points_by_class: by_class(table),
        weight: table.get("weight").and_then(|node| amount(&node)),
        rule: rule_unless(table, draft),
        floor: table.get("floor").and_then(|node| number(&node)),
        may_exceed: table.get("may_exceed").and_then(|node| node.boolean()).unwrap_or(false),
        not_applicable: optional_word(table, "not_applicable", &TREATMENTS),
        lead: optional_text(table, "lead"),
        assessor: optional_text(table, "assessor"),
        place: table.place(),
    }
}

/// The rule, which an item has unless it is a draft. A draft with a rule is one of the two.
fn rule_unless(table: &TableReader<'_>, draft: bool) -> Written {
    if !draft {
        return rule(table, "rule");
    }
    if let Some(node) = table.get("rule") {
        node.report(
            Finding::error("F234", node.key_place())
                .with("wanted", "draft, rule")
                .with("found", "draft, rule"),
        );
    }
    Written::on_one_line("", table.place())
}

/// What else the legal table says of an item, word for word.
fn printed(table: &TableReader<'_>) -> Printed {
    let Some(found) = table.get("printed").and_then(|node| node.table()) else {
        return Printed::default();
    };
    let text = |key: &str| optional_text(&found, key).unwrap_or_default();
    let printed = Printed {
        content: text("content"),
        source: text("source"),
        method: text("method"),
        lead: text("lead"),
        responsible: text("responsible"),
        assessor: text("assessor"),
    };
    found.finish(&[]);
    printed
}

fn by_class(table: &TableReader<'_>) -> BTreeMap<String, Ratio> {
    let Some(classes) = table.get("points_by_class").and_then(|node| node.table()) else {
        return BTreeMap::new();
    };
    let entries = classes.entries();
    entries.iter().filter_map(|node| Some((node.name().to_owned(), number(node)?))).collect()
}
