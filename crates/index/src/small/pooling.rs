//! Several years taken together, so that a small place has enough events for a rate.

use crate::matrix::same_size;
use crate::{Fault, Matrix};

/// Which years are pooled, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// How many of the last years are looked at, 1 or more.
    pub last: usize,
    /// The weight of each of these years, the latest last; all 1 without.
    pub weights: Option<Vec<f64>>,
    /// How many of them must be there, between 1 and `last`.
    pub least: usize,
}

/// Why a year of a unit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The number of events is missing.
    EventsMissing,
    /// What they are counted against is missing.
    ExposureMissing,
    /// What they are counted against is 0.
    NoExposure,
    /// Its weight is 0.
    NoWeight,
}

/// What the years of a unit come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// Events, each year by its weight.
    pub events: f64,
    /// Exposure, each year by its weight.
    pub exposure: f64,
    /// Events by exposure.
    pub rate: f64,
    /// The number of unweighted Poisson events that are worth as much: (Σwd)² / Σw²d. With
    /// weights of 0 and 1 these are the events themselves; with others a funnel takes this.
    pub effective_events: f64,
    /// The exposure that goes with them, so that their rate is the same; without events, Σwn.
    pub effective_exposure: f64,
}

/// A unit, with what was pooled.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// What the years come to; `None` where fewer were there than must be.
    pub pool: Option<Pool>,
    /// The years (columns) that were pooled, in order.
    pub years: Vec<usize>,
    /// The years that were looked at and left out, with the reasons.
    pub skipped: Vec<(usize, Skipped)>,
}

/// Pools the last years of each unit.
///
/// `events` and `exposure` have a row for each unit and a column for each year, the latest last.
/// A year takes part when both figures are there and the exposure is above 0, so that the rate is
/// of the same years above and below the line. The answer has one for each unit, and says which
/// years it stands on: units with different years must not be compared without saying so.
///
/// ```
/// use gangmu_index::{Matrix, small::pooling::{Recipe, pool}};
/// let events = Matrix::from_rows(&[[Some(1.0), None, Some(2.0)]])?;
/// let exposure = Matrix::from_rows(&[[Some(50.0), Some(50.0), Some(50.0)]])?;
/// let found = pool(&events, &exposure, &Recipe { last: 3, weights: None, least: 2 })?;
/// assert_eq!(found[0].years, [0, 2]);
/// assert_eq!(found[0].pool.unwrap().rate, 0.03);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`] for tables of different size or another number of weights than years looked
/// at, [`Fault::Parameter`] for a `last` or `least` that makes no sense, [`Fault::Weights`] for
/// weights that are negative, above 1e9, not finite or all 0, [`Fault::Domain`] for negative
/// figures or such above 9e15.
pub fn pool(events: &Matrix, exposure: &Matrix, recipe: &Recipe) -> Result<Vec<Pooled>, Fault> {
    same_size("rows of exposure", events.rows(), exposure.rows())?;
    same_size("columns of exposure", events.columns(), exposure.columns())?;
    if recipe.last == 0 || recipe.last > events.columns() {
        return Err(Fault::Parameter { name: "last", wanted: "between 1 and the number of years" });
    }
    if recipe.least == 0 || recipe.least > recipe.last {
        return Err(Fault::Parameter { name: "least", wanted: "between 1 and `last`" });
    }
    let weights = weights(recipe)?;
    let first = events.columns() - recipe.last;
    (0..events.rows())
        .map(|unit| pool_unit(events, exposure, unit, first, &weights, recipe))
        .collect()
}

fn weights(recipe: &Recipe) -> Result<Vec<f64>, Fault> {
    let Some(weights) = &recipe.weights else {
        return Ok(vec![1.0; recipe.last]);
    };
    same_size("weights of years", recipe.last, weights.len())?;
    let bad = |weight: &f64| *weight != 0.0 && !(1e-9..=1e9).contains(weight);
    let what = match weights {
        _ if weights.iter().any(bad) => "Weights of years are neither 0 nor between 1e-9 and 1e9",
        _ if weights.iter().all(|weight| *weight <= 0.0) => "Weights of years are all 0",
        _ => return Ok(weights.clone()),
    };
    Err(Fault::Weights { what: what.to_owned() })
}

fn pool_unit(
    events: &Matrix,
    exposure: &Matrix,
    unit: usize,
    first: usize,
    weights: &[f64],
    recipe: &Recipe,
) -> Result<Pooled, Fault> {
    let mut found = Pooled { pool: None, years: Vec::new(), skipped: Vec::new() };
    let (mut count, mut against, mut squares) = (0.0, 0.0, 0.0);
    for (step, weight) in weights.iter().enumerate() {
        let year = first + step;
        let (d, n) = (events.get(unit, year), exposure.get(unit, year));
        for (what, cell) in [("events", d), ("exposure", n)] {
            if cell.is_some_and(|cell| !(0.0..=9e15).contains(&cell)) {
                let what = format!("the {what} of unit {unit} in column {year}");
                return Err(Fault::Domain { what, wanted: "a number from 0 to 9e15" });
            }
        }
        let why = match (d, n) {
            (None, _) => Skipped::EventsMissing,
            (_, None) => Skipped::ExposureMissing,
            (_, Some(n)) if n < 1e-15 => Skipped::NoExposure,
            _ if *weight <= 0.0 => Skipped::NoWeight,
            (Some(d), Some(n)) => {
                count += weight * d;
                against += weight * n;
                squares += weight * weight * d;
                found.years.push(year);
                continue;
            }
        };
        found.skipped.push((year, why));
    }
    if found.years.len() >= recipe.least {
        let some = squares > 0.0 && count > 0.0;
        let scale = if some { count / squares } else { 1.0 };
        found.pool = Some(Pool {
            events: count,
            exposure: against,
            rate: count / against,
            effective_events: count * scale,
            effective_exposure: against * scale,
        });
    }
    Ok(found)
}
