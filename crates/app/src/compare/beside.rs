//! Two results of a scheme in one table, for people and for programs.

use std::collections::BTreeMap;

use gangmu_domain::assessment::{ItemResult, SubjectResult};

use super::moved::{Changed, Values};
use crate::score::{Scored, consequences, deductions, groups};
use crate::table::{Table, Value};

/// Which table is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A row for each subject.
    Results,
    /// A row for each item of each subject.
    Items,
    /// A row for each group of each subject.
    Groups,
    /// A row for each event that took points off.
    Deductions,
    /// A row for each thing that follows.
    Consequences,
}

/// Lays two scorings out beside each other.
pub fn beside(
    layout: Layout,
    changed: &Changed<'_>,
    before: &Scored<'_>,
    after: &Scored<'_>,
) -> Table {
    match layout {
        Layout::Results => results(changed),
        Layout::Items => items(changed),
        Layout::Groups => {
            let columns =
                vec!["unit", "group", "max", "max_after", "points", "points_after", "moved"];
            joined(columns, 2, &groups(before, None), &groups(after, None))
        }
        Layout::Deductions => {
            let columns = vec!["unit", "event", "points", "points_after", "moved"];
            joined(columns, 2, &deductions(before), &deductions(after))
        }
        Layout::Consequences => {
            let mut columns = consequences(before).columns;
            let keys = columns.len();
            columns.push("moved");
            joined(columns, keys, &consequences(before), &consequences(after))
        }
    }
}

/// The mark of a row in which something moved.
fn mark(moved: bool) -> Value {
    Value::count(u8::from(moved))
}

fn results(changed: &Changed<'_>) -> Table {
    let columns = vec![
        "unit",
        "class",
        "class_after",
        "total",
        "total_after",
        "change",
        "grade",
        "grade_after",
        "rank",
        "rank_after",
        "award",
        "award_after",
        "moved",
    ];
    let rows = changed.subjects.iter().map(|subject| {
        let both = |show: fn(&SubjectResult) -> Value| pair(&subject.result, show);
        let mut row = vec![Value::word(subject.id.clone())];
        let class = &subject.class;
        row.extend(
            [&class.before, &class.after].map(|c| Value::word(c.clone().unwrap_or_default())),
        );
        row.extend(both(|result| Value::points(&result.total)));
        row.push(Value::or_empty(subject.by().as_ref(), Value::figure));
        row.extend(both(|result| Value::or_empty(result.grade.clone(), Value::word)));
        row.extend(both(|result| Value::or_empty(result.rank, Value::count)));
        row.extend(both(|result| Value::or_empty(result.award.clone(), Value::word)));
        row.push(mark(subject.moved()));
        row
    });
    Table { columns, rows: rows.collect() }
}

fn items(changed: &Changed<'_>) -> Table {
    let columns = vec![
        "unit",
        "item",
        "status",
        "status_after",
        "max",
        "max_after",
        "points",
        "points_after",
        "moved",
        "why",
    ];
    let mut rows = Vec::new();
    for subject in &changed.subjects {
        for item in &subject.items {
            let both = |show: fn(&ItemResult) -> Value| pair(&item.result, |result| show(result));
            let mut row = vec![Value::word(subject.id.clone()), Value::word(item.item.id.clone())];
            row.extend(both(|result| Value::word(result.status.word())));
            row.extend(both(|result| Value::Number(result.max.plain())));
            row.extend(both(|result| Value::or_empty(result.points.as_ref(), Value::points)));
            row.push(mark(item.moved()));
            let why: Vec<&str> = item.why.iter().map(|why| why.word()).collect();
            row.push(Value::word(why.join(" ")));
            rows.push(row);
        }
    }
    Table { columns, rows }
}

fn pair<T>(values: &Values<T>, show: impl Fn(&T) -> Value) -> [Value; 2] {
    [&values.before, &values.after].map(|value| Value::or_empty(value.as_ref(), &show))
}

/// Two tables of the same columns, of which the first `keys` say which rows belong together; each of
/// the others comes twice.
fn joined(columns: Vec<&'static str>, keys: usize, before: &Table, after: &Table) -> Table {
    let key = |row: &[Value]| -> Vec<String> {
        row.iter().take(keys).map(|cell| cell.text().to_owned()).collect()
    };
    // The order is that of the tables; rows that are no more stand where they stood.
    let mut found: BTreeMap<Vec<String>, [Option<&Vec<Value>>; 2]> = BTreeMap::new();
    let mut order = Vec::new();
    for (side, table) in [before, after].into_iter().enumerate() {
        for row in &table.rows {
            let sides = found.entry(key(row)).or_insert_with(|| {
                order.push(key(row));
                [None, None]
            });
            sides[side] = Some(row);
        }
    }
    order.sort_by_key(|key| key.first().cloned());
    let rows =
        order.iter().filter_map(|key| {
            let sides = found.get(key)?;
            let [was, is] = sides;
            let mut row: Vec<Value> = was.or(*is)?.iter().take(keys).cloned().collect();
            for column in keys..before.columns.len() {
                row.extend(sides.map(|side| {
                    side.and_then(|row| row.get(column)).cloned().unwrap_or(Value::Empty)
                }));
            }
            let word = match (was, is) {
                (Some(_), None) => Value::word("gone"),
                (None, Some(_)) => Value::word("new"),
                _ => mark(was != is),
            };
            row.push(word);
            Some(row)
        });
    Table { columns, rows: rows.collect() }
}
