//! How the rank of each unit is distributed over the draws of a simulation.
//!
//! Draws are added one at a time. All that is told of them is worked out from whole numbers, so the
//! order of the draws, and the threads they came from, do not show in the result.
//!
//! Source: Saisana, Saltelli and Tarantola 2005, JRSS A 168:307–323.

use rayon::prelude::*;

use super::quantile::{between, check_tail, place};
use crate::matrix::same_size;
use crate::{Fault, Matrix};

/// The most ranks that are held: 2²⁸, which is 1 GiB. With n units and d draws there are
/// n × min(n, d).
pub const MOST_RANKS: usize = 1 << 28;

/// Units that are summed up in one go.
const BLOCK: usize = 64;

/// The ranks of n units in up to d draws, in n × min(n, d) × 4 bytes.
///
/// ```
/// use gangmu_index::rank::distribution::RankDistribution;
/// let mut ranks = RankDistribution::new(&[1, 2, 3], 4)?;
/// for draw in [[1, 2, 3], [2, 1, 3], [1, 2, 3], [1, 3, 2]] {
///     ranks.add(&draw)?;
/// }
/// let first = ranks.summary(0, 0.05)?.unwrap();
/// assert_eq!((first.mean, first.median), (1.25, 1.0));
/// assert_eq!(ranks.within(0, 1), Some(0.75));
/// assert_eq!(ranks.mean_shift(), Some(4.0 / 12.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct RankDistribution {
    nominal: Vec<u32>,
    most_draws: usize,
    draws: usize,
    held: Held,
}

/// The ranks in the way that takes less memory.
#[derive(Clone, Debug)]
enum Held {
    /// How often each unit has each rank: n counts for each unit.
    Counts(Vec<u32>),
    /// The ranks of all units, draw by draw.
    Draws(Vec<u32>),
}

/// What is known of the rank of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSummary {
    /// Its rank without any change of choices, where it has one.
    pub nominal: Option<u32>,
    /// In how many draws it has a rank.
    pub draws: usize,
    /// The mean of its ranks.
    pub mean: f64,
    /// The median of its ranks.
    pub median: f64,
    /// The quantile of its ranks at the tail asked for (5 %, say).
    pub low: f64,
    /// The quantile of its ranks at 1 less the tail.
    pub high: f64,
    /// By how many ranks it is away from its nominal rank, in the mean over draws.
    pub mean_shift: Option<f64>,
}

impl RankDistribution {
    /// Without draws yet. `nominal` are the ranks without any change of choices, 0 for a unit
    /// without a rank; `draws` is how many draws there will be at most.
    ///
    /// # Errors
    /// [`Fault::Empty`] without units or draws, [`Fault::TooMuch`] beyond [`MOST_RANKS`],
    /// [`Fault::Domain`] for a rank that is greater than the number of units.
    pub fn new(nominal: &[u32], draws: usize) -> Result<RankDistribution, Fault> {
        let units = nominal.len();
        if units == 0 {
            return Err(Fault::Empty { what: "units".to_owned() });
        }
        if draws == 0 {
            return Err(Fault::Empty { what: "draws".to_owned() });
        }
        check_ranks(nominal)?;
        let found = units.saturating_mul(units.min(draws));
        if found > MOST_RANKS || u32::try_from(draws).is_err() {
            let what = "ranks to be held (units × the smaller of units and draws)".to_owned();
            return Err(Fault::TooMuch { what, found, most: MOST_RANKS });
        }
        let held = if units <= draws {
            Held::Counts(vec![0; units * units])
        } else {
            Held::Draws(Vec::new())
        };
        Ok(RankDistribution { nominal: nominal.to_vec(), most_draws: draws, draws: 0, held })
    }

    /// Adds the ranks of one draw, one for each unit; 0 for a unit that has none in this draw.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of units, [`Fault::Domain`] for a rank greater than that
    /// number, [`Fault::TooMuch`] for more draws than were announced.
    pub fn add(&mut self, ranks: &[u32]) -> Result<(), Fault> {
        same_size("ranks in a draw", self.units(), ranks.len())?;
        check_ranks(ranks)?;
        self.room_for(1)?;
        match &mut self.held {
            Held::Draws(draws) => draws.extend_from_slice(ranks),
            Held::Counts(counts) => {
                for (counts, rank) in counts.chunks_exact_mut(ranks.len()).zip(ranks) {
                    if *rank > 0 {
                        counts[*rank as usize - 1] += 1;
                    }
                }
            }
        }
        self.draws += 1;
        Ok(())
    }

    /// Adds all draws of another distribution of the same units.
    ///
    /// # Errors
    /// [`Fault::Shape`] for other units, [`Fault::Recipe`] for other nominal ranks or another number
    /// of draws announced, [`Fault::TooMuch`] for more draws than were announced.
    pub fn merge(&mut self, other: &RankDistribution) -> Result<(), Fault> {
        same_size("units of the other distribution", self.units(), other.units())?;
        if self.nominal != other.nominal || self.most_draws != other.most_draws {
            let what = "Distributions of ranks are of different units or different sizes";
            return Err(Fault::Recipe { what: what.to_owned() });
        }
        self.room_for(other.draws)?;
        match (&mut self.held, &other.held) {
            (Held::Draws(mine), Held::Draws(others)) => mine.extend_from_slice(others),
            (Held::Counts(mine), Held::Counts(others)) => {
                mine.iter_mut().zip(others).for_each(|(mine, other)| *mine += other);
            }
            // Units and announced draws are the same, and they decide which way it is held.
            _ => return Err(Fault::Recipe { what: "Distributions are of two kinds".to_owned() }),
        }
        self.draws += other.draws;
        Ok(())
    }

    /// The number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.nominal.len()
    }

    /// The number of draws so far.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// What is known of the rank of a unit, with an interval that leaves the share `tail` out at
    /// either end (0.05 for the 5th and 95th percentile); `None` for a unit that there is not, or
    /// that has a rank in no draw.
    ///
    /// # Errors
    /// [`Fault::Parameter`] for a tail that is not between 0 and 0.5.
    pub fn summary(&self, unit: usize, tail: f64) -> Result<Option<RankSummary>, Fault> {
        check_tail("tail", tail)?;
        Ok(self.nominal.get(unit).and_then(|nominal| sum_up(&self.counts(unit), *nominal, tail)))
    }

    /// What is known of the ranks of all units, as [`RankDistribution::summary`].
    ///
    /// # Errors
    /// [`Fault::Parameter`] for a tail that is not between 0 and 0.5.
    pub fn summaries(&self, tail: f64) -> Result<Vec<Option<RankSummary>>, Fault> {
        check_tail("tail", tail)?;
        Ok(self.each(|counts, nominal| sum_up(counts, nominal, tail)))
    }

    /// The quantile of a unit's ranks at `share`; `None` where there is no rank.
    #[must_use]
    pub fn quantile(&self, unit: usize, share: f64) -> Option<f64> {
        let counts = self.counts(unit);
        let total = total(&counts);
        (total > 0 && share.is_finite()).then(|| quantile(&counts, total, share))
    }

    /// The share of the draws in which a unit has a rank that put it among the best `places`.
    #[must_use]
    pub fn within(&self, unit: usize, places: u32) -> Option<f64> {
        let counts = self.counts(unit);
        let total = total(&counts);
        let among = counts.iter().take_while(|(rank, _)| *rank <= places);
        let among: usize = among.map(|(_, count)| *count as usize).sum();
        (total > 0).then(|| among as f64 / total as f64)
    }

    /// The ranks a unit has in some draw and how often it has each, from the best on.
    #[must_use]
    pub fn frequencies(&self, unit: usize) -> Vec<(u32, u32)> {
        self.counts(unit)
    }

    /// Units × ranks: the share of the draws in which a unit has a rank that give it this one. The
    /// row of a unit without any rank is missing.
    ///
    /// # Errors
    /// [`Fault::TooMuch`] for more than [`MOST_RANKS`] / 2 cells.
    pub fn matrix(&self) -> Result<Matrix, Fault> {
        let units = self.units();
        let found = units.saturating_mul(units);
        if found > MOST_RANKS / 2 {
            let what = "cells of a matrix of ranks".to_owned();
            return Err(Fault::TooMuch { what, found, most: MOST_RANKS / 2 });
        }
        let mut table = vec![f64::NAN; found];
        let rows = self.each(|counts, _| counts.to_vec());
        for (unit, counts) in rows.iter().enumerate().filter(|(_, counts)| !counts.is_empty()) {
            let all = total(counts) as f64;
            (0..units).for_each(|rank| table[rank * units + unit] = 0.0);
            for (rank, count) in counts {
                table[(*rank as usize - 1) * units + unit] = f64::from(*count) / all;
            }
        }
        Matrix::from_cells(units, units, table)
    }

    /// The mean over units and draws of the distance between a rank and the nominal one (R̄_S of
    /// Saisana et al.); `None` where no unit has both.
    #[must_use]
    pub fn mean_shift(&self) -> Option<f64> {
        let both = |counts: &[(u32, u32)], nominal: u32| match nominal {
            0 => (0, 0),
            nominal => (shift(counts, nominal), total(counts) as u64),
        };
        let add = |sum: (u64, u64), one: (u64, u64)| (sum.0 + one.0, sum.1 + one.1);
        let (sum, count) = self.each(both).into_iter().fold((0, 0), add);
        (count > 0).then(|| sum as f64 / count as f64)
    }

    /// Something of every unit, from its ranks and counts and its nominal rank.
    fn each<T: Send>(&self, what: impl Fn(&[(u32, u32)], u32) -> T + Sync) -> Vec<T> {
        let blocks = self.nominal.par_chunks(BLOCK).enumerate();
        blocks
            .flat_map_iter(|(block, nominal)| {
                let lists = self.block(block * BLOCK, nominal.len());
                let what = &what;
                nominal.iter().zip(lists).map(move |(nominal, counts)| what(&counts, *nominal))
            })
            .collect()
    }

    /// The ranks of a unit and how often it has each.
    fn counts(&self, unit: usize) -> Vec<(u32, u32)> {
        if unit >= self.units() {
            return Vec::new();
        }
        self.block(unit, 1).pop().unwrap_or_default()
    }

    /// The same of some neighbouring units, which lie side by side in each draw.
    fn block(&self, from: usize, units: usize) -> Vec<Vec<(u32, u32)>> {
        match &self.held {
            Held::Counts(counts) => {
                let rows = counts.chunks_exact(self.units()).skip(from).take(units);
                let pairs = |row: &[u32]| {
                    let ranks = (1..).zip(row.iter().copied());
                    ranks.filter(|(_, count)| *count > 0).collect()
                };
                rows.map(pairs).collect()
            }
            Held::Draws(draws) => {
                let mut lists = vec![Vec::with_capacity(self.draws); units];
                for draw in draws.chunks_exact(self.units()) {
                    for (list, rank) in lists.iter_mut().zip(&draw[from..from + units]) {
                        if *rank > 0 {
                            list.push(*rank);
                        }
                    }
                }
                lists.into_iter().map(run_lengths).collect()
            }
        }
    }

    fn room_for(&self, more: usize) -> Result<(), Fault> {
        let found = self.draws.saturating_add(more);
        if found <= self.most_draws {
            return Ok(());
        }
        Err(Fault::TooMuch { what: "draws of ranks".to_owned(), found, most: self.most_draws })
    }
}

/// The mean over units of the distance between two ranks of each, 0 standing for no rank; `None`
/// where no unit has both. What sensitivity analysis explains, draw by draw.
///
/// ```
/// use gangmu_index::rank::distribution::mean_shift;
/// assert_eq!(mean_shift(&[1, 2, 3, 0], &[2, 1, 3, 4]), Some(2.0 / 3.0));
/// ```
#[must_use]
pub fn mean_shift(nominal: &[u32], ranks: &[u32]) -> Option<f64> {
    let both = nominal.iter().zip(ranks).filter(|(one, other)| **one > 0 && **other > 0);
    let add = |(sum, count): (u64, u64), (one, other): (&u32, &u32)| {
        (sum + u64::from(one.abs_diff(*other)), count + 1)
    };
    let (sum, count) = both.fold((0, 0), add);
    (count > 0).then(|| sum as f64 / count as f64)
}

fn check_ranks(ranks: &[u32]) -> Result<(), Fault> {
    // The greatest first: a search for the culprit would be slower, and there is none as a rule.
    if ranks.iter().fold(0, |most, rank| most.max(*rank)) as usize <= ranks.len() {
        return Ok(());
    }
    Err(Fault::Domain { what: "A rank".to_owned(), wanted: "at most the number of units" })
}

/// What there is in order, and how often each.
fn run_lengths(mut list: Vec<u32>) -> Vec<(u32, u32)> {
    list.sort_unstable();
    list.chunk_by(|one, other| one == other).map(|run| (run[0], run.len() as u32)).collect()
}

fn total(counts: &[(u32, u32)]) -> usize {
    counts.iter().map(|(_, count)| *count as usize).sum()
}

/// The sum of the distances from the nominal rank.
fn shift(counts: &[(u32, u32)], nominal: u32) -> u64 {
    let far = |(rank, count): &(u32, u32)| u64::from(rank.abs_diff(nominal)) * u64::from(*count);
    counts.iter().map(far).sum()
}

fn sum_up(counts: &[(u32, u32)], nominal: u32, tail: f64) -> Option<RankSummary> {
    let draws = total(counts);
    if draws == 0 {
        return None;
    }
    let sum: u64 = counts.iter().map(|(rank, count)| u64::from(*rank) * u64::from(*count)).sum();
    Some(RankSummary {
        nominal: (nominal > 0).then_some(nominal),
        draws,
        mean: sum as f64 / draws as f64,
        median: quantile(counts, draws, 0.5),
        low: quantile(counts, draws, tail),
        high: quantile(counts, draws, 1.0 - tail),
        mean_shift: (nominal > 0).then(|| shift(counts, nominal) as f64 / draws as f64),
    })
}

/// The quantile of ranks that are given by how often each comes.
fn quantile(counts: &[(u32, u32)], total: usize, share: f64) -> f64 {
    let (below, part) = place(total, share);
    let at = |wanted: usize| {
        let mut seen = 0;
        let reached = counts.iter().find(|(_, count)| {
            seen += *count as usize;
            seen > wanted
        });
        reached.or(counts.last()).map_or(0.0, |(rank, _)| f64::from(*rank))
    };
    between(at(below), at(below + 1), part)
}
