//! Figures as the search wants them: every indicator's best is 1, and every line comes once.

use std::cmp::Ordering;

use crate::{Fault, Matrix};

/// The least that the best of an indicator may be, so that weights stay finite.
const FAINT: f64 = 1e-290;

/// Scaled figures of unlike units.
#[derive(Debug)]
pub(super) struct Scaled {
    /// How many indicators there are.
    pub(super) columns: usize,
    /// The greatest figure of each; 0 for one that is 0 throughout.
    pub(super) best: Vec<f64>,
    /// The line that each unit has, counted among the unlike ones.
    pub(super) line_of: Vec<usize>,
    /// The first unit with each line.
    pub(super) first: Vec<usize>,
    /// Scaled figures, line by line.
    cells: Vec<f64>,
}

impl Scaled {
    /// Figures of which none is missing and none is below 0.
    pub(super) fn new(figures: &Matrix) -> Result<Scaled, Fault> {
        let (units, columns) = (figures.rows(), figures.columns());
        let mut best = vec![0.0_f64; columns];
        let mut all = vec![0.0; units * columns];
        for (column, best) in best.iter_mut().enumerate() {
            for (unit, figure) in figures.column(column).enumerate() {
                let what = || format!("the cell in row {unit}, column {column}");
                let figure =
                    figure.ok_or_else(|| Fault::Domain { what: what(), wanted: "filled in" })?;
                if figure < 0.0 {
                    return Err(Fault::Domain { what: what(), wanted: "0 or more" });
                }
                *best = best.max(figure);
                all[unit * columns + column] = figure;
            }
            if *best > 0.0 && *best < FAINT {
                let what = format!("the greatest value of column {column}");
                return Err(Fault::Domain { what, wanted: "0, or 1e-290 at least" });
            }
        }
        for line in all.chunks_exact_mut(columns) {
            let positive = line.iter_mut().zip(&best).filter(|(_, best)| **best > 0.0);
            positive.for_each(|(cell, best)| *cell /= best);
        }
        let (line_of, first) = unlike(&all, units, columns);
        let lines = first.iter().map(|unit| &all[unit * columns..(unit + 1) * columns]);
        let cells = lines.flatten().copied().collect();
        Ok(Scaled { columns, best, line_of, first, cells })
    }

    /// How many unlike lines there are.
    pub(super) fn lines(&self) -> usize {
        self.first.len()
    }

    /// A line of scaled figures.
    pub(super) fn line(&self, line: usize) -> &[f64] {
        &self.cells[line * self.columns..(line + 1) * self.columns]
    }

    /// Some of the lines, laid out for passes over all of them.
    pub(super) fn rows(&self, ids: Vec<usize>) -> Rows {
        let columns = (0..self.columns)
            .map(|column| ids.iter().map(|line| self.line(*line)[column]).collect())
            .collect();
        Rows { ids, columns }
    }
}

/// Lines side by side, indicator by indicator.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) ids: Vec<usize>,
    columns: Vec<Vec<f64>>,
}

impl Rows {
    /// What each of the lines comes to under x.
    pub(super) fn values(&self, x: &[f64], values: &mut Vec<f64>) {
        values.clear();
        values.resize(self.ids.len(), 0.0);
        for (x, column) in x.iter().zip(&self.columns) {
            if *x != 0.0 {
                values.iter_mut().zip(column).for_each(|(value, a)| *value += x * a);
            }
        }
    }
}

/// The line of each unit among the unlike ones, in the order in which they first come; and which
/// unit is the first with each.
fn unlike(all: &[f64], units: usize, columns: usize) -> (Vec<usize>, Vec<usize>) {
    let line = |unit: usize| &all[unit * columns..(unit + 1) * columns];
    let compare = |one: usize, other: usize| {
        let cells = line(one).iter().zip(line(other)).map(|(a, b)| a.total_cmp(b));
        cells.into_iter().find(|found| found.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut order: Vec<usize> = (0..units).collect();
    order.sort_unstable_by(|one, other| compare(*one, *other).then(one.cmp(other)));
    let mut leader: Vec<usize> = (0..units).collect();
    for pair in order.windows(2) {
        if compare(pair[0], pair[1]).is_eq() {
            leader[pair[1]] = leader[pair[0]];
        }
    }
    let mut line_of = vec![0; units];
    let mut first = Vec::new();
    for unit in 0..units {
        if leader[unit] == unit {
            line_of[unit] = first.len();
            first.push(unit);
        } else {
            line_of[unit] = line_of[leader[unit]];
        }
    }
    (line_of, first)
}
