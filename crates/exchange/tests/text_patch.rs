//! Changes to files: what is not changed keeps its bytes, what is changed is read back.

use gangmu_exchange::text::patch::toml_string;
use gangmu_exchange::text::{Document, Patch, Source, Table, TableLimits};
use proptest::prelude::*;

fn table(source: &Source) -> Table<'_> {
    Table::parse(source, TableLimits::default()).0.unwrap()
}

fn cells(table: &Table<'_>) -> Vec<Vec<String>> {
    (0..table.len())
        .map(|row| (0..table.columns()).map(|column| table.cell(row, column).to_owned()).collect())
        .collect()
}

/// Cells as people and programs write them: bare, with blanks, quoted when need be or for fun.
fn raw_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c甲乙0-9=' ]{0,6}",
        "[ ]{0,2}\"([a-c甲,\n ]|\"\"){0,6}\"[ \u{3000}]{0,2}",
        Just(String::new()),
    ]
}

/// Any text that may stand in a cell: no control characters.
fn cell_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-=+@'\t\r\n\"a0-9,. \u{3000}\u{A0}＝－]{0,8}",
        "-?[0-9]{1,4}(\\.[0-9]{1,3})?",
    ]
    .prop_map(|text| {
        text.chars().filter(|c| *c >= ' ' || matches!(c, '\t' | '\r' | '\n')).collect()
    })
}

fn csv_file() -> impl Strategy<Value = String> {
    let row = (raw_cell(), raw_cell(), raw_cell());
    (prop::collection::vec(row, 1..8), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(rows, crlf, ends, mark)| {
            let ending = if crlf { "\r\n" } else { "\n" };
            let mut lines = vec!["编号,\"name\", c ".to_owned()];
            lines.extend(rows.into_iter().map(|(a, b, c)| format!("{a},{b},{c}")));
            let mark = if mark { "\u{FEFF}" } else { "" };
            format!("{mark}{}{}", lines.join(ending), if ends { ending } else { "" })
        },
    )
}

proptest! {
    #[test]
    fn without_changes_the_bytes_stay(file in csv_file()) {
        let source = Source::new("a.csv", file);
        prop_assert_eq!(&Patch::new(&source).finish(), &source.bytes);
        let table = table(&source);
        let mut patch = Patch::new(&source);
        for (row, line) in cells(&table).iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                patch.set_cell(&table, row, column, text).unwrap();
            }
        }
        prop_assert_eq!(&patch.finish(), &source.bytes);
    }

    #[test]
    fn one_changed_cell_changes_only_its_bytes(
        file in csv_file(),
        row in any::<prop::sample::Index>(),
        column in 0_usize..3,
        text in cell_text(),
    ) {
        let source = Source::new("a.csv", file);
        let before = table(&source);
        let row = row.index(before.len());
        let range = before.byte_range(row, column).unwrap();
        let mut patch = Patch::new(&source);
        patch.set_cell(&before, row, column, &text).unwrap();
        let changed = Source::new("a.csv", patch.finish());
        prop_assert_eq!(&changed.bytes[..range.start], &source.bytes[..range.start]);
        let behind = source.bytes.len() - range.end;
        prop_assert_eq!(&changed.bytes[changed.bytes.len() - behind..], &source.bytes[range.end..]);
        let (after, findings) = Table::parse(&changed, TableLimits::default());
        prop_assert!(findings.iter().all(|finding| finding.code == "F111"), "{:?}", findings);
        let mut expected = cells(&before);
        expected[row][column] = text;
        prop_assert_eq!(cells(&after.unwrap()), expected);
    }

    #[test]
    fn any_texts_can_be_appended(
        file in csv_file(),
        rows in prop::collection::vec(prop::collection::vec(cell_text(), 3), 1..4),
    ) {
        let source = Source::new("a.csv", file);
        let before = table(&source);
        let mut patch = Patch::new(&source);
        for row in &rows {
            let row: Vec<&str> = row.iter().map(String::as_str).collect();
            patch.append_row(&before, &row).unwrap();
        }
        let changed = Source::new("a.csv", patch.finish());
        prop_assert!(changed.bytes.starts_with(&source.bytes));
        let last = |source: &Source| source.bytes.last() == Some(&b'\n');
        prop_assert_eq!(last(&changed), last(&source));
        let mut expected = cells(&before);
        expected.extend(rows);
        prop_assert_eq!(cells(&table(&changed)), expected);
    }

    #[test]
    fn a_column_alone_can_hold_any_text(texts in prop::collection::vec(cell_text(), 1..5)) {
        let source = Source::new("a.csv", "id\n");
        let before = table(&source);
        let mut patch = Patch::new(&source);
        for text in &texts {
            patch.append_row(&before, &[text]).unwrap();
        }
        let changed = Source::new("a.csv", patch.finish());
        prop_assert_eq!(cells(&table(&changed)).concat(), texts);
    }

    /// What a spreadsheet takes for a formula begins with one of a few characters.
    #[test]
    fn no_cell_that_is_written_is_a_formula(text in cell_text()) {
        let written = gangmu_exchange::text::csv_cell(&text).into_owned();
        let shown = written.strip_prefix('"').unwrap_or(&written);
        if shown.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
            prop_assert!(gangmu_exchange::text::parse_number(&text).is_ok(), "{}", written);
        }
    }

    #[test]
    fn a_changed_toml_value_is_read_back(text in any::<String>(), comment in "[a-c甲 ]{0,6}") {
        let file = format!("# {comment}\na = 'x' # {comment}\n[b]\nc = [1, 'y']\n");
        let source = Source::new("a.toml", file);
        let document = Document::parse(&source).0.unwrap();
        let root = document.root();
        let mut patch = Patch::new(&source);
        let span = root.get("a").unwrap().byte_span();
        patch.set_toml_value(span, &toml_string(&text)).unwrap();
        let list = root.get("b").unwrap().table().unwrap().get("c").unwrap().list().unwrap();
        patch.set_toml_value(list[1].byte_span(), "2.50").unwrap();
        let changed = Source::new("a.toml", patch.finish());
        let written = String::from_utf8(changed.bytes.clone()).unwrap();
        let tail = format!(" # {comment}\n[b]\nc = [1, 2.50]\n");
        prop_assert!(written.ends_with(&tail), "{}", written);
        let document = Document::parse(&changed).0.unwrap();
        prop_assert_eq!(document.root().get("a").unwrap().string(), Some(text.as_str()));
    }
}
