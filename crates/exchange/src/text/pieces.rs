//! Cutting a data table into stretches of whole rows, so that several threads can read it.

use std::ops::Range;

use rayon::prelude::*;

use super::lines::narrow;
use super::row_split::{Marks, line_ends};

/// Pieces per thread: more than one, so that a thread that is done early can take another.
const PIECES_PER_THREAD: usize = 4;

/// A piece is worth a thread's while from about this many bytes on.
const SMALLEST_PIECE: usize = 256 << 10;

/// A stretch of whole rows.
pub(crate) struct Piece {
    pub(crate) bytes: Range<usize>,
    /// Line on which it begins.
    pub(crate) line: u32,
    pub(crate) lines: u32,
}

/// Cuts the rows into pieces, on the assumption that every `"` opens or closes a quote.
pub(crate) fn pieces(bytes: &[u8], body: usize, first_line: u32, marks: Marks) -> Vec<Piece> {
    let nominal = cuts(bytes, body, pieces_for(bytes.len() - body));
    let quotes: Vec<usize> = if marks.quotes {
        let count = |cut: &Range<usize>| memchr::memchr_iter(b'"', &bytes[cut.clone()]).count();
        nominal.par_iter().map(count).collect()
    } else {
        vec![0; nominal.len()]
    };
    let mut ends = Vec::with_capacity(nominal.len());
    let mut inside = false;
    let mut start = body;
    for (cut, quotes) in nominal.iter().zip(quotes) {
        inside ^= quotes % 2 == 1;
        if cut.end <= start {
            continue;
        }
        let end = row_end(bytes, cut.end, inside, marks);
        ends.push(start..end);
        start = end;
    }
    let lines: Vec<usize> =
        ends.par_iter().map(|piece| line_ends(&bytes[piece.clone()], marks.lone_cr)).collect();
    let mut line = first_line;
    let mut pieces = Vec::with_capacity(ends.len());
    for (bytes, lines) in ends.into_iter().zip(lines) {
        pieces.push(Piece { bytes, line, lines: narrow(lines) });
        line = line.saturating_add(narrow(lines));
    }
    pieces
}

fn pieces_for(bytes: usize) -> usize {
    (bytes / SMALLEST_PIECE).clamp(1, rayon::current_num_threads() * PIECES_PER_THREAD)
}

/// Cuts `from..` into `pieces` about equal stretches, wherever that falls.
fn cuts(bytes: &[u8], from: usize, pieces: usize) -> Vec<Range<usize>> {
    let length = bytes.len() - from;
    let size = length.div_ceil(pieces).max(1);
    (0..pieces)
        .map(|piece| {
            let start = (piece * size).min(length);
            from + start..from + (start + size).min(length)
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Which marks occur in the whole text.
pub(crate) fn all_marks(bytes: &[u8]) -> Marks {
    cuts(bytes, 0, pieces_for(bytes.len()))
        .par_iter()
        .map(|piece| marks_of(bytes, piece.clone()))
        .reduce(Marks::default, Marks::or)
}

/// Which marks occur in a stretch; a CR at its very end is judged by what follows.
fn marks_of(bytes: &[u8], piece: Range<usize>) -> Marks {
    let split_crlf =
        bytes[piece.start..piece.end].ends_with(b"\r") && bytes.get(piece.end) == Some(&b'\n');
    let end = piece.end - usize::from(split_crlf);
    Marks::of(&bytes[piece.start..end])
}

/// The end of the row that byte `at` lies in, when `inside` says whether it lies in quotes.
fn row_end(bytes: &[u8], at: usize, mut inside: bool, marks: Marks) -> usize {
    let mut from = at.min(bytes.len());
    if !inside && from > 0 && bytes[from - 1] == b'\n' {
        return from;
    }
    while from < bytes.len() {
        let rest = &bytes[from..];
        let found = match (marks.quotes, inside) {
            (true, true) => memchr::memchr(b'"', rest),
            (true, false) => memchr::memchr3(b'"', b'\n', b'\r', rest),
            (false, _) => memchr::memchr2(b'\n', b'\r', rest),
        };
        let Some(found) = found.map(|found| from + found) else { break };
        from = found + 1;
        match bytes[found] {
            b'"' => inside = !inside,
            b'\n' => return from,
            // A CR before LF ends nothing yet; alone it ends the row.
            _ if bytes.get(from) == Some(&b'\n') || from >= bytes.len() => {}
            _ => return from,
        }
    }
    bytes.len()
}
