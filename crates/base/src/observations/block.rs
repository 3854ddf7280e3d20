//! Rows in columns.

use super::{Element, Moment, NO_MOMENT, Row};
use crate::{Period, Status};

/// Rows that are in order, a column for each of their parts.
#[derive(Debug, Clone, Default)]
pub struct Block {
    pub(super) reporters: Vec<u32>,
    pub(super) mantissas: Vec<i64>,
    pub(super) scales: Vec<u8>,
    pub(super) statuses: Vec<Status>,
    /// Empty when no row says when it was recorded.
    pub(super) moments: Vec<Moment>,
    pub(super) lines: Vec<u32>,
    /// Empty when all are from the first file.
    pub(super) file_of: Vec<u16>,
}

impl Block {
    /// The rows of one element for one period, put in order. Of rows that clash (same reporter, same time
    /// of recording) the one that stands first by file and line is kept.
    pub fn of(element: Element, period: Period, mut rows: Vec<Row>) -> Block {
        rows.retain(|row| (row.element, row.period) == (element, period));
        rows.sort_unstable_by_key(|row| (row.reporter, row.recorded_at, row.file, row.line));
        let timed = rows.iter().any(|row| row.recorded_at != NO_MOMENT);
        let mut block = Block::of_length(rows.len(), timed, rows.iter().any(|row| row.file > 0));
        let in_order: Vec<&Row> = rows.iter().collect();
        let (kept, _) = Columns::of(&mut block).fill(&in_order);
        block.reporters.truncate(kept);
        block.mantissas.truncate(kept);
        block.scales.truncate(kept);
        block.statuses.truncate(kept);
        block.moments.truncate(kept);
        block.lines.truncate(kept);
        block.file_of.truncate(kept);
        block
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.reporters.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.reporters.is_empty()
    }

    /// How much memory its rows take, in bytes.
    pub fn bytes(&self) -> usize {
        self.len() * 18 + self.moments.len() * 8 + self.file_of.len() * 2
    }

    /// One without rows, wherever one is wanted.
    pub(super) fn empty() -> &'static Block {
        static EMPTY: Block = Block {
            reporters: Vec::new(),
            mantissas: Vec::new(),
            scales: Vec::new(),
            statuses: Vec::new(),
            moments: Vec::new(),
            lines: Vec::new(),
            file_of: Vec::new(),
        };
        &EMPTY
    }

    /// One with room for so many rows.
    pub(super) fn of_length(rows: usize, timed: bool, of_files: bool) -> Block {
        Block {
            reporters: vec![0; rows],
            mantissas: vec![0; rows],
            scales: vec![0; rows],
            statuses: vec![Status::Known; rows],
            moments: vec![NO_MOMENT; if timed { rows } else { 0 }],
            lines: vec![0; rows],
            file_of: vec![0; if of_files { rows } else { 0 }],
        }
    }
}

/// A stretch of the columns of a table, to be filled by itself.
pub(super) struct Columns<'t> {
    reporters: &'t mut [u32],
    mantissas: &'t mut [i64],
    scales: &'t mut [u8],
    statuses: &'t mut [Status],
    moments: &'t mut [i64],
    lines: &'t mut [u32],
    file_of: &'t mut [u16],
}

impl<'t> Columns<'t> {
    /// The whole columns.
    pub(super) fn of(block: &'t mut Block) -> Columns<'t> {
        Columns {
            reporters: &mut block.reporters,
            mantissas: &mut block.mantissas,
            scales: &mut block.scales,
            statuses: &mut block.statuses,
            moments: &mut block.moments,
            lines: &mut block.lines,
            file_of: &mut block.file_of,
        }
    }

    /// The first `rows` rows, and the others.
    pub(super) fn split_at(self, rows: usize) -> (Columns<'t>, Columns<'t>) {
        let (reporters, more_reporters) = self.reporters.split_at_mut(rows);
        let (mantissas, more_mantissas) = self.mantissas.split_at_mut(rows);
        let (scales, more_scales) = self.scales.split_at_mut(rows);
        let (statuses, more_statuses) = self.statuses.split_at_mut(rows);
        let (moments, more_moments) = self.moments.split_at_mut(rows.min(self.moments.len()));
        let (lines, more_lines) = self.lines.split_at_mut(rows);
        let (file_of, more_file_of) = self.file_of.split_at_mut(rows.min(self.file_of.len()));
        let own = Columns { reporters, mantissas, scales, statuses, moments, lines, file_of };
        let others = Columns {
            reporters: more_reporters,
            mantissas: more_mantissas,
            scales: more_scales,
            statuses: more_statuses,
            moments: more_moments,
            lines: more_lines,
            file_of: more_file_of,
        };
        (own, others)
    }

    /// Writes rows that are in order, but for those that clash with the one before them; says how
    /// many were written, and which clashed with which.
    pub(super) fn fill(&mut self, rows: &[&Row]) -> (usize, Vec<(Row, Row)>) {
        let mut clashing = Vec::new();
        let mut kept: Option<&Row> = None;
        let mut written = 0;
        for row in rows {
            if let Some(kept) = kept
                && kept.reporter == row.reporter
                && kept.recorded_at == row.recorded_at
            {
                clashing.push((*kept, **row));
                continue;
            }
            kept = Some(row);
            self.reporters[written] = row.reporter.0;
            self.mantissas[written] = row.reported.mantissa;
            self.scales[written] = row.reported.scale;
            self.statuses[written] = row.reported.status;
            if let Some(moment) = self.moments.get_mut(written) {
                *moment = row.recorded_at;
            }
            self.lines[written] = row.line;
            if let Some(file) = self.file_of.get_mut(written) {
                *file = row.file;
            }
            written += 1;
        }
        (written, clashing)
    }
}
