//! What it would bring to report the figure of an item a little better than it is, as a table.

use std::sync::Arc;

use gangmu_base::Reporter;
use gangmu_domain::assessment::{Again, Item, Question, Reward, Trial, rewards};
use gangmu_domain::framework::{Nudge, Reach, is_touched};
use gangmu_formula::{Reference, Source};

use super::run::Scored;
use super::with_results::WithResults;
use crate::table::{Table, Value};

/// Words in what a programme says of a source that tell of somebody with no stake in the figure.
const INDEPENDENT: [&str; 9] = [
    "independent",
    "third party",
    "third-party",
    "external",
    "audit",
    "独立",
    "第三方",
    "外部",
    "审计",
];

/// A row for each item that rests on a figure: what it would bring if what its indicator is made from
/// were 1 % better than it is, for one subject at a time, and everything else the same.
///
/// Of a quotient the numerator gets better, at most to the denominator that it is a part of; of
/// answers to a survey and what is made otherwise, the indicator itself. Gains are those of the total,
/// in points, the mean over all subjects that have points for the item; places are those within who is
/// compared. `independent` is 1 where the figure, or the judgement of it, comes from somebody with no
/// stake in it, and `because` says how that is known: `survey`; `above`, collected by a tier above the
/// subjects; `source`, by what is said of the source; `assessor`, a body that is named, or peers.
pub fn misreporting(scored: &Scored<'_>) -> Table {
    let columns = vec![
        "item",
        "indicator",
        "source",
        "independent",
        "because",
        "subjects",
        "gainers",
        "mean_gain",
        "greatest_gain",
        "greatest_unit",
        "climbers",
        "most_places",
    ];
    let rows = found(scored).into_iter().map(|(item, indicator, reward)| {
        let tree = &scored.prepared.programme.tree;
        let unit = |place: usize| {
            let id = scored.outcome.subjects.ids().get(place).copied().unwrap_or(u32::MAX);
            tree.id(Reporter(id))
        };
        let because = independent(scored, item, &indicator);
        let greatest = reward.greatest.as_ref();
        vec![
            Value::word(item.id.clone()),
            Value::word(&*indicator),
            Value::word(source(scored, item, &indicator)),
            Value::count(u8::from(because.is_some())),
            Value::word(because.unwrap_or_default()),
            Value::count(reward.subjects),
            Value::count(reward.gainers),
            Value::or_empty(reward.mean.as_ref(), |mean| Value::Number(mean.show(4))),
            Value::or_empty(greatest, |(_, gain)| Value::figure(gain)),
            Value::or_empty(greatest, |(place, _)| Value::word(unit(*place))),
            Value::count(reward.climbers),
            Value::count(reward.most_places),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn found<'s>(scored: &'s Scored<'_>) -> Vec<(&'s Item, Arc<str>, Reward)> {
    let programme = scored.prepared.programme;
    let (scheme, period) = (scored.scheme, scored.outcome.period);
    let subjects = &scored.outcome.subjects;
    let whos: Vec<Reporter> = subjects.ids().iter().map(|id| Reporter(*id)).collect();
    let again = Again::new(Question {
        scheme,
        period,
        subjects: whos.clone(),
        tree: &programme.tree,
        source: scored.source,
        facts: scored.facts,
        working_days: &programme.framework.working_days,
    });
    let mut reach = Reach::default();
    let formulas = scheme.formulas_of_results().map(Arc::as_ref);
    reach.add(formulas, period, &scored.prepared.catalogue, &scored.prepared.compiled);
    let nudges: Vec<(usize, Arc<str>, Nudge<'_>)> = scheme
        .items
        .iter()
        .enumerate()
        .filter_map(|(place, item)| {
            let indicator = item.indicator.clone()?;
            let inner = scored.source.inner;
            let nudge = Nudge::plan(inner, &indicator, &reach, period, subjects)?;
            Some((place, indicator, nudge))
        })
        .collect();
    let trials: Vec<Trial<'_>> = nudges
        .iter()
        .map(|(place, _, nudge)| {
            let touched = scheme.items.iter().map(|item| {
                item.rule.as_ref().is_some_and(|rule| is_touched(rule, period, nudge.touched()))
            });
            let (whos, outcomes) = (&whos, &scored.source.outcomes);
            Trial {
                item: *place,
                touched: touched.collect(),
                moves_others: reach.above,
                with: Box::new(move |places, then| {
                    let own: Vec<Reporter> =
                        places.iter().filter_map(|place| whos.get(*place).copied()).collect();
                    nudge.with(&own, |inner| {
                        let source = WithResults { inner, outcomes: outcomes.clone() };
                        then(&source as &dyn Source);
                    });
                }),
            }
        })
        .collect();
    let found = rewards(&again, &trials);
    drop(trials);
    nudges
        .into_iter()
        .zip(found)
        .filter_map(|((place, indicator, _), reward)| {
            Some((scheme.scheme.items.get(place)?, indicator, reward))
        })
        .collect()
}

/// What is said of where the figures come from: in the legal table, else of the indicator.
fn source<'s>(scored: &'s Scored<'_>, item: &'s Item, indicator: &str) -> &'s str {
    if !item.printed.source.is_empty() {
        return &item.printed.source;
    }
    let framework = &scored.prepared.programme.framework;
    let own = framework.indicators.iter().find(|one| one.id == *indicator);
    own.map_or("", |own| own.source.as_str())
}

/// How it is known that who delivers an item has no hand in its figure; `None` where it is not.
fn independent(scored: &Scored<'_>, item: &Item, indicator: &str) -> Option<&'static str> {
    let prepared = scored.prepared;
    let framework = &prepared.programme.framework;
    let formula = prepared
        .catalogue
        .find(indicator)
        .and_then(|(number, _)| prepared.compiled.formulas.get(number)?.as_ref());
    let mut reach = Reach::default();
    let formulas = formula.into_iter().map(Arc::as_ref);
    reach.add(formulas, scored.outcome.period, &prepared.catalogue, &prepared.compiled);
    let facts = || reach.facts.iter().map(|(fact, _)| fact);
    if facts().any(|fact| matches!(fact, Reference::Answers(..))) {
        return Some("survey");
    }
    let level =
        framework.levels.iter().position(|level| level.id == scored.scheme.scheme.subjects.level);
    let collected: Vec<u32> = facts()
        .filter_map(|fact| match fact {
            Reference::Element(id) => framework.elements.iter().find(|e| e.id == **id),
            _ => None,
        })
        .map(|element| element.collected_at)
        .collect();
    let is_above = |at: &u32| level.is_some_and(|level| (*at as usize) < level);
    if !collected.is_empty() && collected.iter().all(is_above) {
        return Some("above");
    }
    let said = source(scored, item, indicator).to_lowercase();
    if INDEPENDENT.iter().any(|word| said.contains(word)) {
        return Some("source");
    }
    let tree = &prepared.programme.tree;
    let named = |assessor: &str| {
        assessor == "peers" || tree.find(assessor).is_some_and(|found| tree.body(found).is_some())
    };
    item.assessor.as_deref().filter(|assessor| named(assessor)).map(|_| "assessor")
}
