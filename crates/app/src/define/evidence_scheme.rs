//! What the figures of its period show of a scheme.

use gangmu_base::{Finding, Period};
use gangmu_domain::assessment::{
    Combine, CompareWithin, CompiledItem, CompiledScheme, ItemResult, Outcome, Scheme,
};
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::{Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

use super::evidence::{FEW, Line, Together, Weight, moving_together, weights};
use super::evidence_shares::{percent, unstable};
use super::prepare::Prepared;

/// Items that tell nobody apart (`S043`), that say the same (`S044`), that weigh something else than
/// their points say (`S045`), and whose differences are mostly chance (`S046`). `told` is what was
/// found of the scheme before, so that nothing is said twice.
pub(super) fn of_outcome(
    prepared: &Prepared<'_>,
    outcome: &Outcome,
    source: &FrameworkSource<'_>,
    told: &[Finding],
) -> Vec<Finding> {
    let Some(compiled) = prepared.scheme(Some(&outcome.scheme)) else { return Vec::new() };
    if outcome.subjects.len() < FEW {
        return Vec::new();
    }
    let lines = lines(compiled, outcome, source);
    let of_all: Vec<&Line<'_>> = lines.iter().map(|(line, _)| line).collect();
    let mut found = Vec::new();
    for line in &of_all {
        if let Some((share, count)) = line.same_for_all() {
            let finding = Finding::note("S043", line.place.clone()).with("item", line.id);
            found.push(finding.with("share", percent(share)).with("count", count));
        }
    }
    found.extend(alike(&of_all, told));
    // Where the lowest item counts, or a mean, points do not say what an item weighs.
    let adding: Vec<&Line<'_>> =
        lines.iter().filter(|(_, adds_up)| *adds_up).map(|(line, _)| line).collect();
    found.extend(weighing(compiled.scheme, &adding, &outcome.subjects));
    let of_period = (&outcome.subjects, outcome.period);
    for line in &of_all {
        let few = |finding: &Finding| finding.code == "S041" && names(finding, line.id);
        let differs = line.same_for_all().is_none() && !told.iter().any(few);
        let indicator = line.indicator.filter(|_| differs);
        let finding = indicator
            .and_then(|own| unstable(prepared, own, of_period, source, ("S046", line.place)));
        found.extend(finding.map(|finding| finding.with("item", line.id)));
    }
    found
}

/// The items that can give points, and whether their group adds them up. What a lower tier added
/// stands beside the base and weighs nothing in it.
fn lines<'s>(
    compiled: &'s CompiledScheme<'_>,
    outcome: &Outcome,
    source: &FrameworkSource<'_>,
) -> Vec<(Line<'s>, bool)> {
    let scheme = compiled.scheme;
    let mut found = Vec::new();
    for ((item, ready), results) in scheme.items.iter().zip(&compiled.items).zip(&outcome.items) {
        let Some(group) = scheme.groups.get(ready.group).filter(|group| !group.local) else {
            continue;
        };
        if item.points.signum() <= 0 {
            continue;
        }
        let own = ready.indicator.as_deref().filter(|own| looks_at(ready, own));
        let gives = |result: &ItemResult| {
            let points = result.points.as_ref().filter(|_| result.status.has_value())?;
            Some(points.to_ratio().to_f64())
        };
        let of_period = (&outcome.subjects, outcome.period);
        let line = Line {
            id: &item.id,
            place: &item.place,
            indicator: own,
            gives: results.iter().map(gives).collect(),
            most: results.iter().map(|result| result.max.to_f64()).collect(),
            figures: own.map(|own| figures(own, of_period, source)).unwrap_or_default(),
        };
        found.push((line, group.combine == Combine::Sum));
    }
    found
}

/// Whether a rule looks at an indicator.
fn looks_at(ready: &CompiledItem, own: &str) -> bool {
    let asked = ready.rule.iter().flat_map(|rule| rule.root.references());
    asked.into_iter().any(|one| matches!(one, Reference::Indicator(id) if **id == *own))
}

/// Items whose figures move together with those of another indicator.
fn alike(lines: &[&Line<'_>], told: &[Finding]) -> Vec<Finding> {
    let twice: Vec<&Finding> = told.iter().filter(|finding| finding.code == "S039").collect();
    let counts = |line: usize, other: usize| {
        let (line, other) = (lines[line], lines[other]);
        // One figure may be judged in several ways: against a target and against last year.
        line.indicator != other.indicator
            && !twice.iter().any(|finding| names(finding, line.id) && names(finding, other.id))
    };
    let finding = |together: Together| {
        let line = lines[together.line];
        Finding::warning("S044", line.place.clone())
            .with("item", line.id)
            .with("other", lines[together.other].id)
            .with("r", format!("{:.2}", together.r))
            .with("count", together.count)
            .with("more", together.more)
    };
    moving_together(lines, counts).into_iter().map(finding).collect()
}

/// Whether a finding is about an id.
fn names(finding: &Finding, id: &str) -> bool {
    finding.blanks.iter().any(|(blank, value)| matches!(*blank, "item" | "other") && value == id)
}

/// Items that weigh something else than their points say.
fn weighing(scheme: &Scheme, lines: &[&Line<'_>], subjects: &Subjects) -> Vec<Finding> {
    let within = scheme.policy.compare_within == CompareWithin::Class;
    let one = vec![0; subjects.len()];
    let groups = if within { subjects.class() } else { &one };
    let Some((weights, count)) = weights(lines, groups) else { return Vec::new() };
    let told = lines.iter().zip(weights).filter(|(line, weight)| {
        // That an item tells nobody apart was said already.
        weight.is_far_off() && line.same_for_all().is_none()
    });
    let finding = |(line, weight): (&&Line<'_>, Weight)| {
        Finding::note("S045", line.place.clone())
            .with("item", line.id)
            .with("nominal", percent(weight.nominal))
            .with("effective", percent(weight.effective))
            .with("count", count)
    };
    told.map(finding).collect()
}

/// The figure of an indicator for each subject.
fn figures(
    indicator: &str,
    (subjects, period): (&Subjects, Period),
    source: &FrameworkSource<'_>,
) -> Vec<Option<f64>> {
    let column = source.fact(&Reference::Indicator(indicator.into()), period, subjects);
    let Column::Numbers(cells) = column else { return Vec::new() };
    let value = |place: usize| cells.at(place).value().map(Ratio::to_f64);
    (0..subjects.len()).map(|place| value(place).filter(|x| x.is_finite())).collect()
}
