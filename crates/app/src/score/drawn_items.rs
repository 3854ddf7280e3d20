//! What was drawn anew and what was not: a row for each item, and in words.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::Period;
use gangmu_domain::framework::{Reach, Treated};
use gangmu_formula::Reference;
use gangmu_formula::check::Checked;

use super::draws::{Draws, Redrawing};
use crate::table::{Table, Value};
use crate::words::Words;

/// So many items are named for each reason.
const NAMED: usize = 12;

/// How the figures of an item are treated in a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// Drawn: a share of counts.
    Share,
    /// Drawn: answers to a survey.
    Survey,
    /// Drawn: both.
    Mixed,
    /// Follows points that are drawn: of other items, or of a scheme that enters.
    Follows,
    /// Not told to the public.
    Withheld,
    /// Numerator or denominator is an amount: money, time.
    Amount,
    /// Numerator and denominator count different things.
    OtherThings,
    /// Nowhere whole numbers of which the numerator is not the larger.
    NotWhole,
    /// Judged: checklists, ratings, grades, milestones.
    Judged,
    /// Events, practices.
    Event,
    /// Results of other schemes or years.
    Result,
    /// Only figures of earlier periods.
    Earlier,
    /// Totals of registers, and whatever else is no share.
    Total,
}

impl How {
    /// The word for programs.
    fn word(self) -> &'static str {
        match self {
            How::Share => "share",
            How::Survey => "survey",
            How::Mixed => "mixed",
            How::Follows => "follows",
            How::Withheld => "withheld",
            How::Amount => "amount",
            How::OtherThings => "other_things",
            How::NotWhole => "not_whole",
            How::Judged => "judged",
            How::Event => "event",
            How::Result => "result",
            How::Earlier => "earlier",
            How::Total => "total",
        }
    }

    fn told(self, words: &Words, items: &str) -> String {
        let blanks = [("items", items)];
        match self {
            How::Share => words.say("drawn-share", &blanks),
            How::Survey => words.say("drawn-survey", &blanks),
            How::Mixed => words.say("drawn-mixed", &blanks),
            How::Follows => words.say("drawn-follows", &blanks),
            How::Withheld => words.say("drawn-withheld", &blanks),
            How::Amount => words.say("drawn-amount", &blanks),
            How::OtherThings => words.say("drawn-other-things", &blanks),
            How::NotWhole => words.say("drawn-not-whole", &blanks),
            How::Judged => words.say("drawn-judged", &blanks),
            How::Event => words.say("drawn-event", &blanks),
            How::Result => words.say("drawn-result", &blanks),
            How::Earlier => words.say("drawn-earlier", &blanks),
            How::Total => words.say("drawn-total", &blanks),
        }
    }

    fn is_drawn(self) -> bool {
        matches!(self, How::Share | How::Survey | How::Mixed | How::Follows)
    }
}

/// An item, and how its figures are treated.
struct Listed<'r> {
    item: &'r str,
    indicator: Option<&'r str>,
    how: How,
    subjects: Option<usize>,
}

/// A row for each item and each bonus item: whether its figures are drawn anew, why, and of how many
/// subjects.
pub fn drawn_items(redrawing: &Redrawing<'_>) -> Table {
    let columns = vec!["item", "indicator", "drawn", "why", "subjects"];
    let row = |listed: Listed<'_>| {
        vec![
            Value::word(listed.item),
            Value::word(listed.indicator.unwrap_or_default()),
            Value::count(u8::from(listed.how.is_drawn())),
            Value::word(listed.how.word()),
            Value::or_empty(listed.subjects, Value::count),
        ]
    };
    Table { columns, rows: list(redrawing).into_iter().map(row).collect() }
}

/// How the places were drawn, of which items, and which stayed as they are, in words.
pub fn drawn_told(redrawing: &Redrawing<'_>, draws: Draws, words: &Words) -> Vec<String> {
    let (count, seed) = (draws.count.to_string(), draws.seed.to_string());
    let mut lines = vec![words.say("drawn-head", &[("draws", &count), ("seed", &seed)])];
    let listed = list(redrawing);
    let mut by_how: BTreeMap<How, Vec<&str>> = BTreeMap::new();
    for one in &listed {
        by_how.entry(one.how).or_default().push(one.item);
    }
    let drawn = listed.iter().filter(|one| one.how.is_drawn()).count().to_string();
    let all = listed.len().to_string();
    lines.push(words.say("drawn-count", &[("drawn", &drawn), ("all", &all)]));
    for (how, items) in by_how {
        let more = if items.len() > NAMED { ", …" } else { "" };
        let named = items.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ") + more;
        lines.push(format!("  {}", how.told(words, &named)));
    }
    lines
}

fn list<'r>(redrawing: &'r Redrawing<'_>) -> Vec<Listed<'r>> {
    let scheme = redrawing.scored.scheme;
    let items = scheme.scheme.items.iter().zip(&scheme.items);
    let items = items
        .map(|(item, ready)| (item.id.as_str(), ready.indicator.as_deref(), ready.rule.as_deref()));
    let bonus = scheme.scheme.bonus.iter().flat_map(|bonus| &bonus.items);
    let bonus = bonus.zip(&scheme.bonus_items);
    let bonus = bonus.map(|(item, rule)| (item.id.as_str(), None, rule.as_deref()));
    let listed = items.chain(bonus).filter_map(|(item, indicator, rule)| {
        let (how, subjects) = how(redrawing, rule?);
        Some(Listed { item, indicator, how, subjects })
    });
    listed.collect()
}

fn how(redrawing: &Redrawing<'_>, rule: &Checked) -> (How, Option<usize>) {
    let prepared = redrawing.scored.prepared;
    let period = redrawing.scored.outcome.period;
    let mut reach = Reach::default();
    reach.add([rule], period, &prepared.catalogue, &prepared.compiled);
    let now =
        |at: &Period| at.first_day() >= period.first_day() && at.last_day() <= period.last_day();
    let present: Vec<&Reference> =
        reach.facts.iter().filter(|(_, at)| now(at)).map(|(fact, _)| fact).collect();
    let treated: BTreeSet<Treated> = present
        .iter()
        .filter_map(|fact| match fact {
            Reference::Indicator(id) => redrawing.resampling.treated(id),
            _ => None,
        })
        .collect();
    if redrawing.touches(rule) {
        let touched = redrawing.resampling.touched();
        let any = |is: fn(&Reference) -> bool| {
            reach.facts.iter().any(|fact| is(&fact.0) && touched.contains(fact))
        };
        let share = any(|fact| matches!(fact, Reference::Element(_)));
        let survey = any(|fact| matches!(fact, Reference::Answers(..)));
        let how = match (share, survey) {
            (true, false) => How::Share,
            (false, true) => How::Survey,
            (true, true) => How::Mixed,
            (false, false) => How::Follows,
        };
        let count = treated.iter().filter_map(|treated| match treated {
            Treated::Drawn(count) => Some(*count),
            _ => None,
        });
        return (how, count.max());
    }
    let refused = [
        (Treated::Withheld, How::Withheld),
        (Treated::NotWhole, How::NotWhole),
        (Treated::Amounts, How::Amount),
        (Treated::OtherThings, How::OtherThings),
    ];
    if let Some((_, how)) = refused.into_iter().find(|(why, _)| treated.contains(why)) {
        return (how, None);
    }
    let any = |is: fn(&Reference) -> bool| present.iter().any(|fact| is(fact));
    if any(|fact| matches!(fact, Reference::Points(_) | Reference::Base | Reference::Total))
        && !redrawing.resampling.is_empty()
    {
        return (How::Follows, None);
    }
    let how = if any(|fact| {
        use Reference::{Checked, Grades, Milestones, Ratings};
        matches!(fact, Checked(_) | Grades(_) | Milestones(_) | Ratings(_))
    }) {
        How::Judged
    } else if any(|fact| matches!(fact, Reference::Events(..) | Reference::Practices(_))) {
        How::Event
    } else if any(|fact| matches!(fact, Reference::SchemeResult(_) | Reference::SchemeRanked(_))) {
        How::Result
    } else if any(|fact| matches!(fact, Reference::Element(_) | Reference::Answers(..))) {
        How::Total
    } else if reach.facts.iter().any(|(_, at)| !now(at)) {
        How::Earlier
    } else {
        How::Total
    };
    (how, None)
}
