//! The facts an item rests on, down to the observations.

use std::collections::BTreeSet;

use gangmu_base::observations::{Element, NO_MOMENT};
use gangmu_base::{Period, Reporter, Status};
use gangmu_domain::framework::Origin;
use gangmu_formula::column::Subjects;
use gangmu_formula::{Gave, Reference, Traced, trace};
use gangmu_num::Ratio;

use super::explained::Explained;
use super::public::{alone, is_hidden};
use super::run::Scored;
use crate::words::{Language, Words};

/// An item's points as a fact, beside the facts of the programme.
pub(super) struct WithPoints<'w> {
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

/// An explanation being told about one subject.
pub(super) struct Telling<'t, 's> {
    pub(super) scored: &'s Scored<'s>,
    pub(super) words: &'t Words,
    pub(super) reporter: Reporter,
    pub(super) public: bool,
    pub(super) told: &'t mut Explained,
    pub(super) seen: BTreeSet<(String, String)>,
}

impl<'s> Telling<'_, 's> {
    /// The subjects as they are compared with each other.
    pub(super) fn compared(&self) -> Subjects {
        let subjects = &self.scored.outcome.subjects;
        match self.scored.scheme.scheme.policy.compare_within {
            gangmu_domain::assessment::CompareWithin::Class => subjects.clone(),
            gangmu_domain::assessment::CompareWithin::All => {
                Subjects::new(subjects.ids().to_vec(), vec![0; subjects.len()])
            }
        }
    }

    pub(super) fn facts_with_points(&self, place: usize, index: usize) -> WithPoints<'s> {
        let item = self.scored.scheme.scheme.items.get(place);
        let class = self.scored.outcome.class(index);
        let points = item.map_or(Ratio::ZERO, |item| item.points_in(Some(class)).clone());
        WithPoints { scored: self.scored, points }
    }

    /// The facts a working-out rests on, each once.
    pub(super) fn facts(&mut self, traced: &Traced, depth: usize) {
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
                let mark = self.mark_if_hidden(id, period);
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
                self.told.line(depth, format!("{text}{}", in_brackets(&place, words)));
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

    fn mark_if_hidden(&self, indicator: &str, period: Period) -> Option<String> {
        if !self.public || !is_hidden(self.scored, indicator, period, self.reporter) {
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
                let comma = if self.words.language() == Language::Zh { "，" } else { ", " };
                format!("{name}{comma}{}", indicator.unit)
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
        let definition = self.scored.prepared.programme.asked.get(element.0 as usize);
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
                Some(value) if cell.status() == Status::Known => value.plain(),
                Some(value) => {
                    let status = words.say(&format!("status-{}", cell.status().word()), &[]);
                    words.say(
                        "explain-with-status",
                        &[("value", &value.plain()), ("status", &status)],
                    )
                }
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
        // Two tiers down is as far as a reader follows in one go; the public is told no figure of
        // a smaller unit, whose denominators may be too small to be published.
        if below >= 2 || self.public {
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

    /// A moment in the programme's zone.
    fn moment(&self, moment: gangmu_base::observations::Moment) -> Option<String> {
        let zone = self.scored.prepared.programme.framework.zone_seconds;
        let offset = jiff::tz::Offset::from_seconds(zone).ok()?;
        let moment = jiff::Timestamp::from_millisecond(moment).ok()?;
        Some(offset.to_datetime(moment).strftime("%Y-%m-%d %H:%M:%S").to_string())
    }

    fn own_row(&self, element: Element, period: Period, reporter: Reporter) -> String {
        let figures = self.scored.source.inner.figures();
        if let Some((day, places)) = figures.redrawn(element, period, reporter) {
            let places: Vec<String> = places.iter().map(ToString::to_string).collect();
            let (day, places) = (day.to_string(), places.join(" + "));
            return self.words.say("explain-own-drawn", &[("day", &day), ("places", &places)]);
        }
        let reading = figures.reading(element, period, reporter);
        let place = reading
            .and_then(|reading| figures.observations().place(reading.row))
            .map(|place| place.to_string())
            .unwrap_or_default();
        let recorded = reading
            .filter(|reading| reading.recorded_at != NO_MOMENT)
            .and_then(|reading| self.moment(reading.recorded_at))
            .unwrap_or_default();
        let appealed = figures.changed(element, period, reporter).is_some();
        let key = match (appealed, recorded.is_empty()) {
            (true, _) => "explain-own-appealed",
            (false, true) => "explain-own",
            (false, false) => "explain-own-recorded",
        };
        self.words.say(key, &[("place", &place), ("recorded", &recorded)])
    }

    fn target_place(&self, indicator: &str, period: Period) -> String {
        let target = self.scored.source.inner.targets().find(indicator, period, self.reporter);
        target.map(|target| target.place.to_string()).unwrap_or_default()
    }

    /// A value for people: exact when it is short, else to six places.
    pub(super) fn value(&self, gave: &Gave) -> String {
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

fn in_brackets(text: &str, words: &Words) -> String {
    match words.language() {
        _ if text.is_empty() => String::new(),
        Language::Zh => format!("（{text}）"),
        Language::En => format!(" ({text})"),
    }
}

/// A text over several lines as one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
