//! Whether the bytes of a file are UTF-8 text, and if not, what they probably are.

use gangmu_base::{Finding, Place};
use memchr::memchr_iter;
use rayon::prelude::*;

use super::lines::narrow;
use super::source::Source;

/// The UTF-8 byte-order mark.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How much is checked at a time.
const STRETCH: usize = 1 << 20;

/// How much of a file is looked at to guess its encoding.
const GUESS: usize = 1 << 20;

/// How many bytes the byte-order mark takes, when there is one.
pub fn mark_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
}

/// Checks a whole file: `F110` when it is not UTF-8, `F111` (a note) when it begins with a
/// byte-order mark, `F112` when it holds control characters other than tab and line ends. The
/// bytes may be used as text when there is no `F110`.
pub fn check(source: &Source) -> Vec<Finding> {
    let bytes = &source.bytes;
    let mut findings = Vec::new();
    if mark_length(bytes) > 0 {
        findings.push(Finding::note("F111", source.place()));
    }
    let stretches: Vec<(usize, usize)> = stretches(bytes);
    // Each stretch begins and ends at a character boundary if the file is UTF-8, so each can be
    // checked alone; the first bad byte of the file is the first bad byte of a stretch.
    let bad = stretches
        .par_iter()
        .filter_map(|&(start, end)| {
            let error = std::str::from_utf8(&bytes[start..end]).err()?;
            Some(start + error.valid_up_to())
        })
        .min();
    if let Some(at) = bad {
        let finding = Finding::error("F110", place_of_byte(source, at));
        findings.push(finding.with("guess", guess(bytes)));
        return findings;
    }
    let controls: usize =
        stretches.par_iter().map(|&(start, end)| count_controls(&bytes[start..end])).sum();
    if controls > 0 {
        let at = bytes.iter().position(|byte| is_control(*byte)).unwrap_or(0);
        findings.push(
            Finding::error("F112", place_of_byte(source, at))
                .with("character", format_args!("U+{:04X}", bytes[at]))
                .with("count", controls),
        );
    }
    findings
}

/// The text of a file that is small enough to be held as one string, with what [`check`] finds;
/// no text when it is not UTF-8. The byte-order mark is still in it, so that offsets are offsets
/// in the file.
pub fn text_of(source: &Source) -> (Option<&str>, Vec<Finding>) {
    let findings = check(source);
    (std::str::from_utf8(&source.bytes).ok(), findings)
}

/// Line and column of the byte at `at`, characters counted as far as they are UTF-8.
fn place_of_byte(source: &Source, at: usize) -> Place {
    let bytes = &source.bytes[..at];
    let start = memchr::memrchr(b'\n', bytes).map_or(mark_length(&source.bytes).min(at), |n| n + 1);
    let line = memchr_iter(b'\n', bytes).count() + 1;
    let column = String::from_utf8_lossy(&bytes[start..]).chars().count() + 1;
    Place::at(source.path.clone(), narrow(line), narrow(column), 1)
}

/// Cuts the bytes into stretches that end before a byte that begins a UTF-8 character. In bytes
/// that are not UTF-8 the cuts may lie anywhere; then some stretch is bad, which is all that is
/// asked.
fn stretches(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut cuts = Vec::with_capacity(bytes.len() / STRETCH + 1);
    let mut start = 0;
    while start < bytes.len() {
        let mut end = (start + STRETCH).min(bytes.len());
        // A UTF-8 character has at most three bytes after its first.
        for _ in 0..3 {
            if end < bytes.len() && bytes[end] & 0b1100_0000 == 0b1000_0000 {
                end += 1;
            }
        }
        cuts.push((start, end));
        start = end;
    }
    cuts
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Counts control characters without a branch per byte, so that it is done many bytes at a time.
fn count_controls(bytes: &[u8]) -> usize {
    bytes
        .chunks(255)
        .map(|chunk| {
            let count = chunk.iter().fold(0_u8, |count, byte| count + u8::from(is_control(*byte)));
            usize::from(count)
        })
        .sum()
}

/// What bytes that are not UTF-8 probably are.
fn guess(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return "UTF-16";
    }
    let sample = &bytes[..bytes.len().min(GUESS)];
    if looks_like_gb18030(sample) { "GB18030" } else { "binary" }
}

/// Whether every high byte of the sample belongs to a two- or four-byte GB18030 character. Text
/// in a one-byte encoding fails this soon: there, a high byte is often followed by a comma, a
/// blank or a line end, which no GB18030 character ends with.
fn looks_like_gb18030(sample: &[u8]) -> bool {
    let mut at = 0;
    let mut pairs = 0_usize;
    while at < sample.len() {
        let lead = sample[at];
        if is_control(lead) {
            return false;
        }
        if lead < 0x80 {
            at += 1;
            continue;
        }
        if !(0x81..=0xFE).contains(&lead) {
            return false;
        }
        at += match (sample.get(at + 1), sample.get(at + 2), sample.get(at + 3)) {
            (Some(0x40..=0x7E | 0x80..=0xFE), _, _) => 2,
            (Some(0x30..=0x39), Some(0x81..=0xFE), Some(0x30..=0x39)) => 4,
            // The sample may end in the middle of a character.
            _ if at + 4 > sample.len() && pairs > 0 && sample.len() == GUESS => 4,
            _ => return false,
        };
        pairs += 1;
    }
    pairs > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(bytes: &[u8]) -> Finding {
        let findings = check(&Source::new("a.csv", bytes));
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings[0].clone()
    }

    #[test]
    fn the_first_bad_byte_is_pointed_at() {
        let mut bytes = "单位,值\n甲,".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xD6\xD0\xB9\xFA,1\n");
        let finding = one(&bytes);
        assert_eq!((finding.code, finding.place), ("F110", Place::at("a.csv", 2, 3, 1)));
    }

    #[test]
    fn the_encoding_is_guessed() {
        let guess_of = |bytes: &[u8]| one(bytes).blanks[0].1.clone();
        assert_eq!(guess_of(b"\xFF\xFEa\0"), "UTF-16");
        assert_eq!(guess_of(b"\xFE\xFF\0a"), "UTF-16");
        assert_eq!(guess_of(b"name,\xD6\xD0\xB9\xFA\n1,2\n"), "GB18030");
        assert_eq!(guess_of(b"name,\x81\x30\x81\x30\n"), "GB18030");
        assert_eq!(guess_of(b"caf\xE9,1\n"), "binary");
        assert_eq!(guess_of(b"PK\x03\x04\x00\xFF\xFF"), "binary");
        assert_eq!(guess_of(b"\xD6\xD0\xB9"), "binary", "cut in a character");
    }

    #[test]
    fn a_mark_is_a_note_and_controls_are_errors() {
        assert_eq!(one("\u{FEFF}a,b\r\n\t1,2".as_bytes()).code, "F111");
        let finding = one(b"a,b\n1,\0\x07");
        assert_eq!((finding.code, finding.place), ("F112", Place::at("a.csv", 2, 3, 1)));
        let blanks = [("character", "U+0000".to_owned()), ("count", "2".to_owned())];
        assert_eq!(finding.blanks, blanks);
    }

    #[test]
    fn a_long_text_is_checked_stretch_by_stretch() {
        // Three-byte characters, so that most cuts fall inside one.
        let mut bytes = "中".repeat(STRETCH).into_bytes();
        assert!(check(&Source::new("a.csv", bytes.clone())).is_empty());
        let at = bytes.len() - 2;
        bytes[at] = b'x';
        let finding = one(&bytes);
        assert_eq!(finding.code, "F110");
        assert_eq!(finding.place.column, narrow(STRETCH));
    }
}
