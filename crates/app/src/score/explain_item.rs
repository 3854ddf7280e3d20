//! The derivation of one item: the rule, the facts in it, each step, bounds and rounding.

use std::collections::BTreeSet;

use gangmu_base::Reporter;
use gangmu_domain::assessment::assessor_of;
use gangmu_formula::{Gave, Traced, trace};

use super::explain_facts::{Telling, one_line};
use super::explain_overlay::explain_derogations;
use super::explained::Explained;
use super::public::Hidden;
use super::run::Scored;
use crate::words::Words;

/// Explains one item of the `index`-th subject.
pub(super) fn explain_item(
    scored: &Scored<'_>,
    words: &Words,
    index: usize,
    place: usize,
    public: bool,
    told: &mut Explained,
) {
    let scheme = scored.scheme.scheme;
    let (Some(item), Some(compiled)) = (scheme.items.get(place), scored.scheme.items.get(place))
    else {
        return;
    };
    let Some(result) = scored.outcome.items.get(place).and_then(|row| row.get(index)) else {
        return;
    };
    let tree = &scored.prepared.programme.tree;
    let id = scored.outcome.subjects.ids().get(index).copied().unwrap_or(u32::MAX);
    let reporter = Reporter(id);
    let hidden = public.then(|| Hidden::of(scored)).filter(|hidden| hidden.item(place, index));
    let mark = hidden.as_ref().map(Hidden::mark);
    let points = match (&result.points, mark) {
        (_, Some(mark)) => mark.to_owned(),
        (Some(points), None) => points.show(2),
        (None, None) => "–".to_owned(),
    };
    let name = tree.name_on(reporter, scored.outcome.period.last_day());
    told.line(
        0,
        words.say(
            "explain-item-head",
            &[
                ("unit", tree.id(reporter)),
                ("name", words.name(&name)),
                ("item", &item.id),
                ("title", words.name(&item.title)),
                ("points", &points),
                ("max", &result.max.plain()),
            ],
        ),
    );
    let wording = words.name(&item.text);
    if !wording.is_empty() {
        told.line(0, words.say("explain-wording", &[("text", wording)]));
    }
    let before = scored.published.items.get(place).and_then(|row| row.get(index));
    if let Some(before) = before.filter(|before| before.points != result.points && mark.is_none()) {
        let points = before.points.as_ref().map_or_else(|| "–".to_owned(), |p| p.show(2));
        told.line(0, words.say("explain-before", &[("points", &points)]));
    }
    told.line(
        0,
        words.say(
            "explain-rule",
            &[("rule", &one_line(&item.rule.text)), ("place", &item.rule.place.to_string())],
        ),
    );
    if let Some(assessor) = assessor_of(item, reporter, tree, scored.outcome.period) {
        let name = tree.name(assessor);
        told.line(
            0,
            words.say(
                "explain-assessor",
                &[("body", tree.id(assessor)), ("name", words.name(&name))],
            ),
        );
    }
    explain_derogations(scored, words, reporter, Some(place), told);
    let Some(rule) = &compiled.rule else { return };
    let mut telling = Telling { scored, words, reporter, public, told, seen: BTreeSet::new() };
    let subjects = telling.compared();
    let facts = telling.facts_with_points(place, index);
    let traced = trace(rule, &item.rule.text, &facts, scored.outcome.period, &subjects, index);
    if hidden.is_some() {
        telling.told.line(1, words.say("explain-hidden", &[("mark", mark.unwrap_or("x"))]));
        return;
    }
    telling.facts(&traced, 1);
    telling.rule(&traced, 1);
    telling.bounds(&traced, item, place, index);
}

impl Telling<'_, '_> {
    /// The steps of a rule, and what it gives: the rule as a whole stands above already.
    fn rule(&mut self, traced: &Traced, depth: usize) {
        match traced.parts.as_slice() {
            [value, body] if traced.text.starts_with("let ") => {
                self.steps(value, depth);
                self.rule(body, depth);
            }
            parts => {
                for part in parts {
                    self.steps(part, depth);
                }
                let value = self.value(&traced.gave);
                self.told.line(depth, self.words.say("explain-rule-gives", &[("value", &value)]));
            }
        }
    }

    /// Each step of the working-out that is more than a fact or a number.
    fn steps(&mut self, traced: &Traced, depth: usize) {
        for part in &traced.parts {
            self.steps(part, depth);
        }
        if traced.reference.is_some() || traced.plain {
            return;
        }
        let key = (traced.text.clone(), format!("step {}", traced.period));
        if !self.seen.insert(key) {
            return;
        }
        let value = self.value(&traced.gave);
        let text = one_line(&traced.text);
        if text == value {
            return;
        }
        let other_period = traced.period != self.scored.outcome.period;
        let mut line = if other_period {
            let period = traced.period.to_string();
            self.words
                .say("explain-step-in", &[("text", &text), ("value", &value), ("period", &period)])
        } else {
            self.words.say("explain-step", &[("text", &text), ("value", &value)])
        };
        if let Some((_, members)) = traced.compared {
            line.push_str(&self.words.say("explain-among", &[("members", &members.to_string())]));
        }
        self.told.line(depth, line);
    }

    fn bounds(
        &mut self,
        traced: &Traced,
        item: &gangmu_domain::assessment::Item,
        place: usize,
        index: usize,
    ) {
        let words = self.words;
        let row = self.scored.outcome.items.get(place).and_then(|row| row.get(index));
        let Some(result) = row else { return };
        let policy = &self.scored.scheme.scheme.policy;
        let Gave::Number(figure) = &traced.gave else {
            let status = words.say(&format!("status-{}", result.status.word()), &[]);
            let key = match &result.points {
                Some(_) => "explain-unknown-points",
                None => "explain-left-out",
            };
            let points = result.points.as_ref().map(|p| p.show(2)).unwrap_or_default();
            self.told.line(1, words.say(key, &[("status", &status), ("points", &points)]));
            return;
        };
        let floor = item.floor.as_ref().unwrap_or(&policy.item_floor);
        let outside = (!item.may_exceed && *figure > result.max) || figure < floor;
        let points = result.points.as_ref().map(|p| p.show(2)).unwrap_or_default();
        if outside {
            self.told.line(
                1,
                words.say(
                    "explain-kept-within",
                    &[("low", &floor.plain()), ("high", &result.max.plain())],
                ),
            );
        }
        match policy.round_item {
            Some(places) => self.told.line(
                1,
                words.say(
                    "explain-rounded",
                    &[("places", &places.to_string()), ("points", &points)],
                ),
            ),
            None => self.told.line(1, words.say("explain-not-rounded", &[("points", &points)])),
        }
    }
}
