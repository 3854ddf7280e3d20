//! Rates of a few cases: one case more or less moves them by many points.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::observations::Element;
use gangmu_base::{Finding, Length, Period, Reporter};
use gangmu_domain::assessment::CompiledScheme;
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::typed::NodeKind;
use gangmu_formula::{Reference, Subjects};
use gangmu_num::Ratio;

use super::prepare::Prepared;

/// Items whose rate has a denominator below the minimum: for most subjects (`S041`), so that the
/// item measures chance; or for a few, which are not published (`R008`, a note).
pub(super) fn denominators(
    prepared: &Prepared<'_>,
    compiled: &CompiledScheme<'_>,
    subjects: &[Reporter],
    period: Period,
    source: &FrameworkSource<'_>,
) -> Vec<Finding> {
    let tree = &prepared.programme.tree;
    let column = Subjects::new(subjects.iter().map(|who| who.0).collect(), vec![0; subjects.len()]);
    let mut findings = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (item, ready) in compiled.scheme.items.iter().zip(&compiled.items) {
        let (Some(rule), Some(indicator)) = (&ready.rule, &ready.indicator) else { continue };
        let Some(least) = least(prepared, indicator) else { continue };
        if none_is_small(prepared, indicator, &least) {
            continue;
        }
        let Some(found) = source.denominator(indicator, period, &column) else { continue };
        let found = found.into_numbers();
        let known: Vec<(usize, Ratio)> = (0..subjects.len())
            .filter_map(|index| Some((index, found.at(index).value()?.clone())))
            .collect();
        let small: Vec<&(usize, Ratio)> = known.iter().filter(|(_, n)| *n < least).collect();
        let Some((first, figure)) = small.first() else { continue };
        let mostly = small.len() * 2 >= known.len();
        let code = if mostly { "S041" } else { "R008" };
        let guarded = rule.root.references().into_iter().any(|reference| {
            matches!(reference, Reference::Element(id) if divides(prepared, indicator, id))
        });
        if (mostly && guarded) || (!mostly && !told.insert(indicator)) {
            continue;
        }
        let finding = if mostly {
            Finding::warning(code, item.rule.place.clone()).with("item", &item.id)
        } else {
            let place = prepared.catalogue.find(indicator).map(|(_, own)| own.place.clone());
            Finding::note(code, place.unwrap_or_else(|| item.place.clone()))
        };
        findings.push(
            finding
                .with("indicator", indicator)
                .with("unit", tree.id(subjects[*first]))
                .with("period", period)
                .with("figure", figure.plain())
                .with("least", least.plain())
                .with("count", small.len())
                .with("all", known.len()),
        );
    }
    findings
}

/// Rates of a month or a quarter within the period whose denominator is below the minimum: they are
/// not published (`R008`, a note).
pub(super) fn of_shorter_periods(prepared: &Prepared<'_>, period: Period) -> Vec<Finding> {
    let programme = prepared.programme;
    let mut divisors: BTreeMap<usize, (Ratio, &str)> = BTreeMap::new();
    for (number, indicator) in programme.framework.indicators.iter().enumerate() {
        let formula = prepared.compiled.denominators.get(number).and_then(Option::as_ref);
        let Some(NodeKind::Reference(Reference::Element(id))) = formula.map(|f| &f.root.kind)
        else {
            continue;
        };
        let element = prepared.catalogue.element(id);
        if let (Some(element), Some(least)) = (element, least(prepared, &indicator.id)) {
            divisors.entry(element).or_insert((least, &indicator.id));
        }
    }
    let observations = &programme.observations;
    let mut findings = Vec::new();
    for (element, (least, indicator)) in divisors {
        let element = Element(element as u32);
        let parts = [Length::Half, Length::Quarter, Length::Month]
            .into_iter()
            .filter(|length| *length != period.length())
            .flat_map(|length| period.parts(length));
        for part in parts {
            if !observations.any_below(element, part, &least) {
                continue;
            }
            let small: Vec<_> = observations
                .read(element, part, None)
                .filter(|row| row.reported.cell().value().is_some_and(|value| *value < least))
                .collect();
            let Some(first) = small.first() else { continue };
            let Some(place) = observations.place(first.row) else { continue };
            let figure = first.reported.cell().value().map(Ratio::plain).unwrap_or_default();
            findings.push(
                Finding::note("R008", place)
                    .with("indicator", indicator)
                    .with("unit", programme.tree.id(first.reporter))
                    .with("period", part)
                    .with("figure", figure)
                    .with("least", least.plain())
                    .with("count", small.len())
                    .with("all", observations.read(element, part, None).count()),
            );
        }
    }
    findings
}

/// Whether it is plain from the rows that no denominator is below the least: it is one element, and
/// what is put together from figures that are all as large is no smaller.
fn none_is_small(prepared: &Prepared<'_>, indicator: &str, least: &Ratio) -> bool {
    let formula = prepared
        .catalogue
        .find(indicator)
        .and_then(|(number, _)| prepared.compiled.denominators.get(number)?.as_ref());
    let Some(NodeKind::Reference(Reference::Element(id))) = formula.map(|f| &f.root.kind) else {
        return false;
    };
    let Some(element) = prepared.catalogue.element(id) else { return false };
    let element = Element(element as u32);
    let observations = &prepared.programme.observations;
    let periods = observations.periods_of(element);
    periods.into_iter().all(|period| !observations.any_below(element, period, least))
}

/// The least denominator of an indicator, where one is stated.
fn least(prepared: &Prepared<'_>, indicator: &str) -> Option<Ratio> {
    let (_, definition) = prepared.catalogue.find(indicator)?;
    let privacy = prepared.programme.framework.privacy.as_ref();
    definition.min_denominator.clone().or_else(|| Some(privacy?.min_denominator.clone()))
}

/// Whether an element is in what an indicator is divided by.
fn divides(prepared: &Prepared<'_>, indicator: &str, element: &str) -> bool {
    let formula = prepared
        .catalogue
        .find(indicator)
        .and_then(|(number, _)| prepared.compiled.denominators.get(number)?.as_ref());
    formula.is_some_and(|formula| {
        formula
            .root
            .references()
            .into_iter()
            .any(|reference| matches!(reference, Reference::Element(id) if **id == *element))
    })
}
