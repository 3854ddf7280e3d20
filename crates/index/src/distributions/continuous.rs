//! Gamma and beta, and what comes from them: chi-squared, Student t and F.

use gangmu_num::float::erfc;

use super::incomplete::{beta, gamma};
use super::inverse::{beta_odds, gamma_place};
use super::kernel::Beta;
use super::{place, probability, shape};
use crate::Fault;

/// P(X ≤ x) of a gamma number of this shape and scale 1: the regularised incomplete gamma function.
///
/// ```
/// use gangmu_index::distributions::gamma_below;
/// assert!((gamma_below(1.0, 1.0)? - 0.632_120_558_828_557_7).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn gamma_below(x: f64, alpha: f64) -> Result<f64, Fault> {
    Ok(gamma(shape("alpha", alpha)?, place(x)?).below)
}

/// P(X > x) of a gamma number of this shape and scale 1.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn gamma_above(x: f64, alpha: f64) -> Result<f64, Fault> {
    Ok(gamma(shape("alpha", alpha)?, place(x)?).above)
}

/// The number that a gamma number of this shape and scale 1 is below with probability `p`; at
/// p = 1 the largest of `f64`.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn gamma_quantile(p: f64, alpha: f64) -> Result<f64, Fault> {
    let alpha = shape("alpha", alpha)?;
    Ok(at_ends(probability(p)?, |p| gamma_place(p, alpha)))
}

/// P(X ≤ x) of a beta number: the regularised incomplete beta function.
///
/// ```
/// use gangmu_index::distributions::beta_below;
/// assert!((beta_below(0.5, 2.0, 3.0)? - 0.6875).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn beta_below(x: f64, a: f64, b: f64) -> Result<f64, Fault> {
    let shapes = Beta::new(shape("a", a)?, shape("b", b)?);
    Ok(beta(&shapes, place(x)?, 1.0 - x).below)
}

/// P(X > x) of a beta number.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn beta_above(x: f64, a: f64, b: f64) -> Result<f64, Fault> {
    let shapes = Beta::new(shape("a", a)?, shape("b", b)?);
    Ok(beta(&shapes, place(x)?, 1.0 - x).above)
}

/// The number between 0 and 1 that a beta number is below with probability `p`.
///
/// ```
/// use gangmu_index::distributions::beta_quantile;
/// assert!((beta_quantile(0.5, 7.0, 7.0)? - 0.5).abs() < 1e-15);
/// assert!((beta_quantile(1e-12, 1e9, 1e-9)? - 0.999_999_999).abs() < 1e-6);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Result<f64, Fault> {
    let (a, b) = (shape("a", a)?, shape("b", b)?);
    let odds = at_ends(probability(p)?, |p| beta_odds(p, a, b));
    Ok(odds / (1.0 + odds))
}

/// P(X ≤ x) of a chi-squared number with `df` degrees of freedom.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn chi_squared_below(x: f64, df: f64) -> Result<f64, Fault> {
    gamma_below(0.5 * x, 0.5 * shape("df", df)?)
}

/// P(X > x) of a chi-squared number with `df` degrees of freedom: the p-value of x.
///
/// ```
/// use gangmu_index::distributions::chi_squared_above;
/// assert!((chi_squared_above(3.841_458_820_694_124, 1.0)? - 0.05).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn chi_squared_above(x: f64, df: f64) -> Result<f64, Fault> {
    gamma_above(0.5 * x, 0.5 * shape("df", df)?)
}

/// The number that a chi-squared number is below with probability `p`.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn chi_squared_quantile(p: f64, df: f64) -> Result<f64, Fault> {
    Ok((2.0 * gamma_quantile(p, 0.5 * shape("df", df)?)?).min(f64::MAX))
}

/// P(T ≤ t) of a Student number with `df` degrees of freedom.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn student_below(t: f64, df: f64) -> Result<f64, Fault> {
    let tail = 0.5 * student_two_sided(t, df)?;
    Ok(if t < 0.0 { tail } else { 1.0 - tail })
}

/// P(|T| ≥ |t|) of a Student number with `df` degrees of freedom: the two-sided p-value of t.
///
/// ```
/// use gangmu_index::distributions::student_two_sided;
/// assert!((student_two_sided(1.0, 1.0)? - 0.5).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn student_two_sided(t: f64, df: f64) -> Result<f64, Fault> {
    let df = shape("df", df)?;
    let ratio = place(t)?.abs() / df.sqrt();
    let (x, y) = halves(ratio, ratio);
    Ok(beta(&Beta::new(0.5, 0.5 * df), x, y).above)
}

/// The number that a Student number is below with probability `p`; at 0 and 1 the ends of `f64`.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn student_quantile(p: f64, df: f64) -> Result<f64, Fault> {
    let df = shape("df", df)?;
    let p = probability(p)?;
    let tail = p.min(1.0 - p);
    if tail <= 0.0 {
        return Ok(if p < 0.5 { f64::MIN } else { f64::MAX });
    }
    // t² / df are the odds of a beta number; the odds upside down keep a small tail as it is.
    let upside_down = at_ends(2.0 * tail, |p| beta_odds(p, 0.5 * df, 0.5));
    let size = (df.sqrt() / upside_down.sqrt()).min(f64::MAX);
    let size = if tail >= 0.5 { 0.0 } else { size };
    Ok(if p < 0.5 { -size } else { size })
}

/// P(X ≤ x) of an F number with `df1` and `df2` degrees of freedom.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn f_below(x: f64, df1: f64, df2: f64) -> Result<f64, Fault> {
    let (df1, df2) = (shape("df1", df1)?, shape("df2", df2)?);
    let (x, y) = halves(place(x)?.max(0.0), df1 / df2);
    Ok(beta(&Beta::new(0.5 * df1, 0.5 * df2), x, y).below)
}

/// P(X > x) of an F number with `df1` and `df2` degrees of freedom.
///
/// ```
/// use gangmu_index::distributions::f_above;
/// assert!((f_above(1.0, 8.0, 8.0)? - 0.5).abs() < 1e-14);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn f_above(x: f64, df1: f64, df2: f64) -> Result<f64, Fault> {
    let (df1, df2) = (shape("df1", df1)?, shape("df2", df2)?);
    let (x, y) = halves(place(x)?.max(0.0), df1 / df2);
    Ok(beta(&Beta::new(0.5 * df1, 0.5 * df2), x, y).above)
}

/// The number that an F number is below with probability `p`.
///
/// # Errors
/// [`Fault::Parameter`]: see the [module](super).
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> Result<f64, Fault> {
    let (df1, df2) = (shape("df1", df1)?, shape("df2", df2)?);
    let odds = at_ends(probability(p)?, |p| beta_odds(p, 0.5 * df1, 0.5 * df2));
    let found = if odds < 1.0 { odds * df2 / df1 } else { df2 / df1 * odds };
    Ok(if found.is_nan() { 0.0 } else { found.min(f64::MAX) })
}

/// P(|Z| ≥ |z|) of a standard normal number: the two-sided p-value of z, right in the far tail
/// too; 1 for a NaN.
///
/// ```
/// use gangmu_index::distributions::normal_two_sided;
/// assert!((normal_two_sided(-1.959_963_984_540_054) - 0.05).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    if z.is_nan() { 1.0 } else { erfc(z.abs() / std::f64::consts::SQRT_2) }
}

/// r / (1 + r) and 1 / (1 + r) for r = `one` × `other`, whatever the size of r.
fn halves(one: f64, other: f64) -> (f64, f64) {
    let odds = (one * other).min(f64::MAX);
    let odds = if odds.is_nan() { 0.0 } else { odds };
    (1.0 / (1.0 + 1.0 / odds), 1.0 / (1.0 + odds))
}

/// A quantile of numbers from 0 on, with its two ends.
fn at_ends(p: f64, inside: impl Fn(f64) -> f64) -> f64 {
    match p {
        _ if p <= 0.0 => 0.0,
        _ if p >= 1.0 => f64::MAX,
        _ => inside(p),
    }
}
