//! The lines of an explanation.

/// A line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How far it is set in.
    pub depth: usize,
    /// What it says.
    pub text: String,
}

/// An explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explained {
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Explained {
    pub(super) fn line(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push(Line { depth, text: text.into() });
    }
}
