//! Tables of figures, in which a cell may be missing.

use crate::Fault;

/// A table of `rows` × `columns` cells; each is a finite number or missing.
///
/// Rows are units (or units in periods), columns are indicators. Cells lie column by column, so
/// that a pass over an indicator is a pass over memory.
///
/// ```
/// use gangmu_index::Matrix;
/// let figures = Matrix::from_rows(&[&[Some(1.0), None], &[Some(2.0), Some(5.0)]])?;
/// assert_eq!(figures.get(0, 1), None);
/// assert_eq!(figures.get(1, 1), Some(5.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// NaN is missing, and nothing else is NaN or infinite.
    cells: Vec<f64>,
}

/// Two tables are equal when the same cells are missing and the others have the same bits.
impl PartialEq for Matrix {
    fn eq(&self, other: &Matrix) -> bool {
        let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
        (self.rows, self.columns) == (other.rows, other.columns)
            && self.cells.iter().zip(&other.cells).all(same)
    }
}

impl Matrix {
    /// A table whose every cell is missing.
    #[must_use]
    pub fn missing(rows: usize, columns: usize) -> Matrix {
        Matrix { rows, columns, cells: vec![f64::NAN; rows.saturating_mul(columns)] }
    }

    /// From rows of equal length.
    ///
    /// # Errors
    /// [`Fault::Shape`] for rows of different lengths, [`Fault::NotFinite`] for a NaN or an infinity.
    pub fn from_rows<R: AsRef<[Option<f64>]>>(rows: &[R]) -> Result<Matrix, Fault> {
        let columns = rows.first().map_or(0, |row| row.as_ref().len());
        let mut table = Matrix::missing(rows.len(), columns);
        for (number, row) in rows.iter().enumerate() {
            same_size(&format!("cells in row {number}"), columns, row.as_ref().len())?;
            for (column, cell) in row.as_ref().iter().enumerate() {
                table.set(number, column, *cell)?;
            }
        }
        Ok(table)
    }

    /// From columns of equal length.
    ///
    /// # Errors
    /// [`Fault::Shape`] for columns of different lengths, [`Fault::NotFinite`] for a NaN or an
    /// infinity.
    pub fn from_columns<C: AsRef<[Option<f64>]>>(columns: &[C]) -> Result<Matrix, Fault> {
        let rows = columns.first().map_or(0, |column| column.as_ref().len());
        let mut table = Matrix::missing(rows, columns.len());
        for (number, column) in columns.iter().enumerate() {
            same_size(&format!("cells in column {number}"), rows, column.as_ref().len())?;
            for (row, cell) in column.as_ref().iter().enumerate() {
                table.set(row, number, *cell)?;
            }
        }
        Ok(table)
    }

    /// From all cells, column by column, where NaN stands for missing. The cheapest way in for
    /// tables that are large already.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of cells, [`Fault::NotFinite`] for an infinity.
    pub fn from_cells(rows: usize, columns: usize, cells: Vec<f64>) -> Result<Matrix, Fault> {
        same_size("cells", rows.saturating_mul(columns), cells.len())?;
        if let Some(at) = cells.iter().position(|cell| cell.is_infinite()) {
            return Err(not_finite(at % rows, at / rows));
        }
        Ok(Matrix { rows, columns, cells })
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A cell; `None` where it is missing, and outside of the table.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        let cell = *self.cells.get(self.place(row, column)?)?;
        (!cell.is_nan()).then_some(cell)
    }

    /// Puts a number into a cell, or takes it out.
    ///
    /// # Errors
    /// [`Fault::NotFinite`] for a NaN or an infinity, [`Fault::Shape`] outside of the table.
    pub fn set(&mut self, row: usize, column: usize, cell: Option<f64>) -> Result<(), Fault> {
        if cell.is_some_and(|cell| !cell.is_finite()) {
            return Err(not_finite(row, column));
        }
        let Some(place) = self.place(row, column) else {
            let (what, wanted, found) = ("rows".to_owned(), self.rows, row);
            return Err(Fault::Shape { what, wanted, found });
        };
        self.cells[place] = cell.unwrap_or(f64::NAN);
        Ok(())
    }

    /// The cells of a column, from the first row down; nothing outside of the table.
    pub fn column(&self, column: usize) -> impl ExactSizeIterator<Item = Option<f64>> + Clone + '_ {
        self.raw(column).iter().map(|cell| (!cell.is_nan()).then_some(*cell))
    }

    /// The cells of a row, from the first column on.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = Option<f64>> + '_ {
        (0..self.columns).map(move |column| self.get(row, column))
    }

    /// The share of cells that are there, between 0 and 1; 1 of none.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        if self.cells.is_empty() {
            return 1.0;
        }
        let there = self.cells.iter().filter(|cell| !cell.is_nan()).count();
        there as f64 / self.cells.len() as f64
    }

    /// The rows that are asked for, in that order.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a row outside of the table.
    pub fn take_rows(&self, rows: &[usize]) -> Result<Matrix, Fault> {
        if let Some(found) = rows.iter().copied().find(|row| *row >= self.rows) {
            return Err(Fault::Shape { what: "rows".to_owned(), wanted: self.rows, found });
        }
        let mut cells = Vec::with_capacity(rows.len().saturating_mul(self.columns));
        for column in 0..self.columns {
            let whole = self.raw(column);
            cells.extend(rows.iter().map(|row| whole[*row]));
        }
        Ok(Matrix { rows: rows.len(), columns: self.columns, cells })
    }

    /// The columns that are asked for, in that order.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a column outside of the table.
    pub fn take_columns(&self, columns: &[usize]) -> Result<Matrix, Fault> {
        if let Some(found) = columns.iter().copied().find(|column| *column >= self.columns) {
            return Err(Fault::Shape { what: "columns".to_owned(), wanted: self.columns, found });
        }
        let cells = columns.iter().flat_map(|column| self.raw(*column)).copied().collect();
        Ok(Matrix { rows: self.rows, columns: columns.len(), cells })
    }

    /// A column as it lies in memory: NaN is missing. Empty outside of the table.
    pub(crate) fn raw(&self, column: usize) -> &[f64] {
        let from = column.saturating_mul(self.rows);
        self.cells.get(from..from.saturating_add(self.rows)).unwrap_or_default()
    }

    /// Where a cell lies.
    fn place(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows && column < self.columns).then(|| column * self.rows + row)
    }
}

/// That there are as many as there should be.
pub(crate) fn same_size(what: &str, wanted: usize, found: usize) -> Result<(), Fault> {
    if wanted == found {
        return Ok(());
    }
    Err(Fault::Shape { what: what.to_owned(), wanted, found })
}

/// That every number is finite.
pub(crate) fn all_finite(what: &str, values: &[f64]) -> Result<(), Fault> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(place) => Err(Fault::NotFinite { what: format!("number {place} of {what}") }),
    }
}

fn not_finite(row: usize, column: usize) -> Fault {
    Fault::NotFinite { what: format!("the cell in row {row}, column {column}") }
}
