//! Series that are copied forward, or smoother than they can be.

use gangmu_num::float::{exp, ln_gamma};

use super::change::Change;
use crate::distributions::f_below;
use crate::integrity::{Outcome, Why};
use crate::statistics::median;
use crate::{Fault, Matrix};

/// How often a figure is the one of the period before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copied {
    /// How many neighbouring periods have both figures.
    pub pairs: usize,
    /// How many of them have the same figure twice.
    pub copied: usize,
    /// Their share.
    pub share: f64,
    /// How many periods the longest stretch of one figure has, with no period missing between.
    pub longest: usize,
    /// How many periods are missing.
    pub missing: usize,
}

/// The share of figures that are copied forward: Δ = 0, bit by bit.
///
/// Small counts repeat honestly, and so do figures that are measured every few years: know how an
/// item is made before asking why it stands still.
///
/// ```
/// use gangmu_index::integrity::smoothness::copied_forward;
/// let found = copied_forward(&[Some(7.0), Some(7.0), Some(7.0), None, Some(8.0), Some(9.0)])?;
/// let found = found.tested().unwrap();
/// assert_eq!((found.pairs, found.copied, found.longest), (3, 2, 3));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`].
pub fn copied_forward(series: &[Option<f64>]) -> Result<Outcome<Copied>, Fault> {
    finite(series)?;
    let (mut pairs, mut copied, mut stretch, mut longest) = (0, 0, 0, 0);
    for (place, value) in series.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| series[place]);
        stretch = match (before, value) {
            (_, None) => 0,
            (None, Some(_)) => 1,
            (Some(before), Some(value)) => {
                pairs += 1;
                copied += usize::from(before == *value);
                if before == *value { stretch + 1 } else { 1 }
            }
        };
        longest = longest.max(stretch);
    }
    if pairs == 0 {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: 0, needed: 1 }));
    }
    let missing = series.iter().filter(|value| value.is_none()).count();
    let share = copied as f64 / pairs as f64;
    Ok(Outcome::Tested(Copied { pairs, copied, share, longest, missing }))
}

/// Runs of figures above and below the median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runs {
    /// How many figures lie above the median.
    pub above: usize,
    /// How many lie below.
    pub below: usize,
    /// How many lie on it, or are missing: both are left out, and do not end a run.
    pub left_out: usize,
    /// How many runs there are.
    pub runs: usize,
    /// How many there would be on average, in random order.
    pub expected: f64,
    /// P(as few runs, or fewer) in random order: small for a series that glides.
    pub p_few: f64,
    /// P(as many runs, or more): small for a series that saws.
    pub p_many: f64,
    /// The two-sided p-value: twice the smaller, at most 1.
    pub p_value: f64,
}

/// The runs test of Wald and Wolfowitz (1940) round the median, with exact probabilities.
///
/// A trend makes few runs; take it out first, or give changes instead of figures. The test does
/// not apply with fewer than 5 figures on either side of the median, or more than 10,000 in all.
///
/// # Errors
/// [`Fault::NotFinite`]; [`Fault::TooMuch`] beyond 10,000 figures.
pub fn runs(series: &[Option<f64>]) -> Result<Outcome<Runs>, Fault> {
    finite(series)?;
    let there: Vec<f64> = series.iter().flatten().copied().collect();
    if there.len() > 10_000 {
        let (what, found, most) = ("figures in a series".to_owned(), there.len(), 10_000);
        return Err(Fault::TooMuch { what, found, most });
    }
    let Some(median) = median(&there) else {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: 0, needed: 10 }));
    };
    let signs: Vec<bool> =
        there.iter().filter(|value| **value != median).map(|value| *value > median).collect();
    let above = signs.iter().filter(|sign| **sign).count();
    let below = signs.len() - above;
    if above.min(below) < 5 {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: above.min(below), needed: 5 }));
    }
    let runs = 1 + signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let (a, b) = (above as f64, below as f64);
    let (mut p_few, mut p_many) = (0.0, 0.0);
    for count in 2..=2 * above.min(below) + 1 {
        let p = runs_at(count, a, b);
        p_few += if count <= runs { p } else { 0.0 };
        p_many += if count >= runs { p } else { 0.0 };
    }
    let (p_few, p_many) = (p_few.min(1.0), p_many.min(1.0));
    Ok(Outcome::Tested(Runs {
        above,
        below,
        left_out: series.len() - signs.len(),
        runs,
        expected: 1.0 + 2.0 * a * b / (a + b),
        p_few,
        p_many,
        p_value: (2.0 * p_few.min(p_many)).min(1.0),
    }))
}

/// P(so many runs) of `a` and `b` signs in random order.
fn runs_at(count: usize, a: f64, b: f64) -> f64 {
    let ln_ways = |n: f64, k: f64| {
        if k < 0.0 || k > n {
            return f64::NEG_INFINITY;
        }
        ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
    };
    let half = (count / 2) as f64;
    let all = ln_ways(a + b, a);
    let ways = |of_a: f64, of_b: f64| {
        exp(ln_ways(a - 1.0, of_a - 1.0) + ln_ways(b - 1.0, of_b - 1.0) - all)
    };
    if count.is_multiple_of(2) {
        2.0 * ways(half, half)
    } else {
        ways(half + 1.0, half) + ways(half, half + 1.0)
    }
}

/// How much a series varies beside its peers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothness {
    /// How many changes of its own there are.
    pub changes: usize,
    /// Their variance.
    pub variance: f64,
    /// How many degrees of freedom the peers have.
    pub peer_df: usize,
    /// The variance of the changes of all peers together, each round its own mean.
    pub peer_variance: f64,
    /// The first by the second: near 0 for a series that is too smooth.
    pub ratio: f64,
    /// P(so small a ratio, or a smaller) if all varied alike: that of an F number.
    pub p_smooth: f64,
}

/// The variance of each row's changes beside that of all other rows, its peers.
///
/// Rows are units, columns periods in order. A change needs both of its periods; a row needs five.
/// Larger places are honestly smoother: compare within a class of like size. The p-value takes
/// changes as normal and independent, which growth is only nearly; rank the ratios, and look at
/// the smallest.
///
/// # Errors
/// [`Fault::Domain`] for figures that are not above 0 under [`Change::Growth`], or beyond 1e100.
pub fn variance_ratios(series: &Matrix, change: Change) -> Result<Vec<Outcome<Smoothness>>, Fault> {
    change.check(series)?;
    let squares = |row| {
        let changes = change.of_row(series, row);
        let mean = changes.iter().sum::<f64>() / changes.len().max(1) as f64;
        let sum: f64 = changes.iter().map(|x| (x - mean) * (x - mean)).sum();
        (changes.len(), sum)
    };
    let rows: Vec<(usize, f64)> = (0..series.rows()).map(squares).collect();
    let takes_part = |row: &&(usize, f64)| row.0 >= 5;
    let df: usize = rows.iter().filter(takes_part).map(|row| row.0 - 1).sum();
    let total: f64 = rows.iter().filter(takes_part).map(|row| row.1).sum();
    let one = |row: &(usize, f64)| {
        let (changes, sum) = *row;
        if changes < 5 {
            return Ok(Outcome::DoesNotApply(Why::TooFew { found: changes, needed: 5 }));
        }
        let peer_df = df - (changes - 1);
        if peer_df < 4 {
            return Ok(Outcome::DoesNotApply(Why::TooFew { found: peer_df, needed: 4 }));
        }
        // Below this share of the total, what is left for the peers is rounding.
        let rest = total - sum;
        if rest <= 1e-13 * total {
            return Ok(Outcome::DoesNotApply(Why::Constant));
        }
        let peer_variance = rest / peer_df as f64;
        let variance = sum / (changes - 1) as f64;
        let ratio = variance / peer_variance;
        let p_smooth = f_below(ratio, (changes - 1) as f64, peer_df as f64)?;
        let found = Smoothness { changes, variance, peer_df, peer_variance, ratio, p_smooth };
        Ok(Outcome::Tested(found))
    };
    rows.iter().map(one).collect()
}

pub(super) fn finite(series: &[Option<f64>]) -> Result<(), Fault> {
    match series.iter().position(|value| value.is_some_and(|value| !value.is_finite())) {
        None => Ok(()),
        Some(place) => Err(Fault::NotFinite { what: format!("number {place} of the figures") }),
    }
}
