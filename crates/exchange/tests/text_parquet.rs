//! Parquet data tables: what is written is read back exactly, and other writers' types are taken
//! for what they mean.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Decimal128Array, Float32Array, Float64Array, Int32Array,
    RecordBatch, StringArray, UInt64Array,
};
use gangmu_base::Finding;
use gangmu_exchange::text::parquet::Wanted;
use gangmu_exchange::text::parquet_columns::{ColumnData, ColumnKind, Scale};
use gangmu_exchange::text::parquet_write::{GROUP_ROWS, WriteColumn, write_table};
use gangmu_exchange::text::{Folder, ParquetTable, Source};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;

type Texts = Vec<Option<String>>;
type Numbers = Vec<Option<(i64, u8)>>;

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn texts(table: &ParquetTable, name: &str) -> (Texts, Vec<Finding>) {
    let wanted = [Wanted { name, kind: ColumnKind::Text }];
    let (pieces, findings) = table.read_in_parallel(
        &wanted,
        |_| Vec::new(),
        |rows: &mut Texts, batch| {
            if let Some(ColumnData::Text(column)) = &batch.columns[0] {
                rows.extend((0..batch.rows).map(|row| column.get(row).map(str::to_owned)));
            }
        },
    );
    (pieces.concat(), findings)
}

fn numbers(table: &ParquetTable, name: &str) -> (Numbers, Vec<Finding>) {
    let wanted = [Wanted { name, kind: ColumnKind::Decimal }];
    let (pieces, findings) = table.read_in_parallel(
        &wanted,
        |_| Vec::new(),
        |rows: &mut Numbers, batch| {
            if let Some(ColumnData::Decimal(column)) = &batch.columns[0] {
                rows.extend((0..batch.rows).map(|row| column.get(row)));
            }
        },
    );
    (pieces.concat(), findings)
}

/// A file as another programme would write it.
fn foreign(columns: Vec<(&str, ArrayRef)>) -> ParquetTable {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    ParquetTable::open(Source::new("data.parquet", bytes)).unwrap()
}

fn write(columns: &[(&str, WriteColumn<'_>)]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    write_table(&folder, "data.parquet", columns).unwrap();
    std::fs::read(dir.path().join("data.parquet")).unwrap()
}

#[test]
fn several_row_groups_come_in_order_and_the_bytes_are_always_the_same() {
    let rows = GROUP_ROWS + 1000;
    let values = ["甲", "乙", "丙"];
    let keys: Vec<Option<u32>> =
        (0..rows).map(|row| (row % 5 != 4).then_some((row % 3) as u32)).collect();
    let decimals: Numbers = (0..rows).map(|row| Some((row as i64 - 7, (row % 3) as u8))).collect();
    let columns = [
        ("unit", WriteColumn::Text { keys: &keys, values: &values }),
        ("value", WriteColumn::Decimal(&decimals)),
    ];
    let bytes = write(&columns);
    assert_eq!(bytes, write(&columns));
    let table = ParquetTable::open(Source::new("data.parquet", bytes)).unwrap();
    assert_eq!(
        (table.headers(), table.rows()),
        (&["unit".to_owned(), "value".to_owned()][..], rows as u64)
    );
    let (read, findings) = texts(&table, "unit");
    assert!(findings.is_empty(), "{findings:?}");
    let expected: Texts =
        keys.iter().map(|key| key.map(|key| values[key as usize].to_owned())).collect();
    assert!(read == expected);
    let (read, findings) = numbers(&table, "value");
    assert!(findings.is_empty());
    assert_eq!(read.len(), rows);
    for (read, (mantissa, scale)) in read.iter().zip(decimals.iter().flatten()) {
        assert_eq!(*read, Some((mantissa * 10_i64.pow(2 - u32::from(*scale)), 2)));
    }
}

#[test]
fn a_dictionary_is_handed_over_as_it_is_and_rows_are_counted() {
    let keys: Vec<Option<u32>> = (0..200_000).map(|row| Some(row % 7)).collect();
    let bytes = write(&[("unit", WriteColumn::Text { keys: &keys, values: &["a"; 7] })]);
    let table = ParquetTable::open(Source::new("a.parquet", bytes)).unwrap();
    let wanted = [
        Wanted { name: "none", kind: ColumnKind::Text },
        Wanted { name: "unit", kind: ColumnKind::Text },
    ];
    let (batches, _) = table.read_in_parallel(
        &wanted,
        |rows| (rows, Vec::new()),
        |(_, batches), batch| {
            assert!(batch.columns[0].is_none(), "no such column");
            let Some(ColumnData::Text(column)) = &batch.columns[1] else { panic!("no texts") };
            assert!(column.dictionary_len() <= 7);
            assert_eq!(column.keys().len(), batch.rows);
            batches.push((batch.first_row, batch.rows));
        },
    );
    assert_eq!((batches.len(), batches[0].0), (1, 200_000));
    let mut next = 1;
    for (first_row, rows) in &batches[0].1 {
        assert_eq!(*first_row, next);
        next += *rows as u64;
    }
    assert_eq!(next, 200_001);
}

#[test]
fn other_writers_types_are_understood() {
    let decimals = Decimal128Array::from(vec![Some(150), None, Some(-1)]);
    let wide = Decimal128Array::from(vec![Some(10_i128.pow(20)), Some(5), None]);
    let table = foreign(vec![
        ("text", Arc::new(StringArray::from(vec![Some("1.50"), Some(""), Some("１２")]))),
        ("year", Arc::new(Int32Array::from(vec![Some(2024), Some(2025), None]))),
        ("double", Arc::new(Float64Array::from(vec![0.1, 1e20, f64::NAN]))),
        ("float", Arc::new(Float32Array::from(vec![0.1_f32, -2.5, f32::INFINITY]))),
        ("decimal", Arc::new(decimals.with_precision_and_scale(18, 2).unwrap())),
        (
            "small",
            Arc::new(Decimal128Array::from(vec![7, 8, 9]).with_precision_and_scale(5, 1).unwrap()),
        ),
        ("wide", Arc::new(wide.with_precision_and_scale(38, 2).unwrap())),
        ("unsigned", Arc::new(UInt64Array::from(vec![1, u64::MAX, 10_u64.pow(18)]))),
        ("bytes", Arc::new(BinaryArray::from(vec!["甲".as_bytes(), b"a", b"b"]))),
        ("broken", Arc::new(BinaryArray::from(vec![&b"\xFF"[..], b"a", b"b"]))),
        ("truth", Arc::new(BooleanArray::from(vec![true, false, true]))),
    ]);
    let read = |name| {
        let (numbers, findings) = numbers(&table, name);
        (numbers, codes(&findings))
    };
    assert_eq!(read("text"), (vec![Some((150, 2)), None, None], vec!["F162"]));
    assert_eq!(read("year"), (vec![Some((2024, 0)), Some((2025, 0)), None], vec![]));
    assert_eq!(read("double"), (vec![Some((1, 1)), None, None], vec!["F165", "F151"]));
    assert_eq!(read("float"), (vec![Some((1, 1)), Some((-25, 1)), None], vec!["F151"]));
    assert_eq!(read("decimal"), (vec![Some((150, 2)), None, Some((-1, 2))], vec![]));
    assert_eq!(read("small"), (vec![Some((7, 1)), Some((8, 1)), Some((9, 1))], vec![]));
    assert_eq!(read("wide"), (vec![None, Some((5, 2)), None], vec!["F165"]));
    assert_eq!(read("unsigned"), (vec![Some((1, 0)), None, None], vec!["F165", "F165"]));
    assert_eq!(read("truth"), (vec![], vec!["F152"]));
    let read = |name| {
        let (texts, findings) = texts(&table, name);
        let texts: Vec<String> = texts.into_iter().map(Option::unwrap_or_default).collect();
        (texts.join("|"), codes(&findings))
    };
    assert_eq!(read("text"), ("1.50||１２".to_owned(), vec![]));
    assert_eq!(read("year"), ("2024|2025|".to_owned(), vec![]));
    assert_eq!(read("bytes"), ("甲|a|b".to_owned(), vec![]));
    assert_eq!(read("broken"), (String::new(), vec!["F150"]));
    assert_eq!(read("double").1, ["F152"]);
}

#[test]
fn a_value_that_is_no_number_is_told_with_its_row() {
    let table = foreign(vec![("value", Arc::new(StringArray::from(vec!["1", "1,234"])))]);
    let (_, findings) = numbers(&table, "value");
    let blanks: Vec<(&str, &str)> =
        findings[0].blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(findings[0].code, "F161");
    let expected = [("text", "1,234"), ("suggestion", "1234"), ("column", "value"), ("row", "2")];
    assert_eq!(blanks, expected);
}

#[test]
fn numbers_that_share_no_scale_are_written_as_text() {
    let far = [Some((123_456_789_012_345_678, 0)), None, Some((1, 18)), Some((-5, 1))];
    let table =
        ParquetTable::open(Source::new("a", write(&[("value", WriteColumn::Decimal(&far))])))
            .unwrap();
    assert_eq!(numbers(&table, "value"), (far.to_vec(), vec![]));
    let texts = texts(&table, "value").0;
    assert_eq!(texts[2].as_deref(), Some("0.000000000000000001"));
}

#[test]
fn the_scale_of_a_column_is_known_when_it_is_one() {
    let table = foreign(vec![("value", Arc::new(Float64Array::from(vec![0.5, 1.5])))]);
    let wanted = [Wanted { name: "value", kind: ColumnKind::Decimal }];
    table.read_in_parallel(
        &wanted,
        |_| (),
        |(), batch| {
            let Some(ColumnData::Decimal(column)) = &batch.columns[0] else { panic!("no numbers") };
            assert!(matches!(column.scale(), Scale::All(1)));
            assert_eq!((column.mantissas(), column.null_count()), (&[5, 15][..], 0));
        },
    );
}

#[test]
fn what_is_no_parquet_file_is_a_finding() {
    for bytes in [&b""[..], b"PAR1", b"PAR1PAR1", b"unit,value\n1,2\n", &[b'P'; 1000]] {
        let finding = ParquetTable::open(Source::new("a.parquet", bytes)).unwrap_err();
        assert_eq!(finding.code, "F150");
    }
}

fn sample() -> Vec<u8> {
    let keys: Vec<Option<u32>> = (0..3000).map(|row| (row % 11 > 0).then_some(row % 13)).collect();
    let values: Vec<String> = (0..13).map(|n| format!("unit-{n}")).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let numbers: Numbers = (0..3000).map(|row| Some((row * 37, 2))).collect();
    write(&[
        ("unit", WriteColumn::Text { keys: &keys, values: &values }),
        ("value", WriteColumn::Decimal(&numbers)),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damaged anywhere, the file gives findings or other values, and never a panic.
    #[test]
    fn a_damaged_file_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
        in_footer in any::<bool>(),
    ) {
        static SAMPLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let mut bytes = SAMPLE.get_or_init(sample).clone();
        let footer = bytes.len() - bytes.len().min(500);
        for (at, byte) in changes {
            let from = if in_footer { footer } else { 0 };
            let at = from + at.index(bytes.len() - from);
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(table) = ParquetTable::open(Source::new("a.parquet", bytes))
            && table.rows() < 1_000_000
        {
            for name in table.headers().to_vec() {
                texts(&table, &name);
                numbers(&table, &name);
            }
        }
    }

    #[test]
    fn whatever_is_written_is_read_back(
        rows in prop::collection::vec(
            (prop::option::of(0_u32..5), prop::option::of((-(10_i64.pow(9))..10_i64.pow(9), 0_u8..9))),
            0..200,
        ),
        values in prop::collection::vec(any::<String>(), 5),
    ) {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let (keys, decimals): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let bytes = write(&[
            ("unit", WriteColumn::Text { keys: &keys, values: &values }),
            ("value", WriteColumn::Decimal(&decimals)),
        ]);
        let table = ParquetTable::open(Source::new("a.parquet", bytes)).unwrap();
        let (read, findings) = texts(&table, "unit");
        prop_assert!(findings.is_empty());
        let expected: Texts =
            keys.iter().map(|key| key.map(|key| values[key as usize].to_owned())).collect();
        prop_assert_eq!(read, expected);
        let (read, _) = numbers(&table, "value");
        prop_assert_eq!(read.len(), decimals.len());
        for (read, written) in read.into_iter().zip(decimals) {
            let same = |a: (i64, u8), b: (i64, u8)| {
                i128::from(a.0) * 10_i128.pow(b.1.into()) == i128::from(b.0) * 10_i128.pow(a.1.into())
            };
            prop_assert_eq!(read.is_some(), written.is_some());
            prop_assert!(read.zip(written).is_none_or(|(read, written)| same(read, written)));
        }
    }
}
