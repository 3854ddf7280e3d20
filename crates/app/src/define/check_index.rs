//! The composite index looked through: whether it can be worked out, and what its figures show.

use gangmu_base::{Finding, Severity};
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::Subjects;

use super::evidence::{Line, moving_together, weights};
use super::evidence_shares::{percent, unstable};
use super::prepare::Prepared;
use crate::score::{Asked, IndexDraws, Indexed, check_choices, try_index, with_index};

/// What keeps the index from being worked out: an error where it does whatever the figures are, a
/// warning where it may go away when figures come in. Figures are looked at where there is a source.
pub(super) fn of_index(
    prepared: &Prepared<'_>,
    figures: Option<&FrameworkSource<'_>>,
) -> Vec<Finding> {
    let programme = prepared.programme;
    // An overlay changes schemes and targets, and nothing of the index.
    let Some(index) = programme.index.as_ref().filter(|_| programme.localised.is_none()) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    if let Some(source) = figures {
        let draws = IndexDraws { draws: Some(0), ..IndexDraws::default() };
        let look = |indexed: &Indexed<'_>| {
            let mut found: Vec<Finding> = check_choices(indexed).into_iter().collect();
            found.extend(of_figures(indexed, source));
            found
        };
        match with_index(prepared, &Asked::default(), draws, look) {
            Ok(found) | Err(found) => findings.extend(found),
        }
    }
    let tried = try_index(prepared, index);
    // What is wrong in any case is told once, and as it is.
    findings.retain(|finding| !tried.iter().any(|other| other.code == finding.code));
    for finding in &mut findings {
        if finding.code.starts_with('I') && !matches!(finding.code, "I006" | "I012") {
            finding.severity = Severity::Warning;
        }
    }
    findings.extend(tried);
    findings
}

/// Indicators that tell no unit apart (`C001`), that say the same as another of their part (`C002`),
/// that weigh something else than they are meant to (`C003`), and whose differences are mostly
/// chance (`C004`).
fn of_figures(indexed: &Indexed<'_>, source: &FrameworkSource<'_>) -> Vec<Finding> {
    let Some((_, normalised)) = indexed.built.sets.last() else { return Vec::new() };
    let current = indexed.current();
    let shares = indexed.frame.structure().shares();
    let indicators = indexed.index.indicators.iter().zip(&shares).enumerate();
    let lines: Vec<Line<'_>> = indicators
        .map(|(column, (own, share))| {
            let figures: Vec<Option<f64>> = normalised.column(column).take(current).collect();
            Line {
                id: &own.id,
                place: &own.place,
                indicator: Some(&own.id),
                gives: figures.iter().map(|figure| figure.map(|figure| share * figure)).collect(),
                most: vec![*share; current],
                figures,
            }
        })
        .collect();
    let lines: Vec<&Line<'_>> = lines.iter().collect();
    let about = |finding: Finding, line: &Line<'_>| finding.with("indicator", line.id);
    let mut found = Vec::new();
    for line in &lines {
        if let Some((_, count)) = line.same_for_all() {
            let finding = about(Finding::note("C001", line.place.clone()), line);
            found.push(finding.with("count", count));
        }
    }
    let part = |place: usize| indexed.index.indicators.get(place).map(|own| &own.part);
    for together in moving_together(&lines, |line, other| part(line) == part(other)) {
        let line = lines[together.line];
        let finding = about(Finding::warning("C002", line.place.clone()), line);
        let finding = finding.with("other", lines[together.other].id);
        let finding = finding.with("r", format!("{:.2}", together.r));
        found.push(finding.with("count", together.count).with("more", together.more));
    }
    let (weights, count) = weights(&lines, &groups(indexed)).unwrap_or_default();
    let living = |line: &&Line<'_>| line.same_for_all().is_none();
    for (line, weight) in lines.iter().zip(weights).filter(|(line, _)| living(line)) {
        if weight.is_far_off() {
            let finding = about(Finding::note("C003", line.place.clone()), line);
            let finding = finding.with("nominal", percent(weight.nominal));
            found.push(finding.with("effective", percent(weight.effective)).with("count", count));
        }
    }
    let units = indexed.rows.iter().take(current).map(|row| row.unit.0).collect();
    let subjects = Subjects::new(units, vec![0; current]);
    for line in lines.iter().filter(|line| living(line)) {
        let (of_period, at) = ((&subjects, indexed.period), ("C004", line.place));
        found.extend(unstable(indexed.prepared, line.id, of_period, source, at));
    }
    found
}

/// With whom each unit is ranked: with those of its class, or with all.
fn groups(indexed: &Indexed<'_>) -> Vec<u32> {
    let class = |row: usize| if indexed.index.within_class { indexed.class(row) } else { "" };
    let of: Vec<&str> = (0..indexed.current()).map(class).collect();
    let known: std::collections::BTreeSet<&str> = of.iter().copied().collect();
    let number = |class: &&str| known.iter().take_while(|other| *other < class).count() as u32;
    of.iter().map(number).collect()
}
