//! The archive a workbook is, looked at before it is opened: what it claims against what it is,
//! names, links, archives inside it, and every part inflated once without being kept.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use gangmu_base::{Finding, Place};
use zip::ZipArchive;

use super::limits::{
    INFLATED_BYTES, PART_BYTES, PART_ELEMENTS, PARTS, SHEET_ELEMENTS, TEXT_ELEMENTS,
};
use super::xml::{Fault, Scan};
use crate::text::Source;

/// What an entry of the directory at the end of an archive says.
struct Entry {
    name: String,
    size: u64,
}

/// Looks through the archive.
///
/// # Errors
/// `E001` no workbook, `E002` the old format, `E003` protected by a password, `E004` damaged,
/// `E005` something in it that no workbook needs, `E006` larger than is read, `E007` a document
/// type, `E008` not UTF-8.
pub(super) fn look_through(source: &Source) -> Result<(), Finding> {
    let bytes = &source.bytes;
    is_an_archive(source)?;
    let entries = directory(bytes).map_err(|found| found.at(source))?;
    if !entries.iter().any(|entry| entry.name.ends_with("workbook.xml")) {
        return Err(no_workbook(source, "archive"));
    }
    let damaged = |reason: &str| Refused::Damaged(reason.to_owned()).at(source);
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice()))
        .map_err(|error| damaged(&error.to_string()))?;
    if archive.len() != entries.len() {
        return Err(damaged("two tables of contents"));
    }
    let mut left = INFLATED_BYTES;
    for (index, entry) in entries.iter().enumerate() {
        let part = archive.by_index(index).map_err(|error| damaged(&error.to_string()))?;
        if part.name().map_or(true, |name| name != entry.name) {
            return Err(damaged("two tables of contents"));
        }
        let size = inflate(part, entry, left).map_err(|found| found.at(source))?;
        left -= size;
    }
    Ok(())
}

fn no_workbook(source: &Source, kind: &str) -> Finding {
    Finding::error("E001", source.place()).with("kind", kind)
}

/// Why an archive is not read.
enum Refused {
    Damaged(String),
    Unneeded(&'static str, String),
    Limit(&'static str, u64),
    DocumentType(String),
    NotUtf8(String),
}

impl Refused {
    fn at(self, source: &Source) -> Finding {
        let place = source.place();
        match self {
            Refused::Damaged(reason) => Finding::error("E004", place).with("reason", reason),
            Refused::Unneeded(what, name) => {
                Finding::error("E005", place).with("what", what).with("name", shown(&name))
            }
            Refused::Limit(what, limit) => too_much(place, what, limit),
            Refused::DocumentType(name) => Finding::error("E007", place).with("name", shown(&name)),
            Refused::NotUtf8(name) => Finding::error("E008", place).with("name", shown(&name)),
        }
    }
}

/// A limit that is passed.
pub(super) fn too_much(place: Place, what: &'static str, limit: u64) -> Finding {
    Finding::error("E006", place).with("what", what).with("limit", limit)
}

/// A name as it may be shown: short, and without characters that would move a cursor.
fn shown(name: &str) -> String {
    name.chars().take(80).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// What the first bytes say.
fn is_an_archive(source: &Source) -> Result<(), Finding> {
    const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let bytes = &source.bytes;
    if bytes.is_empty() {
        return Err(no_workbook(source, "empty"));
    }
    if bytes.starts_with(OLD) {
        let protected: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let code = if memchr::memmem::find(bytes, &protected).is_some() { "E003" } else { "E002" };
        return Err(Finding::error(code, source.place()));
    }
    if !bytes.starts_with(b"PK") {
        let text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
        return Err(no_workbook(source, if text { "text" } else { "other" }));
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let taken = bytes.get(at..at.checked_add(width)?)?;
    Some(taken.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The table of contents, read strictly: it stands right before the end, nothing behind it, and
/// nobody who reads the archive another way can find another one.
fn directory(bytes: &[u8]) -> Result<Vec<Entry>, Refused> {
    let damaged = || Refused::Damaged("no table of contents".to_owned());
    let last = bytes.len().checked_sub(22).ok_or_else(damaged)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let ends_here = |at: &usize| {
        bytes[*at..].starts_with(b"PK\x05\x06")
            && number(bytes, at + 20, 2)
                .is_some_and(|comment| *at as u64 + 22 + comment == bytes.len() as u64)
    };
    let end = (first..=last).rev().find(ends_here).ok_or_else(damaged)?;
    let field = |at: usize, width: usize| number(bytes, end + at, width).ok_or_else(damaged);
    let (count, size, start) = (field(10, 2)?, field(12, 4)?, field(16, 4)?);
    if count > PARTS as u64 {
        return Err(Refused::Limit("parts", PARTS as u64));
    }
    if start + size != end as u64 {
        return Err(damaged());
    }
    let mut at = start as usize;
    let mut entries = Vec::new();
    let mut names = BTreeSet::new();
    let mut declared = 0;
    for _ in 0..count {
        let field = |offset: usize, width| number(bytes, at + offset, width).ok_or_else(damaged);
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(damaged());
        }
        let (name, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
        let raw = bytes.get(at + 46..at + 46 + name as usize).ok_or_else(damaged)?;
        let name_text = String::from_utf8_lossy(raw).into_owned();
        let entry = Entry { size: field(24, 4)?, name: name_text };
        let link = field(38, 4)? >> 16 & 0o170_000 == 0o120_000;
        if let Some(what) = unneeded(&entry.name, field(8, 2)? & 1 == 1, field(10, 2)?, link) {
            return Err(Refused::Unneeded(what, entry.name));
        }
        if !names.insert(entry.name.to_lowercase()) {
            return Err(Refused::Unneeded("twice", entry.name));
        }
        declared += entry.size;
        if declared > INFLATED_BYTES {
            return Err(Refused::Limit("inflated", INFLATED_BYTES));
        }
        entries.push(entry);
        at += 46 + (name + extra + comment) as usize;
    }
    if at == end { Ok(entries) } else { Err(damaged()) }
}

/// What an entry is that has no business in a workbook.
fn unneeded(name: &str, encrypted: bool, method: u64, link: bool) -> Option<&'static str> {
    let leads_out = name.starts_with('/')
        || name.contains(['\\', ':', '\0', '\u{FFFD}'])
        || name.split('/').any(|part| part == ".." || part == ".");
    let lower = name.to_lowercase();
    let archive = [".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".rar", ".7z", ".gz"];
    if leads_out {
        Some("path")
    } else if link {
        Some("link")
    } else if encrypted {
        Some("encrypted")
    } else if !matches!(method, 0 | 8) {
        Some("method")
    } else if archive.iter().any(|ending| lower.ends_with(ending)) {
        Some("archive")
    } else {
        None
    }
}

/// Inflates a part once; gives how large it is.
fn inflate(mut part: impl Read, entry: &Entry, left: u64) -> Result<u64, Refused> {
    let xml = entry.name.ends_with(".xml") || entry.name.ends_with(".rels");
    let sheet = entry.name.contains("worksheets/") && entry.name.ends_with(".xml");
    let elements = match entry.name.rsplit('/').next() {
        _ if sheet => SHEET_ELEMENTS,
        Some("sharedStrings.xml") => TEXT_ELEMENTS,
        _ => PART_ELEMENTS,
    };
    let limit = if sheet { left } else { PART_BYTES.min(left) };
    let mut scan = Scan::new(elements);
    let refused = |fault| match fault {
        Fault::DocumentType => Refused::DocumentType(entry.name.clone()),
        Fault::NotUtf8 => Refused::NotUtf8(entry.name.clone()),
        Fault::Limit(what, limit) => Refused::Limit(what, limit as u64),
    };
    let mut buffer = [0; 16 << 10];
    let mut size = 0;
    loop {
        let read = part.read(&mut buffer).map_err(|e| Refused::Damaged(e.to_string()))?;
        if read == 0 {
            break;
        }
        if size == 0 && buffer[..read].starts_with(b"PK\x03\x04") {
            return Err(Refused::Unneeded("archive", entry.name.clone()));
        }
        size += read as u64;
        if size > limit {
            return Err(Refused::Limit("inflated", limit));
        }
        if size > entry.size {
            break;
        }
        if xml {
            scan.piece(&buffer[..read]).map_err(refused)?;
        }
    }
    if size != entry.size {
        return Err(Refused::Damaged("a part is not as large as it claims".to_owned()));
    }
    scan.end().map_err(refused)?;
    Ok(size)
}
