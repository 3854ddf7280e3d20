//! Parquet data tables, read column by column, row groups in parallel.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, FieldRef, Schema};
use bytes::Bytes;
use gangmu_base::{Finding, Place};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type as Physical;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::schema::types::Type;
use rayon::prelude::*;

use super::csv::Found;
use super::guard::guarded;
use super::limits::{DATA_BYTES, DATA_COLUMNS, DATA_ROWS};
use super::parquet_columns::{ColumnData, ColumnKind, text_type};
use super::parquet_convert::Conversion;
use super::source::Source;

/// Rows handed over at a time: few enough that the columns stay in the processor's cache.
const BATCH_ROWS: usize = 1 << 16;

/// Most rows a builder is asked to make room for before any was read.
const MOST_ROOM: usize = 4 << 20;

/// A Parquet file whose description of itself has been read and whose rows have not.
#[derive(Debug, Clone)]
pub struct ParquetTable {
    path: Arc<str>,
    bytes: Bytes,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
    rows: u64,
}

/// A column the caller wants, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'n> {
    /// Name of the column.
    pub name: &'n str,
    /// What its values are to be.
    pub kind: ColumnKind,
}

/// Some consecutive rows of the wanted columns.
#[derive(Debug)]
pub struct Batch {
    /// Number of the first row in the file, counted from 1.
    pub first_row: u64,
    /// How many rows there are.
    pub rows: usize,
    /// The columns in the order they were asked for; none where the file has no such column or
    /// where it cannot be what was wanted.
    pub columns: Vec<Option<ColumnData>>,
}

impl ParquetTable {
    /// Reads what the file says of itself. `F150` when it is no sound Parquet file, `F103`,
    /// `F125` and `F128` when it is larger than a data table may be, `F122` when two columns have
    /// the same name.
    pub fn open(source: Source) -> Result<ParquetTable, Finding> {
        let Source { path, bytes } = source;
        let place = Place::file(path.clone());
        if bytes.len() as u64 > DATA_BYTES {
            let finding = Finding::error("F103", place).with("path", &path);
            return Err(finding.with("limit", DATA_BYTES));
        }
        let bytes = Bytes::from(bytes);
        let broken = |reason: String| damaged(&path, reason);
        // The Arrow schema that some writers put into the file adds nothing here, and a damaged
        // one makes the crate panic (arrow-rs issue 2855).
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = guarded(|| ArrowReaderMetadata::load(&bytes, options))
            .and_then(|loaded| loaded.map_err(|error| error.to_string()))
            .map_err(broken)?;
        let names: Vec<String> =
            metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        if names.len() > DATA_COLUMNS {
            let finding = Finding::error("F128", place).with("limit", DATA_COLUMNS);
            return Err(finding.with("found", names.len()));
        }
        let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
        if let Some((_, name)) = twice {
            return Err(Finding::error("F122", place).with("name", name));
        }
        let mut rows = 0_u64;
        for group in metadata.metadata().row_groups() {
            if !group.columns().iter().all(|column| lies_within(column, bytes.len())) {
                return Err(broken("a column lies outside the file".to_owned()));
            }
            let more = u64::try_from(group.num_rows())
                .map_err(|_| broken("negative number of rows".to_owned()))?;
            rows = rows.saturating_add(more);
        }
        if rows > DATA_ROWS {
            return Err(Finding::error("F125", place).with("limit", DATA_ROWS));
        }
        Ok(ParquetTable { path, bytes, metadata, names, rows })
    }

    /// The column names, in order.
    pub fn headers(&self) -> &[String] {
        &self.names
    }

    /// How many rows the file says it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The place that means the whole file.
    pub fn place(&self) -> Place {
        Place::file(self.path.clone())
    }

    /// Reads the wanted columns on all threads of the current pool. For each row group `new` is
    /// given how many rows to make room for (a hint: a damaged file may claim any number, so it
    /// is never above 4 million) and makes a builder, and `take` is called with it for every
    /// batch of the group in order. The builders come back in the order of the file.
    ///
    /// What is found: `F150` damaged data, `F151` a number that is not finite, `F152` a column
    /// whose type cannot be what was wanted, `F160`–`F167` a text that is no number, `F165` also
    /// a number with too many digits. Except for `F150`, after which its row group ends, the
    /// value is null in the batch.
    pub fn read_in_parallel<B: Send>(
        &self,
        wanted: &[Wanted<'_>],
        new: impl Fn(usize) -> B + Sync,
        take: impl Fn(&mut B, &Batch) + Sync,
    ) -> (Vec<B>, Vec<Finding>) {
        let plan = match self.plan(wanted) {
            Ok(plan) => plan,
            Err(reason) => return (Vec::new(), vec![damaged(&self.path, reason)]),
        };
        let mut first_row = 1_u64;
        let mut groups = Vec::new();
        for (group, metadata) in self.metadata.metadata().row_groups().iter().enumerate() {
            let rows = usize::try_from(metadata.num_rows()).unwrap_or(0);
            groups.push((group, first_row, rows));
            first_row = first_row.saturating_add(rows as u64);
        }
        let read: Vec<(B, Found)> = groups
            .into_par_iter()
            .map(|(group, first_row, rows)| {
                let mut builder = new(rows.min(MOST_ROOM));
                let mut found = Found::default();
                if let Err(reason) = self.read_group(&plan, group, first_row, &mut found, |batch| {
                    take(&mut builder, batch);
                }) {
                    found.add(damaged(&self.path, reason));
                }
                (builder, found)
            })
            .collect();
        let mut builders = Vec::with_capacity(read.len());
        let mut found = Found::default();
        let mut findings = plan.findings;
        for (builder, piece) in read {
            builders.push(builder);
            found.more += piece.more;
            piece.listed.into_iter().for_each(|finding| found.add(finding));
        }
        found.finish(&self.path, &mut findings);
        (builders, findings)
    }

    /// Settles as what each wanted column is read.
    fn plan<'w>(&self, wanted: &[Wanted<'w>]) -> Result<Plan<'w>, String> {
        let descriptor = self.metadata.parquet_schema();
        let roots = descriptor.root_schema().get_fields();
        let mut fields: Vec<FieldRef> = self.metadata.schema().fields().iter().cloned().collect();
        let mut findings = Vec::new();
        let mut columns = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            let Some(root) = self.names.iter().position(|name| name == wanted.name) else {
                columns.push(None);
                continue;
            };
            let field = &fields[root];
            let physical = roots.get(root).and_then(|root| physical(root));
            match read_as(field.data_type(), physical, wanted.kind) {
                Some(kind) => {
                    if kind != *field.data_type() {
                        fields[root] = Arc::new(field.as_ref().clone().with_data_type(kind));
                    }
                    columns.push(Some((root, *wanted)));
                }
                None => {
                    let finding = Finding::error("F152", self.place()).with("column", wanted.name);
                    findings.push(finding.with("type", field.data_type()));
                    columns.push(None);
                }
            }
        }
        let mut projected: Vec<usize> = columns.iter().flatten().map(|(root, _)| *root).collect();
        projected.sort_unstable();
        projected.dedup();
        let mask = ProjectionMask::roots(descriptor, projected.iter().copied());
        let columns = columns
            .into_iter()
            .map(|column| {
                let (root, wanted) = column?;
                Some((projected.binary_search(&root).ok()?, wanted))
            })
            .collect();
        let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
        let metadata = self.metadata.metadata().clone();
        let metadata = guarded(|| ArrowReaderMetadata::try_new(metadata, options))?
            .map_err(|error| error.to_string())?;
        Ok(Plan { metadata, mask, columns, findings })
    }

    fn read_group(
        &self,
        plan: &Plan<'_>,
        group: usize,
        first_row: u64,
        found: &mut Found,
        mut take: impl FnMut(&Batch),
    ) -> Result<(), String> {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.bytes.clone(),
            plan.metadata.clone(),
        );
        let builder = builder
            .with_row_groups(vec![group])
            .with_projection(plan.mask.clone())
            .with_batch_size(BATCH_ROWS);
        let mut reader = guarded(|| builder.build())?.map_err(|error| error.to_string())?;
        let mut first_row = first_row;
        while let Some(records) = next_batch(&mut reader)? {
            let rows = records.num_rows();
            let mut columns = Vec::with_capacity(plan.columns.len());
            for column in &plan.columns {
                let Some((index, wanted)) = column else {
                    columns.push(None);
                    continue;
                };
                let mut conversion =
                    Conversion { file: &self.path, column: wanted.name, first_row, found };
                let array = records.columns().get(*index).ok_or("a column is missing")?;
                columns.push(Some(conversion.column(array, wanted.kind)?));
            }
            take(&Batch { first_row, rows, columns });
            first_row = first_row.saturating_add(rows as u64);
        }
        Ok(())
    }
}

struct Plan<'w> {
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// For each wanted column its position among the columns that are read.
    columns: Vec<Option<(usize, Wanted<'w>)>>,
    findings: Vec<Finding>,
}

fn next_batch(reader: &mut ParquetRecordBatchReader) -> Result<Option<RecordBatch>, String> {
    guarded(|| reader.next().transpose())?.map_err(|error| error.to_string())
}

fn physical(root: &Type) -> Option<Physical> {
    root.is_primitive().then(|| root.get_physical_type())
}

/// The Arrow type a column is best read as; none when it cannot be what is wanted.
fn read_as(found: &DataType, physical: Option<Physical>, kind: ColumnKind) -> Option<DataType> {
    match found {
        DataType::Null => Some(DataType::Null),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            Some(text_type(DataType::Utf8))
        }
        // Some writers do not say that their bytes are text; it is checked when they are read.
        DataType::Binary | DataType::LargeBinary => Some(text_type(DataType::Binary)),
        whole if whole.is_integer() => Some(whole.clone()),
        DataType::Float32 | DataType::Float64 if kind == ColumnKind::Decimal => Some(found.clone()),
        DataType::Decimal128(precision, scale)
            if kind == ColumnKind::Decimal && (0..=18).contains(scale) =>
        {
            let narrow = matches!(physical, Some(Physical::INT32 | Physical::INT64));
            Some(if narrow && *precision <= 18 {
                DataType::Decimal64(*precision, *scale)
            } else {
                found.clone()
            })
        }
        _ => None,
    }
}

fn damaged(path: &Arc<str>, reason: String) -> Finding {
    Finding::error("F150", Place::file(path.clone())).with("reason", reason)
}

/// Whether the bytes a column is said to take are there at all; the crate only asserts it.
fn lies_within(column: &ColumnChunkMetaData, length: usize) -> bool {
    let size = u64::try_from(column.compressed_size());
    let ends = |start: i64| {
        let end = u64::try_from(start).ok()?.checked_add(*size.as_ref().ok()?)?;
        Some(end <= length as u64)
    };
    let first = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    column.data_page_offset() >= 0 && ends(first) == Some(true)
}
