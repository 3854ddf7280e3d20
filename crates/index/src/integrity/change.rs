//! How a series changes from period to period.

use gangmu_num::float::ln;

use crate::{Fault, Matrix};

/// How a change is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The later figure less the earlier.
    Difference,
    /// The logarithm of the later figure by the earlier: growth, for figures above 0.
    Growth,
}

impl Change {
    pub(super) fn between(self, before: f64, after: f64) -> f64 {
        match self {
            Change::Difference => after - before,
            Change::Growth => ln(after) - ln(before),
        }
    }

    /// That all cells are such that changes can be taken, and that squares of these stay finite.
    pub(super) fn check(self, table: &Matrix) -> Result<(), Fault> {
        for column in 0..table.columns() {
            for (row, cell) in table.column(column).enumerate() {
                if cell.is_some_and(|cell| !self.takes(cell)) {
                    let what = format!("the cell in row {row}, column {column}");
                    return Err(Fault::Domain { what, wanted: self.wanted() });
                }
            }
        }
        Ok(())
    }

    pub(super) fn wanted(self) -> &'static str {
        match self {
            Change::Difference => "within 1e100",
            Change::Growth => "above 0",
        }
    }

    pub(super) fn takes(self, cell: f64) -> bool {
        match self {
            Change::Difference => cell.abs() <= 1e100,
            Change::Growth => cell > 0.0,
        }
    }

    /// The changes of a row between neighbouring periods that are both there.
    pub(super) fn of_row(self, table: &Matrix, row: usize) -> Vec<f64> {
        let cells: Vec<Option<f64>> = table.row(row).collect();
        let one = |pair: &[Option<f64>]| match pair {
            [Some(before), Some(after)] => Some(self.between(*before, *after)),
            _ => None,
        };
        cells.windows(2).filter_map(one).collect()
    }
}
