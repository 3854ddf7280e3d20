//! The published cases, read where they lie: just enough JSON for that one file.

use crate::support::oracle;

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Names and what they stand for, in the order of the file.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What stands under a name.
    pub(super) fn at(&self, name: &str) -> &Json {
        let found = self.entries().iter().find(|entry| entry.0 == name);
        &found.unwrap_or_else(|| panic!("{name} is there")).1
    }

    /// The names and what they stand for.
    pub(super) fn entries(&self) -> &[(String, Json)] {
        let Json::Object(entries) = self else { panic!("{self:?} is an object") };
        entries
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Json] {
        let Json::List(items) = self else { panic!("{self:?} is a list") };
        items
    }

    /// The number.
    pub(super) fn number(&self) -> f64 {
        let Json::Number(number) = self else { panic!("{self:?} is a number") };
        *number
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        let Json::Text(text) = self else { panic!("{self:?} is a text") };
        text
    }

    /// The numbers of a list.
    pub(super) fn numbers(&self) -> Vec<f64> {
        self.items().iter().map(Json::number).collect()
    }

    /// The numbers of a list of lists.
    pub(super) fn rows(&self) -> Vec<Vec<f64>> {
        self.items().iter().map(Json::numbers).collect()
    }
}

/// A case by its name; `None` where the reference figures are absent.
pub(super) fn case(name: &str) -> Option<Json> {
    let path = oracle("textbook/cases.json")?;
    let text = std::fs::read_to_string(&path).expect("it can be read");
    let (cases, rest) = value(text.trim());
    assert_eq!(rest.trim(), "");
    Some(cases.at(name).clone())
}

/// The value a text begins with, and what follows it.
fn value(text: &str) -> (Json, &str) {
    let text = text.trim_start();
    match text.chars().next().expect("a value") {
        '"' => {
            let (found, rest) = text[1..].split_once('"').expect("a closing quote");
            assert!(!found.contains('\\'), "no case has an escape in it");
            (Json::Text(found.to_owned()), rest)
        }
        '[' => {
            let (items, rest) = several(&text[1..], ']');
            (Json::List(items.into_iter().map(|item| item.1).collect()), rest)
        }
        '{' => {
            let (items, rest) = several(&text[1..], '}');
            (Json::Object(items), rest)
        }
        _ => {
            let end = text.find([',', ']', '}', '\n']).expect("something follows");
            (Json::Number(text[..end].trim().parse().expect("a number")), &text[end..])
        }
    }
}

/// Items up to a closing bracket, with their names in an object.
fn several(mut text: &str, close: char) -> (Vec<(String, Json)>, &str) {
    let mut items = Vec::new();
    loop {
        text = text.trim_start().trim_start_matches(',').trim_start();
        if let Some(rest) = text.strip_prefix(close) {
            return (items, rest);
        }
        let mut name = String::new();
        if close == '}' {
            let (found, rest) = value(text);
            name = found.text().to_owned();
            text = rest.trim_start().strip_prefix(':').expect("a colon");
        }
        let (item, rest) = value(text);
        items.push((name, item));
        text = rest;
    }
}
