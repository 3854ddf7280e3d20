//! A part of a tree, worked out for many rows from what lies below it.

use std::ops::Range;

use crate::aggregate::{Enough, Mean};
use crate::structure::Below;
use crate::{Fault, Matrix};

/// Rows whose sums stay in the nearest cache while figures pass by.
const BLOCK: usize = 256;

/// A part, ready to be worked out.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) part: usize,
    pub(super) mean: Mean,
    pub(super) below: Vec<(Below, f64)>,
    pub(super) total: f64,
    pub(super) enough: Enough,
}

/// The scores of parts that are worked out already, for rows from `first` on; NaN is missing.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) first: usize,
    pub(super) columns: Vec<Vec<f64>>,
}

impl Parts {
    fn rows(&self, part: usize, rows: &Range<usize>) -> &[f64] {
        &self.columns[part][rows.start - self.first..rows.end - self.first]
    }
}

impl Node {
    /// The scores of the part for rows from `first` on, as many as there is room for. `along` puts
    /// a figure of each column on its scale.
    pub(super) fn fill<F: Fn(f64) -> f64 + Copy>(
        &self,
        figures: &Matrix,
        first: usize,
        parts: &Parts,
        along: &[F],
        scores: &mut [f64],
    ) -> Result<(), Fault> {
        let mut from = first;
        for scores in scores.chunks_mut(BLOCK) {
            let rows = from..from + scores.len();
            from = rows.end;
            match self.mean {
                Mean::Arithmetic if self.enough.count == 0.0 => {
                    self.arithmetic(figures, &rows, parts, along, scores);
                }
                _ => self.other(figures, &rows, parts, along, scores)?,
            }
        }
        Ok(())
    }

    /// Weighted sums over what is there, divided by the weight that is there.
    fn arithmetic<F: Fn(f64) -> f64 + Copy>(
        &self,
        figures: &Matrix,
        rows: &Range<usize>,
        parts: &Parts,
        along: &[F],
        sums: &mut [f64],
    ) {
        let mut weights = [0.0; BLOCK];
        let weights = &mut weights[..sums.len()];
        sums.fill(0.0);
        let cells = |column: usize| &figures.raw(column)[rows.clone()];
        let mut left = self.below.as_slice();
        loop {
            // Four at a time where there are as many: their sums stay in registers meanwhile.
            left = match left {
                [
                    (Below::Indicator(a), a_weight),
                    (Below::Indicator(b), b_weight),
                    (Below::Indicator(c), c_weight),
                    (Below::Indicator(d), d_weight),
                    left @ ..,
                ] => {
                    let columns = [*a, *b, *c, *d];
                    let of_four = [*a_weight, *b_weight, *c_weight, *d_weight];
                    let along = columns.map(|column| along[column]);
                    add_up(columns.map(cells), of_four, along, sums, weights);
                    left
                }
                [(Below::Indicator(column), weight), left @ ..] => {
                    add_up([cells(*column)], [*weight], [along[*column]], sums, weights);
                    left
                }
                [(Below::Part(part), weight), left @ ..] => {
                    add_up([parts.rows(*part, rows)], [*weight], [|x| x], sums, weights);
                    left
                }
                [] => break,
            };
        }
        let least = self.enough.weight * self.total - 1e-12 * self.total;
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum = if *weight > 0.0 && *weight >= least { *sum / *weight } else { f64::NAN };
        }
    }

    /// Any other mean, row by row.
    fn other<F: Fn(f64) -> f64>(
        &self,
        figures: &Matrix,
        rows: &Range<usize>,
        parts: &Parts,
        along: &[F],
        scores: &mut [f64],
    ) -> Result<(), Fault> {
        let mut pairs: Vec<(f64, f64)> = Vec::with_capacity(self.below.len());
        let weighty = self.below.iter().filter(|(_, weight)| *weight > 0.0).count();
        for (row, score) in rows.clone().zip(scores) {
            pairs.clear();
            let mut there = 0.0;
            for (below, weight) in self.below.iter().filter(|(_, weight)| *weight > 0.0) {
                let value = match below {
                    Below::Indicator(column) => along[*column](figures.raw(*column)[row]),
                    Below::Part(part) => parts.columns[*part][row - parts.first],
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
            let told = self.enough.reached(weight, count);
            let mean = if told { self.mean.combine(pairs.iter().copied()) } else { None };
            *score = mean.unwrap_or(f64::NAN);
        }
        Ok(())
    }
}

/// Adds weighted columns to the sums, one after the other, and their weights where there is a
/// figure. Written without a branch, so that several rows are taken at once.
fn add_up<const AT_ONCE: usize, F: Fn(f64) -> f64>(
    cells: [&[f64]; AT_ONCE],
    weights: [f64; AT_ONCE],
    along: [F; AT_ONCE],
    sums: &mut [f64],
    there: &mut [f64],
) {
    let rows = sums.len();
    let there = &mut there[..rows];
    let cells = cells.map(|cells| &cells[..rows]);
    for row in 0..rows {
        let (mut sum, mut weight) = (sums[row], there[row]);
        for at in 0..AT_ONCE {
            let cell = cells[at][row];
            let missing = cell.is_nan();
            sum += if missing { 0.0 } else { weights[at] * along[at](cell) };
            weight += if missing { 0.0 } else { weights[at] };
        }
        sums[row] = sum;
        there[row] = weight;
    }
}
