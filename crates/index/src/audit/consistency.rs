//! Whether the indicators of a part go together: correlations, redundancy, Cronbach's alpha.

use crate::Matrix;
use crate::statistics::{correlation, mean};

/// Two columns that move together, or against each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The one.
    pub one: usize,
    /// The other, with a higher number.
    pub other: usize,
    /// Pearson's correlation over the rows in which both are there.
    pub correlation: f64,
    /// How many rows those are.
    pub rows: usize,
}

/// The correlations of all pairs of columns, pair by pair, over the rows in which both are there;
/// pairs of which there are fewer than three such rows, or one does not vary, are left out.
#[must_use]
pub fn correlations(figures: &Matrix) -> Vec<Pair> {
    let columns: Vec<Vec<Option<f64>>> =
        (0..figures.columns()).map(|column| figures.column(column).collect()).collect();
    let mut pairs = Vec::new();
    for other in 0..columns.len() {
        for one in 0..other {
            let both = |(l, r): &(&Option<f64>, &Option<f64>)| l.is_some() && r.is_some();
            let rows = columns[one].iter().zip(&columns[other]).filter(both).count();
            if let Some(correlation) = correlation(&columns[one], &columns[other]) {
                pairs.push(Pair { one, other, correlation, rows });
            }
        }
    }
    pairs
}

/// Cronbach's alpha of these columns, by covariances over the rows in which both are there; `None`
/// of fewer than two columns, where a pair has fewer than two rows, or when their sum does not vary.
///
/// Above 0.7 or so the columns measure one thing. Below, they may still belong together: alpha says
/// nothing about what ought to count.
///
/// Source: Cronbach 1951; OECD/JRC Handbook 2008, box 4; COINr `get_cronbach`.
#[must_use]
pub fn cronbach_alpha(figures: &Matrix, columns: &[usize]) -> Option<f64> {
    let count = columns.len() as f64;
    if columns.len() < 2 {
        return None;
    }
    let (mut own, mut all) = (0.0, 0.0);
    for one in columns {
        for other in columns {
            let covariance = covariance(figures, *one, *other)?;
            all += covariance;
            if one == other {
                own += covariance;
            }
        }
    }
    Some(count / (count - 1.0) * (1.0 - own / all)).filter(|found| found.is_finite())
}

fn covariance(figures: &Matrix, one: usize, other: usize) -> Option<f64> {
    let both = figures.raw(one).iter().zip(figures.raw(other));
    let both = both.filter(|(l, r)| !l.is_nan() && !r.is_nan());
    let (left, right): (Vec<f64>, Vec<f64>) = both.unzip();
    if left.len() < 2 {
        return None;
    }
    let (mean_left, mean_right) = (mean(&left)?, mean(&right)?);
    let products = left.iter().zip(&right).map(|(l, r)| (l - mean_left) * (r - mean_right));
    Some(products.fold(0.0, |sum, product| sum + product) / (left.len() - 1) as f64)
}
