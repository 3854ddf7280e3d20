//! Results laid out in tables: the same rows for people and for programs. Ids are spelled as in
//! the scheme, in every language.

use crate::table::{Table, Value};
use gangmu_domain::assessment::Taken;

use super::intervals::Intervals;
use super::public::Hidden;
use super::run::Scored;

/// A row for each subject, in the order of their ids. As a lower tier runs the scheme, the points of
/// the groups that it added stand in a column of their own; with intervals, these stand behind the
/// places.
pub fn results(
    scored: &Scored<'_>,
    hidden: Option<&Hidden>,
    intervals: Option<&Intervals>,
) -> Table {
    let mut columns = vec![
        "unit",
        "class",
        "base",
        "deduct",
        "bonus",
        "published",
        "final",
        "grade",
        "ranked",
        "rank_in_class",
        "reason",
        "streak",
        "award",
        "passes",
        "pass",
    ];
    let behind_rank = 1 + columns.iter().position(|name| *name == "rank_in_class").unwrap_or(0);
    if intervals.is_some() {
        columns.splice(behind_rank..behind_rank, ["rank_low", "rank_high", "tied_with"]);
    }
    let outcome = scored.outcome;
    let scheme = scored.scheme.scheme;
    let items = scheme.items.iter().filter(|item| !scheme.is_local(item)).count();
    let localised = scored.prepared.programme.localised.is_some();
    if localised {
        columns.push("local");
    }
    let mut rows = Vec::new();
    for (index, result) in outcome.results.iter().enumerate() {
        let published = scored.published.results.get(index).map(|before| &before.total);
        let reasons: Vec<&str> = result.reasons.iter().map(|reason| reason.word()).collect();
        let last = if scored.before_appeals { Value::Empty } else { Value::points(&result.total) };
        rows.push(vec![
            Value::word(unit(scored, index)),
            Value::word(outcome.class(index)),
            Value::figure(&result.base),
            Value::or_empty(result.deducted.as_ref(), Value::figure),
            Value::or_empty(result.bonus.as_ref(), Value::figure),
            Value::or_empty(published, Value::points),
            last,
            Value::or_empty(result.grade.clone(), Value::word),
            Value::count(u8::from(result.ranked)),
            Value::or_empty(result.rank, Value::count),
            Value::word(reasons.join(" ")),
            Value::or_empty(result.streak, Value::count),
            Value::or_empty(result.award.clone(), Value::word),
            Value::or_empty(result.passes, |passes| Value::word(format!("{passes}/{items}"))),
            Value::or_empty(result.pass, |pass| Value::word(if pass { "pass" } else { "fail" })),
        ]);
        if let (Some(row), Some(intervals)) = (rows.last_mut(), intervals) {
            row.splice(behind_rank..behind_rank, interval(scored, intervals, index));
        }
        if let Some(row) = rows.last_mut().filter(|_| localised) {
            row.push(match hidden.filter(|hidden| hidden.local(scored, index)) {
                Some(hidden) => Value::word(hidden.mark()),
                None => Value::or_empty(scored.local(index), |points| Value::figure(&points)),
            });
        }
    }
    Table { columns, rows }
}

/// Between which places a subject lies, and who cannot be told apart from it.
fn interval(scored: &Scored<'_>, intervals: &Intervals, index: usize) -> [Value; 3] {
    let Some(interval) = intervals.of(index) else {
        return [Value::Empty, Value::Empty, Value::Empty];
    };
    let tied: Vec<&str> = interval.tied.iter().map(|other| unit(scored, *other)).collect();
    [Value::count(interval.low), Value::count(interval.high), Value::word(tied.join(" "))]
}

fn unit<'s>(scored: &'s Scored<'_>, index: usize) -> &'s str {
    let id = scored.outcome.subjects.ids().get(index).copied().unwrap_or(u32::MAX);
    scored.prepared.programme.tree.id(gangmu_base::Reporter(id))
}

/// A row for each item of each subject; `hidden` cells show the mark.
pub fn items(scored: &Scored<'_>, hidden: Option<&Hidden>) -> Table {
    let columns = vec!["unit", "item", "status", "max", "points"];
    let scheme = scored.scheme.scheme;
    let mut rows = Vec::new();
    for index in 0..scored.outcome.subjects.len() {
        for (place, item) in scheme.items.iter().enumerate() {
            let row = scored.outcome.items.get(place).and_then(|row| row.get(index));
            let Some(result) = row else { continue };
            let points = match hidden.filter(|hidden| hidden.item(place, index)) {
                Some(hidden) => Value::word(hidden.mark()),
                None => Value::or_empty(result.points.as_ref(), Value::points),
            };
            rows.push(vec![
                Value::word(unit(scored, index)),
                Value::word(item.id.clone()),
                Value::word(result.status.word()),
                Value::Number(result.max.plain()),
                points,
            ]);
        }
    }
    Table { columns, rows }
}

/// A row for each group of each subject; `hidden` cells show the mark.
pub fn groups(scored: &Scored<'_>, hidden: Option<&Hidden>) -> Table {
    let columns = vec!["unit", "group", "max", "points"];
    let mut rows = Vec::new();
    for index in 0..scored.outcome.subjects.len() {
        let groups = scored.scheme.scheme.groups.iter().zip(&scored.outcome.groups);
        for (place, (group, row)) in groups.enumerate() {
            let Some(result) = row.get(index) else { continue };
            let points = match hidden.filter(|hidden| hidden.group(place, index)) {
                Some(hidden) => Value::word(hidden.mark()),
                None => Value::or_empty(result.points.as_ref(), Value::points),
            };
            rows.push(vec![
                Value::word(unit(scored, index)),
                Value::word(group.id.clone()),
                Value::figure(&result.max),
                points,
            ]);
        }
    }
    Table { columns, rows }
}

/// A row for each event that took points off, before any cap.
pub fn deductions(scored: &Scored<'_>) -> Table {
    let columns = vec!["unit", "event", "points"];
    let mut rows = Vec::new();
    for (index, result) in scored.outcome.results.iter().enumerate() {
        for Taken { event, points } in &result.taken {
            rows.push(vec![
                Value::word(unit(scored, index)),
                Value::word(event.clone()),
                Value::figure(points),
            ]);
        }
    }
    Table { columns, rows }
}

/// A row for each thing that follows from the final result.
pub fn consequences(scored: &Scored<'_>) -> Table {
    let columns = vec!["unit", "because", "consequence", "zh", "en", "counted_from", "due"];
    let notice = scored.prepared.programme.framework.notice.as_ref();
    let from = notice.map_or_else(String::new, |notice| notice.final_on.to_string());
    let mut rows = Vec::new();
    for due in &scored.due {
        let consequence = scored.scheme.scheme.consequences.get(due.consequence);
        let Some(step) = consequence.and_then(|c| c.steps.get(due.step)) else { continue };
        rows.push(vec![
            Value::word(scored.prepared.programme.tree.id(due.reporter)),
            Value::word(due.because.clone()),
            Value::word(step.id.clone()),
            Value::word(step.title.zh.clone()),
            Value::word(step.title.en.clone()),
            Value::word(from.clone()),
            Value::or_empty(due.due, |due| Value::word(due.to_string())),
        ]);
    }
    Table { columns, rows }
}
