//! What indicators matter in the scores, beside what they were meant to.
//!
//! Becker, Saisana, Paruolo, Vandecasteele 2017 (Ecological Indicators 80:12-22); Paruolo, Saisana,
//! Saltelli 2013 (JRSS-A 176:609-634). The importance of an indicator is the part of the variance
//! of the scores that its own value explains, S = V(E(y | x)) / V(y). Correlated indicators explain
//! some of each other, so the parts do not add up to 1; their shares stand beside the weights.

use rayon::prelude::*;

use super::moments::Column;
use crate::matrix::{all_finite, same_size};
use crate::{Fault, Matrix};

/// The highest degree of the curve.
pub const DEGREE: usize = 4;

/// How much an indicator or part explains of the scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// By a straight line: the squared correlation with the scores.
    pub linear: f64,
    /// By a curve, the polynomial of degree 1 to 4 that predicts best what is left out of it. Not
    /// below `linear`.
    pub curved: f64,
    /// The degree of that curve.
    pub degree: usize,
    /// Whether the scores fall as the indicator rises.
    pub falling: bool,
    /// The weight it was given, as a share.
    pub nominal: f64,
    /// `linear` as a share of all.
    pub linear_share: f64,
    /// `curved` as a share of all.
    pub curved_share: f64,
    /// How many units have both the indicator and a score.
    pub units: usize,
}

/// The importance of each column of `parts` (units × parts of the index) in `scores`.
///
/// `weights` are those the parts were given, in any unit. Each part is held against the scores
/// over the units where both are there.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::importance::importance;
/// let column = |cells: [f64; 5]| cells.map(Some);
/// let parts = Matrix::from_columns(&[
///     column([1.0, 2.0, 3.0, 4.0, 5.0]), column([2.0, 1.0, 2.0, 1.0, 2.0]),
/// ])?;
/// let scores: Vec<Option<f64>> = [1.5, 1.5, 2.5, 2.5, 3.5].map(Some).to_vec();
/// let found = importance(&parts, &scores, &[1.0, 1.0])?;
/// assert!(found[0].linear > 0.8 && found[1].linear < 0.2, "equal weights, unequal say");
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::Shape`] where sizes differ; [`Fault::NotFinite`]; [`Fault::TooFew`]
/// below four units with both; [`Fault::Constant`] where a part or the scores are constant over
/// them; [`Fault::Weights`] as in [`shares`](super::shares).
pub fn importance(
    parts: &Matrix,
    scores: &[Option<f64>],
    weights: &[f64],
) -> Result<Vec<Importance>, Fault> {
    if parts.columns() == 0 {
        return Err(Fault::Empty { what: "parts".to_owned() });
    }
    same_size("scores", parts.rows(), scores.len())?;
    same_size("weights", parts.columns(), weights.len())?;
    let there: Vec<f64> = scores.iter().flatten().copied().collect();
    all_finite("the scores", &there)?;
    let nominal = super::shares(weights)?;
    let numbers: Vec<usize> = (0..parts.columns()).collect();
    let found: Vec<Result<Importance, Fault>> =
        numbers.par_iter().map(|part| of_part(parts.raw(*part), scores, *part)).collect();
    let mut found = found.into_iter().collect::<Result<Vec<Importance>, Fault>>()?;
    let linear: f64 = found.iter().map(|one| one.linear).sum();
    let curved: f64 = found.iter().map(|one| one.curved).sum();
    let share = |of: f64, all: f64| if all > 0.0 { of / all } else { 0.0 };
    for (one, nominal) in found.iter_mut().zip(nominal) {
        one.nominal = nominal;
        one.linear_share = share(one.linear, linear);
        one.curved_share = share(one.curved, curved);
    }
    Ok(found)
}

fn of_part(raw: &[f64], scores: &[Option<f64>], part: usize) -> Result<Importance, Fault> {
    let both = raw.iter().zip(scores).filter_map(|(x, y)| Some((*x, (*y)?)));
    let (x, y): (Vec<f64>, Vec<f64>) = both.filter(|(x, _)| !x.is_nan()).unzip();
    let units = x.len();
    if units < 4 {
        let what = format!("units with a score and a value in column {part}");
        return Err(Fault::TooFew { what, found: units, needed: 4 });
    }
    let (x, y) = (Column::new(&x), Column::new(&y));
    let constant = |what: String| Err(Fault::Constant { what });
    if x.squares <= 0.0 {
        return constant(format!("column {part} where scores are there"));
    }
    if y.squares <= 0.0 {
        return constant(format!("the scores where column {part} is there"));
    }
    let fits = fits(&x.deviations, &y.deviations);
    let linear = fits[0].explained;
    let mut best = (0, fits[0].left_out);
    for (place, fit) in fits.iter().enumerate() {
        if fit.left_out < best.1 {
            best = (place, fit.left_out);
        }
    }
    Ok(Importance {
        linear,
        curved: fits[best.0].explained.max(linear),
        degree: best.0 + 1,
        falling: x.correlation(&y).is_some_and(|r| r < 0.0),
        nominal: 0.0,
        linear_share: 0.0,
        curved_share: 0.0,
        units,
    })
}

/// A polynomial that was fitted.
struct Fit {
    /// The part of the variance it explains.
    explained: f64,
    /// The squared errors for units left out of it, one at a time.
    left_out: f64,
}

/// Polynomials of degree 1 and up, as far as units and unlike values reach.
fn fits(x: &[f64], y: &[f64]) -> Vec<Fit> {
    let count = x.len();
    let size = x.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let total: f64 = y.iter().map(|y| y * y).sum();
    let mut basis = vec![vec![1.0 / (count as f64).sqrt(); count]];
    let mut leverage = vec![1.0 / count as f64; count];
    let mut error = y.to_vec();
    let mut found: Vec<Fit> = Vec::new();
    for degree in 1..=DEGREE {
        if degree > 1 && count < degree + 3 {
            break;
        }
        // The next power is what x makes of the last one, made upright to all before. Twice, as
        // once is not enough in floating point.
        let last = &basis[degree - 1];
        let mut next: Vec<f64> = x.iter().zip(last).map(|(x, last)| x / size * last).collect();
        let before = norm(&next);
        for _ in 0..2 {
            for old in &basis {
                let along: f64 = next.iter().zip(old).map(|(a, b)| a * b).sum();
                next.iter_mut().zip(old).for_each(|(a, b)| *a -= along * b);
            }
        }
        let length = norm(&next);
        if length <= 1e-9 * before {
            break;
        }
        next.iter_mut().for_each(|part| *part /= length);
        let along: f64 = next.iter().zip(&error).map(|(a, b)| a * b).sum();
        let mut left_out = 0.0;
        for ((error, leverage), part) in error.iter_mut().zip(&mut leverage).zip(&next) {
            *error -= along * part;
            *leverage += part * part;
            let rest = 1.0 - *leverage;
            left_out += if rest > 1e-9 { (*error / rest) * (*error / rest) } else { f64::MAX };
        }
        let rest: f64 = error.iter().map(|e| e * e).sum();
        found.push(Fit { explained: (1.0 - rest / total).clamp(0.0, 1.0), left_out });
        basis.push(next);
    }
    if found.is_empty() {
        found.push(Fit { explained: 0.0, left_out: f64::MAX });
    }
    found
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|part| part * part).sum::<f64>().sqrt()
}
