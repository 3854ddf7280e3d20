//! What a fact says: rows as the tables in `data/` spell them, and what belongs to all of them.

use std::collections::BTreeMap;

/// What a fact says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// What belongs to all rows: the indicator, the period, the design of a survey, a note.
    pub head: BTreeMap<String, String>,
    /// The rows, by column.
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Cells {
    /// Cells of a head alone.
    pub(super) fn headed<const N: usize>(head: [(&str, &str); N]) -> Cells {
        let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        Cells { head: head.into_iter().map(pair).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn add<const N: usize>(&mut self, row: [(&str, &str); N]) {
        let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        self.rows.push(row.into_iter().map(pair).collect());
    }

    /// A value of the head; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.head.get(key).map_or("", String::as_str)
    }

    /// As the store keeps it.
    pub(super) fn write(&self) -> String {
        serde_json::json!([self.head, self.rows]).to_string()
    }

    /// As the store gives it; empty for what was written by something else.
    pub fn read(text: &str) -> Cells {
        let (head, rows) = serde_json::from_str(text).unwrap_or_default();
        Cells { head, rows }
    }
}

/// A value of a row; empty where there is none.
pub(super) fn cell<'r>(row: &'r BTreeMap<String, String>, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
