//! Marginal sets: a critical value for each unit.

use rayon::prelude::*;

use super::blocks::scale;
use super::draws::{Chunk, Supply};
use super::{Certain, Ends, Known, Promise, RankSets, SetRecipe, compare};
use crate::Fault;
use crate::rank::quantile::{between, place};

/// The most maxima that are held: units × those that decide (256 MiB).
const MOST_HELD: usize = 1 << 25;

/// Where the search for a unit's critical value stands.
#[derive(Clone, Copy)]
struct State {
    critical: f64,
    certain: Certain,
    settled: bool,
}

pub(super) fn sets(
    known: &Known,
    supply: &Supply<'_>,
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let (units, deciding) = (known.blocks.units(), recipe.deciding());
    let found = units.saturating_mul(deciding);
    if found > MOST_HELD {
        let what = "maxima to be held (units × the share α of the draws)".to_owned();
        return Err(Fault::TooMuch { what, found, most: MOST_HELD });
    }
    // Before anything is drawn only what is known without error is certain.
    let mut states: Vec<State> = (0..units)
        .into_par_iter()
        .map_init(
            || Reach::new(known),
            |reach, unit| {
                let certain = reach.prepare(known, unit, f64::INFINITY, recipe.ends);
                State { critical: f64::INFINITY, certain, settled: false }
            },
        )
        .collect();
    let mut largest = vec![0.0; found];
    while states.iter().any(|state| !state.settled) {
        largest.fill(0.0);
        supply.each(|chunk| {
            let rows = largest.par_chunks_mut(deciding).zip(&states).enumerate();
            rows.filter(|(_, (_, state))| !state.settled).for_each_init(
                || Reach::new(known),
                |reach, (unit, (largest, state))| {
                    reach.prepare(known, unit, state.critical, recipe.ends);
                    reach.run(known, unit, chunk, largest);
                },
            );
        });
        let rows = largest.par_chunks_mut(deciding).zip(&mut states).enumerate();
        rows.filter(|(_, (_, state))| !state.settled).for_each_init(
            || Reach::new(known),
            |reach, (unit, (largest, state))| {
                largest.sort_unstable_by(f64::total_cmp);
                let critical = quantile_of_largest(largest, recipe);
                let certain = reach.prepare(known, unit, critical, recipe.ends);
                let settled = !recipe.stepwise || certain == state.certain;
                *state = State { critical, certain, settled };
            },
        );
    }
    let mut sets = vec![None; known.all];
    for (state, unit) in states.iter().zip(&known.blocks.order) {
        let unit = *unit as usize;
        let set = state.certain.set(recipe.ends, units, known.ranks[unit], state.critical);
        sets[known.units[unit]] = Some(set);
    }
    Ok(RankSets { sets, promise: Promise::Marginal, ends: recipe.ends })
}

/// The 1 − α quantile of all maxima, from the largest of them in order.
pub(super) fn quantile_of_largest(largest: &[f64], recipe: &SetRecipe) -> f64 {
    let part = place(recipe.draws, 1.0 - recipe.alpha).1;
    match largest {
        [] => 0.0,
        [one] => *one,
        [one, next, ..] => between(*one, *next, part),
    }
}

/// What the differences of a unit from all others are multiplied by.
struct Reach {
    /// For differences upwards, z_k − z_j; 0 where k is certainly above already.
    up: Vec<f64>,
    /// For differences downwards; 0 where k is certainly below already.
    down: Vec<f64>,
    /// The greatest of each block.
    block_up: Vec<f64>,
    block_down: Vec<f64>,
}

impl Reach {
    fn new(known: &Known) -> Reach {
        let (units, padded) = (known.blocks.units(), known.blocks.padded());
        Reach {
            up: vec![0.0; units],
            down: vec![0.0; units],
            block_up: vec![0.0; padded],
            block_down: vec![0.0; padded],
        }
    }

    /// Finds what is certain about a unit at a critical value, and makes ready to look for the
    /// largest of the other differences.
    fn prepare(&mut self, known: &Known, unit: usize, critical: f64, ends: Ends) -> Certain {
        let blocks = &known.blocks;
        let (value, variance) = (blocks.values[unit], blocks.variances[unit]);
        let (wants_up, wants_down) = (ends != Ends::Upper, ends != Ends::Lower);
        let mut certain = Certain::default();
        for (block, (from, to)) in blocks.cuts.iter().enumerate() {
            let (mut most_up, mut most_down) = (0.0, 0.0);
            for k in *from..*to {
                let scale = scale(variance, blocks.variances[k]);
                let gap = blocks.values[k] - value;
                let (above, below) = compare(gap, scale, critical);
                certain.above += u32::from(above);
                certain.below += u32::from(below && k != unit);
                let up = if above || !wants_up { 0.0 } else { scale };
                let down = if below || !wants_down { 0.0 } else { scale };
                self.up[k] = up;
                self.down[k] = down;
                most_up = if up > most_up { up } else { most_up };
                most_down = if down > most_down { down } else { most_down };
            }
            self.block_up[block] = most_up;
            self.block_down[block] = most_down;
        }
        certain
    }

    /// Puts the largest difference of each draw among the largest of all draws, where it belongs
    /// there.
    fn run(&self, known: &Known, unit: usize, chunk: &Chunk, largest: &mut [f64]) {
        let (units, padded) = (known.blocks.units(), known.blocks.padded());
        let rows = chunk.z.chunks_exact(units).zip(chunk.high.chunks_exact(padded));
        for ((z, high), low) in rows.zip(chunk.low.chunks_exact(padded)) {
            let own = z[unit];
            let least = largest[0];
            if farthest(own, high, low, &self.block_up, &self.block_down) <= least {
                continue;
            }
            let mut most = least;
            for (block, (from, to)) in known.blocks.cuts.iter().enumerate() {
                let bound_up = (high[block] - own) * self.block_up[block];
                let bound_down = (own - low[block]) * self.block_down[block];
                if bound_up > most || bound_down > most {
                    let (z, range) = (&z[*from..*to], *from..*to);
                    let far = farthest(own, z, z, &self.up[range.clone()], &self.down[range]);
                    most = if far > most { far } else { most };
                }
            }
            if most > least {
                replace_least(largest, most);
            }
        }
    }
}

/// The greatest of (high − own) × up and (own − low) × down, and of 0.
fn farthest(own: f64, high: &[f64], low: &[f64], up: &[f64], down: &[f64]) -> f64 {
    /// So many maxima at a time: a single one would wait for itself at every step.
    const LANES: usize = 8;
    let greater = |one: f64, other: f64| if one > other { one } else { other };
    let far =
        |high: f64, low: f64, up: f64, down: f64| greater((high - own) * up, (own - low) * down);
    let (high, high_rest) = high.as_chunks::<LANES>();
    let (low, low_rest) = low.as_chunks::<LANES>();
    let (up, up_rest) = up.as_chunks::<LANES>();
    let (down, down_rest) = down.as_chunks::<LANES>();
    let mut most = [0.0; LANES];
    for ((high, low), (up, down)) in high.iter().zip(low).zip(up.iter().zip(down)) {
        for lane in 0..LANES {
            most[lane] = greater(far(high[lane], low[lane], up[lane], down[lane]), most[lane]);
        }
    }
    let rest = high_rest.iter().zip(low_rest).zip(up_rest.iter().zip(down_rest));
    let rest = rest.map(|((high, low), (up, down))| far(*high, *low, *up, *down));
    most.into_iter().chain(rest).fold(0.0, greater)
}

/// Puts a number in the place of the least of a heap whose least is in front.
fn replace_least(heap: &mut [f64], number: f64) {
    let mut at = 0;
    loop {
        let (left, right) = (2 * at + 1, 2 * at + 2);
        let child = match (heap.get(left), heap.get(right)) {
            (Some(one), Some(other)) if other < one => right,
            (Some(_), _) => left,
            (None, _) => break,
        };
        if heap[child] >= number {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = number;
}
