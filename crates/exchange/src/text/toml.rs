//! TOML files, parsed with the place of every key and value.

use std::cell::RefCell;
use std::ops::Range;

use gangmu_base::{Finding, Place};
use toml::de::{DeTable, Error};

use super::csv::Found;
use super::encoding::text_of;
use super::limits::{TOML_ALL_ERRORS_BYTES, TOML_BYTES, TOML_DEPTH};
use super::lines::Lines;
use super::source::Source;
use super::toml_depth::too_deep;
use super::toml_node::TableReader;
use super::toml_set::{Added, NoSuchPath, TomlSet};

/// A TOML file without syntax errors. Whatever is found while its values are read is kept in it
/// until [`Document::take_findings`].
#[derive(Debug)]
pub struct Document<'s> {
    source: &'s Source,
    text: &'s str,
    lines: Lines,
    root: DeTable<'s>,
    added: Added<'s>,
    findings: RefCell<Vec<Finding>>,
}

impl<'s> Document<'s> {
    /// Parses the file; no document when anything is wrong with it. `F103` when it is larger
    /// than 4 MiB, `F110`–`F112` as [`super::encoding::check`], `F130` for each syntax error (the
    /// first only, in a file above 256 KiB), `F131` when it nests deeper than 32 levels.
    pub fn parse(source: &'s Source) -> (Option<Document<'s>>, Vec<Finding>) {
        if source.bytes.len() as u64 > TOML_BYTES {
            let finding = Finding::error("F103", source.place());
            return (None, vec![finding.with("path", &source.path).with("limit", TOML_BYTES)]);
        }
        let (text, mut findings) = text_of(source);
        let Some(text) = text.filter(|_| !gangmu_base::finding::any_error(&findings)) else {
            return (None, findings);
        };
        let lines = Lines::of(text);
        if let Some(at) = too_deep(text, TOML_DEPTH) {
            let place = lines.place(&source.path, text, at, at + 1);
            findings.push(Finding::error("F131", place).with("limit", TOML_DEPTH));
            return (None, findings);
        }
        let (root, errors) = if text.len() <= TOML_ALL_ERRORS_BYTES {
            let (root, errors) = DeTable::parse_recoverable(text);
            (Some(root), errors)
        } else {
            match DeTable::parse(text) {
                Ok(root) => (Some(root), Vec::new()),
                Err(error) => (None, vec![error]),
            }
        };
        let Some(root) = root.filter(|_| errors.is_empty()) else {
            let mut found = Found::default();
            for error in &errors {
                found.add(syntax_error(source, text, &lines, error));
            }
            found.finish(&source.path, &mut findings);
            return (None, findings);
        };
        let root = root.into_inner();
        let findings_of_values = RefCell::new(Vec::new());
        let added = Added::default();
        let document = Document { source, text, lines, root, added, findings: findings_of_values };
        (Some(document), findings)
    }

    /// The outermost table.
    pub fn root(&self) -> TableReader<'_> {
        TableReader::new(self, &self.root, self.source.place(), String::new())
    }

    /// The file the document was read from.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// Keeps a finding together with those of the readers.
    pub fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Hands over what was found since the last time.
    pub fn take_findings(&self) -> Vec<Finding> {
        self.findings.take()
    }

    /// Puts a value in the place of the file's own; the file stays as it is.
    ///
    /// # Errors
    /// The part of its path that is not in the document, and what could stand there.
    pub fn set(&mut self, set: &'s TomlSet) -> Result<(), NoSuchPath> {
        self.added.put(&mut self.root, set, self.text.len())
    }

    /// The place of a stretch of the file.
    pub fn place(&self, span: Range<usize>) -> Place {
        if let Some(place) = self.added.place(&span) {
            return place;
        }
        self.lines.place(&self.source.path, self.text, span.start, span.end)
    }

    /// Whether something was put there that the file does not say.
    pub(crate) fn is_set(&self, span: &Range<usize>) -> bool {
        self.added.place(span).is_some()
    }

    /// The whole text of the file.
    pub(crate) fn whole(&self) -> &'s str {
        self.text
    }

    /// The text of a stretch of the file.
    pub(crate) fn text(&self, span: &Range<usize>) -> Option<&'s str> {
        self.added.text(span).or_else(|| self.text.get(span.clone()))
    }
}

fn syntax_error(source: &Source, text: &str, lines: &Lines, error: &Error) -> Finding {
    let place = match error.span() {
        Some(span) => lines.place(&source.path, text, span.start, span.end),
        None => source.place(),
    };
    Finding::error("F130", place).with("reason", error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<Finding> {
        let source = Source::new("a.toml", text);
        let (document, findings) = Document::parse(&source);
        assert_eq!(document.is_none(), gangmu_base::finding::any_error(&findings));
        findings
    }

    #[test]
    fn every_syntax_error_has_its_place() {
        let found = findings("甲 = \nb = 1\nb = 2\nc = 'x\n");
        let places: Vec<(u32, u32)> =
            found.iter().map(|finding| (finding.place.line, finding.place.column)).collect();
        assert!(found.iter().all(|finding| finding.code == "F130"), "{found:?}");
        assert!(found.len() >= 3, "{found:?}");
        assert!(places.contains(&(3, 1)), "{found:?}");
    }

    #[test]
    fn many_errors_are_counted_and_a_huge_file_gives_only_the_first() {
        let found = findings(&"= 1\n".repeat(1000));
        assert_eq!(found.len(), super::super::limits::FINDINGS + 1);
        assert_eq!(found[found.len() - 1].code, "F129");
        assert_eq!(findings(&"= 1\n".repeat(200_000)).len(), 1);
    }

    #[test]
    fn deep_nesting_is_refused_before_it_is_parsed() {
        let found = findings(&format!("b = 1\na = {}", "[".repeat(10_000)));
        assert_eq!((found[0].code, found[0].place.line), ("F131", 2));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_mark_and_crlf_are_accepted() {
        let found = findings("\u{FEFF}a = 1\r\n[b]\r\nc = \"\"\"\r\nx\r\n\"\"\"\r\n");
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["F111"]);
    }
}
