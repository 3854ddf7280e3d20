//! A good order of many units that go round in circles, and how much better there could be.

use super::tolerance;
use crate::aggregate::outranking::Outranking;

/// Passes over all units after which a search ends though moves still help a little.
const MOST_PASSES: usize = 200;
/// The most units among which circles of three are looked for: n³ steps.
const MOST_CIRCLED: usize = 300;

/// What a search found.
pub(super) struct Found {
    /// The order.
    pub(super) order: Vec<usize>,
    /// No order agrees with more than this beyond it.
    pub(super) slack: f64,
}

/// Orders a tier: first by what each is ahead of in all, then by moves of one unit.
pub(super) fn order(pairs: &Outranking, tier: &[usize]) -> Found {
    let n = tier.len();
    let leads = leads(pairs, tier);
    let sums: Vec<f64> = leads.chunks(n).map(|row| row.iter().sum()).collect();
    // Members of the tier by their place in it.
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]).then(a.cmp(b)));
    let near = tolerance(pairs, n);
    for _ in 0..MOST_PASSES {
        let mut moved = false;
        for unit in 0..n {
            moved |= improve(&leads[unit * n..(unit + 1) * n], &mut order, unit, near);
        }
        if !moved {
            break;
        }
    }
    // What the order loses in each pair that it puts against the majority.
    let mut loss = 0.0;
    for (place, first) in order.iter().enumerate() {
        let row = &leads[first * n..(first + 1) * n];
        loss += order[place + 1..].iter().map(|second| (-row[*second]).max(0.0)).sum::<f64>();
    }
    let slack = (loss - circles(leads, n)).max(0.0);
    Found { slack, order: order.into_iter().map(|unit| tier[unit]).collect() }
}

/// By how much more each member is ahead of each other than behind, row by row.
fn leads(pairs: &Outranking, tier: &[usize]) -> Vec<f64> {
    let n = tier.len();
    let mut leads = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..i {
            let lead = pairs.ahead(tier[i], tier[j]) - pairs.ahead(tier[j], tier[i]);
            (leads[i * n + j], leads[j * n + i]) = (lead, -lead);
        }
    }
    leads
}

/// Moves one unit, whose leads these are, to where it agrees with most; whether that is elsewhere.
fn improve(leads: &[f64], order: &mut Vec<usize>, unit: usize, near: f64) -> bool {
    let Some(from) = order.iter().position(|other| *other == unit) else { return false };
    let (mut best, mut to) = (near, from);
    let mut gain = 0.0;
    for place in (0..from).rev() {
        gain += leads[order[place]];
        if gain > best {
            (best, to) = (gain, place);
        }
    }
    gain = 0.0;
    for (place, other) in order.iter().enumerate().skip(from + 1) {
        gain -= leads[*other];
        if gain > best {
            (best, to) = (gain, place);
        }
    }
    if to == from {
        return false;
    }
    order.remove(from);
    order.insert(to, unit);
    true
}

/// What every order loses at least: of each circle of three, its smallest majority. Circles that
/// share no pair are taken as they come.
fn circles(mut lead: Vec<f64>, n: usize) -> f64 {
    if n > MOST_CIRCLED {
        return 0.0;
    }
    let mut least = 0.0;
    for i in 0..n {
        for j in 0..n {
            if lead[i * n + j] <= 0.0 {
                continue;
            }
            for k in 0..n {
                let smallest = lead[i * n + j].min(lead[j * n + k]).min(lead[k * n + i]);
                if smallest > 0.0 {
                    least += smallest;
                    // Each of the three is spent by as much; what is left may serve again.
                    for (a, b) in [(i, j), (j, k), (k, i)] {
                        lead[a * n + b] -= smallest;
                    }
                }
            }
        }
    }
    least
}
