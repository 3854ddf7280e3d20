//! Scores up the tree, for all units at once.
//!
//! Rows are taken in jobs that fit a cache; within a job every part is worked out from the columns
//! below it. A row's sums go from the first thing below a part to the last, so that neither the size
//! of a job nor the number of threads shows in a bit of the result.

mod many;
mod node;
mod ranked;

use std::ops::Range;

use rayon::prelude::*;

use crate::matrix::same_size;
use crate::recipe::Aggregate;
use crate::structure::Below;
use crate::{Fault, Matrix, Structure};
use node::{Node, Parts};

pub use ranked::{Ranked, ranked};

/// Rows that one thread takes at a time.
const JOB: usize = 2_048;

/// Fewer cells than this are worked out sooner than a second thread is at hand.
const MANY: usize = 1 << 20;

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

    /// The line as a function.
    fn way(self) -> impl Fn(f64) -> f64 + Copy + Send + Sync {
        move |x| (x - self.origin) * self.scale + self.base
    }
}

/// A tree and its means, ready to score.
#[derive(Clone, Debug)]
pub struct Scorer {
    nodes: Vec<Node>,
    indicators: usize,
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
        self.run(normalised, keep, &vec![|x| x; self.indicators])
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
        let along: Vec<_> = lines.iter().map(|line| line.way()).collect();
        self.run(raw, keep, &along)
    }

    fn run<F: Fn(f64) -> f64 + Copy + Sync>(
        &self,
        figures: &Matrix,
        keep: Keep,
        along: &[F],
    ) -> Result<Matrix, Fault> {
        same_size("columns of figures", self.indicators, figures.columns())?;
        let rows = figures.rows();
        let columns = if keep == Keep::Top { 1 } else { self.nodes.len() };
        let starts: Vec<usize> = (0..rows).step_by(JOB).collect();
        let of_job = |start: &usize| self.job(figures, *start..rows.min(start + JOB), keep, along);
        let jobs: Vec<Result<Vec<Vec<f64>>, Fault>> = match pays(figures) {
            true => starts.par_iter().map(of_job).collect(),
            false => starts.iter().map(of_job).collect(),
        };
        let mut cells = vec![f64::NAN; rows * columns];
        for (start, job) in starts.iter().zip(jobs) {
            for (column, part) in job?.into_iter().enumerate() {
                cells[column * rows + start..][..part.len()].copy_from_slice(&part);
            }
        }
        told(rows, columns, cells)
    }

    /// The columns of some rows.
    fn job<F: Fn(f64) -> f64 + Copy>(
        &self,
        figures: &Matrix,
        rows: Range<usize>,
        keep: Keep,
        along: &[F],
    ) -> Result<Vec<Vec<f64>>, Fault> {
        let mut parts = Parts { first: rows.start, columns: vec![Vec::new(); self.nodes.len()] };
        for node in &self.nodes {
            let mut scores = vec![0.0; rows.len()];
            node.fill(figures, rows.start, &parts, along, &mut scores)?;
            parts.columns[node.part] = scores;
        }
        match (keep, self.nodes.last()) {
            (Keep::Top, Some(top)) => Ok(vec![parts.columns.swap_remove(top.part)]),
            _ => Ok(parts.columns),
        }
    }
}

/// Whether a second thread pays.
fn pays(figures: &Matrix) -> bool {
    figures.rows().saturating_mul(figures.columns()) >= MANY
}

/// A table of scores, all of which are numbers within range.
fn told(rows: usize, columns: usize, cells: Vec<f64>) -> Result<Matrix, Fault> {
    if let Some(place) = cells.iter().position(|cell| cell.is_infinite()) {
        return Err(Fault::NotFinite { what: format!("the score of row {}", place % rows) });
    }
    Matrix::from_cells(rows, columns, cells)
}
