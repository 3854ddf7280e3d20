//! Data tables read in parallel: the same rows as when read one by one, whatever is in quotes.

use gangmu_base::Finding;
use gangmu_exchange::text::{BigTable, Source, Table, TableLimits};
use proptest::prelude::*;

type Rows = Vec<(u32, Vec<String>)>;

fn read(source: &Source) -> (Rows, Vec<Finding>) {
    let (table, mut findings) = BigTable::open(source);
    let Some(table) = table else { return (Vec::new(), findings) };
    let columns = table.headers().len();
    let (pieces, found) = table.rows_in_parallel(
        |_| Vec::new(),
        |rows: &mut Rows, row| {
            let cells = (0..columns).map(|column| row.text(column).into_owned()).collect();
            rows.push((row.line(), cells));
        },
    );
    findings.extend(found);
    (pieces.concat(), findings)
}

fn read_small(source: &Source) -> Rows {
    let (table, _) = Table::parse(source, TableLimits::default());
    let table = table.unwrap();
    (0..table.len())
        .filter(|row| table.byte_range(*row, 0).is_some())
        .map(|row| {
            let cells = (0..table.columns()).map(|column| table.cell(row, column).to_owned());
            (table.row_place(row).line, cells.collect())
        })
        .collect()
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

/// A table of some megabytes, so that it is read in several pieces.
fn large(row: impl Fn(usize) -> String) -> Source {
    let mut text = String::from("unit,element,period,value,note\n");
    for number in 0..60_000 {
        text.push_str(&row(number));
    }
    Source::new("data.csv", text)
}

#[test]
fn plain_rows_come_in_order_with_their_lines() {
    let source = large(|n| format!("U{:05},E{},2025-{:02},{}.50,\n", n / 7, n % 7, n % 12 + 1, n));
    let (rows, findings) = read(&source);
    assert!(findings.is_empty());
    assert_eq!(rows.len(), 60_000);
    assert_eq!(rows, read_small(&source));
    assert_eq!(rows[59_999].0, 60_001);
}

#[test]
fn quotes_with_line_breaks_are_kept_together() {
    for ending in ["\n", "\r\n", "\r"] {
        let source = large(|n| {
            let note = match n % 5 {
                0 => format!("\"a,{ending}b \"\"{n}\"\"{ending}{ending}\""),
                1 => "\"\"".to_owned(),
                _ => "5\u{3000}m".to_owned(),
            };
            format!("U{n},E,2025,1,{note}{ending}")
        });
        let (rows, findings) = read(&source);
        assert!(findings.is_empty());
        assert_eq!(rows, read_small(&source));
    }
}

#[test]
fn quotes_inside_cells_do_not_tear_rows() {
    let source = large(|n| match n {
        777 => "U,E,2025,1,5\" pipe\n".to_owned(),
        n if n % 3 == 0 => format!("U{n},E,2025,1,\"x\ny\"\n"),
        n => format!("U{n},E,2025,1,\"z, \"\n"),
    });
    let (rows, findings) = read(&source);
    assert!(findings.is_empty());
    assert_eq!(rows.len(), 60_000);
    assert_eq!(rows, read_small(&source));
}

#[test]
fn findings_have_their_places_whatever_piece_they_are_in() {
    let source = large(|n| match n {
        50_000 => "U,E,2025,1\n".to_owned(),
        55_000 => "U,E,\"2025\"x,1,\n".to_owned(),
        n => format!("U{n},E,2025,1,\n"),
    });
    let (rows, findings) = read(&source);
    assert_eq!(rows.len(), 59_998);
    assert_eq!(codes(&findings), ["F121", "F126"]);
    assert_eq!(findings[0].place.line, 50_002);
    assert_eq!((findings[1].place.line, findings[1].place.column), (55_002, 11));
    let source = large(|n| if n == 9 { "U,\"\n".to_owned() } else { format!("U{n},E,2025,1,\n") });
    let (_, findings) = read(&source);
    assert_eq!(codes(&findings), ["F120"]);
    assert_eq!((findings[0].place.line, findings[0].place.column), (11, 3));
    let (_, findings) = read(&large(|_| "1,2\n".to_owned()));
    assert_eq!((findings.len(), findings[100].blanks[0].1.as_str()), (101, "59900"));
}

#[test]
fn headers_are_checked_as_in_small_tables() {
    for (text, expected) in
        [("", "F127"), ("a,a\n", "F122"), ("a,\n", "F123"), ("\"a\n", "F120"), ("\"a\"b\n", "F126")]
    {
        let source = Source::new("a.csv", text);
        assert_eq!(codes(&BigTable::open(&source).1), [expected], "{text:?}");
    }
    let source = Source::new("a.csv", ",".repeat(64));
    assert_eq!(codes(&BigTable::open(&source).1), ["F128"]);
}

#[test]
fn a_place_can_be_asked_for_each_cell() {
    let source = Source::new("a.csv", "a,b\n甲, \"x\ny\" \n乙,1\n");
    let (table, _) = BigTable::open(&source);
    let (places, _) = table.unwrap().rows_in_parallel(
        |_| Vec::new(),
        |places, row| places.push((row.place(0).to_string(), row.place(1).to_string())),
    );
    let places: Vec<_> = places.concat();
    assert_eq!(places[0], ("a.csv:2:1".to_owned(), "a.csv:2:4".to_owned()));
    assert_eq!(places[1], ("a.csv:4:1".to_owned(), "a.csv:4:3".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Small alphabets repeated until there are several pieces, so that cuts fall everywhere.
    #[test]
    fn both_readers_agree_on_any_text(
        parts in prop::collection::vec("[ab\",\n\r ]{1,9}", 1..60),
        repeat in 200_usize..2000,
    ) {
        let body = parts.concat();
        let repeat = repeat.max(1_200_000 / body.len().max(1)).min(400_000);
        let source = Source::new("a.csv", format!("a,b\n{}", body.repeat(repeat)));
        let (rows, findings) = read(&source);
        let limits = TableLimits::default();
        if let (Some(table), _) = Table::parse(&source, limits) {
            prop_assert!(table.len() < limits.rows);
            prop_assert_eq!(&rows, &read_small(&source));
        } else {
            prop_assert!(codes(&findings).iter().any(|code| ["F120", "F129"].contains(code)));
        }
    }
}
