//! Kemeny's order: the one that agrees with the most voters in the most pairs.

use super::condorcet::majorities;
use super::outranking::Outranking;
use super::profile::{Ballot, Profile};
use crate::Fault;

mod exact;
mod search;

pub use exact::MOST_TOLD;

/// The largest tier that is ordered exactly.
pub const MOST_EXACT: usize = 16;

/// The order that agrees most with the pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Kemeny {
    /// The order, best first. Among several best ones, the first by number.
    pub order: Vec<usize>,
    /// The sum, over all pairs, of the weight that agrees with the order.
    pub score: f64,
    /// No order has more than this.
    pub bound: f64,
    /// Whether it is proven that no order has more.
    pub proven: bool,
    /// How many orders have this score (at most `u64::MAX` are counted); none where the order
    /// comes from a search.
    pub tied: Option<u64>,
    /// Orders with this score, the first [`MOST_TOLD`] of them, `order` first; only `order` where
    /// it comes from a search.
    pub orders: Vec<Vec<usize>>,
}

/// What an order agrees with: the sum of `ahead` over all pairs of an earlier and a later unit.
///
/// # Errors
/// [`Fault::Structure`] unless every unit comes once.
pub fn kemeny_score(pairs: &Outranking, order: &[usize]) -> Result<f64, Fault> {
    // What makes a ballot makes an order.
    if pairs.units() > 0 || !order.is_empty() {
        Profile::new(pairs.units(), &[Ballot::strict(1.0, order)])?;
    }
    Ok(score(pairs, order))
}

/// The order with the greatest [`kemeny_score`] (Kemeny 1959; Young and Levenglick 1978;
/// OECD/JRC Handbook 2008, 6.12).
///
/// Units that beat all others by majority come before them in every best order (the extended
/// Condorcet criterion, Truchon 1998), so that each tier of [`majorities`] is ordered on its own.
/// Tiers of up to [`MOST_EXACT`] units are solved exactly, by dynamic programming over their
/// subsets. Larger ones are put in order by a local search that moves one unit at a time until no
/// move helps. That need not be the best: `bound` says how much better there could be, and
/// `proven` stays false unless the bound is reached.
///
/// ```
/// use gangmu_index::aggregate::kemeny::kemeny;
/// use gangmu_index::aggregate::outranking::Outranking;
/// use gangmu_index::aggregate::profile::{Ballot, Profile};
/// let ballots = [Ballot::strict(3.0, &[0, 1, 2]), Ballot::strict(2.0, &[1, 2, 0])];
/// let found = kemeny(&Outranking::of_profile(&Profile::new(3, &ballots)?)?);
/// assert_eq!((found.order.as_slice(), found.score, found.tied), (&[0, 1, 2][..], 11.0, Some(1)));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[must_use]
pub fn kemeny(pairs: &Outranking) -> Kemeny {
    let mut orders = vec![Vec::with_capacity(pairs.units())];
    let (mut tied, mut slack) = (Some(1_u64), 0.0);
    for tier in majorities(pairs).tiers {
        if tier.len() <= MOST_EXACT {
            let best = exact::order(pairs, &tier);
            tied = tied.map(|count| count.saturating_mul(best.count));
            orders = joined(orders, &best.orders);
        } else {
            let found = search::order(pairs, &tier);
            tied = None;
            slack += found.slack;
            orders.truncate(1);
            orders = joined(orders, &[found.order]);
        }
    }
    if tied.is_none() {
        orders.truncate(1);
    }
    let order = orders.first().cloned().unwrap_or_default();
    let score = score(pairs, &order);
    // Sums of as many terms as there are pairs are held equal within their rounding.
    let proven = slack <= tolerance(pairs, pairs.units());
    Kemeny { order, score, bound: score + if proven { 0.0 } else { slack }, proven, tied, orders }
}

/// The sum over all pairs of an order of units that are there.
fn score(pairs: &Outranking, order: &[usize]) -> f64 {
    let after = |(place, first): (usize, &usize)| -> f64 {
        order[place + 1..].iter().map(|second| pairs.ahead(*first, *second)).sum()
    };
    order.iter().enumerate().map(after).sum()
}

/// Within what two scores of `units` units are held equal.
fn tolerance(pairs: &Outranking, units: usize) -> f64 {
    1e-12 * pairs.total() * units as f64
}

/// Every order followed by every tail, as many as are told.
fn joined(mut heads: Vec<Vec<usize>>, tails: &[Vec<usize>]) -> Vec<Vec<usize>> {
    if let [only] = tails {
        heads.iter_mut().for_each(|head| head.extend_from_slice(only));
        return heads;
    }
    let both =
        heads.iter().flat_map(|head| tails.iter().map(move |tail| [&head[..], tail].concat()));
    both.take(MOST_TOLD).collect()
}
