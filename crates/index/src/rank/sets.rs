//! Confidence sets for ranks: between which ranks a unit lies, at a stated level.
//!
//! Estimates θ̂ with standard errors are compared in pairs. Unit k is certainly above unit j when
//! (θ̂_k − θ̂_j) / s_jk exceeds a critical value; s_jk is the standard error of the difference. The
//! lower end of a set is 1 + the number of units certainly above, the upper end is the number of
//! units less those certainly below.
//!
//! The critical value is the 1 − α quantile of the largest studentised difference among draws of
//! N(0, Σ): over all pairs that contain the unit for a *marginal* set, over all pairs for
//! *simultaneous* ones. Differences found to be certain leave the maximum, which is then drawn
//! again, until nothing more becomes certain (Romano and Wolf 2005).
//!
//! Source: Mogstad, Romano, Shaikh and Wilhelm 2024, Review of Economic Studies 91:476–518. The
//! definitions are those of their R package `csranks`, but for three points: all steps use the same
//! draws; a critical value is never below 0; and what is known without error has a meaning (see
//! below).
//!
//! # Known values
//!
//! Between two estimates whose standard errors are 0 nothing is uncertain: the greater one is
//! certainly above, and of equal ones neither is above the other, which narrows the sets of both.
//! Where all errors are 0, each set is the competition rank.
//!
//! # Draws
//!
//! Draw r takes one standard normal number for each unit that has an estimate, in their order, from
//! the r-th stream of the seed. Critical values are maxima of single numbers, so they have the same
//! bits at any number of threads.
//!
//! # Memory and time
//!
//! Memory is in proportion to the number of units. Largest differences are searched for among
//! blocks of units whose bounds rule most of them out (the module `blocks`), so that time grows far
//! less than with the number of pairs; what is found is exactly what a search of all pairs finds.

mod blocks;
pub mod correlated;
mod draws;
mod marginal;
mod simultaneous;

use serde::{Deserialize, Serialize};

use self::blocks::Blocks;
use self::draws::Supply;
use super::places::{Ties, ranks};
use super::quantile::{check_tail, place};
use crate::Fault;
use crate::matrix::same_size;

/// The most units for which sets are drawn. [`intervals`](super::intervals) takes any number.
pub const MOST_UNITS: usize = 100_000;

/// The most numbers that are drawn: units × draws.
pub const MOST_NUMBERS: usize = 1 << 28;

/// Which ends of the sets are wanted. A one-sided set is tighter at the end it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// Both the best and the worst rank a unit may have.
    #[default]
    Both,
    /// The best rank only: sets reach down to the last rank.
    Lower,
    /// The worst rank only: sets begin at rank 1.
    Upper,
}

/// How sets are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRecipe {
    /// The probability with which a set (or one of the simultaneous sets) may miss the true rank.
    pub alpha: f64,
    /// The number of draws, 100 or more; 1,000 is usual.
    pub draws: usize,
    /// Names the random numbers.
    pub seed: u64,
    /// Which ends are wanted.
    #[serde(default)]
    pub ends: Ends,
    /// Whether differences found to be certain leave the maximum. Sets are as reliable and tighter.
    #[serde(default = "yes")]
    pub stepwise: bool,
}

fn yes() -> bool {
    true
}

impl SetRecipe {
    /// Two-sided stepwise sets from 1,000 draws.
    #[must_use]
    pub fn new(alpha: f64, seed: u64) -> SetRecipe {
        SetRecipe { alpha, draws: 1_000, seed, ends: Ends::Both, stepwise: true }
    }

    /// How many of the largest maxima decide the critical value.
    fn deciding(&self) -> usize {
        self.draws - place(self.draws, 1.0 - self.alpha).0
    }

    fn check(&self, units: usize) -> Result<(), Fault> {
        check_tail("alpha", self.alpha)?;
        if self.draws < 100 {
            return Err(Fault::Parameter { name: "draws", wanted: "100 or more" });
        }
        let found = units.saturating_mul(self.draws);
        if found > MOST_NUMBERS {
            let what = "numbers to be drawn (units × draws)".to_owned();
            return Err(Fault::TooMuch { what, found, most: MOST_NUMBERS });
        }
        Ok(())
    }
}

/// The ranks a unit may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSet {
    /// The best rank it may have.
    pub lower: u32,
    /// The worst rank it may have.
    pub upper: u32,
    /// Its rank by the estimates, ties sharing the best (1, 2, 2, 4).
    pub rank: u32,
    /// The critical value its differences were held against in the last step.
    pub critical: f64,
}

/// What a level is promised for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// For each set alone.
    Marginal,
    /// For all sets together.
    Simultaneous,
}

/// The sets of all units.
#[derive(Clone, Debug, PartialEq)]
pub struct RankSets {
    /// One for each unit, in their order; none for a unit without an estimate.
    pub sets: Vec<Option<RankSet>>,
    /// What the level is promised for.
    pub promise: Promise,
    /// Which ends the sets have.
    pub ends: Ends,
}

impl RankSets {
    /// The units that may be among the best so many (the τ-best), with probability 1 − α all of
    /// those that truly are.
    ///
    /// As `cstaubest` of csranks: the maximum over all ordered pairs is the same whether one end is
    /// wanted or both, so that two-sided sets serve as well.
    ///
    /// # Errors
    /// [`Fault::Recipe`] for marginal sets, which promise nothing about several units together, and
    /// for sets without a lower end.
    pub fn best(&self, places: u32) -> Result<Vec<usize>, Fault> {
        self.check(Ends::Upper)?;
        Ok(self.of(|set| set.lower <= places))
    }

    /// The units that may be among the worst so many (the τ-worst).
    ///
    /// # Errors
    /// As [`RankSets::best`], for sets without an upper end.
    pub fn worst(&self, places: u32) -> Result<Vec<usize>, Fault> {
        self.check(Ends::Lower)?;
        let ranked = self.sets.iter().flatten().count() as u32;
        Ok(self.of(|set| set.upper > ranked.saturating_sub(places)))
    }

    fn check(&self, without: Ends) -> Result<(), Fault> {
        if self.promise == Promise::Simultaneous && self.ends != without {
            return Ok(());
        }
        let what = "The best or worst are told from simultaneous sets that have this end";
        Err(Fault::Recipe { what: what.to_owned() })
    }

    fn of(&self, holds: impl Fn(&RankSet) -> bool) -> Vec<usize> {
        let held = |(unit, set): (usize, &Option<RankSet>)| {
            set.as_ref().is_some_and(&holds).then_some(unit)
        };
        self.sets.iter().enumerate().filter_map(held).collect()
    }
}

/// A set for each unit alone, from independent estimates and their standard errors. A unit that
/// lacks either has no set and does not count among the others.
///
/// ```
/// use gangmu_index::rank::sets::{SetRecipe, marginal};
/// let estimates = [Some(9.0), Some(5.0), Some(4.9), None];
/// let errors = [Some(0.2), Some(0.2), Some(0.2), None];
/// let found = marginal(&estimates, &errors, &SetRecipe::new(0.05, 1))?;
/// let ends: Vec<_> = found.sets.iter().flatten().map(|set| (set.lower, set.upper)).collect();
/// assert_eq!(ends, [(1, 1), (2, 3), (2, 3)]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`] for another number of errors than estimates; [`Fault::AllMissing`] where no unit
/// has both; [`Fault::NotFinite`] for a NaN or an infinity; [`Fault::Domain`] for a standard error
/// that is negative, or neither 0 nor between 1e-150 and 1e150; [`Fault::Parameter`] for α or the
/// number of draws; [`Fault::TooMuch`] beyond [`MOST_UNITS`] or [`MOST_NUMBERS`].
pub fn marginal(
    estimates: &[Option<f64>],
    errors: &[Option<f64>],
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let known = Known::new(estimates, errors, recipe)?;
    marginal::sets(&known, &known.supply(recipe), recipe)
}

/// Sets that hold for all units together; [`RankSets::best`] of them tells who may be among the
/// best.
///
/// ```
/// use gangmu_index::rank::sets::{SetRecipe, simultaneous};
/// let estimates = [9.0, 5.0, 4.9, 1.0].map(Some);
/// let found = simultaneous(&estimates, &[Some(0.2); 4], &SetRecipe::new(0.05, 1))?;
/// assert_eq!(found.best(2)?, [0, 1, 2]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`marginal`].
pub fn simultaneous(
    estimates: &[Option<f64>],
    errors: &[Option<f64>],
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let known = Known::new(estimates, errors, recipe)?;
    simultaneous::sets(&known, &known.supply(recipe), recipe)
}

/// [`marginal`] and [`simultaneous`] sets from the same draws.
///
/// # Errors
/// As [`marginal`].
pub fn marginal_and_simultaneous(
    estimates: &[Option<f64>],
    errors: &[Option<f64>],
    recipe: &SetRecipe,
) -> Result<(RankSets, RankSets), Fault> {
    let known = Known::new(estimates, errors, recipe)?;
    let supply = known.supply(recipe);
    let marginal = marginal::sets(&known, &supply, recipe)?;
    Ok((marginal, simultaneous::sets(&known, &supply, recipe)?))
}

/// The units that have both an estimate and a standard error.
struct Known {
    /// How many units there are, with and without.
    all: usize,
    /// Their places among all.
    units: Vec<usize>,
    /// Their ranks by the estimates.
    ranks: Vec<u32>,
    /// Their standard errors.
    errors: Vec<f64>,
    blocks: Blocks,
}

impl Known {
    fn new(
        estimates: &[Option<f64>],
        errors: &[Option<f64>],
        recipe: &SetRecipe,
    ) -> Result<Known, Fault> {
        let pairs = pairs(estimates, errors)?;
        if pairs.len() > MOST_UNITS {
            let what = "units with an estimate".to_owned();
            return Err(Fault::TooMuch { what, found: pairs.len(), most: MOST_UNITS });
        }
        recipe.check(pairs.len())?;
        let scores: Vec<Option<f64>> = pairs.iter().map(|(_, score, _)| Some(*score)).collect();
        let found = ranks(&scores, Ties::Competition)?;
        let values: Vec<f64> = scores.into_iter().flatten().collect();
        let errors: Vec<f64> = pairs.iter().map(|(_, _, error)| *error).collect();
        Ok(Known {
            all: estimates.len(),
            units: pairs.iter().map(|(unit, _, _)| *unit).collect(),
            ranks: found.into_iter().flatten().collect(),
            blocks: Blocks::new(&values, &errors),
            errors,
        })
    }

    fn supply<'a>(&'a self, recipe: &SetRecipe) -> Supply<'a> {
        Supply::new(&self.errors, &self.blocks, recipe.draws, recipe.seed)
    }
}

/// Units, estimates and standard errors where both are there.
pub(crate) fn pairs(
    estimates: &[Option<f64>],
    errors: &[Option<f64>],
) -> Result<Vec<(usize, f64, f64)>, Fault> {
    same_size("standard errors", estimates.len(), errors.len())?;
    let mut pairs = Vec::with_capacity(estimates.len());
    for (unit, (estimate, error)) in estimates.iter().zip(errors).enumerate() {
        let (Some(estimate), Some(error)) = (estimate, error) else { continue };
        if !estimate.is_finite() || !error.is_finite() {
            let what = format!("the estimate or the standard error of unit {unit}");
            return Err(Fault::NotFinite { what });
        }
        if *error != 0.0 && !(1e-150..=1e150).contains(error) {
            let what = format!("The standard error of unit {unit}");
            return Err(Fault::Domain { what, wanted: "0, or between 1e-150 and 1e150" });
        }
        pairs.push((unit, *estimate, error.abs()));
    }
    if pairs.is_empty() {
        let what = "an estimate with its standard error".to_owned();
        return Err(Fault::AllMissing { what });
    }
    Ok(pairs)
}

/// Whether a unit whose estimate is greater by `gap` is certainly above, and whether it certainly is
/// not. A scale of 0 says that the gap is known.
fn compare(gap: f64, scale: f64, critical: f64) -> (bool, bool) {
    if scale == 0.0 {
        return (gap > 0.0, gap <= 0.0);
    }
    (gap * scale > critical, -gap * scale > critical)
}

/// How many units are certainly above and certainly not above another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Certain {
    above: u32,
    below: u32,
}

impl Certain {
    /// The set of a unit among so many.
    fn set(self, ends: Ends, ranked: usize, rank: u32, critical: f64) -> RankSet {
        let lower = if ends == Ends::Upper { 1 } else { self.above + 1 };
        let upper = ranked as u32 - if ends == Ends::Lower { 0 } else { self.below };
        RankSet { lower, upper, rank, critical }
    }
}
