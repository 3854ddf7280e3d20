//! How many just meet a target, beside those that just miss it.

use crate::Fault;
use crate::distributions::{binomial_above, binomial_below};
use crate::integrity::{Outcome, Why};

/// The figures next to a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JustMet {
    /// How many lie at the target or above it by less than the margin.
    pub met: usize,
    /// How many lie below it by no more than the margin.
    pub missed: usize,
    /// How many figures lie elsewhere.
    pub elsewhere: usize,
    /// How many figures are missing.
    pub missing: usize,
    /// Those that met by those that missed; `None` where none missed.
    pub ratio: Option<f64>,
    /// P(as many met, or more), if each was as likely to meet as to miss.
    pub p_many: f64,
    /// The two-sided p-value: twice the smaller tail, at most 1.
    pub p_value: f64,
}

/// How many figures it takes beside the target.
const NEEDED: usize = 10;

/// Counts those that just meet a target, #(target ≤ x < target + margin), and those that just miss
/// it, #(target - margin ≤ x < target), and gives the exact binomial p-value.
///
/// Where the density of honest figures rises or falls through the target the two counts differ by
/// themselves; the smaller the margin, the less. A target that figures should stay below is tested
/// with all signs turned. With fewer than 10 figures beside the target the test does not apply.
///
/// ```
/// use gangmu_index::integrity::just_met::just_met;
/// let rates = [9.1, 9.2, 10.0, 10.0, 10.1, 10.2, 10.2, 10.3, 10.3, 10.4, 30.0].map(Some);
/// let found = just_met(&rates, 10.0, 1.0)?;
/// let found = found.tested().unwrap();
/// assert_eq!((found.met, found.missed, found.elsewhere), (8, 2, 1));
/// assert!((found.p_many - 56.0 / 1_024.0).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`]; [`Fault::Parameter`] for a target that is not finite or a margin that is
/// not above 0.
pub fn just_met(
    values: &[Option<f64>],
    target: f64,
    margin: f64,
) -> Result<Outcome<JustMet>, Fault> {
    if !target.is_finite() {
        return Err(Fault::Parameter { name: "target", wanted: "a finite number" });
    }
    if !margin.is_finite() || margin <= 0.0 {
        return Err(Fault::Parameter { name: "margin", wanted: "a number above 0" });
    }
    let (mut met, mut missed, mut elsewhere, mut missing) = (0, 0, 0, 0);
    for (place, value) in values.iter().enumerate() {
        match *value {
            None => missing += 1,
            Some(x) if !x.is_finite() => {
                return Err(Fault::NotFinite { what: format!("number {place} of the figures") });
            }
            Some(x) if x >= target && x < target + margin => met += 1,
            Some(x) if x < target && x >= target - margin => missed += 1,
            Some(_) => elsewhere += 1,
        }
    }
    let beside: usize = met + missed;
    if beside < NEEDED {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: beside, needed: NEEDED }));
    }
    let (many, n) = (met as f64, beside as f64);
    let p_many = if met == 0 { 1.0 } else { binomial_above(many - 1.0, n, 0.5)? };
    let p_few = binomial_below(many, n, 0.5)?;
    let ratio = (missed > 0).then(|| many / missed as f64);
    let p_value = (2.0 * p_many.min(p_few)).min(1.0);
    Ok(Outcome::Tested(JustMet { met, missed, elsewhere, missing, ratio, p_many, p_value }))
}
