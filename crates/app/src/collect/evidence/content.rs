//! What a file is, told by its own bytes: a short list of types, and nothing that a browser could take for
//! a page. What the sender calls it must agree.

use crate::refusal::Refusal;

/// A type of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// A document for print.
    Pdf,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
    /// A table as plain text in UTF-8.
    Csv,
    /// A workbook without macros.
    Xlsx,
    /// A text document without macros.
    Docx,
}

const ALL: [(FileType, &str, &str, &[&str]); 7] = [
    (FileType::Pdf, "pdf", "application/pdf", &["pdf"]),
    (FileType::Png, "png", "image/png", &["png"]),
    (FileType::Jpeg, "jpeg", "image/jpeg", &["jpg", "jpeg"]),
    (FileType::Text, "text", "text/plain; charset=utf-8", &["txt"]),
    (FileType::Csv, "csv", "text/csv; charset=utf-8", &["csv"]),
    (
        FileType::Xlsx,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        FileType::Docx,
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
];

/// What a browser that guesses would take for a page, anywhere in the part it looks at, or in a text.
const ACTIVE: [&[u8]; 10] = [
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<?xml",
    b"<!--",
    b"javascript:",
];
/// No browser looks at more to guess what a file is (it reads 1,445 bytes).
const LOOKED_AT: usize = 2048;

impl FileType {
    /// The word for it in the store.
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// What it is called in an answer.
    pub fn media(self) -> &'static str {
        self.row().2
    }

    /// The type of that word.
    pub fn of_word(word: &str) -> Option<FileType> {
        ALL.into_iter().find(|row| row.1 == word).map(|row| row.0)
    }

    fn row(self) -> (FileType, &'static str, &'static str, &'static [&'static str]) {
        ALL.into_iter().find(|row| row.0 == self).unwrap_or(ALL[3])
    }

    /// What bytes are, where that is taken and the ending of the name agrees.
    ///
    /// # Errors
    /// `B138`.
    pub(super) fn of(bytes: &[u8], name: &str) -> Result<FileType, Refusal> {
        let refused = || Refusal::wrong("B138", &[]);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let ending = ending.ok_or_else(refused)?;
        let found = told(bytes, &ending).ok_or_else(refused)?;
        if found.row().3.contains(&ending.as_str()) { Ok(found) } else { Err(refused()) }
    }
}

fn told(bytes: &[u8], ending: &str) -> Option<FileType> {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") {
        return package(bytes);
    }
    if holds_active(head) {
        return None;
    }
    if bytes.starts_with(b"%PDF-1.") || bytes.starts_with(b"%PDF-2.") {
        let tail = bytes.get(bytes.len().saturating_sub(LOOKED_AT)..).unwrap_or(bytes);
        return find(tail, b"%%EOF").map(|_| FileType::Pdf);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") {
        return Some(FileType::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(FileType::Jpeg);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let readable = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    // A text is looked through as a whole: a page can be as long as it likes before it begins.
    if !readable
        || text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        || holds_active(bytes)
    {
        return None;
    }
    Some(if ending == "csv" { FileType::Csv } else { FileType::Text })
}

fn holds_active(bytes: &[u8]) -> bool {
    let lower = bytes.to_ascii_lowercase();
    ACTIVE.iter().any(|mark| find(&lower, mark).is_some())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// An office document: the names of its parts say so. Only the list at its end is read, no part of it is
/// unpacked. One that goes on behind that list, or holds macros or other files, is none.
fn package(bytes: &[u8]) -> Option<FileType> {
    let at = bytes.len().checked_sub(22)?;
    let end = bytes.get(at..).filter(|end| end.starts_with(b"PK\x05\x06"))?;
    let short = |from: usize| Some(u16::from_le_bytes(end.get(from..from + 2)?.try_into().ok()?));
    let long = |from: usize| Some(u32::from_le_bytes(end.get(from..from + 4)?.try_into().ok()?));
    let (count, start) = (short(10)?, long(16)?);
    let mut list = bytes.get(start as usize..at)?;
    let mut names: Vec<String> = Vec::new();
    for _ in 0..count {
        let header = list.get(..46).filter(|header| header.starts_with(b"PK\x01\x02"))?;
        let length = |from: usize| u16::from_le_bytes([header[from], header[from + 1]]) as usize;
        let (name, more) = (length(28), length(30) + length(32));
        names.push(String::from_utf8(list.get(46..46 + name)?.to_vec()).ok()?.to_lowercase());
        list = list.get(46 + name + more..)?;
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let unwelcome = |name: &String| {
        let leads = name.starts_with('/') || name.contains("..") || name.contains('\\');
        let runs = name.ends_with(".bin") && name.contains("vba");
        let foreign = name.contains("activex") || name.contains("embeddings/");
        leads || runs || foreign
    };
    if !list.is_empty() || !has("[content_types].xml") || names.iter().any(unwelcome) {
        return None;
    }
    match (has("xl/workbook.xml"), has("word/document.xml")) {
        (true, false) => Some(FileType::Xlsx),
        (false, true) => Some(FileType::Docx),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the list at the end of a package says of itself, it is read or refused.
        #[test]
        fn bytes_of_any_kind_are_taken_or_refused(
            middle in proptest::collection::vec(any::<u8>(), 0..200),
            end in proptest::collection::vec(any::<u8>(), 18),
            start in prop::sample::select(vec![&b"PK\x03\x04"[..], b"%PDF-1.7", b"\xff\xd8\xff", b""]),
        ) {
            let bytes = [start, &b"PK\x01\x02"[..], &middle, b"PK\x05\x06", &end].concat();
            for name in ["a.xlsx", "a.pdf", "a.jpg", "a.txt"] {
                let _ = FileType::of(&bytes, name);
            }
        }
    }
}
