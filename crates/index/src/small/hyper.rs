//! Maximum likelihood for how the true rates of a class spread: gamma round Poisson counts, beta
//! round binomial ones.
//!
//! Both have two parameters: the mean, and a strength that grows as the spread goes to nothing. For
//! each strength the best mean is the root of a falling function; along those roots the slope of
//! the likelihood by the strength is worked out, and its root is the answer. Differences of
//! digamma functions are written so that they keep their digits at any strength.

use gangmu_num::float::{exp, ln, ln_1p};

use super::tally::Counted;
use crate::distributions::ln_1p_less;

/// The logarithms of the least and the largest strength that are looked at.
const STRENGTHS: (f64, f64) = (-13.8, 34.5);

/// How the true rates of a class spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    /// Their mean.
    pub(super) mean: f64,
    /// The shape of the gamma, or the sum of the two shapes of the beta.
    pub(super) strength: f64,
}

/// The gamma distribution of rates round which Poisson counts are likeliest; `None` where no
/// spread is likelier than any.
pub(super) fn gamma_poisson(units: &[(usize, Counted)]) -> Option<Spread> {
    let (events, exposure) = totals(units);
    let pooled = events / exposure;
    // The slope of the likelihood where the spread begins; below 0, none is likeliest.
    let beyond = |unit: &Counted| {
        let gap = unit.events - unit.exposure * pooled;
        gap * gap - unit.events
    };
    let beyond: f64 = units.iter().map(|(_, unit)| beyond(unit)).sum();
    if units.len() < 2 || beyond <= 0.0 || events <= 0.0 {
        return None;
    }
    let mean_at = |shape: f64, guess: f64| {
        let slope = |mean: f64| {
            let one = |unit: &Counted| {
                let expected = unit.exposure * mean;
                shape * (unit.events - expected) / (shape + expected)
            };
            units.iter().map(|(_, unit)| one(unit)).sum::<f64>()
        };
        let ends = (ln(pooled) - 80.0, ln(pooled) + 80.0);
        exp(falling_root(ln(guess), 0.1, ends, |log| slope(exp(log))))
    };
    let slope = |shape: f64, mean: f64| {
        let one = |unit: &Counted| {
            let expected = unit.exposure * mean;
            ln_1p_less((unit.events - expected) / (shape + expected))
                + beyond_ln(shape, unit.events)
        };
        units.iter().map(|(_, unit)| one(unit)).sum::<f64>() * shape
    };
    let squares: f64 = units.iter().map(|(_, unit)| unit.exposure * unit.exposure).sum();
    let start = pooled * squares / beyond * pooled;
    strongest(start, pooled, mean_at, slope)
}

/// The beta distribution of rates round which binomial counts are likeliest; `None` where no
/// spread is likelier than any.
pub(super) fn beta_binomial(units: &[(usize, Counted)]) -> Option<Spread> {
    let (events, exposure) = totals(units);
    let pooled = events / exposure;
    if units.len() < 2 || events <= 0.0 || events >= exposure {
        return None;
    }
    let beyond = |unit: &Counted| {
        let gap = unit.events - unit.exposure * pooled;
        gap * gap / (pooled * (1.0 - pooled)) - unit.exposure
    };
    let beyond: f64 = units.iter().map(|(_, unit)| beyond(unit)).sum();
    if beyond <= 0.0 {
        return None;
    }
    let mean_at = |strength: f64, guess: f64| {
        let slope = |mean: f64| {
            let one = |unit: &Counted| {
                let (a, b) = (strength * mean, strength * (1.0 - mean));
                let (up, down) = relative(unit, strength, mean);
                ln_1p(up) - ln_1p(down) + beyond_ln(a, unit.events)
                    - beyond_ln(b, unit.exposure - unit.events)
            };
            units.iter().map(|(_, unit)| one(unit)).sum::<f64>()
        };
        let odds = |mean: f64| ln(mean) - ln(1.0 - mean);
        let mean = |odds: f64| 1.0 / (1.0 + exp(-odds));
        mean(falling_root(odds(guess), 0.1, (-40.0, 36.0), |odds| slope(mean(odds))))
    };
    let slope = |strength: f64, mean: f64| {
        let one = |unit: &Counted| {
            let (up, down) = relative(unit, strength, mean);
            let rest = unit.exposure - unit.events;
            let left = ln_1p_less(up) + beyond_ln(strength * mean, unit.events);
            let right = ln_1p_less(down) + beyond_ln(strength * (1.0 - mean), rest);
            mean * left + (1.0 - mean) * right - beyond_ln(strength, unit.exposure)
        };
        units.iter().map(|(_, unit)| one(unit)).sum::<f64>() * strength
    };
    let squares: f64 = units.iter().map(|(_, unit)| unit.exposure * unit.exposure).sum();
    strongest(squares / beyond, pooled, mean_at, slope)
}

/// How far a unit's events lie above, and its other cases above, what the strength and the mean
/// make likely, in units of that.
fn relative(unit: &Counted, strength: f64, mean: f64) -> (f64, f64) {
    let gap = (unit.events - unit.exposure * mean) / (strength + unit.exposure);
    // Rounding must not take it to -1 or below, where there is no logarithm.
    ((gap / mean).max(-1.0 + 1e-16), (-gap / (1.0 - mean)).max(-1.0 + 1e-16))
}

fn totals(units: &[(usize, Counted)]) -> (f64, f64) {
    let events = units.iter().map(|(_, unit)| unit.events).sum();
    (events, units.iter().map(|(_, unit)| unit.exposure).sum())
}

/// The strength at which the slope along the best means is 0; `None` beyond the largest.
fn strongest(
    start: f64,
    pooled: f64,
    mean_at: impl Fn(f64, f64) -> f64,
    slope: impl Fn(f64, f64) -> f64,
) -> Option<Spread> {
    let mut mean = pooled;
    let log = falling_root(ln(start), 1.0, STRENGTHS, |log| {
        mean = mean_at(exp(log), mean);
        slope(exp(log), mean)
    });
    let strength = exp(log);
    (log < STRENGTHS.1).then(|| Spread { mean: mean_at(strength, mean), strength })
}

/// ψ(x + y) - ψ(x) - ln((x + y) / x), for x > 0 and y ≥ 0.
fn beyond_ln(x: f64, y: f64) -> f64 {
    if x >= 15.0 {
        return series(x, y);
    }
    let steps = (15.0 - x).ceil();
    let (mut k, mut sum) = (0.0, 0.0);
    while k < steps {
        sum += y / ((x + k) * (x + k + y));
        k += 1.0;
    }
    let far = x + steps;
    sum + ln_1p(y / far) - ln_1p(y / x) + series(far, y)
}

/// The same for x from 15 up, by the asymptotic series of ψ.
fn series(x: f64, y: f64) -> f64 {
    let (one, other) = (1.0 / x, 1.0 / (x + y));
    let (square, other_square) = (one * one, other * other);
    let mut sum = 0.0;
    let mut other_sum = 0.0;
    for coefficient in [-1.0 / 132.0, 1.0 / 240.0, -1.0 / 252.0, 1.0 / 120.0, -1.0 / 12.0] {
        sum = (sum + coefficient) * square;
        other_sum = (other_sum + coefficient) * other_square;
    }
    0.5 * y * one * other + other_sum - sum
}

/// Where a falling function crosses 0, sought from a guess outwards and then by the Illinois rule;
/// the end towards which it lies where it does not cross between them.
fn falling_root(guess: f64, step: f64, ends: (f64, f64), mut f: impl FnMut(f64) -> f64) -> f64 {
    let guess = if guess.is_nan() { 0.5 * (ends.0 + ends.1) } else { guess.clamp(ends.0, ends.1) };
    let first = f(guess);
    let (mut low, mut high) = ((guess, first), (guess, first));
    let mut step = step;
    while low.1 < 0.0 {
        if low.0 <= ends.0 {
            return ends.0;
        }
        high = low;
        let next = (low.0 - step).max(ends.0);
        low = (next, f(next));
        step *= 2.0;
    }
    while high.1 > 0.0 {
        if high.0 >= ends.1 {
            return ends.1;
        }
        low = high;
        let next = (high.0 + step).min(ends.1);
        high = (next, f(next));
        step *= 2.0;
    }
    let mut side = 0_i32;
    for _ in 0..200 {
        let width = high.0 - low.0;
        if width <= 1e-13 * (1.0 + low.0.abs()) || low.1 <= 0.0 || high.1 >= 0.0 {
            break;
        }
        let between = low.0 + width * (low.1 / (low.1 - high.1));
        let between = between.clamp(low.0 + 1e-14 * width, high.0 - 1e-14 * width);
        let value = f(between);
        if value > 0.0 {
            low = (between, value);
            // The end that stays twice in a row is made lighter, so that it moves too.
            high.1 *= if side > 0 { 0.5 } else { 1.0 };
            side = 1;
        } else if value < 0.0 {
            high = (between, value);
            low.1 *= if side < 0 { 0.5 } else { 1.0 };
            side = -1;
        } else {
            return between;
        }
    }
    if low.1 <= -high.1 { low.0 } else { high.0 }
}
