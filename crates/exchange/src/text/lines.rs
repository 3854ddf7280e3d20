//! From a byte of a text to its line and column, as an editor shows them.

use std::sync::Arc;

use gangmu_base::Place;

/// Where the lines of a text begin. Lines end with LF; the CR of a CRLF belongs to the line it
/// ends, which no column that is ever asked for lies behind.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of `text`. A byte-order mark takes up no column.
    pub fn of(text: &str) -> Lines {
        let first = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut starts = vec![first];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Lines { starts }
    }

    /// Line and column, both counted from 1, of the character at `offset`. An offset past the end
    /// or inside a character is taken back to the character it lies in.
    pub fn line_column(&self, text: &str, offset: usize) -> (u32, u32) {
        let offset = floor_boundary(text, offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1].min(offset);
        (narrow(line), narrow(text[start..offset].chars().count() + 1))
    }

    /// The place of `start..end` in `file`; a stretch over several lines is cut at its first
    /// line's end, since a place lies on one line.
    pub fn place(&self, file: &Arc<str>, text: &str, start: usize, end: usize) -> Place {
        let (line, column) = self.line_column(text, start);
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end).max(start);
        let stretch = &text[start..end];
        let cut = memchr::memchr2(b'\n', b'\r', stretch.as_bytes()).unwrap_or(stretch.len());
        Place::at(file.clone(), line, column, narrow(stretch[..cut].chars().count()))
    }
}

/// The nearest character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A count as a line or column number, at most the largest that fits.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters() {
        let text = "甲乙=1\r\n丙=2";
        let lines = Lines::of(text);
        assert_eq!(lines.line_column(text, 0), (1, 1));
        assert_eq!(lines.line_column(text, "甲乙".len()), (1, 3));
        assert_eq!(lines.line_column(text, 1), (1, 1), "inside a character");
        assert_eq!(lines.line_column(text, text.len()), (2, 4));
        assert_eq!(lines.line_column(text, 999), (2, 4));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{FEFF}ab\ncd";
        let lines = Lines::of(text);
        assert_eq!(lines.line_column(text, 3), (1, 1));
        assert_eq!(lines.line_column(text, 0), (1, 1));
        assert_eq!(lines.line_column(text, 7), (2, 2));
    }

    #[test]
    fn a_place_lies_on_one_line() {
        let text = "a = '''\nb\n'''";
        let file: Arc<str> = Arc::from("a.toml");
        assert_eq!(Lines::of(text).place(&file, text, 4, 13), Place::at("a.toml", 1, 5, 3));
    }
}
