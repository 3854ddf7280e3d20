//! Deviations and correlations of columns, over what is there.

use rayon::prelude::*;

use crate::{Fault, Matrix};

/// A column as distances from its mean, in units of its greatest size, so that squares neither
/// overflow nor vanish.
#[derive(Debug)]
pub(super) struct Column {
    /// The greatest absolute value.
    pub(super) scale: f64,
    /// The mean over the scale.
    pub(super) mean: f64,
    /// NaN where missing; all 0 where the column is constant.
    pub(super) deviations: Vec<f64>,
    /// How many values there are.
    pub(super) count: usize,
    /// The sum of the squared deviations; 0 exactly where the column is constant.
    pub(super) squares: f64,
}

impl Column {
    /// A column where NaN is missing.
    pub(super) fn new(raw: &[f64]) -> Column {
        let there = || raw.iter().copied().filter(|value| !value.is_nan());
        let count = there().count();
        let scale = there().fold(0.0, |most: f64, value| most.max(value.abs()));
        let (least, most) =
            there().fold((f64::MAX, f64::MIN), |(l, m), value| (l.min(value), m.max(value)));
        let unit = if scale > 0.0 { scale } else { 1.0 };
        let mean = there().map(|value| value / unit).sum::<f64>() / count.max(1) as f64;
        // What is constant has no deviation, though its mean may be off by rounding.
        let of = |value: f64| if least < most { value / unit - mean } else { 0.0 * value };
        let deviations: Vec<f64> =
            raw.iter().map(|value| if value.is_nan() { f64::NAN } else { of(*value) }).collect();
        let squares = deviations.iter().filter(|d| !d.is_nan()).map(|d| d * d).sum();
        Column { scale, mean, deviations, count, squares }
    }

    /// Whether nothing is missing.
    fn whole(&self) -> bool {
        self.count == self.deviations.len()
    }

    /// The correlation with another column over the rows where both are there; none where either
    /// is constant there.
    pub(super) fn correlation(&self, other: &Column) -> Option<f64> {
        if self.whole() && other.whole() {
            let sizes = self.squares.sqrt() * other.squares.sqrt();
            let together = dot(&self.deviations, &other.deviations);
            return (sizes > 0.0).then(|| (together / sizes).clamp(-1.0, 1.0));
        }
        let pairs = || {
            let pairs = self.deviations.iter().zip(&other.deviations);
            pairs.filter(|(a, b)| !a.is_nan() && !b.is_nan())
        };
        let first = pairs().next()?;
        if pairs().all(|(a, _)| a == first.0) || pairs().all(|(_, b)| b == first.1) {
            return None;
        }
        let count = pairs().count() as f64;
        let (a, b) = pairs().fold((0.0, 0.0), |(x, y), (a, b)| (x + a, y + b));
        let (a_mean, b_mean) = (a / count, b / count);
        let (aa, bb, ab) = pairs().fold((0.0, 0.0, 0.0), |(aa, bb, ab), (a, b)| {
            let (a, b) = (a - a_mean, b - b_mean);
            (aa + a * a, bb + b * b, ab + a * b)
        });
        let sizes = f64::sqrt(aa) * f64::sqrt(bb);
        (sizes > 0.0).then(|| (ab / sizes).clamp(-1.0, 1.0))
    }
}

/// The columns of a table, each of two values at least.
pub(super) fn columns(figures: &Matrix) -> Result<Vec<Column>, Fault> {
    for (what, found) in [("units", figures.rows()), ("indicators", figures.columns())] {
        if found == 0 {
            return Err(Fault::Empty { what: what.to_owned() });
        }
    }
    let numbers: Vec<usize> = (0..figures.columns()).collect();
    let columns: Vec<Column> =
        numbers.par_iter().map(|number| Column::new(figures.raw(*number))).collect();
    match columns.iter().enumerate().find(|(_, column)| column.count < 2) {
        None => Ok(columns),
        Some((number, column)) => Err(Fault::TooFew {
            what: format!("values in column {number}"),
            found: column.count,
            needed: 2,
        }),
    }
}

/// The correlations of all columns, row by row of a square table.
pub(super) fn correlations(columns: &[Column]) -> Result<Vec<f64>, Fault> {
    let count = columns.len();
    let rows: Vec<Result<Vec<f64>, Fault>> = (0..count)
        .into_par_iter()
        .map(|one| {
            (0..one)
                .map(|other| {
                    columns[one].correlation(&columns[other]).ok_or_else(|| {
                        let of = [one, other].into_iter().find(|c| columns[*c].squares <= 0.0);
                        let what = match of {
                            Some(column) => format!("column {column}"),
                            None => format!("column {one} where column {other} is there"),
                        };
                        Fault::Constant { what }
                    })
                })
                .collect()
        })
        .collect();
    let mut table = vec![1.0; count * count];
    for (one, row) in rows.into_iter().enumerate() {
        for (other, found) in row?.into_iter().enumerate() {
            table[one * count + other] = found;
            table[other * count + one] = found;
        }
    }
    Ok(table)
}

/// A sum of products in eight strands, whose order is fixed: several can be added at once.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut strands = [0.0; 8];
    let (heads, others) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = heads.remainder().iter().zip(others.remainder());
    let rest: f64 = rest.map(|(a, b)| a * b).sum();
    for (a, b) in heads.zip(others) {
        strands.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    strands.iter().sum::<f64>() + rest
}
