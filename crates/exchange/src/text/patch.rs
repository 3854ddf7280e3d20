//! Changes to a file that leave every byte alone that was not to be changed: comments, spacing,
//! quoting and line ends of the rest stay as somebody wrote them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use gangmu_base::{Finding, Place};
use toml::de::DeValue;

use super::cell_value::{begins_like_formula, trim};
use super::csv::Table;
use super::limits::{ROW_BYTES, TOML_DEPTH};
use super::numbers::parse_number;
use super::source::Source;
use super::toml_depth::too_deep;

/// Changes to one file, gathered until [`Patch::finish`].
#[derive(Debug, Clone)]
pub struct Patch<'s> {
    source: &'s Source,
    /// What is replaced, by where it begins.
    edits: BTreeMap<usize, (usize, Vec<u8>)>,
    /// What is put at the end.
    tail: Vec<u8>,
}

impl<'s> Patch<'s> {
    /// No changes yet.
    pub fn new(source: &'s Source) -> Patch<'s> {
        Patch { source, edits: BTreeMap::new(), tail: Vec::new() }
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.tail.is_empty()
    }

    /// Gives a cell another value; a cell that has the value already keeps its bytes. `F140` when
    /// the cell was changed before, `F141` when there is no such cell or its row is uneven,
    /// `F142` when a character cannot stand in a table, `F124` when the value is too long.
    pub fn set_cell(
        &mut self,
        table: &Table<'_>,
        row: usize,
        column: usize,
        text: &str,
    ) -> Result<(), Finding> {
        let range = self.own(table).then(|| table.byte_range(row, column)).flatten();
        let Some(range) = range else {
            let finding = Finding::error("F141", table.row_place(row));
            return Err(finding.with("row", row + 1).with("column", column + 1));
        };
        if table.cell(row, column) == text {
            return Ok(());
        }
        let place = || table.place(row, column);
        let cell = cell_text(text, table.columns(), place)?;
        self.replace(range, cell.into_owned().into_bytes(), place)
    }

    /// Puts a row at the end, with the line end the file uses, and with a line end behind it if
    /// the file's last line has one. `F121` when it is not as wide as the header, `F141` when the
    /// table is another file's; else as [`Patch::set_cell`].
    pub fn append_row(&mut self, table: &Table<'_>, cells: &[&str]) -> Result<(), Finding> {
        let place = || self.source.place();
        if !self.own(table) {
            let finding = Finding::error("F141", place());
            return Err(finding.with("row", table.len() + 1).with("column", 1));
        }
        if cells.len() != table.columns() {
            let finding = Finding::error("F121", place());
            return Err(finding.with("expected", table.columns()).with("found", cells.len()));
        }
        let mut row = Vec::new();
        for (column, text) in cells.iter().enumerate() {
            if column > 0 {
                row.push(b',');
            }
            row.extend_from_slice(cell_text(text, table.columns(), place)?.as_bytes());
        }
        if row.len() > ROW_BYTES {
            return Err(Finding::error("F124", place()).with("limit", ROW_BYTES));
        }
        let ending = table.line_end().as_bytes();
        let closed = matches!(self.source.bytes.last(), Some(b'\n' | b'\r'));
        if !closed {
            self.tail.extend_from_slice(ending);
        }
        self.tail.extend_from_slice(&row);
        if closed {
            self.tail.extend_from_slice(ending);
        }
        Ok(())
    }

    /// Puts `literal` in place of a value of a TOML file, whose bytes
    /// [`super::toml_node::Node::byte_span`] gives. `F140` when it was changed before, `F143`
    /// when `literal` is not exactly one TOML value.
    pub fn set_toml_value(&mut self, span: Range<usize>, literal: &str) -> Result<(), Finding> {
        let refuse = |reason: String| {
            Finding::error("F143", self.source.place())
                .with("text", literal.chars().take(64).collect::<String>())
                .with("reason", reason)
        };
        if !self.is_stretch(&span) {
            return Err(refuse("outside the file".to_owned()));
        }
        if too_deep(literal, TOML_DEPTH).is_some() {
            return Err(refuse("nested too deep".to_owned()));
        }
        match DeValue::parse(literal) {
            Ok(value) if value.span() == (0..literal.len()) => {}
            Ok(_) => return Err(refuse("more than one value".to_owned())),
            Err(error) => return Err(refuse(error.message().to_owned())),
        }
        let source = self.source;
        self.replace(span, literal.as_bytes().to_vec(), || source.place())
    }

    /// The whole file with all changes made.
    pub fn finish(self) -> Vec<u8> {
        let bytes = &self.source.bytes;
        let mut out = Vec::with_capacity(bytes.len() + self.tail.len());
        let mut from = 0;
        for (start, (end, text)) in self.edits {
            out.extend_from_slice(&bytes[from..start]);
            out.extend_from_slice(&text);
            from = end;
        }
        out.extend_from_slice(&bytes[from..]);
        out.extend_from_slice(&self.tail);
        out
    }

    fn own(&self, table: &Table<'_>) -> bool {
        std::ptr::eq(table.source(), self.source)
    }

    /// Whether a span lies in the file and cuts through no character.
    fn is_stretch(&self, span: &Range<usize>) -> bool {
        let whole = |at: usize| {
            self.source.bytes.get(at).is_none_or(|byte| byte & 0b1100_0000 != 0b1000_0000)
        };
        span.start <= span.end
            && span.end <= self.source.bytes.len()
            && whole(span.start)
            && whole(span.end)
    }

    fn replace(
        &mut self,
        range: Range<usize>,
        text: Vec<u8>,
        place: impl Fn() -> Place,
    ) -> Result<(), Finding> {
        let before = self.edits.range(..range.start).next_back();
        let after = self.edits.range(range.start..).next();
        let overlaps = before.is_some_and(|(_, (end, _))| *end > range.start)
            || after.is_some_and(|(start, _)| *start < range.end || *start == range.start);
        if overlaps {
            return Err(Finding::error("F140", place()));
        }
        self.edits.insert(range.start, (range.end, text));
        Ok(())
    }
}

/// A value as it is written in a cell of a table with so many columns.
fn cell_text(
    text: &str,
    columns: usize,
    place: impl Fn() -> Place,
) -> Result<Cow<'_, str>, Finding> {
    if text.len() > ROW_BYTES / 2 {
        return Err(Finding::error("F124", place()).with("limit", ROW_BYTES / 2));
    }
    let strange = |c: &char| *c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    if let Some(c) = text.chars().find(strange) {
        let finding = Finding::error("F142", place());
        return Err(finding.with("character", format_args!("U+{:04X}", u32::from(c))));
    }
    // In a table of one column an empty cell would be a blank line, which is no row.
    if columns == 1 && text.is_empty() { Ok(Cow::Borrowed("\"\"")) } else { Ok(csv_cell(text)) }
}

/// A text as a cell of a CSV file: quoted only where it has to be, and never such that a
/// spreadsheet would run it as a formula.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let guarded = guarded(text);
    let bytes = guarded.as_bytes();
    let quoted = bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
        || trim(bytes).len() != bytes.len();
    if quoted { Cow::Owned(format!("\"{}\"", guarded.replace('"', "\"\""))) } else { guarded }
}

/// Puts a `'` before a text that a spreadsheet would run as a formula; numbers with a sign stay.
/// A text that already begins with `'` before such a text gets one more, so that reading, which
/// takes one off, gives back exactly what was written.
fn guarded(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    let number = bare.len() == text.len() && trim(text.as_bytes()).len() == text.len();
    if !begins_like_formula(bare.as_bytes()) || (number && parse_number(text).is_ok()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{text}"))
}

/// A text as a TOML string on one line.
pub fn toml_string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c < ' ' || c == '\u{7F}' => {
                literal.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::csv::TableLimits;

    fn cell(text: &str) -> String {
        cell_text(text, 2, || Place::file("a.csv")).unwrap().into_owned()
    }

    #[test]
    fn quotes_are_put_only_where_they_are_needed() {
        for (text, written) in [
            ("甲", "甲"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            (" a", "\" a\""),
            ("a\nb", "\"a\nb\""),
            ("a;b", "a;b"),
        ] {
            assert_eq!(cell(text), written);
        }
        assert_eq!(cell_text("", 1, || Place::file("a.csv")).unwrap(), "\"\"");
    }

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-5", "-5"),
            ("+5.2", "+5.2"),
            ("-5%", "'-5%"),
            ("-1e3", "-1e3"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'a", "'a"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    #[test]
    fn rows_are_appended_as_the_file_has_it() {
        for (text, expected) in [
            ("a,b\n1,2\n", "a,b\n1,2\nx,\"y,z\"\n"),
            ("a,b\r\n1,2", "a,b\r\n1,2\r\nx,\"y,z\""),
            ("a,b", "a,b\nx,\"y,z\""),
        ] {
            let source = Source::new("a.csv", text);
            let table = Table::parse(&source, TableLimits::default()).0.unwrap();
            let mut patch = Patch::new(&source);
            patch.append_row(&table, &["x", "y,z"]).unwrap();
            assert_eq!(patch.append_row(&table, &["x"]).unwrap_err().code, "F121");
            assert_eq!(String::from_utf8(patch.finish()).unwrap(), expected);
        }
    }

    #[test]
    fn the_same_bytes_are_not_changed_twice() {
        let source = Source::new("a.csv", "a,b\n1,2\n3\n");
        let table = Table::parse(&source, TableLimits::default()).0.unwrap();
        let mut patch = Patch::new(&source);
        patch.set_cell(&table, 0, 0, "1").unwrap();
        assert!(patch.is_empty());
        patch.set_cell(&table, 0, 0, "9").unwrap();
        assert_eq!(patch.set_cell(&table, 0, 0, "8").unwrap_err().code, "F140");
        assert_eq!(patch.set_cell(&table, 0, 2, "8").unwrap_err().code, "F141");
        assert_eq!(patch.set_cell(&table, 1, 0, "8").unwrap_err().code, "F141", "an uneven row");
        assert_eq!(patch.set_cell(&table, 0, 1, "\0").unwrap_err().code, "F142");
        assert_eq!(patch.finish(), b"a,b\n9,2\n3\n");
    }

    #[test]
    fn toml_values_are_replaced_in_place() {
        let source = Source::new("a.toml", "# 注\na = 0.10 # rate\nb = 'x'\n");
        let (document, _) = crate::text::Document::parse(&source);
        let document = document.unwrap();
        let root = document.root();
        let mut patch = Patch::new(&source);
        let span = root.get("a").unwrap().byte_span();
        for bad in ["", "1 2", "1 # x", " 1", "1\nb = 2", "x", &"[".repeat(99)] {
            assert_eq!(patch.set_toml_value(span.clone(), bad).unwrap_err().code, "F143", "{bad}");
        }
        patch.set_toml_value(span.clone(), "0.25").unwrap();
        assert_eq!(patch.set_toml_value(span, "0.3").unwrap_err().code, "F140");
        patch
            .set_toml_value(root.get("b").unwrap().byte_span(), &toml_string("\"\u{1}\\"))
            .unwrap();
        let text = String::from_utf8(patch.finish()).unwrap();
        assert_eq!(text, "# 注\na = 0.25 # rate\nb = \"\\\"\\u0001\\\\\"\n");
    }
}
