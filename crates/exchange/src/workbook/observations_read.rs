//! Observations read from a sheet into the text of a CSV file: what was typed, exactly, and where
//! each row stood, so that whatever is found in the file later is told of the cell.

use std::collections::BTreeMap;

use gangmu_base::{Finding, Place};

use super::cells::{Kind, Sheet, Workbook};
use crate::folder::OBSERVATION_COLUMNS;
use crate::text::csv_cell;
use crate::text::limits::FINDINGS;
use crate::text::personal::{cell_is_personal, header_is_personal};
use crate::text::{Source, parse_number};

/// The header is looked for in so many rows from the top.
const HEADER_ROWS: usize = 20;

/// Columns that must be there: the first four of [`OBSERVATION_COLUMNS`].
const REQUIRED: usize = 4;

/// Observations of a workbook as a CSV file.
pub struct ImportedObservations {
    /// The file, not yet written.
    pub source: Source,
    /// The sheet it was read from.
    pub sheet: String,
    /// How many rows there are.
    pub rows: usize,
    /// What somebody should look at in the workbook.
    pub findings: Vec<Finding>,
    /// For each line of the file, from the second on: the place of each column, and where its
    /// cell begins, in characters from 1.
    lines: Vec<Vec<(u32, Place)>>,
}

impl ImportedObservations {
    /// A finding about the file as one about the workbook.
    pub fn in_the_workbook(&self, mut finding: Finding) -> Finding {
        let told = |place: &Place| -> Option<Place> {
            let line = self.lines.get((place.line as usize).checked_sub(2)?)?;
            let at = line.iter().rev().find(|(start, _)| *start <= place.column.max(1))?;
            Some(at.1.clone())
        };
        if finding.place.file == self.source.path
            && let Some(place) = told(&finding.place)
        {
            finding.place = place;
        }
        // Another place is named in a sentence as text: `data/observations-x.csv:12`.
        for (_, value) in &mut finding.blanks {
            let line =
                value.strip_prefix(&*self.source.path).and_then(|rest| rest.strip_prefix(':'));
            let line = line.and_then(|rest| rest.split(':').next()?.parse().ok());
            if let Some(place) = line.and_then(|line| told(&Place::at("", line, 1, 0))) {
                *value = place.to_string();
            }
        }
        // Of two rows that tell the same, the one to be mended is the one that comes in.
        let ours = |file: &str| *file == *self.source.path || file.contains(".xlsx ");
        let first = finding.blanks.iter().position(|(blank, _)| *blank == "first");
        if let Some(first) = first.filter(|_| !ours(&finding.place.file)) {
            let other = finding.place.to_string();
            let told = std::mem::replace(&mut finding.blanks[first].1, other);
            finding.place = Place::file(told);
        }
        finding
    }
}

/// Reads the observations of a sheet: the one named, or the first that has their columns. `path`
/// is what the file will be called.
///
/// # Errors
/// Whatever keeps them from being read, all at once.
pub fn read_observations(
    book: &Workbook,
    sheet: Option<&str>,
    path: &str,
) -> Result<ImportedObservations, Vec<Finding>> {
    let mut found = None;
    let mut others = Vec::new();
    book.each_sheet(sheet, |sheet| {
        found = header(&sheet).map(|header| (header, sheet.name.clone(), read(&sheet, path)));
        others.push(sheet.name);
        found.is_none()
    })
    .map_err(|finding| vec![finding])?;
    match found {
        Some((_, _, Some(read))) => read,
        _ => {
            let place = Place::file(book.file());
            Err(vec![Finding::error("E021", place).with("sheets", others.join(", "))])
        }
    }
}

/// The row of the header, and which column stands where.
fn header(sheet: &Sheet) -> Option<(u32, BTreeMap<usize, u32>)> {
    sheet.rows().into_iter().take(HEADER_ROWS).find_map(|(row, cells)| {
        let mut columns = BTreeMap::new();
        for (place, content) in cells {
            let name = content.text.trim();
            if let Some(known) = OBSERVATION_COLUMNS.iter().position(|column| *column == name) {
                columns.entry(known).or_insert(place);
            }
        }
        (0..REQUIRED).all(|column| columns.contains_key(&column)).then_some((row, columns))
    })
}

fn read(sheet: &Sheet, path: &str) -> Option<Result<ImportedObservations, Vec<Finding>>> {
    let (head, columns) = header(sheet)?;
    let mut findings = Vec::new();
    for (column, content) in sheet.rows().remove(&head).unwrap_or_default() {
        let name = content.text.trim();
        let place = || sheet.place(head, column);
        if let Some(kind) = header_is_personal(name) {
            findings.push(Finding::error("F204", place()).with("column", name).with("kind", kind));
        } else if !OBSERVATION_COLUMNS.contains(&name) {
            findings.push(Finding::warning("E010", place()).with("column", name));
        }
    }
    let mut text = OBSERVATION_COLUMNS.join(",");
    text.push('\n');
    let mut lines = Vec::new();
    let mut more = 0_usize;
    for (row, _) in sheet.rows().range(head + 1..) {
        let mut line = Vec::new();
        let start = text.len();
        let mut characters = 1;
        let mut empty = true;
        for (index, name) in OBSERVATION_COLUMNS.iter().enumerate() {
            let column = columns.get(&index).copied();
            let place = sheet.place(*row, column.unwrap_or_default());
            if index > 0 {
                text.push(',');
                characters += 1;
            }
            line.push((characters, place.clone()));
            let Some(content) = column.and_then(|column| sheet.cell(*row, column)) else {
                continue;
            };
            let found = fault(content.kind, &content.text, name, place);
            if let Some(finding) = found {
                if findings.len() < FINDINGS {
                    findings.push(finding)
                } else {
                    more += 1
                }
                continue;
            }
            // A line break would move every later line of the file; in an id or a reason it says
            // nothing that a blank does not.
            let one_line = content.text.replace(['\r', '\n'], " ");
            empty &= one_line.trim().is_empty();
            let cell = csv_cell(one_line.trim());
            characters += cell.chars().count() as u32;
            text.push_str(&cell);
        }
        if empty {
            text.truncate(start);
        } else {
            text.push('\n');
            lines.push(line);
        }
    }
    if more > 0 {
        findings.push(Finding::error("F129", sheet.whole()).with("more", more));
    }
    if lines.is_empty() && findings.is_empty() {
        findings.push(Finding::error("E019", sheet.whole()));
    }
    if gangmu_base::finding::any_error(&findings) {
        return Some(Err(findings));
    }
    let (rows, sheet) = (lines.len(), sheet.name.clone());
    Some(Ok(ImportedObservations { source: Source::new(path, text), sheet, rows, findings, lines }))
}

/// What is wrong with a cell that a CSV file could not even say.
pub(super) fn fault(kind: Kind, text: &str, column: &str, place: Place) -> Option<Finding> {
    match kind {
        Kind::Error => Some(Finding::error("E016", place).with("text", text)),
        Kind::Date => Some(Finding::error("E015", place).with("text", text)),
        Kind::Text | Kind::Percent if column == "value" => {
            let found = parse_number(text.trim()).err().filter(|_| !text.trim().is_empty())?;
            Some(found.finding(place, text.trim()))
        }
        Kind::Text => {
            let kind = cell_is_personal(text)?;
            Some(Finding::error("F205", place).with("kind", kind))
        }
        Kind::Number if column == "value" => {
            // A number beyond what is exact here, such as 1e300.
            let found = parse_number(text).err()?;
            Some(found.finding(place, text))
        }
        Kind::Number | Kind::Percent | Kind::Truth => None,
    }
}
