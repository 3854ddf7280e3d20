//! Periods that do not add up to the year, and figures that were not reported.

use std::collections::BTreeMap;

use gangmu_base::observations::{Element, Observations, RowAt};
use gangmu_base::{Finding, Length, Period, Reporter, Status, Tree};
use gangmu_num::Ratio;

use super::figures::Figures;
use super::words::{ElementDef, OverTime};

/// What was reported and does not fit together.
pub fn check_adding_up(
    tree: &Tree,
    elements: &[ElementDef],
    observations: &Observations,
    figures: &Figures<'_>,
) -> Vec<Finding> {
    let keys = observations.keys();
    let mut findings = Vec::new();
    for (element, period) in &keys {
        let Some(def) = elements.get(element.0 as usize) else { continue };
        findings.extend(missing(tree, def, *element, *period, observations));
        if def.over_time != OverTime::Sum || period.length() == Length::Month {
            continue;
        }
        for length in [Length::Half, Length::Quarter, Length::Month] {
            let parts = period.parts(length);
            if parts.len() > 1 && parts.iter().all(|part| observations.any(*element, *part)) {
                findings.extend(differ(tree, def, *element, *period, &parts, figures));
            }
        }
    }
    findings
}

/// Who reported all parts of a period, and whose figure of the whole period is another (`R006`).
fn differ(
    tree: &Tree,
    def: &ElementDef,
    element: Element,
    whole: Period,
    parts: &[Period],
    figures: &Figures<'_>,
) -> Option<Finding> {
    let observations = figures.observations();
    let mut sums: BTreeMap<Reporter, (Ratio, usize, RowAt)> = BTreeMap::new();
    for part in parts {
        for reading in observations.read(element, *part, None) {
            let cell = reading.reported.cell();
            let Some(value) = cell.value() else { continue };
            let (sum, known, row) = sums.entry(reading.reporter).or_default();
            *sum = sum.add(value);
            *known += 1;
            *row = reading.row;
        }
    }
    let column = figures.column(element, whole);
    let mut found: Option<Finding> = None;
    let mut count = 0usize;
    for (reporter, (sum, known, row)) in sums {
        let year = column.get(reporter.index()).and_then(|cell| cell.value());
        let Some(year) = year.filter(|year| known == parts.len() && **year != sum) else {
            continue;
        };
        count += 1;
        if found.is_none() {
            let own = observations.read(element, whole, None);
            let own = own.filter(|reading| reading.reporter == reporter).last();
            let place = observations.place(own.map_or(row, |own| own.row))?;
            found = Some(
                Finding::warning("R006", place)
                    .with("element", &def.id)
                    .with("unit", tree.id(reporter))
                    .with("period", whole)
                    .with("parts", parts.len())
                    .with("sum", sum.plain())
                    .with("whole", year.plain())
                    .with("difference", sum.sub(year).plain())
                    .with("below", if own.is_none() { "yes" } else { "no" }),
            );
        }
    }
    found.map(|finding| finding.with("count", count))
}

/// Who was asked and did not report (`R007`, a note).
fn missing(
    tree: &Tree,
    def: &ElementDef,
    element: Element,
    period: Period,
    observations: &Observations,
) -> Option<Finding> {
    if !observations.any_of_status(element, period, Status::Missing) {
        return None;
    }
    let without = observations
        .read(element, period, None)
        .filter(|reading| reading.reported.status == Status::Missing);
    let mut first = None;
    let mut count = 0usize;
    for reading in without {
        first = first.or(Some(reading));
        count += 1;
    }
    let first = first?;
    Some(
        Finding::note("R007", observations.place(first.row)?)
            .with("element", &def.id)
            .with("period", period)
            .with("unit", tree.id(first.reporter))
            .with("count", count),
    )
}
