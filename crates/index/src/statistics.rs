//! Figures that describe a column of figures.
//!
//! Every function takes the values that are there, all of them finite; what is missing has been left
//! out by the caller. Where there are too few for an answer it is `None`. Sums go from left to
//! right, so the order of the values shows in the last bits and the number of threads never does.

use crate::Matrix;
use crate::rank::quantile::of_sorted;

/// The values of a column that are there, from the first row down.
#[must_use]
pub fn present(figures: &Matrix, column: usize) -> Vec<f64> {
    figures.raw(column).iter().copied().filter(|cell| !cell.is_nan()).collect()
}

/// The sum.
#[must_use]
pub fn sum(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value)
}

/// The arithmetic mean; `None` of nothing.
///
/// Worked out from a middle value, so that values near the ends of `f64` do not overflow.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let count = values.len() as f64;
    let sum = sum(values);
    if sum.is_finite() {
        return Some(sum / count);
    }
    Some(values.iter().fold(0.0, |mean, value| mean + value / count))
}

/// The sample variance (by n − 1); `None` of fewer than two.
#[must_use]
pub fn variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    if values.len() < 2 {
        return None;
    }
    let squares = values.iter().fold(0.0, |sum, value| sum + (value - mean) * (value - mean));
    Some(squares / (values.len() - 1) as f64).filter(|found| found.is_finite())
}

/// The sample standard deviation (by n − 1); `None` of fewer than two.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    variance(values).map(f64::sqrt)
}

/// The smallest and the largest value; `None` of nothing.
#[must_use]
pub fn range(values: &[f64]) -> Option<(f64, f64)> {
    let first = *values.first()?;
    Some(values.iter().fold((first, first), |(low, high), v| (low.min(*v), high.max(*v))))
}

/// The median; `None` of nothing.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The quantile at `p` between 0 and 1, by linear interpolation between order statistics
/// (Hyndman and Fan 1996, type 7: what R and numpy give); `None` of nothing, or for another `p`.
///
/// ```
/// use gangmu_index::statistics::quantile;
/// assert_eq!(quantile(&[4.0, 1.0, 2.0, 3.0], 0.5), Some(2.5));
/// ```
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    of_sorted(&sorted, p)
}

/// Skewness, adjusted for the sample's size (G1, as Excel and e1071 type 2); `None` of fewer than
/// three values, or when they are all the same.
#[must_use]
pub fn skewness(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    if values.len() < 3 {
        return None;
    }
    let (squares, cubes, _) = powers(values)?;
    let plain = n.sqrt() * cubes / (squares * squares.sqrt());
    Some(plain * (n * (n - 1.0)).sqrt() / (n - 2.0)).filter(|found| found.is_finite())
}

/// Excess kurtosis, adjusted for the sample's size (G2, as Excel and e1071 type 2); `None` of fewer
/// than four values, or when they are all the same.
#[must_use]
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    if values.len() < 4 {
        return None;
    }
    let (squares, _, fourths) = powers(values)?;
    let plain = n * fourths / (squares * squares);
    let adjusted = ((n + 1.0) * (plain - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    Some(adjusted).filter(|found| found.is_finite())
}

/// Pearson's correlation over the rows in which both are there; `None` of fewer than three such
/// rows, or when one of the two does not vary.
///
/// Both are rows in the same order; a shorter one counts as missing beyond its end.
#[must_use]
pub fn correlation(left: &[Option<f64>], right: &[Option<f64>]) -> Option<f64> {
    let both = left.iter().zip(right).filter_map(|(l, r)| Some(((*l)?, (*r)?)));
    let (left, right): (Vec<f64>, Vec<f64>) = both.unzip();
    if left.len() < 3 {
        return None;
    }
    correlation_of(&left, &right)
}

/// Pearson's correlation of two columns without gaps, of the same length.
pub(crate) fn correlation_of(left: &[f64], right: &[f64]) -> Option<f64> {
    let (mean_left, mean_right) = (mean(left)?, mean(right)?);
    let (mut ll, mut rr, mut lr) = (0.0, 0.0, 0.0);
    for (l, r) in left.iter().zip(right) {
        let (l, r) = (l - mean_left, r - mean_right);
        ll += l * l;
        rr += r * r;
        lr += l * r;
    }
    let found = lr / (ll.sqrt() * rr.sqrt());
    // What rounds to beyond 1 is 1; without variation it is 0 / 0 and has no answer.
    found.is_finite().then(|| found.clamp(-1.0, 1.0))
}

/// Sums of the second, third and fourth powers of the distances from the mean; `None` when all
/// values are the same but for rounding.
fn powers(values: &[f64]) -> Option<(f64, f64, f64)> {
    let mean = mean(values)?;
    let (low, high) = range(values)?;
    if low == high {
        return None;
    }
    // Powers of distances as shares of the range: no figure is too large for its fourth power.
    let size = (high - mean).max(mean - low);
    let sums = values.iter().fold((0.0, 0.0, 0.0), |(two, three, four), value| {
        let distance = (value - mean) / size;
        let square = distance * distance;
        (two + square, three + square * distance, four + square * square)
    });
    (sums.0 > 0.0 && sums.2.is_finite()).then_some(sums)
}
