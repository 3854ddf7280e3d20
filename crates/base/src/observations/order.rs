//! Rows as they were read, put in order and into columns: first within each part that was read,
//! by a list of places and without moving a row; then for each element and period by itself.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::block::{Block, Columns};
use super::{Clash, Element, NO_MOMENT, Observations, Row, Slice};
use crate::Period;

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
        let mut block = Block::of_length(total, timed, files.len() > 1);
        let mut table = Observations { files, ..Observations::default() };
        let mut left = Columns::of(&mut block);
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
                (key, Slice { block: 0, start, end: start + kept }, clashing)
            })
            .collect();
        let mut clashes = Vec::new();
        for (key, slice, clashing) in filled {
            table.rows += slice.end - slice.start;
            table.slices.insert(key, slice);
            for (first, second) in clashing {
                if clashes.len() < LISTED_CLASHES {
                    clashes.push(table.clash(&first, &second));
                } else {
                    table.clashes_not_listed += 1;
                }
            }
        }
        table.blocks.push(Arc::new(block));
        (table, clashes)
    }
}
