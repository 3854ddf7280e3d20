//! The lines of an explanation.

/// A line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How far it is set in.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// The item of which it is the points: how they were made can be asked further.
    pub item: Option<String>,
}

/// An explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explained {
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Explained {
    pub(super) fn line(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push(Line { depth, text: text.into(), item: None });
    }

    /// A line that tells the points of an item and not yet how they were made.
    pub(super) fn item(&mut self, depth: usize, item: &str, text: String) {
        self.lines.push(Line { depth, text, item: Some(item.to_owned()) });
    }
}
