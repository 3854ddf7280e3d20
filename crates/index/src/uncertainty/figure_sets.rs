//! Figures as they could have come out, drawn by whoever knows how they came about: counts from a
//! beta-binomial, answers of a survey from its sample, all figures of a unit together.

use std::sync::Arc;

use crate::frame::Frame;
use crate::matrix::same_size;
use crate::{Fault, Matrix};

/// Sets of figures that are equally likely, each for the same columns of a frame.
///
/// Unlike standard errors they keep what a normal number loses: that a share lies between 0 and 1,
/// and that figures from one sample or over one denominator are off together.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureSets {
    columns: Arc<[usize]>,
    sets: Arc<[Matrix]>,
}

impl FigureSets {
    /// Sets of figures for these columns (indicators by their place): each has a row for each row of
    /// the frame and a column for each of `columns`, in their order. A missing figure is missing in
    /// that set.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a set of another number of columns or rows than the first;
    /// [`Fault::Recipe`] for a column that comes twice.
    ///
    /// ```
    /// use gangmu_index::Matrix;
    /// use gangmu_index::uncertainty::figure_sets::FigureSets;
    ///
    /// let one = Matrix::from_rows(&[vec![Some(0.20)], vec![Some(0.31)]])?;
    /// let other = Matrix::from_rows(&[vec![Some(0.24)], vec![None]])?;
    /// let sets = FigureSets::new(vec![3], vec![one, other])?;
    /// assert_eq!(sets.len(), 2);
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    pub fn new(columns: Vec<usize>, sets: Vec<Matrix>) -> Result<FigureSets, Fault> {
        let rows = sets.first().map_or(0, Matrix::rows);
        for set in &sets {
            same_size("columns of a set of figures", columns.len(), set.columns())?;
            same_size("rows of a set of figures", rows, set.rows())?;
        }
        let twice = |(place, column): (usize, &usize)| columns[..place].contains(column);
        if let Some((_, column)) = columns.iter().enumerate().find(|column| twice(*column)) {
            let what = format!("Sets of figures name column {column} twice");
            return Err(Fault::Recipe { what });
        }
        Ok(FigureSets { columns: columns.into(), sets: sets.into() })
    }

    /// The number of sets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether there is no set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The columns whose figures are in the sets.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// That there is a set, and that the sets fit the frame.
    pub(super) fn check(&self, frame: &Frame, name: &str) -> Result<(), Fault> {
        let Some(first) = self.sets.first() else {
            return Err(Fault::Recipe { what: format!("The choice `{name}` has no alternatives") });
        };
        same_size("rows of a set of figures", frame.rows(), first.rows())?;
        let width = frame.figures().columns();
        match self.columns.iter().find(|column| **column >= width) {
            Some(column) => {
                let what = format!("The choice `{name}` is of column {column}, of {width}");
                Err(Fault::Recipe { what })
            }
            None => Ok(()),
        }
    }

    /// Puts the figures of a set in the place of others.
    pub(super) fn put(&self, number: usize, figures: &mut Matrix) -> Result<(), Fault> {
        let Some(set) = self.sets.get(number) else { return Ok(()) };
        for (from, to) in self.columns.iter().enumerate() {
            for (row, figure) in set.column(from).enumerate() {
                figures.set(row, *to, figure)?;
            }
        }
        Ok(())
    }
}
