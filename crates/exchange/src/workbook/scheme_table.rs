//! A scheme table read from a sheet: the header wherever it stands, merged groups filled down,
//! totals and signatures left out, texts word for word.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::{Finding, Place};

use super::cells::{Kind, Sheet};
use super::headings::{Column, column_of, is_signature, is_total};
use super::points_in_text::points_in;
use crate::text::parse_number;
use crate::text::personal::{cell_is_personal, header_is_personal};

/// The header is looked for in so many rows from the top.
const HEADER_ROWS: usize = 60;

/// A row of a scheme table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableRow {
    pub(super) place: Option<Place>,
    pub(super) number: String,
    /// The place of its group in [`SchemeTable::groups`].
    pub(super) group: usize,
    pub(super) title: String,
    pub(super) content: String,
    pub(super) standard: String,
    /// As figures; `None` where the table does not say.
    pub(super) points: Option<String>,
    pub(super) points_by_class: BTreeMap<String, String>,
    pub(super) source: String,
    pub(super) method: String,
    pub(super) lead: String,
    pub(super) responsible: String,
    pub(super) assessor: String,
}

/// A scheme table.
#[derive(Debug, Clone, Default)]
pub(super) struct SchemeTable {
    /// What stands above the header.
    pub(super) title: String,
    /// Whether its headings are Chinese.
    pub(super) chinese: bool,
    pub(super) groups: Vec<String>,
    pub(super) rows: Vec<TableRow>,
    /// What the last totals say, of all classes and of each that has a column of its own.
    pub(super) totals: BTreeMap<Option<String>, String>,
}

/// Where the header stands and which columns it has.
struct Header {
    first: u32,
    last: u32,
    columns: BTreeMap<u32, (Column, Option<String>)>,
    unknown: Vec<(u32, String)>,
}

/// Whether a sheet has a scheme table.
pub(super) fn is_scheme_table(sheet: &Sheet) -> bool {
    header(sheet).is_some()
}

/// Reads the scheme table of a sheet; nothing where there is none.
pub(super) fn read(sheet: &Sheet) -> Option<(SchemeTable, Vec<Finding>)> {
    let header = header(sheet)?;
    let mut reading =
        Reading { sheet, table: SchemeTable::default(), findings: Vec::new(), group: None };
    reading.headings(&header);
    let rows = sheet.rows();
    let above = rows.range(..header.first).flat_map(|(_, cells)| cells.first());
    // The longest line above is the title; others are numbers of annexes, dates, bodies.
    let title =
        above.map(|(_, content)| content.text.trim()).max_by_key(|text| text.chars().count());
    reading.table.title = title.unwrap_or_default().to_owned();
    for (row, cells) in rows.range(header.last + 1..) {
        let first = cells.first().map_or("", |(_, content)| &*content.text);
        if is_total(first) {
            reading.total(&header, *row);
        } else if cells.iter().any(|(_, content)| is_signature(&content.text)) && cells.len() <= 3 {
            continue;
        } else {
            reading.row(&header, *row);
        }
    }
    Some((reading.table, reading.findings))
}

/// The first row that has the headings of a scheme table: what is looked at or how it is judged,
/// and at least two more.
fn header(sheet: &Sheet) -> Option<Header> {
    let rows = sheet.rows();
    let near: Vec<u32> = rows.keys().copied().take(HEADER_ROWS).collect();
    near.iter().find_map(|row| {
        let mut header =
            Header { first: *row, last: *row, columns: BTreeMap::new(), unknown: Vec::new() };
        for (column, content) in &rows[row] {
            match column_of(&content.text) {
                Some(found) => drop(header.columns.insert(*column, found)),
                None => header.unknown.push((*column, content.text.trim().to_owned())),
            }
        }
        header.second_row(sheet, &rows);
        let has = |wanted: &[Column]| header.columns.values().any(|(c, _)| wanted.contains(c));
        let kinds: BTreeSet<Column> = header.columns.values().map(|(c, _)| *c).collect();
        let judged = has(&[Column::Standard, Column::Content, Column::Title]);
        (judged && kinds.len() >= 3).then_some(header)
    })
}

impl Header {
    /// A header of two rows: a heading over several columns, each with a heading of its own below.
    fn second_row(
        &mut self,
        sheet: &Sheet,
        rows: &BTreeMap<u32, Vec<(u32, &super::cells::Content)>>,
    ) {
        let below = self.first + 1;
        let Some(cells) = rows.get(&below) else { return };
        let found: Vec<(u32, (Column, Option<String>))> = cells
            .iter()
            .filter(|(_, content)| content.kind == Kind::Text)
            .filter_map(|(column, content)| {
                let found = column_of(&content.text).or_else(|| {
                    // Points by class: the class alone stands below the heading.
                    let above = column_of(sheet.text(self.first, *column));
                    let class = content.text.trim();
                    let points = above.is_some_and(|(above, _)| above == Column::Points);
                    (points && crate::folder::is_id(class))
                        .then(|| (Column::Points, Some(class.to_owned())))
                });
                Some((*column, found?))
            })
            .collect();
        if found.len() >= 2 && found.len() == cells.len() {
            for (column, found) in found {
                self.columns.insert(column, found);
                self.unknown.retain(|(unknown, _)| *unknown != column);
            }
            self.last = below;
        }
    }

    fn find(&self, wanted: Column) -> impl Iterator<Item = (u32, Option<&String>)> {
        self.columns
            .iter()
            .filter(move |(_, (column, _))| *column == wanted)
            .map(|(place, (_, class))| (*place, class.as_ref()))
    }
}

struct Reading<'s> {
    sheet: &'s Sheet,
    table: SchemeTable,
    findings: Vec<Finding>,
    group: Option<usize>,
}

impl Reading<'_> {
    fn headings(&mut self, header: &Header) {
        let words = header.columns.keys().map(|column| self.sheet.text(header.last, *column));
        self.table.chinese = words.flat_map(str::chars).any(|c| !c.is_ascii());
        for (column, name) in &header.unknown {
            let place = self.sheet.place(header.first, *column);
            let finding = match header_is_personal(name) {
                Some(kind) => Finding::error("F204", place).with("column", name).with("kind", kind),
                None => Finding::warning("E010", place).with("column", name),
            };
            self.findings.push(finding);
        }
    }

    fn total(&mut self, header: &Header, row: u32) {
        for (column, class) in header.find(Column::Points) {
            let text = self.sheet.text(row, column).trim();
            if parse_number(text).is_ok() {
                self.table.totals.insert(class.cloned(), text.to_owned());
            } else if self.sheet.cell(row, column).is_some_and(|cell| cell.kind == Kind::Error) {
                let place = self.sheet.place(row, column);
                self.findings.push(Finding::warning("E016", place).with("text", text));
            }
        }
    }

    fn row(&mut self, header: &Header, row: u32) {
        let mut found = TableRow::default();
        // A text of several columns of the same kind is put together: 二级指标, 三级指标.
        let text = |wanted: Column| {
            let parts = header.find(wanted).map(|(column, _)| self.sheet.text(row, column));
            parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ")
        };
        let group = text(Column::Group);
        found.number = text(Column::Number).trim().to_owned();
        found.title = text(Column::Title);
        found.content = text(Column::Content);
        found.standard = text(Column::Standard);
        found.source = text(Column::Source);
        found.method = text(Column::Method);
        found.lead = text(Column::Lead);
        found.responsible = text(Column::Responsible);
        found.assessor = text(Column::Assessor);
        let own = [&found.title, &found.content, &found.standard];
        if own.iter().all(|text| text.is_empty()) {
            // A line of its own above the items of a group: `一、组织领导（20分）`.
            let line = if group.is_empty() { &found.number } else { &group };
            if !line.is_empty() && parse_number(line).is_err() {
                let line = line.clone();
                self.enter(&line);
            }
            return;
        }
        if !group.is_empty() {
            self.enter(&group);
        }
        found.group = match self.group {
            Some(group) => group,
            None => self.enter_unnamed(),
        };
        self.errors_and_persons(header, row);
        for (column, class) in header.find(Column::Points) {
            let Some(points) = self.points(row, column) else { continue };
            match class {
                Some(class) => drop(found.points_by_class.insert(class.clone(), points)),
                None => found.points = Some(points),
            }
        }
        if found.points.is_none() {
            found.points = [&found.title, &found.content, &found.standard]
                .into_iter()
                .find_map(|text| points_in(text));
        }
        if found.points.is_none() {
            // Of points that go by class the table need not name others.
            found.points = found.points_by_class.values().next().cloned();
        }
        if found.points.is_none() {
            self.findings.push(Finding::warning("E011", self.row_place(header, row)));
        }
        found.place = Some(self.row_place(header, row));
        self.table.rows.push(found);
    }

    /// The group whose name stands there: the one we are in, or the next one.
    fn enter(&mut self, name: &str) {
        let known = self.table.groups.iter().position(|group| group == name);
        self.group = Some(known.unwrap_or(self.table.groups.len()));
        if known.is_none() {
            self.table.groups.push(name.to_owned());
        }
    }

    fn enter_unnamed(&mut self) -> usize {
        self.enter(if self.table.chinese { "考核内容" } else { "Items" });
        self.group.unwrap_or(0)
    }

    /// The points in a cell, in figures. A cell of a merged area counts once, in its first row.
    fn points(&mut self, row: u32, column: u32) -> Option<String> {
        let content = self.sheet.cell(row, column)?;
        let text = content.text.trim();
        let bare = text.trim_end_matches('分').trim();
        if bare.is_empty() || matches!(bare, "-" | "—" | "/") {
            return None;
        }
        match parse_number(bare) {
            Ok(_) if content.kind != Kind::Date => Some(bare.to_owned()),
            Ok(_) => {
                let place = self.sheet.place(row, column);
                self.findings.push(Finding::error("E015", place).with("text", text));
                None
            }
            Err(fault) => {
                let place = self.sheet.place(row, column);
                self.findings.push(fault.finding(place, text));
                None
            }
        }
    }

    fn errors_and_persons(&mut self, header: &Header, row: u32) {
        for (column, (what, _)) in &header.columns {
            let Some(content) = self.sheet.cell(row, *column) else { continue };
            let is_text = !matches!(what, Column::Points | Column::FilledIn);
            let place = || self.sheet.place(row, *column);
            if content.kind == Kind::Error {
                self.findings.push(Finding::error("E016", place()).with("text", &content.text));
            } else if content.kind == Kind::Date && is_text {
                self.findings.push(Finding::error("E015", place()).with("text", &content.text));
            } else if let Some(kind) = cell_is_personal(&content.text) {
                self.findings.push(Finding::error("F205", place()).with("kind", kind));
            }
        }
    }

    fn row_place(&self, header: &Header, row: u32) -> Place {
        let column = header.columns.keys().next().copied().unwrap_or_default();
        self.sheet.place(row, column)
    }
}
