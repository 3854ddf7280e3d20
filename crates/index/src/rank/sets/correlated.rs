//! Rank sets from estimates that have to do with one another, with their whole covariance matrix:
//! shares of one total, or figures from one survey.
//!
//! All pairs are searched, so this is for up to [`MOST_UNITS`] units. Definitions are those of
//! [`sets`](super).

use gangmu_num::random::Stream;
use rayon::prelude::*;

use super::{Certain, Ends, Promise, RankSets, SetRecipe, compare};
use crate::matrix::{all_finite, same_size};
use crate::rank::places::{Ties, ranks};
use crate::rank::quantile::of_sorted;
use crate::{Fault, Matrix};

/// The most units.
pub const MOST_UNITS: usize = 1_000;

/// The most numbers that are drawn: units × draws (256 MiB).
const MOST_NUMBERS: usize = 1 << 25;

/// What of a variance may be left by rounding where there should be nothing.
const ROUNDING: f64 = 1e-12;

/// A set for each unit alone; `covariance` is units × units, the covariance matrix of the estimates
/// (not of what they are estimated from).
///
/// A difference whose variance vanishes is known without error.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::rank::sets::{SetRecipe, correlated};
/// // Errors of 1 that the units share but for a little.
/// let row = |own: usize| [0, 1, 2].map(|k| Some(if k == own { 1.0 } else { 0.99 }));
/// let covariance = Matrix::from_rows(&[row(0), row(1), row(2)])?;
/// let found = correlated::marginal(&[3.0, 2.0, 1.0], &covariance, &SetRecipe::new(0.05, 1))?;
/// assert!(found.sets.iter().flatten().all(|set| set.lower == set.upper));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without units; [`Fault::NotFinite`] for an estimate that is a NaN or an
/// infinity; [`Fault::Shape`] for a matrix of another size; [`Fault::AllMissing`] for a missing cell;
/// [`Fault::Domain`] for a matrix that is not symmetric and positive semidefinite, or a variance
/// that is neither 0 nor between 1e-300 and 1e300; [`Fault::Parameter`] for α or the number of
/// draws; [`Fault::TooMuch`] beyond [`MOST_UNITS`], or for too many draws.
pub fn marginal(
    estimates: &[f64],
    covariance: &Matrix,
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let drawn = Drawn::new(estimates, covariance, recipe)?;
    let of_unit = |unit: usize| {
        let (mut critical, mut certain) = (f64::INFINITY, drawn.certain(unit, f64::INFINITY));
        loop {
            let mut maxima = vec![0.0; recipe.draws];
            drawn.raise(&mut maxima, unit, critical, recipe.ends);
            maxima.sort_unstable_by(f64::total_cmp);
            critical = of_sorted(&maxima, 1.0 - recipe.alpha).unwrap_or_default();
            let found = drawn.certain(unit, critical);
            let settled = !recipe.stepwise || found == certain;
            certain = found;
            if settled {
                return Some(certain.set(recipe.ends, drawn.units(), drawn.ranks[unit], critical));
            }
        }
    };
    let sets = (0..drawn.units()).into_par_iter().map(of_unit).collect();
    Ok(RankSets { sets, promise: Promise::Marginal, ends: recipe.ends })
}

/// Sets that hold for all units together.
///
/// # Errors
/// As [`marginal`].
pub fn simultaneous(
    estimates: &[f64],
    covariance: &Matrix,
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let drawn = Drawn::new(estimates, covariance, recipe)?;
    let all = |critical: f64| -> Vec<Certain> {
        (0..drawn.units()).into_par_iter().map(|unit| drawn.certain(unit, critical)).collect()
    };
    let (mut critical, mut certain) = (f64::INFINITY, all(f64::INFINITY));
    loop {
        let nothing = || vec![0.0; recipe.draws];
        let raise = |mut maxima: Vec<f64>, unit: usize| {
            drawn.raise(&mut maxima, unit, critical, Ends::Both);
            maxima
        };
        // The greater of two numbers does not depend on who compares them first.
        let greater = |mut one: Vec<f64>, other: Vec<f64>| {
            one.iter_mut().zip(other).for_each(|(one, other)| *one = one.max(other));
            one
        };
        let units = (0..drawn.units()).into_par_iter();
        let mut maxima = units.fold(nothing, raise).reduce(nothing, greater);
        maxima.sort_unstable_by(f64::total_cmp);
        critical = of_sorted(&maxima, 1.0 - recipe.alpha).unwrap_or_default();
        let found = all(critical);
        let settled = !recipe.stepwise || found == certain;
        certain = found;
        if settled {
            break;
        }
    }
    let of_unit = |(unit, certain): (usize, &Certain)| {
        Some(certain.set(recipe.ends, drawn.units(), drawn.ranks[unit], critical))
    };
    let sets = certain.iter().enumerate().map(of_unit).collect();
    Ok(RankSets { sets, promise: Promise::Simultaneous, ends: recipe.ends })
}

/// Estimates, and draws of their errors.
struct Drawn<'a> {
    estimates: &'a [f64],
    covariance: &'a Matrix,
    ranks: Vec<u32>,
    draws: usize,
    /// The errors, unit by unit: a row of draws each.
    z: Vec<f64>,
}

impl<'a> Drawn<'a> {
    fn new(
        estimates: &'a [f64],
        covariance: &'a Matrix,
        recipe: &SetRecipe,
    ) -> Result<Drawn<'a>, Fault> {
        let units = estimates.len();
        if units == 0 {
            return Err(Fault::Empty { what: "units".to_owned() });
        }
        all_finite("the estimates", estimates)?;
        let too_much = |what: &str, found: usize, most: usize| {
            Err(Fault::TooMuch { what: what.to_owned(), found, most })
        };
        if units > MOST_UNITS {
            return too_much("units with a covariance matrix", units, MOST_UNITS);
        }
        recipe.check(units)?;
        if units * recipe.draws > MOST_NUMBERS {
            let found = units * recipe.draws;
            return too_much("numbers to be drawn (units × draws)", found, MOST_NUMBERS);
        }
        let root = root(covariance, units)?;
        let by_draw: Vec<Vec<f64>> = (0..recipe.draws)
            .into_par_iter()
            .map(|draw| {
                let mut stream = Stream::new(recipe.seed, draw as u64);
                let normal: Vec<f64> = (0..units).map(|_| stream.normal()).collect();
                let sum = |row: &Vec<f64>| row.iter().zip(&normal).map(|(a, b)| a * b).sum();
                root.iter().map(sum).collect()
            })
            .collect();
        let mut z = Vec::with_capacity(units * recipe.draws);
        (0..units).for_each(|unit| z.extend(by_draw.iter().map(|draw| draw[unit])));
        let scores: Vec<Option<f64>> = estimates.iter().copied().map(Some).collect();
        let ranks = ranks(&scores, Ties::Competition)?.into_iter().flatten().collect();
        Ok(Drawn { estimates, covariance, ranks, draws: recipe.draws, z })
    }

    fn units(&self) -> usize {
        self.estimates.len()
    }

    fn row(&self, unit: usize) -> &[f64] {
        &self.z[unit * self.draws..(unit + 1) * self.draws]
    }

    /// What a difference is multiplied by; 0 where it is known.
    fn scale(&self, one: usize, other: usize) -> f64 {
        let cell = |row: usize, column: usize| self.covariance.raw(column)[row];
        let sum = cell(one, one) + cell(other, other);
        let variance = sum - cell(one, other) - cell(other, one);
        if variance > ROUNDING * sum { 1.0 / variance.sqrt() } else { 0.0 }
    }

    fn certain(&self, unit: usize, critical: f64) -> Certain {
        let mut certain = Certain::default();
        for other in (0..self.units()).filter(|other| *other != unit) {
            let gap = self.estimates[other] - self.estimates[unit];
            let (above, below) = compare(gap, self.scale(unit, other), critical);
            certain.above += u32::from(above);
            certain.below += u32::from(below);
        }
        certain
    }

    /// Raises the maximum of each draw to the largest difference of a unit that is not certain.
    fn raise(&self, maxima: &mut [f64], unit: usize, critical: f64, ends: Ends) {
        for other in (0..self.units()).filter(|other| *other != unit) {
            let scale = self.scale(unit, other);
            let gap = self.estimates[other] - self.estimates[unit];
            let (above, below) = compare(gap, scale, critical);
            let up = if above || ends == Ends::Upper { 0.0 } else { scale };
            let down = if below || ends == Ends::Lower { 0.0 } else { scale };
            let rows = self.row(unit).iter().zip(self.row(other));
            for (most, (own, other)) in maxima.iter_mut().zip(rows) {
                let (above, below) = ((other - own) * up, (own - other) * down);
                let far = if above > below { above } else { below };
                *most = if far > *most { far } else { *most };
            }
        }
    }
}

/// The lower triangular root L of a covariance matrix, LLᵀ = Σ (Cholesky), row by row; a column is 0
/// where all variance is that of units before.
fn root(covariance: &Matrix, units: usize) -> Result<Vec<Vec<f64>>, Fault> {
    same_size("rows of the covariance matrix", units, covariance.rows())?;
    same_size("columns of the covariance matrix", units, covariance.columns())?;
    if covariance.coverage() < 1.0 {
        return Err(Fault::AllMissing { what: "a cell of the covariance matrix".to_owned() });
    }
    let fault =
        |wanted: &'static str| Fault::Domain { what: "The covariance matrix".to_owned(), wanted };
    let cell = |row: usize, column: usize| covariance.raw(column)[row];
    let sizes: Vec<f64> = (0..units).map(|unit| cell(unit, unit).sqrt()).collect();
    let is_fit =
        |unit: usize| cell(unit, unit) == 0.0 || (1e-300..=1e300).contains(&cell(unit, unit));
    if !(0..units).all(is_fit) {
        return Err(fault("one whose variances are 0, or between 1e-300 and 1e300"));
    }
    let mut root = vec![vec![0.0; units]; units];
    for column in 0..units {
        for row in column..units {
            let size = sizes[row] * sizes[column];
            if (cell(row, column) - cell(column, row)).abs() > 1e-9 * size {
                return Err(fault("symmetric"));
            }
            let known = root[row][..column].iter().zip(&root[column][..column]);
            let rest = cell(row, column) - known.map(|(a, b)| a * b).sum::<f64>();
            let pivot = root[column][column];
            if row == column {
                if rest < -1e-9 * size {
                    return Err(fault("positive semidefinite"));
                }
                root[row][column] = if rest > ROUNDING * size { rest.sqrt() } else { 0.0 };
            } else if pivot > 0.0 {
                root[row][column] = rest / pivot;
            } else if rest.abs() > 1e-4 * size {
                return Err(fault("positive semidefinite"));
            }
        }
    }
    Ok(root)
}
