//! Values of TOML tables as the domain wants them: ids, names in two languages, exact figures,
//! periods, days, formulas with their places.

use gangmu_base::period::YEARS;
use gangmu_base::units::Named;
use gangmu_base::{Finding, Period};
use gangmu_formula::Written;
use gangmu_num::Ratio;
use jiff::civil::Date;

use super::sheet::is_id;
use crate::text::{Node, TableReader};

/// The tables of a list, each read and then asked for keys nobody knows.
pub(crate) fn tables<T>(
    root: &TableReader<'_>,
    key: &str,
    read: impl Fn(&TableReader<'_>) -> T,
) -> Vec<T> {
    let Some(list) = root.get(key).and_then(|node| node.tables()) else { return Vec::new() };
    list.into_iter()
        .map(|table| {
            let found = read(&table);
            table.finish(&[]);
            found
        })
        .collect()
}

/// A text in the two languages: `name_zh`, `name_en`.
pub(crate) fn named(table: &TableReader<'_>, key: &str) -> Named {
    let one = |language: &str| {
        let node = table.get(&format!("{key}_{language}"));
        node.and_then(|node| node.string()).unwrap_or_default().to_owned()
    };
    let named = Named { zh: one("zh"), en: one("en") };
    if named.zh.trim().is_empty() && named.en.trim().is_empty() {
        table.document().report(
            Finding::error("F132", table.place()).with("key", format!("{key}_zh / {key}_en")),
        );
    }
    named
}

/// A text in the two languages that may be left out.
pub(crate) fn optional_named(table: &TableReader<'_>, key: &str) -> Named {
    let one = |language: &str| {
        let node = table.get(&format!("{key}_{language}"));
        node.and_then(|node| node.string()).unwrap_or_default().to_owned()
    };
    Named { zh: one("zh"), en: one("en") }
}

/// The `id` of a table, which must be there.
pub(crate) fn own_id(table: &TableReader<'_>) -> String {
    table.require("id").and_then(|node| id(&node)).unwrap_or_default()
}

/// An id.
pub(crate) fn id(node: &Node<'_>) -> Option<String> {
    let text = node.string()?;
    if !is_id(text) {
        node.report(Finding::error("F207", node.place()).with("value", text));
        return None;
    }
    Some(text.to_owned())
}

/// A text that must be there.
pub(crate) fn text(table: &TableReader<'_>, key: &str) -> String {
    table.require(key).and_then(|node| node.string()).unwrap_or_default().to_owned()
}

/// A text that may be left out.
pub(crate) fn optional_text(table: &TableReader<'_>, key: &str) -> Option<String> {
    table.get(key).and_then(|node| node.string()).map(str::to_owned)
}

/// A list of texts; empty when it is left out.
pub(crate) fn strings(table: &TableReader<'_>, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(|node| node.strings());
    list.unwrap_or_default().into_iter().map(|(text, _)| text.to_owned()).collect()
}

/// An exact figure.
pub(crate) fn number(node: &Node<'_>) -> Option<Ratio> {
    let text = node.number()?;
    match crate::text::parse_number(text) {
        Ok((mantissa, scale)) => Some(Ratio::from_decimal_parts(mantissa, scale)),
        Err(fault) => {
            node.report(fault.finding(node.place(), text));
            None
        }
    }
}

/// An exact figure that is not negative: what is taken off, or a bound of what is given.
pub(crate) fn amount(node: &Node<'_>) -> Option<Ratio> {
    within(node, |figure| figure.signum() >= 0)
}

/// A figure above 0.
pub(crate) fn above_zero(node: &Node<'_>) -> Option<Ratio> {
    within(node, |figure| figure.signum() > 0)
}

/// A share: from 0 to 1.
pub(crate) fn share(node: &Node<'_>) -> Option<Ratio> {
    within(node, |figure| figure.signum() >= 0 && *figure <= Ratio::ONE)
}

fn within(node: &Node<'_>, fits: impl Fn(&Ratio) -> bool) -> Option<Ratio> {
    let figure = number(node)?;
    if !fits(&figure) {
        node.report(Finding::error("F214", node.place()).with("value", figure.plain()));
        return None;
    }
    Some(figure)
}

/// A count: whole and not negative.
pub(crate) fn count(node: &Node<'_>) -> Option<i64> {
    let count = node.integer()?;
    if count < 0 {
        node.report(Finding::error("F214", node.place()).with("value", count));
        return None;
    }
    Some(count)
}

/// A period, written as a text or, for a year, as a number.
pub(crate) fn period(node: &Node<'_>) -> Option<Period> {
    let text = if node.kind() == "integer" { node.number()? } else { node.string()? };
    let period = Period::parse(text);
    if period.is_none() {
        node.report(Finding::error("F213", node.place()).with("value", text));
    }
    period
}

/// A day that must be there.
pub(crate) fn date(table: &TableReader<'_>, key: &str) -> Option<Date> {
    let node = table.require(key)?;
    let written = node.date()?;
    let date = Date::new(written.year as i16, written.month as i8, written.day as i8).ok();
    let date = date.filter(|date| YEARS.contains(&date.year()));
    if date.is_none() {
        let value = format!("{:04}-{:02}-{:02}", written.year, written.month, written.day);
        node.report(Finding::error("F212", node.place()).with("value", value));
    }
    date
}

/// A formula that must be there.
pub(crate) fn rule(table: &TableReader<'_>, key: &str) -> Written {
    let found = table.require(key).and_then(|node| written(&node));
    found.unwrap_or_else(|| Written::on_one_line("", table.place()))
}

/// A formula as it stands in a TOML string, each of its lines with its place.
pub(crate) fn written(node: &Node<'_>) -> Option<Written> {
    let text = node.string()?;
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let lines = starts.map(|start| (start, node.place_of_offset(start))).collect();
    Some(Written { text: text.to_owned(), place: node.place(), lines })
}
