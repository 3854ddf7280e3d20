//! Budget allocation: each expert shares out the same number of points.
//!
//! OECD Handbook 2008, 6.7. Each expert gives every indicator a number of points, which add up to
//! a total that is the same for all. Weights are the mean or the median share. What the experts
//! do not agree on is told beside.

use crate::{Fault, Matrix};

/// How the shares that experts give become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Centre {
    /// The mean of the shares.
    #[default]
    Mean,
    /// The median of the shares, made to add up to 1 again: one expert cannot pull it far.
    Median,
}

/// What experts make of one indicator, in shares of the budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// The mean share.
    pub mean: f64,
    /// The median share.
    pub median: f64,
    /// The standard deviation of the shares (n − 1); none of one expert.
    pub deviation: Option<f64>,
    /// The smallest share.
    pub least: f64,
    /// The greatest share.
    pub most: f64,
}

/// The weights that experts come to together.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// The weights; they add up to 1.
    pub weights: Vec<f64>,
    /// What stands behind each.
    pub opinions: Vec<Opinion>,
    /// For each expert, the part of the budget that would have to move to make his shares those of
    /// the group: half the sum of the differences, from 0 to 1.
    pub distances: Vec<f64>,
    /// The mean of the distances: 0 where all agree.
    pub disagreement: f64,
}

/// Weights from points, experts × indicators.
///
/// `total` is what each expert's points add up to; half a billionth of it may be off for rounding.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::budget::{Centre, allocate};
/// let row = |a, b| [Some(a), Some(b)];
/// let points = Matrix::from_rows(&[row(60.0, 40.0), row(80.0, 20.0)])?;
/// let found = allocate(&points, 100.0, Centre::Mean)?;
/// assert!((found.weights[0] - 0.7).abs() < 1e-15);
/// assert!((found.disagreement - 0.1).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without experts or indicators; [`Fault::Parameter`] for a total that is not
/// above 0; [`Fault::Domain`] where a cell is missing (who gives nothing says 0) or below 0;
/// [`Fault::Weights`] where an expert's points do not add up, or where all medians are 0.
pub fn allocate(points: &Matrix, total: f64, centre: Centre) -> Result<Budget, Fault> {
    let (experts, indicators) = (points.rows(), points.columns());
    for (what, found) in [("experts", experts), ("indicators", indicators)] {
        if found == 0 {
            return Err(Fault::Empty { what: what.to_owned() });
        }
    }
    if !(total > 0.0 && total.is_finite()) {
        return Err(Fault::Parameter { name: "total", wanted: "above 0" });
    }
    let mut given = Vec::with_capacity(experts);
    for expert in 0..experts {
        given.push(shares_of(points, expert, total)?);
    }
    let opinions: Vec<Opinion> = (0..indicators).map(|column| opinion(&given, column)).collect();
    let centres: Vec<f64> = opinions
        .iter()
        .map(|opinion| if centre == Centre::Mean { opinion.mean } else { opinion.median })
        .collect();
    let weights = super::shares(&centres)?;
    let distance = |shares: &Vec<f64>| {
        shares.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0
    };
    let distances: Vec<f64> = given.iter().map(distance).collect();
    let disagreement = distances.iter().sum::<f64>() / experts as f64;
    Ok(Budget { weights, opinions, distances, disagreement })
}

/// What an expert gives, in shares.
fn shares_of(points: &Matrix, expert: usize, total: f64) -> Result<Vec<f64>, Fault> {
    let mut shares = Vec::with_capacity(points.columns());
    for (column, cell) in points.row(expert).enumerate() {
        let what = || format!("the cell in row {expert}, column {column}");
        let cell = cell.ok_or_else(|| Fault::Domain { what: what(), wanted: "filled in" })?;
        if cell < 0.0 {
            return Err(Fault::Domain { what: what(), wanted: "0 or more" });
        }
        shares.push(cell / total);
    }
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() <= 5e-10 {
        return Ok(shares);
    }
    let found = sum * total;
    Err(Fault::Weights { what: format!("Points in row {expert} add up to {found}, not {total}") })
}

fn opinion(given: &[Vec<f64>], column: usize) -> Opinion {
    let mut shares: Vec<f64> = given.iter().map(|shares| shares[column]).collect();
    let count = shares.len() as f64;
    let mean = shares.iter().sum::<f64>() / count;
    let squares: f64 = shares.iter().map(|share| (share - mean) * (share - mean)).sum();
    let deviation = (shares.len() > 1).then(|| (squares / (count - 1.0)).sqrt());
    shares.sort_unstable_by(f64::total_cmp);
    let (low, high) = ((shares.len() - 1) / 2, shares.len() / 2);
    let median = f64::midpoint(shares[low], shares[high]);
    Opinion { mean, median, deviation, least: shares[0], most: shares[shares.len() - 1] }
}
