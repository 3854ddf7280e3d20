//! The best orders of a few units, by dynamic programming over their subsets.

use super::tolerance;
use crate::aggregate::outranking::Outranking;

/// The most best orders that are told one by one.
pub const MOST_TOLD: usize = 100;

/// The best orders of a tier.
pub(super) struct Best {
    /// How many there are, at most `u64::MAX`.
    pub(super) count: u64,
    /// The first of them by number.
    pub(super) orders: Vec<Vec<usize>>,
}

/// The best orders of up to 16 units: 2ⁿ subsets, n² steps each.
///
/// The best of a subset begins with one of its units, which agrees with what puts it ahead of the
/// others in the subset, and goes on with the best of these.
pub(super) fn order(pairs: &Outranking, tier: &[usize]) -> Best {
    let n = tier.len();
    let near = tolerance(pairs, n);
    let ahead: Vec<Vec<f64>> =
        tier.iter().map(|i| tier.iter().map(|j| pairs.ahead(*i, *j)).collect()).collect();
    let size = 1_usize << n;
    let mut best = vec![0.0_f64; size];
    let mut count = vec![1_u64; size];
    // The units a best order of the subset may begin with.
    let mut first = vec![0_u32; size];
    let mut scores = vec![0.0; n];
    for subset in 1..size {
        let mut most = f64::NEG_INFINITY;
        for i in members(subset, n) {
            let rest = subset & !(1 << i);
            let over: f64 = members(rest, n).map(|j| ahead[i][j]).sum();
            scores[i] = over + best[rest];
            most = most.max(scores[i]);
        }
        best[subset] = most;
        let mut orders = 0_u64;
        for i in members(subset, n).filter(|i| scores[*i] >= most - near) {
            first[subset] |= 1 << i;
            orders = orders.saturating_add(count[subset & !(1 << i)]);
        }
        count[subset] = orders;
    }
    let mut orders = Vec::new();
    tell(&first, tier, size - 1, &mut Vec::with_capacity(n), &mut orders);
    Best { count: count[size - 1], orders }
}

/// Writes down the best orders of what is left, the smallest numbers first.
fn tell(
    first: &[u32],
    tier: &[usize],
    left: usize,
    head: &mut Vec<usize>,
    orders: &mut Vec<Vec<usize>>,
) {
    if left == 0 {
        orders.push(head.clone());
        return;
    }
    for i in members(first[left] as usize, tier.len()) {
        if orders.len() >= MOST_TOLD {
            return;
        }
        head.push(tier[i]);
        tell(first, tier, left & !(1 << i), head, orders);
        head.pop();
    }
}

fn members(subset: usize, n: usize) -> impl Iterator<Item = usize> {
    (0..n).filter(move |i| subset >> i & 1 == 1)
}
