//! `overlays/UNIT/`: what a lower tier lays down for the units below it, in the same tables and
//! words as the programme itself, but only what it changes and adds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place, Reporter, Tree};
use gangmu_domain::assessment::{Scheme, SchemeOverlay};
use gangmu_domain::framework::{Derogation, Framework, FrameworkOverlay};
use jiff::civil::Date;

use super::Reading;
use super::forms::dataset;
use super::overlay_scheme::scheme_overlay;
use super::scheme::scheme;
use super::values::{amount, count, date, id, named, optional_named, own_id, tables, text};
use crate::text::{Document, TableReader};

/// What a lower tier lays down.
#[derive(Clone)]
pub struct Overlay {
    /// For the framework.
    pub framework: FrameworkOverlay,
    /// For the schemes of the tier above.
    pub schemes: Vec<SchemeOverlay>,
    /// Schemes of its own.
    pub own_schemes: Vec<Scheme>,
}

/// Whose programme it is once an overlay is laid over it.
#[derive(Debug, Clone)]
pub struct Localised {
    /// The unit.
    pub unit: Reporter,
    /// What is less strict than above, by permission.
    pub loosened: Vec<Loosened>,
}

/// Something that is less strict than above, by permission.
#[derive(Debug, Clone)]
pub struct Loosened {
    /// What it is about, from the outside in.
    pub field: Vec<String>,
    /// What the tier above says.
    pub above: String,
    /// What holds instead.
    pub here: String,
    /// The permission.
    pub derogation: Derogation,
}

/// The overlays of a programme, and everything that any of them knows.
pub(super) struct Overlays {
    pub(super) overlays: Vec<Overlay>,
    /// The framework with what every overlay asks: facts may be about any of it.
    pub(super) framework: Framework,
    /// The schemes with the items of every overlay: appeals may be about any of them.
    pub(super) schemes: Vec<Scheme>,
}

/// The files of an overlay besides its schemes.
const FILES: [&str; 5] =
    ["overlay.toml", "targets.csv", "elements.csv", "indicators.csv", "datasets.toml"];

/// The unit and the rest of a path below `overlays/`.
fn parts(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("overlays/")?.split_once('/')
}

/// Whether a file is one that an overlay has.
pub(super) fn is_known(path: &str) -> bool {
    parts(path).is_some_and(|(_, file)| FILES.contains(&file) || is_scheme(file))
}

fn is_scheme(file: &str) -> bool {
    let name = file.strip_prefix("schemes/").and_then(|name| name.strip_suffix(".toml"));
    name.is_some_and(|name| !name.contains('/'))
}

/// The files that may stand where an unknown file of an overlay stands.
pub(super) fn known_beside(path: &str) -> Vec<String> {
    let unit = parts(path).map(|(unit, _)| unit);
    unit.iter().flat_map(|unit| FILES.iter().map(move |f| format!("overlays/{unit}/{f}"))).collect()
}

impl Reading {
    /// The overlays, those of higher tiers first.
    pub(super) fn read_overlays(
        &mut self,
        framework: &Framework,
        tree: &Tree,
        schemes: &[Scheme],
    ) -> Overlays {
        let mut read = Overlays {
            overlays: Vec::new(),
            framework: framework.clone(),
            schemes: schemes.to_vec(),
        };
        let mut ids: BTreeMap<String, Place> = BTreeMap::new();
        ids.extend(framework.elements.iter().map(|e| (e.id.clone(), e.place.clone())));
        ids.extend(framework.indicators.iter().map(|i| (i.id.clone(), i.place.clone())));
        let units = self.units_with_overlays(tree);
        let mut knowing: BTreeMap<Reporter, (Framework, Vec<Scheme>)> = BTreeMap::new();
        for unit in units {
            let above = std::iter::successors(tree.parent(unit, Date::MAX), |at| {
                tree.parent(*at, Date::MAX).filter(|next| next != at)
            });
            let above = above.take(64).find_map(|at| knowing.get(&at));
            let (mut known, mut rules) = match above {
                Some((framework, schemes)) => (framework.clone(), schemes.clone()),
                None => (Framework { targets: Vec::new(), ..framework.clone() }, schemes.to_vec()),
            };
            let Some(mut overlay) = self.read_overlay(unit, &mut known, &rules, tree) else {
                continue;
            };
            self.ids_are_new(&mut overlay.framework, &mut ids);
            read.framework.elements.extend(overlay.framework.elements.iter().cloned());
            read.framework.indicators.extend(overlay.framework.indicators.iter().cloned());
            for scheme in &mut rules {
                let changed = overlay.schemes.iter().find(|changes| changes.scheme == scheme.id);
                if let Some(changes) = changed {
                    scheme.groups.extend(changes.groups.iter().cloned());
                    scheme.items.extend(changes.items.iter().cloned());
                    scheme.vetoes.extend(changes.vetoes.iter().cloned());
                    scheme.consequences.extend(changes.consequences.iter().cloned());
                    let rows = changes.rows.iter().cloned();
                    scheme.deductions.iter_mut().for_each(|d| d.rows.extend(rows.clone()));
                    read.schemes.push(scheme.clone());
                }
            }
            rules.extend(overlay.own_schemes.iter().cloned());
            read.schemes.extend(overlay.own_schemes.iter().cloned());
            knowing.insert(unit, (known, rules));
            read.overlays.push(overlay);
        }
        read
    }

    /// The units that have a folder, from the top down; folders of nobody are findings.
    fn units_with_overlays(&mut self, tree: &Tree) -> Vec<Reporter> {
        let folders: BTreeSet<String> = self
            .files
            .iter()
            .filter(|path| is_known(path))
            .filter_map(|path| parts(path).map(|(unit, _)| unit.to_owned()))
            .collect();
        let mut units = Vec::new();
        for folder in folders {
            let place = Place::file(format!("overlays/{folder}/overlay.toml"));
            let unit = tree.find(&folder).filter(|found| tree.unit(*found).is_some());
            let Some(unit) = unit else {
                let known = tree.units().iter().map(|unit| unit.id.as_str());
                let near = nearest(&folder, known).unwrap_or_default();
                let finding = Finding::error("O001", place);
                self.findings.push(finding.with("unit", &folder).with("nearest", near));
                continue;
            };
            if tree.parent(unit, Date::MAX).is_none() {
                self.findings.push(Finding::error("O002", place).with("unit", &folder));
                continue;
            }
            units.push(unit);
        }
        let level = |unit: &Reporter| tree.unit(*unit).map_or(0, |unit| unit.level);
        units.sort_by_key(|unit| (level(unit), tree.id(*unit).to_owned()));
        units
    }

    fn read_overlay(
        &mut self,
        unit: Reporter,
        known: &mut Framework,
        rules: &[Scheme],
        tree: &Tree,
    ) -> Option<Overlay> {
        let folder = format!("overlays/{}", tree.id(unit));
        let mut overlay = self.overlay_head(&folder, unit, tree)?;
        let tier = tree.unit(unit).map_or(0, |unit| unit.level).max(1);
        overlay.elements = self.elements_in(&format!("{folder}/elements.csv"), known, tree);
        overlay.indicators = self.indicators_in(&format!("{folder}/indicators.csv"));
        known.elements.extend(overlay.elements.iter().cloned());
        known.indicators.extend(overlay.indicators.iter().cloned());
        for (id, _, place) in &overlay.min_denominators {
            let ids = || known.indicators.iter().map(|indicator| indicator.id.as_str());
            if let Some(id) = id.as_deref().filter(|id| ids().all(|known| known != *id)) {
                let near = nearest(id, ids()).unwrap_or_default();
                self.findings.push(unknown("indicator", id, near, place));
            }
        }
        overlay.targets = self.targets_in(&format!("{folder}/targets.csv"), known, tree, tier);
        self.forms_of_overlay(&folder, known, &mut overlay);
        let own = Framework {
            datasets: overlay.datasets.clone(),
            indicators: overlay.indicators.clone(),
            ..known.clone()
        };
        self.references(&own, tree);
        known.datasets.extend(overlay.datasets.iter().cloned());
        let mut found =
            Overlay { framework: overlay, schemes: Vec::new(), own_schemes: Vec::new() };
        let prefix = format!("{folder}/");
        let files: Vec<Arc<str>> = self.files.clone();
        for path in files.iter().filter(|path| path.strip_prefix(&*prefix).is_some_and(is_scheme)) {
            self.scheme_of_overlay(path, rules, known, tree, &mut found);
        }
        Some(found)
    }

    /// `overlay.toml`: who issued it, why, and what was allowed.
    fn overlay_head(
        &mut self,
        folder: &str,
        unit: Reporter,
        tree: &Tree,
    ) -> Option<FrameworkOverlay> {
        let path = format!("{folder}/overlay.toml");
        let Some(source) = self.small_source(&path) else {
            if !self.findings.iter().any(|finding| *finding.place.file == *path) {
                let finding = Finding::error("O003", Place::file(path.clone()));
                self.findings.push(finding.with("unit", tree.id(unit)));
            }
            return None;
        };
        let (document, findings) = Document::parse(&source);
        self.findings.extend(findings);
        let document = document?;
        let root = document.root();
        let overlay = head(&root, unit);
        let own = root.get("overlay").and_then(|node| id(&node));
        if let (Some(own), Some(node)) =
            (own.filter(|own| own != tree.id(unit)), root.get("overlay"))
        {
            node.report(
                Finding::error("O015", node.place()).with("id", own).with("unit", tree.id(unit)),
            );
        }
        let issuer = tree.find(&overlay.issued_by).and_then(|found| tree.body(found));
        if let Some(node) = root.get("issued_by")
            && issuer.is_none_or(|body| body.unit != unit)
        {
            node.report(
                Finding::error("O004", node.place())
                    .with("body", &overlay.issued_by)
                    .with("unit", tree.id(unit)),
            );
        }
        root.finish(&[]);
        self.findings.extend(document.take_findings());
        Some(overlay)
    }

    /// Forms of its own, and other days by which those of the tier above are due.
    fn forms_of_overlay(
        &mut self,
        folder: &str,
        known: &Framework,
        overlay: &mut FrameworkOverlay,
    ) {
        let path = format!("{folder}/datasets.toml");
        let due = std::cell::RefCell::new(Vec::new());
        let read = |table: &TableReader<'_>| {
            let id = table.get("id").filter(|node| node.kind() == "string");
            let id = id.and_then(|node| node.string()).unwrap_or_default();
            if known.datasets.iter().any(|form| form.id == id) {
                let node = table.require("due_days");
                let days = node.as_ref().and_then(count);
                if let Some((days, node)) = days.zip(node) {
                    due.borrow_mut().push((id.to_owned(), days, node.place()));
                }
                return None;
            }
            Some(dataset(table))
        };
        let forms = self.with_list(&path, "dataset", read);
        overlay.datasets = forms.into_iter().flatten().collect();
        overlay.due_days = due.into_inner();
    }

    fn scheme_of_overlay(
        &mut self,
        path: &Arc<str>,
        rules: &[Scheme],
        known: &Framework,
        tree: &Tree,
        overlay: &mut Overlay,
    ) {
        let Some(source) = self.small_source(path) else { return };
        let (document, findings) = Document::parse(&source);
        self.findings.extend(findings);
        let Some(document) = document else { return };
        let root = document.root();
        let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml"));
        let name = name.unwrap_or_default();
        let Some(node) = root.require("scheme") else {
            return self.findings.extend(document.take_findings());
        };
        let id = id(&node).unwrap_or_default();
        if id != name {
            let finding = Finding::error("F225", node.place());
            node.report(finding.with("id", &id).with("file", name));
        } else if let Some(above) = rules.iter().find(|scheme| scheme.id == id) {
            let changes = scheme_overlay(&root, above);
            self.bodies_are_known(&changes.items, &changes.vetoes, known, tree);
            overlay.schemes.push(changes);
        } else if root.get("subjects").is_some() {
            let own = scheme(&root, Place::file(path.clone()));
            self.subjects_are_known(&own, known);
            self.bodies_are_known(&own.items, &own.vetoes, known, tree);
            overlay.own_schemes.push(own);
        } else {
            let near = nearest(&id, rules.iter().map(|scheme| scheme.id.as_str()));
            node.report(unknown("scheme", &id, near.unwrap_or_default(), &node.place()));
        }
        self.findings.extend(document.take_findings());
    }

    /// What an overlay asks has an id that nobody else uses: facts are not told apart by overlay.
    fn ids_are_new(&mut self, overlay: &mut FrameworkOverlay, ids: &mut BTreeMap<String, Place>) {
        let mut is_new = |id: &String, place: &Place| {
            let Some(first) = ids.get(id) else {
                ids.insert(id.clone(), place.clone());
                return true;
            };
            let finding = Finding::error("O005", place.clone());
            self.findings.push(finding.with("id", id).with("first", first));
            false
        };
        overlay.elements.retain(|element| is_new(&element.id, &element.place));
        overlay.indicators.retain(|indicator| is_new(&indicator.id, &indicator.place));
    }
}

fn unknown(what: &'static str, id: &str, near: &str, place: &Place) -> Finding {
    let finding = Finding::error("F209", place.clone());
    finding.with("what", what).with("id", id).with("nearest", near)
}

fn head(root: &TableReader<'_>, unit: Reporter) -> FrameworkOverlay {
    root.require("overlay");
    let least = |table: &TableReader<'_>| {
        let node = table.require("min_denominator")?;
        Some((amount(&node)?, node.place()))
    };
    let privacy = root.get("privacy").and_then(|node| node.table()).and_then(|table| {
        let least = least(&table);
        table.finish(&["min_denominator"]);
        least.map(|(least, place)| (None, least, place))
    });
    let indicators = tables(root, "indicator", |table| {
        let id = own_id(table);
        least(table).map(|(least, place)| (Some(id), least, place))
    });
    FrameworkOverlay {
        unit,
        title: named(root, "title"),
        issued_by: text(root, "issued_by"),
        from: root.get("from").and_then(|_| date(root, "from")),
        reason: optional_named(root, "reason"),
        derogations: tables(root, "derogation", derogation).into_iter().flatten().collect(),
        targets: Vec::new(),
        elements: Vec::new(),
        indicators: Vec::new(),
        datasets: Vec::new(),
        due_days: Vec::new(),
        min_denominators: privacy.into_iter().chain(indicators.into_iter().flatten()).collect(),
        place: root.place(),
    }
}

fn derogation(table: &TableReader<'_>) -> Option<Derogation> {
    let (id, until) = (own_id(table), date(table, "until"));
    Some(Derogation {
        id,
        field: text(table, "field"),
        granted_by: text(table, "granted_by"),
        reason: named(table, "reason"),
        until: until?,
        place: table.place(),
    })
}
