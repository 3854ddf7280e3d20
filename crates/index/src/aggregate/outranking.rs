//! Who is ahead of whom: the outranking matrix, and Copeland's wins less losses.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

use super::profile::Profile;
use crate::matrix::same_size;
use crate::structure::check_weights;
use crate::{Fault, Matrix};

/// The most units whose pairs are held at once: 128 MiB.
pub const MOST_UNITS: usize = 4_096;
/// The most units whose pairs are counted without being held.
pub const MOST_COUNTED: usize = 50_000;
/// Rows that are worked on in one go, while a column is at hand.
const TILE: usize = 8;

/// For each pair of units, the weight by which the first is ahead of the second.
///
/// Weights are voters, or shares of the weight of indicators. Where a voter or an indicator has
/// them equal, each gets half. A lead within 1e-12 of all weight is a tie, since sums such as
/// 0.1 + 0.2 and 0.3 differ in their last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Outranking {
    units: usize,
    total: f64,
    /// Row by row; 0 on the diagonal.
    ahead: Vec<f64>,
    /// Who leads, row by row: read far more often than weights, and an eighth of their size.
    leads: Vec<Ordering>,
}

/// A unit's balance with all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copeland {
    /// The units it is ahead of.
    pub wins: usize,
    /// The units that are ahead of it.
    pub losses: usize,
    /// The units it is level with.
    pub ties: usize,
}

impl Copeland {
    /// Wins less losses (Copeland 1951).
    #[must_use]
    pub fn score(&self) -> i64 {
        self.wins as i64 - self.losses as i64
    }
}

impl Outranking {
    /// The pairs of a profile, in voters.
    ///
    /// # Errors
    /// [`Fault::TooMuch`] for more than [`MOST_UNITS`] candidates.
    pub fn of_profile(profile: &Profile) -> Result<Outranking, Fault> {
        let units = profile.candidates();
        few_enough(units, MOST_UNITS)?;
        let row = |i: usize| {
            let mut row = vec![0.0; units];
            for (voters, places) in profile.ballots() {
                let own = places[i];
                for (ahead, other) in row.iter_mut().zip(places) {
                    *ahead += match own.cmp(other) {
                        Ordering::Less => voters,
                        Ordering::Equal => voters / 2.0,
                        Ordering::Greater => 0.0,
                    };
                }
            }
            row[i] = 0.0;
            row
        };
        let rows: Vec<Vec<f64>> = (0..units).into_par_iter().map(row).collect();
        Ok(Outranking::whole(units, profile.voters(), rows.concat()))
    }

    /// The pairs of rows of normalised figures, in shares of the weight of columns (OECD/JRC
    /// Handbook 2008, 6.12; as `outrankMatrix` of COINr).
    ///
    /// An indicator counts for a pair only where both have it: the two entries of a pair add up
    /// to the share of weight that both have, and to 0 for a pair that has nothing in common.
    ///
    /// # Errors
    /// [`Fault::Empty`] without rows or columns; [`Fault::Shape`] and [`Fault::Weights`];
    /// [`Fault::TooMuch`] for more than [`MOST_UNITS`] rows.
    ///
    /// ```
    /// use gangmu_index::aggregate::outranking::Outranking;
    /// use gangmu_index::Matrix;
    /// let units = Matrix::from_rows(&[[Some(3.0), Some(1.0)], [Some(2.0), Some(1.0)]])?;
    /// let pairs = Outranking::of_scores(&units, &[3.0, 1.0])?;
    /// assert_eq!((pairs.ahead(0, 1), pairs.ahead(1, 0)), (0.875, 0.125));
    /// assert_eq!(pairs.copeland()[0].score(), 1);
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    pub fn of_scores(table: &Matrix, weights: &[f64]) -> Result<Outranking, Fault> {
        let shares = shares(table, weights, MOST_UNITS)?;
        let tiles = tiles(table.rows());
        let rows: Vec<Vec<f64>> =
            tiles.into_par_iter().map(|rows| ahead_of(table, &shares, rows)).collect();
        Ok(Outranking::whole(table.rows(), 1.0, rows.concat()))
    }

    fn whole(units: usize, total: f64, ahead: Vec<f64>) -> Outranking {
        const SIDE: usize = 64;
        // Square by square: a row and its mirror image are both near in memory.
        let band = |(from, band): (usize, &mut [Ordering])| {
            for left in (0..units).step_by(SIDE) {
                for (i, row) in band.chunks_mut(units).enumerate() {
                    let i = from * SIDE + i;
                    for j in left..units.min(left + SIDE) {
                        row[j] = lead(ahead[i * units + j] - ahead[j * units + i], total);
                    }
                }
            }
        };
        let mut leads = vec![Ordering::Equal; ahead.len()];
        leads.par_chunks_mut((units * SIDE).max(1)).enumerate().for_each(band);
        Outranking { units, total, ahead, leads }
    }

    /// The number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// All weight there is: voters, or 1.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// The weight by which the first is ahead of the second; 0 of one and the same, and of units
    /// there are not.
    #[must_use]
    pub fn ahead(&self, first: usize, second: usize) -> f64 {
        if first >= self.units || second >= self.units {
            return 0.0;
        }
        self.ahead[first * self.units + second]
    }

    /// Whether the first beats the second by a majority (`Greater`), loses, or is level; level
    /// for units there are not.
    #[must_use]
    pub fn compare(&self, first: usize, second: usize) -> Ordering {
        if first >= self.units || second >= self.units {
            return Ordering::Equal;
        }
        self.leads[first * self.units + second]
    }

    /// Wins, losses and ties of each unit.
    #[must_use]
    pub fn copeland(&self) -> Vec<Copeland> {
        let balance = |i| balance((0..self.units).filter(|j| *j != i).map(|j| self.compare(i, j)));
        (0..self.units).into_par_iter().map(balance).collect()
    }
}

/// Wins, losses and ties of each row of normalised figures, without holding all pairs: the same
/// as [`Outranking::copeland`] of [`Outranking::of_scores`], for up to [`MOST_COUNTED`] rows.
///
/// # Errors
/// As [`Outranking::of_scores`], with that limit.
pub fn copeland_of_scores(table: &Matrix, weights: &[f64]) -> Result<Vec<Copeland>, Fault> {
    let shares = shares(table, weights, MOST_COUNTED)?;
    let n = table.rows();
    let tile = |rows: Range<usize>| {
        let leads = leads_of(table, &shares, rows.clone());
        let one = |(at, i): (usize, usize)| {
            let others = leads[at * n..(at + 1) * n].iter().enumerate().filter(|(j, _)| *j != i);
            balance(others.map(|(_, by)| lead(*by, 1.0)))
        };
        rows.enumerate().map(one).collect::<Vec<_>>()
    };
    let found: Vec<Vec<Copeland>> = tiles(n).into_par_iter().map(tile).collect();
    Ok(found.concat())
}

/// Who is ahead, by a difference of two weights.
fn lead(lead: f64, total: f64) -> Ordering {
    if lead.abs() <= 1e-12 * total {
        Ordering::Equal
    } else if lead > 0.0 {
        Ordering::Greater
    } else {
        Ordering::Less
    }
}

fn balance(others: impl Iterator<Item = Ordering>) -> Copeland {
    let mut found = Copeland { wins: 0, losses: 0, ties: 0 };
    for other in others {
        match other {
            Ordering::Greater => found.wins += 1,
            Ordering::Less => found.losses += 1,
            Ordering::Equal => found.ties += 1,
        }
    }
    found
}

/// By how much each of some rows is ahead of every row: half where they are equal.
fn ahead_of(table: &Matrix, shares: &[f64], rows: Range<usize>) -> Vec<f64> {
    sums(table, shares, rows, |own, other, share| {
        let whole = if own > other { share } else { 0.0 };
        let half = if own == other { share / 2.0 } else { 0.0 };
        whole + half
    })
}

/// By how much more each of some rows is ahead of every row than behind it.
fn leads_of(table: &Matrix, shares: &[f64], rows: Range<usize>) -> Vec<f64> {
    sums(table, shares, rows, |own, other, share| {
        let ahead = if own > other { share } else { 0.0 };
        let behind = if own < other { share } else { 0.0 };
        ahead - behind
    })
}

/// Sums over columns of what each gives a pair of rows; 0 of a row with itself. A NaN is missing,
/// and compares as neither: it gives nothing.
fn sums(
    table: &Matrix,
    shares: &[f64],
    rows: Range<usize>,
    term: impl Fn(f64, f64, f64) -> f64,
) -> Vec<f64> {
    let n = table.rows();
    let mut sums = vec![0.0; rows.len() * n];
    for (column, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let cells = table.raw(column);
        for (at, i) in rows.clone().enumerate() {
            let own = cells[i];
            for (sum, other) in sums[at * n..(at + 1) * n].iter_mut().zip(cells) {
                *sum += term(own, *other, *share);
            }
        }
    }
    for (at, i) in rows.enumerate() {
        sums[at * n + i] = 0.0;
    }
    sums
}

fn tiles(rows: usize) -> Vec<Range<usize>> {
    (0..rows).step_by(TILE).map(|from| from..rows.min(from + TILE)).collect()
}

fn shares(table: &Matrix, weights: &[f64], most: usize) -> Result<Vec<f64>, Fault> {
    if table.rows() == 0 || table.columns() == 0 {
        return Err(Fault::Empty { what: "units and indicators to compare".to_owned() });
    }
    same_size("weights of columns", table.columns(), weights.len())?;
    check_weights("the comparison", weights)?;
    few_enough(table.rows(), most)?;
    let total: f64 = weights.iter().sum();
    Ok(weights.iter().map(|weight| weight / total).collect())
}

fn few_enough(found: usize, most: usize) -> Result<(), Fault> {
    if found <= most {
        return Ok(());
    }
    Err(Fault::TooMuch { what: "units to compare in pairs".to_owned(), found, most })
}
