//! A formula as it stands in a file: its text, and where each part of it is.

use gangmu_base::Place;

use crate::fault::{Fault, Span};

/// Text of a formula with its place in a file.
#[derive(Debug, Clone)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where it begins.
    pub place: Place,
    /// For a text that runs over several lines: the byte at which each line begins, and where
    /// that is in the file. Empty when the text stands on one line as it is.
    pub lines: Vec<(usize, Place)>,
}

impl Written {
    /// A text on one line, character for character as in the file.
    pub fn on_one_line(text: impl Into<String>, place: Place) -> Written {
        Written { text: text.into(), place, lines: Vec::new() }
    }

    /// Both conditions at once; each part keeps its place in its own file.
    #[must_use]
    pub fn and(&self, other: &Written) -> Written {
        let mut both = Written::on_one_line("", self.place.clone());
        for (before, part) in [("(", self), ("\n) and (", other)] {
            both.lines.push((both.text.len(), part.place.clone()));
            both.text.push_str(before);
            let start = both.text.len();
            both.lines.push((start, part.place.clone()));
            both.lines.extend(part.lines.iter().map(|(at, place)| (start + at, place.clone())));
            both.text.push_str(&part.text);
        }
        // On a line of its own: a comment may stand at the end of what is before.
        both.text.push_str("\n)");
        both
    }

    /// Where a stretch of the text stands in the file.
    pub fn place(&self, span: Span) -> Place {
        let line = self.lines.iter().rev().find(|(start, _)| *start <= span.start);
        let (start, place) = match line {
            Some((start, place)) => (*start, place),
            None => (0, &self.place),
        };
        let chars = |from: usize, to: usize| {
            self.text.get(from..to).map_or(0, |text| text.chars().count()) as u32
        };
        place.within(chars(start, span.start), chars(span.start, span.end).max(1))
    }

    /// A fault of the formula as a finding at its place in the file.
    pub fn finding(&self, fault: Fault) -> gangmu_base::Finding {
        let mut finding = gangmu_base::Finding::error(fault.code, self.place(fault.span));
        finding.blanks = fault.blanks;
        finding
    }
}
