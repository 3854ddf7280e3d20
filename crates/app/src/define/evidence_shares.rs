//! Indicators that are cases out of cases: what chance does to them is known.

use gangmu_base::{Finding, Period, Place};
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::{Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

use super::evidence::reliability;
use super::prepare::Prepared;

/// Less than this much of the differences is more than chance: the figure is unstable.
const LEAST: f64 = 0.5;

/// A finding about an indicator whose differences between subjects are mostly chance: how much is
/// not, for a subject with the median number of cases.
pub(super) fn unstable(
    prepared: &Prepared<'_>,
    indicator: &str,
    (subjects, period): (&Subjects, Period),
    source: &FrameworkSource<'_>,
    (code, place): (&'static str, &Place),
) -> Option<Finding> {
    let shares = shares(prepared, indicator, subjects, period, source)?;
    let (found, median) = reliability(&shares)?;
    let finding = Finding::note(code, place.clone())
        .with("indicator", indicator)
        .with("share", percent(found))
        .with("figure", median)
        .with("count", shares.len());
    (found < LEAST).then_some(finding)
}

/// Cases out of cases, of each subject that has any: of a percentage that is a ratio of two whole
/// numbers, the first of which is never more than the second. For anything else nothing is known of
/// what chance does.
fn shares(
    prepared: &Prepared<'_>,
    indicator: &str,
    subjects: &Subjects,
    period: Period,
    source: &FrameworkSource<'_>,
) -> Option<Vec<(f64, f64)>> {
    let (_, own) = prepared.catalogue.find(indicator)?;
    if own.unit != "%" {
        return None;
    }
    let below = source.denominator(indicator, period, subjects)?.into_numbers();
    let figures = source.fact(&Reference::Indicator(indicator.into()), period, subjects);
    let Column::Numbers(figures) = figures else { return None };
    let mut found = Vec::new();
    for place in 0..subjects.len() {
        let figure = figures.at(place).value().map(Ratio::to_f64);
        let of = below.at(place).value().map(Ratio::to_f64);
        let Some((figure, of)) = figure.zip(of).filter(|(_, of)| *of > 0.0) else { continue };
        let figure = figure / 100.0;
        let cases = (figure * of).round();
        // A figure that is not made of whole cases is a mean, a rate of money, an index.
        let whole = of.fract() == 0.0 && (figure * of - cases).abs() <= 1e-6 * of;
        if !whole || !(0.0..=of).contains(&cases) {
            return None;
        }
        found.push((cases, of));
    }
    Some(found)
}

/// A share as a percentage with one place.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share);
    if text.trim_start_matches('-') == "0.0" { "0.0".to_owned() } else { text }
}
