//! The derivation of one item: the rule, the facts in it, each step, bounds and rounding.

use std::collections::BTreeSet;

use gangmu_base::observations::{Element, NO_MOMENT};
use gangmu_base::{Period, Reporter};
use gangmu_domain::assessment::assessor_of;
use gangmu_domain::framework::Origin;
use gangmu_formula::column::Subjects;
use gangmu_formula::{Gave, Reference, Traced, trace};
use gangmu_num::Ratio;

use super::explained::Explained;
use super::public::{Hidden, alone, small};
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An item's points as a fact, beside the facts of the programme.
struct WithPoints<'w> {
    scored: &'w Scored<'w>,
    points: Ratio,
}

impl gangmu_formula::Source for WithPoints<'_> {
    fn fact(
        &self,
        reference: &Reference,
        period: Period,
        subjects: &Subjects,
    ) -> gangmu_formula::Column {
        match reference {
            Reference::ItemPoints(_) => gangmu_formula::Column::Numbers(
                gangmu_formula::Cells::Same(gangmu_base::Cell::known(self.points.clone())),
            ),
            _ => self.scored.source.fact(reference, period, subjects),
        }
    }

    fn parents(&self, subjects: &Subjects, period: Period) -> (Subjects, Vec<Option<usize>>) {
        self.scored.source.parents(subjects, period)
    }
}

struct Telling<'t, 's> {
    scored: &'s Scored<'s>,
    words: &'t Words,
    reporter: Reporter,
    public: bool,
    told: &'t mut Explained,
    seen: BTreeSet<(String, String)>,
}

impl<'s> Telling<'_, 's> {
    /// The subjects as they are compared with each other.
    fn compared(&self) -> Subjects {
        let subjects = &self.scored.outcome.subjects;
        match self.scored.scheme.scheme.policy.compare_within {
            gangmu_domain::assessment::CompareWithin::Class => subjects.clone(),
            gangmu_domain::assessment::CompareWithin::All => {
                Subjects::new(subjects.ids().to_vec(), vec![0; subjects.len()])
            }
        }
    }

    fn facts_with_points(&self, place: usize, index: usize) -> WithPoints<'s> {
        let item = self.scored.scheme.scheme.items.get(place);
        let class = self.scored.outcome.class(index);
        let points = item.map_or(Ratio::ZERO, |item| item.points_in(Some(class)).clone());
        WithPoints { scored: self.scored, points }
    }

    /// The facts a working-out rests on, each once.
    fn facts(&mut self, traced: &Traced, depth: usize) {
        if let Some(reference) = &traced.reference {
            let key = (format!("{reference:?}"), traced.period.to_string());
            if self.seen.insert(key) {
                self.fact(traced, reference, depth);
            }
        }
        for part in &traced.parts {
            self.facts(part, depth);
        }
    }

    fn fact(&mut self, traced: &Traced, reference: &Reference, depth: usize) {
        let words = self.words;
        let period = traced.period;
        let value = self.value(&traced.gave);
        let line = |key: &str, id: &str, value: &str| {
            words.say(
                key,
                &[
                    ("text", &traced.text),
                    ("id", id),
                    ("value", value),
                    ("period", &period.to_string()),
                ],
            )
        };
        match reference {
            Reference::Indicator(id) => {
                let mark = self.mark_if_small(id, period);
                let shown = mark.clone().unwrap_or(value);
                let name = self.indicator_name(id);
                self.told.line(
                    depth,
                    words.say(
                        "explain-indicator",
                        &[
                            ("text", &traced.text),
                            ("id", id),
                            ("name", &name),
                            ("value", &shown),
                            ("period", &period.to_string()),
                        ],
                    ),
                );
                if mark.is_none() {
                    self.indicator(id, period, depth + 1);
                }
            }
            Reference::Target(id) => {
                let place = self.target_place(id, period);
                let text = line("explain-target", id, &value);
                self.told.line(depth, format!("{text}{}", in_brackets(&place)));
            }
            Reference::Element(id) => self.element(id, period, depth),
            Reference::ItemPoints(id) => self.told.line(depth, line("explain-points", id, &value)),
            Reference::Worst(id) => self.told.line(depth, line("explain-worst", id, &value)),
            Reference::Best(id) => self.told.line(depth, line("explain-best", id, &value)),
            Reference::Checked(id) | Reference::Ratings(id) | Reference::Grades(id) => {
                self.told.line(depth, line("explain-marks", id, &value));
            }
            Reference::Answers(id, _) => self.told.line(depth, line("explain-answers", id, &value)),
            _ => self.told.line(depth, line("explain-fact", &traced.text, &value)),
        }
    }

    fn mark_if_small(&self, indicator: &str, period: Period) -> Option<String> {
        if !self.public || !small(self.scored, indicator, period, &alone(self.reporter), 0) {
            return None;
        }
        let privacy = self.scored.prepared.programme.framework.privacy.as_ref();
        Some(privacy.map_or_else(|| "x".to_owned(), |privacy| privacy.mark.clone()))
    }

    fn indicator_name(&self, id: &str) -> String {
        let found = self.scored.prepared.catalogue.find(id);
        found.map_or_else(String::new, |(_, indicator)| {
            let name = self.words.name(&indicator.name);
            if indicator.unit.is_empty() {
                name.to_owned()
            } else {
                format!("{name}, {}", indicator.unit)
            }
        })
    }

    /// How an indicator is made from its elements.
    fn indicator(&mut self, id: &str, period: Period, depth: usize) {
        let Some((number, indicator)) = self.scored.prepared.catalogue.find(id) else { return };
        let formula = self.scored.prepared.compiled.formulas.get(number).and_then(Option::as_ref);
        let (Some(formula), Some(written)) = (formula, &indicator.formula) else { return };
        let own = alone(self.reporter);
        let traced = trace(formula, &written.text, self.scored.source, period, &own, 0);
        self.told.line(
            depth,
            self.words.say("explain-made-of", &[("id", id), ("formula", &one_line(&written.text))]),
        );
        self.facts(&traced, depth + 1);
    }

    /// An element's figure and where it comes from.
    fn element(&mut self, id: &str, period: Period, depth: usize) {
        let figures = self.scored.source.inner.figures();
        let Some(element) = figures.element(id) else { return };
        let definition = self.scored.prepared.programme.framework.elements.get(element.0 as usize);
        let name = definition.map_or("", |definition| self.words.name(&definition.name));
        self.figure(element, id, name, period, self.reporter, depth, 0);
    }

    #[expect(clippy::too_many_arguments, reason = "one figure: which, of whom, when, how deep")]
    fn figure(
        &mut self,
        element: Element,
        id: &str,
        name: &str,
        period: Period,
        reporter: Reporter,
        depth: usize,
        below: usize,
    ) {
        let words = self.words;
        let scored = self.scored;
        let figures = scored.source.inner.figures();
        let tree = figures.tree();
        let column = figures.column(element, period);
        let value =
            column.get(reporter.index()).map_or_else(String::new, |cell| match cell.value() {
                Some(value) => value.plain(),
                None => words.say(&format!("status-{}", cell.status().word()), &[]),
            });
        let origin = figures.origin(element, period, reporter);
        let from = match &origin {
            Origin::Own => self.own_row(element, period, reporter),
            Origin::Below(units) => {
                words.say("explain-below", &[("count", &units.len().to_string())])
            }
            Origin::Shorter(parts, _) => {
                words.say("explain-shorter", &[("count", &parts.len().to_string())])
            }
            Origin::Nowhere => words.say("explain-nowhere", &[]),
        };
        self.told.line(
            depth,
            words.say(
                "explain-element",
                &[
                    ("id", id),
                    ("name", name),
                    ("unit", tree.id(reporter)),
                    ("period", &period.to_string()),
                    ("value", &value),
                    ("from", &from),
                ],
            ),
        );
        // Two tiers down is as far as a reader follows in one go.
        if below >= 2 {
            return;
        }
        match origin {
            Origin::Below(units) => {
                for unit in units {
                    self.figure(element, id, name, period, unit, depth + 1, below + 1);
                }
            }
            Origin::Shorter(parts, _) => {
                for part in parts {
                    self.figure(element, id, name, part, reporter, depth + 1, below + 1);
                }
            }
            Origin::Own | Origin::Nowhere => {}
        }
    }

    fn own_row(&self, element: Element, period: Period, reporter: Reporter) -> String {
        let figures = self.scored.source.inner.figures();
        let reading = figures.reading(element, period, reporter);
        let place = reading
            .and_then(|reading| figures.observations().place(reading.row))
            .map(|place| place.to_string())
            .unwrap_or_default();
        let recorded = reading
            .filter(|reading| reading.recorded_at != NO_MOMENT)
            .and_then(|reading| jiff::Timestamp::from_second(reading.recorded_at).ok())
            .map(|moment| moment.to_string())
            .unwrap_or_default();
        let appealed = figures.changed(element, period, reporter).is_some();
        let key = match (appealed, recorded.is_empty()) {
            (true, _) => "explain-own-appealed",
            (false, true) => "explain-own",
            (false, false) => "explain-own-recorded",
        };
        self.words.say(key, &[("place", &place), ("recorded", &recorded)])
    }

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

    fn target_place(&self, indicator: &str, period: Period) -> String {
        let target = self.scored.source.inner.targets().find(indicator, period, self.reporter);
        target.map(|target| target.place.to_string()).unwrap_or_default()
    }

    /// A value for people: exact when it is short, else to six places.
    fn value(&self, gave: &Gave) -> String {
        match gave {
            Gave::Number(value) => {
                let plain = value.plain();
                if plain.len() <= 12 && !plain.contains('/') {
                    return plain;
                }
                format!("≈ {}", value.show(6))
            }
            Gave::Flag(true) => self.words.say("yes", &[]),
            Gave::Flag(false) => self.words.say("no", &[]),
            Gave::List(list) => list.join(", "),
            Gave::Unknown(status) => self.words.say(&format!("status-{}", status.word()), &[]),
        }
    }
}

fn in_brackets(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}
