//! A workbook: as bytes, and as the text of its parts, cut at bytes 0xFF, in an archive that is
//! sound. Whatever is read from it becomes a scheme file that is TOML.
#![no_main]

use std::io::{Cursor, Write};
use std::panic;
use std::sync::LazyLock;

use gangmu_base::finding::any_error;
use gangmu_exchange::text::{BigTable, Document, Source, panic_is_caught};
use gangmu_exchange::workbook::{SchemeFrame, Workbook, read_observations, read_scheme};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RELS: &str = "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK: &str = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
const BOOK_RELS: &str = "<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";

/// The parts in the order in which the input tells them; the first is the sheet.
const PARTS: [(&str, &str); 6] = [
    ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ("xl/sharedStrings.xml", "<sst/>"),
    ("xl/styles.xml", "<styleSheet/>"),
    ("xl/workbook.xml", BOOK),
    ("xl/_rels/workbook.xml.rels", BOOK_RELS),
    ("_rels/.rels", RELS),
];

/// The fuzzer stops at every panic; one of a foreign reader that becomes a finding is none.
static CAUGHT: LazyLock<()> = LazyLock::new(|| {
    let stops = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !panic_is_caught() {
            stops(info);
        }
    }));
});

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&CAUGHT);
    read(bytes.to_vec());
    let told: Vec<&[u8]> = bytes.split(|byte| *byte == 0xFF).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (index, (name, otherwise)) in PARTS.iter().enumerate() {
        let told = told.get(index).filter(|part| !part.is_empty());
        zip.start_file(*name, options).expect("room in memory");
        zip.write_all(told.unwrap_or(&otherwise.as_bytes())).expect("room in memory");
    }
    read(zip.finish().expect("room in memory").into_inner());
});

fn read(bytes: Vec<u8>) {
    let Ok(book) = Workbook::of(Source::new("a.xlsx", bytes)) else { return };
    let frame = SchemeFrame { id: "a".to_owned(), level: "city".to_owned(), note: String::new(), period: None };
    if let Ok((scheme, _)) = read_scheme(&book, None, &frame) {
        let source = Source::new("a.toml", scheme.toml);
        let (document, findings) = Document::parse(&source);
        assert!(document.is_some() && !any_error(&findings), "{findings:?}");
    }
    if let Ok(found) = read_observations(&book, None, "data/observations-a.csv") {
        let (table, findings) = BigTable::open(&found.source);
        let table = table.unwrap_or_else(|| panic!("{findings:?}"));
        let (rows, findings) = table.rows_in_parallel(|_| 0, |count: &mut usize, _| *count += 1);
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(rows.iter().sum::<usize>(), found.rows);
    }
}
