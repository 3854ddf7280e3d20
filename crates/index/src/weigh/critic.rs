//! CRITIC weights: by how much an indicator varies and how little it repeats others. For diagnosis
//! only: see [`weigh`](super).

use super::moments::{columns, correlations};
use crate::{Fault, Matrix};

/// What each indicator tells, and the weights that follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Critic {
    /// In proportion to what each tells; they add up to 1.
    pub weights: Vec<f64>,
    /// The standard deviation (n) of the indicator after min-max.
    pub deviations: Vec<f64>,
    /// The sum of 1 − r over all others: how far it goes its own way.
    pub conflicts: Vec<f64>,
}

/// The most indicators: their correlations fill a square table.
const MOST: usize = 5_000;
/// Below this together, the indicators all go together and the rest is rounding.
const NOTHING: f64 = 1e-12;

/// CRITIC weights: σ · Σ (1 − r), on figures after min-max.
///
/// Diakoulaki, Mavrotas, Papayannakis 1995 (Computers & OR 22:763-770). `figures` is units ×
/// indicators, more being better in all. A missing cell is left out: of its column in σ, and of
/// each pair in r, which is taken over the rows where both are there.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::critic::critic;
/// let column = |a, b, c| [Some(a), Some(b), Some(c)];
/// let figures = Matrix::from_columns(&[column(0.0, 1.0, 2.0), column(0.0, 2.0, 0.0)])?;
/// let found = critic(&figures)?;
/// assert!(found.weights[1] > found.weights[0], "the same conflict, more deviation");
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::TooFew`] below two values of an indicator, below two indicators, and
/// where all indicators go together entirely; [`Fault::TooMuch`] above 5,000 indicators;
/// [`Fault::Constant`] for an indicator that is constant, altogether or where another is there.
pub fn critic(figures: &Matrix) -> Result<Critic, Fault> {
    if figures.columns() > MOST {
        let what = "indicators".to_owned();
        return Err(Fault::TooMuch { what, found: figures.columns(), most: MOST });
    }
    let columns = columns(figures)?;
    let count = columns.len();
    if count < 2 {
        return Err(Fault::TooFew { what: "indicators".to_owned(), found: count, needed: 2 });
    }
    let mut deviations = Vec::with_capacity(count);
    for (number, column) in columns.iter().enumerate() {
        let there = column.deviations.iter().copied().filter(|d| !d.is_nan());
        let (least, most) = there.fold((f64::MAX, f64::MIN), |(l, m), d| (l.min(d), m.max(d)));
        if column.squares <= 0.0 || least >= most {
            return Err(Fault::Constant { what: format!("column {number}") });
        }
        deviations.push((column.squares / column.count as f64).sqrt() / (most - least));
    }
    let table = correlations(&columns)?;
    let conflicts: Vec<f64> =
        table.chunks_exact(count).map(|row| row.iter().map(|r| 1.0 - r).sum()).collect();
    let told: Vec<f64> = deviations.iter().zip(&conflicts).map(|(d, c)| d * c).collect();
    if told.iter().sum::<f64>() <= NOTHING {
        let what = "indicators that go their own way".to_owned();
        return Err(Fault::TooFew { what, found: 0, needed: 1 });
    }
    Ok(Critic { weights: super::shares(&told)?, deviations, conflicts })
}
