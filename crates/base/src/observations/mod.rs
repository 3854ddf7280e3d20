//! Observations: what was reported, by whom about whom, when. Append-only; read as of a moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use gangmu_num::Ratio;

use crate::units::Reporter;
use crate::{Cell, Period, Place, Status};

mod order;

use order::{Columns, Sorted};

/// The number of an element in its programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Element(pub u32);

/// Milliseconds since 1970, UTC: when something was recorded. Rows without a time count as recorded
/// before all others.
pub type Moment = i64;

/// The time of a row that says none.
pub const NO_MOMENT: Moment = Moment::MIN;

/// One reported figure: `mantissa / 10^scale`, or a status without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Digits of the figure.
    pub mantissa: i64,
    /// How many of them stand behind the point.
    pub scale: u8,
    /// What is known of it.
    pub status: Status,
}

impl Reported {
    /// A status without a value.
    pub fn without_value(status: Status) -> Reported {
        Reported { mantissa: 0, scale: 0, status }
    }

    /// As a cell for reckoning.
    pub fn cell(self) -> Cell<Ratio> {
        if self.status.has_value() {
            Cell::of(self.status, Ratio::from_decimal_parts(self.mantissa, self.scale))
        } else {
            Cell::unknown(self.status)
        }
    }
}

/// One row as read.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Which element.
    pub element: Element,
    /// For which period.
    pub period: Period,
    /// About whom.
    pub reporter: Reporter,
    /// What.
    pub reported: Reported,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Which file of [`Observations::files`].
    pub file: u16,
    /// Line in that file.
    pub line: u32,
}

/// All observations of a programme, put in order: by element and period, then by reporter, then
/// by the time they were recorded.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    files: Vec<Arc<str>>,
    reporters: Vec<u32>,
    mantissas: Vec<i64>,
    scales: Vec<u8>,
    statuses: Vec<Status>,
    /// Empty when no row says when it was recorded.
    moments: Vec<Moment>,
    lines: Vec<u32>,
    file_of: Vec<u16>,
    /// Where the rows of a key stand; between two slices are gaps where rows clashed.
    slices: FxHashMap<(Element, Period), (usize, usize)>,
    rows: usize,
    clashes_not_listed: usize,
}

/// Two rows for one key of which neither replaces the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Where the first stands.
    pub first: Place,
    /// Where the second stands.
    pub second: Place,
    /// Whose figure it is.
    pub reporter: Reporter,
    /// Which element.
    pub element: Element,
    /// For which period.
    pub period: Period,
}

/// No more clashes than this are listed one by one.
const LISTED_CLASHES: usize = 100;

impl Observations {
    /// Puts rows in order, on all threads of the current pool. Rows that clash (same key, same time
    /// of recording) are reported; the one that stands first by file and line is kept, so that the
    /// result does not depend on the order of reading.
    pub fn new(files: Vec<Arc<str>>, parts: Vec<Vec<Row>>) -> (Observations, Vec<Clash>) {
        let sorted: Vec<Sorted> = parts.into_par_iter().map(Sorted::new).collect();
        let mut sizes: BTreeMap<(Element, Period), usize> = BTreeMap::new();
        for (key, range) in sorted.iter().flat_map(|part| &part.ranges) {
            *sizes.entry(*key).or_insert(0) += range.len();
        }
        let total = sizes.values().sum();
        let timed = sorted.iter().any(|part| part.timed);
        let mut table = Observations {
            reporters: vec![0; total],
            mantissas: vec![0; total],
            scales: vec![0; total],
            statuses: vec![Status::Known; total],
            moments: vec![NO_MOMENT; if timed { total } else { 0 }],
            lines: vec![0; total],
            file_of: vec![0; total],
            slices: FxHashMap::default(),
            rows: 0,
            clashes_not_listed: 0,
            files,
        };
        let mut left = Columns::of(&mut table);
        let mut tasks = Vec::with_capacity(sizes.len());
        let mut start = 0;
        for (key, size) in sizes {
            let (own, others) = left.split_at(size);
            left = others;
            tasks.push((key, start, own));
            start += size;
        }
        let filled: Vec<_> = tasks
            .into_par_iter()
            .map(|(key, start, mut own)| {
                let mut rows: Vec<&Row> = sorted.iter().flat_map(|part| part.of(key)).collect();
                let order = |row: &&Row| (row.reporter, row.recorded_at, row.file, row.line);
                if !rows.is_sorted_by_key(order) {
                    rows.sort_unstable_by_key(order);
                }
                let (kept, clashing) = own.fill(&rows);
                (key, (start, start + kept), clashing)
            })
            .collect();
        let mut clashes = Vec::new();
        for (key, slice, clashing) in filled {
            table.rows += slice.1 - slice.0;
            table.slices.insert(key, slice);
            for (first, second) in clashing {
                if clashes.len() < LISTED_CLASHES {
                    clashes.push(table.clash(&first, &second));
                } else {
                    table.clashes_not_listed += 1;
                }
            }
        }
        (table, clashes)
    }

    fn clash(&self, first: &Row, second: &Row) -> Clash {
        Clash {
            first: self.place_of(first.file, first.line),
            second: self.place_of(second.file, second.line),
            reporter: first.reporter,
            element: first.element,
            period: first.period,
        }
    }

    fn place_of(&self, file: u16, line: u32) -> Place {
        let file = self.files.get(usize::from(file)).cloned().unwrap_or_else(|| Arc::from(""));
        Place { file, line, column: 0, length: 0 }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many rows clash beyond those that were listed.
    pub fn clashes_not_listed(&self) -> usize {
        self.clashes_not_listed
    }

    /// The files the rows came from.
    pub fn files(&self) -> &[Arc<str>] {
        &self.files
    }

    /// Whether anything was reported of an element for a period.
    pub fn any(&self, element: Element, period: Period) -> bool {
        self.slices.contains_key(&(element, period))
    }

    /// The periods for which anything was reported of an element, in order.
    pub fn periods_of(&self, element: Element) -> Vec<Period> {
        let own = self.slices.keys().filter(|(other, _)| *other == element);
        let mut periods: Vec<Period> = own.map(|(_, period)| *period).collect();
        periods.sort_unstable();
        periods
    }

    /// Every element and period of which something was reported, in order.
    pub fn keys(&self) -> Vec<(Element, Period)> {
        let mut keys: Vec<(Element, Period)> = self.slices.keys().copied().collect();
        keys.sort_unstable();
        keys
    }

    /// Whether any row of an element for a period has that status, later replaced or not.
    pub fn any_of_status(&self, element: Element, period: Period, status: Status) -> bool {
        let (start, end) = self.slices.get(&(element, period)).copied().unwrap_or((0, 0));
        self.statuses.get(start..end).is_some_and(|rows| rows.contains(&status))
    }

    /// Whether any row of an element for a period has a value below a figure, later replaced or not.
    pub fn any_below(&self, element: Element, period: Period, figure: &Ratio) -> bool {
        let (start, end) = self.slices.get(&(element, period)).copied().unwrap_or((0, 0));
        // A value is below a figure where it is below the least whole number that is not less.
        let whole = figure.ceil().to_integer();
        (start..end).any(|index| match (self.scales.get(index), self.mantissas.get(index), whole) {
            (Some(0), Some(mantissa), Some(whole)) => {
                *mantissa < whole && self.statuses.get(index).is_some_and(|s| s.has_value())
            }
            _ => self.reading(index).reported.cell().value().is_some_and(|value| value < figure),
        })
    }

    /// What was reported of an element for a period, as of a moment: the last row of each
    /// reporter that was recorded by then, in the order of the reporters.
    pub fn read(
        &self,
        element: Element,
        period: Period,
        as_of: Option<Moment>,
    ) -> impl Iterator<Item = Reading> + '_ {
        let (start, end) = self.slices.get(&(element, period)).copied().unwrap_or((0, 0));
        let seen = move |index: usize| match (as_of, self.moments.get(index)) {
            (Some(as_of), Some(moment)) => *moment <= as_of,
            _ => true,
        };
        (start..end).filter(move |index| seen(*index)).filter_map(move |index| {
            let reporter = self.reporters[index];
            let next = index + 1;
            let replaced = next < end && self.reporters[next] == reporter && seen(next);
            (!replaced).then(|| self.reading(index))
        })
    }

    /// What was reported more than once of an element for a period, as of a moment: the first and
    /// the last row of each such reporter, in the order of the reporters.
    pub fn revised(
        &self,
        element: Element,
        period: Period,
        as_of: Option<Moment>,
    ) -> Vec<(Reading, Reading)> {
        let (start, end) = self.slices.get(&(element, period)).copied().unwrap_or((0, 0));
        let mut found = Vec::new();
        if self.moments.is_empty() {
            return found;
        }
        let mut at = start;
        while at < end {
            let reporter = self.reporters[at];
            let own = (at..end).take_while(|index| self.reporters[*index] == reporter);
            let next = at + own.count();
            let seen = (at..next).filter(|index| as_of.is_none_or(|by| self.moments[*index] <= by));
            let count = seen.count();
            if count > 1 {
                found.push((self.reading(at), self.reading(at + count - 1)));
            }
            at = next;
        }
        found
    }

    /// Every row, later replaced or not: by element and period, then by reporter, then by time.
    pub fn rows(&self) -> impl Iterator<Item = (Element, Period, Reading)> + '_ {
        self.keys().into_iter().flat_map(move |(element, period)| {
            let (start, end) = self.slices.get(&(element, period)).copied().unwrap_or((0, 0));
            (start..end).map(move |index| (element, period, self.reading(index)))
        })
    }

    fn reading(&self, index: usize) -> Reading {
        Reading {
            reporter: Reporter(self.reporters[index]),
            reported: Reported {
                mantissa: self.mantissas[index],
                scale: self.scales[index],
                status: self.statuses[index],
            },
            recorded_at: self.moments.get(index).copied().unwrap_or(NO_MOMENT),
            row: index,
        }
    }

    /// Where a row stands in its file.
    pub fn place(&self, row: usize) -> Option<Place> {
        Some(self.place_of(*self.file_of.get(row)?, *self.lines.get(row)?))
    }
}

/// One figure as read at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// About whom.
    pub reporter: Reporter,
    /// What.
    pub reported: Reported,
    /// When it was recorded; [`NO_MOMENT`] when the row says none.
    pub recorded_at: Moment,
    /// Which row it is, for [`Observations::place`].
    pub row: usize,
}

#[cfg(test)]
mod tests;
