//! Tables: the same rows for people and for programs.

use gangmu_num::{Points, Ratio};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: the scheme has no such thing, or there is nothing to say.
    Empty,
    /// A figure, written out.
    Number(String),
    /// An id or a word.
    Text(String),
}

impl Value {
    /// As it is written in a table.
    pub fn text(&self) -> &str {
        match self {
            Value::Empty => "",
            Value::Number(text) | Value::Text(text) => text,
        }
    }

    /// A word; nothing when it is empty.
    pub(crate) fn word(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() { Value::Empty } else { Value::Text(text) }
    }

    /// A count.
    pub(crate) fn count(count: impl std::fmt::Display) -> Value {
        Value::Number(count.to_string())
    }

    /// Points.
    pub(crate) fn points(points: &Points) -> Value {
        Value::Number(points.show(PLACES))
    }

    /// A figure, to the places of points.
    pub(crate) fn figure(figure: &Ratio) -> Value {
        Value::Number(figure.show(PLACES))
    }

    /// A value, or nothing.
    pub(crate) fn or_empty<T>(value: Option<T>, show: impl FnOnce(T) -> Value) -> Value {
        value.map_or(Value::Empty, show)
    }
}

/// Points are printed with so many places.
const PLACES: u32 = 2;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of its columns.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The table without those of the columns that say the same as the one before them in every row.
    #[must_use]
    pub fn without_repeats(mut self, columns: &[&str]) -> Table {
        for name in columns {
            let Some(at) = self.columns.iter().position(|column| column == name) else { continue };
            let repeats = |row: &Vec<Value>| at > 0 && row.get(at) == row.get(at - 1);
            if self.rows.iter().all(repeats) {
                self.columns.remove(at);
                self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
            }
        }
        self
    }
}
