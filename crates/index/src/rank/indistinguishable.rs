//! Which units cannot be told apart, and tiers of them.
//!
//! Units stand in order of their scores, best first. For each there is a range of that order that
//! holds every unit it cannot be told apart from, so that memory stays in proportion to the number
//! of units; the exact list is worked out when it is asked for. (Within the range there may be units
//! with very small errors that can be told apart.)

use serde::{Deserialize, Serialize};

use super::sets::{RankSets, pairs};
use crate::Fault;
use crate::matrix::same_size;

/// Units in a stretch that is ruled out by one bound.
const BLOCK: usize = 64;

/// Which units cannot be told apart.
///
/// ```
/// use gangmu_index::rank::indistinguishable::{Indistinguishable, TierRule};
/// let estimates = [9.0, 5.0, 4.9, 1.0].map(Some);
/// let alike = Indistinguishable::by_comparison(&estimates, &[Some(0.2); 4], 1.96)?;
/// assert_eq!(alike.tied_with(1), [2]);
/// assert_eq!(alike.tiers(TierRule::Separated).tiers, [vec![0], vec![1, 2], vec![3]]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct Indistinguishable {
    /// The units that have a score, best first.
    order: Vec<usize>,
    /// Where each unit stands in the order.
    places: Vec<Option<usize>>,
    /// For each place of the order, the first and the last place that cannot be told apart from it.
    ranges: Vec<(usize, usize)>,
    rule: Rule,
}

/// What decides, by place in the order.
#[derive(Clone, Debug)]
enum Rule {
    /// Intervals that have a point in common; the better end first, less being better.
    Overlap(Vec<(f64, f64)>),
    /// Differences of at most `critical` standard errors: estimates and squares of their errors.
    Comparison { units: Vec<(f64, f64)>, critical: f64 },
}

/// How tiers are cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierRule {
    /// A tier ends where every unit before can be told apart from every unit behind: each unit is
    /// told apart from all units of other tiers. There may be one tier only.
    #[default]
    Separated,
    /// A tier begins with its best unit and ends before the first that can be told apart from that
    /// one. Units at the ends of neighbouring tiers may be alike.
    Leader,
}

/// Tiers of units, told with their rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiers {
    /// How they were cut.
    pub rule: TierRule,
    /// The units of each tier, the best tier and in it the best unit first.
    pub tiers: Vec<Vec<usize>>,
    /// The tier of each unit, counted from 1; none for a unit without a score.
    pub of_unit: Vec<Option<u32>>,
}

impl Indistinguishable {
    /// Units whose rank sets have a rank in common.
    ///
    /// # Errors
    /// [`Fault::Empty`] where no unit has a set; [`Fault::Domain`] for a set without its own rank.
    pub fn by_sets(sets: &RankSets) -> Result<Indistinguishable, Fault> {
        let told = |set: &super::sets::RankSet| {
            (f64::from(set.rank), f64::from(set.lower), f64::from(set.upper))
        };
        Self::overlapping(sets.sets.iter().map(|set| set.as_ref().map(told)).collect())
    }

    /// Units whose intervals have a point in common: scores, and between what they lie, higher
    /// being better. A unit that lacks any of the three is left out.
    ///
    /// # Errors
    /// [`Fault::Shape`] for lists of different lengths; [`Fault::Empty`] where no unit has all;
    /// [`Fault::NotFinite`] for a NaN or an infinity; [`Fault::Domain`] for a score outside of its
    /// interval.
    pub fn by_intervals(
        scores: &[Option<f64>],
        low: &[Option<f64>],
        high: &[Option<f64>],
    ) -> Result<Indistinguishable, Fault> {
        same_size("lower ends", scores.len(), low.len())?;
        same_size("upper ends", scores.len(), high.len())?;
        // Turned round, so that less is better as it is among ranks.
        let all = scores.iter().zip(low).zip(high);
        let told = |((score, low), high): ((&Option<f64>, &Option<f64>), &Option<f64>)| {
            Some((-(*score)?, -(*high)?, -(*low)?))
        };
        Self::overlapping(all.map(told).collect())
    }

    /// Units whose estimates differ by at most `critical` standard errors of the difference, for
    /// independent estimates. 1.96 is for single comparisons at 5 %; the critical value of
    /// [simultaneous sets](super::sets::simultaneous) is for all of them together.
    ///
    /// # Errors
    /// As [`marginal`](super::sets::marginal) for estimates and errors; [`Fault::Parameter`] for a
    /// critical value that is negative or not finite.
    pub fn by_comparison(
        estimates: &[Option<f64>],
        errors: &[Option<f64>],
        critical: f64,
    ) -> Result<Indistinguishable, Fault> {
        if !(critical >= 0.0 && critical.is_finite()) {
            return Err(Fault::Parameter { name: "critical", wanted: "0 or more" });
        }
        let mut pairs = pairs(estimates, errors)?;
        pairs.sort_by(|one, other| other.1.total_cmp(&one.1));
        let units: Vec<(f64, f64)> = pairs.iter().map(|pair| (pair.1, pair.2 * pair.2)).collect();
        let turned: Vec<(f64, f64)> = units.iter().rev().map(|unit| (-unit.0, unit.1)).collect();
        let last = farthest(&units, critical);
        let first = farthest(&turned, critical).into_iter().rev().map(|at| units.len() - 1 - at);
        let ranges = first.zip(last).collect();
        let order: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
        let places = places(&order, estimates.len());
        Ok(Indistinguishable { order, places, ranges, rule: Rule::Comparison { units, critical } })
    }

    /// From a score, a better and a worse end for each unit, less being better.
    fn overlapping(units: Vec<Option<(f64, f64, f64)>>) -> Result<Indistinguishable, Fault> {
        let mut order: Vec<(usize, (f64, f64, f64))> = Vec::with_capacity(units.len());
        for (unit, told) in units.iter().enumerate() {
            let Some((score, better, worse)) = told else { continue };
            if !(score.is_finite() && better.is_finite() && worse.is_finite()) {
                return Err(Fault::NotFinite { what: format!("the interval of unit {unit}") });
            }
            if !(better <= score && score <= worse) {
                let what = format!("The score of unit {unit}");
                return Err(Fault::Domain { what, wanted: "within its interval" });
            }
            order.push((unit, (*score, *better, *worse)));
        }
        if order.is_empty() {
            return Err(Fault::Empty { what: "units with an interval".to_owned() });
        }
        order.sort_by(|one, other| one.1.0.total_cmp(&other.1.0));
        let ends: Vec<(f64, f64)> = order.iter().map(|(_, told)| (told.1, told.2)).collect();
        // Of the units behind, the last whose better end is within reach; of those before, the first
        // whose worse end is. Running extremes are in order, so each is found by halving.
        let mut best_behind: Vec<f64> = ends.iter().map(|end| end.0).collect();
        for at in (1..ends.len()).rev() {
            best_behind[at - 1] = best_behind[at - 1].min(best_behind[at]);
        }
        let mut worst_before: Vec<f64> = ends.iter().map(|end| end.1).collect();
        for at in 1..ends.len() {
            worst_before[at] = worst_before[at].max(worst_before[at - 1]);
        }
        let range = |(better, worse): &(f64, f64)| {
            let first = worst_before.partition_point(|end| end < better);
            (first, best_behind.partition_point(|end| end <= worse) - 1)
        };
        let ranges = ends.iter().map(range).collect();
        let order: Vec<usize> = order.into_iter().map(|(unit, _)| unit).collect();
        let places = places(&order, units.len());
        Ok(Indistinguishable { order, places, ranges, rule: Rule::Overlap(ends) })
    }

    /// The units that have a score, best first.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The first and the last place in [`Indistinguishable::order`], from 0, of the units that a
    /// unit cannot be told apart from, itself among them.
    #[must_use]
    pub fn range(&self, unit: usize) -> Option<(usize, usize)> {
        self.ranges.get((*self.places.get(unit)?)?).copied()
    }

    /// The other units that a unit cannot be told apart from, best first; none for a unit without a
    /// score.
    #[must_use]
    pub fn tied_with(&self, unit: usize) -> Vec<usize> {
        let Some((place, (first, last))) = self.place(unit).zip(self.range(unit)) else {
            return Vec::new();
        };
        let others = (first..=last).filter(|other| *other != place && self.alike(place, *other));
        others.map(|other| self.order[other]).collect()
    }

    /// Whether two units cannot be told apart; `None` where either has no score.
    #[must_use]
    pub fn are_tied(&self, one: usize, other: usize) -> Option<bool> {
        Some(self.alike(self.place(one)?, self.place(other)?))
    }

    /// Cuts the units into tiers.
    #[must_use]
    pub fn tiers(&self, rule: TierRule) -> Tiers {
        let mut tiers: Vec<Vec<usize>> = Vec::new();
        let mut of_unit = vec![None; self.places.len()];
        let (mut reach, mut leader) = (0, 0);
        for (place, unit) in self.order.iter().enumerate() {
            let begins = match rule {
                TierRule::Separated => place > reach,
                TierRule::Leader => !self.alike(leader, place),
            };
            if begins || place == 0 {
                leader = place;
                tiers.push(Vec::new());
            }
            reach = reach.max(self.ranges[place].1);
            of_unit[*unit] = Some(tiers.len() as u32);
            if let Some(tier) = tiers.last_mut() {
                tier.push(*unit);
            }
        }
        Tiers { rule, tiers, of_unit }
    }

    fn place(&self, unit: usize) -> Option<usize> {
        self.places.get(unit).copied().flatten()
    }

    /// Whether the units at two places cannot be told apart.
    fn alike(&self, one: usize, other: usize) -> bool {
        match &self.rule {
            Rule::Overlap(ends) => ends[one].0 <= ends[other].1 && ends[other].0 <= ends[one].1,
            Rule::Comparison { units, critical } => {
                let (better, worse) = (units[one.min(other)], units[one.max(other)]);
                within(better, worse.0, worse.1, *critical)
            }
        }
    }
}

/// Whether a worse estimate is at most so many standard errors away.
fn within(better: (f64, f64), value: f64, variance: f64, critical: f64) -> bool {
    better.0 - value <= critical * (better.1 + variance).sqrt()
}

/// For each of the units, best first, the last that is within reach.
fn farthest(units: &[(f64, f64)], critical: f64) -> Vec<usize> {
    let most = |units: &[(f64, f64)]| units.iter().fold(0.0, |most: f64, unit| most.max(unit.1));
    let block_most: Vec<f64> = units.chunks(BLOCK).map(most).collect();
    let all_most = most(units);
    let last = |at: usize| {
        let unit = units[at];
        // None beyond `end` could be reached even with the greatest error of all.
        let end = at + units[at..].partition_point(|o| within(unit, o.0, all_most, critical));
        for block in (at / BLOCK..=end.saturating_sub(1) / BLOCK).rev() {
            let from = (block * BLOCK).max(at);
            if !within(unit, units[from].0, block_most[block], critical) {
                continue;
            }
            let to = (block * BLOCK + BLOCK).min(end);
            let reached = (from..to)
                .rev()
                .find(|other| within(unit, units[*other].0, units[*other].1, critical));
            if let Some(reached) = reached {
                return reached;
            }
        }
        at
    };
    (0..units.len()).map(last).collect()
}

/// Where each unit stands in an order.
fn places(order: &[usize], units: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; units];
    order.iter().enumerate().for_each(|(place, unit)| places[*unit] = Some(place));
    places
}
