//! What a reader of a programme is told: a finding with a stable code, a place in a file, one
//! sentence and one next step. The sentences live in message files, in Chinese and in English;
//! here is only what they are made from.

use std::fmt;
use std::sync::Arc;

use crate::units::Named;

/// Where a value came from: a file of the programme folder, and the line and column in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path inside the programme folder, with `/` between parts.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: u32,
    /// Column in characters, counted from 1; 0 when the whole line is meant.
    pub column: u32,
    /// How many characters are meant; 0 when unknown.
    pub length: u32,
}

impl Place {
    /// The whole of a file.
    pub fn file(file: impl Into<Arc<str>>) -> Place {
        Place { file: file.into(), line: 0, column: 0, length: 0 }
    }

    /// A stretch of characters on one line.
    pub fn at(file: impl Into<Arc<str>>, line: u32, column: u32, length: u32) -> Place {
        Place { file: file.into(), line, column, length }
    }

    /// The same line, `offset` characters further on, `length` characters long: how a place
    /// inside a formula is given as a place in the file that holds the formula.
    pub fn within(&self, offset: u32, length: u32) -> Place {
        Place { file: self.file.clone(), line: self.line, column: self.column + offset, length }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(f, "{}", self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The programme cannot be used as it stands.
    Error,
    /// It can be used, but somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word used in every machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One thing found, ready to be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, such as `F103`; the message files are keyed by it.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What the sentence is filled with, by the name of the blank.
    pub blanks: Vec<(&'static str, String)>,
    /// Why the programme lets it stand, where it says so.
    pub accepted: Option<Box<Named>>,
}

impl Finding {
    /// A finding that stops the programme from being used.
    pub fn error(code: &'static str, place: Place) -> Finding {
        Finding { code, severity: Severity::Error, place, blanks: Vec::new(), accepted: None }
    }

    /// A finding somebody should look at.
    pub fn warning(code: &'static str, place: Place) -> Finding {
        Finding { code, severity: Severity::Warning, place, blanks: Vec::new(), accepted: None }
    }

    /// A finding that is only worth knowing.
    pub fn note(code: &'static str, place: Place) -> Finding {
        Finding { code, severity: Severity::Note, place, blanks: Vec::new(), accepted: None }
    }

    /// Fills one blank of the sentence.
    #[must_use]
    pub fn with(mut self, blank: &'static str, value: impl fmt::Display) -> Finding {
        self.blanks.push((blank, value.to_string()));
        self
    }

    /// The order in which findings are listed: by place, then by weight, then by code, so that
    /// the list does not depend on the order in which things were looked at.
    pub fn listing_key(&self) -> (Place, Severity, &'static str, Vec<(&'static str, String)>) {
        (self.place.clone(), self.severity, self.code, self.blanks.clone())
    }
}

/// Whether any finding stops the programme from being used.
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}

/// The nearest of `known` to a misspelt `word`, when one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match word.chars().count() {
        0..=1 => 0,
        2..=3 => 1,
        4..=5 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|candidate| {
            // Of two that are equally near, a letter is sooner mistaken than left out.
            let longer = candidate.chars().count().abs_diff(word.chars().count());
            (edit_distance(word, candidate), longer, candidate)
        })
        .filter(|(distance, ..)| *distance <= limit)
        .min()
        .map(|(.., candidate)| candidate)
}

/// Levenshtein distance in characters, on words cut at 64 characters so that a hostile name
/// costs no time.
fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_a_compiler_writes_them() {
        assert_eq!(Place::file("units.csv").to_string(), "units.csv");
        assert_eq!(Place::at("units.csv", 3, 7, 2).to_string(), "units.csv:3:7");
        assert_eq!(Place::at("a.toml", 3, 7, 9).within(2, 1), Place::at("a.toml", 3, 9, 1));
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_it_is_near() {
        let known = ["elements", "indicators", "targets"];
        assert_eq!(nearest("indicatros", known), Some("indicators"));
        assert_eq!(nearest("zebra", known), None);
    }
}
