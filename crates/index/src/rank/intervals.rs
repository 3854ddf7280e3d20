//! Rank sets from joint intervals for the estimates: no draws, and any number of units.
//!
//! Every unit gets an interval θ̂ ± z·s, with z so large that all intervals hold together with
//! probability 1 − α. A unit whose interval lies wholly above another's is certainly above it. The
//! sets are wider than those of [`sets`](super::sets), since each pair is compared as if both units
//! were at the ends of their intervals at once.
//!
//! Source: Klein, Wright and Wieczorek 2020, "A joint confidence region for an overall ranking of
//! populations", JRSS C 69:589–606.

use gangmu_num::float::{exp_m1, ln_1p};
use gangmu_num::random::normal_quantile;
use serde::{Deserialize, Serialize};

use super::places::{Ties, ranks};
use super::quantile::check_tail;
use super::sets::{Ends, Promise, RankSet, RankSets, pairs};
use crate::Fault;

/// How α is shared out among the intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Each may miss with probability α / n; holds whatever the estimates have to do with one
    /// another.
    #[default]
    Bonferroni,
    /// Each may miss with probability 1 − (1 − α)^(1/n); a little tighter, for estimates that are
    /// independent.
    Independence,
}

/// Simultaneous rank sets of all units, from estimates and their standard errors. A unit that lacks
/// either has no set and does not count among the others.
///
/// Where two intervals only touch, the unit of the lower one is certainly not above the other: where
/// all errors are 0, each set is the competition rank.
///
/// ```
/// use gangmu_index::rank::intervals::{Adjustment, sets};
/// let estimates = [9.0, 5.0, 4.9, 1.0].map(Some);
/// let found = sets(&estimates, &[Some(0.2); 4], 0.05, Adjustment::Bonferroni)?;
/// let ends: Vec<_> = found.sets.iter().flatten().map(|set| (set.lower, set.upper)).collect();
/// assert_eq!(ends, [(1, 1), (2, 3), (2, 3), (4, 4)]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`] for another number of errors than estimates; [`Fault::AllMissing`] where no unit
/// has both; [`Fault::NotFinite`] for a NaN or an infinity; [`Fault::Domain`] for a standard error
/// that is negative, or neither 0 nor between 1e-150 and 1e150; [`Fault::Parameter`] for α.
pub fn sets(
    estimates: &[Option<f64>],
    errors: &[Option<f64>],
    alpha: f64,
    adjustment: Adjustment,
) -> Result<RankSets, Fault> {
    check_tail("alpha", alpha)?;
    let pairs = pairs(estimates, errors)?;
    let critical = critical(alpha, pairs.len(), adjustment);
    let low = |(_, value, error): &(usize, f64, f64)| value - critical * error;
    let high = |(_, value, error): &(usize, f64, f64)| value + critical * error;
    let sorted = |mut ends: Vec<f64>| {
        ends.sort_unstable_by(f64::total_cmp);
        ends
    };
    let lows = sorted(pairs.iter().map(|pair| low(pair) + 0.0).collect());
    let highs = sorted(pairs.iter().map(|pair| high(pair) + 0.0).collect());
    let mut values = vec![None; estimates.len()];
    pairs.iter().for_each(|(unit, value, _)| values[*unit] = Some(*value));
    let ranked = ranks(&values, Ties::Competition)?;
    let mut sets = vec![None; estimates.len()];
    for pair in &pairs {
        let (low, high) = (low(pair), high(pair));
        let above = pairs.len() - lows.partition_point(|other| *other <= high);
        // An interval without width lies below itself.
        let below = highs.partition_point(|other| *other <= low) - usize::from(high <= low);
        sets[pair.0] = Some(RankSet {
            lower: above as u32 + 1,
            upper: (pairs.len() - below) as u32,
            rank: ranked[pair.0].unwrap_or_default(),
            critical,
        });
    }
    Ok(RankSets { sets, promise: Promise::Simultaneous, ends: Ends::Both })
}

/// How many standard errors an interval reaches to either side, of so many that hold together.
fn critical(alpha: f64, units: usize, adjustment: Adjustment) -> f64 {
    let each = match adjustment {
        Adjustment::Bonferroni => alpha / units as f64,
        Adjustment::Independence => -exp_m1(ln_1p(-alpha) / units as f64),
    };
    // By the lower tail: 1 less a tiny number would lose it.
    -normal_quantile(each / 2.0)
}
