//! Writing Parquet tables: the same columns always give the same bytes.

use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Decimal64Array, DictionaryArray, Int32Array, RecordBatch, StringArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rustc_hash::FxHashMap;

use gangmu_base::{Finding, Place};

use super::atomic::write_with;
use super::parquet_columns::text_type;
use super::source::Folder;

/// Rows of a row group.
pub const GROUP_ROWS: usize = 512 << 10;

/// Digits of the decimal type that is written.
const PRECISION: u8 = 18;

/// How large a dictionary may grow before texts are written one by one.
const DICTIONARY_BYTES: usize = 16 << 20;

/// A column to be written.
#[derive(Debug, Clone, Copy)]
pub enum WriteColumn<'c> {
    /// Texts as numbers into a list of distinct texts; `None` is null.
    Text {
        /// For every row the number of its text.
        keys: &'c [Option<u32>],
        /// The texts.
        values: &'c [&'c str],
    },
    /// Decimal numbers, `mantissa / 10^scale`; `None` is null. They are written with the largest
    /// scale among them, as text where that would take more than 18 digits.
    Decimal(&'c [Option<(i64, u8)>]),
}

impl WriteColumn<'_> {
    fn len(&self) -> usize {
        match self {
            WriteColumn::Text { keys, .. } => keys.len(),
            WriteColumn::Decimal(numbers) => numbers.len(),
        }
    }
}

/// Writes a table of columns of one length to the file at `path` of the folder, or changes
/// nothing. `F101`, `F102` and `F144` as [`super::atomic::write_atomically`]; `F144` also when
/// the columns do not fit together.
pub fn write_table(
    folder: &Folder,
    path: &str,
    columns: &[(&str, WriteColumn<'_>)],
) -> Result<(), Finding> {
    let prepared = prepare(columns)
        .map_err(|reason| Finding::error("F144", Place::file(path)).with("reason", reason))?;
    write_with(folder, path, |file| write(file, columns, &prepared).map_err(io::Error::other))
}

/// How a column is put into the file.
enum Prepared {
    Text {
        nullable: bool,
        values: Arc<StringArray>,
    },
    /// All numbers with this many decimals.
    Decimal {
        nullable: bool,
        scale: u8,
    },
    /// Numbers that share no scale: written out, each distinct one once.
    Written {
        nullable: bool,
        keys: Vec<Option<i32>>,
        values: Arc<StringArray>,
    },
}

fn prepare(columns: &[(&str, WriteColumn<'_>)]) -> Result<Vec<Prepared>, String> {
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    columns
        .iter()
        .map(|(name, column)| {
            if column.len() != rows {
                return Err(format!("column {name} has {} rows, not {rows}", column.len()));
            }
            match column {
                WriteColumn::Text { keys, values } => {
                    let known = keys.iter().flatten().all(|key| (*key as usize) < values.len());
                    if !known || i32::try_from(values.len()).is_err() {
                        return Err(format!("column {name} has texts that are not in its list"));
                    }
                    let nullable = keys.iter().any(Option::is_none);
                    let values = Arc::new(StringArray::from_iter_values(values.iter()));
                    Ok(Prepared::Text { nullable, values })
                }
                WriteColumn::Decimal(numbers) => Ok(prepare_decimal(numbers)),
            }
        })
        .collect()
}

fn prepare_decimal(numbers: &[Option<(i64, u8)>]) -> Prepared {
    let nullable = numbers.iter().any(Option::is_none);
    let scale = numbers.iter().flatten().map(|(_, scale)| *scale).max().unwrap_or(0);
    let fits = |number: &(i64, u8)| rescaled(*number, scale).is_some();
    if scale <= PRECISION && numbers.iter().flatten().all(fits) {
        return Prepared::Decimal { nullable, scale };
    }
    let mut known = FxHashMap::default();
    let mut values = Vec::new();
    let keys = numbers
        .iter()
        .map(|number| {
            let number = (*number)?;
            let key = *known.entry(number).or_insert_with(|| {
                values.push(written(number));
                values.len() - 1
            });
            i32::try_from(key).ok()
        })
        .collect();
    Prepared::Written { nullable, keys, values: Arc::new(StringArray::from(values)) }
}

/// The mantissa with more decimals, when it still has at most 18 digits.
fn rescaled((mantissa, scale): (i64, u8), to: u8) -> Option<i64> {
    let factor = 10_i64.checked_pow(u32::from(to.checked_sub(scale)?))?;
    mantissa.checked_mul(factor).filter(|m| m.unsigned_abs() < 10_u64.pow(u32::from(PRECISION)))
}

fn written((mantissa, scale): (i64, u8)) -> String {
    let sign = if mantissa < 0 { "-" } else { "" };
    let scale = usize::from(scale);
    let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    let point = if scale > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{decimals}")
}

fn write(
    file: &mut File,
    columns: &[(&str, WriteColumn<'_>)],
    prepared: &[Prepared],
) -> Result<(), String> {
    let fields: Vec<Field> = columns
        .iter()
        .zip(prepared)
        .map(|((name, _), prepared)| match prepared {
            Prepared::Text { nullable, .. } | Prepared::Written { nullable, .. } => {
                Field::new(*name, text_type(DataType::Utf8), *nullable)
            }
            Prepared::Decimal { nullable, scale } => {
                let scale = i8::try_from(*scale).unwrap_or_default();
                Field::new(*name, DataType::Decimal64(PRECISION, scale), *nullable)
            }
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let level = ZstdLevel::try_new(1).map_err(|error| error.to_string())?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        // Without a version, so that the bytes do not depend on the one that is linked.
        .set_created_by("gangmu".to_owned())
        .build();
    let options =
        ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(file, schema.clone(), options)
        .map_err(|error| error.to_string())?;
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    let mut from = 0;
    while from < rows {
        let to = (from + GROUP_ROWS).min(rows);
        let arrays: Result<Vec<ArrayRef>, String> = columns
            .iter()
            .zip(prepared)
            .map(|((_, column), prepared)| array(column, prepared, from, to))
            .collect();
        let batch =
            RecordBatch::try_new(schema.clone(), arrays?).map_err(|error| error.to_string())?;
        writer.write(&batch).map_err(|error| error.to_string())?;
        from = to;
    }
    writer.close().map_err(|error| error.to_string())?;
    Ok(())
}

/// Rows `from..to` of a column.
fn array(
    column: &WriteColumn<'_>,
    prepared: &Prepared,
    from: usize,
    to: usize,
) -> Result<ArrayRef, String> {
    let dictionary = |keys: Int32Array, values: &Arc<StringArray>| {
        DictionaryArray::<Int32Type>::try_new(keys, values.clone())
            .map(|array| Arc::new(array) as ArrayRef)
            .map_err(|error| error.to_string())
    };
    match (column, prepared) {
        (WriteColumn::Text { keys, .. }, Prepared::Text { values, .. }) => {
            let keys = keys[from..to].iter().map(|key| key.and_then(|key| i32::try_from(key).ok()));
            dictionary(keys.collect(), values)
        }
        (WriteColumn::Decimal(_), Prepared::Written { keys, values, .. }) => {
            dictionary(keys[from..to].iter().copied().collect(), values)
        }
        (WriteColumn::Decimal(numbers), Prepared::Decimal { scale, nullable }) => {
            let numbers = &numbers[from..to];
            let mantissas: Vec<i64> = numbers
                .iter()
                .map(|number| number.and_then(|number| rescaled(number, *scale)).unwrap_or(0))
                .collect();
            let valid = nullable.then(|| numbers.iter().map(Option::is_some).collect::<Vec<_>>());
            let scale = i8::try_from(*scale).unwrap_or_default();
            Decimal64Array::new(mantissas.into(), valid.map(NullBuffer::from))
                .with_precision_and_scale(PRECISION, scale)
                .map(|array| Arc::new(array) as ArrayRef)
                .map_err(|error| error.to_string())
        }
        _ => Err("a column was not prepared as what it is".to_owned()),
    }
}
