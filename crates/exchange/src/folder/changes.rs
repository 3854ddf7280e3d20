//! What would be if the folder said something else here and there: values put in place of those of
//! its files while they are read. Nothing is written, and every value goes through the reader that
//! would read it from the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Finding, Period, Place, Reporter};

use super::Programme;
use super::changes_read::{ReadingChanges, no_such_path};
use super::sheet::Columns;
use crate::text::{Document, NoSuchPath, Table, TomlSet};

/// Figures put in place of those that were reported.
pub type Supposed = FxHashMap<(Element, Period, Reporter), Reported>;

/// Changes to a folder while it is read.
#[derive(Debug, Default)]
pub struct Changes {
    pub(super) schemes: Vec<(String, TomlSet)>,
    pub(super) cells: Vec<CellChange>,
    pub(super) targets: Vec<TargetChange>,
    pub(super) figures: Supposed,
}

/// A cell of the row with an id.
#[derive(Debug)]
pub(super) struct CellChange {
    pub(super) file: &'static str,
    pub(super) id_column: &'static str,
    pub(super) id: String,
    pub(super) column: String,
    pub(super) value: String,
    pub(super) label: Arc<str>,
}

/// The target of an indicator for a period.
#[derive(Debug)]
pub(super) struct TargetChange {
    pub(super) indicator: String,
    pub(super) period: Period,
    /// A class or a unit; everybody when `None`.
    pub(super) whose: Option<String>,
    pub(super) is_unit: bool,
    pub(super) value: String,
    pub(super) label: Arc<str>,
}

/// Tables whose rows have an id: the word in a path, the file, the column of the id.
pub(super) const TABLES: [(&str, &str, &str); 3] = [
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
                continue;
            }
            let before = changes.len();
            if let Err(finding) = reading.change(&mut changes, path, value.trim(), &label) {
                findings.push(finding);
            } else if changes.len() == before || changes.last_meets_another() {
                // The same thing under another name: which of the two is meant nobody can know.
                findings.push(Finding::error("G022", Place::file(label)).with("path", path));
                break;
            }
        }
        if findings.is_empty() { Ok(changes) } else { Err(findings) }
    }

    fn len(&self) -> usize {
        self.schemes.len() + self.cells.len() + self.targets.len() + self.figures.len()
    }

    /// Whether something is set twice, in different words. Only the last of each kind can be new.
    fn last_meets_another(&self) -> bool {
        fn any<T>(all: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
            all.split_last().is_some_and(|(last, rest)| rest.iter().any(|one| same(one, last)))
        }
        let within = |one: &str, other: &str| {
            one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        any(&self.schemes, |(a, one), (b, other)| {
            a == b && (within(one.path(), other.path()) || within(other.path(), one.path()))
        }) || any(&self.cells, |one, other| {
            (one.file, &one.id, &one.column) == (other.file, &other.id, &other.column)
        }) || any(&self.targets, |one, other| {
            let same = (&one.indicator, one.period) == (&other.indicator, other.period);
            same && (one.whose == other.whose || one.whose.is_none() || other.whose.is_none())
        })
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
    pub(super) fn in_table(
        &self,
        table: &mut Table<'_>,
        columns: &Columns,
        findings: &mut Vec<Finding>,
    ) {
        let file = table.source().path.clone();
        for change in self.cells.iter().filter(|change| *change.file == *file) {
            change.make(table, columns, findings);
        }
        if &*file == "targets.csv" {
            self.targets.iter().for_each(|change| change.make(table));
        }
    }
}

impl CellChange {
    fn make(&self, table: &mut Table<'_>, columns: &Columns, findings: &mut Vec<Finding>) {
        let row = table
            .column(self.id_column)
            .and_then(|column| (0..table.len()).find(|row| table.cell(*row, column) == self.id));
        // A column that may be there, but is not, would be added by whoever wrote it down.
        let column = table.column(&self.column).or_else(|| {
            let may_be = columns.optional.contains(&self.column.as_str());
            may_be.then(|| table.add_column(&self.column, &self.label))
        });
        match (row, column) {
            (Some(row), Some(column)) if self.column != self.id_column => {
                table.set(row, column, &self.value, &self.label);
            }
            _ => {
                let there = table.headers().filter(|name| *name != self.id_column);
                let others = columns.optional.iter().copied();
                let others = others.filter(|name| table.column(name).is_none());
                findings.push(no_such_path(&self.label, "", &self.column, there.chain(others)));
            }
        }
    }
}

impl TargetChange {
    fn make(&self, table: &mut Table<'_>) {
        let column = |name: &str| table.column(name);
        let columns = (column("indicator"), column("period"), column("target"));
        let (Some(indicator), Some(period), Some(target)) = columns else { return };
        let (mut class, mut unit) = (column("class"), column("unit"));
        if self.whose.is_some() {
            // A table without the column says nothing of that kind yet.
            let wanted = if self.is_unit { (&mut unit, "unit") } else { (&mut class, "class") };
            let (at, name) = wanted;
            *at = Some(at.unwrap_or_else(|| table.add_column(name, &self.label)));
        }
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
        if rows.is_empty() {
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
