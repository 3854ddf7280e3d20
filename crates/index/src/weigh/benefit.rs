//! Benefit of the doubt: every unit is scored by the weights that suit it best.
//!
//! Cherchye et al. 2007 (Social Indicators Research 82:111-145) and 2008 (Journal of the
//! Operational Research Society 59:239-251); OECD Handbook 2008, 6.3. The weights of unit i are
//! those w ≥ 0 that make Σ w·z of unit i greatest while no unit, with the same weights, comes to
//! more than 1. A unit below 1 cannot say that another weighting would have shown it in front.
//!
//! These weights are **diagnostic**: each unit has its own, so scores are no common yardstick, and
//! without limits on shares a unit may rest on a single indicator.

mod frontier;
mod master;
mod scaled;

use crate::matrix::{all_finite, same_size};
use crate::{Fault, Matrix};

/// The most units that are taken.
pub const MOST_UNITS: usize = 200_000;
/// The most indicators that are taken.
pub const MOST_INDICATORS: usize = 1_000;
/// The most figures that are taken: the largest of both kinds do not go together.
pub const MOST_FIGURES: usize = 20_000_000;

/// Limits on the share that each indicator has in a unit's own score ("pie shares"):
/// lower ≤ w·z of the indicator over Σ w·z of the unit ≤ upper.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Limits {
    /// Limits for each indicator.
    ///
    /// # Errors
    /// [`Fault::Shape`] where there are not as many upper as lower ones, [`Fault::NotFinite`], and
    /// [`Fault::Parameter`] unless 0 ≤ lower ≤ upper ≤ 1, the lower ones add up to 1 at most and
    /// the upper ones to 1 at least.
    pub fn new(lower: &[f64], upper: &[f64]) -> Result<Limits, Fault> {
        same_size("upper limits", lower.len(), upper.len())?;
        all_finite("the lower limits", lower)?;
        all_finite("the upper limits", upper)?;
        let fault = |wanted| Err(Fault::Parameter { name: "limits", wanted });
        if lower.iter().zip(upper).any(|(l, u)| !(0.0 <= *l && l <= u && *u <= 1.0)) {
            return fault("a share from 0 to 1 with the lower one below the upper one");
        }
        if lower.iter().sum::<f64>() > 1.0 + ROUNDING || upper.iter().sum::<f64>() < 1.0 - ROUNDING
        {
            return fault("wide enough for shares that add up to 1");
        }
        Ok(Limits { lower: lower.to_vec(), upper: upper.to_vec() })
    }

    /// The same limits for each of `indicators`.
    ///
    /// # Errors
    /// As [`Limits::new`].
    pub fn same(indicators: usize, lower: f64, upper: f64) -> Result<Limits, Fault> {
        if indicators > MOST_INDICATORS {
            let what = "indicators".to_owned();
            return Err(Fault::TooMuch { what, found: indicators, most: MOST_INDICATORS });
        }
        Limits::new(&vec![lower; indicators], &vec![upper; indicators])
    }
}

/// How far sums of shares may be off 1 for rounding.
const ROUNDING: f64 = 1e-12;

/// What the best weights make of a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It has a score.
    Scored(Benefit),
    /// All its figures are 0, so every weighting gives 0 and shares mean nothing.
    AllZero,
    /// No weights give it shares within the limits: an indicator that must count for something
    /// is 0, or those above 0 may not count for enough.
    LimitsUnmet,
}

impl Outcome {
    /// The score: 0 where all figures are 0, none where the limits cannot be met.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        match self {
            Outcome::Scored(benefit) => Some(benefit.score),
            Outcome::AllZero => Some(0.0),
            Outcome::LimitsUnmet => None,
        }
    }
}

/// The best weights of a unit and its score under them.
#[derive(Clone, Debug, PartialEq)]
pub struct Benefit {
    /// Above 0 and at most 1; right to 1e-11 of itself. Within 1e-12 of 1 it is 1.
    pub score: f64,
    /// A weight for each indicator, in 1 over the unit of the indicator: Σ w·z is the score. Where
    /// several sets of weights give the score, a fixed rule picks one of them.
    pub weights: Vec<f64>,
    /// The units that come to 1 under these weights and so hold the score down, in order of place;
    /// the unit itself where its score is 1. Of units with the same figures the first is named.
    pub peers: Vec<Peer>,
}

/// A unit that holds the score of another down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peer {
    /// Its row.
    pub unit: usize,
    /// Its multiplier. Without limits, the peers times their multipliers are at least as good in
    /// every indicator as the unit, and the multipliers add up to the score. With limits they
    /// still add up to it.
    pub multiplier: f64,
}

/// The best weights of every unit, row by row.
///
/// `figures` is units × indicators, normalised so that more is better, 0 or more, none missing.
/// The unit of measurement of an indicator does not matter. With `limits`, shares stay within
/// them; scores of 1 need not exist then, because each unit's shares are its own.
///
/// No programme is built anew for each unit. A sample of the units shows who tends to bind; all
/// units are held to those; a unit that is short of 1 already can never bind, so it is left out
/// when the others are held to the rest. Every unit begins afresh, and the result has the same
/// bits at any number of threads.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::benefit::{Limits, Outcome, best_weights};
/// let row = |a, b| [Some(a), Some(b)];
/// let figures = Matrix::from_rows(&[row(4.0, 1.0), row(1.0, 4.0), row(2.0, 2.0)])?;
/// let found = best_weights(&figures, None)?;
/// let scores: Vec<Option<f64>> = found.iter().map(Outcome::score).collect();
/// assert_eq!(scores, [Some(1.0), Some(1.0), Some(0.8)]);
/// // With both indicators at half of each score, the balanced unit is in front.
/// let found = best_weights(&figures, Some(&Limits::same(2, 0.5, 0.5)?))?;
/// assert!(found[2].score() > found[0].score());
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without units or indicators, [`Fault::Domain`] for a figure that is missing or
/// below 0, or for an indicator whose greatest figure is above 0 and below 1e-290,
/// [`Fault::Shape`] for another number of limits, [`Fault::TooMuch`] beyond [`MOST_UNITS`],
/// [`MOST_INDICATORS`] or [`MOST_FIGURES`], [`Fault::NotSettled`] where a search does not come to an end.
pub fn best_weights(figures: &Matrix, limits: Option<&Limits>) -> Result<Vec<Outcome>, Fault> {
    for (what, found, most) in
        [("units", figures.rows(), MOST_UNITS), ("indicators", figures.columns(), MOST_INDICATORS)]
    {
        let what = what.to_owned();
        match found {
            0 => return Err(Fault::Empty { what }),
            _ if found > most => return Err(Fault::TooMuch { what, found, most }),
            _ => {}
        }
    }
    if let Some(limits) = limits {
        same_size("limits", figures.columns(), limits.lower.len())?;
    }
    frontier::outcomes(&scaled::Scaled::new(figures)?, limits)
}
