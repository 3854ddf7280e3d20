//! Quantiles by Newton steps on logarithms, inside a bracket.

use gangmu_num::float::{exp, ln, ln_gamma};
use gangmu_num::random::normal_quantile;

use super::incomplete::{Tails, beta, gamma};
use super::kernel::Beta;

/// The least and the largest place that is looked at.
const ENDS: (f64, f64) = (1e-307, 1e307);

/// The place below which a gamma number of shape `a` is with probability `p`, 0 < p < 1.
pub(super) fn gamma_place(p: f64, a: f64) -> f64 {
    let z = normal_quantile(p);
    let cube = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    // Wilson and Hilferty where it is any good, else the first term of the series.
    let start = if a > 0.5 && cube > 0.1 {
        a * cube * cube * cube
    } else {
        let first = (ln(p) + ln_gamma(a + 1.0)) / a;
        exp(first.min(ln(a + 1.0)))
    };
    solve(p, start, |x| gamma(a, x))
}

/// The odds x / (1 - x) below which those of a beta number are with probability `p`, 0 < p < 1.
pub(super) fn beta_odds(p: f64, a: f64, b: f64) -> f64 {
    let shapes = Beta::new(a, b);
    // The spread of the log odds is that of trigamma functions, roughly.
    let spread = (1.0 / a + 1.0 / b + 0.5 / a / a + 0.5 / b / b).sqrt();
    let start = ln(a) - ln(b) + normal_quantile(p) * spread.min(1e3);
    solve(p, exp(start.clamp(-700.0, 700.0)), |odds| {
        let (x, y) = sides(odds);
        beta(&shapes, x, y)
    })
}

/// x and 1 - x of odds.
pub(super) fn sides(odds: f64) -> (f64, f64) {
    (odds / (1.0 + odds), 1.0 / (1.0 + odds))
}

/// Where the tails of a distribution on 0…∞ reach `p`; 0 or the largest number where that lies
/// beyond [`ENDS`].
fn solve(p: f64, start: f64, tails: impl Fn(f64) -> Tails) -> f64 {
    // The smaller tail is the one that keeps its digits.
    let lower = p <= 0.5;
    let wanted = ln(if lower { p } else { 1.0 - p });
    let reached = |found: &Tails| if lower { found.below >= p } else { found.above <= 1.0 - p };
    let (mut low, mut high) = ENDS;
    if reached(&tails(low)) {
        return 0.0;
    }
    if !reached(&tails(high)) {
        return f64::MAX;
    }
    let noise = 4e-16 * (8.0 + wanted.abs());
    let mut at = start.clamp(low, high);
    for _ in 0..200 {
        let found = tails(at);
        if reached(&found) {
            high = high.min(at)
        } else {
            low = low.max(at)
        }
        let tail = if lower { found.below } else { found.above };
        let gap = ln(tail) - wanted;
        let spread = tail / found.slope;
        let step = if lower { -gap } else { gap } * spread;
        let next = at * exp(step);
        // Where a tail underflows there is no slope to go by.
        let inside = next > low && next < high;
        let next = if inside { next } else { low.sqrt() * high.sqrt() };
        // What is left after a step is about its square over the spread.
        let close = inside && step * step <= 1e-17 * spread;
        let settled = close || gap.abs() <= noise || next == at;
        at = if inside || !settled { next } else { at };
        if settled || high / low <= 1.0 + 4e-16 {
            break;
        }
    }
    at
}
