//! Everything that is looked at in a scheme that can be scored.

use gangmu_base::{Finding, Period, Reporter};
use gangmu_domain::assessment::{
    CompiledScheme, check_assessors, check_cliffs, check_counted_twice, check_others,
    check_remedies, check_seams, check_shape, check_small_groups, check_whole,
};
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::Reference;
use gangmu_formula::analyse::Interval;

use super::denominators::denominators;
use super::drafts::drafts;
use super::gaps::gaps;
use super::labels::labels;
use super::limits;
use super::prepare::Prepared;
use super::ranges::Ranges;

/// A scheme of a programme, whom it assesses and for which period.
pub(super) struct About<'a, 'p> {
    pub(super) prepared: &'a Prepared<'p>,
    pub(super) compiled: &'a CompiledScheme<'p>,
    pub(super) subjects: &'a [Reporter],
    pub(super) period: Period,
}

/// What is found in a scheme.
pub(super) fn of_scheme(
    about: &About<'_, '_>,
    ranges: &Ranges<'_>,
    source: &FrameworkSource<'_>,
) -> Vec<Finding> {
    let About { prepared, compiled, subjects, period } = *about;
    let (programme, scheme) = (prepared.programme, compiled.scheme);
    let mut findings = Vec::new();
    findings.extend(drafts(scheme));
    findings.extend(gaps(prepared, compiled, subjects, period));
    findings.extend(labels(compiled, &programme.facts, period));
    findings.extend(check_assessors(scheme, subjects, &programme.tree, period));
    let direction = |id: &str| Some(prepared.catalogue.find(id)?.1.direction);
    findings.extend(check_shape(compiled, period, &|fact| ranges.of(fact), &direction));
    findings.extend(check_small_groups(compiled, subjects, &programme.tree));
    findings.extend(check_remedies(compiled));
    findings.extend(check_seams(compiled, &|fact| ranges.of(fact)));
    let facts = |reference: &Reference, at: Period, subject: Reporter| match reference {
        Reference::Target(id) => Some(source.targets().find(id, at, subject)?.target.clone()),
        other => match ranges.of(other) {
            Some(Interval { low: Some(low), high: Some(high) }) if low == high => Some(low),
            _ => None,
        },
    };
    findings.extend(check_cliffs(
        compiled,
        period,
        (subjects, &programme.tree),
        programme.framework.cliff_points.as_ref(),
        &|id| ranges.stretch(id),
        &facts,
    ));
    let formula = |id: &str| {
        let (number, _) = prepared.catalogue.find(id)?;
        Some(prepared.compiled.formulas.get(number)?.as_ref()?.root.clone())
    };
    findings.extend(check_counted_twice(compiled, period, &formula));
    findings.extend(check_others(compiled));
    findings.extend(denominators(prepared, compiled, subjects, period, source));
    findings.extend(limits::of_scheme(prepared, compiled, period, ranges));
    findings.extend(check_whole(scheme, subjects, &programme.tree));
    findings
}
