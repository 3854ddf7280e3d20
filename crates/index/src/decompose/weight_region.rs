//! For which weights one unit stands above another: exact answers over a region of weights.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::matrix::{all_finite, same_size};
use crate::structure::check_weights;
use crate::{Fault, Matrix};

/// The most units that are all compared with each other.
pub const MOST_UNITS: usize = 5_000;

/// How far weights may move from the given shares; they go on adding up to 1, and none below 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// Each by this share of itself, from 0 to 1: 0.25 is ±25 %.
    Relative(f64),
    /// Each by this much, from 0 to 1.
    Absolute(f64),
}

/// Who is ahead over a region of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first is at least as high whatever the weights.
    AtLeast,
    /// The second is higher whatever the weights.
    Below,
    /// It hangs on the weights.
    Depends,
}

/// The first unit's score less the second's, over a region of weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// Under the given weights.
    pub nominal: f64,
    /// The least there is in the region.
    pub least: f64,
    /// The most there is in the region.
    pub most: f64,
    /// Shares of weight under which it is least.
    pub least_at: Vec<f64>,
    /// Shares of weight under which it is most.
    pub most_at: Vec<f64>,
    /// How far all weights may move, relative to themselves, before the order of the two can turn
    /// round (or be equal); none where it holds up to ±100 %.
    pub turns_at: Option<f64>,
    /// Who is ahead over the region. A lead that misses 0 by no more than rounding (1e-12 of the
    /// weighted differences) counts as 0.
    pub verdict: Verdict,
}

/// How far the lead of `first` over `second` can move while weights move within a region: the
/// exact least and most of a weighted arithmetic mean.
///
/// `w · d` with d the differences is least over a box that is cut by `Σ w = 1` when what is left
/// of the weight goes to the smallest differences first (a continuous knapsack, Dantzig 1957): no
/// linear program, no draws. Weights are shares of their sum.
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::Shape`]; [`Fault::Weights`]; [`Fault::NotFinite`] for a value or a
/// difference that is no number; [`Fault::Parameter`] for a region outside of 0 to 1.
///
/// ```
/// use gangmu_index::decompose::weight_region::{lead, Region, Verdict};
/// let found = lead(&[0.9, 0.3], &[0.5, 0.5], &[1.0, 1.0], Region::Relative(0.25))?;
/// assert_eq!(found.verdict, Verdict::AtLeast);
/// assert!((found.least - 0.025).abs() < 1e-12 && (found.most - 0.175).abs() < 1e-12);
/// assert!((found.turns_at.unwrap() - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn lead(first: &[f64], second: &[f64], weights: &[f64], region: Region) -> Result<Lead, Fault> {
    if first.is_empty() {
        return Err(Fault::Empty { what: "values to compare".to_owned() });
    }
    same_size("values of the second unit", first.len(), second.len())?;
    same_size("weights", first.len(), weights.len())?;
    all_finite("the first unit's values", first)?;
    all_finite("the second unit's values", second)?;
    check_weights("the score", weights)?;
    let reach = reach(region)?;
    let total: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
    let apart: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    all_finite("the differences of the two", &apart)?;
    let box_of = |share: &f64| match region {
        Region::Relative(_) => (share * (1.0 - reach), share * (1.0 + reach)),
        Region::Absolute(_) => ((share - reach).max(0.0), (share + reach).min(1.0)),
    };
    let bounds: Vec<(f64, f64)> = shares.iter().map(box_of).collect();
    let mut rising: Vec<usize> = (0..apart.len()).collect();
    rising.sort_by(|a, b| apart[*a].total_cmp(&apart[*b]).then(a.cmp(b)));
    let least_at = filled(&bounds, rising.iter());
    let most_at = filled(&bounds, rising.iter().rev());
    let score = |shares: &[f64]| shares.iter().zip(&apart).map(|(w, d)| w * d).sum::<f64>();
    let nominal = score(&shares);
    // The region holds the given weights; rounding must not put them outside of its ends.
    let (least, most) = (score(&least_at).min(nominal), score(&most_at).max(nominal));
    all_finite("the leads", &[nominal, least, most])?;
    let mut pairs: Vec<(f64, f64)> = apart.iter().copied().zip(shares.iter().copied()).collect();
    let give = give(&mut pairs);
    let turns_at = (give > 0.0 && give >= nominal.abs()).then(|| nominal.abs() / give);
    let near = 1e-12 * shares.iter().zip(&apart).map(|(w, d)| w * d.abs()).sum::<f64>();
    let verdict = if least >= -near {
        Verdict::AtLeast
    } else if most < -near {
        Verdict::Below
    } else {
        Verdict::Depends
    };
    Ok(Lead { nominal, least, most, least_at, most_at, turns_at, verdict })
}

/// The best and worst rank a unit can be shown to keep within ±`reach` of each weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankRange {
    /// 1 and the units that are above it whatever the weights.
    pub best: usize,
    /// All units but those that are below it whatever the weights.
    pub worst: usize,
}

/// The range of ranks of every row while each weight moves by up to ±`reach` of itself (0 to 1).
///
/// Pairs are judged one by one, so the range is an outer bound: each pair may need other weights.
/// A pair is settled when one is strictly above for all weights of the region; pairs that are
/// equal throughout count for neither. By pairs of rows, `w · d` is least at
/// `nominal − reach · Σ w |d − median of d|`.
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::Shape`]; [`Fault::Weights`]; [`Fault::AllMissing`] for a missing
/// cell (shares would be other ones for each pair); [`Fault::NotFinite`] for cells too far apart;
/// [`Fault::Parameter`] for a reach outside of 0 to 1; [`Fault::TooMuch`] for more than
/// [`MOST_UNITS`] rows.
pub fn rank_ranges(table: &Matrix, weights: &[f64], reach: f64) -> Result<Vec<RankRange>, Fault> {
    let (n, columns) = (table.rows(), table.columns());
    if n == 0 || columns == 0 {
        return Err(Fault::Empty { what: "units and indicators to compare".to_owned() });
    }
    same_size("weights of columns", columns, weights.len())?;
    check_weights("the score", weights)?;
    let reach = self::reach(Region::Relative(reach))?;
    if n > MOST_UNITS {
        let what = "units to compare in pairs".to_owned();
        return Err(Fault::TooMuch { what, found: n, most: MOST_UNITS });
    }
    let mut rows: Vec<f64> = Vec::with_capacity(n.saturating_mul(columns));
    for row in 0..n {
        for (column, cell) in table.row(row).enumerate() {
            let missing =
                || Fault::AllMissing { what: format!("the cell in row {row}, column {column}") };
            let cell = cell.ok_or_else(missing)?;
            if cell.abs() > f64::MAX / 4.0 {
                let what = format!("a difference from the cell in row {row}, column {column}");
                return Err(Fault::NotFinite { what });
            }
            rows.push(cell);
        }
    }
    let total: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
    let row = |i: usize| &rows[i * columns..(i + 1) * columns];
    // Each pair is judged once, and counted for both. Counts can be added in any order.
    let count = |mut counts: Vec<(usize, usize)>, i: usize| {
        let mut apart = vec![0.0; columns];
        for j in i + 1..n {
            let (high, low) = match settled(row(i), row(j), &shares, reach, &mut apart) {
                Verdict::AtLeast => (i, j),
                Verdict::Below => (j, i),
                Verdict::Depends => continue,
            };
            counts[low].0 += 1;
            counts[high].1 += 1;
        }
        counts
    };
    let none = || vec![(0, 0); n];
    let joined = |mut one: Vec<(usize, usize)>, other: Vec<(usize, usize)>| {
        one.iter_mut().zip(other).for_each(|(a, b)| (a.0, a.1) = (a.0 + b.0, a.1 + b.1));
        one
    };
    let counts = (0..n).into_par_iter().fold(none, count).reduce(none, joined);
    let range = |(above, below): (usize, usize)| RankRange { best: 1 + above, worst: n - below };
    Ok(counts.into_iter().map(range).collect())
}

/// Whether one of two is strictly above whatever the weights. `apart` is room for as many
/// differences.
fn settled(
    first: &[f64],
    second: &[f64],
    shares: &[f64],
    reach: f64,
    apart: &mut [f64],
) -> Verdict {
    let (mut nominal, mut largest) = (0.0, 0.0);
    for (((d, a), b), w) in apart.iter_mut().zip(first).zip(second).zip(shares) {
        *d = a - b;
        nominal += *d * w;
        largest += d.abs() * w;
    }
    let near = 1e-12 * largest;
    let verdict = if nominal > 0.0 { Verdict::AtLeast } else { Verdict::Below };
    // The give is least when measured from the median. From the mean it is no less, and at most
    // twice as much: most pairs are settled by that alone.
    let from_mean: f64 = apart.iter().zip(shares).map(|(d, w)| (d - nominal).abs() * w).sum();
    if nominal.abs() - reach * from_mean > near {
        return verdict;
    }
    if nominal.abs() - reach * from_mean / 2.0 <= near {
        return Verdict::Depends;
    }
    let mut pairs: Vec<(f64, f64)> = apart.iter().copied().zip(shares.iter().copied()).collect();
    if nominal.abs() - reach * give(&mut pairs) > near { verdict } else { Verdict::Depends }
}

/// By how much a lead can move for each share by which all weights may move: the greatest
/// `Σ u w d` with |u| ≤ 1 and `Σ u w = 0`, which is `Σ w |d − m|` with m the weighted median of d.
/// Pairs are of a difference and its share of weight; they are left in another order.
fn give(pairs: &mut [(f64, f64)]) -> f64 {
    let median = median(pairs);
    pairs.iter().map(|(d, w)| w * (d - median).abs()).sum()
}

/// A difference with at most half of the weight below it and at most half above, by halving what
/// it may be among.
fn median(mut pairs: &mut [(f64, f64)]) -> f64 {
    let weight = |pairs: &[(f64, f64)]| pairs.iter().map(|pair| pair.1).sum::<f64>();
    let mut wanted = weight(pairs) / 2.0;
    let mut found = 0.0;
    while !pairs.is_empty() {
        let middle = pairs.len() / 2;
        let (low, at, high) = pairs.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
        let below = weight(low);
        found = at.0;
        if below >= wanted && below > 0.0 {
            pairs = low;
        } else if below + at.1 >= wanted {
            break;
        } else {
            wanted -= below + at.1;
            pairs = high;
        }
    }
    found
}

/// Shares within their bounds that add up to 1, as much as possible going to the first.
fn filled<'a>(bounds: &[(f64, f64)], order: impl Iterator<Item = &'a usize>) -> Vec<f64> {
    let mut shares: Vec<f64> = bounds.iter().map(|bound| bound.0).collect();
    let mut left = 1.0 - shares.iter().sum::<f64>();
    for at in order {
        let more = (bounds[*at].1 - bounds[*at].0).min(left.max(0.0));
        shares[*at] += more;
        left -= more;
    }
    shares
}

fn reach(region: Region) -> Result<f64, Fault> {
    let (Region::Relative(reach) | Region::Absolute(reach)) = region;
    if (0.0..=1.0).contains(&reach) {
        return Ok(reach);
    }
    Err(Fault::Parameter { name: "region", wanted: "between 0 and 1" })
}
