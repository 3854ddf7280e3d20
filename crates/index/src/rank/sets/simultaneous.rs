//! Simultaneous sets: one critical value for all pairs.

use rayon::prelude::*;

use super::blocks::{Blocks, scale};
use super::draws::Supply;
use super::marginal::quantile_of_largest;
use super::{Certain, Known, Promise, RankSets, SetRecipe, compare};
use crate::Fault;

pub(super) fn sets(
    known: &Known,
    supply: &Supply<'_>,
    recipe: &SetRecipe,
) -> Result<RankSets, Fault> {
    let blocks = &known.blocks;
    let mut critical = f64::INFINITY;
    let mut certain = all_certain(blocks, critical);
    loop {
        let mut maxima = Vec::with_capacity(recipe.draws);
        let pairs = Pairs::new(blocks, critical);
        supply.each(|chunk| {
            let (units, padded) = (blocks.units(), blocks.padded());
            let rows = chunk.z.par_chunks(units).zip(chunk.high.par_chunks(padded));
            let rows = rows.zip(chunk.low.par_chunks(padded));
            maxima.par_extend(rows.map(|((z, high), low)| pairs.largest(z, high, low)));
        });
        maxima.sort_unstable_by(f64::total_cmp);
        let largest = &maxima[maxima.len() - recipe.deciding().min(maxima.len())..];
        critical = quantile_of_largest(largest, recipe);
        let found = all_certain(blocks, critical);
        let settled = !recipe.stepwise || found == certain;
        certain = found;
        if settled {
            break;
        }
    }
    let mut sets = vec![None; known.all];
    for (certain, unit) in certain.iter().zip(&blocks.order) {
        let unit = *unit as usize;
        let set = certain.set(recipe.ends, blocks.units(), known.ranks[unit], critical);
        sets[known.units[unit]] = Some(set);
    }
    Ok(RankSets { sets, promise: Promise::Simultaneous, ends: recipe.ends })
}

/// What is certain about each unit at a critical value.
fn all_certain(blocks: &Blocks, critical: f64) -> Vec<Certain> {
    (0..blocks.units()).into_par_iter().map(|unit| certain(blocks, unit, critical)).collect()
}

fn certain(blocks: &Blocks, unit: usize, critical: f64) -> Certain {
    let (value, variance) = (blocks.values[unit], blocks.variances[unit]);
    let mut certain = Certain::default();
    for (extent, (from, to)) in blocks.extents.iter().zip(&blocks.cuts) {
        let most = scale(variance, extent.low_variance);
        let least = scale(variance, extent.high_variance);
        let (lowest, highest) = (extent.low_value - value, extent.high_value - value);
        // A block that lies wholly on one side, or wholly within reach, need not be looked at.
        if most > 0.0 && highest * most <= critical && -lowest * most <= critical {
            continue;
        }
        if least > 0.0 && lowest * least > critical {
            certain.above += (to - from) as u32;
            continue;
        }
        if least > 0.0 && -highest * least > critical {
            certain.below += (to - from) as u32;
            continue;
        }
        for k in *from..*to {
            let scale = scale(variance, blocks.variances[k]);
            let gap = blocks.values[k] - value;
            let (above, below) = compare(gap, scale, critical);
            certain.above += u32::from(above);
            certain.below += u32::from(below && k != unit);
        }
    }
    certain
}

/// The pairs of blocks, with what the differences between them are multiplied by at most.
struct Pairs<'a> {
    blocks: &'a Blocks,
    critical: f64,
    pairs: Vec<Pair>,
}

struct Pair {
    one: usize,
    other: usize,
    /// For differences one − other; 0 where each unit of one is certainly above each of the other.
    down: f64,
    /// For differences other − one.
    up: f64,
}

impl<'a> Pairs<'a> {
    fn new(blocks: &'a Blocks, critical: f64) -> Pairs<'a> {
        let mut pairs = Vec::new();
        for (one, a) in blocks.extents.iter().enumerate() {
            for (other, b) in blocks.extents.iter().enumerate().skip(one) {
                let most = scale(a.low_variance, b.low_variance);
                let least = scale(a.high_variance, b.high_variance);
                let down = (a.low_value - b.high_value) * least <= critical;
                let up = (b.low_value - a.high_value) * least <= critical;
                let scale = |open: bool| if open { most } else { 0.0 };
                if most > 0.0 {
                    pairs.push(Pair { one, other, down: scale(down), up: scale(up) });
                }
            }
        }
        Pairs { blocks, critical, pairs }
    }

    /// The largest studentised difference of a draw that is not certain already, or 0.
    fn largest(&self, z: &[f64], high: &[f64], low: &[f64]) -> f64 {
        let bound = |pair: &Pair| {
            let down = (high[pair.one] - low[pair.other]) * pair.down;
            let up = (high[pair.other] - low[pair.one]) * pair.up;
            if down > up { down } else { up }
        };
        let bounds: Vec<f64> = self.pairs.iter().map(bound).collect();
        // The pair that may reach farthest comes first: what it holds rules most others out.
        let first = (0..bounds.len()).max_by(|one, other| bounds[*one].total_cmp(&bounds[*other]));
        let mut most = first.map_or(0.0, |pair| self.within(&self.pairs[pair], z, high, low, 0.0));
        for (pair, bound) in self.pairs.iter().zip(&bounds) {
            if *bound > most {
                most = self.within(pair, z, high, low, most);
            }
        }
        most
    }

    /// The largest difference between two blocks, or `most` if none is larger.
    fn within(&self, pair: &Pair, z: &[f64], high: &[f64], low: &[f64], most: f64) -> f64 {
        let (blocks, mut most) = (self.blocks, most);
        let (from, to) = blocks.cuts[pair.other];
        let (lowest, highest) = (low[pair.other], high[pair.other]);
        let (one_from, one_to) = blocks.cuts[pair.one];
        for j in one_from..one_to {
            let (own, value, variance) = (z[j], blocks.values[j], blocks.variances[j]);
            let bound = scale(variance, blocks.extents[pair.other].low_variance);
            if (own - lowest) * bound <= most && (highest - own) * bound <= most {
                continue;
            }
            let rest = z[from..to].iter().zip(&blocks.values[from..to]);
            for ((other, other_value), v) in rest.zip(&blocks.variances[from..to]) {
                let scale = scale(variance, *v);
                let (gap, far) = ((value - other_value) * scale, (own - other) * scale);
                let down = if gap > self.critical { 0.0 } else { far };
                let up = if -gap > self.critical { 0.0 } else { -far };
                let far = if down > up { down } else { up };
                most = if far > most { far } else { most };
            }
        }
        most
    }
}
