//! The Mazziotta-Pareto index: a mean with a penalty for being uneven.

use serde::{Deserialize, Serialize};

use crate::matrix::same_size;
use crate::structure::Direction;
use crate::{Fault, Matrix};

/// What a sum of squared distances is divided by. Published figures differ in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deviation {
    /// By n, as De Muro, Mazziotta and Pareto write it.
    Population,
    /// By n − 1, as the R package Compind does.
    Sample,
}

/// Which way unevenness moves an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Penalty {
    /// Downwards: for what is good, such as well-being.
    Down,
    /// Upwards: for what is bad, such as poverty.
    Up,
}

/// What makes up the index of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Penalised {
    /// The arithmetic mean of the unit's normalised values.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// `deviation² / mean`: what unevenness costs, 0 or more.
    pub penalty: f64,
    /// The mean less the penalty, or plus it.
    pub index: f64,
}

/// Where an indicator's scale lies: `low` becomes 70, `high` becomes 130.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goalposts {
    /// What becomes 70 (130 where less is better).
    pub low: f64,
    /// What becomes 130 (70 where less is better).
    pub high: f64,
}

impl Goalposts {
    /// Goalposts as far apart as the extremes of all units and years, with `reference` in the
    /// middle: the reference then has 100 (Mazziotta and Pareto 2016).
    ///
    /// # Errors
    /// [`Fault::Constant`] unless `lowest` lies below `highest` by a finite distance.
    pub fn around(reference: f64, lowest: f64, highest: f64) -> Result<Goalposts, Fault> {
        let half = highest / 2.0 - lowest / 2.0;
        let (low, high) = (reference - half, reference + half);
        if low < high && low.is_finite() && high.is_finite() {
            return Ok(Goalposts { low, high });
        }
        Err(Fault::Constant { what: "the indicator between its goalposts".to_owned() })
    }
}

/// Each column to mean 100 and standard deviation 10 over the units that have a value; mirrored
/// where less is better. What is missing stays so.
///
/// The first step of the MPI (De Muro, Mazziotta and Pareto 2011). It compares the units of one
/// year: next year's 100 is another figure.
///
/// # Errors
/// [`Fault::Shape`] unless there is a direction for each column; [`Fault::TooFew`] for a column of
/// fewer than two values; [`Fault::Constant`] for one whose values are all the same.
pub fn standardise(
    table: &Matrix,
    directions: &[Direction],
    over: Deviation,
) -> Result<Matrix, Fault> {
    same_size("directions", table.columns(), directions.len())?;
    let mut out = Matrix::missing(table.rows(), table.columns());
    for (column, direction) in directions.iter().enumerate() {
        let cells: Vec<f64> = table.column(column).flatten().collect();
        if cells.len() < 2 {
            let what = format!("values in column {column}");
            return Err(Fault::TooFew { what, found: cells.len(), needed: 2 });
        }
        // By the largest size, which cancels out: no square leaves the range of numbers.
        let size = cells.iter().fold(0.0_f64, |size, x| size.max(x.abs()));
        let scaled: Vec<f64> = cells.iter().map(|x| x / size).collect();
        let (mean, deviation) = moments(&scaled, over);
        let constant = cells.iter().all(|x| *x == cells[0]);
        if constant || deviation.is_nan() || deviation <= 0.0 {
            return Err(Fault::Constant { what: format!("column {column}") });
        }
        let sign = if *direction == Direction::Up { 10.0 } else { -10.0 };
        for (row, cell) in table.column(column).enumerate() {
            let z = cell.map(|x| 100.0 + sign * ((x / size - mean) / deviation));
            out.set(row, column, z)?;
        }
    }
    Ok(out)
}

/// Each column to 70 at its low and 130 at its high goalpost (mirrored where less is better), not
/// cut off beyond: the first step of the adjusted index, AMPI (Mazziotta and Pareto 2016).
///
/// With goalposts held fixed, years can be compared.
///
/// # Errors
/// [`Fault::Shape`] unless there are goalposts and a direction for each column;
/// [`Fault::Constant`] for goalposts that do not lie apart; [`Fault::NotFinite`] for a value too
/// far outside of them to be written.
pub fn rescale(
    table: &Matrix,
    goalposts: &[Goalposts],
    directions: &[Direction],
) -> Result<Matrix, Fault> {
    same_size("goalposts", table.columns(), goalposts.len())?;
    same_size("directions", table.columns(), directions.len())?;
    let mut out = Matrix::missing(table.rows(), table.columns());
    for (column, posts) in goalposts.iter().enumerate() {
        let span = posts.high / 2.0 - posts.low / 2.0;
        if !(span.is_finite() && span > 0.0) {
            return Err(Fault::Constant { what: format!("column {column} between its goalposts") });
        }
        for (row, cell) in table.column(column).enumerate() {
            let Some(x) = cell else { continue };
            // Halves, so that a span of nearly all numbers does not overflow.
            let share = (x / 2.0 - posts.low / 2.0) / span;
            let score = 70.0 + 60.0 * share;
            let up = directions[column] == Direction::Up;
            out.set(row, column, Some(if up { score } else { 200.0 - score }))?;
        }
    }
    Ok(out)
}

/// Goalposts of all columns, from the lowest and highest of `all` years and a `reference` for
/// each column, such as the national figure of the first year.
///
/// # Errors
/// [`Fault::Shape`] unless there is a reference for each column; [`Fault::NotFinite`] for a
/// reference that is no number; [`Fault::AllMissing`] and [`Fault::Constant`] for columns without
/// extremes.
///
/// ```
/// use gangmu_index::aggregate::mazziotta::{goalposts, penalise, rescale, Deviation, Penalty};
/// use gangmu_index::structure::Direction::Up;
/// use gangmu_index::Matrix;
/// let years = Matrix::from_rows(&[[Some(2.0), Some(1.0)], [Some(6.0), Some(5.0)]])?;
/// let posts = goalposts(&years, &[4.0, 2.0])?;
/// let scores = rescale(&years, &posts, &[Up, Up])?;
/// assert_eq!((scores.get(0, 0), scores.get(1, 1)), (Some(70.0), Some(145.0)));
/// let index = penalise(&scores, Deviation::Population, Penalty::Down)?;
/// assert!(index[1].unwrap().index < index[1].unwrap().mean);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn goalposts(all: &Matrix, reference: &[f64]) -> Result<Vec<Goalposts>, Fault> {
    same_size("references", all.columns(), reference.len())?;
    crate::matrix::all_finite("the references", reference)?;
    let mut found = Vec::with_capacity(reference.len());
    for (column, middle) in reference.iter().enumerate() {
        let cells = || all.column(column).flatten();
        if cells().next().is_none() {
            return Err(Fault::AllMissing { what: format!("column {column}") });
        }
        let (lowest, highest) = cells()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        let posts = Goalposts::around(*middle, lowest, highest);
        found.push(posts.map_err(|_| Fault::Constant { what: format!("column {column}") })?);
    }
    Ok(found)
}

/// The index of each row of normalised values: mean ∓ deviation × coefficient of variation.
///
/// After [`standardise`] this is the MPI, after [`rescale`] the AMPI. All indicators weigh the
/// same: the penalty is defined for that only. A unit that lacks an indicator has no index, for
/// its unevenness would be measured on other figures than that of the others.
///
/// # Errors
/// [`Fault::TooFew`] for fewer than two columns; [`Fault::Domain`] for a row whose mean is not
/// above 0, where a coefficient of variation means nothing; [`Fault::NotFinite`] for values too
/// large to be squared.
pub fn penalise(
    normalised: &Matrix,
    over: Deviation,
    penalty: Penalty,
) -> Result<Vec<Option<Penalised>>, Fault> {
    let columns = normalised.columns();
    if columns < 2 {
        let what = "indicators to be even over".to_owned();
        return Err(Fault::TooFew { what, found: columns, needed: 2 });
    }
    let mut found = Vec::with_capacity(normalised.rows());
    let mut values = Vec::with_capacity(columns);
    for row in 0..normalised.rows() {
        values.clear();
        values.extend(normalised.row(row).flatten());
        if values.len() < columns {
            found.push(None);
            continue;
        }
        let (mean, deviation) = moments(&values, over);
        if mean <= 0.0 {
            let what = format!("The mean of row {row} ({mean})");
            return Err(Fault::Domain { what, wanted: "above 0, as the penalty asks for" });
        }
        let cost = deviation * (deviation / mean);
        let index = if penalty == Penalty::Down { mean - cost } else { mean + cost };
        if !(index.is_finite() && cost.is_finite()) {
            return Err(Fault::NotFinite { what: format!("the index of row {row}") });
        }
        found.push(Some(Penalised { mean, deviation, penalty: cost, index }));
    }
    Ok(found)
}

/// The mean and standard deviation of two values or more.
fn moments(values: &[f64], over: Deviation) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let divisor = if over == Deviation::Population { n } else { n - 1.0 };
    (mean, (squares / divisor).sqrt())
}
