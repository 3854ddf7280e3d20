//! The rules of a form, put to it as it stands: what a rule says is told at every cell it looks at.

use std::collections::BTreeMap;
use std::sync::Arc;

use gangmu_base::observations::Element;
use gangmu_base::{Cell, Finding, Period, Place, Severity, Status};
use gangmu_num::Ratio;
use gangmu_store::{Filing, StoredObservation};

use super::form::{FormCell, read_cell};
use crate::office::{Edition, Office, reported};
use crate::refusal::Refusal;

/// What the rules of a form look at besides its cells: figures of other periods, and of other forms.
pub(super) async fn looked_at(
    office: &Office,
    edition: &Edition,
    filing: &Filing,
    dataset: usize,
    period: Period,
) -> Result<Vec<StoredObservation>, Refusal> {
    let asked = &edition.programme.framework.datasets[dataset].elements;
    let mut wanted: BTreeMap<Period, Vec<i64>> = BTreeMap::new();
    for (id, of) in edition.rules_of(dataset).iter().flat_map(|rule| rule.looks_at(period)) {
        let own = of == period && asked.iter().any(|element| **element == *id);
        let asked = &edition.programme.asked;
        let place = asked.iter().position(|element| *element.id == *id).filter(|_| !own);
        let element = place.map(|place| Element(place as u32));
        if let Some(number) = element.and_then(|element| edition.number_of_element(element)) {
            wanted.entry(of).or_default().push(number);
        }
    }
    let mut found = Vec::new();
    for (of, elements) in wanted {
        found.extend(office.store.observations_of(filing.reporter, of.code(), &elements).await?);
    }
    Ok(found)
}

/// Tells each rule that does not hold at the cells it looks at; the graver of two sayings stays.
pub(super) fn tell_broken_rules(
    edition: &Edition,
    dataset: usize,
    period: Period,
    around: &[StoredObservation],
    cells: &mut [FormCell],
) {
    let rules = edition.rules_of(dataset);
    if rules.is_empty() {
        return;
    }
    let id = |index: usize| edition.programme.asked.get(index).map(|element| element.id.as_str());
    let mut figures: BTreeMap<(Arc<str>, Period), Cell<Ratio>> = BTreeMap::new();
    for row in around {
        let element = edition.element(row.figure.element);
        let id = element.and_then(|element| id(element.0 as usize));
        if let (Some(id), Some(of), Some(reported)) =
            (id, Period::of_code(row.figure.period), reported(row))
        {
            // The row recorded last holds; they come in that order.
            figures.insert((Arc::from(id), of), reported.cell());
        }
    }
    for cell in cells.iter() {
        let read = if cell.is_done() { read_cell(cell).ok() } else { None };
        let figure = read.map_or_else(|| Cell::unknown(Status::Missing), |read| read.cell());
        if let Some(id) = id(cell.element.0 as usize) {
            figures.insert((Arc::from(id), period), figure);
        }
    }
    for ready in rules {
        if ready.holds(period, &figures) != Some(false) {
            continue;
        }
        let rule = &ready.rule;
        let said =
            Finding { severity: rule.severity, ..Finding::error("B071", Place::file("office")) }
                .with("rule", &rule.id)
                .with("text_zh", &rule.text.zh)
                .with("text_en", &rule.text.en);
        let looks_at = ready.looks_at(period);
        for cell in cells.iter_mut() {
            let here = id(cell.element.0 as usize);
            let concerned = here
                .is_some_and(|here| looks_at.iter().any(|(id, of)| **id == *here && *of == period));
            let graver = cell.check.as_ref().is_none_or(|check| {
                check.severity != Severity::Error && rule.severity == Severity::Error
            });
            if concerned && graver {
                cell.check = Some(said.clone());
            }
        }
    }
}
