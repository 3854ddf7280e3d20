//! Reading the values of a TOML document: each accessor either gives the value or leaves a
//! finding in the document that says what was expected where.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::toml::Document;

/// A calendar date as written; the parser has checked that it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// One value with the key it was found under.
#[derive(Debug, Clone)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    name: Cow<'d, str>,
    key_span: Range<usize>,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Node<'d> {
    /// The key; for an element of a list, the key of the list and its number from 1, `a[2]`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of the value.
    pub fn place(&self) -> Place {
        self.document.place(self.value.span())
    }

    /// The place of the key.
    pub fn key_place(&self) -> Place {
        self.document.place(self.key_span.clone())
    }

    /// The bytes of the value in the file, quotes and brackets included.
    pub fn byte_span(&self) -> Range<usize> {
        self.value.span()
    }

    /// The value as it was parsed.
    pub(crate) fn value(&self) -> &'d DeValue<'d> {
        self.value.get_ref()
    }

    /// Keeps a finding about it together with those of its document.
    pub fn report(&self, finding: Finding) {
        self.document.report(finding);
    }

    /// What kind of value it is, in the words of the TOML specification.
    pub fn kind(&self) -> &'static str {
        self.value.get_ref().type_str()
    }

    /// The text of a string.
    pub fn string(&self) -> Option<&'d str> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text),
            _ => self.mistaken("string"),
        }
    }

    /// A number exactly as it is written, `0.10` as `0.10`: digits, perhaps with sign, point and
    /// exponent, but without `+` in front, without `_` and never in another base than ten.
    pub fn number(&self) -> Option<&'d str> {
        let raw = match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) if float.as_str().ends_with(|c: char| c.is_ascii_digit()) => {
                float.as_str()
            }
            _ => return self.mistaken("number"),
        };
        Some(raw.strip_prefix('+').unwrap_or(raw))
    }

    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        match self.value.get_ref() {
            DeValue::Integer(integer) => {
                match i64::from_str_radix(integer.as_str(), integer.radix()) {
                    Ok(integer) => Some(integer),
                    Err(_) => self.mistaken("integer"),
                }
            }
            _ => self.mistaken("integer"),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.mistaken("boolean"),
        }
    }

    /// A date without a time of day.
    pub fn date(&self) -> Option<Date> {
        match self.value.get_ref() {
            DeValue::Datetime(moment) => match (moment.date, moment.time, moment.offset) {
                (Some(date), None, None) => {
                    Some(Date { year: date.year, month: date.month, day: date.day })
                }
                _ => self.mistaken("date"),
            },
            _ => self.mistaken("date"),
        }
    }

    /// The elements of a list; `[[name]]` tables are a list too.
    pub fn list(&self) -> Option<Vec<Node<'d>>> {
        let DeValue::Array(array) = self.value.get_ref() else { return self.mistaken("array") };
        let element = |(index, value)| Node {
            document: self.document,
            name: Cow::Owned(format!("{}[{}]", self.name, index + 1)),
            key_span: self.key_span.clone(),
            value,
        };
        Some(array.iter().enumerate().map(element).collect())
    }

    /// A table.
    pub fn table(&self) -> Option<TableReader<'d>> {
        match self.value.get_ref() {
            DeValue::Table(table) => {
                Some(TableReader::new(self.document, table, self.place(), self.name.to_string()))
            }
            _ => self.mistaken("table"),
        }
    }

    /// A list of strings, each with its node; an element that is none is a finding.
    pub fn strings(&self) -> Option<Vec<(&'d str, Node<'d>)>> {
        let elements = self.list()?;
        Some(elements.into_iter().filter_map(|node| Some((node.string()?, node))).collect())
    }

    /// A list of tables; an element that is none is a finding.
    pub fn tables(&self) -> Option<Vec<TableReader<'d>>> {
        Some(self.list()?.iter().filter_map(Node::table).collect())
    }

    /// The place in the file of byte `offset` of a string's value: how an error in a formula is
    /// shown where the formula stands. Behind the first escape of a `"` string it is the place of
    /// the whole value, since there the value and the file no longer run side by side.
    pub fn place_of_offset(&self, offset: usize) -> Place {
        match self.file_offset(offset) {
            Some(at) => Place { length: 1, ..self.document.place(at..at) },
            None => self.place(),
        }
    }

    /// [`Node::place_of_offset`] for a stretch of the value; its length is counted on its first
    /// line.
    pub fn place_of_span(&self, span: Range<usize>) -> Place {
        match (self.file_offset(span.start), self.file_offset(span.end)) {
            (Some(start), Some(end)) => self.document.place(start..end),
            _ => self.place_of_offset(span.start),
        }
    }

    fn file_offset(&self, offset: usize) -> Option<usize> {
        let DeValue::String(value) = self.value.get_ref() else { return None };
        let span = self.value.span();
        let raw = self.document.text(&span)?;
        let (quotes, escapes) = match raw.as_bytes() {
            [b'"', b'"', b'"', ..] => (3, true),
            [b'\'', b'\'', b'\'', ..] => (3, false),
            [b'"', ..] => (1, true),
            _ => (1, false),
        };
        let mut start = quotes;
        if quotes == 3 {
            let body = &raw[quotes..];
            // A line end right behind the opening quotes is not part of the value.
            let skipped = ["\r\n", "\n"].into_iter().find(|end| body.starts_with(end));
            start += skipped.map_or(0, str::len);
        }
        let shared = value.get(..offset)?;
        let same = raw.get(start..start + offset)? == shared;
        let escaped = escapes && raw[start..start + offset].contains('\\');
        (same && !escaped).then_some(span.start + start + offset)
    }

    fn mistaken<T>(&self, expected: &'static str) -> Option<T> {
        let found = match self.value.get_ref() {
            DeValue::Float(float) if !float.as_str().ends_with(|c: char| c.is_ascii_digit()) => {
                float.as_str()
            }
            DeValue::Integer(integer) if integer.radix() != 10 => "integer in another base",
            DeValue::Integer(_) if expected == "integer" => "integer out of range",
            DeValue::Datetime(_) => "date-time",
            other => other.type_str(),
        };
        self.document.report(
            Finding::error("F133", self.place())
                .with("key", &self.name)
                .with("expected", expected)
                .with("found", found),
        );
        None
    }
}

/// A table that remembers which of its keys were asked for.
#[derive(Debug)]
pub struct TableReader<'d> {
    document: &'d Document<'d>,
    table: &'d DeTable<'d>,
    place: Place,
    name: String,
    asked: RefCell<BTreeSet<&'d str>>,
    /// Keys that were asked for and are not there: what a misspelt key may have been meant for.
    absent: RefCell<BTreeSet<String>>,
}

impl<'d> TableReader<'d> {
    pub(crate) fn new(
        document: &'d Document<'d>,
        table: &'d DeTable<'d>,
        place: Place,
        name: String,
    ) -> TableReader<'d> {
        let (asked, absent) = (RefCell::default(), RefCell::default());
        TableReader { document, table, place, name, asked, absent }
    }

    /// The place of the table: its header, its braces, or the whole file.
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// The key under which the table was found; empty for the outermost table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The document the table belongs to.
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<Node<'d>> {
        let Some((key, value)) = self.table.get_key_value(key) else {
            self.absent.borrow_mut().insert(key.to_owned());
            return None;
        };
        self.asked.borrow_mut().insert(key.get_ref());
        Some(self.node(key, value))
    }

    /// The value of a key that must be there; `F132` when it is not.
    pub fn require(&self, key: &str) -> Option<Node<'d>> {
        let node = self.get(key);
        if node.is_none() {
            self.document.report(Finding::error("F132", self.place()).with("key", key));
        }
        node
    }

    /// Every key with its value, in the order of the file; all count as asked for.
    pub fn entries(&self) -> Vec<Node<'d>> {
        let mut nodes: Vec<Node<'d>> =
            self.table.iter().map(|(key, value)| self.node(key, value)).collect();
        nodes.sort_by_key(|node| node.key_span.start);
        self.asked.borrow_mut().extend(self.table.keys().map(|key| &**key.get_ref()));
        nodes
    }

    /// Reports every key that was never asked for: `F134`, with the nearest of `known` and of those
    /// that were asked for in vain in the blank `nearest`, empty when none is near.
    pub fn finish(self, known: &[&str]) {
        let asked = self.asked.borrow();
        let absent = self.absent.borrow();
        for (key, value) in self.table.iter().filter(|(key, _)| !asked.contains(&**key.get_ref())) {
            let name: &str = key.get_ref();
            // A key that is there already is no slip of another, unless one is to be put in its place.
            let there = asked.iter().copied();
            let there = there.filter(|_| self.document.is_set(&key.span()));
            let others = absent.iter().map(String::as_str).chain(known.iter().copied());
            let others = others.chain(there).filter(|other| *other != name);
            self.document.report(
                Finding::error("F134", self.node(key, value).key_place())
                    .with("key", name)
                    .with("nearest", nearest(name, others).unwrap_or_default()),
            );
        }
    }

    fn node(&self, key: &'d Spanned<Cow<'d, str>>, value: &'d Spanned<DeValue<'d>>) -> Node<'d> {
        let name = Cow::Borrowed(&**key.get_ref());
        Node { document: self.document, name, key_span: key.span(), value }
    }
}
