//! Scores up the tree, for all units at once.
//!
//! Rows are taken in blocks that fit the nearest cache; within a block every part is worked out from
//! the columns below it. A row's sums go from the first thing below a part to the last, so that
//! neither the size of a block nor the number of threads shows in a bit of the result.

use rayon::prelude::*;

use crate::aggregate::{Enough, Mean};
use crate::matrix::same_size;
use crate::recipe::Aggregate;
use crate::structure::Below;
use crate::{Fault, Matrix, Structure};

/// Rows that are worked on in one go.
const BLOCK: usize = 256;

/// Blocks that one thread takes at a time: fewer are not worth handing over.
const BLOCKS_AT_ONCE: usize = 8;

/// A figure's way onto a common scale: `(x − origin) · scale + base`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What is taken away.
    pub origin: f64,
    /// What the rest is multiplied by; negative where less is better.
    pub scale: f64,
    /// What is added.
    pub base: f64,
}

impl Line {
    /// The line from the worst figure to the best.
    #[must_use]
    pub fn between(worst: f64, best: f64, low: f64, high: f64) -> Line {
        Line { origin: worst, scale: (high - low) / (best - worst), base: low }
    }

    pub(crate) fn of(self, x: f64) -> f64 {
        (x - self.origin) * self.scale + self.base
    }
}

/// A tree and its means, ready to score.
#[derive(Clone, Debug)]
pub struct Scorer {
    nodes: Vec<Node>,
    indicators: usize,
}

/// A part, ready to be worked out.
#[derive(Clone, Debug)]
struct Node {
    part: usize,
    mean: Mean,
    below: Vec<(Below, f64)>,
    total: f64,
    enough: Enough,
}

/// What of a tree is handed back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The top only: one column.
    Top,
    /// A column for each part, in the order of the tree's parts.
    Parts,
}

impl Scorer {
    /// For this tree, with these means.
    ///
    /// # Errors
    /// [`Fault::Recipe`] for a mean of a part there is not; [`Fault::Parameter`] for shares outside
    /// of 0 to 1 or exponents that are not finite.
    pub fn new(structure: &Structure, aggregate: &Aggregate) -> Result<Scorer, Fault> {
        aggregate.enough.check()?;
        if let Some(name) = aggregate.parts.keys().find(|n| structure.part_named(n).is_none()) {
            let what = format!("A mean is given for `{name}`, which is not a part");
            return Err(Fault::Recipe { what });
        }
        let node = |part: &usize| {
            let below: Vec<(Below, f64)> =
                structure.below(*part).iter().map(|b| (*b, structure.weight(*b))).collect();
            let mean = aggregate.mean(&structure.parts()[*part].name, structure.level(*part));
            mean.check()?;
            let total = below.iter().fold(0.0, |sum, (_, weight)| sum + weight);
            Ok(Node { part: *part, mean, below, total, enough: aggregate.enough })
        };
        let nodes = structure.upwards().iter().map(node).collect::<Result<_, Fault>>()?;
        Ok(Scorer { nodes, indicators: structure.indicators().len() })
    }

    /// The scores of normalised figures: a row for each row, columns as `keep` says.
    ///
    /// Weights are shared out anew over what is there; where that is nothing, or less than enough,
    /// the score is missing.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of columns, [`Fault::Domain`] for a figure that a mean
    /// does not take, [`Fault::NotFinite`] for a score beyond the range of numbers.
    pub fn score(&self, normalised: &Matrix, keep: Keep) -> Result<Matrix, Fault> {
        self.run(normalised, keep, |_, x| x)
    }

    /// As [`Scorer::score`], of raw figures, each indicator put on its line on the way: what
    /// [`Scorer::score`] gives for figures normalised by these lines, to the bit, without their
    /// being written down.
    ///
    /// # Errors
    /// As [`Scorer::score`]; [`Fault::Shape`] unless there is a line for each column.
    pub fn score_along(&self, raw: &Matrix, lines: &[Line], keep: Keep) -> Result<Matrix, Fault> {
        same_size("lines", self.indicators, lines.len())?;
        for (column, line) in lines.iter().enumerate() {
            if !(line.origin.is_finite() && line.scale.is_finite() && line.base.is_finite()) {
                return Err(Fault::NotFinite { what: format!("the line of column {column}") });
            }
        }
        self.run(raw, keep, |column, x| lines[column].of(x))
    }

    fn run(
        &self,
        figures: &Matrix,
        keep: Keep,
        along: impl Fn(usize, f64) -> f64 + Sync,
    ) -> Result<Matrix, Fault> {
        same_size("columns of figures", self.indicators, figures.columns())?;
        let rows = figures.rows();
        let columns = if keep == Keep::Top { 1 } else { self.nodes.len() };
        let starts: Vec<usize> = (0..rows).step_by(BLOCK).collect();
        let of_block = |start: &usize| {
            let end = rows.min(start + BLOCK);
            self.block(figures, *start..end, keep, &along)
        };
        let blocks: Vec<Result<Vec<f64>, Fault>> =
            starts.par_iter().with_min_len(BLOCKS_AT_ONCE).map(of_block).collect();
        let mut cells = vec![f64::NAN; rows * columns];
        for (start, block) in starts.iter().zip(blocks) {
            let block = block?;
            let size = block.len() / columns.max(1);
            for (column, part) in block.chunks_exact(size.max(1)).enumerate() {
                let from = column * rows + start;
                cells[from..from + size].copy_from_slice(part);
            }
        }
        if let Some(place) = cells.iter().position(|cell| cell.is_infinite()) {
            return Err(Fault::NotFinite { what: format!("the score of row {}", place % rows) });
        }
        Matrix::from_cells(rows, columns, cells)
    }

    /// The columns of a block of rows, one after the other.
    fn block(
        &self,
        figures: &Matrix,
        rows: std::ops::Range<usize>,
        keep: Keep,
        along: &(impl Fn(usize, f64) -> f64 + Sync),
    ) -> Result<Vec<f64>, Fault> {
        let size = rows.len();
        let mut parts = vec![f64::NAN; self.nodes.len() * size];
        for node in &self.nodes {
            let scores = match node.mean {
                Mean::Arithmetic if node.enough.count == 0.0 => {
                    node.arithmetic(figures, &rows, &parts, along)
                }
                _ => node.other(figures, &rows, &parts, along)?,
            };
            parts[node.part * size..][..size].copy_from_slice(&scores[..size]);
        }
        match (keep, self.nodes.last()) {
            (Keep::Top, Some(top)) => Ok(parts[top.part * size..][..size].to_vec()),
            _ => Ok(parts),
        }
    }
}

impl Node {
    /// Weighted sums over what is there, divided by the weight that is there.
    fn arithmetic(
        &self,
        figures: &Matrix,
        rows: &std::ops::Range<usize>,
        parts: &[f64],
        along: &(impl Fn(usize, f64) -> f64 + Sync),
    ) -> [f64; BLOCK] {
        let size = rows.len();
        let (mut sums, mut weights) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (below, weight) in &self.below {
            match below {
                Below::Indicator(column) => {
                    let cells = &figures.raw(*column)[rows.clone()];
                    let on_scale = |x| along(*column, x);
                    add_up(cells, *weight, &mut sums[..size], &mut weights[..size], on_scale);
                }
                Below::Part(part) => {
                    let cells = &parts[part * size..][..size];
                    add_up(cells, *weight, &mut sums[..size], &mut weights[..size], |x| x);
                }
            }
        }
        let least = self.enough.weight * self.total - 1e-12 * self.total;
        for (sum, weight) in sums.iter_mut().zip(&weights) {
            *sum = if *weight > 0.0 && *weight >= least { *sum / *weight } else { f64::NAN };
        }
        sums
    }

    /// Any other mean, row by row.
    fn other(
        &self,
        figures: &Matrix,
        rows: &std::ops::Range<usize>,
        parts: &[f64],
        along: &(impl Fn(usize, f64) -> f64 + Sync),
    ) -> Result<[f64; BLOCK], Fault> {
        let size = rows.len();
        let mut scores = [f64::NAN; BLOCK];
        let mut pairs: Vec<(f64, f64)> = Vec::with_capacity(self.below.len());
        let weighty = self.below.iter().filter(|(_, weight)| *weight > 0.0).count();
        for (place, row) in rows.clone().enumerate() {
            pairs.clear();
            let mut there = 0.0;
            for (below, weight) in self.below.iter().filter(|(_, weight)| *weight > 0.0) {
                let value = match below {
                    Below::Indicator(column) => along(*column, figures.raw(*column)[row]),
                    Below::Part(part) => parts[part * size + place],
                };
                if value.is_nan() {
                    continue;
                }
                if !self.mean.takes(value) {
                    let what = format!("A score of {value} in row {row}");
                    return Err(Fault::Domain { what, wanted: self.mean.domain() });
                }
                there += weight;
                pairs.push((value, *weight));
            }
            let (weight, count) = (there / self.total, pairs.len() as f64 / weighty as f64);
            if self.enough.reached(weight, count) {
                scores[place] = self.mean.combine(pairs.iter().copied()).unwrap_or(f64::NAN);
            }
        }
        Ok(scores)
    }
}

/// Adds a weighted column to the sums, and the weight where there is a figure. Written without a
/// branch, so that several rows are taken at once.
fn add_up(
    cells: &[f64],
    weight: f64,
    sums: &mut [f64],
    weights: &mut [f64],
    on_scale: impl Fn(f64) -> f64,
) {
    for ((cell, sum), there) in cells.iter().zip(sums).zip(weights) {
        let missing = cell.is_nan();
        *sum += if missing { 0.0 } else { weight * on_scale(*cell) };
        *there += if missing { 0.0 } else { weight };
    }
}
