//! Workbooks made to harm: each is refused with a finding, in little memory and little time, and
//! nothing is written.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Asker, Folder, Parts, XLSX, example, gangmu, serve, small};

/// The most memory a refusal may take.
const KIBIBYTES: u64 = 64 << 10;
/// The most memory it may as much as ask for, in KiB: also in the blink that is not seen.
const ADDRESSES: u64 = 512 << 10;
/// The most time on a processor; past it the system ends the program.
const SECONDS: u64 = 5;

/// Is told of each: what it is, its bytes, and the code it is refused with.
type Refused<'r> = &'r dyn Fn(&str, &[u8], &str);

/// What one run took.
struct Took {
    code: Option<i32>,
    err: String,
    kibibytes: u64,
}

/// Runs the program and watches how much memory it has ever held. The mark only rises, so what is
/// read last is what it took, but for the blink before the end.
fn watched(args: &[&str]) -> Took {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {ADDRESSES} && ulimit -t {SECONDS} && exec \"$@\""), "sh"])
        .arg(env!("CARGO_BIN_EXE_gangmu"))
        .args(args)
        .env("LANG", "C")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut kibibytes = 0;
    let code = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        // Before the program begins, the child is still the test that bore it, with all it holds.
        let begun = text.lines().any(|line| line == "Name:\tgangmu");
        let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).filter(|_| begun);
        let mark = mark.and_then(|mark| mark.trim().trim_end_matches(" kB").parse().ok());
        kibibytes = kibibytes.max(mark.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code();
        }
        std::thread::yield_now();
    };
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    Took { code, err, kibibytes }
}

/// Both imports refuse the workbook with that code.
fn is_refused(what: &str, bytes: &[u8], code: &str) {
    let folder = small();
    let before: Vec<(String, String)> =
        folder.files().into_iter().map(|path| (path.clone(), folder.read(&path))).collect();
    let outside = Folder::empty();
    outside.write("hostile.xlsx", bytes);
    let file = outside.path().join("hostile.xlsx");
    let (file, dir) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    for import in ["scheme", "observations"] {
        let took = watched(&["import", import, file, dir]);
        println!("{what}, {} bytes, import {import}: {} KiB", bytes.len(), took.kibibytes);
        assert_eq!(took.code, Some(1), "{what}: {}", took.err);
        assert!(took.err.contains(&format!("error[{code}")), "{what}: {}", took.err);
        assert!(!took.err.contains("panicked"), "{what}: {}", took.err);
        assert!(took.kibibytes <= KIBIBYTES, "{what}: {} KiB", took.kibibytes);
        let after: Vec<(String, String)> =
            folder.files().into_iter().map(|path| (path.clone(), folder.read(&path))).collect();
        assert_eq!(before, after, "{what}: nothing is written");
        assert_eq!(outside.files(), ["hostile.xlsx"], "{what}");
    }
}

fn plain() -> Parts {
    Parts::sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "")
}

fn sheet(text: &str) -> Parts {
    plain().with("xl/worksheets/sheet1.xml", text)
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut found = 0;
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            found += 1;
        }
    }
    assert!(found > 0, "{from}");
    bytes
}

/// Where the entry of a part stands in the table of contents.
fn entry(bytes: &[u8], name: &str) -> usize {
    let named = |at: &usize| {
        bytes[*at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(name.as_bytes())
    };
    (0..bytes.len() - 46).find(named).unwrap()
}

#[test]
fn two_cells_at_the_ends_of_a_sheet_cost_nothing() {
    corners(&is_refused);
}

fn corners(is_refused: Refused<'_>) {
    let corners = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bomb = Parts::sheet(corners, "").packed();
    assert!(bomb.len() < 2500, "{}", bomb.len());
    is_refused("sparse bomb", &bomb, "E006");
    let claimed = |claim: &str, rows: &str| {
        sheet(&format!(
            r#"<worksheet><dimension ref="{claim}"/><sheetData>{rows}</sheetData></worksheet>"#
        ))
        .packed()
    };
    is_refused("sparse bomb that says so", &claimed("A1:XFD1048576", corners), "E006");
    is_refused("sheet that only claims to be large", &claimed("A1:XFD1048576", ""), "E0");
    is_refused("claim from the end", &claimed("XFD1048576:A1", corners), "E0");
    is_refused("claim beyond numbers", &claimed("A1:ZZZZZZZ99999999999", corners), "E0");
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;
    let tall: String =
        (1..2000).map(|n| format!(r#"<row r="{n}"><c r="A{n}"><v>1</v></c></row>"#)).collect();
    is_refused("everything merged", &Parts::sheet(&tall, merged).packed(), "E006");
    let far = r#"<row r="4294967295"><c><v>1</v></c></row><row><c><v>1</v></c></row>"#;
    is_refused("rows beyond numbers", &Parts::sheet(far, "").packed(), "E0");
}

#[test]
fn bombs_of_cells_texts_and_elements_are_stopped() {
    bombs(&is_refused);
}

fn bombs(is_refused: Refused<'_>) {
    let cells = "<c><v>1</v></c>".repeat(250);
    let rows = format!("<row>{cells}</row>");
    is_refused("cell bomb", &Parts::sheet(&rows.repeat(4000), "").packed(), "E006");
    let empty = format!("<row>{}</row>", "<c/>".repeat(250));
    is_refused("empty cells", &Parts::sheet(&empty.repeat(20_000), "").packed(), "E006");
    is_refused(
        "cells of a row",
        &Parts::sheet(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(700_000)), "").packed(),
        "E006",
    );
    let texts = format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(1_000_000));
    is_refused("shared strings", &plain().with("xl/sharedStrings.xml", &texts).packed(), "E006");
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(40 << 20));
    is_refused(
        "one long shared string",
        &plain().with("xl/sharedStrings.xml", &long).packed(),
        "E006",
    );
    let many = format!("<sst><si>{}</si></sst>", "<t/>".repeat(290_000));
    is_refused(
        "parts of a shared string",
        &plain().with("xl/sharedStrings.xml", &many).packed(),
        "E0",
    );
    let long = format!(r#"<sst><si><t>{}</t></si></sst>"#, "x".repeat(200_000));
    let again = r#"<c t="s"><v>0</v></c>"#.repeat(250);
    let again = Parts::sheet(&format!("<row>{again}</row>").repeat(100), "")
        .with("xl/sharedStrings.xml", &long);
    is_refused("one string, told over and over", &again.packed(), "E006");
    let styles =
        format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(1_000_000));
    is_refused("styles", &plain().with("xl/styles.xml", &styles).packed(), "E006");
    let styles = format!(
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        "<xf numFmtId=\"14\"/>".repeat(39_000)
    );
    is_refused("as many styles as may be", &plain().with("xl/styles.xml", &styles).packed(), "E0");
    let merged = r#"<mergeCell ref="A1:B2"/>"#.repeat(990_000);
    is_refused(
        "merged areas",
        &Parts::sheet("", &format!("<mergeCells>{merged}</mergeCells>")).packed(),
        "E0",
    );
    let zeros = vec![0; 60 << 20];
    is_refused("picture of nothing", &plain().with("xl/media/a.png", &zeros).packed(), "E006");
    let shared = r#"<c><f t="shared" si="4000000000" ref="A1:XFD1048576">A1</f></c>"#;
    is_refused(
        "shared formula without end",
        &Parts::sheet(&format!("<row>{shared}</row>"), "").packed(),
        "E0",
    );
}

#[test]
fn a_workbook_of_a_million_sheets_or_parts_is_refused() {
    a_million(&is_refused);
}

fn a_million(is_refused: Refused<'_>) {
    let one = r#"<sheet name="S" sheetId="1" r:id="rId1"/>"#;
    let book = |count: usize| {
        let sheets: String = one.repeat(count);
        plain()
            .with(
                "xl/workbook.xml",
                format!(r#"<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>"#),
            )
            .packed()
    };
    is_refused("a million sheets", &book(1_000_000), "E006");
    is_refused("a thousand sheets", &book(1000), "E006");
    let mut parts = plain();
    parts.0.extend((0..2000).map(|n| (format!("xl/media/{n}.xml"), Vec::new())));
    is_refused("thousands of parts", &parts.stored(), "E006");
}

#[test]
fn archives_that_are_more_than_a_workbook_are_refused() {
    archives(&is_refused);
}

fn archives(is_refused: Refused<'_>) {
    let inner = plain().packed();
    is_refused("nested workbook", &plain().with("xl/embeddings/a.xlsx", &inner).packed(), "E005");
    is_refused(
        "nested under another name",
        &plain().with("xl/media/a.png", &inner).packed(),
        "E005",
    );
    let named = plain().with("xl/aaaaaaaaaaaaaaa", "x").packed();
    is_refused(
        "path upwards",
        &replaced(&named, "xl/aaaaaaaaaaaaaaa", "../../../../etc/pa"),
        "E005",
    );
    is_refused(
        "absolute path",
        &replaced(&named, "xl/aaaaaaaaaaaaaaa", "/etc/passwd/passwd"),
        "E005",
    );
    is_refused(
        "path of Windows",
        &replaced(&named, "xl/aaaaaaaaaaaaaaa", "C:\\aaaaaaaaaaaaaaa"),
        "E005",
    );
    let twice = plain().with("xl/worksheets/sheet2.xml", "<worksheet/>").packed();
    is_refused("two of a name", &replaced(&twice, "sheet2.xml", "sheet1.xml"), "E005");
    is_refused("two of a name but for case", &replaced(&twice, "sheet2.xml", "SHEET1.xml"), "E005");
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in plain().0 {
        link.start_file(name, SimpleFileOptions::default()).unwrap();
        link.write_all(&bytes).unwrap();
    }
    link.add_symlink("xl/link.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    is_refused("link", &link.finish().unwrap().into_inner(), "E005");
    let mut encrypted = plain().packed();
    let at = entry(&encrypted, "xl/worksheets/sheet1.xml");
    encrypted[at + 8] |= 1;
    is_refused("encrypted part", &encrypted, "E005");
    let mut method = plain().packed();
    let at = entry(&method, "xl/worksheets/sheet1.xml");
    method[at + 10] = 99;
    is_refused("unheard-of packing", &method, "E005");
}

#[test]
fn documents_with_entities_depth_or_other_letters_are_refused() {
    documents(&is_refused);
}

fn documents(is_refused: Refused<'_>) {
    let xxe = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"#;
    is_refused("external entity", &sheet(xxe).packed(), "E007");
    let mut laughs = String::from("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
    for n in 1..30 {
        laughs.push_str(&format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1));
    }
    laughs.push_str("]><sst><si><t>&a29;</t></si></sst>");
    is_refused("billion laughs", &plain().with("xl/sharedStrings.xml", &laughs).packed(), "E007");
    is_refused(
        "relations with a type",
        &plain().with("_rels/.rels", "<!DOCTYPE a><a/>").packed(),
        "E007",
    );
    let deep = format!("<worksheet>{}", "<a>".repeat(1_000_000));
    is_refused("deep nesting", &sheet(&deep).packed(), "E006");
    let wide = format!("<worksheet a=\"{}\"/>", "x".repeat(20 << 20));
    is_refused("huge attribute", &sheet(&wide).packed(), "E006");
    let open = format!("<worksheet {}", "a='1' ".repeat(1 << 20));
    is_refused("tag that never ends", &sheet(&open).packed(), "E006");
    is_refused(
        "comment that never ends",
        &sheet(&format!("<!--{}", "-".repeat(1 << 20))).packed(),
        "E006",
    );
    let mut gbk = b"<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>".to_vec();
    gbk.extend(b"\xD6\xD0\xCE\xC4</t></is></c></row></sheetData></worksheet>");
    is_refused(
        "GBK without a word",
        &plain().with("xl/worksheets/sheet1.xml", &gbk).packed(),
        "E008",
    );
    let said = "<?xml version=\"1.0\" encoding=\"GB18030\"?><worksheet/>";
    is_refused("GBK that says so", &sheet(said).packed(), "E008");
    let wide: Vec<u8> = "<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_refused(
        "UTF-16",
        &plain().with("xl/worksheets/sheet1.xml", [&[0xFF, 0xFE][..], &wide].concat()).packed(),
        "E008",
    );
}

#[test]
fn files_that_are_no_workbook_are_told_apart() {
    no_workbook(&is_refused);
}

fn no_workbook(is_refused: Refused<'_>) {
    is_refused("empty", b"", "E001");
    is_refused("CSV", "单位,数值\n甲,1\n".as_bytes(), "E001");
    is_refused("noise", &[0x80, 0xFF, 0, 1].repeat(1000), "E001");
    is_refused(
        "archive of something else",
        &Parts(vec![("a.txt".to_owned(), b"x".to_vec())]).packed(),
        "E001",
    );
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.extend([0; 4096]);
    is_refused("xls", &old, "E002");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    is_refused("password", &old, "E003");
    is_refused("too large", &vec![b'P'; 9 << 20], "F103");
}

#[test]
fn damaged_workbooks_are_refused_wherever_they_are_cut() {
    damaged(&is_refused);
}

fn damaged(is_refused: Refused<'_>) {
    let whole = plain().packed();
    for end in (2..whole.len()).step_by(37) {
        is_refused_quietly(&whole[..end]);
    }
    let mut crc = plain().stored();
    let at = crc.windows(10).position(|bytes| bytes == b"<sheetData").unwrap();
    crc[at + 12] ^= 1;
    is_refused("wrong checksum", &crc, "E004");
    for (what, size) in [
        ("smaller than it claims", 60_000_u32),
        ("larger than it claims", 10),
        ("as large as can be", u32::MAX),
    ] {
        let mut lie = plain().packed();
        let at = entry(&lie, "xl/worksheets/sheet1.xml");
        lie[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        is_refused(what, &lie, if size == u32::MAX { "E006" } else { "E004" });
    }
    let mut behind = plain().packed();
    behind.extend(b"more");
    is_refused("something behind the end", &behind, "E004");
    let mut before = b"PK more".to_vec();
    before.extend(plain().packed());
    is_refused("something before the beginning", &before, "E004");
    is_refused("no sheet where it says", &sheet("").packed(), "E0");
    let mut gone = plain();
    gone.0.retain(|(name, _)| !name.contains("sheet1"));
    is_refused("sheet that is gone", &gone.packed(), "E0");
}

/// Of many damaged ones, only that nothing bad happens.
fn is_refused_quietly(bytes: &[u8]) {
    let (folder, outside) = (small(), Folder::empty());
    outside.write("cut.xlsx", bytes);
    let file = outside.path().join("cut.xlsx");
    let args = ["import", "scheme", file.to_str().unwrap(), folder.path().to_str().unwrap()];
    let run = crate::support::gangmu(&args).ends(1);
    assert!(run.err.contains("error[E0"), "{}", run.err);
    assert!(!Path::new(&folder.path().join("schemes/cut.toml")).exists());
}

/// What a process holds of memory, in KiB: by that line of its status.
fn held(process: u32, line: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let text = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
    text.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The same workbooks, sent to the office as a filled-in form.
#[test]
fn the_office_refuses_them_in_little_memory_and_time() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("office");
    gangmu(&["demo", &example("city").display().to_string(), "--data", data.to_str().unwrap()])
        .ends(0);
    let served = serve(&data, &[]);
    let process = served.child.id();
    let county = Asker::nobody(&served).signed_in("yz0501", "look around freely");
    let county = county.patient_for(Duration::from_secs(SECONDS));
    let mine = county.get("/returns?state=open").is(200);
    let at = format!("/returns/{}", mine["returns"][0]["number"]);
    let before = county.get(&at).is(200);
    let refused = |what: &str, bytes: &[u8], _: &str| {
        // From here on the highest mark is counted anew.
        fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
        let rest = held(process, "VmRSS:");
        let sent = county.try_send("PUT", &format!("{at}/workbook"), XLSX, bytes.to_vec());
        let more = held(process, "VmHWM:").saturating_sub(rest);
        println!("{what}, {} bytes: {more} KiB more", bytes.len());
        // One larger than any request may be is hung up on, and may not hear why.
        let large = bytes.len() > 1 << 20;
        match sent {
            Ok(answer) => assert_eq!(answer.status, if large { 413 } else { 422 }, "{what}"),
            Err(error) => {
                assert!(large && !error.to_string().contains("timeout"), "{what}: {error}")
            }
        }
        assert!(more <= KIBIBYTES, "{what}: {more} KiB");
    };
    for group in [corners, bombs, a_million, archives, documents, no_workbook, damaged] {
        group(&refused);
    }
    assert_eq!(county.get(&at).is(200), before, "nothing is written");
}
