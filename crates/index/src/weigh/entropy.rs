//! Weights by entropy: an indicator that is the same everywhere tells nothing. For diagnosis only:
//! see [`weigh`](super).

use gangmu_num::float::ln;
use rayon::prelude::*;

use super::spread::in_proportion;
use crate::{Fault, Matrix};

/// Entropies and the weights that follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Entropy {
    /// In proportion to 1 − entropy; they add up to 1.
    pub weights: Vec<f64>,
    /// The entropy of each indicator over the greatest it could be: from 0, all in one unit, to 1,
    /// the same everywhere.
    pub entropies: Vec<f64>,
}

/// Entropy weights: p = x / Σx, E = −Σ p ln p / ln n, weights in proportion to 1 − E.
///
/// Shannon's measure as in Zeleny 1982 and Elsayed et al. 2017 (IJETT 46(2):60-66). `figures` is
/// units × indicators, 0 or more. The unit of measurement does not matter, the zero point does:
/// min-max and z-scores give other weights. A missing cell is left out of its column, and n is the
/// number of cells that are there.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::entropy::entropy;
/// let figures = Matrix::from_columns(&[[Some(1.0), Some(1.0)], [Some(0.0), Some(9.0)]])?;
/// assert_eq!(entropy(&figures)?.weights, [0.0, 1.0]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`], [`Fault::TooFew`] below two values of an indicator, [`Fault::Domain`] for a
/// value below 0 or where all values of an indicator are 0, [`Fault::Constant`] where all
/// indicators are constant.
pub fn entropy(figures: &Matrix) -> Result<Entropy, Fault> {
    for (what, found) in [("units", figures.rows()), ("indicators", figures.columns())] {
        if found == 0 {
            return Err(Fault::Empty { what: what.to_owned() });
        }
    }
    let numbers: Vec<usize> = (0..figures.columns()).collect();
    let found: Vec<Result<f64, Fault>> =
        numbers.par_iter().map(|number| of_column(figures.raw(*number), *number)).collect();
    let entropies = found.into_iter().collect::<Result<Vec<f64>, Fault>>()?;
    let told: Vec<f64> = entropies.iter().map(|entropy| 1.0 - entropy).collect();
    Ok(Entropy { weights: in_proportion(&told)?, entropies })
}

fn of_column(raw: &[f64], number: usize) -> Result<f64, Fault> {
    let there = || raw.iter().copied().filter(|value| !value.is_nan());
    let count = there().count();
    if count < 2 {
        let what = format!("values in column {number}");
        return Err(Fault::TooFew { what, found: count, needed: 2 });
    }
    if let Some(row) = raw.iter().position(|value| *value < 0.0) {
        let what = format!("the cell in row {row}, column {number}");
        return Err(Fault::Domain { what, wanted: "0 or more" });
    }
    let (least, most) = there().fold((f64::MAX, 0.0_f64), |(l, m), x| (l.min(x), m.max(x)));
    if most <= 0.0 {
        let what = format!("the sum of column {number}");
        return Err(Fault::Domain { what, wanted: "above 0" });
    }
    if least >= most {
        return Ok(1.0);
    }
    let sum: f64 = there().map(|value| value / most).sum();
    let parts = there().map(|value| value / most / sum).filter(|p| *p > 0.0);
    let entropy = -parts.map(|p| p * ln(p)).sum::<f64>() / ln(count as f64);
    Ok(entropy.clamp(0.0, 1.0))
}
