//! A class table as a file for spreadsheets, and the periods for which there is one.

use std::collections::BTreeSet;

use gangmu_base::{Period, Reporter};
use gangmu_exchange::text::csv_cell;
use jiff::civil::Date;

use super::against::Against;
use super::run::period_of;
use super::standing::{Points, Stand, Standing};
use crate::office::Edition;
use crate::words::Words;

/// The standing of those in sight as CSV: UTF-8 with the mark by which spreadsheets know it, lines as they
/// end them, no cell that would run as a formula. Columns are named in the language of `words`.
/// Places are among all of the class, whoever of it is in sight.
pub fn class_table_file(
    edition: &Edition,
    standing: &Standing,
    seen: impl Fn(Reporter) -> bool,
    words: &Words,
) -> String {
    let programme = &edition.programme;
    let tree = &programme.tree;
    let scheme = programme.schemes.iter().find(|scheme| scheme.id == standing.scheme);
    let mut rows: Vec<&Stand> = standing.rows.iter().filter(|row| seen(row.reporter)).collect();
    rows.sort_by_key(|row| (&row.class, row.rank.unwrap_or(u32::MAX), row.reporter));
    let deducts = rows.iter().any(|row| row.deducted.is_some());
    let gives = rows.iter().any(|row| row.bonus.is_some());
    let mut head: Vec<String> = ["table-class", "table-unit-id", "table-unit", "table-rank"]
        .map(|key| words.say(key, &[]))
        .into();
    head.extend(["table-from", "table-to", "class-against"].map(|key| words.say(key, &[])));
    head.extend(["table-grade", "table-points"].map(|key| words.say(key, &[])));
    let groups = scheme.map(|scheme| scheme.groups.as_slice()).unwrap_or_default();
    head.extend(groups.iter().map(|group| words.name(&group.title).to_owned()));
    head.extend(deducts.then(|| words.say("table-deducted", &[])));
    head.extend(gives.then(|| words.say("table-bonus", &[])));
    let mut text = String::from('\u{feff}');
    line(&mut text, &head);
    for row in rows {
        let size = standing.classes.get(&row.class).map_or(0, |class| class.size);
        let place = |place: Option<u32>| place.map(|place| place.to_string()).unwrap_or_default();
        let mut cells = vec![
            row.class.clone(),
            tree.id(row.reporter).to_owned(),
            words.name(&tree.name(row.reporter)).to_owned(),
            place(row.rank),
            place(row.interval.map(|(from, _)| from)),
            place(row.interval.map(|(_, to)| to)),
            words.say(Against::of(row, size).key(), &[]),
            row.grade.clone().unwrap_or_default(),
            row.total.clone(),
        ];
        let given = |points: &Points| points.given.clone().unwrap_or_default();
        cells.extend((0..groups.len()).map(|at| row.groups.get(at).map(given).unwrap_or_default()));
        cells.extend(deducts.then(|| row.deducted.clone().unwrap_or_default()));
        cells.extend(gives.then(|| row.bonus.clone().unwrap_or_default()));
        line(&mut text, &cells);
    }
    text
}

fn line(text: &mut String, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&csv_cell(cell));
    }
    text.push_str("\r\n");
}

/// The periods for which a scheme has a standing, the last one first: its own, and those of the same
/// length that have begun by `today` and of which any figure is on record.
pub fn standing_periods(edition: &Edition, scheme: &str, today: Date) -> Vec<Period> {
    let programme = &edition.programme;
    let scheme = programme.schemes.iter().find(|other| other.id == scheme);
    let own = scheme.and_then(|scheme| period_of(programme, scheme, None));
    let Some(own) = own else { return Vec::new() };
    let mut found = BTreeSet::from([own]);
    let reported: BTreeSet<Period> = edition.marks().keys().map(|(_, period)| *period).collect();
    for period in reported {
        let length = own.length();
        let within = (1..=length.per_year() as u8)
            .filter_map(|number| Period::new(period.calendar_year(), length, number))
            .find(|whole| whole.contains(period.first_day()) && whole.contains(period.last_day()));
        found.extend(within.filter(|whole| whole.first_day() <= today));
    }
    let mut found: Vec<Period> = found.into_iter().collect();
    found.sort_by_key(|period| std::cmp::Reverse(period.first_day()));
    found
}
