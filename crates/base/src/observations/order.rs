//! Rows as they were read, put in order and into columns: first within each part that was read,
//! by a list of places and without moving a row; then for each element and period by itself.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Element, NO_MOMENT, Observations, Row};
use crate::{Period, Status};

/// The rows of one part, and where those of each element and period are among them.
pub(super) struct Sorted {
    rows: Vec<Row>,
    /// Row numbers, those of one key together, in the order they were read.
    places: Vec<u32>,
    /// The stretch of `places` of each key.
    pub(super) ranges: FxHashMap<(Element, Period), Range<usize>>,
    /// Whether any row says when it was recorded.
    pub(super) timed: bool,
}

impl Sorted {
    /// A counting sort of row numbers by key.
    pub(super) fn new(rows: Vec<Row>) -> Sorted {
        let mut numbers: FxHashMap<(Element, Period), usize> = FxHashMap::default();
        let mut counts: Vec<usize> = Vec::new();
        let mut timed = false;
        let mut number_of_row: Vec<u32> = Vec::with_capacity(rows.len());
        // Where rows of one key follow each other, the key is looked up once.
        let mut last: Option<((Element, Period), usize)> = None;
        for row in &rows {
            let key = (row.element, row.period);
            let number = match last {
                Some((known, number)) if known == key => number,
                _ => *numbers.entry(key).or_insert_with(|| {
                    counts.push(0);
                    counts.len() - 1
                }),
            };
            last = Some((key, number));
            counts[number] += 1;
            number_of_row.push(number as u32);
            timed |= row.recorded_at != NO_MOMENT;
        }
        let mut next: Vec<usize> = Vec::with_capacity(counts.len());
        let mut start = 0;
        for count in &counts {
            next.push(start);
            start += count;
        }
        let mut places = vec![0_u32; rows.len()];
        for (place, number) in number_of_row.into_iter().enumerate() {
            let next = &mut next[number as usize];
            places[*next] = place as u32;
            *next += 1;
        }
        let range = |number: usize| next[number] - counts[number]..next[number];
        let ranges = numbers.iter().map(|(key, number)| (*key, range(*number))).collect();
        Sorted { rows, places, ranges, timed }
    }

    /// The rows of a key, in the order they were read.
    pub(super) fn of(&self, key: (Element, Period)) -> impl Iterator<Item = &Row> {
        let range = self.ranges.get(&key).cloned().unwrap_or(0..0);
        self.places[range].iter().map(|place| &self.rows[*place as usize])
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
    pub(super) fn of(table: &'t mut Observations) -> Columns<'t> {
        Columns {
            reporters: &mut table.reporters,
            mantissas: &mut table.mantissas,
            scales: &mut table.scales,
            statuses: &mut table.statuses,
            moments: &mut table.moments,
            lines: &mut table.lines,
            file_of: &mut table.file_of,
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
        let (file_of, more_file_of) = self.file_of.split_at_mut(rows);
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
            self.file_of[written] = row.file;
            written += 1;
        }
        (written, clashing)
    }
}
