//! The tests laid out in a table, worst first, and what is said below it.

use super::found::{About, Kind, Peers, Which};
use super::run::{FLAGGED, Integrity};
use crate::table::{Table, Value};
use crate::words::Words;

/// Tests up to this q-value are listed, flagged or not.
const LISTED: f64 = 0.2;

const COLUMNS: [&str; 13] = [
    "test",
    "level",
    "unit",
    "other",
    "element",
    "indicator",
    "period",
    "n",
    "statistic",
    "p",
    "q",
    "flagged",
    "says",
];

/// A row for each test that says something, worst first; with `all` for each test that was made, and
/// then for those that do not apply, with the reason and on how many series.
pub fn integrity_results(integrity: &Integrity<'_>, all: bool) -> Table {
    let mut order: Vec<usize> = (0..integrity.tests.len()).collect();
    let told = |place: &usize| {
        let (test, q) = (&integrity.tests[*place], integrity.q[*place]);
        all || integrity.is_flagged(*place) || (test.matters && q.is_some_and(|q| q <= LISTED))
    };
    order.retain(told);
    integrity.worst_first(&mut order);
    let made = |place: usize| {
        let test = &integrity.tests[place];
        let flagged = integrity.is_flagged(place);
        let listed = test.matters && integrity.q[place].is_some_and(|q| q <= LISTED);
        let says = if flagged || listed { test.says } else { "nothing_odd" };
        let mut row = about(integrity, test.kind, &test.which);
        row.extend([
            Value::count(test.n),
            Value::Number(written(test.statistic, 4)),
            Value::or_empty(test.p, |p| Value::Number(written(p, 6))),
            Value::or_empty(integrity.q[place], |q| Value::Number(written(q, 6))),
            Value::word(if flagged { "yes" } else { "no" }),
            Value::word(says),
        ]);
        row
    };
    let mut rows: Vec<Vec<Value>> = order.into_iter().map(made).collect();
    if all {
        rows.extend(integrity.skipped.iter().map(|skipped| {
            let mut row = about(integrity, skipped.kind, &skipped.which);
            // One reason for several series is told of none of them.
            if skipped.count > 1
                && let Some(cell) = row.get_mut(2)
            {
                *cell = Value::Empty;
            }
            row.push(Value::count(skipped.count));
            row.extend([Value::Empty, Value::Empty, Value::Empty]);
            row.extend([Value::word("not_applied"), Value::word(skipped.why)]);
            row
        }));
    }
    Table { columns: COLUMNS.to_vec(), rows }
}

/// Which test, of whom, about what, over which periods.
fn about(integrity: &Integrity<'_>, kind: Kind, which: &Which) -> Vec<Value> {
    let programme = integrity.prepared.programme;
    let framework = &programme.framework;
    let level = match which.peers {
        Peers::Level(level) => framework.levels.get(level as usize).map(|level| level.id.as_str()),
        Peers::BodyKind(kind) => {
            framework.body_kinds.get(kind as usize).map(|kind| kind.id.as_str())
        }
        Peers::Everybody => None,
    };
    let (element, indicator) = match which.about {
        About::Element(element) => {
            (programme.asked.get(element.0 as usize).map(|def| def.id.as_str()), None)
        }
        About::Indicator(place) => {
            (None, framework.indicators.get(place as usize).map(|own| own.id.as_str()))
        }
        About::Everything => (None, None),
    };
    let id = |reporter: Option<_>| reporter.map_or("", |reporter| programme.tree.id(reporter));
    let period = match which.from == which.to {
        true => which.from.to_string(),
        false => format!("{}..{}", which.from, which.to),
    };
    vec![
        Value::word(kind.words().0),
        Value::word(level.unwrap_or_default()),
        Value::word(id(which.unit)),
        Value::word(id(which.other)),
        Value::word(element.unwrap_or_default()),
        Value::word(indicator.unwrap_or_default()),
        Value::word(period),
    ]
}

/// What is said below the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What each kind of test means that has a flag, a sentence each.
    pub meanings: Vec<String>,
    /// How many tests there were, how many flags, how many of them are false on average.
    pub counts: String,
    /// What a flag is and what it is not.
    pub caution: String,
}

impl Told {
    /// The words below the table of a programme's tests.
    pub fn of(integrity: &Integrity<'_>, words: &Words) -> Told {
        let flagged: Vec<usize> =
            (0..integrity.tests.len()).filter(|place| integrity.is_flagged(*place)).collect();
        let has = |kind: &Kind| flagged.iter().any(|place| integrity.tests[*place].kind == *kind);
        let meanings = Kind::ALL.iter().filter(|kind| has(kind)).map(|kind| {
            let (name, key) = kind.words();
            format!("{name}: {}", words.say(key, &[]))
        });
        let by_chance = |place: &&usize| integrity.tests[**place].p.is_some();
        let chance = flagged.iter().filter(by_chance).count();
        let tests = integrity.tests.iter().filter(|test| test.p.is_some()).count();
        let skipped: usize = integrity.skipped.iter().map(|skipped| skipped.count).sum();
        let blanks = [
            ("tests", integrity.tests.len().to_string()),
            ("skipped", skipped.to_string()),
            ("flags", flagged.len().to_string()),
            ("false", written(FLAGGED * chance as f64, 1)),
            ("uncorrected", written(FLAGGED * tests as f64, 0)),
        ];
        let blanks: Vec<(&str, &str)> =
            blanks.iter().map(|(blank, value)| (*blank, value.as_str())).collect();
        Told {
            meanings: meanings.collect(),
            counts: words.say("integrity-counts", &blanks),
            caution: words.say("integrity-caution", &[]),
        }
    }
}

/// A figure with so many places; what rounds to 0 has no sign.
pub(super) fn written(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if zero { text.trim_start_matches('-').to_owned() } else { text }
}
