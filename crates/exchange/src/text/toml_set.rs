//! Values put into a parsed TOML document in place of those of its file: what would be if somebody
//! had written them. The file stays as it is, and whatever the readers say about such a value is
//! said at the place of the value, not at that of the one it stands in for.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use gangmu_base::Place;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::limits::TOML_DEPTH;
use super::patch::toml_string;
use super::toml_depth::too_deep;

/// A path in a TOML file and the value to be put there.
#[derive(Debug, Clone)]
pub struct TomlSet {
    path: String,
    /// Where findings about the value are placed.
    label: Arc<str>,
    /// As it was given, where that is a value of TOML.
    as_value: Option<String>,
    /// As a text.
    as_text: String,
}

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchPath {
    /// The part of the path that is known.
    pub known: String,
    /// The first part that is not.
    pub unknown: String,
    /// What can stand there.
    pub possible: Vec<String>,
}

impl TomlSet {
    /// A value for a path such as `item.C103.points`. An empty value takes the key out.
    pub fn new(path: &str, value: &str, label: Arc<str>) -> TomlSet {
        let value = value.trim();
        let shallow = too_deep(value, TOML_DEPTH).is_none();
        let whole = |read: &Spanned<DeValue<'_>>| read.span() == (0..value.len());
        let is_value = shallow && DeValue::parse(value).is_ok_and(|read| whole(&read));
        TomlSet {
            path: path.to_owned(),
            label,
            as_value: is_value.then(|| value.to_owned()),
            as_text: if value.is_empty() { String::new() } else { literal(value) },
        }
    }

    /// Where it goes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where findings about the value are placed.
    pub fn label(&self) -> &Arc<str> {
        &self.label
    }

    /// The value as it goes into the document, and how many quotes were put before it: as a text
    /// where a text stood before, so that nobody has to quote a rule twice.
    fn literal(&self, before: Option<&DeValue<'_>>) -> (&str, u32) {
        match &self.as_value {
            Some(value) if !matches!(before, Some(DeValue::String(_))) => (value, 0),
            Some(value) if value.starts_with(['"', '\'']) => (value, 0),
            _ => (&self.as_text, 1),
        }
    }

    fn removes(&self) -> bool {
        self.as_text.is_empty()
    }
}

/// A text as a TOML string, character for character where that is possible.
fn literal(text: &str) -> String {
    let plain = !text.contains(['\'', '\u{7f}']) && !text.chars().any(|c| c < ' ' && c != '\t');
    if plain { format!("'{text}'") } else { toml_string(text) }
}

/// The values put into one document, behind the end of its text.
#[derive(Debug, Default)]
pub(super) struct Added<'s> {
    values: Vec<AddedValue<'s>>,
}

#[derive(Debug)]
struct AddedValue<'s> {
    start: usize,
    literal: &'s str,
    quotes: u32,
    label: &'s Arc<str>,
}

impl<'s> Added<'s> {
    fn at(&self, span: &Range<usize>) -> Option<&AddedValue<'s>> {
        self.values
            .iter()
            .find(|value| (value.start..=value.start + value.literal.len()).contains(&span.start))
    }

    /// The text of a stretch, where it lies in a value that was put in.
    pub(super) fn text(&self, span: &Range<usize>) -> Option<&'s str> {
        let value = self.at(span)?;
        value.literal.get(span.start - value.start..span.end.checked_sub(value.start)?)
    }

    /// The place of a stretch, where it lies in a value that was put in.
    pub(super) fn place(&self, span: &Range<usize>) -> Option<Place> {
        let value = self.at(span)?;
        let start = span.start - value.start;
        let before = value.literal.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = 1 + before.matches('\n').count() as u32;
        let column = before.get(line_start..).unwrap_or_default().chars().count() as u32 + 1;
        let shown = self.text(span).unwrap_or_default().lines().next().unwrap_or_default();
        let column = if line == 1 { column.saturating_sub(value.quotes).max(1) } else { column };
        Some(Place::at(value.label.clone(), line, column, shown.chars().count() as u32))
    }

    /// Puts a value into a document whose text ends at `end`.
    pub(super) fn put(
        &mut self,
        root: &mut DeTable<'s>,
        set: &'s TomlSet,
        end: usize,
    ) -> Result<(), NoSuchPath> {
        let last = self.values.last();
        let start = last.map_or(end, |value| value.start + value.literal.len()) + 1;
        let (table, key) = find(root, &set.path, "")?;
        if set.removes() {
            table.remove(key);
            return Ok(());
        }
        let (literal, quotes) = set.literal(table.get(key).map(Spanned::get_ref));
        self.values.push(AddedValue { start, literal, quotes, label: &set.label });
        // What cannot be read was made a text before.
        let Ok(value) = DeValue::parse(literal) else { return Ok(()) };
        let value = moved(value, start);
        // The old key goes with the old value: its place would tell of the file.
        table.remove(key);
        table.insert(Spanned::new(value.span(), Cow::Borrowed(key)), value);
        Ok(())
    }
}

/// The table a path leads to, and the key in it. Ids may hold points, so of the keys and ids with
/// which a path may go on the longest one counts; tables that are not there are made.
fn find<'t, 's>(
    table: &'t mut DeTable<'s>,
    path: &'s str,
    known: &str,
) -> Result<(&'t mut DeTable<'s>, &'s str), NoSuchPath> {
    let keys = table.keys().map(|key| key.get_ref().to_string());
    let Some(key) = longest(path, keys) else {
        return Ok(match path.split_once('.') {
            None => (table, path),
            Some((key, rest)) => {
                let made = Spanned::new(0..0, DeValue::Table(DeTable::new()));
                let key = Spanned::new(0..0, Cow::Borrowed(key));
                let DeValue::Table(below) = table.entry(key).or_insert(made).get_mut() else {
                    return Err(nowhere(known, rest, Vec::new()));
                };
                return find(below, rest, known);
            }
        });
    };
    let (name, rest) = path.split_at(key.len());
    let Some(rest) = rest.strip_prefix('.') else { return Ok((table, name)) };
    let known = format!("{known}{name}.");
    match table.get_mut(name).map(Spanned::get_mut) {
        Some(DeValue::Table(below)) => find(below, rest, &known),
        Some(DeValue::Array(list)) => in_list(list, rest, &known),
        _ => Err(nowhere(&known, rest, Vec::new())),
    }
}

/// The table of a list that a path names by its id, by its type and severity, or by its number.
fn in_list<'t, 's>(
    list: &'t mut DeArray<'s>,
    path: &'s str,
    known: &str,
) -> Result<(&'t mut DeTable<'s>, &'s str), NoSuchPath> {
    let names: Vec<String> = list.iter().enumerate().map(|(n, one)| name_of(one, n + 1)).collect();
    let named = longest(path, names.iter().cloned());
    let Some((number, name)) =
        named.and_then(|name| Some((names.iter().position(|n| *n == name)?, name)))
    else {
        return Err(nowhere(known, path, names));
    };
    let known = format!("{known}{name}.");
    let Some(DeValue::Table(table)) = list.get_mut(number).map(Spanned::get_mut) else {
        return Err(nowhere(&known, path, Vec::new()));
    };
    match path.get(name.len()..).and_then(|rest| rest.strip_prefix('.')) {
        Some(rest) => find(table, rest, &known),
        None => {
            Err(nowhere(&known, "", table.keys().map(|key| key.get_ref().to_string()).collect()))
        }
    }
}

fn name_of(one: &Spanned<DeValue<'_>>, number: usize) -> String {
    let DeValue::Table(table) = one.get_ref() else { return number.to_string() };
    let text = |key: &str| match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::String(text)) => Some(text.to_string()),
        _ => None,
    };
    let by_type = || Some(format!("{}.{}", text("type")?, text("severity")?));
    text("id").or_else(by_type).unwrap_or_else(|| number.to_string())
}

/// The longest of the names with which a path begins.
fn longest(path: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let begins = |name: &String| {
        let rest = path.strip_prefix(name.as_str());
        !name.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    names.filter(begins).max_by_key(String::len)
}

fn nowhere(known: &str, unknown: &str, possible: Vec<String>) -> NoSuchPath {
    let unknown = unknown.split('.').next().unwrap_or_default();
    NoSuchPath { known: known.to_owned(), unknown: unknown.to_owned(), possible }
}

/// A value with its places moved on.
fn moved<'s>(value: Spanned<DeValue<'s>>, by: usize) -> Spanned<DeValue<'s>> {
    let span = |span: Range<usize>| span.start + by..span.end + by;
    let place = span(value.span());
    let inner = match value.into_inner() {
        DeValue::Array(list) => {
            let mut array = DeArray::new();
            list.iter().for_each(|one| array.push(moved(one.clone(), by)));
            DeValue::Array(array)
        }
        DeValue::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| {
                (Spanned::new(span(key.span()), key.into_inner()), moved(value, by))
            });
            DeValue::Table(entries.collect())
        }
        plain => plain,
    };
    Spanned::new(place, inner)
}

#[cfg(test)]
mod tests {
    use crate::text::{Document, Source};

    use super::*;

    const TEXT: &str =
        "a = 1\n[[item]]\nid = 'C1'\nrule = 'P'\n[[item]]\nid = 'C1.2'\nrule = 'x'\n";

    fn with<R>(path: &str, value: &str, then: impl FnOnce(&Document<'_>) -> R) -> R {
        let source = Source::new("a.toml", TEXT);
        let set = TomlSet::new(path, value, "--set".into());
        let mut document = Document::parse(&source).0.unwrap();
        document.set(&set).unwrap();
        then(&document)
    }

    #[test]
    fn the_longest_id_is_meant_and_a_rule_needs_no_quotes() {
        with("item.C1.2.rule", "P * atained(x)", |document| {
            let items = document.root().get("item").unwrap().tables().unwrap();
            let rule = items[1].get("rule").unwrap();
            assert_eq!(rule.string(), Some("P * atained(x)"));
            assert_eq!(items[0].get("rule").unwrap().string(), Some("P"));
            assert_eq!(rule.place_of_span(4..11), Place::at("--set", 1, 5, 7));
        });
    }

    #[test]
    fn tables_that_are_not_there_are_made_and_keys_taken_out() {
        with("policy.round.total", "{ a = [1, x] }", |document| {
            let policy = document.root().get("policy").unwrap().table().unwrap();
            let round = policy.get("round").unwrap().table().unwrap();
            assert_eq!(round.get("total").unwrap().string(), Some("{ a = [1, x] }"));
        });
        with("a", "", |document| assert!(document.root().get("a").is_none()));
    }

    #[test]
    fn a_path_that_leads_nowhere_says_what_is_possible() {
        let source = Source::new("a.toml", TEXT);
        for (path, known, unknown, possible) in [
            ("item.C2.rule", "item.", "C2", vec!["C1", "C1.2"]),
            ("item.C1", "item.C1.", "", vec!["id", "rule"]),
            ("a.b", "a.", "b", vec![]),
            ("a..", "a.", "", vec![]),
        ] {
            let set = TomlSet::new(path, "1", "--set".into());
            let mut document = Document::parse(&source).0.unwrap();
            let error = document.set(&set).unwrap_err();
            assert_eq!((error.known.as_str(), error.unknown.as_str()), (known, unknown), "{path}");
            assert_eq!(error.possible, possible, "{path}");
        }
    }
}
