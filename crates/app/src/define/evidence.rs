//! What figures show of lines that are added up, be they items of a scheme or indicators of an
//! index: lines that tell nobody apart, lines that say the same, and what each one really weighs.

use gangmu_base::Place;
use gangmu_index::statistics::{correlation, median};

/// Below so many subjects a line that gives everybody the same says nothing.
pub(super) const FEW: usize = 5;

/// Below so many subjects a correlation or a weight says nothing.
pub(super) const SOME: usize = 20;

/// Below so many subjects nothing can be said of what chance does.
const FOR_CHANCE: usize = 10;

/// Two lines that correlate like this count the same thing.
const ALIKE: f64 = 0.95;

/// A weight that is off by more than this factor is told.
const FACTOR: f64 = 3.0;

/// A line: what it gives each subject.
pub(super) struct Line<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Where it stands.
    pub(super) place: &'a Place,
    /// Its indicator, where it rests on one.
    pub(super) indicator: Option<&'a str>,
    /// What it gives each subject; none where that is not known.
    pub(super) gives: Vec<Option<f64>>,
    /// The most it can give each subject.
    pub(super) most: Vec<f64>,
    /// The figure it rests on; empty where it rests on none.
    pub(super) figures: Vec<Option<f64>>,
}

impl Line<'_> {
    /// What everybody gets, as a share of the most, and how many these are; `None` where two get
    /// different shares, or too few are known.
    pub(super) fn same_for_all(&self) -> Option<(f64, usize)> {
        let known = self.gives.iter().zip(&self.most).filter(|(_, most)| **most > 0.0);
        let mut shares = known.filter_map(|(gives, most)| Some((*gives)? / most));
        let first = shares.next()?;
        let mut count = 1;
        for share in shares {
            if share != first {
                return None;
            }
            count += 1;
        }
        (count >= FEW).then_some((first, count))
    }
}

/// A line and the one before it with which its figures move together most.
pub(super) struct Together {
    /// The place of the line.
    pub(super) line: usize,
    /// The place of the other.
    pub(super) other: usize,
    /// How the two correlate.
    pub(super) r: f64,
    /// Over how many subjects.
    pub(super) count: usize,
    /// With how many more before it the line moves together as well.
    pub(super) more: usize,
}

/// Lines whose figures move together with those of a line before them. `counts` says which pairs, by
/// their places, are looked at.
pub(super) fn moving_together(
    lines: &[&Line<'_>],
    counts: impl Fn(usize, usize) -> bool,
) -> Vec<Together> {
    let mut found: Vec<Together> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let mut most: Option<Together> = None;
        for (other, earlier) in lines[..place].iter().enumerate() {
            let both = line.figures.iter().zip(&earlier.figures);
            let count = both.filter(|(one, other)| one.is_some() && other.is_some()).count();
            if count < SOME || !counts(place, other) {
                continue;
            }
            let r = correlation(&line.figures, &earlier.figures);
            let Some(r) = r.filter(|r| r.abs() >= ALIKE) else { continue };
            let more = most.as_ref().map_or(0, |most| most.more + 1);
            most = Some(match most {
                Some(most) if most.r.abs() >= r.abs() => Together { more, ..most },
                _ => Together { line: place, other, r, count, more },
            });
        }
        found.extend(most);
    }
    found
}

/// What a line is meant to weigh, and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    /// Its share of the points that can be had.
    pub(super) nominal: f64,
    /// Its share of what tells subjects apart: its covariance with the total by the variance of the
    /// total, so that the shares of all lines add up to 1.
    pub(super) effective: f64,
}

impl Weight {
    /// Whether the two differ by more than the factor, one way or the other.
    pub(super) fn is_far_off(self) -> bool {
        self.effective > FACTOR * self.nominal || self.effective * FACTOR < self.nominal
    }
}

/// The weights of lines among subjects that are compared within groups, and the number of subjects;
/// `None` of too few, or where totals do not differ.
///
/// Whoever has no figure of a line counts with the mean of its group there, and so adds nothing to
/// what the line tells apart.
pub(super) fn weights(lines: &[&Line<'_>], groups: &[u32]) -> Option<(Vec<Weight>, usize)> {
    let mut sizes = std::collections::BTreeMap::new();
    groups.iter().for_each(|group| *sizes.entry(*group).or_insert(0_usize) += 1);
    let compared = groups.iter().filter(|group| sizes[*group] > 1).count();
    if compared < SOME {
        return None;
    }
    let away: Vec<Vec<f64>> = lines.iter().map(|line| from_mean(&line.gives, groups)).collect();
    let total = |subject: usize| away.iter().map(|line| line[subject]).sum::<f64>();
    let totals: Vec<f64> = (0..groups.len()).map(total).collect();
    let variance: f64 = totals.iter().map(|total| total * total).sum();
    let most: f64 = lines.iter().flat_map(|line| &line.most).sum();
    if variance <= 0.0 || most <= 0.0 {
        return None;
    }
    let weight = |(line, away): (&&Line<'_>, &Vec<f64>)| {
        let with_total: f64 = away.iter().zip(&totals).map(|(one, total)| one * total).sum();
        Weight { nominal: line.most.iter().sum::<f64>() / most, effective: with_total / variance }
    };
    Some((lines.iter().zip(&away).map(weight).collect(), compared))
}

/// How far each subject is from the mean of its group; 0 where nothing is known.
fn from_mean(gives: &[Option<f64>], groups: &[u32]) -> Vec<f64> {
    let mut sums = std::collections::BTreeMap::new();
    for (gives, group) in gives.iter().zip(groups) {
        if let Some(gives) = gives {
            let (sum, count) = sums.entry(*group).or_insert((0.0, 0.0));
            (*sum, *count) = (*sum + gives, *count + 1.0);
        }
    }
    let mean = |group: &u32| sums.get(group).map_or(0.0, |(sum, count)| sum / count);
    let away = |(gives, group): (&Option<f64>, &u32)| gives.map_or(0.0, |g| g - mean(group));
    gives.iter().zip(groups).map(away).collect()
}

/// How much of the differences between subjects is more than chance, between 0 and 1, for a subject
/// with the median number of cases; with that number. `shares` are cases out of cases.
///
/// The variance beyond chance is Marshall's (1991), `Σn(r − b)²/Σn` less what chance makes, with
/// that of a share, `b(1 − b)/n`, and N − 1 in the place of N, so that few subjects do not look more
/// alike than they are. `None` of too few, or where everybody has the same share.
pub(super) fn reliability(shares: &[(f64, f64)]) -> Option<(f64, f64)> {
    if shares.len() < FOR_CHANCE {
        return None;
    }
    let (cases, of) = shares.iter().fold((0.0, 0.0), |(a, n), (c, of)| (a + c, n + of));
    let mean = cases / of;
    let away = |(cases, of): &(f64, f64)| of * (cases / of - mean) * (cases / of - mean);
    let spread = shares.iter().map(away).sum::<f64>() / of;
    let chance = mean * (1.0 - mean);
    let beyond = (spread - chance * (shares.len() - 1) as f64 / of).max(0.0);
    let median = median(&shares.iter().map(|(_, of)| *of).collect::<Vec<f64>>())?;
    let found = beyond / (beyond + chance / median);
    found.is_finite().then_some((found, median))
}
