//! What moved, for whom and why, in sentences.

use gangmu_domain::assessment::{ItemResult, Reason, SubjectResult};

use super::moved::{Changed, ItemMoved, SubjectMoved};
use super::why::{Shown, Why};
use crate::words::Words;

/// No more subjects are told of one by one.
const TOLD: usize = 20;

/// A part of a result, as it is shown.
type Part<T> = fn(&SubjectResult) -> T;

/// The sentences: how many moved, then each of them with its items and the reasons.
pub fn told(changed: &Changed<'_>, words: &Words) -> Vec<String> {
    let moved: Vec<&SubjectMoved<'_>> = changed.subjects.iter().filter(|s| concerns(s)).collect();
    let all = changed.subjects.len().to_string();
    if moved.is_empty() {
        return vec![words.say("moved-nobody", &[("all", &all)])];
    }
    let count = moved.len().to_string();
    let mut lines = vec![words.say("moved-head", &[("moved", &count), ("all", &all)])];
    for subject in moved.iter().take(TOLD) {
        of_subject(subject, words, &mut lines);
    }
    if moved.len() > TOLD {
        let more = (moved.len() - TOLD).to_string();
        lines.push(words.say("moved-more", &[("more", &more)]));
    }
    lines
}

fn concerns(subject: &SubjectMoved<'_>) -> bool {
    subject.moved() || subject.items.iter().any(ItemMoved::moved)
}

fn of_subject(subject: &SubjectMoved<'_>, words: &Words, lines: &mut Vec<String>) {
    let name = words.name(&subject.name);
    let unit = [("unit", subject.id.as_str()), ("name", name)];
    let (before, after) = match (&subject.result.before, &subject.result.after) {
        (Some(before), Some(after)) => (before, after),
        (Some(_), None) => return lines.push(words.say("moved-gone", &unit)),
        (None, _) => return lines.push(words.say("moved-new", &unit)),
    };
    let (was, is) = (before.total.show(2), after.total.show(2));
    let key = if before.total == after.total { "moved-total-same" } else { "moved-total" };
    let [unit, name] = unit;
    lines.push(words.say(key, &[unit, name, ("before", &was), ("after", &is)]));
    let mut say = |key: &str, blanks: &[(&str, &str)]| {
        lines.push(format!("  {}", words.say(key, blanks)));
    };
    let none = "–".to_owned();
    let optional = |value: Option<String>| value.unwrap_or_else(|| none.clone());
    let parts: [(&str, Part<Option<String>>); 3] = [
        ("moved-grade", |result| result.grade.clone()),
        ("moved-rank", |result| result.rank.map(|rank| rank.to_string())),
        ("moved-award", |result| result.award.clone()),
    ];
    for (key, show) in parts {
        let (was, is) = (show(before), show(after));
        if was != is {
            say(key, &[("before", &optional(was)), ("after", &optional(is))]);
        }
    }
    if before.reasons != after.reasons {
        let list = |reasons: &[Reason]| {
            let list: Vec<&str> = reasons.iter().map(Reason::word).collect();
            if list.is_empty() { none.clone() } else { list.join(", ") }
        };
        say(
            "moved-reason",
            &[("before", &list(&before.reasons)), ("after", &list(&after.reasons))],
        );
    }
    if subject.class.moved() {
        let (was, is) = (subject.class.before.clone(), subject.class.after.clone());
        say("moved-class", &[("before", &optional(was)), ("after", &optional(is))]);
    }
    let items: Vec<&ItemMoved<'_>> = subject.items.iter().filter(|item| item.moved()).collect();
    for item in &items {
        let points = |side: &Option<&ItemResult>| {
            let points = side.as_ref().and_then(|result| result.points.as_ref());
            optional(points.map(|points| points.show(2)))
        };
        say(
            "moved-item",
            &[
                ("item", &item.item.id),
                ("title", words.name(&item.item.title)),
                ("before", &points(&item.result.before)),
                ("after", &points(&item.result.after)),
                ("why", &because(item, words)),
            ],
        );
    }
    let parts: [(&str, Part<String>); 3] = [
        ("moved-base", |result| result.base.show(2)),
        ("moved-deducted", |result| result.deducted.clone().unwrap_or_default().show(2)),
        ("moved-bonus", |result| result.bonus.clone().unwrap_or_default().show(2)),
    ];
    for (key, show) in parts {
        let (was, is) = (show(before), show(after));
        // The base follows from the items; alone it tells of caps, floors and gates of groups.
        if was != is && (key != "moved-base" || items.is_empty()) {
            say(key, &[("before", &was), ("after", &is)]);
        }
    }
    if before.total == after.total && before.rank != after.rank && items.is_empty() {
        say("moved-by-others", &[]);
    }
}

fn because(item: &ItemMoved<'_>, words: &Words) -> String {
    let other = |key: &str, id: &str, before: &Shown, after: &Shown| {
        let (before, after) = (shown(before, words), shown(after, words));
        words.say(key, &[("id", id), ("before", &before), ("after", &after)])
    };
    let one = |why: &Why| match why {
        Why::Points(before, after) => {
            let blanks = [("before", before.plain()), ("after", after.plain())];
            words.say(
                "why-points",
                &blanks.each_ref().map(|(blank, value)| (*blank, value.as_str())),
            )
        }
        Why::Target(id, before, after) => other("why-target", id, before, after),
        Why::Figure(id, before, after) => other("why-figure", id, before, after),
        Why::Worst(id, before, after) => other("why-worst", id, before, after),
        Why::Best(id, before, after) => other("why-best", id, before, after),
        Why::Direction(id) => words.say("why-direction", &[("id", id)]),
        Why::Rule => words.say("why-rule", &[]),
        Why::Facts => words.say("why-facts", &[]),
        Why::Policy => words.say("why-policy", &[]),
        Why::Others => words.say("why-others", &[]),
    };
    let list: Vec<String> = match (&item.result.before, &item.result.after) {
        (None, _) => vec![words.say("why-new", &[])],
        (_, None) => vec![words.say("why-gone", &[])],
        _ => item.why.iter().map(one).collect(),
    };
    list.join(&words.say("why-and", &[]))
}

fn shown(figure: &Shown, words: &Words) -> String {
    match figure {
        Ok(value) => {
            let plain = value.plain();
            let short = plain.len() <= 12 && !plain.contains('/');
            if short { plain } else { format!("≈ {}", value.show(6)) }
        }
        Err(status) => words.say(&format!("status-{}", status.word()), &[]),
    }
}
