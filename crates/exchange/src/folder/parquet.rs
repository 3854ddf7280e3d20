//! Observations in Parquet: the same rows as in CSV, with the ids of a batch looked up once for
//! each entry of its dictionaries.

use std::sync::Arc;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Element, NO_MOMENT, Reported, Row};
use gangmu_base::{Finding, Period, Place, Reporter};

use super::moment::read_moment;
use super::observation_rows::{OPTIONAL, Part, REQUIRED, Replacing, STATUSES, Words, status_of};
use super::sheet::personal_column;
use crate::text::Source;
use crate::text::parquet::{Batch, ParquetTable, Wanted};
use crate::text::parquet_columns::{ColumnData, ColumnKind, DecimalColumn, TextColumn};
use crate::text::personal::cell_is_personal;
use crate::text::personal_words::header_is_personal;

const UNIT: usize = 0;
const ELEMENT: usize = 1;
const PERIOD: usize = 2;
const VALUE: usize = 3;
const STATUS: usize = 4;
const RECORDED_AT: usize = 5;
const SUPERSEDES: usize = 6;
const REASON: usize = 7;
const RECORDED_BY: usize = 8;

/// The columns that are read, in the order of the constants above.
const READ: [(&str, ColumnKind); 9] = [
    ("unit", ColumnKind::Text),
    ("element", ColumnKind::Text),
    ("period", ColumnKind::Text),
    ("value", ColumnKind::Decimal),
    ("status", ColumnKind::Text),
    ("recorded_at", ColumnKind::Text),
    ("supersedes", ColumnKind::Text),
    ("reason", ColumnKind::Text),
    ("recorded_by", ColumnKind::Text),
];

/// Reads the observations of a Parquet file, a part for each of its row groups.
pub(super) fn read<'a>(
    source: Source,
    file: u16,
    words: &'a Words<'a>,
) -> (Vec<Part<'a>>, Vec<Finding>) {
    let path = source.path.clone();
    let table = match ParquetTable::open(source) {
        Ok(table) => table,
        Err(finding) => return (Vec::new(), vec![finding]),
    };
    let mut findings = check_columns(&table);
    if findings.iter().any(|finding| finding.code == "F202") {
        return (Vec::new(), findings);
    }
    let wanted = READ.map(|(name, kind)| Wanted { name, kind });
    let (parts, found) = table.read_in_parallel(
        &wanted,
        |rows| Part::new(words, file, rows),
        |part, batch| take(part, batch, &path),
    );
    findings.extend(found);
    (parts, findings)
}

fn check_columns(table: &ParquetTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in REQUIRED {
        if !table.headers().iter().any(|header| header == name) {
            let near = nearest(name, table.headers().iter().map(String::as_str));
            findings.push(
                Finding::error("F202", table.place())
                    .with("column", name)
                    .with("nearest", near.unwrap_or_default()),
            );
        }
    }
    for name in table.headers() {
        if let Some(kind) = header_is_personal(name) {
            findings.push(personal_column(name, kind, table.place()));
        } else if !REQUIRED.contains(&name.as_str()) && !OPTIONAL.contains(&name.as_str()) {
            let known = REQUIRED.into_iter().chain(OPTIONAL);
            findings.push(
                Finding::warning("F203", table.place())
                    .with("column", name)
                    .with("nearest", nearest(name, known).unwrap_or_default()),
            );
        }
    }
    findings
}

fn text(batch: &Batch, column: usize) -> Option<&TextColumn> {
    match batch.columns.get(column) {
        Some(Some(ColumnData::Text(text))) => Some(text),
        _ => None,
    }
}

fn decimal(batch: &Batch, column: usize) -> Option<&DecimalColumn> {
    match batch.columns.get(column) {
        Some(Some(ColumnData::Decimal(decimal))) => Some(decimal),
        _ => None,
    }
}

/// What each entry of a dictionary stands for.
fn looked_up<T>(column: &TextColumn, find: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    column.dictionary().map(find).collect()
}

/// What a row's entry stands for: the outer `None` when the cell is empty.
fn at<T: Copy>(column: &TextColumn, found: &[Option<T>], row: usize) -> Option<Option<T>> {
    if column.is_null(row) {
        return None;
    }
    let key = usize::try_from(*column.keys().get(row)?).ok()?;
    found.get(key).copied()
}

/// Takes the rows of a batch. Places have the row's number instead of a line.
fn take(part: &mut Part<'_>, batch: &Batch, path: &Arc<str>) {
    let (Some(units), Some(elements), Some(periods)) =
        (text(batch, UNIT), text(batch, ELEMENT), text(batch, PERIOD))
    else {
        return;
    };
    let Some(values) = decimal(batch, VALUE) else { return };
    let words = part.words;
    let reporters = looked_up(units, |id| words.reporters.get(id.as_bytes()).copied());
    let numbers = looked_up(elements, |id| words.elements.get(id.as_bytes()).copied());
    let period_of = looked_up(periods, Period::parse);
    let statuses = text(batch, STATUS).map(|column| {
        let status = |word: &str, valued| status_of(word.as_bytes(), valued);
        let of_word = looked_up(column, |word| Some([status(word, false), status(word, true)]));
        (column, of_word)
    });
    let moment = |text: &str| read_moment(text, words.zone_seconds);
    let recorded = text(batch, RECORDED_AT).map(|column| (column, looked_up(column, moment)));
    let replaced = text(batch, SUPERSEDES).map(|column| (column, looked_up(column, moment)));
    for words in [REASON, RECORDED_BY].into_iter().filter_map(|column| text(batch, column)) {
        for kind in words.dictionary().filter_map(cell_is_personal) {
            part.report(Finding::error("F205", Place::file(path.clone())).with("kind", kind));
        }
    }
    part.rows.reserve(batch.rows);
    for row in 0..batch.rows {
        let line = u32::try_from(batch.first_row + row as u64).unwrap_or(u32::MAX);
        let place = || Place { file: path.clone(), line, column: 0, length: 0 };
        let shown = |column: &TextColumn| column.get(row).unwrap_or_default().to_owned();
        let reporter: Reporter = match at(units, &reporters, row).flatten() {
            Some(reporter) => reporter,
            None => {
                part.report(words.unknown("unit", shown(units).as_bytes(), place()));
                continue;
            }
        };
        let element: Element = match at(elements, &numbers, row).flatten() {
            Some(element) => element,
            None => {
                part.report(words.unknown("element", shown(elements).as_bytes(), place()));
                continue;
            }
        };
        let Some(period) = at(periods, &period_of, row).flatten() else {
            part.report(Finding::error("F213", place()).with("value", shown(periods)));
            continue;
        };
        let value = values.get(row);
        let of_word = statuses.as_ref().and_then(|(column, found)| at(column, found, row)?);
        let status = match of_word {
            Some(of_word) => of_word[usize::from(value.is_some())],
            None => status_of(b"", value.is_some()),
        };
        let word = || text(batch, STATUS).map(shown).unwrap_or_default();
        let Some(status) = status else {
            part.report(
                Finding::error("F210", place()).with("value", word()).with("allowed", STATUSES),
            );
            continue;
        };
        if status.has_value() != value.is_some() {
            part.report(Finding::error("F222", place()).with("status", word()));
            continue;
        }
        let reported = match value {
            Some((mantissa, scale)) => Reported { mantissa, scale, status },
            None => Reported::without_value(status),
        };
        let mut recorded_at = NO_MOMENT;
        if let Some((column, moments)) = &recorded {
            match at(column, moments, row) {
                Some(Some(moment)) => recorded_at = moment,
                Some(None) if !shown(column).is_empty() => {
                    part.report(Finding::error("F211", place()).with("value", shown(column)));
                    continue;
                }
                _ => {}
            }
        }
        let read = Row { element, period, reporter, reported, recorded_at, file: part.file, line };
        if let Some((column, moments)) = &replaced
            && let Some(Some(supersedes)) = at(column, moments, row)
        {
            part.replacing.push(Replacing { row: read, supersedes, place: place() });
        }
        part.rows.push(read);
    }
}
