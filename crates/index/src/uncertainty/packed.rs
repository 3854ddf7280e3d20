//! Normalised figures laid out for scoring them under many sets of weights.
//!
//! A draw of weights costs one multiplication and one addition for each figure: figures of eight
//! rows lie side by side, all indicators of theirs follow, and logarithms are taken once and for
//! all. Which weights are there for a row depends on what is missing in it; rows that miss the same
//! share that sum. Sums run as in [`Scorer`](crate::score::Scorer), so arithmetic scores have the
//! same bits.

use std::collections::BTreeMap;
use std::ops::Range;

use gangmu_num::float::{exp, ln};

use crate::aggregate::Mean;
use crate::recipe::Aggregate;
use crate::structure::Below;
use crate::{Fault, Matrix, Structure};

/// Rows side by side.
const LANES: usize = 8;

/// A set of weights: one for each indicator and one for each part, in the order of the tree.
#[derive(Clone, Debug, PartialEq)]
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
    indicators: usize,
    /// Strip after strip of eight rows; within a strip indicator after indicator. 0 where missing.
    cells: Vec<f64>,
    nodes: Vec<Node>,
    /// Which node each part is.
    node_of: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Node {
    /// Whether sums are of logarithms.
    logs: bool,
    below: Vec<Below>,
    /// Which of `below` are there, for each way of missing some; the first has none.
    patterns: Vec<Vec<bool>>,
    /// The pattern of each row.
    of_row: Vec<u32>,
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
        let (rows, indicators) = (figures.rows(), figures.columns());
        let mut cells = vec![0.0; rows.div_ceil(LANES) * indicators * LANES];
        let mut node_of = vec![0; structure.parts().len()];
        let mut nodes: Vec<Node> = Vec::with_capacity(node_of.len());
        for part in structure.upwards() {
            let name = &structure.parts()[*part].name;
            let logs = aggregate.mean(name, structure.level(*part)) == Mean::Geometric;
            let below = structure.below(*part).to_vec();
            for indicator in below.iter().filter_map(|below| match below {
                Below::Indicator(place) => Some(*place),
                Below::Part(_) => None,
            }) {
                for (row, cell) in figures.raw(indicator).iter().enumerate() {
                    let cell = if cell.is_nan() { continue } else { *cell };
                    if logs && cell <= 0.0 {
                        let what = format!("The figure {cell} in row {row} below `{name}`");
                        return Err(Fault::Domain { what, wanted: Mean::Geometric.domain() });
                    }
                    let at = (row / LANES * indicators + indicator) * LANES + row % LANES;
                    cells[at] = if logs { ln(cell) } else { cell };
                }
            }
            let there = |below: &Below, row: usize| match below {
                Below::Indicator(place) => !figures.raw(*place)[row].is_nan(),
                Below::Part(place) => nodes[node_of[*place]].of_row[row] != 0,
            };
            let mut known = BTreeMap::from([(vec![false; below.len()], 0_u32)]);
            let mut of_row = Vec::with_capacity(rows);
            for row in 0..rows {
                let pattern: Vec<bool> = below.iter().map(|below| there(below, row)).collect();
                let next = known.len() as u32;
                of_row.push(*known.entry(pattern).or_insert(next));
            }
            let mut patterns = vec![Vec::new(); known.len()];
            known.into_iter().for_each(|(pattern, place)| patterns[place as usize] = pattern);
            node_of[*part] = nodes.len();
            nodes.push(Node { logs, below, patterns, of_row });
        }
        Ok(Packed { rows, indicators, cells, nodes, node_of })
    }

    /// The scores of the top under these weights, all of which are above 0: for each set one score
    /// for each row, NaN where it is missing.
    ///
    /// # Errors
    /// [`Fault::Domain`] for the score of a part of 0 or less under a geometric mean.
    pub(crate) fn score(&self, sets: &[WeightSet], scores: &mut Vec<f64>) -> Result<(), Fault> {
        scores.clear();
        scores.resize(sets.len() * self.rows, f64::NAN);
        let laid: Vec<Laid> = sets.iter().map(|set| self.lay(set)).collect();
        let mut values = vec![[0.0; LANES]; self.nodes.len()];
        for (strip, cells) in self.cells.chunks_exact(self.indicators * LANES).enumerate() {
            let (figures, _) = cells.as_chunks::<LANES>();
            let from = strip * LANES;
            let rows = from..self.rows.min(from + LANES);
            for (set, laid) in laid.iter().enumerate() {
                for (place, node) in self.nodes.iter().enumerate() {
                    let sums = self.sums(node, figures, &values, &laid.weights[place], &rows);
                    let weights = &laid.sums[place];
                    for (lane, pattern) in node.of_row[rows.clone()].iter().enumerate() {
                        let there = *pattern != 0;
                        let value =
                            if there { sums[lane] / weights[*pattern as usize] } else { 0.0 };
                        values[place][lane] = value;
                    }
                }
                let top = self.nodes.len() - 1;
                let into = &mut scores[set * self.rows..][rows.clone()];
                for (lane, score) in into.iter_mut().enumerate() {
                    let value = values[top][lane];
                    if self.nodes[top].of_row[from + lane] != 0 {
                        *score = if self.nodes[top].logs { exp(value) } else { value };
                        if !score.is_finite() {
                            let what = "The score of a part".to_owned();
                            return Err(Fault::Domain { what, wanted: Mean::Geometric.domain() });
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The weights of a set by node, and what they add up to for each pattern.
    fn lay(&self, set: &WeightSet) -> Laid {
        let of_node = |node: &Node| node.below.iter().map(|below| set.get(*below)).collect();
        let weights: Vec<Vec<f64>> = self.nodes.iter().map(of_node).collect();
        let sum = |pattern: &Vec<bool>, weights: &[f64]| {
            pattern
                .iter()
                .zip(weights)
                .fold(0.0, |sum, (there, weight)| sum + if *there { *weight } else { 0.0 })
        };
        let sums = self.nodes.iter().zip(&weights);
        let sums = sums.map(|(node, of)| node.patterns.iter().map(|p| sum(p, of)).collect());
        Laid { sums: sums.collect(), weights }
    }
}

/// A set of weights, laid out by node.
struct Laid {
    weights: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
}

impl Packed {
    /// The weighted sums of what lies below a node, for the rows of a strip.
    fn sums(
        &self,
        node: &Node,
        figures: &[[f64; LANES]],
        values: &[[f64; LANES]],
        weights: &[f64],
        rows: &Range<usize>,
    ) -> [f64; LANES] {
        let mut sums = [0.0; LANES];
        for (below, weight) in node.below.iter().zip(weights) {
            match below {
                Below::Indicator(place) => add(&mut sums, *weight, &figures[*place]),
                Below::Part(place) => {
                    let of = self.node_of[*place];
                    let child = &self.nodes[of];
                    let turn = match (child.logs, node.logs) {
                        (true, false) => exp,
                        (false, true) => ln,
                        _ => {
                            add(&mut sums, *weight, &values[of]);
                            continue;
                        }
                    };
                    let mut turned = [0.0; LANES];
                    for (lane, pattern) in child.of_row[rows.clone()].iter().enumerate() {
                        // Of 0 or less this is no number, which shows in the score of the top.
                        turned[lane] = if *pattern == 0 { 0.0 } else { turn(values[of][lane]) };
                    }
                    add(&mut sums, *weight, &turned);
                }
            }
        }
        sums
    }
}

fn add(sums: &mut [f64; LANES], weight: f64, figures: &[f64; LANES]) {
    for (sum, figure) in sums.iter_mut().zip(figures) {
        *sum += weight * figure;
    }
}
