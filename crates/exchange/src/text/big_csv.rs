//! Data tables: CSV of up to billions of bytes, read in parallel by pieces that begin and end
//! where rows do, and handed over in the order of the file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use gangmu_base::{Finding, Place};
use rayon::prelude::*;

use super::cell_value::value;
use super::csv::{Found, cell_place, check_header, fault_finding, uneven};
use super::encoding::{check, mark_length};
use super::limits::{DATA_BYTES, DATA_COLUMNS, DATA_ROWS};
use super::lines::narrow;
use super::pieces::{Piece, all_marks, pieces};
use super::row_split::{Cells, Fault, Marks, Row, RowSplit};
use super::source::Source;

/// A data table whose header has been read and whose rows have not.
#[derive(Debug, Clone)]
pub struct BigTable<'s> {
    source: &'s Source,
    names: Vec<String>,
    places: Vec<Place>,
    body: usize,
    first_line: u32,
    marks: Marks,
}

/// One row, lent to the caller while it is read.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'r> {
    source: &'r Source,
    cells: &'r [Range<usize>],
    start: usize,
    line: u32,
}

impl<'r> RowView<'r> {
    /// The value of a cell, without quotes and blanks around it; owned only when quotes doubled
    /// inside it had to be undone. Empty past the last column.
    #[inline]
    pub fn cell(&self, column: usize) -> Cow<'r, [u8]> {
        let raw = self.cells.get(column).map_or(&[][..], |cell| &self.source.bytes[cell.clone()]);
        value(raw)
    }

    /// The value of a cell as text.
    #[inline]
    pub fn text(&self, column: usize) -> Cow<'r, str> {
        // The file was checked to be UTF-8 before any row was read, so nothing is lost.
        match self.cell(column) {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// The line on which the row begins.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The place of a cell; slow, meant for findings.
    pub fn place(&self, column: usize) -> Place {
        match self.cells.get(column) {
            Some(cell) => {
                let bytes = &self.source.bytes;
                cell_place(&self.source.path, bytes, self.start, self.line, cell.clone())
            }
            None => Place::at(self.source.path.clone(), self.line, 0, 0),
        }
    }
}

/// The cells of one row on the stack; further ones are counted, not kept.
struct RowCells {
    cells: [Range<usize>; DATA_COLUMNS],
    kept: usize,
}

impl RowCells {
    fn new() -> RowCells {
        RowCells { cells: std::array::from_fn(|_| 0..0), kept: 0 }
    }
}

impl Cells for RowCells {
    #[inline]
    fn clear(&mut self) {
        self.kept = 0;
    }

    #[inline]
    fn push(&mut self, raw: Range<usize>) {
        if let Some(slot) = self.cells.get_mut(self.kept) {
            *slot = raw;
            self.kept += 1;
        }
    }
}

impl<'s> BigTable<'s> {
    /// Checks the encoding and reads the header; no table when either fails. What is found has
    /// the codes of [`super::csv::Table::parse`].
    pub fn open(source: &'s Source) -> (Option<BigTable<'s>>, Vec<Finding>) {
        if source.bytes.len() as u64 > DATA_BYTES {
            let finding = Finding::error("F103", source.place());
            return (None, vec![finding.with("path", &source.path).with("limit", DATA_BYTES)]);
        }
        let mut findings = check(source);
        if findings.iter().any(|finding| finding.code == "F110") {
            return (None, findings);
        }
        let bytes = &source.bytes;
        let marks = all_marks(bytes);
        let mut split = RowSplit::new(bytes, mark_length(bytes), 1, marks);
        let mut raw: Vec<(u32, u32)> = Vec::new();
        let Some(row) = split.next_row(&mut raw) else {
            findings.push(Finding::error("F127", source.place()));
            return (None, findings);
        };
        if let Some(fault) = row.fault {
            findings.push(fault_finding(source, &row, fault));
            return (None, findings);
        }
        if raw.len() > DATA_COLUMNS {
            let finding = Finding::error("F128", Place::at(source.path.clone(), row.line, 0, 0));
            findings.push(finding.with("limit", DATA_COLUMNS).with("found", raw.len()));
            return (None, findings);
        }
        let cells: Vec<Range<usize>> =
            raw.iter().map(|cell| cell.0 as usize..cell.1 as usize).collect();
        let view = RowView { source, cells: &cells, start: row.start, line: row.line };
        let names: Vec<String> =
            (0..cells.len()).map(|column| view.text(column).into_owned()).collect();
        let places: Vec<Place> = (0..cells.len()).map(|column| view.place(column)).collect();
        let name = |column: usize| names[column].as_str();
        findings.extend(check_header(names.len(), name, |column| places[column].clone()));
        let (body, first_line) = (split.position(), split.line());
        (Some(BigTable { source, names, places, body, first_line, marks }), findings)
    }

    /// The column names, in order.
    pub fn headers(&self) -> &[String] {
        &self.names
    }

    /// The first column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|header| header == name)
    }

    /// The place of a column's name; the file for a column that is not there.
    pub fn header_place(&self, column: usize) -> Place {
        self.places.get(column).cloned().unwrap_or_else(|| self.source.place())
    }

    /// The file the table is read from.
    pub fn path(&self) -> &Arc<str> {
        &self.source.path
    }

    /// How many bytes of rows there are.
    pub fn body_bytes(&self) -> usize {
        self.source.bytes.len().saturating_sub(self.body)
    }

    /// Reads all rows on all threads of the current pool. The rows are cut into pieces; for each
    /// piece `new` is given its size in bytes and makes a builder, and `row` is called with it
    /// for every row of the piece in order. The builders come back in the order of the file.
    /// Rows that are not as wide as the header are findings (`F121`) and are not handed over.
    pub fn rows_in_parallel<B: Send>(
        &self,
        new: impl Fn(usize) -> B + Sync,
        row: impl Fn(&mut B, RowView<'_>) + Sync,
    ) -> (Vec<B>, Vec<Finding>) {
        let pieces = pieces(&self.source.bytes, self.body, self.first_line, self.marks);
        let lines: u64 = pieces.iter().map(|piece| piece.lines as u64).sum();
        if lines > DATA_ROWS {
            let finding = Finding::error("F125", self.source.place());
            return (Vec::new(), vec![finding.with("limit", DATA_ROWS)]);
        }
        let read: Vec<Read<B>> =
            pieces.par_iter().map(|piece| self.read(piece, new(piece.bytes.len()), &row)).collect();
        // A piece that did not end where the next begins shows that the pieces were cut in the
        // wrong places: somewhere a quote stands inside a cell that is not quoted. Such a file is
        // read again in one go, which is slow and right.
        let torn = read.iter().zip(&pieces).any(|(read, piece)| read.end != piece.bytes.end);
        let read = if torn {
            let whole = Piece {
                bytes: self.body..self.source.bytes.len(),
                line: self.first_line,
                lines: narrow(usize::try_from(lines).unwrap_or(usize::MAX)),
            };
            vec![self.read(&whole, new(whole.bytes.len()), &row)]
        } else {
            read
        };
        let mut builders = Vec::with_capacity(read.len());
        let mut found = Found::default();
        for piece in read {
            builders.push(piece.builder);
            found.more += piece.found.more;
            piece.found.listed.into_iter().for_each(|finding| found.add(finding));
        }
        let mut findings = Vec::new();
        found.finish(&self.source.path, &mut findings);
        (builders, findings)
    }

    fn read<B>(
        &self,
        piece: &Piece,
        mut builder: B,
        take: &(impl Fn(&mut B, RowView<'_>) + Sync),
    ) -> Read<B> {
        let source = self.source;
        let columns = self.names.len();
        let bytes = &source.bytes[..piece.bytes.end];
        let mut split = RowSplit::new(bytes, piece.bytes.start, piece.line, self.marks);
        let mut cells = RowCells::new();
        let mut found = Found::default();
        let mut end = piece.bytes.end;
        while let Some(row) = split.next_row(&mut cells) {
            if let Some(fault) = row.fault {
                if matches!(fault, Fault::Unclosed { .. }) && end < source.bytes.len() {
                    // Not closed in this piece, but perhaps in the next.
                    end = row.start;
                    break;
                }
                found.add(fault_finding(source, &row, fault));
                continue;
            }
            if row.cells != columns {
                found.add(uneven(&source.path, row.line, columns, row.cells));
                continue;
            }
            take(&mut builder, self.view(&row, &cells));
        }
        Read { builder, found, end }
    }

    #[inline]
    fn view<'r>(&'r self, row: &Row, cells: &'r RowCells) -> RowView<'r> {
        let kept = &cells.cells[..cells.kept];
        RowView { source: self.source, cells: kept, start: row.start, line: row.line }
    }
}

/// What came of a piece, and where its last row really ended.
struct Read<B> {
    builder: B,
    found: Found,
    end: usize,
}
