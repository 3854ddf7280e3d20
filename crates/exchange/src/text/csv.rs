//! Small CSV tables, held whole: every cell can be asked for its value, its place and its bytes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use gangmu_base::{Finding, Place};

use super::cell_value::{leading_blanks, trim, value};
use super::encoding::{mark_length, text_of};
use super::limits::{FINDINGS, TABLE_BYTES, TABLE_COLUMNS, TABLE_ROWS};
use super::lines::narrow;
use super::row_split::{Cells, Fault, Marks, Row, RowSplit, line_ends};
use super::source::Source;

/// How large a table may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLimits {
    /// Bytes of the file; never more than 4 GiB, whatever is said here.
    pub bytes: u64,
    /// Rows below the header.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
}

impl Default for TableLimits {
    fn default() -> TableLimits {
        TableLimits { bytes: TABLE_BYTES, rows: TABLE_ROWS, columns: TABLE_COLUMNS }
    }
}

/// A CSV table with its header. Rows are counted from 0 below the header; a row with too few or
/// too many cells is filled up or cut to the header's width, so that its identifier is known.
#[derive(Debug, Clone)]
pub struct Table<'s> {
    source: &'s Source,
    text: &'s str,
    columns: usize,
    /// Byte ranges of all cells, row by row, the header first.
    cells: Vec<(u32, u32)>,
    rows: Vec<Line>,
    /// Values that are no stretch of the text, because they hold doubled quotes.
    unquoted: BTreeMap<usize, String>,
    /// Where findings are placed about cells that say something else than the file.
    set: BTreeMap<usize, Arc<str>>,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    start: u32,
    number: u32,
    /// Whether it has as many cells as the header.
    even: bool,
}

impl Cells for Vec<(u32, u32)> {
    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self, raw: Range<usize>) {
        Vec::push(self, (narrow(raw.start), narrow(raw.end)));
    }
}

impl<'s> Table<'s> {
    /// Reads the table; none when there is no text, no header or an unclosed quote. What is
    /// found: `F103`, `F110`–`F112` as [`super::encoding::check`], `F120` unclosed quote, `F121`
    /// uneven row, `F122` repeated and `F123` empty header, `F124` row too long, `F125` too many
    /// rows, `F126` text after a closing quote, `F127` no header, `F128` too many columns, `F129`
    /// more of the same.
    pub fn parse(source: &'s Source, limits: TableLimits) -> (Option<Table<'s>>, Vec<Finding>) {
        let limit = limits.bytes.min(u64::from(u32::MAX));
        if source.bytes.len() as u64 > limit {
            let finding = Finding::error("F103", source.place());
            return (None, vec![finding.with("path", &source.path).with("limit", limit)]);
        }
        let (text, mut findings) = text_of(source);
        let Some(text) = text else { return (None, findings) };
        let mut table = Table {
            source,
            text,
            columns: 0,
            cells: Vec::new(),
            rows: Vec::new(),
            unquoted: BTreeMap::new(),
            set: BTreeMap::new(),
        };
        let mut found = Found::default();
        let complete = table.fill(limits, &mut found);
        found.finish(&source.path, &mut findings);
        (complete.then_some(table), findings)
    }

    fn fill(&mut self, limits: TableLimits, found: &mut Found) -> bool {
        let source = self.source;
        let bytes = &source.bytes;
        let mut split = RowSplit::new(bytes, mark_length(bytes), 1, Marks::of(bytes));
        let mut raw: Vec<(u32, u32)> = Vec::new();
        let mut header = true;
        while let Some(row) = split.next_row(&mut raw) {
            if let Some(fault) = row.fault {
                found.add(fault_finding(source, &row, fault));
            }
            match row.fault {
                Some(Fault::Unclosed { .. }) => return false,
                Some(Fault::TooLong) if header => return false,
                Some(Fault::TooLong) => continue,
                Some(Fault::AfterQuote { .. }) | None => {}
            }
            if header {
                if raw.len() > limits.columns {
                    let place = Place::at(source.path.clone(), row.line, 0, 0);
                    found.add(
                        Finding::error("F128", place)
                            .with("limit", limits.columns)
                            .with("found", raw.len()),
                    );
                    return false;
                }
                self.columns = raw.len();
                self.push(&row, &raw);
                header = false;
                let place = |column| self.header_place(column);
                check_header(self.columns, |column| self.cell_at(column), place)
                    .into_iter()
                    .for_each(|finding| found.add(finding));
                continue;
            }
            if self.len() >= limits.rows {
                let place = Place::at(source.path.clone(), row.line, 0, 0);
                found.add(Finding::error("F125", place).with("limit", limits.rows));
                return true;
            }
            if raw.len() != self.columns {
                found.add(uneven(&source.path, row.line, self.columns, raw.len()));
            }
            self.push(&row, &raw);
        }
        if header {
            found.add(Finding::error("F127", source.place()));
        }
        !header
    }

    fn push(&mut self, row: &Row, raw: &[(u32, u32)]) {
        let even = raw.len() == self.columns && row.fault.is_none();
        self.rows.push(Line { start: narrow(row.start), number: row.line, even });
        let filled = std::iter::repeat((narrow(row.end), narrow(row.end)));
        for cell in raw.iter().copied().chain(filled).take(self.columns) {
            if let Cow::Owned(bytes) = value(&self.source.bytes[to_range(cell)]) {
                // Taking quotes out of text leaves text: the lossless branch is always taken.
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.unquoted.insert(self.cells.len(), text);
            }
            self.cells.push(cell);
        }
    }

    /// How many rows there are below the header.
    pub fn len(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// Whether there is nothing below the header.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many columns the header has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The file the table was read from.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// The name at the head of a column; empty past the last.
    pub fn header(&self, column: usize) -> &str {
        if column < self.columns { self.cell_at(column) } else { "" }
    }

    /// All column names, in order.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        (0..self.columns).map(|column| self.header(column))
    }

    /// The first column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.headers().position(|header| header == name)
    }

    /// The place of a column's name.
    pub fn header_place(&self, column: usize) -> Place {
        self.place_of(0, column)
    }

    /// The value of a cell: without quotes and without blanks around it. Empty outside the table.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.index(row, column).map_or("", |index| self.cell_at(index))
    }

    /// The place of a cell's value.
    pub fn place(&self, row: usize, column: usize) -> Place {
        self.place_of(row.saturating_add(1), column)
    }

    /// The place of a whole row.
    pub fn row_place(&self, row: usize) -> Place {
        let number = self.rows.get(row.saturating_add(1)).map_or(0, |line| line.number);
        Place::at(self.source.path.clone(), number, 0, 0)
    }

    /// The bytes of a cell in the file, its quotes and the blanks around it included. None
    /// outside the table and in a row that is not as wide as the header.
    pub fn byte_range(&self, row: usize, column: usize) -> Option<Range<usize>> {
        let index = self.index(row, column)?;
        let line = self.rows.get(row.checked_add(1)?)?;
        line.even.then(|| to_range(self.cells[index]))
    }

    /// Lets a cell say something else than the file, which stays as it is; `label` is where findings
    /// about it are placed. Nothing outside the table.
    pub fn set(&mut self, row: usize, column: usize, text: &str, label: &Arc<str>) {
        if let Some(index) = self.index(row, column) {
            self.unquoted.insert(index, text.to_owned());
            self.set.insert(index, label.clone());
        }
    }

    /// One more row below the others, empty, that is not in the file; its number.
    pub fn add_row(&mut self) -> usize {
        let end = narrow(self.text.len());
        self.rows.push(Line { start: end, number: 0, even: false });
        self.cells.extend(std::iter::repeat_n((end, end), self.columns));
        self.len().saturating_sub(1)
    }

    /// One more column behind the others, empty, that is not in the file; its number.
    pub fn add_column(&mut self, name: &str, label: &Arc<str>) -> usize {
        let (old, new) = (self.columns, self.columns + 1);
        let moved = |index: usize| index / old * new + index % old;
        let end = narrow(self.text.len());
        let mut cells = Vec::with_capacity(self.rows.len() * new);
        for row in self.cells.chunks(old.max(1)) {
            cells.extend_from_slice(row);
            cells.push((end, end));
        }
        self.cells = cells;
        let unquoted = std::mem::take(&mut self.unquoted);
        self.unquoted = unquoted.into_iter().map(|(index, text)| (moved(index), text)).collect();
        let set = std::mem::take(&mut self.set);
        self.set = set.into_iter().map(|(index, label)| (moved(index), label)).collect();
        self.columns = new;
        self.unquoted.insert(old, name.to_owned());
        self.set.insert(old, label.clone());
        old
    }

    /// How lines end in this file: as its header does, `\n` when nothing follows the header.
    pub fn line_end(&self) -> &'static str {
        let end = self.columns.checked_sub(1).map_or(0, |last| self.cells[last].1 as usize);
        match self.source.bytes.get(end..).unwrap_or_default() {
            [b'\r', b'\n', ..] => "\r\n",
            [b'\r', ..] => "\r",
            _ => "\n",
        }
    }

    fn index(&self, row: usize, column: usize) -> Option<usize> {
        let inside = column < self.columns && row < self.len();
        inside.then(|| (row + 1) * self.columns + column)
    }

    fn cell_at(&self, index: usize) -> &str {
        if let Some(text) = self.unquoted.get(&index) {
            return text;
        }
        let raw = &self.source.bytes[to_range(self.cells[index])];
        match value(raw) {
            // A cell ends at a comma, a quote, a blank or a line end: all character boundaries.
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Cow::Owned(_) => "",
        }
    }

    /// Row 0 is the header here.
    fn place_of(&self, row: usize, column: usize) -> Place {
        let Some(line) = self.rows.get(row).filter(|_| column < self.columns) else {
            return self.source.place();
        };
        let index = row * self.columns + column;
        if let Some(label) = self.set.get(&index) {
            let shown = self.cell_at(index).chars().count();
            return Place::at(label.clone(), 1, 1, narrow(shown));
        }
        let cell = to_range(self.cells[index]);
        cell_place(&self.source.path, self.text.as_bytes(), line.start as usize, line.number, cell)
    }
}

fn to_range(cell: (u32, u32)) -> Range<usize> {
    cell.0 as usize..cell.1 as usize
}

/// The place of a cell's value, blanks around it left out, given where its row begins.
pub(crate) fn cell_place(
    file: &Arc<str>,
    bytes: &[u8],
    row_start: usize,
    row_line: u32,
    cell: Range<usize>,
) -> Place {
    let raw = &bytes[cell.clone()];
    let shown = trim(raw);
    let start = cell.start + if shown.is_empty() { 0 } else { leading_blanks(raw) };
    let before = &bytes[row_start..start];
    let line = row_line.saturating_add(narrow(line_ends(before, true)));
    let line_start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
    let cut = memchr::memchr2(b'\n', b'\r', shown).unwrap_or(shown.len());
    let count = |bytes: &[u8]| narrow(String::from_utf8_lossy(bytes).chars().count());
    Place::at(file.clone(), line, count(&before[line_start..]) + 1, count(&shown[..cut]))
}

/// What is to be said of a row's shape.
pub(crate) fn fault_finding(source: &Source, row: &Row, fault: Fault) -> Finding {
    let place = |at: usize| {
        let start = cell_place(&source.path, &source.bytes, row.start, row.line, at..at);
        Place { length: 1, ..start }
    };
    match fault {
        Fault::Unclosed { quote } => Finding::error("F120", place(quote)),
        Fault::AfterQuote { at, quote } => {
            Finding::error("F126", place(at)).with("opened", place(quote).line)
        }
        Fault::TooLong => {
            let line = Place::at(source.path.clone(), row.line, 0, 0);
            Finding::error("F124", line).with("limit", super::limits::ROW_BYTES)
        }
    }
}

/// A row that is not as wide as the header.
pub(crate) fn uneven(file: &Arc<str>, line: u32, expected: usize, found: usize) -> Finding {
    let place = Place::at(file.clone(), line, 0, 0);
    Finding::error("F121", place).with("expected", expected).with("found", found)
}

/// What is wrong with the names of the columns.
pub(crate) fn check_header<'t>(
    columns: usize,
    name: impl Fn(usize) -> &'t str,
    place: impl Fn(usize) -> Place,
) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for column in 0..columns {
        let name = name(column);
        if name.is_empty() {
            findings.push(Finding::error("F123", place(column)).with("column", column + 1));
        } else if !seen.insert(name) {
            findings.push(Finding::error("F122", place(column)).with("name", name));
        }
    }
    findings
}

/// Findings of one file, as many as are listed, and how many more there were.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) listed: Vec<Finding>,
    pub(crate) more: usize,
}

impl Found {
    pub(crate) fn add(&mut self, finding: Finding) {
        if self.listed.len() < FINDINGS {
            self.listed.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Hands the findings over, and says how many are left out.
    pub(crate) fn finish(self, file: &Arc<str>, findings: &mut Vec<Finding>) {
        findings.extend(self.listed);
        if self.more > 0 {
            let finding = Finding::error("F129", Place::file(file.clone()));
            findings.push(finding.with("more", self.more));
        }
    }
}
