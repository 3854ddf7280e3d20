//! Reports against an independent source: where they part more than elsewhere.

use super::change::Change;
use super::smoothness::finite;
use crate::Fault;
use crate::distributions::normal_two_sided;
use crate::integrity::{Outcome, Why};
use crate::matrix::same_size;
use crate::statistics::median;

/// What a typical gap was measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 1.4826 times the median distance from the median gap.
    Median,
    /// 1.2533 times the mean distance, because more than half of all gaps are the same.
    Mean,
}

/// A report beside the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The report less the source, or the logarithm of the report by the source.
    pub gap: f64,
    /// The standardised residual: the gap less the median gap, in typical gaps.
    pub z: f64,
}

/// All reports beside the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// How many places have both figures.
    pub n: usize,
    /// How many lack one.
    pub missing: usize,
    /// The median gap: what all share, by definition or by design.
    pub centre: f64,
    /// The typical distance from it, like a standard deviation.
    pub scale: f64,
    /// What that was measured by.
    pub scale_by: Scale,
    /// One for each place; `None` where a figure is missing.
    pub units: Vec<Option<Gap>>,
}

/// How many places it takes.
const NEEDED: usize = 10;

/// Standardised residuals of reports against an independent source.
///
/// The median gap is not held against anybody: sources differ in definition. A residual beyond 3.5
/// is commonly looked at (Iglewicz and Hoaglin 1993). The source can be the one that is wrong.
///
/// # Errors
/// [`Fault::Shape`], [`Fault::NotFinite`], and [`Fault::Domain`] for figures that are not above 0
/// under [`Change::Growth`] or beyond 1e100.
pub fn disagreement(
    reported: &[Option<f64>],
    source: &[Option<f64>],
    measure: Change,
) -> Result<Outcome<Disagreement>, Fault> {
    same_size("figures of the source", reported.len(), source.len())?;
    check(reported, measure)?;
    check(source, measure)?;
    let gap = |(reported, source): (&Option<f64>, &Option<f64>)| {
        Some(measure.between((*source)?, (*reported)?))
    };
    Ok(standardised(&reported.iter().zip(source).map(gap).collect::<Vec<_>>()))
}

/// Growth as reported against growth as the source has it: the difference of both logarithms,
/// standardised as in [`disagreement`]. Levels may differ by definition; growth should not.
///
/// ```
/// use gangmu_index::integrity::independent::growth_discrepancy;
/// let before = [Some(100.0); 12];
/// let mut after: Vec<Option<f64>> = (0..12).map(|i| Some(105.0 + 0.1 * f64::from(i))).collect();
/// let source = vec![Some(105.0); 12];
/// after[7] = Some(140.0);
/// let found = growth_discrepancy(&before, &after, &before, &source)?;
/// assert!(found.tested().unwrap().units[7].unwrap().z > 3.5);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`], [`Fault::NotFinite`], [`Fault::Domain`] for figures that are not above 0.
pub fn growth_discrepancy(
    reported_before: &[Option<f64>],
    reported_after: &[Option<f64>],
    source_before: &[Option<f64>],
    source_after: &[Option<f64>],
) -> Result<Outcome<Disagreement>, Fault> {
    let n = reported_before.len();
    for (what, list) in [
        ("figures reported after", reported_after),
        ("figures of the source before", source_before),
        ("figures of the source after", source_after),
    ] {
        same_size(what, n, list.len())?;
    }
    for list in [reported_before, reported_after, source_before, source_after] {
        check(list, Change::Growth)?;
    }
    let grown =
        |before: Option<f64>, after: Option<f64>| Some(Change::Growth.between(before?, after?));
    let gap = |place: usize| {
        let reported = grown(reported_before[place], reported_after[place])?;
        Some(reported - grown(source_before[place], source_after[place])?)
    };
    Ok(standardised(&(0..n).map(gap).collect::<Vec<_>>()))
}

/// A report that is judged by the standard error of its difference from the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The report less the source.
    pub gap: f64,
    /// The gap by its standard error.
    pub z: f64,
    /// Its two-sided p-value, if errors are normal.
    pub p_value: f64,
}

/// Reports against a source whose standard errors are known, as those of a survey are. `errors` are
/// those of the difference. `None` where a figure is missing, or the error is missing or 0.
///
/// # Errors
/// [`Fault::Shape`], [`Fault::NotFinite`], [`Fault::Domain`] for figures beyond 1e100 or negative
/// errors.
pub fn judged_by_errors(
    reported: &[Option<f64>],
    source: &[Option<f64>],
    errors: &[Option<f64>],
) -> Result<Vec<Option<Judged>>, Fault> {
    same_size("figures of the source", reported.len(), source.len())?;
    same_size("standard errors", reported.len(), errors.len())?;
    for list in [reported, source, errors] {
        check(list, Change::Difference)?;
    }
    if let Some(place) = errors.iter().position(|error| error.is_some_and(|error| error < 0.0)) {
        let what = format!("standard error {place}");
        return Err(Fault::Domain { what, wanted: "0 or more" });
    }
    let one = |place: usize| {
        let error = errors[place].filter(|error| *error > 0.0)?;
        let gap = reported[place]? - source[place]?;
        // A gap of 1e100 by an error of 1e-300 is as far as a number goes.
        let z = (gap / error).clamp(f64::MIN, f64::MAX);
        Some(Judged { gap, z, p_value: normal_two_sided(z) })
    };
    Ok((0..reported.len()).map(one).collect())
}

fn check(list: &[Option<f64>], measure: Change) -> Result<(), Fault> {
    finite(list)?;
    match list.iter().position(|value| value.is_some_and(|value| !measure.takes(value))) {
        None => Ok(()),
        Some(place) => {
            let wanted = measure.wanted();
            Err(Fault::Domain { what: format!("number {place} of the figures"), wanted })
        }
    }
}

fn standardised(gaps: &[Option<f64>]) -> Outcome<Disagreement> {
    let there: Vec<f64> = gaps.iter().flatten().copied().collect();
    let n = there.len();
    let too_few = Outcome::DoesNotApply(Why::TooFew { found: n, needed: NEEDED });
    let Some(centre) = median(&there).filter(|_| n >= NEEDED) else {
        return too_few;
    };
    let away: Vec<f64> = there.iter().map(|gap| (gap - centre).abs()).collect();
    let typical = 1.482_602_218_505_602 * median(&away).unwrap_or(0.0);
    let mean = 1.253_314_137_315_5 * away.iter().sum::<f64>() / n as f64;
    let (scale, scale_by) =
        if typical > 0.0 { (typical, Scale::Median) } else { (mean, Scale::Mean) };
    if scale <= 1e-300 {
        return Outcome::DoesNotApply(Why::Constant);
    }
    let one = |gap: f64| Gap { gap, z: ((gap - centre) / scale).clamp(f64::MIN, f64::MAX) };
    let units = gaps.iter().map(|gap| gap.map(one)).collect();
    let missing = gaps.len() - n;
    Outcome::Tested(Disagreement { n, missing, centre, scale, scale_by, units })
}
