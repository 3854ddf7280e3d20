//! What majorities say: the Condorcet winner, the order, and where they go round in circles.

use std::cmp::Ordering;

use super::outranking::Outranking;

/// The most ties that are listed; they are counted beyond.
pub const MOST_TIES: usize = 1_000;

/// The majorities of an [`Outranking`], read as an order as far as they are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Majorities {
    /// The unit that beats every other, if one does; a unit alone does.
    pub winner: Option<usize>,
    /// The unit that every other beats, if there is one.
    pub loser: Option<usize>,
    /// The order, best first, where every tier has one unit: no ties that matter, no cycles.
    pub order: Option<Vec<usize>>,
    /// The finest grouping, best first, in which every unit beats all units of later tiers. What
    /// stands in one tier cannot be told apart by majorities: they tie, or go round in circles.
    /// The first tier is the Smith set.
    pub tiers: Vec<Vec<usize>>,
    /// A cycle for each tier that has one: each beats the next, and the last the first.
    pub cycles: Vec<Vec<usize>>,
    /// How many pairs are level.
    pub tied: usize,
    /// The pairs that are level, the first [`MOST_TIES`] of them.
    pub ties: Vec<(usize, usize)>,
}

/// Reads the majorities of all pairs (Condorcet 1785; OECD/JRC Handbook 2008, 6.12).
///
/// With no units everything is empty. O(n²).
///
/// ```
/// use gangmu_index::aggregate::condorcet::majorities;
/// use gangmu_index::aggregate::outranking::Outranking;
/// use gangmu_index::aggregate::profile::{Ballot, Profile};
/// let round = [[0, 1, 2], [1, 2, 0], [2, 0, 1]].map(|order| Ballot::strict(1.0, &order));
/// let pairs = Outranking::of_profile(&Profile::new(3, &round)?)?;
/// let found = majorities(&pairs);
/// assert_eq!((found.winner, found.cycles.as_slice()), (None, &[vec![0, 1, 2]][..]));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[must_use]
pub fn majorities(pairs: &Outranking) -> Majorities {
    let n = pairs.units();
    let (mut tied, mut ties) = (0, Vec::new());
    for i in 0..n {
        for j in i + 1..n {
            if pairs.compare(i, j) == Ordering::Equal {
                tied += 1;
                if ties.len() < MOST_TIES {
                    ties.push((i, j));
                }
            }
        }
    }
    let tiers = tiers(pairs);
    let cycles = tiers.iter().filter_map(|tier| cycle(pairs, tier)).collect();
    let single = |tier: Option<&Vec<usize>>| match tier.map(Vec::as_slice) {
        Some([one]) => Some(*one),
        _ => None,
    };
    let order = tiers.iter().map(|tier| single(Some(tier))).collect();
    Majorities {
        winner: single(tiers.first()),
        loser: single(tiers.last()),
        order,
        tiers,
        cycles,
        tied,
        ties,
    }
}

/// The finest grouping in which all of a tier beat all of later ones.
///
/// A set whose members beat all others has the units with the most wins, so it is some first part
/// of the order by wins. It is one exactly when its wins over the others are all there could be.
fn tiers(pairs: &Outranking) -> Vec<Vec<usize>> {
    let wins: Vec<usize> = pairs.copeland().iter().map(|balance| balance.wins).collect();
    let n = wins.len();
    let mut sorted: Vec<usize> = (0..n).collect();
    sorted.sort_by(|a, b| wins[*b].cmp(&wins[*a]).then(a.cmp(b)));
    let mut tiers = Vec::new();
    let (mut from, mut won, mut decided) = (0, 0, 0);
    for at in 0..n {
        won += wins[sorted[at]];
        let told = |before: &&usize| pairs.compare(**before, sorted[at]) != Ordering::Equal;
        decided += sorted[..at].iter().filter(told).count();
        let inside = at + 1;
        if won - decided == inside * (n - inside) {
            let mut tier = sorted[from..inside].to_vec();
            tier.sort_unstable();
            tiers.push(tier);
            from = inside;
        }
    }
    tiers
}

/// A cycle of majorities within a tier, starting with its smallest member.
fn cycle(pairs: &Outranking, tier: &[usize]) -> Option<Vec<usize>> {
    let beats = |a: usize, b: usize| pairs.compare(tier[a], tier[b]) == Ordering::Greater;
    let n = tier.len();
    // Whoever nobody left beats is taken out, again and again; in what stays, all are beaten.
    let mut beaten: Vec<usize> = (0..n).map(|b| (0..n).filter(|a| beats(*a, b)).count()).collect();
    let mut free: Vec<usize> = (0..n).filter(|b| beaten[*b] == 0).collect();
    let mut gone = vec![false; n];
    while let Some(a) = free.pop() {
        gone[a] = true;
        for b in (0..n).filter(|b| beats(a, *b)) {
            beaten[b] -= 1;
            if beaten[b] == 0 {
                free.push(b);
            }
        }
    }
    let mut at = (0..n).find(|a| !gone[*a])?;
    // From each to one who beats it, until one comes again.
    let mut path: Vec<usize> = Vec::new();
    let mut place = vec![usize::MAX; n];
    while place[at] == usize::MAX {
        place[at] = path.len();
        path.push(at);
        at = (0..n).find(|a| !gone[*a] && beats(*a, at))?;
    }
    let mut cycle: Vec<usize> = path[place[at]..].iter().rev().map(|a| tier[*a]).collect();
    let first = (0..cycle.len()).min_by_key(|k| cycle[*k])?;
    cycle.rotate_left(first);
    Some(cycle)
}
