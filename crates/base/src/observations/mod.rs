//! Observations: what was reported, by whom about whom, when. Append-only; read as of a moment.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_num::Ratio;

use crate::units::Reporter;
use crate::{Cell, Period, Place, Status};

mod block;
mod elsewhere;
mod order;

pub use block::Block;
use elsewhere::Elsewhere;
pub use elsewhere::Marks;

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
/// by the time they were recorded. Where they are kept [`elsewhere`](Observations::elsewhere), only
/// those that somebody has use for are here.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    files: Vec<Arc<str>>,
    blocks: Vec<Arc<Block>>,
    slices: FxHashMap<(Element, Period), Slice>,
    rows: usize,
    clashes_not_listed: usize,
    elsewhere: Option<Arc<Elsewhere>>,
}

/// Where the rows of a key stand in a block; between two slices of it are gaps where rows clashed.
#[derive(Debug, Clone, Copy)]
struct Slice {
    block: u32,
    start: usize,
    end: usize,
}

/// The number of a row among observations, for [`Observations::place`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowAt {
    block: u32,
    index: usize,
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

impl Observations {
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
        let key = (element, period);
        let slice = self.slices.get(&key);
        let Some(elsewhere) = &self.elsewhere else { return slice.is_some() };
        elsewhere.note(key, slice.is_some());
        elsewhere.is_there(key, slice.map(|slice| slice.end - slice.start))
    }

    /// The periods for which anything was reported of an element, in order.
    pub fn periods_of(&self, element: Element) -> Vec<Period> {
        let own = self.keys().into_iter().filter(|(other, _)| *other == element);
        own.map(|(_, period)| period).collect()
    }

    /// Every element and period of which something was reported, in order.
    pub fn keys(&self) -> Vec<(Element, Period)> {
        let mut keys: Vec<(Element, Period)> = match &self.elsewhere {
            Some(elsewhere) => elsewhere.all().collect(),
            None => self.slices.keys().copied().collect(),
        };
        keys.sort_unstable();
        keys
    }

    /// The rows of a key.
    fn slice(&self, element: Element, period: Period) -> Rows<'_> {
        let slice = self.slices.get(&(element, period));
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.note((element, period), slice.is_some());
        }
        match slice.and_then(|slice| Some((slice, self.blocks.get(slice.block as usize)?))) {
            Some((slice, block)) => {
                Rows { block, number: slice.block, rows: slice.start..slice.end }
            }
            None => Rows { block: Block::empty(), number: 0, rows: 0..0 },
        }
    }

    /// Whether any row of an element for a period has that status, later replaced or not.
    pub fn any_of_status(&self, element: Element, period: Period, status: Status) -> bool {
        let Rows { block, rows, .. } = self.slice(element, period);
        block.statuses.get(rows).is_some_and(|rows| rows.contains(&status))
    }

    /// Whether any row of an element for a period has a value below a figure, later replaced or not.
    pub fn any_below(&self, element: Element, period: Period, figure: &Ratio) -> bool {
        let own = self.slice(element, period);
        let block = own.block;
        // A value is below a figure where it is below the least whole number that is not less.
        let whole = figure.ceil().to_integer();
        own.rows.clone().any(|index| {
            match (block.scales.get(index), block.mantissas.get(index), whole) {
                (Some(0), Some(mantissa), Some(whole)) => {
                    *mantissa < whole && block.statuses.get(index).is_some_and(|s| s.has_value())
                }
                _ => own.reading(index).reported.cell().value().is_some_and(|value| value < figure),
            }
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
        let own = self.slice(element, period);
        let (block, end) = (own.block, own.rows.end);
        let seen = move |index: usize| match (as_of, block.moments.get(index)) {
            (Some(as_of), Some(moment)) => *moment <= as_of,
            _ => true,
        };
        own.rows.clone().filter(move |index| seen(*index)).filter_map(move |index| {
            let reporter = block.reporters[index];
            let next = index + 1;
            let replaced = next < end && block.reporters[next] == reporter && seen(next);
            (!replaced).then(|| own.reading(index))
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
        let rows = self.slice(element, period);
        let (block, end) = (rows.block, rows.rows.end);
        let mut found = Vec::new();
        if block.moments.is_empty() {
            return found;
        }
        let mut at = rows.rows.start;
        while at < end {
            let reporter = block.reporters[at];
            let own = (at..end).take_while(|index| block.reporters[*index] == reporter);
            let next = at + own.count();
            let seen =
                (at..next).filter(|index| as_of.is_none_or(|by| block.moments[*index] <= by));
            let count = seen.count();
            if count > 1 {
                found.push((rows.reading(at), rows.reading(at + count - 1)));
            }
            at = next;
        }
        found
    }

    /// Every row, later replaced or not: by element and period, then by reporter, then by time.
    pub fn rows(&self) -> impl Iterator<Item = (Element, Period, Reading)> + '_ {
        self.keys().into_iter().flat_map(move |(element, period)| {
            self.rows_of(element, period).map(move |reading| (element, period, reading))
        })
    }

    /// Every row of an element for a period, later replaced or not: by reporter, then by time.
    pub fn rows_of(&self, element: Element, period: Period) -> impl Iterator<Item = Reading> + '_ {
        let own = self.slice(element, period);
        own.rows.clone().map(move |index| own.reading(index))
    }

    /// Where a row stands in its file.
    pub fn place(&self, row: RowAt) -> Option<Place> {
        let block = self.blocks.get(row.block as usize)?;
        let file = block.file_of.get(row.index).copied().unwrap_or_default();
        Some(self.place_of(file, *block.lines.get(row.index)?))
    }
}

/// The rows of a key.
struct Rows<'o> {
    block: &'o Block,
    number: u32,
    rows: Range<usize>,
}

impl Rows<'_> {
    fn reading(&self, index: usize) -> Reading {
        let block = self.block;
        Reading {
            reporter: Reporter(block.reporters[index]),
            reported: Reported {
                mantissa: block.mantissas[index],
                scale: block.scales[index],
                status: block.statuses[index],
            },
            recorded_at: block.moments.get(index).copied().unwrap_or(NO_MOMENT),
            row: RowAt { block: self.number, index },
        }
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
    pub row: RowAt,
}

#[cfg(test)]
mod tests;
