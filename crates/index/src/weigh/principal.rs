//! Principal components: which indicators go together. Weights from them are for diagnosis only:
//! see [`weigh`](super).

pub mod factor;
mod jacobi;

use super::moments::{Column, dot};
use crate::{Fault, Matrix};

/// The most indicators that are taken.
pub const MOST_INDICATORS: usize = 500;

/// What the components are those of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// The correlations: every indicator counts alike.
    #[default]
    Correlation,
    /// The covariances (n − 1): what varies more counts for more.
    Covariance,
}

/// The principal components of some indicators, the strongest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// How much varies along each component; not below 0.
    pub eigenvalues: Vec<f64>,
    /// The part of all variance that each explains; they add up to 1.
    pub explained: Vec<f64>,
    /// For each component, the part that each indicator has in it, a vector of length 1. The sign
    /// is free; the one is taken that makes the greatest part positive, the first of equals.
    pub vectors: Vec<Vec<f64>>,
    /// How many units were used: those with no cell missing.
    pub units: usize,
}

impl Principal {
    /// The loadings of a component, each the covariance of an indicator with it: the vector times
    /// the root of the eigenvalue. Of correlations, the correlation of the two. Empty beyond the
    /// last.
    #[must_use]
    pub fn loadings(&self, component: usize) -> Vec<f64> {
        let root = self.eigenvalues.get(component).map_or(0.0, |value| value.sqrt());
        let vector = self.vectors.get(component).map_or(&[] as &[f64], Vec::as_slice);
        vector.iter().map(|part| part * root).collect()
    }

    /// The parts that indicators have in the first component, as weights: they make the index that
    /// varies most. They may be negative, and then are of no use as weights; R's `prcomp` and
    /// COINr's `get_PCA` say the same numbers, but for the sign of all.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        self.vectors.first().map_or(&[], Vec::as_slice)
    }
}

/// The principal components of `figures`, units × indicators, by cyclic Jacobi rotations.
///
/// Units with a missing cell are left out; [`Principal::units`] says how many are in.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::principal::{Of, components};
/// let row = |a, b| [Some(a), Some(b)];
/// let figures = Matrix::from_rows(&[row(1.0, 20.0), row(2.0, 40.0), row(3.0, 60.0)])?;
/// let found = components(&figures, Of::Correlation)?;
/// assert!((found.explained[0] - 1.0).abs() < 1e-12);
/// assert!((found.weights()[0] - 0.5_f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::TooMuch`] above [`MOST_INDICATORS`]; [`Fault::TooFew`] below two
/// units without missing cells; [`Fault::Constant`] for an indicator that is constant among them
/// (of correlations) or where all are; [`Fault::Domain`] where covariances are too large;
/// [`Fault::NotSettled`].
pub fn components(figures: &Matrix, of: Of) -> Result<Principal, Fault> {
    let count = figures.columns();
    for (what, found) in [("units", figures.rows()), ("indicators", count)] {
        if found == 0 {
            return Err(Fault::Empty { what: what.to_owned() });
        }
    }
    if count > MOST_INDICATORS {
        let what = "indicators".to_owned();
        return Err(Fault::TooMuch { what, found: count, most: MOST_INDICATORS });
    }
    let missing = |row: &usize| (0..count).any(|column| figures.raw(column)[*row].is_nan());
    let whole: Vec<usize> = (0..figures.rows()).filter(|row| !missing(row)).collect();
    let units = whole.len();
    if units < 2 {
        let what = "units without missing cells".to_owned();
        return Err(Fault::TooFew { what, found: units, needed: 2 });
    }
    let figures = figures.take_rows(&whole)?;
    let columns: Vec<Column> = (0..count).map(|column| Column::new(figures.raw(column))).collect();
    let table = match of {
        Of::Correlation => super::moments::correlations(&columns)?,
        Of::Covariance => covariances(&columns, units),
    };
    if columns.iter().all(|column| column.squares <= 0.0) {
        return Err(Fault::Constant { what: "every indicator".to_owned() });
    }
    if of == Of::Correlation
        && let Some(column) = columns.iter().position(|column| column.squares <= 0.0)
    {
        return Err(Fault::Constant { what: format!("column {column}") });
    }
    if table.iter().any(|cell| !cell.is_finite() || cell.abs() > 1e150) {
        return Err(Fault::Domain { what: "the covariances".to_owned(), wanted: "below 1e150" });
    }
    let (eigenvalues, vectors) = jacobi::eigen(table, count)?;
    let sum: f64 = eigenvalues.iter().sum();
    if sum <= 0.0 {
        return Err(Fault::Constant { what: "every indicator".to_owned() });
    }
    let explained = eigenvalues.iter().map(|value| value / sum).collect();
    Ok(Principal { eigenvalues, explained, vectors, units })
}

/// The covariances of columns of which nothing is missing.
fn covariances(columns: &[Column], units: usize) -> Vec<f64> {
    let of = |a: &Column, b: &Column| {
        let together = dot(&a.deviations, &b.deviations) / (units as f64 - 1.0);
        together * a.scale * b.scale
    };
    columns.iter().flat_map(|a| columns.iter().map(move |b| of(a, b))).collect()
}
