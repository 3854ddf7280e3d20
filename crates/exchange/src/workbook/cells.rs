//! The cells of a workbook, streamed: only those with something in them are kept, and no more
//! than a table of people has.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataRef, Reader, SheetType, Style, Xlsx, XlsxError};
use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place};
use gangmu_num::Ratio;

use super::archive::{look_through, too_much};
use super::limits::{CELL_BYTES, CELLS, COLUMNS, FILE_BYTES, MERGED, ROWS, SHEETS};
use crate::text::source::Folder;
use crate::text::{Source, guarded, parse_number};

/// What kind of thing a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A number that is shown as a percentage, with the text that is shown.
    Percent,
    /// A day or a time, which the spreadsheet keeps as a number.
    Date,
    /// The spreadsheet's word for a result that is none, such as `#DIV/0!`.
    Error,
    /// Yes or no.
    Truth,
}

/// What a cell holds: a number is written with the fewest digits that mean it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What kind of thing it is.
    pub kind: Kind,
    /// As text.
    pub text: Box<str>,
}

/// A sheet with its cells.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    file: String,
    cells: BTreeMap<(u32, u32), Content>,
    /// Cells of merged areas, and the cell that holds what stands in the area.
    merged: BTreeMap<(u32, u32), (u32, u32)>,
}

impl Sheet {
    /// A cell, rows and columns counted from 0.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Content> {
        self.cells.get(&(row, column))
    }

    /// The text of a cell; of a merged area it is that of its first cell.
    pub fn text(&self, row: u32, column: u32) -> &str {
        if let Some(content) = self.cell(row, column) {
            return &content.text;
        }
        let first = self.merged.get(&(row, column)).and_then(|first| self.cells.get(first));
        first.map_or("", |content| &content.text)
    }

    /// The rows that hold anything, in order, each with its cells.
    pub fn rows(&self) -> BTreeMap<u32, Vec<(u32, &Content)>> {
        let mut rows: BTreeMap<u32, Vec<(u32, &Content)>> = BTreeMap::new();
        for ((row, column), content) in &self.cells {
            rows.entry(*row).or_default().push((*column, content));
        }
        rows
    }

    /// Where a cell is, as people call it: `table.xlsx Sheet1!C12`.
    pub fn place(&self, row: u32, column: u32) -> Place {
        let name = address(row, column);
        Place::file(format!("{} {}!{name}", self.file, self.name))
    }

    /// The sheet as a whole.
    pub fn whole(&self) -> Place {
        Place::file(format!("{} {}", self.file, self.name))
    }
}

/// The name of a cell: `C12`.
fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// A workbook.
pub struct Workbook {
    source: Source,
}

impl Workbook {
    /// Opens a file and looks through it.
    ///
    /// # Errors
    /// `E000` when there is no such file, `F102`–`F104` when it cannot be read, and those of a
    /// workbook that is none: `E001`–`E008`.
    pub fn open(path: impl AsRef<Path>) -> Result<Workbook, Finding> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        let missing = || Finding::error("E000", Place::file(shown.as_str())).with("file", &shown);
        let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(missing)?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = Folder::open(parent.unwrap_or(Path::new("."))).map_err(|_| missing())?;
        let source = folder.read(name, FILE_BYTES)?.ok_or_else(missing)?;
        Workbook::of(source)
    }

    /// A workbook from bytes at hand.
    ///
    /// # Errors
    /// `E001`–`E008`.
    pub fn of(source: Source) -> Result<Workbook, Finding> {
        look_through(&source)?;
        Ok(Workbook { source })
    }

    /// The name of its file.
    pub fn file(&self) -> &str {
        &self.source.path
    }

    /// Hands every sheet over, in order, or only the one with that name; none is kept.
    ///
    /// # Errors
    /// `E004` damaged, `E006` larger than is read, `E009` no sheet of that name.
    pub fn each_sheet(
        &self,
        only: Option<&str>,
        mut then: impl FnMut(Sheet) -> bool,
    ) -> Result<(), Finding> {
        // The reader of a foreign format may meet what nobody thought of.
        match guarded(|| self.read(only, &mut then)) {
            Ok(found) => found,
            Err(reason) => Err(self.damaged(&reason)),
        }
    }

    fn damaged(&self, reason: &dyn std::fmt::Display) -> Finding {
        let reason: String = reason.to_string().chars().take(200).collect();
        Finding::error("E004", self.source.place()).with("reason", reason)
    }

    fn read(&self, only: Option<&str>, then: &mut dyn FnMut(Sheet) -> bool) -> Result<(), Finding> {
        let damaged = |error: XlsxError| self.damaged(&error);
        let mut book: Xlsx<_> =
            Xlsx::new(Cursor::new(self.source.bytes.as_slice())).map_err(damaged)?;
        let sheets = book.sheets_metadata();
        if sheets.len() > SHEETS {
            return Err(too_much(self.source.place(), "sheets", SHEETS as u64));
        }
        let names: Vec<String> = sheets
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        if let Some(wanted) = only.filter(|wanted| !names.iter().any(|name| name == wanted)) {
            let known = names.join(", ");
            let near = nearest(wanted, names.iter().map(String::as_str)).unwrap_or_default();
            return Err(Finding::error("E009", self.source.place())
                .with("sheet", wanted)
                .with("known", known.chars().take(200).collect::<String>())
                .with("nearest", near));
        }
        for name in names.iter().filter(|name| only.is_none_or(|only| only == *name)) {
            let sheet = self.sheet(&mut book, name)?;
            if !then(sheet) {
                break;
            }
        }
        Ok(())
    }

    fn sheet(&self, book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Finding> {
        let damaged = |error: XlsxError| self.damaged(&error);
        let mut sheet = Sheet {
            name: name.to_owned(),
            file: self.file().to_owned(),
            cells: BTreeMap::new(),
            merged: BTreeMap::new(),
        };
        let mut bytes = 0;
        let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
        while let Some(found) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
            let Some(content) = content(found.value, found.formula.is_some()) else { continue };
            let (row, column) = found.pos;
            let over = [
                ("rows", row >= ROWS, u64::from(ROWS)),
                ("columns", column >= COLUMNS, u64::from(COLUMNS)),
            ];
            if let Some((what, _, limit)) = over.into_iter().find(|(_, over, _)| *over) {
                return Err(too_much(sheet.place(row, column), what, limit));
            }
            bytes += content.text.len();
            if sheet.cells.insert((row, column), content).is_some() {
                let twice = format!("the cell {} stands in it twice", address(row, column));
                return Err(self.damaged(&twice));
            }
            if sheet.cells.len() > CELLS {
                return Err(too_much(sheet.whole(), "cells", CELLS as u64));
            }
            if bytes > CELL_BYTES {
                return Err(too_much(sheet.whole(), "cell-text", CELL_BYTES as u64));
            }
        }
        let percent: Vec<bool> = reader.styles().iter().map(shows_percent).collect();
        drop(reader);
        if percent.contains(&true) {
            let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
            while let Some((row, column, style)) = reader.next_style_id().map_err(damaged)? {
                if percent.get(style) == Some(&true)
                    && let Some(content) = sheet.cells.get_mut(&(row, column))
                {
                    content.show_percent();
                }
            }
        }
        if sheet.cells.is_empty() {
            return Ok(sheet);
        }
        let merged = book.merge_cells_by_sheet_name(name).map_err(damaged)?;
        let last = sheet.cells.last_key_value().map_or(0, |((row, _), _)| *row);
        for area in merged {
            if !sheet.cells.contains_key(&area.start) {
                continue;
            }
            for row in area.start.0..=area.end.0.min(last) {
                for column in area.start.1..=area.end.1.min(COLUMNS) {
                    sheet.merged.insert((row, column), area.start);
                    if sheet.merged.len() > MERGED {
                        return Err(too_much(sheet.whole(), "merged", MERGED as u64));
                    }
                }
            }
        }
        Ok(sheet)
    }
}

fn shows_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code))
}

/// Whether a number format multiplies by 100: a `%` that is merely shown stands in quotes or behind
/// a stroke.
fn is_percent(code: &str) -> bool {
    let mut quoted = false;
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            '\\' if !quoted => drop(letters.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

impl Content {
    /// Says of a number what the spreadsheet shows of it: 0.95 is `95%`.
    fn show_percent(&mut self) {
        let Some((mantissa, scale)) =
            parse_number(&*self.text).ok().filter(|_| self.kind == Kind::Number)
        else {
            return;
        };
        let percent = Ratio::from_decimal_parts(mantissa, scale);
        self.text = format!("{}%", (&percent * &Ratio::from_int(100)).plain()).into();
        self.kind = Kind::Percent;
    }
}

/// What a cell holds, if anything. A formula without a remembered result holds an error: nothing
/// here works formulas out, and no value is not the same as a value that was never worked out.
fn content(value: DataRef<'_>, formula: bool) -> Option<Content> {
    let (kind, text) = match Data::from(value) {
        Data::Empty if formula => (Kind::Error, "#N/A".to_owned()),
        Data::Empty => return None,
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => (Kind::Text, text),
        Data::Int(number) => (Kind::Number, number.to_string()),
        Data::Float(number) => (Kind::Number, number.to_string()),
        Data::Bool(truth) => (Kind::Truth, u8::from(truth).to_string()),
        Data::DateTime(moment) => (Kind::Date, moment.as_f64().to_string()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (Kind::Date, text),
        Data::Error(error) => (Kind::Error, error.to_string()),
    };
    Some(Content { kind, text: text.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `0"%"` shows 95 as 95%, and was taken for 9500%.
    #[test]
    fn bug_a_percent_sign_that_is_only_shown_is_no_percentage() {
        for (code, percent) in
            [("0%", true), ("0.00%;-0.00%", true), ("0\"%\"", false), ("0\\%", false), ("0", false)]
        {
            assert_eq!(is_percent(code), percent, "{code}");
        }
    }

    #[test]
    fn cells_are_called_as_people_call_them() {
        let names =
            [(0, 0, "A1"), (11, 2, "C12"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")];
        for (row, column, name) in names {
            assert_eq!(address(row, column), name);
        }
    }
}
