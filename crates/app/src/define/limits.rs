//! The limits of what may be assessed, held against everything a programme says and reckons.

use std::collections::BTreeSet;

use gangmu_base::{Finding, Named, Period, Place};
use gangmu_domain::assessment::{CompiledScheme, shape_of};
use gangmu_domain::limits::{Limit, Voice, breaches, counted};
use gangmu_exchange::text::personal::header_is_personal;
use gangmu_formula::analyse::{Course, Interval, analyse};
use gangmu_formula::check::Checked;
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_formula::{Reference, syntax::BinaryOp};
use gangmu_num::Ratio;

use super::prepare::Prepared;
use super::ranges::Ranges;

/// Breaches in the wording of forms, elements and questions.
pub(super) fn of_framework(prepared: &Prepared<'_>) -> Vec<Finding> {
    let framework = &prepared.programme.framework;
    let mut findings = Vec::new();
    for element in &framework.elements {
        let names = [&element.name.zh, &element.name.en];
        if let Some(kind) = names.into_iter().find_map(|name| header_is_personal(name)) {
            findings.push(
                Finding::error("L005", element.place.clone())
                    .with("id", &element.id)
                    .with("words", kind),
            );
            continue;
        }
        let texts = [&element.name, &element.definition];
        findings.extend(in_words(&element.id, &element.place, &texts));
    }
    for form in &framework.datasets {
        findings.extend(in_words(&form.id, &form.place, &[&form.name, &form.text]));
    }
    for question in &framework.questions {
        findings.extend(in_words(&question.id, &question.place, &[&question.text]));
    }
    findings
}

/// Breaches in the wording of a scheme, and in what its rules reward.
pub(super) fn of_scheme(
    prepared: &Prepared<'_>,
    compiled: &CompiledScheme<'_>,
    period: Period,
    ranges: &Ranges<'_>,
) -> Vec<Finding> {
    let scheme = compiled.scheme;
    let mut findings = Vec::new();
    for (item, ready) in scheme.items.iter().zip(&compiled.items) {
        let mut found = in_words(&item.id, &item.place, &[&item.title, &item.text]);
        if let (Some(rule), Some(indicator)) = (&ready.rule, &ready.indicator)
            && !found.iter().any(|finding| finding.code == "L001")
        {
            let of = |reference: &Reference| ranges.of(reference);
            let course = shape_of(item, rule, indicator, period, &of).direction;
            let titles = [item.title.zh.as_str(), item.title.en.as_str()];
            if let Some((voice, words)) =
                rewards_silence(prepared, indicator, titles, course, period)
            {
                found.push(silence(&item.id, &item.rule.place, voice, &words));
            }
        }
        findings.extend(found);
    }
    for item in scheme.bonus.iter().flat_map(|bonus| &bonus.items) {
        findings.extend(in_words(&item.id, &item.place, &[&item.title]));
    }
    for veto in &scheme.vetoes {
        findings.extend(in_words(&veto.id, &veto.place, &[&veto.title, &veto.text]));
    }
    for row in scheme.deductions.iter().flat_map(|deductions| &deductions.rows) {
        if let Some(voice) = counted(&row.kind) {
            findings.push(silence(&row.kind, &row.place, voice, &row.kind));
        }
    }
    findings
}

/// What texts say against the limits: of each limit the first clause that does.
fn in_words(id: &str, place: &Place, texts: &[&Named]) -> Vec<Finding> {
    let mut told: BTreeSet<&'static str> = BTreeSet::new();
    let mut findings = Vec::new();
    for text in texts.iter().flat_map(|text| [&text.zh, &text.en]) {
        for (limit, clause) in breaches(text) {
            let code = match limit {
                Limit::Voices(_) => "L001",
                Limit::Opinions => "L002",
                Limit::Person => "L003",
                Limit::Residents => "L004",
                Limit::Identity => "L005",
            };
            if !told.insert(code) {
                continue;
            }
            findings.push(match limit {
                Limit::Voices(voice) => silence(id, place, voice, &clause),
                _ => Finding::error(code, place.clone()).with("id", id).with("words", clause),
            });
        }
    }
    findings
}

fn silence(id: &str, place: &Place, voice: Voice, words: &str) -> Finding {
    Finding::error("L001", place.clone())
        .with("id", id)
        .with("what", voice.word())
        .with("words", words)
}

/// Whether points rise as fewer people make themselves heard: the indicator counts it by its name,
/// or is made from an element that does.
fn rewards_silence(
    prepared: &Prepared<'_>,
    indicator: &str,
    titles: [&str; 2],
    course: Course,
    period: Period,
) -> Option<(Voice, String)> {
    let (number, definition) = prepared.catalogue.find(indicator)?;
    let names = [definition.name.zh.as_str(), definition.name.en.as_str()];
    if course == Course::NeverRises {
        let named = |name: &&str| Some((counted(name)?, (*name).to_owned()));
        if let Some(found) = names.iter().chain(&titles).find_map(named) {
            return Some(found);
        }
    }
    let formula = prepared.compiled.formulas.get(number)?.as_ref()?;
    let references: BTreeSet<&Reference> = formula.root.references().into_iter().collect();
    references.into_iter().find_map(|reference| {
        let Reference::Element(id) = reference else { return None };
        let place = prepared.catalogue.element(id)?;
        let element = prepared.programme.framework.elements.get(place)?;
        let names = [&element.name.zh, &element.name.en];
        let (voice, name) = names.into_iter().find_map(|name| Some((counted(name)?, name)))?;
        let falls = matches!(
            (course, moves_with(formula, reference, period)),
            (Course::NeverFalls, Course::NeverRises) | (Course::NeverRises, Course::NeverFalls)
        );
        falls.then(|| (voice, name.clone()))
    })
}

/// How an indicator moves with an element that is not merely what it is divided by.
fn moves_with(formula: &Checked, element: &Reference, period: Period) -> Course {
    if !stands_above(&formula.root, element) {
        return Course::Unknown;
    }
    // What is counted is never negative.
    let counts = |reference: &Reference| {
        matches!(reference, Reference::Element(_)).then(|| Interval::at_least(Ratio::ZERO))
    };
    analyse(formula, element, period, &counts).direction
}

fn stands_above(node: &Node, element: &Reference) -> bool {
    match &node.kind {
        NodeKind::Reference(reference) => reference == element,
        NodeKind::Binary(BinaryOp::Divide, above, _) => stands_above(above, element),
        NodeKind::At(..) => false,
        _ => {
            let mut found = false;
            node.for_each_child(|child| found = found || stands_above(child, element));
            found
        }
    }
}
