//! `units.csv`, `unit_events.csv` and `bodies.csv`.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::finding::nearest;
use gangmu_base::units::{Body, Change, Named, Unit, UnitEvent};
use gangmu_base::{Place, Reporter, Tree};
use gangmu_domain::framework::Framework;
use gangmu_num::Ratio;

use super::Reading;
use super::sheet::{Columns, Sheet, SheetRow};
use crate::text::{Table, TableLimits};

const UNITS: Columns = Columns {
    required: &["unit", "parent", "level"],
    optional: &["name_zh", "name_en", "class", "valid_from", "valid_to"],
    open: true,
};
const EVENTS: Columns = Columns {
    required: &["date", "kind", "unit", "to"],
    optional: &["event", "share", "measure", "name_zh", "name_en", "code"],
    open: false,
};
const BODIES: Columns = Columns {
    required: &["body", "unit", "kind"],
    optional: &["name_zh", "name_en", "duties"],
    open: false,
};

impl Reading {
    /// Units and bodies in time.
    pub(crate) fn read_tree(&mut self, framework: &Framework) -> Tree {
        let (units, attributes, numbers) = self.read_units(framework);
        let levels: Vec<u32> = units.iter().map(|unit| unit.level).collect();
        let told = self.read_unit_events(framework, &numbers, &levels, &attributes);
        let bodies = self.read_bodies(framework, &numbers);
        let events = told.iter().map(|(event, _)| event.clone()).collect();
        let tree = Tree::new(units, bodies, events, attributes);
        self.events_can_have_happened(&tree, &told, &levels);
        tree
    }

    fn read_units(
        &mut self,
        framework: &Framework,
    ) -> (Vec<Unit>, Vec<String>, BTreeMap<String, Reporter>) {
        let nothing = (Vec::new(), Vec::new(), BTreeMap::new());
        let Some(source) = self.small_source("units.csv") else { return nothing };
        let (table, findings) = Table::parse(&source, TableLimits::default());
        self.findings.extend(findings);
        let Some(mut table) = table else { return nothing };
        self.changes.in_table(&mut table, &UNITS, &mut self.findings);
        let sheet = Sheet::open(&table, &UNITS);
        let attributes: Vec<String> =
            sheet.further().iter().map(|(name, _)| (*name).to_owned()).collect();
        let levels: Vec<(&str, u32)> = framework
            .levels
            .iter()
            .enumerate()
            .map(|(index, level)| (level.id.as_str(), index as u32))
            .collect();
        let mut units = Vec::new();
        let mut parents: Vec<(&str, usize)> = Vec::new();
        let mut numbers: BTreeMap<String, Reporter> = BTreeMap::new();
        // A unit whose level is not known is compared with nobody: one slip, one finding.
        let mut levelled = Vec::new();
        let rows: Vec<SheetRow<'_, '_>> = sheet.rows().collect();
        for (index, row) in rows.iter().enumerate() {
            let Some(id) = row.id("unit") else { continue };
            let level = row.required("level").and_then(|_| row.one_of("level", &levels));
            let (from, to) = (row.date("valid_from"), row.date("valid_to"));
            if let (Some(from), Some(to)) = (from, to)
                && from > to
            {
                row.report(row.error("F219", "valid_to").with("from", from).with("to", to));
            }
            // The first row of an id holds: its number stays.
            if numbers.contains_key(id) {
                row.report(row.error("F208", "unit").with("id", id));
                continue;
            }
            numbers.insert(id.to_owned(), Reporter(units.len() as u32));
            parents.push((row.text("parent"), index));
            levelled.push(level.is_some());
            if !row.text("class").is_empty() {
                self.unit_classes.push((row.text("class").to_owned(), row.place("class")));
            }
            let value = |(_, place): &(&str, usize)| {
                row.number_in(row.further(*place), row.further_place(*place))
            };
            units.push(Unit {
                id: id.to_owned(),
                name: row.named(),
                level: level.unwrap_or_default(),
                parent: None,
                class: Some(row.text("class")).filter(|c| !c.is_empty()).map(str::to_owned),
                valid_from: from,
                valid_to: to,
                attributes: sheet.further().iter().map(value).collect(),
            });
        }
        for (unit, (parent, index)) in (0..units.len()).zip(parents) {
            let (Some(row), false) = (rows.get(index), parent.is_empty()) else { continue };
            let Some(above) = find(row, "parent", parent, &numbers) else { continue };
            let (own, top) = (units[unit].level, units[above.index()].level);
            let comparable = levelled[unit] && levelled[above.index()];
            if comparable && own <= top {
                let name = |level: u32| {
                    framework.levels.get(level as usize).map_or("", |level| level.id.as_str())
                };
                row.report(
                    row.error("F217", "parent")
                        .with("unit", &units[unit].id)
                        .with("level", name(own))
                        .with("parent", parent)
                        .with("parent_level", name(top)),
                );
                continue;
            }
            units[unit].parent = Some(above);
        }
        self.findings.extend(sheet.take_findings());
        (units, attributes, numbers)
    }

    fn read_unit_events(
        &mut self,
        framework: &Framework,
        numbers: &BTreeMap<String, Reporter>,
        levels: &[u32],
        attributes: &[String],
    ) -> Vec<(UnitEvent, Place)> {
        let Some(source) = self.small_source("unit_events.csv") else { return Vec::new() };
        let (table, findings) = Table::parse(&source, TableLimits::default());
        self.findings.extend(findings);
        let Some(table) = table else { return Vec::new() };
        let sheet = Sheet::open(&table, &EVENTS);
        let mut events = Vec::new();
        let mut shares: BTreeMap<_, (Ratio, SheetRow<'_, '_>)> = BTreeMap::new();
        for row in sheet.rows() {
            let kinds = [("rename", 0), ("recode", 1), ("transfer", 2), ("merge", 3), ("split", 4)];
            let kind = row.required("kind").and_then(|_| row.one_of("kind", &kinds));
            let unit = row.required("unit").and_then(|id| find(&row, "unit", id, numbers));
            let (Some(date), Some(kind), Some(unit)) = (row.required_date("date"), kind, unit)
            else {
                continue;
            };
            let change = match kind {
                0 => Some(Change::Renamed(row.named())),
                1 => row.required("code").map(|code| Change::Recoded(code.to_owned())),
                _ => {
                    row.required("to").and_then(|to| find(&row, "to", to, numbers)).and_then(|to| {
                        // A unit cannot come under one of its own tier or below: no circle can arise.
                        let level =
                            |of: Reporter| levels.get(of.index()).copied().unwrap_or_default();
                        let name = |of: u32| {
                            framework.levels.get(of as usize).map_or("", |level| level.id.as_str())
                        };
                        if kind == 2 && level(to) >= level(unit) {
                            row.report(
                                row.error("F217", "to")
                                    .with("unit", row.text("unit"))
                                    .with("level", name(level(unit)))
                                    .with("parent", row.text("to"))
                                    .with("parent_level", name(level(to))),
                            );
                            return None;
                        }
                        match kind {
                            2 => Some(Change::Transferred(to)),
                            3 => Some(Change::Merged(to)),
                            _ => share(&row, to, attributes),
                        }
                    })
                }
            };
            let Some(change) = change else { continue };
            if let Change::GaveShare { share, measure, .. } = &change {
                let entry = shares
                    .entry((date, unit, measure.clone()))
                    .or_insert_with(|| (Ratio::ZERO, row));
                entry.0 = &entry.0 + share;
            }
            events.push((UnitEvent { date, unit, change }, row.place("unit")));
        }
        for (sum, row) in shares.into_values() {
            if sum != Ratio::ONE {
                row.report(row.error("F218", "share").with("sum", sum.plain()));
            }
        }
        self.findings.extend(sheet.take_findings());
        events
    }

    fn read_bodies(
        &mut self,
        framework: &Framework,
        numbers: &BTreeMap<String, Reporter>,
    ) -> Vec<Body> {
        let Some(source) = self.small_source("bodies.csv") else { return Vec::new() };
        let (table, findings) = Table::parse(&source, TableLimits::default());
        self.findings.extend(findings);
        let Some(table) = table else { return Vec::new() };
        let sheet = Sheet::open(&table, &BODIES);
        let kinds: Vec<(&str, &str)> =
            framework.body_kinds.iter().map(|kind| (kind.id.as_str(), kind.id.as_str())).collect();
        let mut bodies = Vec::new();
        let mut seen = BTreeSet::new();
        for row in sheet.rows() {
            let Some(id) = row.id("body") else { continue };
            let unit = row.required("unit").and_then(|id| find(&row, "unit", id, numbers));
            let kind = row.required("kind").and_then(|_| row.one_of("kind", &kinds));
            if !seen.insert(id) || numbers.contains_key(id) {
                row.report(row.error("F208", "body").with("id", id));
                continue;
            }
            // With a kind that is not known it is still the body that others name.
            let (Some(unit), kind) = (unit, kind.unwrap_or_default()) else { continue };
            let name =
                Named { zh: row.text("name_zh").to_owned(), en: row.text("name_en").to_owned() };
            bodies.push(Body { id: id.to_owned(), name, unit, kind: kind.to_owned() });
        }
        self.findings.extend(sheet.take_findings());
        bodies
    }
}

/// A share of a split: above 0 and at most 1, of a measure that the units have.
fn share(row: &SheetRow<'_, '_>, to: Reporter, attributes: &[String]) -> Option<Change> {
    let share = row.required_number("share")?;
    if share.signum() <= 0 || share > Ratio::ONE {
        row.report(row.error("F218", "share").with("sum", share.plain()));
        return None;
    }
    let measure = Some(row.text("measure")).filter(|m| !m.is_empty() && *m != "*");
    if let Some(measure) = measure.filter(|measure| !attributes.iter().any(|a| a == measure)) {
        let near = nearest(measure, attributes.iter().map(String::as_str)).unwrap_or_default();
        row.report(
            row.error("F209", "measure")
                .with("what", "attribute")
                .with("id", measure)
                .with("nearest", near),
        );
        return None;
    }
    Some(Change::GaveShare { to, share, measure: measure.map(str::to_owned) })
}

/// The unit of that id; a finding when there is none.
fn find(
    row: &SheetRow<'_, '_>,
    column: &'static str,
    id: &str,
    numbers: &BTreeMap<String, Reporter>,
) -> Option<Reporter> {
    let found = numbers.get(id).copied();
    if found.is_none() {
        let near = nearest(id, numbers.keys().map(String::as_str)).unwrap_or_default();
        row.report(
            row.error("F209", column).with("what", "unit").with("id", id).with("nearest", near),
        );
    }
    found
}
