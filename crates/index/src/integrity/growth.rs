//! Growth of many places side by side: places that grow oddly, and places that grow alike to the
//! last digit.

use super::change::Change;
use crate::distributions::{beta_above, beta_below};
use crate::integrity::{Outcome, Why};
use crate::{Fault, Matrix};

/// How far a place's growth lies from that of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// D²: the squared Mahalanobis distance of its growth from the mean, by the covariance of all.
    pub squared: f64,
    /// P(so far, or farther) if growth were normal: small for a place unlike all others.
    pub p_far: f64,
    /// P(so near, or nearer): small for a place that is the average in every period.
    pub p_near: f64,
}

/// The distances of all places.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    /// How many places have figures in all periods: the ones the covariance stands on.
    pub places: usize,
    /// How many periods of growth there are.
    pub periods: usize,
    /// One for each place; `None` where a period is missing.
    pub units: Vec<Option<Distance>>,
}

/// The most periods of growth that are taken.
const MOST_PERIODS: usize = 200;

/// Mahalanobis distances of growth vectors: rows are places, columns periods in order.
///
/// Growth is ln(after / before). Only places with every period take part; it takes three times as
/// many as there are periods of growth. Under normal growth D² n / (n - 1)² is a beta number of
/// shapes d/2 and (n - d - 1)/2, which gives both p-values (Gnanadesikan and Kettenring 1972).
/// Growth has heavier tails than that: take p-values as an order of who is asked first.
///
/// # Errors
/// [`Fault::Domain`] for a figure that is not above 0, [`Fault::TooMuch`] beyond 200 periods.
pub fn distances(series: &Matrix) -> Result<Outcome<Distances>, Fault> {
    let (whole, growth) = growth(series)?;
    let periods = series.columns().saturating_sub(1);
    let (n, needed) = (whole.len(), (3 * periods).max(3));
    if periods == 0 || n < needed {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: n, needed }));
    }
    let many = n as f64;
    let mean: Vec<f64> =
        (0..periods).map(|at| growth.iter().map(|row| row[at]).sum::<f64>() / many).collect();
    let mut covariance = vec![vec![0.0; periods]; periods];
    for row in &growth {
        for i in 0..periods {
            for j in 0..=i {
                covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / (many - 1.0);
            }
        }
    }
    let Some(root) = lower_root(covariance) else {
        return Ok(Outcome::DoesNotApply(Why::Dependent));
    };
    let mut units = vec![None; series.rows()];
    let (a, b) = (0.5 * periods as f64, 0.5 * (many - periods as f64 - 1.0));
    for (row, place) in growth.iter().zip(&whole) {
        let squared = squared_distance(&root, row, &mean);
        let x = (squared * many / (many - 1.0) / (many - 1.0)).min(1.0);
        let (p_far, p_near) = (beta_above(x, a, b)?, beta_below(x, a, b)?);
        units[*place] = Some(Distance { squared, p_far, p_near });
    }
    Ok(Outcome::Tested(Distances { places: n, periods, units }))
}

/// Two places whose growth is the same in every period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Twins {
    /// The place that comes first.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// The most by which their growth differs in a period.
    pub gap: f64,
    /// Whether the figures themselves are the same, and not only their growth.
    pub same_figures: bool,
}

/// The pairs of places that grow alike.
#[derive(Clone, Debug, PartialEq)]
pub struct NearDuplicates {
    /// How many places were compared.
    pub places: usize,
    /// How many were left out for a missing period.
    pub incomplete: usize,
    /// How many were left out because they do not grow at all: those are copied forward.
    pub flat: usize,
    /// The pairs, by their first and second place.
    pub pairs: Vec<Twins>,
}

/// How many pairs are told at most, and how many comparisons are made.
const MOST_PAIRS: usize = 100_000;
const MOST_COMPARISONS: usize = 1_000_000_000;

/// Pairs of places whose growth differs by no more than `tolerance` in every period.
///
/// Rows are places, columns periods in order. Two series that are multiples of one another are
/// found too: one was made from the other, or both from a third. That can be honest, as when a
/// higher tier's growth rate is used for places that are not surveyed; then the figures are
/// estimates, and should say so. It takes four periods of growth, which agree by chance only where
/// the tolerance is wide: try it on series that are known to be independent.
///
/// Places are put into the order of their mean growth, which cannot differ by more than the
/// tolerance between twins; only neighbours are compared.
///
/// ```
/// use gangmu_index::{Matrix, integrity::growth::near_duplicates};
/// let first = [10.0, 12.0, 11.0, 15.0, 14.0];
/// let other = [7.0, 7.1, 9.0, 8.0, 9.0];
/// let series = [first, first.map(|x| 3.0 * x), other].map(|row| row.map(Some));
/// let found = near_duplicates(&Matrix::from_rows(&series)?, 1e-9)?;
/// let pairs = &found.tested().unwrap().pairs;
/// assert_eq!((pairs.len(), pairs[0].second, pairs[0].same_figures), (1, 1, false));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Domain`] for a figure that is not above 0; [`Fault::Parameter`] for a tolerance that is
/// not between 0 and 1; [`Fault::TooMuch`] beyond 200 periods, 100,000 pairs, or when the tolerance
/// makes nearly all places neighbours.
pub fn near_duplicates(series: &Matrix, tolerance: f64) -> Result<Outcome<NearDuplicates>, Fault> {
    if !(0.0..=1.0).contains(&tolerance) {
        return Err(Fault::Parameter { name: "tolerance", wanted: "between 0 and 1" });
    }
    let (whole, growth) = growth(series)?;
    let periods = series.columns().saturating_sub(1);
    if periods < 4 {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: periods, needed: 4 }));
    }
    let moves = |row: &Vec<f64>| row.iter().any(|step| step.abs() > 1e-12);
    // Rounding in the logarithms must not part what is the same.
    let room = tolerance + 1e-12;
    let mut order: Vec<(f64, usize)> = (0..whole.len())
        .filter(|at| moves(&growth[*at]))
        .map(|at| (growth[at].iter().sum::<f64>() / periods as f64, at))
        .collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut ends = Vec::with_capacity(order.len());
    let (mut to, mut comparisons) = (0, 0_usize);
    for (at, (mean, _)) in order.iter().enumerate() {
        while to < order.len() && order[to].0 - mean <= room {
            to += 1;
        }
        ends.push(to);
        comparisons = comparisons.saturating_add(to - at);
    }
    if comparisons > MOST_COMPARISONS {
        let what = "pairs of places with nearly the same mean growth".to_owned();
        return Err(Fault::TooMuch { what, found: comparisons, most: MOST_COMPARISONS });
    }
    let mut pairs = Vec::new();
    for (at, (_, one)) in order.iter().enumerate() {
        for (_, other) in &order[at + 1..ends[at]] {
            let steps = growth[*one].iter().zip(&growth[*other]);
            let gap = steps
                .map(|(a, b)| (a - b).abs())
                .try_fold(0.0_f64, |most, gap| (gap <= room).then(|| most.max(gap)));
            let Some(gap) = gap else { continue };
            if pairs.len() == MOST_PAIRS {
                let (what, found) = ("pairs of places that grow alike".to_owned(), MOST_PAIRS + 1);
                return Err(Fault::TooMuch { what, found, most: MOST_PAIRS });
            }
            let (first, second) = (whole[*one].min(whole[*other]), whole[*one].max(whole[*other]));
            let same_figures = series.row(first).eq(series.row(second));
            pairs.push(Twins { first, second, gap, same_figures });
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
    Ok(Outcome::Tested(NearDuplicates {
        places: order.len(),
        incomplete: series.rows() - whole.len(),
        flat: whole.len() - order.len(),
        pairs,
    }))
}

/// The rows without a missing period, and their growth.
fn growth(series: &Matrix) -> Result<(Vec<usize>, Vec<Vec<f64>>), Fault> {
    Change::Growth.check(series)?;
    let periods = series.columns().saturating_sub(1);
    if periods > MOST_PERIODS {
        let what = "periods of growth".to_owned();
        return Err(Fault::TooMuch { what, found: periods, most: MOST_PERIODS });
    }
    let rows = (0..series.rows()).map(|row| (row, Change::Growth.of_row(series, row)));
    Ok(rows.filter(|(_, growth)| growth.len() == periods).unzip())
}

/// The lower triangular root of a covariance matrix; `None` where a variable follows from others.
fn lower_root(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for i in 0..matrix.len() {
        let own = matrix[i][i];
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if rest <= 1e-10 * own || rest <= 0.0 {
                    return None;
                }
                matrix[i][i] = rest.sqrt();
            } else {
                matrix[i][j] = rest / matrix[j][j];
            }
        }
    }
    Some(matrix)
}

fn squared_distance(root: &[Vec<f64>], row: &[f64], mean: &[f64]) -> f64 {
    let mut solved: Vec<f64> = Vec::with_capacity(row.len());
    for (i, upper) in root.iter().enumerate() {
        let known: f64 = solved.iter().zip(upper).map(|(z, l)| z * l).sum();
        solved.push((row[i] - mean[i] - known) / upper[i]);
    }
    solved.iter().map(|z| z * z).sum()
}
