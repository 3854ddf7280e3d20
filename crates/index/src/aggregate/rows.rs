//! The mean of every row of a table: all units at once, column by column.

use gangmu_num::float::{exp, ln};
use rayon::prelude::*;

use super::mean::{Averaged, Enough, Mean};
use crate::matrix::same_size;
use crate::structure::check_weights;
use crate::{Fault, Matrix};

/// Rows that are worked on in one go. Every row is added up on its own, from the first column on,
/// so this number is no part of the result.
const BLOCK: usize = 256;

/// The mean of every row, as [`Mean::of`] has it row by row, with the same bits.
///
/// # Errors
/// As [`Mean::of`]; [`Fault::Domain`] names the first row and column that do not fit.
///
/// ```
/// use gangmu_index::aggregate::{rows, Enough, Mean};
/// use gangmu_index::Matrix;
/// let units = Matrix::from_rows(&[&[Some(1.0), Some(3.0)], &[None, Some(5.0)]])?;
/// let means = rows::means(&units, &[1.0, 1.0], Mean::Arithmetic, Enough::default())?;
/// assert_eq!(means[0].value, Some(2.0));
/// assert_eq!((means[1].value, means[1].weight), (Some(5.0), 0.5));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn means(
    table: &Matrix,
    weights: &[f64],
    mean: Mean,
    enough: Enough,
) -> Result<Vec<Averaged>, Fault> {
    mean.check()?;
    enough.check()?;
    if table.columns() == 0 {
        return Err(Fault::Empty { what: "columns to take the mean of".to_owned() });
    }
    same_size("weights of columns", table.columns(), weights.len())?;
    check_weights("the mean", weights)?;
    let blocks: Vec<usize> = (0..table.rows()).step_by(BLOCK).collect();
    let found: Result<Vec<Vec<Averaged>>, Fault> = blocks
        .par_iter()
        .map(|from| {
            let rows = *from..table.rows().min(from.saturating_add(BLOCK));
            Block::of(table, rows, weights, mean)?.averages(table, weights, mean, enough)
        })
        .collect();
    Ok(found?.concat())
}

/// What is known of some rows after one pass over the columns.
struct Block {
    from: usize,
    least: Vec<f64>,
    most: Vec<f64>,
    weight: Vec<f64>,
    count: Vec<f64>,
    /// `Σ w x`: all that an arithmetic mean asks for, so that it needs no second pass.
    plain: Vec<f64>,
}

impl Block {
    fn of(
        table: &Matrix,
        rows: std::ops::Range<usize>,
        weights: &[f64],
        mean: Mean,
    ) -> Result<Block, Fault> {
        let n = rows.len();
        let mut block = Block {
            from: rows.start,
            least: vec![f64::INFINITY; n],
            most: vec![f64::NEG_INFINITY; n],
            weight: vec![0.0; n],
            count: vec![0.0; n],
            plain: vec![0.0; n],
        };
        for (column, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let cells = &table.raw(column)[rows.clone()];
            let ends = block.least.iter_mut().zip(&mut block.most);
            let sums = block.weight.iter_mut().zip(&mut block.count).zip(&mut block.plain);
            for ((cell, (least, most)), ((sum, count), plain)) in cells.iter().zip(ends).zip(sums) {
                // A NaN is missing: it compares as neither.
                let there = !cell.is_nan();
                *least = if *cell < *least { *cell } else { *least };
                *most = if *cell > *most { *cell } else { *most };
                *sum += if there { *weight } else { 0.0 };
                *count += if there { 1.0 } else { 0.0 };
                let term = *weight * *cell;
                *plain += if there { term } else { 0.0 };
            }
        }
        // Whatever a mean does not take lies below what it takes.
        let unfit = (0..n).find(|at| block.count[*at] > 0.0 && !mean.takes(block.least[*at]));
        match unfit {
            None => Ok(block),
            Some(at) => {
                let row = rows.start + at;
                let what = format!("The least value of row {row} ({})", block.least[at]);
                Err(Fault::Domain { what, wanted: mean.domain() })
            }
        }
    }

    fn averages(
        &self,
        table: &Matrix,
        weights: &[f64],
        mean: Mean,
        enough: Enough,
    ) -> Result<Vec<Averaged>, Fault> {
        let total: f64 = weights.iter().filter(|weight| **weight > 0.0).sum();
        let counted = weights.iter().filter(|weight| **weight > 0.0).count() as f64;
        let sums = match mean {
            Mean::Arithmetic => self.plain.clone(),
            Mean::Geometric => self.sums(table, weights, |x, _| ln(x)),
            Mean::Harmonic => self.sums(table, weights, |x, least| least / x),
            _ => Vec::new(),
        };
        let one = |at: usize| {
            let (weight, count) = (self.weight[at] / total, self.count[at] / counted);
            let told = self.count[at] > 0.0 && enough.reached(weight, count);
            let sum = sums.get(at).copied().unwrap_or(f64::INFINITY);
            let value = if !told {
                None
            } else if sum.is_finite() {
                let inner = sum / self.weight[at];
                let value = match mean {
                    Mean::Geometric => exp(inner),
                    Mean::Harmonic => self.least[at] / inner,
                    _ => inner,
                };
                Some(value.max(self.least[at]).min(self.most[at]))
            } else {
                mean.combine(self.pairs(table, weights, at))
            };
            Averaged { value, weight, count }
        };
        Ok((0..self.weight.len()).map(one).collect())
    }

    /// `Σ w f(x)` of each row; `f` is told the least value of the row too.
    fn sums(&self, table: &Matrix, weights: &[f64], f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.weight.len()];
        for (column, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let cells = &table.raw(column)[self.from..self.from + sums.len()];
            for ((sum, cell), least) in sums.iter_mut().zip(cells).zip(&self.least) {
                let term = weight * f(*cell, *least);
                *sum += if cell.is_nan() { 0.0 } else { term };
            }
        }
        sums
    }

    /// The values of a row that are there, with their weights.
    fn pairs<'a>(
        &self,
        table: &'a Matrix,
        weights: &'a [f64],
        at: usize,
    ) -> impl Iterator<Item = (f64, f64)> + Clone + 'a {
        let row = self.from + at;
        weights.iter().enumerate().filter_map(move |(column, weight)| {
            table.get(row, column).map(|value| (value, *weight))
        })
    }
}
