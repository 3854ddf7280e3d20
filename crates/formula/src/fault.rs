//! What is wrong with a formula: a stable code, the stretch of text meant, and the blanks of the
//! sentence.

use std::fmt;

/// A stretch of a formula's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// From `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// The stretch that covers both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// One fault of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, `X…`.
    pub code: &'static str,
    /// What it is about.
    pub span: Span,
    /// What the sentence is filled with.
    pub blanks: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault with nothing filled in yet.
    pub fn new(code: &'static str, span: Span) -> Fault {
        Fault { code, span, blanks: Vec::new() }
    }

    /// Fills one blank of the sentence.
    #[must_use]
    pub fn with(mut self, blank: &'static str, value: impl fmt::Display) -> Fault {
        self.blanks.push((blank, value.to_string()));
        self
    }
}
