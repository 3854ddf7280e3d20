//! Small CSV tables: values, places and findings.

use gangmu_base::{Finding, Place};
use gangmu_exchange::text::{Source, Table, TableLimits};

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn findings(text: &str) -> Vec<Finding> {
    Table::parse(&Source::new("a.csv", text), TableLimits::default()).1
}

#[test]
fn values_are_trimmed_and_unquoted() {
    let text = "编号, name ,note\r\n\r\nA1,\"Smith, \"\"J\"\"\",　x\u{A0}\r\n  \r\nA2,\" a \",\r\nA3 , \"b\" ,'=1";
    let source = Source::new("a.csv", text);
    let (table, findings) = Table::parse(&source, TableLimits::default());
    let table = table.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(table.headers().collect::<Vec<_>>(), ["编号", "name", "note"]);
    let rows: Vec<Vec<&str>> = (0..table.len())
        .map(|row| (0..3).map(|column| table.cell(row, column)).collect())
        .collect();
    assert_eq!(rows[0], ["A1", "Smith, \"J\"", "x"]);
    assert_eq!(rows[1], ["A2", " a ", ""]);
    assert_eq!(rows[2], ["A3", "b", "=1"]);
    assert_eq!(rows.len(), 3);
    assert_eq!(table.column("note"), Some(2));
    assert_eq!(table.cell(99, 0), "");
    assert_eq!(table.cell(0, 99), "");
}

#[test]
fn places_count_characters_and_lines_in_quotes() {
    let text = "\u{FEFF}编号,说明,值\n甲,\"第一行\n第二行\", 12 \n乙,\"a\r\nb\rc\",3\n丙,,4\n";
    let source = Source::new("a.csv", text);
    let (table, findings) = Table::parse(&source, TableLimits::default());
    let table = table.unwrap();
    assert_eq!(codes(&findings), ["F111"]);
    assert_eq!(table.header_place(1), Place::at("a.csv", 1, 4, 2));
    assert_eq!(table.place(0, 1), Place::at("a.csv", 2, 3, 4), "cut at its first line's end");
    assert_eq!(table.place(0, 2), Place::at("a.csv", 3, 7, 2), "blanks left out");
    assert_eq!(table.place(1, 0), Place::at("a.csv", 4, 1, 1));
    assert_eq!(table.place(1, 2), Place::at("a.csv", 6, 4, 1), "a lone CR ends a line");
    assert_eq!(table.place(2, 1), Place::at("a.csv", 7, 3, 0), "an empty cell");
    assert_eq!(table.row_place(2), Place::at("a.csv", 7, 0, 0));
    assert_eq!(&text[table.byte_range(0, 1).unwrap()], "\"第一行\n第二行\"");
    assert_eq!(&text[table.byte_range(0, 2).unwrap()], " 12 ");
}

#[test]
fn lone_crs_end_rows() {
    let source = Source::new("a.csv", "a,b\r1,2\r3,4");
    let (table, findings) = Table::parse(&source, TableLimits::default());
    let table = table.unwrap();
    assert!(findings.is_empty());
    assert_eq!((table.len(), table.cell(1, 1), table.line_end()), (2, "4", "\r"));
    assert_eq!(table.place(1, 0).line, 3);
}

#[test]
fn uneven_rows_are_told_and_keep_their_first_cells() {
    let source = Source::new("a.csv", "a,b\n1\n2,3,4\n");
    let (table, findings) = Table::parse(&source, TableLimits::default());
    let table = table.unwrap();
    assert_eq!(codes(&findings), ["F121", "F121"]);
    let blanks = [("expected", "2".to_owned()), ("found", "1".to_owned())];
    assert_eq!((findings[0].place.line, &findings[0].blanks[..]), (2, &blanks[..]));
    assert_eq!((table.cell(0, 0), table.cell(0, 1), table.cell(1, 1)), ("1", "", "3"));
    assert_eq!(table.byte_range(0, 1), None);
}

#[test]
fn the_shape_of_quotes_is_checked() {
    let unclosed = findings("a,b\n1,\"2\n3,4\n");
    assert_eq!(codes(&unclosed), ["F120"]);
    assert_eq!(unclosed[0].place, Place::at("a.csv", 2, 3, 1));
    let after = findings("a,b\n1,\"甲\" 乙\n2,3\n");
    assert_eq!(codes(&after), ["F126"]);
    assert_eq!(after[0].place, Place::at("a.csv", 2, 7, 1));
    assert_eq!(after[0].blanks, [("opened", "2".to_owned())]);
    assert_eq!(codes(&findings("a,b\n1,5\" pipe\n")), [""; 0], "a quote inside is a character");
}

#[test]
fn headers_are_checked() {
    assert_eq!(codes(&findings("a,,a\n")), ["F123", "F122"]);
    for text in ["", "\n \n\r\n", "\u{FEFF}"] {
        assert!(codes(&findings(text)).contains(&"F127"), "{text:?}");
    }
    assert_eq!(codes(&findings(&",".repeat(5000))), ["F128"]);
    assert_eq!(findings("a,b\n").len(), 0, "no rows is no fault");
}

#[test]
fn limits_are_kept() {
    let limits = TableLimits { rows: 2, ..TableLimits::default() };
    let source = Source::new("a.csv", "a\n1\n2\n3\n4\n");
    let (table, findings) = Table::parse(&source, limits);
    assert_eq!((table.unwrap().len(), codes(&findings)), (2, vec!["F125"]));
    let limits = TableLimits { bytes: 3, ..TableLimits::default() };
    assert_eq!(codes(&Table::parse(&source, limits).1), ["F103"]);
    let long = format!("a,b\n1,{}\n2,3\n", "x".repeat(1 << 20));
    let source = Source::new("a.csv", long);
    let (table, findings) = Table::parse(&source, TableLimits::default());
    assert_eq!((table.unwrap().cell(0, 0), codes(&findings)), ("2", vec!["F124"]));
}

#[test]
fn many_findings_are_counted() {
    let found = findings(&format!("a,b\n{}", "1\n".repeat(1000)));
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].code, "F129");
    assert_eq!(found[100].blanks, [("more", "900".to_owned())]);
}
