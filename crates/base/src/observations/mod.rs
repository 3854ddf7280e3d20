//! Observations: what was reported, by whom about whom, when. Append-only; read as of a moment.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_num::Ratio;

use crate::units::Reporter;
use crate::{Cell, Period, Place, Status};

/// The number of an element in its programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Element(pub u32);

/// Seconds since 1970, UTC: when something was recorded. Rows without a time count as recorded
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
    slices: FxHashMap<(Element, Period), (usize, usize)>,
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
    /// Puts rows in order. Rows that clash (same key, same time of recording) are reported; the
    /// one that stands first by file and line is kept, so that the result does not depend on the
    /// order of reading.
    pub fn new(files: Vec<Arc<str>>, parts: Vec<Vec<Row>>) -> (Observations, Vec<Clash>) {
        let total: usize = parts.iter().map(Vec::len).sum();
        // A counting sort into (element, period); within one the rows are few and nearly sorted.
        let mut sizes: FxHashMap<(Element, Period), usize> = FxHashMap::default();
        for part in &parts {
            let mut last = None;
            let mut run = 0usize;
            for row in part {
                let key = (row.element, row.period);
                if last != Some(key) {
                    if let Some(last) = last {
                        *sizes.entry(last).or_insert(0) += run;
                    }
                    last = Some(key);
                    run = 0;
                }
                run += 1;
            }
            if let Some(last) = last {
                *sizes.entry(last).or_insert(0) += run;
            }
        }
        let mut keys: Vec<(Element, Period)> = sizes.keys().copied().collect();
        keys.sort_unstable();
        let mut buckets: Vec<Vec<Row>> =
            keys.iter().map(|key| Vec::with_capacity(sizes[key])).collect();
        let index: FxHashMap<(Element, Period), usize> =
            keys.iter().enumerate().map(|(i, key)| (*key, i)).collect();
        for part in parts {
            let mut last: Option<((Element, Period), usize)> = None;
            for row in part {
                let key = (row.element, row.period);
                let bucket = match last {
                    Some((known, bucket)) if known == key => bucket,
                    _ => index[&key],
                };
                last = Some((key, bucket));
                buckets[bucket].push(row);
            }
        }
        Observations::from_buckets(files, keys, buckets, total)
    }

    fn from_buckets(
        files: Vec<Arc<str>>,
        keys: Vec<(Element, Period)>,
        buckets: Vec<Vec<Row>>,
        total: usize,
    ) -> (Observations, Vec<Clash>) {
        let timed = buckets.iter().flatten().any(|row| row.recorded_at != NO_MOMENT);
        let mut table = Observations {
            reporters: Vec::with_capacity(total),
            mantissas: Vec::with_capacity(total),
            scales: Vec::with_capacity(total),
            statuses: Vec::with_capacity(total),
            moments: Vec::with_capacity(if timed { total } else { 0 }),
            lines: Vec::with_capacity(total),
            file_of: Vec::with_capacity(total),
            slices: FxHashMap::default(),
            clashes_not_listed: 0,
            files,
        };
        let mut clashes = Vec::new();
        for (key, mut bucket) in keys.into_iter().zip(buckets) {
            let order = |row: &Row| (row.reporter, row.recorded_at, row.file, row.line);
            if !bucket.is_sorted_by_key(order) {
                bucket.sort_unstable_by_key(order);
            }
            let start = table.reporters.len();
            let mut kept: Option<Row> = None;
            for row in bucket {
                if let Some(kept) = kept
                    && kept.reporter == row.reporter
                    && kept.recorded_at == row.recorded_at
                {
                    if clashes.len() < LISTED_CLASHES {
                        clashes.push(table.clash(&kept, &row));
                    } else {
                        table.clashes_not_listed += 1;
                    }
                    continue;
                }
                kept = Some(row);
                table.push(&row, timed);
            }
            table.slices.insert(key, (start, table.reporters.len()));
        }
        (table, clashes)
    }

    fn push(&mut self, row: &Row, timed: bool) {
        self.reporters.push(row.reporter.0);
        self.mantissas.push(row.reported.mantissa);
        self.scales.push(row.reported.scale);
        self.statuses.push(row.reported.status);
        if timed {
            self.moments.push(row.recorded_at);
        }
        self.lines.push(row.line);
        self.file_of.push(row.file);
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
        self.reporters.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.reporters.is_empty()
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
mod tests {
    use super::*;

    fn row(reporter: u32, value: i64, recorded_at: Moment, line: u32) -> Row {
        Row {
            element: Element(0),
            period: Period::parse("2025").unwrap(),
            reporter: Reporter(reporter),
            reported: Reported { mantissa: value, scale: 0, status: Status::Known },
            recorded_at,
            file: 0,
            line,
        }
    }

    fn values(table: &Observations, as_of: Option<Moment>) -> Vec<(u32, i64)> {
        table
            .read(Element(0), Period::parse("2025").unwrap(), as_of)
            .map(|reading| (reading.reporter.0, reading.reported.mantissa))
            .collect()
    }

    #[test]
    fn the_later_row_holds_from_then_on() {
        let rows = vec![row(1, 20, 200, 3), row(1, 10, 100, 2), row(0, 7, NO_MOMENT, 4)];
        let (table, clashes) = Observations::new(vec!["o.csv".into()], vec![rows]);
        assert!(clashes.is_empty());
        assert_eq!(values(&table, None), [(0, 7), (1, 20)]);
        assert_eq!(values(&table, Some(150)), [(0, 7), (1, 10)]);
        assert_eq!(values(&table, Some(50)), [(0, 7)]);
    }

    #[test]
    fn rows_that_clash_are_reported_whatever_their_order() {
        let (a, b) = (row(1, 10, NO_MOMENT, 2), row(1, 11, NO_MOMENT, 3));
        for parts in [vec![vec![a, b]], vec![vec![b, a]], vec![vec![b], vec![a]]] {
            let (table, clashes) = Observations::new(vec!["o.csv".into()], parts);
            assert_eq!(clashes.len(), 1);
            assert_eq!(clashes[0].second.line, 3);
            assert_eq!(values(&table, None), [(1, 10)]);
        }
    }
}
