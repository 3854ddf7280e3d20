//! Weights from rotated factors: indicators that repeat each other share one weight.
//!
//! Nicoletti, Scarpetta, Boylaud 2000 (OECD Economics Department Working Paper 226); OECD Handbook
//! 2008, 6.1. Some components are kept and rotated (varimax), so that each indicator loads on one
//! factor mainly. An indicator's weight is its squared loading on its main factor, over the sum of
//! squared loadings on that factor, times the part of the variance that the factor explains.

use gangmu_num::float::hypot;

use super::Principal;
use super::jacobi::turned;
use crate::Fault;

/// Sweeps over all pairs of factors.
const SWEEPS: usize = 1_000;

/// Which components are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The Handbook's rule, for components of correlations: as long as the eigenvalue is above 1
    /// and the component explains more than 10 % of the variance; then more until those kept
    /// explain more than 60 % together. One at least.
    #[default]
    Rule,
    /// As many as named.
    First(usize),
}

/// Weights from rotated factors.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorWeights {
    /// The weights; they add up to 1.
    pub weights: Vec<f64>,
    /// For each factor, the rotated loading of each indicator; the greatest is positive.
    pub loadings: Vec<Vec<f64>>,
    /// The sum of squared loadings of each factor.
    pub explained: Vec<f64>,
    /// For each indicator, the factor on which it loads most.
    pub factor: Vec<usize>,
}

/// Weights from the factors of some components.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::principal::factor::{Keep, factor_weights};
/// use gangmu_index::weigh::principal::{Of, components};
/// let row = |a, b, c| [Some(a), Some(b), Some(c)];
/// // The first two say the same, the third something else.
/// let figures = Matrix::from_rows(&[
///     row(1.0, 1.0, 1.0), row(1.0, 1.0, 2.0), row(2.0, 2.0, 1.0), row(2.0, 2.0, 2.0),
/// ])?;
/// let found = factor_weights(&components(&figures, Of::Correlation)?, Keep::First(2))?;
/// assert_eq!(found.factor, [0, 0, 1]);
/// assert!((found.weights[2] - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`] for none kept or more than there are with something to explain;
/// [`Fault::NotSettled`] where the rotation does not come to rest.
pub fn factor_weights(components: &Principal, keep: Keep) -> Result<FactorWeights, Fault> {
    let usable = components.eigenvalues.iter().filter(|value| **value > 1e-10).count();
    let count = match keep {
        Keep::Rule => by_rule(components).min(usable),
        Keep::First(count) => count,
    };
    if count == 0 || count > usable {
        let wanted = "at least one, and no more components than explain something";
        return Err(Fault::Parameter { name: "keep", wanted });
    }
    let mut loadings: Vec<Vec<f64>> = (0..count).map(|c| components.loadings(c)).collect();
    varimax(&mut loadings)?;
    let loadings: Vec<Vec<f64>> = loadings.iter().map(|factor| turned(factor)).collect();
    let square = |factor: &Vec<f64>| factor.iter().map(|l| l * l).sum::<f64>();
    let explained: Vec<f64> = loadings.iter().map(square).collect();
    let together: f64 = explained.iter().sum();
    let indicators = loadings[0].len();
    let mut factor = vec![0; indicators];
    let mut weights = vec![0.0; indicators];
    for indicator in 0..indicators {
        let size = |factor: usize| loadings[factor][indicator].abs();
        // The first of equals but for rounding.
        let most = (0..count).map(size).fold(0.0, f64::max);
        let main = (0..count).find(|f| size(*f) >= most * (1.0 - 1e-9)).unwrap_or(0);
        factor[indicator] = main;
        // Over the sum on its factor, times the part of the factor in all: that sum cancels out.
        weights[indicator] = size(main) * size(main) / together;
    }
    Ok(FactorWeights { weights: crate::weigh::shares(&weights)?, loadings, explained, factor })
}

fn by_rule(components: &Principal) -> usize {
    let strong = |(value, part): &(&f64, &f64)| **value > 1.0 && **part > 0.1;
    let pairs = components.eigenvalues.iter().zip(&components.explained);
    let mut count = pairs.take_while(strong).count().max(1);
    while count < components.explained.len()
        && components.explained[..count].iter().sum::<f64>() <= 0.6
    {
        count += 1;
    }
    count
}

/// Rotates factors, two at a time, until the squared loadings of each vary most (Kaiser 1958, with
/// each indicator's loadings made a vector of length 1 for the while).
fn varimax(loadings: &mut [Vec<f64>]) -> Result<(), Fault> {
    let indicators = loadings.first().map_or(0, Vec::len);
    let length = |i: usize| loadings.iter().map(|factor| factor[i] * factor[i]).sum::<f64>().sqrt();
    let lengths: Vec<f64> = (0..indicators).map(length).collect();
    let scale = |loadings: &mut [Vec<f64>], by: fn(f64, f64) -> f64| {
        for factor in loadings {
            let positive = factor.iter_mut().zip(&lengths).filter(|(_, length)| **length > 0.0);
            positive.for_each(|(loading, length)| *loading = by(*loading, *length));
        }
    };
    scale(loadings, |loading, length| loading / length);
    let mut settled = false;
    for _ in 0..SWEEPS {
        settled = true;
        for one in 0..loadings.len() {
            for other in one + 1..loadings.len() {
                let (above, below) = loadings.split_at_mut(other);
                if turn(&mut above[one], &mut below[0]) > 1e-12 {
                    settled = false;
                }
            }
        }
        if settled {
            break;
        }
    }
    scale(loadings, |loading, length| loading * length);
    if settled { Ok(()) } else { Err(Fault::NotSettled { what: "the rotation".to_owned() }) }
}

/// Turns two factors by the best angle; says the size of its sine.
fn turn(one: &mut [f64], other: &mut [f64]) -> f64 {
    let count = one.len() as f64;
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other.iter()) {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    let (up, along) = (d - 2.0 * a * b / count, c - (a * a - b * b) / count);
    let size = hypot(up, along);
    if size <= 1e-14 * count {
        return 0.0;
    }
    // A quarter of the angle whose tangent is up / along, by halving it twice.
    let (sine, cosine) = half(up / size, along / size);
    let (sine, cosine) = half(sine, cosine);
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = (cosine * *x + sine * *y, cosine * *y - sine * *x);
    }
    sine.abs()
}

/// The sine and cosine of half an angle between −180° and 180°.
fn half(sine: f64, cosine: f64) -> (f64, f64) {
    let above = f64::midpoint(1.0, cosine).max(0.0).sqrt();
    if cosine >= 0.0 {
        return (sine / (2.0 * above), above);
    }
    let sign = if sine < 0.0 { -1.0 } else { 1.0 };
    let size = ((1.0 - cosine) / 2.0).sqrt();
    (sign * size, sine.abs() / (2.0 * size))
}
