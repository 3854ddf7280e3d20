//! What would be if the folder said something else here and there: values put in place of those of
//! its files while they are read. Nothing is written, and every value goes through the reader that
//! would read it from the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Finding, Period, Place, Reporter};

use super::Programme;
use super::observation_rows::{STATUSES, status_of};
use crate::text::{Document, NoSuchPath, Table, TomlSet, parse_number};

/// Figures put in place of those that were reported.
pub type Supposed = FxHashMap<(Element, Period, Reporter), Reported>;

/// Changes to a folder while it is read.
#[derive(Debug, Default)]
pub struct Changes {
    schemes: Vec<(String, TomlSet)>,
    cells: Vec<CellChange>,
    targets: Vec<TargetChange>,
    pub(super) figures: Supposed,
}

/// A cell of the row with an id.
#[derive(Debug)]
struct CellChange {
    file: &'static str,
    id_column: &'static str,
    id: String,
    column: String,
    value: String,
    label: Arc<str>,
}

/// The target of an indicator for a period.
#[derive(Debug)]
struct TargetChange {
    indicator: String,
    period: Period,
    /// A class or a unit; everybody when `None`.
    whose: Option<String>,
    is_unit: bool,
    value: String,
    label: Arc<str>,
}

/// Tables whose rows have an id: the word in a path, the file, the column of the id.
const TABLES: [(&str, &str, &str); 3] = [
    ("indicator", "indicators.csv", "indicator"),
    ("element", "elements.csv", "element"),
    ("unit", "units.csv", "unit"),
];

impl Changes {
    /// Reads `PATH=VALUE` texts about a programme: paths into the scheme with that id, and figures
    /// and targets of that period unless they name another.
    ///
    /// # Errors
    /// A finding for each text that cannot be understood.
    pub fn read(
        texts: &[String],
        programme: &Programme,
        scheme: &str,
        period: Period,
    ) -> Result<Changes, Vec<Finding>> {
        let mut changes = Changes::default();
        let mut findings = Vec::new();
        let mut seen = BTreeSet::new();
        let reading = ReadingChanges { programme, scheme, period };
        for text in texts {
            let Some((path, value)) = text.split_once('=') else {
                let shown: String = text.chars().take(100).collect();
                findings.push(Finding::error("G020", Place::file("--set")).with("text", shown));
                continue;
            };
            let path = path.trim();
            let label: Arc<str> = format!("--set {path}").into();
            if !seen.insert(path) {
                findings.push(Finding::error("G022", Place::file(label)).with("path", path));
            } else if let Err(finding) = reading.change(&mut changes, path, value.trim(), &label) {
                findings.push(finding);
            }
        }
        if findings.is_empty() { Ok(changes) } else { Err(findings) }
    }

    /// Puts the values for a scheme into its document.
    pub(super) fn in_scheme<'s>(
        &'s self,
        document: &mut Document<'s>,
        scheme: &str,
        findings: &mut Vec<Finding>,
    ) {
        for (_, set) in self.schemes.iter().filter(|(id, _)| id == scheme) {
            if let Err(NoSuchPath { known, unknown, possible }) = document.set(set) {
                let possible = possible.iter().map(String::as_str);
                findings.push(no_such_path(set.label(), &known, &unknown, possible));
            }
        }
    }

    /// Puts the values for a table of structure into its cells.
    pub(super) fn in_table(&self, table: &mut Table<'_>, findings: &mut Vec<Finding>) {
        let file = table.source().path.clone();
        for change in self.cells.iter().filter(|change| *change.file == *file) {
            change.make(table, findings);
        }
        if &*file == "targets.csv" {
            self.targets.iter().for_each(|change| change.make(table));
        }
    }
}

impl CellChange {
    fn make(&self, table: &mut Table<'_>, findings: &mut Vec<Finding>) {
        let row = table
            .column(self.id_column)
            .and_then(|column| (0..table.len()).find(|row| table.cell(*row, column) == self.id));
        match (row, table.column(&self.column)) {
            (Some(row), Some(column)) if self.column != self.id_column => {
                table.set(row, column, &self.value, &self.label);
            }
            _ => {
                let columns = table.headers().filter(|name| *name != self.id_column);
                findings.push(no_such_path(&self.label, "", &self.column, columns));
            }
        }
    }
}

impl TargetChange {
    fn make(&self, table: &mut Table<'_>) {
        let column = |name: &str| table.column(name);
        let columns = (column("indicator"), column("period"), column("target"));
        let (Some(indicator), Some(period), Some(target)) = columns else { return };
        let (class, unit) = (column("class"), column("unit"));
        let cell = |row: usize, column: Option<usize>| {
            column.map_or("", |column| table.cell(row, column)).to_owned()
        };
        let whose = self.whose.as_deref().unwrap_or_default();
        let (of_class, of_unit) = if self.is_unit { ("", whose) } else { (whose, "") };
        let rows: Vec<usize> = (0..table.len())
            .filter(|row| {
                table.cell(*row, indicator) == self.indicator
                    && Period::parse(table.cell(*row, period)) == Some(self.period)
                    && (self.whose.is_none()
                        || (cell(*row, class) == of_class && cell(*row, unit) == of_unit))
            })
            .collect();
        for row in &rows {
            table.set(*row, target, &self.value, &self.label);
        }
        let room = of_class.is_empty() || class.is_some();
        if rows.is_empty() && room && (of_unit.is_empty() || unit.is_some()) {
            let row = table.add_row();
            let period_text = self.period.to_string();
            let cells = [
                (Some(indicator), self.indicator.as_str()),
                (Some(period), &period_text),
                (Some(target), &self.value),
                (class.filter(|_| !of_class.is_empty()), of_class),
                (unit.filter(|_| !of_unit.is_empty()), of_unit),
            ];
            for (column, text) in cells {
                column.iter().for_each(|column| table.set(row, *column, text, &self.label));
            }
        }
    }
}

struct ReadingChanges<'r> {
    programme: &'r Programme,
    scheme: &'r str,
    period: Period,
}

impl ReadingChanges<'_> {
    fn change(
        &self,
        changes: &mut Changes,
        path: &str,
        value: &str,
        label: &Arc<str>,
    ) -> Result<(), Finding> {
        let (word, rest) = path.split_once('.').unwrap_or((path, ""));
        match word {
            "value" => {
                let (figure, reported) = self.figure(rest, value, label)?;
                changes.figures.insert(figure, reported);
            }
            "target" => changes.targets.push(self.target(rest, value, label)?),
            "class" => changes.cells.push(CellChange {
                file: "units.csv",
                id_column: "unit",
                id: self.known("class.", "unit", rest, label)?.to_owned(),
                column: "class".to_owned(),
                value: value.to_owned(),
                label: label.clone(),
            }),
            "scheme" if !rest.is_empty() => {
                let ids = self.programme.schemes.iter().map(|scheme| scheme.id.as_str());
                let (id, rest) = beginning(rest, ids.clone())
                    .filter(|(_, rest)| !rest.is_empty())
                    .ok_or_else(|| no_such_path(label, "scheme.", rest, ids))?;
                changes.schemes.push((id.to_owned(), TomlSet::new(rest, value, label.clone())));
            }
            _ => match TABLES.iter().find(|(name, ..)| *name == word) {
                Some((_, file, id_column)) => {
                    let (id, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
                    changes.cells.push(CellChange {
                        file,
                        id_column,
                        id: self.known(&format!("{word}."), word, id, label)?.to_owned(),
                        column: column.to_owned(),
                        value: value.to_owned(),
                        label: label.clone(),
                    });
                }
                None => {
                    self.starts_well(word, label)?;
                    let set = TomlSet::new(path, value, label.clone());
                    changes.schemes.push((self.scheme.to_owned(), set));
                }
            },
        }
        Ok(())
    }

    /// What is not in the scheme file either is a slip, and told with everything a path can begin
    /// with.
    fn starts_well(&self, word: &str, label: &Arc<str>) -> Result<(), Finding> {
        let others = ["target", "value", "class", "scheme"].into_iter();
        let others = others.chain(TABLES.iter().map(|(name, ..)| *name));
        let known = super::scheme::KEYS.into_iter().filter(|key| *key != "scheme").chain(others);
        if known.clone().any(|name| name == word) {
            return Ok(());
        }
        Err(no_such_path(label, "", word, known))
    }

    /// The id of an element, an indicator or a unit that is there.
    fn known<'i>(
        &self,
        known: &str,
        what: &str,
        id: &'i str,
        label: &Arc<str>,
    ) -> Result<&'i str, Finding> {
        let framework = &self.programme.framework;
        let ids: Vec<&str> = match what {
            "element" => framework.elements.iter().map(|one| one.id.as_str()).collect(),
            "indicator" => framework.indicators.iter().map(|one| one.id.as_str()).collect(),
            _ => self.programme.tree.units().iter().map(|one| one.id.as_str()).collect(),
        };
        if ids.contains(&id) { Ok(id) } else { Err(no_such_path(label, known, id, ids)) }
    }

    /// `C103`, `C103@K1`, `C103@K1.2024`, `C103.2024`.
    fn target(&self, rest: &str, value: &str, label: &Arc<str>) -> Result<TargetChange, Finding> {
        let programme = self.programme;
        let (indicator, whose, period) = match rest.split_once('@') {
            Some((indicator, whose)) => {
                let classes = programme.framework.classes.iter().map(|class| class.id.as_str());
                let kinds = programme.framework.body_kinds.iter().map(|kind| kind.id.as_str());
                let units = programme.tree.units();
                let in_use = units.iter().filter_map(|unit| unit.class.as_deref());
                let ids = units.iter().map(|unit| unit.id.as_str());
                let bodies = programme.tree.bodies().iter().map(|body| body.id.as_str());
                let known: BTreeSet<&str> =
                    classes.chain(kinds).chain(in_use).chain(ids).chain(bodies).collect();
                let (whose, period) = self.with_period(whose, &known, "target.…@", label)?;
                (indicator, Some(whose), period)
            }
            None => {
                let indicators = programme.framework.indicators.iter();
                let known: BTreeSet<&str> = indicators.map(|one| one.id.as_str()).collect();
                let (indicator, period) = self.with_period(rest, &known, "target.", label)?;
                (indicator, None, period)
            }
        };
        Ok(TargetChange {
            indicator: self.known("target.", "indicator", indicator, label)?.to_owned(),
            period,
            is_unit: whose.is_some_and(|whose| programme.tree.find(whose).is_some()),
            whose: whose.map(str::to_owned),
            value: value.to_owned(),
            label: label.clone(),
        })
    }

    /// `C103_n@YZ03`, `C103_n@YZ03.2025-06`, with a figure or a status.
    fn figure(
        &self,
        rest: &str,
        value: &str,
        label: &Arc<str>,
    ) -> Result<((Element, Period, Reporter), Reported), Finding> {
        let Programme { framework, tree, .. } = self.programme;
        let (element, unit) = rest.split_once('@').unwrap_or((rest, ""));
        self.known("value.", "element", element, label)?;
        let units = tree.units().iter().map(|unit| unit.id.as_str());
        let known: BTreeSet<&str> =
            units.chain(tree.bodies().iter().map(|body| body.id.as_str())).collect();
        let (unit, period) = self.with_period(unit, &known, &format!("value.{element}@"), label)?;
        let number = framework.elements.iter().position(|one| one.id == element);
        let (Some(number), Some(reporter)) = (number, tree.find(unit)) else {
            return Err(no_such_path(label, "value.", rest, known));
        };
        let reported = match status_of(value.as_bytes(), false) {
            Some(status) if !status.has_value() => Reported::without_value(status),
            _ => {
                let begins_with_a_letter = value.starts_with(char::is_alphabetic);
                let place = Place::at(label.clone(), 1, 1, value.chars().count() as u32);
                match parse_number(value) {
                    Ok((mantissa, scale)) => {
                        Reported { mantissa, scale, status: gangmu_base::Status::Known }
                    }
                    Err(_) if begins_with_a_letter => {
                        let allowed = STATUSES.split(", ").skip(4).collect::<Vec<_>>().join(", ");
                        return Err(Finding::error("F210", place)
                            .with("value", value)
                            .with("allowed", allowed));
                    }
                    Err(fault) => return Err(fault.finding(place, value)),
                }
            }
        };
        Ok(((Element(number as u32), period, reporter), reported))
    }

    /// An id, and behind it a period where one is named.
    fn with_period<'i>(
        &self,
        text: &'i str,
        known: &BTreeSet<&str>,
        before: &str,
        label: &Arc<str>,
    ) -> Result<(&'i str, Period), Finding> {
        if known.contains(text) {
            return Ok((text, self.period));
        }
        let Some((id, period)) = text.rsplit_once('.').filter(|(id, _)| known.contains(id)) else {
            return Err(no_such_path(label, before, text, known.iter().copied()));
        };
        match Period::parse(period) {
            Some(period) => Ok((id, period)),
            None => Err(Finding::error("G004", Place::file(label.clone())).with("value", period)),
        }
    }
}

/// Of the ids the longest with which a path begins, and the rest of the path.
fn beginning<'p>(path: &'p str, ids: impl Iterator<Item = &'p str>) -> Option<(&'p str, &'p str)> {
    let split = ids.filter_map(|id| {
        let rest = path.strip_prefix(id)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
        Some((id, rest))
    });
    split.max_by_key(|(id, _)| id.len())
}

/// No more of what is possible is listed.
const LISTED: usize = 40;

fn no_such_path<'k>(
    label: &Arc<str>,
    known: &str,
    unknown: &str,
    possible: impl IntoIterator<Item = &'k str>,
) -> Finding {
    let possible: Vec<&str> = possible.into_iter().collect();
    let near = nearest(unknown, possible.iter().copied()).unwrap_or_default();
    let mut list = possible.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    if possible.len() > LISTED {
        list.push_str(", …");
    }
    Finding::error("G021", Place::file(label.clone()))
        .with("known", known.trim_end_matches('.'))
        .with("unknown", unknown)
        .with("nearest", near)
        .with("possible", list)
}
