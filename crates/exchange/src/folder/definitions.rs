//! `classes.csv`, `elements.csv`, `indicators.csv` and `targets.csv`.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::Tree;
use gangmu_base::finding::nearest;
use gangmu_base::units::Named;
use gangmu_domain::framework::{Class, ElementDef, Framework, Indicator, OverTime, Rollup, Target};
use gangmu_formula::{Direction, Written};

use super::Reading;
use super::sheet::{Columns, Sheet, SheetRow};
use crate::text::{Table, TableLimits};

const CLASSES: Columns =
    Columns { required: &["class"], optional: &["name_zh", "name_en", "rule"], open: false };
const ELEMENTS: Columns = Columns {
    required: &["element", "unit", "collected_at", "rollup", "over_time"],
    optional: &[
        "name_zh",
        "name_en",
        "source",
        "minutes",
        "apportion_by",
        "definition_zh",
        "definition_en",
    ],
    open: false,
};
const INDICATORS: Columns = Columns {
    required: &["indicator", "unit", "direction", "formula"],
    optional: &[
        "node",
        "name_zh",
        "name_en",
        "worst",
        "best",
        "min",
        "max",
        "min_denominator",
        "source",
        "frequency",
    ],
    open: false,
};
const TARGETS: Columns = Columns {
    required: &["indicator", "period", "target"],
    optional: &["class", "unit", "baseline", "note"],
    open: false,
};

impl Reading {
    /// Everything that is defined in tables.
    pub(crate) fn read_definitions(&mut self, framework: &mut Framework, tree: &Tree) {
        framework.classes = self.with_sheet("classes.csv", &CLASSES, |sheet| {
            let class = |row: &SheetRow<'_, '_>| {
                Some(Class { id: row.id("class")?.to_owned(), name: row.named() })
            };
            unique(sheet, "class", class, |class| &class.id)
        });
        framework.elements = self.elements_in("elements.csv", framework, tree);
        framework.indicators = self.indicators_in("indicators.csv");
        self.one_id_for_one_thing(framework);
        framework.targets = self.targets_in("targets.csv", framework, tree, 0);
        self.classes_are_known(framework);
    }

    /// What a table asks.
    pub(crate) fn elements_in(
        &mut self,
        path: &str,
        framework: &Framework,
        tree: &Tree,
    ) -> Vec<ElementDef> {
        self.with_sheet(path, &ELEMENTS, |sheet| {
            unique(sheet, "element", |row| element(row, framework, tree), |element| &element.id)
        })
    }

    /// The indicators of a table.
    pub(crate) fn indicators_in(&mut self, path: &str) -> Vec<Indicator> {
        self.with_sheet(path, &INDICATORS, |sheet| {
            unique(sheet, "indicator", indicator, |indicator| &indicator.id)
        })
    }

    /// The targets of a table, set by a tier.
    pub(crate) fn targets_in(
        &mut self,
        path: &str,
        framework: &Framework,
        tree: &Tree,
        tier: u32,
    ) -> Vec<Target> {
        let known = Known::new(framework, tree);
        self.with_sheet(path, &TARGETS, |sheet| {
            let mut seen = BTreeSet::new();
            let rows = sheet.rows().filter_map(|row| {
                let target = Target { tier, ..target(&row, &known, tree)? };
                let key = (
                    target.indicator.clone(),
                    target.period,
                    target.class.clone(),
                    target.reporter,
                );
                if !seen.insert(key) {
                    row.report(row.error("F208", "indicator").with("id", &target.indicator));
                    return None;
                }
                Some(target)
            });
            rows.collect()
        })
    }

    /// Reads a table with known columns; nothing when the file is not there.
    pub(crate) fn with_sheet<T>(
        &mut self,
        path: &str,
        columns: &Columns,
        read: impl FnOnce(&Sheet<'_>) -> Vec<T>,
    ) -> Vec<T> {
        let Some(source) = self.small_source(path) else { return Vec::new() };
        let (table, findings) = Table::parse(&source, TableLimits::default());
        self.findings.extend(findings);
        let Some(mut table) = table else { return Vec::new() };
        self.changes.in_table(&mut table, columns, &mut self.findings);
        let sheet = Sheet::open(&table, columns);
        let found = read(&sheet);
        self.findings.extend(sheet.take_findings());
        found
    }

    /// In a formula an element and an indicator are both just a name.
    fn one_id_for_one_thing(&mut self, framework: &Framework) {
        let elements: BTreeSet<&str> = framework.elements.iter().map(|e| e.id.as_str()).collect();
        for indicator in &framework.indicators {
            if elements.contains(indicator.id.as_str()) {
                self.findings.push(
                    gangmu_base::Finding::error("F230", indicator.place.clone())
                        .with("id", &indicator.id),
                );
            }
        }
    }

    /// A unit's class must be one of those that are listed, where classes are listed at all.
    fn classes_are_known(&mut self, framework: &Framework) {
        if framework.classes.is_empty() {
            return;
        }
        let known = || framework.classes.iter().map(|class| class.id.as_str());
        for (class, place) in &self.unit_classes {
            if !known().any(|id| id == class) {
                self.findings.push(
                    gangmu_base::Finding::error("F209", place.clone())
                        .with("what", "class")
                        .with("id", class)
                        .with("nearest", nearest(class, known()).unwrap_or_default()),
                );
            }
        }
    }
}

/// The rows of a table whose ids must differ.
fn unique<T>(
    sheet: &Sheet<'_>,
    column: &'static str,
    read: impl Fn(&SheetRow<'_, '_>) -> Option<T>,
    id: impl Fn(&T) -> &String,
) -> Vec<T> {
    let mut seen: BTreeMap<String, ()> = BTreeMap::new();
    let mut found = Vec::new();
    for row in sheet.rows() {
        let Some(one) = read(&row) else { continue };
        if seen.insert(id(&one).clone(), ()).is_some() {
            row.report(row.error("F208", column).with("id", id(&one)));
            continue;
        }
        found.push(one);
    }
    found
}

fn element(row: &SheetRow<'_, '_>, framework: &Framework, tree: &Tree) -> Option<ElementDef> {
    let levels: Vec<(&str, u32)> = framework
        .levels
        .iter()
        .enumerate()
        .map(|(index, level)| (level.id.as_str(), index as u32))
        .collect();
    let apportion_by = Some(row.text("apportion_by")).filter(|by| !by.is_empty());
    if let Some(by) = apportion_by.filter(|by| tree.attribute(by).is_none()) {
        let near = nearest(by, tree.attributes().iter().map(String::as_str)).unwrap_or_default();
        row.report(
            row.error("F209", "apportion_by")
                .with("what", "attribute")
                .with("id", by)
                .with("nearest", near),
        );
    }
    // An element with a fault in another column is still there: its rows are not at fault.
    let levels = row.required("collected_at").and_then(|_| row.one_of("collected_at", &levels));
    Some(ElementDef {
        id: row.id("element")?.to_owned(),
        name: row.named(),
        unit: row.text("unit").to_owned(),
        collected_at: levels.unwrap_or_default(),
        rollup: row
            .one_of("rollup", &[("none", Rollup::None), ("sum", Rollup::Sum)])
            .unwrap_or(Rollup::None),
        over_time: row
            .one_of(
                "over_time",
                &[
                    ("none", OverTime::None),
                    ("sum", OverTime::Sum),
                    ("mean", OverTime::Mean),
                    ("last", OverTime::Last),
                ],
            )
            .unwrap_or(OverTime::None),
        apportion_by: apportion_by.map(str::to_owned),
        minutes: row.number("minutes"),
        source: row.text("source").to_owned(),
        definition: Named {
            zh: row.text("definition_zh").to_owned(),
            en: row.text("definition_en").to_owned(),
        },
        place: row.place("element"),
    })
}

fn indicator(row: &SheetRow<'_, '_>) -> Option<Indicator> {
    let direction = [("up", Direction::Up), ("down", Direction::Down)];
    let formula = row.text("formula");
    let formula = (!formula.is_empty())
        .then(|| Written::on_one_line(formula, inside_quotes(row, "formula", formula)));
    Some(Indicator {
        id: row.id("indicator")?.to_owned(),
        name: row.named(),
        unit: row.text("unit").to_owned(),
        direction: row
            .required("direction")
            .and_then(|_| row.one_of("direction", &direction))
            .unwrap_or(Direction::Up),
        formula,
        worst: row.number("worst"),
        best: row.number("best"),
        min: row.number("min"),
        max: row.number("max"),
        min_denominator: row.number("min_denominator"),
        source: row.text("source").to_owned(),
        node: Some(row.text("node")).filter(|node| !node.is_empty()).map(str::to_owned),
        place: row.place("indicator"),
    })
}

/// The place of a cell's first character, behind the quote of a quoted cell.
fn inside_quotes(row: &SheetRow<'_, '_>, column: &str, text: &str) -> gangmu_base::Place {
    let place = row.place(column);
    let quoted = place.length as usize > text.chars().count();
    place.within(u32::from(quoted), text.chars().count() as u32)
}

/// What a target may be about.
struct Known<'k> {
    indicators: BTreeSet<&'k str>,
    /// Classes of units, and kinds of bodies.
    classes: BTreeSet<&'k str>,
}

impl<'k> Known<'k> {
    fn new(framework: &'k Framework, tree: &'k Tree) -> Known<'k> {
        let kinds = framework.body_kinds.iter().map(|kind| kind.id.as_str());
        let units = tree.units().iter().filter_map(|unit| unit.class.as_deref());
        let classes = framework.classes.iter().map(|class| class.id.as_str());
        Known {
            indicators: framework.indicators.iter().map(|one| one.id.as_str()).collect(),
            classes: classes.chain(kinds).chain(units).collect(),
        }
    }
}

fn target(row: &SheetRow<'_, '_>, known: &Known<'_>, tree: &Tree) -> Option<Target> {
    let indicator = row.id("indicator")?;
    let unknown = |column: &'static str, what: &str, id: &str, near: Option<&str>| {
        row.report(
            row.error("F209", column)
                .with("what", what)
                .with("id", id)
                .with("nearest", near.unwrap_or_default()),
        );
    };
    if !known.indicators.contains(indicator) {
        let near = nearest(indicator, known.indicators.iter().copied());
        unknown("indicator", "indicator", indicator, near);
        return None;
    }
    let class = Some(row.text("class")).filter(|class| !class.is_empty());
    if let Some(class) = class.filter(|class| !known.classes.contains(class)) {
        unknown("class", "class", class, nearest(class, known.classes.iter().copied()));
        return None;
    }
    let unit = Some(row.text("unit")).filter(|unit| !unit.is_empty());
    let reporter = unit.and_then(|unit| tree.find(unit));
    if let (Some(unit), None) = (unit, reporter) {
        let known = tree.units().iter().map(|unit| unit.id.as_str());
        unknown("unit", "unit", unit, nearest(unit, known));
        return None;
    }
    if class.is_some() && reporter.is_some() {
        row.report(row.error("F231", "unit"));
        return None;
    }
    Some(Target {
        indicator: indicator.to_owned(),
        period: row.period("period")?,
        class: class.map(str::to_owned),
        reporter,
        target: row.required_number("target")?,
        baseline: row.number("baseline"),
        tier: 0,
        place: row.place("target"),
    })
}
