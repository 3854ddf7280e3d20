//! Bandwidths that make the mean squared error of the densities least.

use gangmu_num::float::pow;
use gangmu_num::random::normal_density;

use super::Kernel;
use super::edge::{MOST, Sides, fit, solve};

/// What a first guess of the bandwidth takes, by order: V (p + 1)!² / B² of the uniform kernel at
/// an edge, where V is the variance and B the bias constant of the derivative that is sought. For
/// the density (order p, first derivative), and for what its bias depends on (order p + 2,
/// derivative p + 1).
const DENSITY: [f64; 3] = [24.0 / 5.0, 3_840.0 / 7.0, 100_800.0];
const BIAS: [f64; 3] = [232_960.0 / 9.0, 37_739_520.0 / 11.0, 10_985_103_360.0 / 13.0];

/// The bandwidths of both sides for polynomials of order p, in the unit of the sides; `None` where
/// the figures do not determine them.
///
/// A first pair of bandwidths comes from a normal distribution with the same mean and spread. With
/// these the density, its variance and the derivative that makes its bias are fitted. From them
/// follow the best bandwidths for each side, for the difference and for the sum of the densities,
/// each kept within the data and wide enough for 21 + p figures. The median of three is taken.
pub(super) fn bandwidths(sides: &Sides, p: usize, kernel: Kernel) -> Option<(f64, f64)> {
    let n = sides.n() as f64;
    let order = p as f64;
    let (mean, deviation) = sides.moments;
    if deviation <= 0.0 {
        return None;
    }
    let z = (mean / deviation).clamp(-30.0, 30.0);
    let reference = |k: usize| {
        let size = hermite(z, k);
        1.0 / (size * size * normal_density(z))
    };
    let guess = |factor: f64, root: f64, figures: usize| {
        let found = pow(factor / n, 1.0 / root) * deviation;
        enough(sides, figures, found.min(1.0))
    };
    let constant = (DENSITY.get(p - 1)?, BIAS.get(p - 1)?);
    let wide = (2.0 * order + 1.0) / 4.0 * reference(p + 2) * constant.1;
    let wide = guess(wide, 2.0 * order + 5.0, 23 + p);
    let near = guess(reference(p) * constant.0 / (2.0 * order), 2.0 * order + 1.0, 21 + p);
    let curved = [&sides.below, &sides.above].map(|side| fit(side, wide, p + 2, kernel, sides.n()));
    let fitted = [&sides.below, &sides.above].map(|side| fit(side, near, p, kernel, sides.n()));
    let ([Some(left), Some(right)], [Some(below), Some(above)]) = (&curved, &fitted) else {
        return None;
    };
    let sign = if p.is_multiple_of(2) { 1.0 } else { -1.0 };
    let constant = bias_constant(p, kernel)?;
    let bias = (sign * constant * left.coefficients[p + 1], constant * right.coefficients[p + 1]);
    let best = |variance: f64, bias: f64| {
        let ratio = n * near * variance / (bias * bias) / (2.0 * order) / n;
        if ratio.is_finite() { pow(ratio, 1.0 / (2.0 * order + 1.0)) } else { f64::MAX }
    };
    let both = below.variance + above.variance;
    let reach = (last(&sides.different.0), last(&sides.different.1));
    let widest = reach.0.max(reach.1);
    let figures = 21 + p;
    let least = (least(&sides.below, &sides.different.0, figures), {
        least(&sides.above, &sides.different.1, figures)
    });
    let each = (
        best(below.variance, bias.0).min(reach.0).max(least.0),
        best(above.variance, bias.1).min(reach.1).max(least.1),
    );
    let shared = |bias: f64| best(both, bias).min(widest).max(least.0).max(least.1);
    let (difference, sum) = (shared(bias.1 - bias.0), shared(bias.1 + bias.0));
    Some((median(each.0, difference, sum), median(each.1, difference, sum)))
}

/// Wide enough for so many figures, and so many different ones, on each side.
fn enough(sides: &Sides, figures: usize, h: f64) -> f64 {
    let below = least(&sides.below, &sides.different.0, figures);
    h.max(below).max(least(&sides.above, &sides.different.1, figures))
}

/// How far the figure of this number lies, and how far the different figure of this number.
fn least(side: &[(f64, f64)], different: &[f64], figures: usize) -> f64 {
    let figure = side.get(figures.min(side.len()).saturating_sub(1)).map_or(0.0, |p| p.0.abs());
    let other = different.get(figures.min(different.len()).saturating_sub(1)).copied();
    figure.max(other.unwrap_or(0.0))
}

fn last(list: &[f64]) -> f64 {
    list.last().copied().unwrap_or(0.0)
}

fn median(a: f64, b: f64, c: f64) -> f64 {
    a.max(b).min(a.min(b).max(c))
}

/// The bias of a slope at an edge, per unit of the derivative of order p + 1: the second element of
/// S⁻¹ c, of moments of the kernel.
fn bias_constant(p: usize, kernel: Kernel) -> Option<f64> {
    let mut rows = [[0.0; MOST + 1]; MOST];
    for (i, row) in rows.iter_mut().enumerate().take(p + 1) {
        for (j, cell) in row.iter_mut().enumerate().take(p + 1) {
            *cell = kernel.moment(i + j);
        }
        row[MOST] = kernel.moment(p + 1 + i);
    }
    solve(rows, p + 1).map(|solved| solved[1])
}

/// The Hermite polynomial of probabilists.
fn hermite(x: f64, k: usize) -> f64 {
    let (mut before, mut found) = (0.0, 1.0);
    for step in 0..k {
        (before, found) = (found, x * found - step as f64 * before);
    }
    found
}
