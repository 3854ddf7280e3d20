//! Normalised figures laid out for scoring them under many sets of weights.
//!
//! A draw of weights costs one multiplication and one addition for each figure: figures of sixteen
//! rows lie side by side, all indicators of theirs follow in the order in which they are added up,
//! and logarithms are taken once and for all. Which weights are there for a row depends on what is
//! missing in it; rows that miss the same share that sum. Sums run as in
//! [`Scorer`](crate::score::Scorer), so arithmetic scores have the same bits.

use std::ops::Range;

use gangmu_num::float::{exp, ln};

use serde::{Deserialize, Serialize};

use crate::aggregate::Mean;
use crate::recipe::Aggregate;
use crate::structure::Below;
use crate::{Fault, Matrix, Structure};

/// Rows side by side: as many as it takes for no addition to wait for the one before.
const LANES: usize = 16;

/// A number for each of some rows side by side.
type Strip = [f64; LANES];

/// A set of weights: one for each indicator and one for each part, in the order of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightSet {
    /// The weights of indicators.
    pub indicators: Vec<f64>,
    /// The weights of parts.
    pub parts: Vec<f64>,
}

impl WeightSet {
    /// The weights a tree has.
    #[must_use]
    pub fn of(structure: &Structure) -> WeightSet {
        let indicators = structure.indicators().iter().map(|line| line.weight).collect();
        let parts = structure.parts().iter().map(|part| part.weight).collect();
        WeightSet { indicators, parts }
    }

    fn get(&self, below: Below) -> f64 {
        match below {
            Below::Indicator(place) => self.indicators.get(place).copied().unwrap_or(0.0),
            Below::Part(place) => self.parts.get(place).copied().unwrap_or(0.0),
        }
    }
}

/// Figures laid out for one tree and its means.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    rows: usize,
    nodes: Vec<Node>,
    /// For each strip of rows the figures of every indicator, in the order of nodes; 0 where missing.
    cells: Vec<Strip>,
    /// For each strip of rows and each node, where the sum of the weights that are there is found.
    patterns: Vec<[u32; LANES]>,
}

/// A part of the tree.
#[derive(Clone, Debug)]
struct Node {
    /// Whether sums are of logarithms.
    logs: bool,
    /// What lies below: parts first, then indicators.
    below: Vec<Below>,
    /// The parts below: which node each is, and what its values go through.
    parts: Vec<(usize, Turn)>,
    /// Where the indicators below lie in a strip.
    cells: Range<usize>,
    /// Where the weights of what lies below are found in a set that is laid out.
    weights: Range<usize>,
    /// Where its sums of weights are found in a set that is laid out: a strip of patterns after the
    /// other. The first pattern is that nothing is there.
    sums: Range<usize>,
    /// For each strip of patterns and each thing below, 1 where it is there and 0 where it is not.
    there: Vec<Strip>,
}

/// What the values of a part go through before they are added up.
#[derive(Clone, Copy, Debug)]
enum Turn {
    None,
    Exp,
    Ln,
}

/// Whether means and weights are such that figures can be laid out this way at all.
pub(crate) fn can_pack(structure: &Structure, aggregate: &Aggregate) -> bool {
    let fits = |(place, part): (usize, &crate::structure::Part)| {
        let mean = aggregate.mean(&part.name, structure.level(place));
        matches!(mean, Mean::Arithmetic | Mean::Geometric)
    };
    aggregate.enough == Default::default() && structure.parts().iter().enumerate().all(fits)
}

impl Packed {
    /// Lays out normalised figures.
    ///
    /// # Errors
    /// [`Fault::Domain`] for a figure of 0 or less under a geometric mean.
    pub(crate) fn new(
        figures: &Matrix,
        structure: &Structure,
        aggregate: &Aggregate,
    ) -> Result<Packed, Fault> {
        let (rows, strips) = (figures.rows(), figures.rows().div_ceil(LANES));
        let columns = structure.indicators().len();
        let mut cells = vec![[0.0; LANES]; strips * columns];
        let mut node_of = vec![0; structure.parts().len()];
        let mut nodes: Vec<Node> = Vec::with_capacity(node_of.len());
        // Of each node so far, the pattern of every row.
        let mut of_rows: Vec<Vec<u32>> = Vec::with_capacity(node_of.len());
        let (mut placed, mut weights, mut sums) = (0, 0, 0);
        for part in structure.upwards() {
            let name = &structure.parts()[*part].name;
            let logs = aggregate.mean(name, structure.level(*part)) == Mean::Geometric;
            let below = structure.below(*part).to_vec();
            let (mut parts, first) = (Vec::new(), placed);
            for below in &below {
                match below {
                    Below::Part(place) => {
                        let node = node_of[*place];
                        parts.push((node, Turn::between(nodes[node].logs, logs)));
                    }
                    Below::Indicator(column) => {
                        let raw = figures.raw(*column);
                        if let Some(row) = raw.iter().position(|cell| logs && *cell <= 0.0) {
                            let what =
                                format!("The figure {} in row {row} below `{name}`", raw[row]);
                            return Err(Fault::Domain { what, wanted: Mean::Geometric.domain() });
                        }
                        for (strip, raw) in raw.chunks(LANES).enumerate() {
                            for (cell, raw) in cells[strip * columns + placed].iter_mut().zip(raw) {
                                let raw = if raw.is_nan() { continue } else { *raw };
                                *cell = if logs { ln(raw) } else { raw };
                            }
                        }
                        placed += 1;
                    }
                }
            }
            let is_there = |below: &Below, row: usize| match below {
                Below::Indicator(column) => !figures.raw(*column)[row].is_nan(),
                Below::Part(place) => of_rows[node_of[*place]][row] != 0,
            };
            let (of_row, there) = patterns(rows, &below, is_there);
            node_of[*part] = nodes.len();
            let size = there.len() / below.len().max(1) * LANES;
            nodes.push(Node {
                logs,
                parts,
                cells: first..placed,
                weights: weights..weights + below.len(),
                sums: sums..sums + size,
                there,
                below,
            });
            weights = nodes.last().map_or(0, |node| node.weights.end);
            sums += size;
            of_rows.push(of_row);
        }
        let mut patterns = vec![[0; LANES]; strips * nodes.len()];
        for (place, (node, of_row)) in nodes.iter().zip(of_rows).enumerate() {
            for (strip, of_row) in of_row.chunks(LANES).enumerate() {
                let into = &mut patterns[strip * nodes.len() + place];
                *into = [node.sums.start as u32; LANES];
                into.iter_mut().zip(of_row).for_each(|(into, of_row)| *into += of_row);
            }
        }
        Ok(Packed { rows, nodes, cells, patterns })
    }

    /// The scores of the top under these weights, all of which are above 0: for each set one score
    /// for each row, NaN where it is missing.
    ///
    /// # Errors
    /// [`Fault::Domain`] for the score of a part of 0 or less under a geometric mean.
    pub(crate) fn score(&self, sets: &[WeightSet], scores: &mut Vec<f64>) -> Result<(), Fault> {
        scores.clear();
        scores.resize(sets.len() * self.rows, f64::NAN);
        let Some(top) = self.nodes.last() else { return Ok(()) };
        let laid = self.lay(sets);
        let mut values = vec![[0.0; LANES]; self.nodes.len()];
        let mut weights = values.clone();
        let columns = top.cells.end;
        for strip in 0..self.rows.div_ceil(LANES) {
            let cells = &self.cells[strip * columns..][..columns];
            let patterns = &self.patterns[strip * self.nodes.len()..][..self.nodes.len()];
            let rows = strip * LANES..self.rows.min(strip * LANES + LANES);
            for (set, laid) in laid.iter().enumerate() {
                // All of them before the first is needed: a division that follows on its heels
                // would wait for them to be written one by one.
                for (weights, patterns) in weights.iter_mut().zip(patterns) {
                    for (weight, pattern) in weights.iter_mut().zip(patterns) {
                        *weight = laid.sums[*pattern as usize];
                    }
                }
                for (place, node) in self.nodes.iter().enumerate() {
                    let sums = node.sums(cells, &values, patterns, &self.nodes, laid);
                    let weights = &weights[place];
                    values[place] = std::array::from_fn(|lane| sums[lane] / weights[lane]);
                }
                let place = self.nodes.len() - 1;
                let into = &mut scores[set * self.rows..][rows.clone()];
                for (lane, score) in into.iter_mut().enumerate() {
                    if patterns[place][lane] as usize == top.sums.start {
                        continue;
                    }
                    let value = values[place][lane];
                    *score = if top.logs { exp(value) } else { value };
                    if !score.is_finite() {
                        let what = "The score of a part".to_owned();
                        return Err(Fault::Domain { what, wanted: Mean::Geometric.domain() });
                    }
                }
            }
        }
        Ok(())
    }

    /// The weights of each set by node, and what they add up to for each pattern.
    fn lay(&self, sets: &[WeightSet]) -> Vec<Laid> {
        let size = self.nodes.last().map_or(0, |node| node.sums.end);
        let weights = |set: &WeightSet| -> Vec<f64> {
            self.nodes.iter().flat_map(|node| &node.below).map(|below| set.get(*below)).collect()
        };
        let lay = |set| Laid { weights: weights(set), sums: vec![0.0; size] };
        let mut laid: Vec<Laid> = sets.iter().map(lay).collect();
        for node in &self.nodes {
            for (strip, there) in node.there.chunks_exact(node.below.len().max(1)).enumerate() {
                for set in &mut laid {
                    let sums = weighted([0.0; LANES], there, &set.weights[node.weights.clone()]);
                    set.sums[node.sums.start + strip * LANES..][..LANES].copy_from_slice(&sums);
                }
            }
            // Where nothing is there, its sum of 0 is divided by 1.
            laid.iter_mut().for_each(|set| set.sums[node.sums.start] = 1.0);
        }
        laid
    }
}

/// A set of weights, laid out by node.
struct Laid {
    weights: Vec<f64>,
    sums: Vec<f64>,
}

impl Node {
    /// The weighted sums of what lies below, for a strip of rows.
    fn sums(
        &self,
        cells: &[Strip],
        values: &[Strip],
        patterns: &[[u32; LANES]],
        nodes: &[Node],
        laid: &Laid,
    ) -> Strip {
        let (of_parts, of_cells) = laid.weights[self.weights.clone()].split_at(self.parts.len());
        let mut sums = [0.0; LANES];
        for ((node, turn), weight) in self.parts.iter().zip(of_parts) {
            let of_part = &values[*node];
            if let Turn::None = turn {
                add(&mut sums, of_part, *weight);
                continue;
            }
            // Of 0 or less a logarithm is no number, which shows in the score of the top.
            let nothing = nodes[*node].sums.start;
            let turned = std::array::from_fn(|lane| match turn {
                _ if patterns[*node][lane] as usize == nothing => 0.0,
                Turn::Exp => exp(of_part[lane]),
                _ => ln(of_part[lane]),
            });
            add(&mut sums, &turned, *weight);
        }
        weighted(sums, &cells[self.cells.clone()], of_cells)
    }
}

impl Turn {
    fn between(from_logs: bool, to_logs: bool) -> Turn {
        match (from_logs, to_logs) {
            (true, false) => Turn::Exp,
            (false, true) => Turn::Ln,
            _ => Turn::None,
        }
    }
}

/// Adds weighted figures to sums, one after the other.
fn weighted(mut sums: Strip, figures: &[Strip], weights: &[f64]) -> Strip {
    for (figures, weight) in figures.iter().zip(weights) {
        add(&mut sums, figures, *weight);
    }
    sums
}

fn add(sums: &mut Strip, figures: &Strip, weight: f64) {
    for (sum, figure) in sums.iter_mut().zip(figures) {
        *sum += weight * figure;
    }
}

/// The ways in which something below a part is missing: which way each row has, and what is there
/// in each (1, else 0), strip after strip. In the first way nothing is there.
fn patterns(
    rows: usize,
    below: &[Below],
    is_there: impl Fn(&Below, usize) -> bool,
) -> (Vec<u32>, Vec<Strip>) {
    let mut of_row = vec![0_u32; rows];
    let mut found = 1_usize;
    for below in below {
        // A way is told from others by what is there so far, and by this one more.
        let mut next = vec![[u32::MAX; 2]; found];
        next[0][0] = 0;
        found = 1;
        for (row, of_row) in of_row.iter_mut().enumerate() {
            let slot = &mut next[*of_row as usize][usize::from(is_there(below, row))];
            if *slot == u32::MAX {
                *slot = found as u32;
                found += 1;
            }
            *of_row = *slot;
        }
    }
    let mut there = vec![[0.0; LANES]; found.div_ceil(LANES) * below.len()];
    let mut seen = vec![false; found];
    for (row, pattern) in of_row.iter().enumerate() {
        let pattern = *pattern as usize;
        if std::mem::replace(&mut seen[pattern], true) {
            continue;
        }
        let strip = &mut there[pattern / LANES * below.len()..][..below.len()];
        for (there, below) in strip.iter_mut().zip(below) {
            there[pattern % LANES] = f64::from(u8::from(is_there(below, row)));
        }
    }
    (of_row, there)
}
