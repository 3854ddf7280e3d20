//! Workbooks written part by part, well or badly.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Style 1 shows a number as a date, style 2 as a percentage.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// The parts of a workbook with one sheet, to be changed at will.
#[derive(Clone)]
pub(crate) struct Parts(pub(crate) Vec<(String, Vec<u8>)>);

impl Parts {
    /// A workbook whose sheet has these rows inside `<sheetData>` and this behind it.
    pub(crate) fn sheet(rows: &str, behind: &str) -> Parts {
        let sheet = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{behind}</worksheet>"#
        );
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        Parts(parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec())
    }

    /// A workbook with a table of texts; `merged` names areas such as `B4:B6`.
    pub(crate) fn table(rows: &[&[&str]], merged: &[&str]) -> Parts {
        let mut data = String::new();
        for (number, cells) in (1..).zip(rows) {
            data.push_str(&format!(r#"<row r="{number}">"#));
            for (column, text) in ('A'..).zip(*cells) {
                if !text.is_empty() {
                    data.push_str(&cell(&format!("{column}{number}"), text));
                }
            }
            data.push_str("</row>");
        }
        let merged: String = merged.iter().map(|a| format!(r#"<mergeCell ref="{a}"/>"#)).collect();
        Parts::sheet(&data, &format!("<mergeCells>{merged}</mergeCells>"))
    }

    /// With one more part, or another one of that name.
    pub(crate) fn with(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Parts {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), bytes.as_ref().to_vec()));
        self
    }

    /// As a workbook.
    pub(crate) fn packed(&self) -> Vec<u8> {
        self.packed_by(CompressionMethod::Deflated)
    }

    /// As a workbook whose parts stand in it as they are.
    pub(crate) fn stored(&self) -> Vec<u8> {
        self.packed_by(CompressionMethod::Stored)
    }

    fn packed_by(&self, method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A cell: a number where the text begins with `=n`, a date with `=d`, a percentage with `=p`, else a
/// text.
fn cell(name: &str, text: &str) -> String {
    if let Some(number) = text.strip_prefix("=n") {
        return format!(r#"<c r="{name}"><v>{number}</v></c>"#);
    }
    if let Some(day) = text.strip_prefix("=d") {
        return format!(r#"<c r="{name}" s="1"><v>{day}</v></c>"#);
    }
    if let Some(share) = text.strip_prefix("=p") {
        return format!(r#"<c r="{name}" s="2"><v>{share}</v></c>"#);
    }
    if let Some(error) = text.strip_prefix("=e") {
        return format!(r#"<c r="{name}" t="e"><f>1/0</f><v>{error}</v></c>"#);
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(r#"<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
}
