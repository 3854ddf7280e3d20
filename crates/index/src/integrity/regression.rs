//! A line through points in time, with standard errors that allow for neighbours being alike.

use crate::Fault;
use crate::distributions::f_above;

/// How many lags Newey and West (1994) take as a rule: 4 (n / 100)^(2/9), rounded down.
pub(super) fn usual_lags(n: usize) -> usize {
    let lags = 4.0 * gangmu_num::float::pow(n as f64 / 100.0, 2.0 / 9.0);
    (lags.floor() as usize).min(n.saturating_sub(1))
}

/// The long-run variance of the sum of two series, Σ xₜyₜ and its Bartlett-weighted lags, both
/// ways.
pub(super) fn long_run(x: &[f64], y: &[f64], lags: usize) -> f64 {
    let cross = |x: &[f64], y: &[f64], lag: usize| {
        y.iter().skip(lag).zip(x).map(|(later, before)| later * before).sum::<f64>()
    };
    let mut sum = cross(x, y, 0);
    for lag in 1..=lags {
        let weight = 1.0 - lag as f64 / (lags + 1) as f64;
        sum += weight * (cross(x, y, lag) + cross(y, x, lag));
    }
    sum
}

/// A line y = intercept + slope x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) intercept: f64,
    pub(super) slope: f64,
    /// The F statistic of both being 0, with 2 and n - 2 degrees of freedom.
    pub(super) f: f64,
    pub(super) p_value: f64,
}

/// The least squares line, and the test of intercept and slope both being 0, with the covariance of
/// Newey and West (1987); `None` where x or what remains does not vary. It takes three points.
pub(super) fn line(x: &[f64], y: &[f64], lags: usize) -> Result<Option<Line>, Fault> {
    let n = x.len().min(y.len());
    if n < 3 {
        return Ok(None);
    }
    let many = n as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / many, y.iter().sum::<f64>() / many);
    let variance = x.iter().map(|x| (x - mean_x) * (x - mean_x)).sum::<f64>() / many;
    let largest = x.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let deviation = variance.sqrt();
    if deviation <= 1e-13 * largest || deviation <= 0.0 {
        return Ok(None);
    }
    // With x centred and in units of its deviation, X'X is n times the unit matrix; both being 0
    // means the same as before.
    let u: Vec<f64> = x.iter().map(|x| (x - mean_x) / deviation).collect();
    let steep = u.iter().zip(y).map(|(u, y)| u * (y - mean_y)).sum::<f64>() / many;
    let left: Vec<f64> = u.iter().zip(y).map(|(u, y)| y - mean_y - steep * u).collect();
    let turned: Vec<f64> = left.iter().zip(&u).map(|(left, u)| left * u).collect();
    let level = long_run(&left, &left, lags) / many / many;
    let tilt = long_run(&turned, &turned, lags) / many / many;
    let both = long_run(&left, &turned, lags) / many / many;
    let determinant = level * tilt - both * both;
    let wald = (tilt * mean_y * mean_y - 2.0 * both * mean_y * steep + level * steep * steep)
        / determinant;
    if determinant <= 1e-20 * level * tilt || !wald.is_finite() {
        return Ok(None);
    }
    let slope = steep / deviation;
    let f = 0.5 * wald;
    let p_value = f_above(f, 2.0, many - 2.0)?;
    Ok(Some(Line { intercept: mean_y - slope * mean_x, slope, f, p_value }))
}
