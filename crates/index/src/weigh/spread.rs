//! Weights by how much indicators vary. For diagnosis only: see [`weigh`](super).

use super::moments::{Column, columns};
use crate::{Fault, Matrix};

/// Weights in proportion to the standard deviation of each indicator; they add up to 1.
///
/// `figures` is units × indicators. The unit of measurement matters: normalise first. A missing
/// cell is left out of its column. A constant indicator gets 0.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::spread::by_deviation;
/// let figures = Matrix::from_columns(&[[Some(0.0), Some(1.0)], [Some(5.0), Some(8.0)]])?;
/// assert!((by_deviation(&figures)?[1] - 0.75).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`], [`Fault::TooFew`] below two values of an indicator, [`Fault::Constant`] where
/// all indicators are constant.
pub fn by_deviation(figures: &Matrix) -> Result<Vec<f64>, Fault> {
    let columns = columns(figures)?;
    let most = columns.iter().map(|column| column.scale).fold(0.0, f64::max);
    let size = |column: &Column| {
        let part = if most > 0.0 { column.scale / most } else { 0.0 };
        part * (column.squares / (column.count as f64 - 1.0)).sqrt()
    };
    in_proportion(&columns.iter().map(size).collect::<Vec<_>>())
}

/// Weights in proportion to the coefficient of variation, the standard deviation over the mean;
/// they add up to 1.
///
/// The unit of measurement does not matter, the zero point does. Missing cells and constant
/// indicators as in [`by_deviation`].
///
/// # Errors
/// As [`by_deviation`], and [`Fault::Domain`] for a mean that is not above 0.
pub fn by_variation(figures: &Matrix) -> Result<Vec<f64>, Fault> {
    let columns = columns(figures)?;
    let mut sizes = Vec::with_capacity(columns.len());
    for (number, column) in columns.iter().enumerate() {
        let size = (column.squares / (column.count as f64 - 1.0)).sqrt() / column.mean;
        if column.mean <= 0.0 || !size.is_finite() {
            let what = format!("the mean of column {number}");
            return Err(Fault::Domain { what, wanted: "above 0" });
        }
        sizes.push(size);
    }
    in_proportion(&sizes)
}

/// Sizes as shares, where one at least is above 0.
pub(super) fn in_proportion(sizes: &[f64]) -> Result<Vec<f64>, Fault> {
    if sizes.iter().all(|size| *size <= 0.0) {
        return Err(Fault::Constant { what: "every indicator".to_owned() });
    }
    super::shares(sizes)
}
