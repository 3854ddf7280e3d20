//! How CSV text falls into rows and cells: the one place that knows the quoting rules, used by
//! the reader of small tables, by the reader of data tables, and by the writer.
//!
//! A cell is quoted when its first character, blanks aside, is `"`; a `"` further on in a cell
//! that is not quoted is an ordinary character, as every spreadsheet has it.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

use super::cell_value::{leading_blanks, trim};
use super::limits::ROW_BYTES;

/// Takes the cells of one row as byte ranges, quotes and blanks included.
pub(crate) trait Cells {
    fn clear(&mut self);
    fn push(&mut self, raw: Range<usize>);
}

/// What is wrong with the shape of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The quote at `quote` is not closed before the file ends.
    Unclosed { quote: usize },
    /// Something stands at `at`, after the quote opened at `quote` was closed.
    AfterQuote { at: usize, quote: usize },
    /// The row is longer than a row may be.
    TooLong,
}

/// One row, without its line end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Line on which it begins.
    pub(crate) line: u32,
    /// How many cells it has.
    pub(crate) cells: usize,
    pub(crate) fault: Option<Fault>,
}

/// Walks over the rows of a stretch of CSV text.
pub(crate) struct RowSplit<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u32,
    marks: Marks,
    /// Where the word lies whose separators are in `found`, and where the next begins.
    word: usize,
    next_word: usize,
    /// The top bit of every byte of the word that is a separator not yet looked at.
    found: u64,
}

/// Which characters occur at all, so that those that do not need not be looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) quotes: bool,
    /// A CR without LF, which ends a line as well.
    pub(crate) lone_cr: bool,
}

impl Marks {
    pub(crate) fn of(bytes: &[u8]) -> Marks {
        Marks { quotes: memchr(b'"', bytes).is_some(), lone_cr: lone_crs(bytes).next().is_some() }
    }

    pub(crate) fn or(self, other: Marks) -> Marks {
        Marks { quotes: self.quotes | other.quotes, lone_cr: self.lone_cr | other.lone_cr }
    }
}

fn lone_crs(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// How many lines end in `bytes`.
pub(crate) fn line_ends(bytes: &[u8], lone_cr: bool) -> usize {
    let lines = memchr_iter(b'\n', bytes).count();
    if lone_cr { lines + lone_crs(bytes).count() } else { lines }
}

impl<'b> RowSplit<'b> {
    /// Begins at byte `at`, which is on line `line`.
    pub(crate) fn new(bytes: &'b [u8], at: usize, line: u32, marks: Marks) -> RowSplit<'b> {
        RowSplit { bytes, at, line, marks, word: at, next_word: at, found: 0 }
    }

    /// Where the next row begins.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The line on which the next row begins.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    /// The next row that is not blank. After [`Fault::Unclosed`] there is no further row.
    #[inline]
    pub(crate) fn next_row(&mut self, cells: &mut impl Cells) -> Option<Row> {
        loop {
            if self.at >= self.bytes.len() {
                return None;
            }
            cells.clear();
            let row = match (self.marks.quotes, self.marks.lone_cr) {
                (false, false) => self.row::<false, false>(cells),
                (true, false) => self.row::<true, false>(cells),
                (_, true) => self.row::<true, true>(cells),
            };
            let blank = row.cells <= 1
                && row.fault.is_none()
                && trim(&self.bytes[row.start..row.end]).is_empty();
            if !blank {
                return Some(row);
            }
        }
    }

    /// Reads one row, looking only at commas, line ends and, where the file has them, quotes and
    /// CRs.
    #[inline]
    fn row<const QUOTES: bool, const CR: bool>(&mut self, cells: &mut impl Cells) -> Row {
        let bytes = self.bytes;
        let (start, line) = (self.at, self.line);
        let mut from = start;
        let mut count = 1;
        let mut fault = None;
        let mut lines = 1_u32;
        let (end, next) = loop {
            let at = self.next_separator::<QUOTES, CR>();
            if at - start > ROW_BYTES {
                self.line = line.saturating_add(lines - 1);
                return self.too_long(start, line, at);
            }
            match bytes.get(at) {
                Some(b',') => {
                    cells.push(from..at);
                    from = at + 1;
                    count += 1;
                }
                Some(b'\n') => break (without_cr(bytes, from, at), at + 1),
                None => break (without_cr(bytes, from, at), at),
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {}
                Some(b'\r') => break (at, at + 1),
                // The quote, the only other separator. Behind something it is a character.
                Some(_) if leading_blanks(&bytes[from..at]) < at - from => {}
                Some(_) => {
                    let Some(close) = self.closing_separator::<QUOTES, CR>(&mut lines) else {
                        self.at = bytes.len();
                        let fault = Some(Fault::Unclosed { quote: at });
                        return Row { start, end: bytes.len(), line, cells: count, fault };
                    };
                    let after = close + 1 + leading_blanks(&bytes[close + 1..]);
                    let ends = matches!(bytes.get(after), None | Some(b',' | b'\n' | b'\r'));
                    if !ends && fault.is_none() {
                        fault = Some(Fault::AfterQuote { at: after, quote: at });
                    }
                }
            }
        };
        cells.push(from..end);
        self.at = next;
        self.line = line.saturating_add(lines);
        Row { start, end, line, cells: count, fault }
    }

    /// The quote that closes the one just seen, counting the lines that end before it.
    fn closing_separator<const QUOTES: bool, const CR: bool>(
        &mut self,
        lines: &mut u32,
    ) -> Option<usize> {
        loop {
            let at = self.next_separator::<QUOTES, CR>();
            match self.bytes.get(at)? {
                b'"' if self.bytes.get(at + 1) == Some(&b'"') => {
                    // The second of a doubled quote is the next separator.
                    self.next_separator::<QUOTES, CR>();
                }
                b'"' => return Some(at),
                b'\n' => *lines = lines.saturating_add(1),
                b'\r' if self.bytes.get(at + 1) != Some(&b'\n') => {
                    *lines = lines.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    /// Where the next separator is, or the end. Eight bytes are looked at together: cells are so
    /// short that a vectorised search would cost more to call than it saves.
    #[inline]
    fn next_separator<const QUOTES: bool, const CR: bool>(&mut self) -> usize {
        while self.found == 0 {
            let Some(rest) = self.bytes.get(self.next_word..).filter(|rest| !rest.is_empty())
            else {
                return self.bytes.len();
            };
            let word = match rest.first_chunk::<8>() {
                Some(word) => *word,
                None => {
                    let mut word = [0; 8];
                    word[..rest.len()].copy_from_slice(rest);
                    word
                }
            };
            self.found = separators::<QUOTES, CR>(u64::from_le_bytes(word));
            self.word = self.next_word;
            self.next_word += 8;
        }
        let at = self.word + (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        at
    }

    /// Looks for separators from `at` on, whatever was found before.
    fn seek(&mut self, at: usize) {
        self.at = at;
        self.next_word = at;
        self.found = 0;
    }

    /// Steps over the rest of the line, so that the rows after it can still be read.
    #[cold]
    fn too_long(&mut self, start: usize, line: u32, from: usize) -> Row {
        let rest = &self.bytes[from..];
        let found =
            if self.marks.lone_cr { memchr2(b'\n', b'\r', rest) } else { memchr(b'\n', rest) };
        let end = found.map_or(self.bytes.len(), |found| from + found);
        let crlf = self.bytes[end..].starts_with(b"\r\n");
        self.seek((end + if crlf { 2 } else { 1 }).min(self.bytes.len()));
        self.line = self.line.saturating_add(1);
        Row { start, end, line, cells: 0, fault: Some(Fault::TooLong) }
    }
}

/// The top bit of each byte of `word` that is a comma, a line end or, if asked for, a quote or CR.
#[inline]
fn separators<const QUOTES: bool, const CR: bool>(word: u64) -> u64 {
    let mut found = equal(word, b',') | equal(word, b'\n');
    if QUOTES {
        found |= equal(word, b'"');
    }
    if CR {
        found |= equal(word, b'\r');
    }
    found
}

/// The top bit of each byte of `word` that is `byte`. A byte is zero exactly if neither its top
/// bit is set nor adding 0x7F to the others sets it; nothing carries over to the next byte.
#[inline]
fn equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    let zero_where_equal = word ^ u64::from_ne_bytes([byte; 8]);
    !(((zero_where_equal & LOW) + LOW) | zero_where_equal | LOW)
}

/// The end of a line without the CR of a CRLF.
#[inline]
fn without_cr(bytes: &[u8], from: usize, end: usize) -> usize {
    if end > from && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn separators_are_found_in_every_word(word in any::<[u8; 8]>(), byte in any::<u8>()) {
            let expected = word.iter().rev().fold(0_u64, |bits, b| bits << 8 | u64::from(*b == byte) << 7);
            prop_assert_eq!(equal(u64::from_le_bytes(word), byte), expected);
        }
    }
}
