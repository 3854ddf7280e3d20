//! Explain: how a result came about, down to the observations, in words a programme officer can
//! follow.

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place};
use gangmu_domain::assessment::{Item, SubjectResult};
use gangmu_num::Ratio;

use super::explain_item::explain_item;
use super::explain_overlay::explain_overlay;
use super::explained::Explained;
use super::public::Hidden;
use super::run::Scored;
use crate::words::Words;

/// Explains the result of a unit (or a body), or one of its items; to a public reader when
/// `public`.
///
/// # Errors
/// A finding when there is no such unit among the subjects, or no such item.
pub fn explain(
    scored: &Scored<'_>,
    words: &Words,
    unit: &str,
    item: Option<&str>,
    public: bool,
) -> Result<Explained, Finding> {
    let tree = &scored.prepared.programme.tree;
    let subject = tree.find(unit).and_then(|reporter| scored.outcome.place(reporter));
    let Some(index) = subject else {
        let ids = scored.outcome.subjects.ids().iter();
        let known = ids.map(|id| tree.id(gangmu_base::Reporter(*id)));
        return Err(Finding::error("G002", Place::file("units.csv"))
            .with("unit", unit)
            .with("scheme", &scored.scheme.scheme.id)
            .with("nearest", nearest(unit, known).unwrap_or_default()));
    };
    let scheme = scored.scheme.scheme;
    let mut told = Explained::default();
    if let Some(wanted) = item {
        let Some(place) = scheme.items.iter().position(|item| item.id == wanted) else {
            let known = scheme.items.iter().map(|item| item.id.as_str());
            return Err(Finding::error("G003", scheme.place.clone())
                .with("item", wanted)
                .with("scheme", &scheme.id)
                .with("nearest", nearest(wanted, known).unwrap_or_default()));
        };
        explain_item(scored, words, index, place, public, &mut told);
        return Ok(told);
    }
    explain_subject(scored, words, index, public, &mut told);
    Ok(told)
}

fn show(figure: &Ratio) -> String {
    figure.show(2)
}

fn explain_subject(
    scored: &Scored<'_>,
    words: &Words,
    index: usize,
    public: bool,
    told: &mut Explained,
) {
    let Some(result) = scored.outcome.results.get(index) else { return };
    let tree = &scored.prepared.programme.tree;
    let id = scored.outcome.subjects.ids().get(index).copied().unwrap_or(u32::MAX);
    let reporter = gangmu_base::Reporter(id);
    let scheme = scored.scheme.scheme;
    let name = tree.name_on(reporter, scored.outcome.period.last_day());
    // Most schemes have their year in the title.
    let period = scored.outcome.period.to_string();
    let title = words.name(&scheme.title);
    let key = if title.contains(&period) { "explain-head" } else { "explain-head-period" };
    told.line(
        0,
        words.say(
            key,
            &[
                ("unit", tree.id(reporter)),
                ("name", words.name(&name)),
                ("total", &result.total.show(2)),
                ("scheme", title),
                ("period", &period),
            ],
        ),
    );
    explain_overlay(scored, words, reporter, told);
    if scored.before_appeals {
        told.line(0, words.say("explain-before-appeals", &[]));
    } else if let Some(before) = scored.published.results.get(index)
        && before.total != result.total
    {
        told.line(0, words.say("explain-appeals", &[("before", &before.total.show(2))]));
    }
    grade_and_place(scored, words, index, result, told);
    told.line(
        0,
        words.say(
            "explain-sum",
            &[
                ("base", &show(&result.base)),
                ("deducted", &show(&result.deducted.clone().unwrap_or_default())),
                ("bonus", &show(&result.bonus.clone().unwrap_or_default())),
                ("total", &result.total.show(2)),
            ],
        ),
    );
    let hidden = public.then(|| Hidden::of(scored));
    for (place, (group, row)) in scheme.groups.iter().zip(&scored.outcome.groups).enumerate() {
        let Some(points) = row.get(index) else { continue };
        let mark = hidden.as_ref().filter(|hidden| hidden.group(place, index)).map(Hidden::mark);
        let given = match (mark, &points.points) {
            (Some(mark), _) => mark.to_owned(),
            (None, Some(points)) => points.show(2),
            (None, None) => words.say("status-not_applicable", &[]),
        };
        let key = match (points.open, group.local) {
            (false, _) => "explain-group-closed",
            (true, true) if points.points.is_some() => "explain-local",
            (true, _) => "explain-group",
        };
        told.line(
            1,
            words.say(
                key,
                &[
                    ("group", &group.id),
                    ("title", words.name(&group.title)),
                    ("points", &given),
                    ("max", &points.max.plain()),
                ],
            ),
        );
        for (number, item) in scheme.items.iter().enumerate() {
            if scored.scheme.items.get(number).is_some_and(|compiled| compiled.group == place) {
                item_line(scored, words, index, number, item, hidden.as_ref(), told);
            }
        }
    }
    after_the_base(scored, words, result, told);
}

fn item_line(
    scored: &Scored<'_>,
    words: &Words,
    index: usize,
    number: usize,
    item: &Item,
    hidden: Option<&Hidden>,
    told: &mut Explained,
) {
    let row = scored.outcome.items.get(number).and_then(|row| row.get(index));
    let Some(result) = row else { return };
    let status = words.say(&format!("status-{}", result.status.word()), &[]);
    let points = match (&result.points, hidden.filter(|hidden| hidden.item(number, index))) {
        (_, Some(hidden)) => hidden.mark().to_owned(),
        (Some(points), None) => points.show(2),
        (None, None) => "–".to_owned(),
    };
    let key = if result.status.has_value() { "explain-item" } else { "explain-item-unknown" };
    told.item(
        2,
        &item.id,
        words.say(
            key,
            &[
                ("item", &item.id),
                ("title", words.name(&item.title)),
                ("points", &points),
                ("max", &result.max.plain()),
                ("status", &status),
            ],
        ),
    );
}

fn grade_and_place(
    scored: &Scored<'_>,
    words: &Words,
    index: usize,
    result: &SubjectResult,
    told: &mut Explained,
) {
    let scheme = scored.scheme.scheme;
    let class = scored.outcome.class(index);
    let own = scored.outcome.subjects.class().get(index);
    let members = match scheme.policy.compare_within {
        gangmu_domain::assessment::CompareWithin::All => scored.outcome.subjects.len(),
        gangmu_domain::assessment::CompareWithin::Class => {
            scored.outcome.subjects.class().iter().filter(|other| Some(*other) == own).count()
        }
    };
    let grade = result.grade.as_ref().and_then(|id| scheme.grades.iter().find(|g| g.id == *id));
    if let Some(grade) = grade {
        told.line(
            0,
            words
                .say("explain-grade", &[("grade", &grade.id), ("title", words.name(&grade.title))]),
        );
    }
    match result.rank {
        Some(rank) => told.line(
            0,
            words.say(
                "explain-rank",
                &[("rank", &rank.to_string()), ("class", class), ("members", &members.to_string())],
            ),
        ),
        None => told.line(0, words.say("explain-unranked", &[("class", class)])),
    }
    for reason in &result.reasons {
        let key = match reason {
            gangmu_domain::assessment::Reason::Event(_) => "explain-because-event",
            gangmu_domain::assessment::Reason::Veto(_) => "explain-because-veto",
            gangmu_domain::assessment::Reason::Quota => "explain-because-quota",
            gangmu_domain::assessment::Reason::SmallGroup => "explain-because-small-group",
        };
        let event = scored.facts.events.iter().find(|event| event.id == reason.word());
        let place = event.map(|event| event.place.to_string()).unwrap_or_default();
        told.line(
            1,
            words.say(
                key,
                &[
                    ("reason", reason.word()),
                    ("type", event.map_or("", |event| called(scored, words, &event.kind))),
                    ("severity", event.map_or("", |event| called(scored, words, &event.severity))),
                    ("place", &place),
                    ("least", &scheme.policy.min_group.to_string()),
                ],
            ),
        );
    }
    if let Some(award) = &result.award {
        let years = result.streak.unwrap_or_default().to_string();
        told.line(0, words.say("explain-award", &[("award", award), ("years", &years)]));
    }
    if let (Some(passes), Some(pass)) = (result.passes, result.pass) {
        let key = if pass { "explain-pass" } else { "explain-fail" };
        let of = scheme.items.iter().filter(|item| !scheme.is_local(item)).count();
        let (passes, of) = (passes.to_string(), of.to_string());
        told.line(0, words.say(key, &[("passes", &passes), ("items", &of)]));
    }
}

/// What people call a word of the programme; the word where it has no name.
fn called<'w>(scored: &'w Scored<'_>, words: &Words, word: &'w str) -> &'w str {
    let name = scored.prepared.programme.framework.name_of("", word);
    name.map_or(word, |name| words.name(name))
}

fn after_the_base(
    scored: &Scored<'_>,
    words: &Words,
    result: &SubjectResult,
    told: &mut Explained,
) {
    for taken in &result.taken {
        let event = scored.facts.events.iter().find(|event| event.id == taken.event);
        let kind = event.map_or("", |event| called(scored, words, &event.kind));
        let severity = event.map_or("", |event| called(scored, words, &event.severity));
        let flags = event.into_iter().flat_map(|event| &event.flags);
        let flags: Vec<&str> = flags.map(|flag| called(scored, words, flag)).collect();
        let flags = flags.join(&words.say("page-comma", &[]));
        let key = if flags.is_empty() { "explain-taken" } else { "explain-taken-more" };
        let place = event.map(|event| event.place.to_string()).unwrap_or_default();
        told.line(
            1,
            words.say(
                key,
                &[
                    ("event", &taken.event),
                    ("points", &show(&taken.points)),
                    ("type", kind),
                    ("severity", severity),
                    ("flags", &flags),
                    ("place", &place),
                ],
            ),
        );
    }
    if result.bonus.is_some() && !result.bonus_open {
        told.line(1, words.say("explain-bonus-closed", &[]));
    }
    let bonus = scored.scheme.scheme.bonus.as_ref();
    for (id, points) in &result.bonus_parts {
        let item = bonus.and_then(|bonus| bonus.items.iter().find(|item| item.id == *id));
        let title = item.map_or("", |item| words.name(&item.title));
        told.line(
            1,
            words
                .say("explain-bonus", &[("item", id), ("title", title), ("points", &show(points))]),
        );
    }
}
