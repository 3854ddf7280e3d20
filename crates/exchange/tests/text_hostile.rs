//! Files from nowhere good: whatever the bytes, there are findings and there is no panic, and no
//! file of another folder is read.

use std::fs;

use gangmu_base::Finding;
use gangmu_exchange::text::limits::{DATA_BYTES, TABLE_BYTES};
use gangmu_exchange::text::parquet::Wanted;
use gangmu_exchange::text::parquet_columns::ColumnKind;
use gangmu_exchange::text::{
    BigTable, Document, Folder, Node, ParquetTable, Patch, Source, Table, TableLimits, parse_number,
};
use proptest::prelude::*;

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn small(bytes: impl Into<Vec<u8>>) -> Vec<&'static str> {
    codes(&Table::parse(&Source::new("a.csv", bytes), TableLimits::default()).1)
}

fn big(bytes: impl Into<Vec<u8>>) -> Vec<&'static str> {
    let source = Source::new("a.csv", bytes);
    let (table, mut findings) = BigTable::open(&source);
    if let Some(table) = table {
        let (_, found) = table.rows_in_parallel(
            |_| 0_usize,
            |sum, row| *sum += row.text(0).len() + row.place(9).line as usize,
        );
        findings.extend(found);
    }
    codes(&findings)
}

fn toml(text: impl Into<Vec<u8>>) -> Vec<&'static str> {
    codes(&Document::parse(&Source::new("a.toml", text)).1)
}

#[test]
fn other_encodings_are_told() {
    // "名称" in GB18030, in UTF-16 with its mark, and in UTF-8 cut off.
    for (bytes, guess) in [
        (&b"id,\xC3\xFB\xB3\xC6\n1,2\n"[..], "GB18030"),
        (b"\xFF\xFEi\0d\0\n\0", "UTF-16"),
        (b"\xFE\xFF\0i\0d\0\n", "UTF-16"),
        (b"id,\xE5\x90\x8D\xE7\xA7\n", "binary"),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "binary"),
    ] {
        let source = Source::new("a.csv", bytes);
        let (table, findings) = Table::parse(&source, TableLimits::default());
        assert!(table.is_none());
        assert_eq!((codes(&findings), findings[0].blanks[0].1.as_str()), (vec!["F110"], guess));
        assert_eq!(big(bytes), ["F110"]);
        assert_eq!(toml(bytes), ["F110"]);
    }
}

#[test]
fn marks_line_ends_and_control_characters() {
    assert_eq!(small("\u{FEFF}a,b\r\n1,2\r\n"), ["F111"]);
    assert_eq!(big("\u{FEFF}a,b\r\n1,2\r\n"), ["F111"]);
    assert_eq!(toml("\u{FEFF}a = 1\r\n"), ["F111"]);
    assert_eq!(small("a,b\n1,\0\n"), ["F112"]);
    assert_eq!(big("a,b\n1,\0\n"), ["F112"]);
    assert_eq!(toml("a = '\0'\n"), ["F112"]);
    assert_eq!(small(vec![0; 100_000]), ["F112"]);
}

#[test]
fn empty_files() {
    for bytes in ["", "\n\n\n", "\r", " "] {
        assert_eq!(small(bytes), ["F127"], "{bytes:?}");
        assert_eq!(big(bytes), ["F127"], "{bytes:?}");
        assert_eq!(toml(""), [""; 0]);
    }
    assert_eq!(ParquetTable::open(Source::new("a", "")).unwrap_err().code, "F150");
}

#[test]
fn lone_quotes() {
    for text in ["\"", "a\n\"", "a,b\n1,\"", "a,b\n\"\"\"", "a,b\n\"1\n2\n3,4\n"] {
        assert_eq!(small(text), ["F120"], "{text:?}");
        assert_eq!(big(text), ["F120"], "{text:?}");
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused() {
    for filling in [&b"x"[..], b"x,", b"\"\"", b"\"a\"\"\n,", b"\r\n\"", b" "] {
        let length = 100 << 20;
        let line = filling.repeat(length / filling.len());
        let mut bytes = b"a,b\n1,2\n\"".to_vec();
        if filling == b"x" || filling == b"x," {
            bytes.pop();
        }
        bytes.extend_from_slice(&line);
        let found = big(bytes.clone());
        let told = |found: &[&str]| {
            found.iter().any(|code| ["F124", "F120", "F121", "F126"].contains(code))
        };
        assert!(told(&found), "{filling:?} {found:?}");
        let limits = TableLimits { bytes: u64::MAX, ..TableLimits::default() };
        let source = Source::new("a.csv", bytes);
        let found = codes(&Table::parse(&source, limits).1);
        assert!(told(&found), "{filling:?} {found:?}");
    }
}

#[test]
fn nesting_ten_thousand_deep() {
    let n = 10_000;
    for text in [
        format!("a = {}", "[".repeat(n)),
        format!("a = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("a = {}1{}", "{a=".repeat(n), "}".repeat(n)),
        format!("a = {}", "{a=[".repeat(n)),
        format!("{}a = 1", "a.".repeat(n)),
        format!("[{}a]\nb = 1", "a.".repeat(n)),
        format!("[[{}a]]\nb = 1", "\"a\".".repeat(n)),
        format!("a = {{ {}b = 1 }}", "a . ".repeat(n)),
        format!("a = [\n{}", "{ a = [\n".repeat(n)),
        "[".repeat(n),
    ] {
        assert_eq!(toml(text.as_str()), ["F131"], "{}", &text[..20]);
    }
    assert_eq!(toml(format!("a = 1 # {}", "x".repeat(5 << 20))), ["F103"]);
    // Flat and long is allowed.
    assert_eq!(toml(format!("a = [{}]", "[1, 2], ".repeat(100_000))), [""; 0]);
    assert_eq!(toml("[[a]]\nb = { c = 1 }\n".repeat(10_000)), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_and_odd_files() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.csv"), "secret").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::create_dir(root.join("data")).unwrap();
    fs::write(root.join("data/in.csv"), "a").unwrap();
    symlink(outside.path().join("secret.csv"), root.join("out.csv")).unwrap();
    symlink(outside.path(), root.join("outside")).unwrap();
    symlink("data/in.csv", root.join("inner.csv")).unwrap();
    symlink("..", root.join("data/up")).unwrap();
    symlink("loop.csv", root.join("loop.csv")).unwrap();
    symlink("nowhere.csv", root.join("broken.csv")).unwrap();
    let _socket = UnixListener::bind(root.join("socket.csv")).unwrap();
    let folder = Folder::open(root).unwrap();
    let code = |path: &str| folder.read(path, 1000).map(|_| "").unwrap_or_else(|found| found.code);
    assert_eq!(code("out.csv"), "F101");
    assert_eq!(code("outside/secret.csv"), "F101");
    assert_eq!(code("data/../../x"), "F101");
    assert_eq!(code("data/up/../../x"), "F101");
    assert_eq!(code("socket.csv"), "F102");
    assert_eq!(code("data"), "F102");
    assert_eq!(code("loop.csv"), "F104");
    assert_eq!(code("broken.csv"), "F104");
    assert_eq!(folder.read("inner.csv", 1000).unwrap().unwrap().bytes, b"a");
    let (paths, findings) = folder.list();
    assert_eq!(paths.iter().map(|path| &**path).collect::<Vec<_>>(), ["data/in.csv", "inner.csv"]);
    let mut found = codes(&findings);
    found.sort_unstable();
    assert_eq!(found, ["F101", "F101", "F101", "F102", "F104", "F104"], "{findings:?}");
}

#[test]
fn huge_files_are_refused_by_their_length() {
    let dir = tempfile::tempdir().unwrap();
    let file = fs::File::create(dir.path().join("a.csv")).unwrap();
    // A sparse file takes no space on disk and would take all memory.
    file.set_len(DATA_BYTES + 1).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    for limit in [TABLE_BYTES, DATA_BYTES] {
        assert_eq!(folder.read("a.csv", limit).unwrap_err().code, "F103");
    }
}

/// Everything that can be asked of a node, to any depth.
fn ask_all(node: &Node<'_>) {
    let _ = (node.string(), node.number(), node.integer(), node.boolean(), node.date());
    let _ = (node.place(), node.key_place(), node.place_of_offset(3), node.place_of_span(1..5));
    node.list().into_iter().flatten().for_each(|node| ask_all(&node));
    if let Some(table) = node.table() {
        table.entries().iter().for_each(ask_all);
        table.finish(&["a", "name"]);
    }
}

fn through_every_parser(bytes: &[u8]) {
    let source = Source::new("a", bytes);
    let (table, _) = Table::parse(&source, TableLimits::default());
    if let Some(table) = table {
        let mut patch = Patch::new(&source);
        for row in 0..=table.len() {
            for column in 0..=table.columns() {
                let _ = (table.cell(row, column), table.place(row, column));
                let _ = patch.set_cell(&table, row, column, "x");
            }
        }
        let _ = patch.append_row(&table, &vec!["="; table.columns()]);
        patch.finish();
    }
    let _ = big(bytes);
    let (document, _) = Document::parse(&source);
    if let Some(document) = document {
        let root = document.root();
        root.entries().iter().for_each(ask_all);
        root.finish(&[]);
        document.take_findings();
    }
    let _ = Patch::new(&source).set_toml_value(1..3, &String::from_utf8_lossy(bytes));
    let _ = parse_number(bytes);
    if let Ok(table) = ParquetTable::open(source) {
        let wanted = [Wanted { name: "a", kind: ColumnKind::Text }];
        let _ = table.read_in_parallel(&wanted, |_| (), |(), _| ());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        through_every_parser(&bytes);
    }

    #[test]
    fn random_text_never_panics(text in any::<String>()) {
        through_every_parser(text.as_bytes());
    }

    #[test]
    fn almost_csv_never_panics(text in "[ab甲\",\r\n '=\u{3000}\u{A0}\u{FEFF}\0]{0,80}") {
        through_every_parser(text.as_bytes());
    }

    #[test]
    fn almost_toml_never_panics(
        text in "([a-c]|甲|\"\"\"|'''|[\\[\\]{}=.,\"'#\\\\ \n\r\t]|a = |\\[\\[|1e9|2025-01-01|true|\\\\u00E9|\u{FEFF}){0,40}",
    ) {
        through_every_parser(text.as_bytes());
    }

    #[test]
    fn toml_that_is_valid_never_panics(
        lines in prop::collection::vec(
            "(a|b|'c d')(\\.[xyz]){0,3} = (1|0\\.10|-1_0|0x1F|inf|nan|true|2025-01-01|07:30:00|'甲'|\"é\\\\n\"|'''\n甲\r\n'''|\\[1, 'x'\\]|\\{p = 1, q\\.r = \\[\\]\\})\n|\\[[a-c](\\.d)?\\]\n|\\[\\[t\\]\\]\n|# 注\n",
            0..12,
        ),
    ) {
        through_every_parser(lines.concat().as_bytes());
    }
}
