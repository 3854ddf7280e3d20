//! What a recipe works on: figures, the tree they belong to, and what else is known of each row.

use std::collections::{BTreeMap, BTreeSet};

use crate::matrix::same_size;
use crate::{Fault, Matrix, Structure};

/// Figures with what is known of their rows.
///
/// A row is a unit, or in a panel a unit in a period.
///
/// ```
/// use gangmu_index::{Frame, Matrix, Structure};
/// let tree = Structure::flat("index", &["schools", "clinics"])?;
/// let figures = Matrix::from_rows(&[[Some(3.0), Some(1.0)], [Some(5.0), None]])?;
/// let frame = Frame::new(figures, tree)?.with_group("class", vec![Some(0), Some(0)])?;
/// assert_eq!(frame.rows(), 2);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct Frame {
    figures: Matrix,
    structure: Structure,
    panel: Option<Panel>,
    groups: BTreeMap<String, Vec<Option<u32>>>,
    denominators: BTreeMap<String, Vec<Option<f64>>>,
    ranked_within: Option<String>,
}

/// Which unit and which period each row is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The unit of each row, by a number of the caller's.
    pub units: Vec<u32>,
    /// The period of each row, by a number that grows with time: distances between periods are
    /// differences of these.
    pub periods: Vec<i32>,
}

/// Over which rows a figure such as a mean or a smallest value is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Over the rows of the same period: scores of two periods do not compare.
    #[default]
    Period,
    /// Over all rows of all periods: scores compare, and change when a period is added.
    All,
    /// Over the rows of this period, for the rows of every period: scores compare, and stay.
    Base(i32),
}

/// Rows that are worked out together: figures are taken over `basis` and used for `rows`.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) period: Option<i32>,
    pub(crate) basis: Vec<usize>,
    pub(crate) rows: Vec<usize>,
}

impl Frame {
    /// Figures of one period: a column for each indicator of the tree, in its order.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of columns, [`Fault::Empty`] without rows.
    pub fn new(figures: Matrix, structure: Structure) -> Result<Frame, Fault> {
        same_size("columns of figures", structure.indicators().len(), figures.columns())?;
        if figures.rows() == 0 {
            return Err(Fault::Empty { what: "units".to_owned() });
        }
        let (panel, groups, denominators) = (None, BTreeMap::new(), BTreeMap::new());
        Ok(Frame { figures, structure, panel, groups, denominators, ranked_within: None })
    }

    /// The same figures as those of units in periods.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of rows, [`Fault::Structure`] when a unit has two rows
    /// in a period.
    pub fn with_panel(mut self, panel: Panel) -> Result<Frame, Fault> {
        same_size("units of rows", self.rows(), panel.units.len())?;
        same_size("periods of rows", self.rows(), panel.periods.len())?;
        let mut seen = BTreeSet::new();
        for (row, (unit, period)) in panel.units.iter().zip(&panel.periods).enumerate() {
            if !seen.insert((unit, period)) {
                let what = format!("Row {row} is the second of unit {unit} in period {period}");
                return Err(Fault::Structure { what });
            }
        }
        self.panel = Some(panel);
        Ok(self)
    }

    /// With groups of rows under a name: means may be taken within them. A row without a group has
    /// `None`.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of rows.
    pub fn with_group(mut self, name: &str, of: Vec<Option<u32>>) -> Result<Frame, Fault> {
        same_size(&format!("groups `{name}`"), self.rows(), of.len())?;
        self.groups.insert(name.to_owned(), of);
        Ok(self)
    }

    /// With ranks within the groups of a name, and not among all rows of a period. A row without a
    /// group has no rank.
    ///
    /// # Errors
    /// [`Fault::Recipe`] when no groups are called so.
    pub fn ranked_within(mut self, name: &str) -> Result<Frame, Fault> {
        self.group(name)?;
        self.ranked_within = Some(name.to_owned());
        Ok(self)
    }

    /// With a denominator under a name, such as the population of each row.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of rows, [`Fault::NotFinite`] for a NaN or an infinity.
    pub fn with_denominator(mut self, name: &str, of: Vec<Option<f64>>) -> Result<Frame, Fault> {
        same_size(&format!("denominators `{name}`"), self.rows(), of.len())?;
        if let Some(row) = of.iter().position(|x| x.is_some_and(|x| !x.is_finite())) {
            return Err(Fault::NotFinite { what: format!("denominator `{name}` of row {row}") });
        }
        self.denominators.insert(name.to_owned(), of);
        Ok(self)
    }

    /// The same rows and figures under another tree, of the same indicators.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of indicators.
    pub fn with_structure(mut self, structure: Structure) -> Result<Frame, Fault> {
        same_size("columns of figures", structure.indicators().len(), self.figures.columns())?;
        self.structure = structure;
        Ok(self)
    }

    /// The same rows with other figures under another tree.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of rows, or unless there is a column for each indicator.
    pub fn with_both(mut self, figures: Matrix, structure: Structure) -> Result<Frame, Fault> {
        same_size("rows of figures", self.figures.rows(), figures.rows())?;
        same_size("columns of figures", structure.indicators().len(), figures.columns())?;
        self.figures = figures;
        self.structure = structure;
        Ok(self)
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.figures.rows()
    }

    /// The figures as they came.
    #[must_use]
    pub fn figures(&self) -> &Matrix {
        &self.figures
    }

    /// The tree the figures belong to.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        &self.structure
    }

    /// The unit and period of each row, if the figures are of several periods.
    #[must_use]
    pub fn panel(&self) -> Option<&Panel> {
        self.panel.as_ref()
    }

    /// The groups of a name.
    pub(crate) fn group(&self, name: &str) -> Result<&[Option<u32>], Fault> {
        let none = || Fault::Recipe { what: format!("No groups are called `{name}`") };
        self.groups.get(name).map(Vec::as_slice).ok_or_else(none)
    }

    /// The denominator of a name.
    pub(crate) fn denominator(&self, name: &str) -> Result<&[Option<f64>], Fault> {
        let none = || Fault::Recipe { what: format!("No denominator is called `{name}`") };
        self.denominators.get(name).map(Vec::as_slice).ok_or_else(none)
    }

    /// The rows that are ranked together: those of a period, or of a group of it.
    #[must_use]
    pub fn pools(&self) -> Vec<Vec<usize>> {
        let within = self.ranked_within.as_ref().and_then(|name| self.groups.get(name));
        let mut pools: BTreeMap<(i32, u32), Vec<usize>> = BTreeMap::new();
        for row in 0..self.rows() {
            let group = within.map_or(Some(0), |of| of[row]);
            let period = self.panel.as_ref().map_or(0, |panel| panel.periods[row]);
            if let Some(group) = group {
                pools.entry((period, group)).or_default().push(row);
            }
        }
        pools.into_values().collect()
    }

    /// The rows that are worked out together, in the order of periods.
    ///
    /// # Errors
    /// [`Fault::Recipe`] for a base period of which there is no row.
    pub(crate) fn slices(&self, over: Over) -> Result<Vec<Slice>, Fault> {
        let all = || (0..self.rows()).collect::<Vec<usize>>();
        let Some(panel) = &self.panel else {
            return Ok(vec![Slice { period: None, basis: all(), rows: all() }]);
        };
        let of = |wanted: i32| {
            let rows = panel.periods.iter().enumerate();
            rows.filter(|(_, p)| **p == wanted).map(|(row, _)| row).collect::<Vec<usize>>()
        };
        match over {
            Over::All => Ok(vec![Slice { period: None, basis: all(), rows: all() }]),
            Over::Base(period) => {
                let basis = of(period);
                if basis.is_empty() {
                    let what = format!("There is no row of the base period {period}");
                    return Err(Fault::Recipe { what });
                }
                Ok(vec![Slice { period: Some(period), basis, rows: all() }])
            }
            Over::Period => {
                let periods: BTreeSet<i32> = panel.periods.iter().copied().collect();
                let slice = |period: i32| {
                    let rows = of(period);
                    Slice { period: Some(period), basis: rows.clone(), rows }
                };
                Ok(periods.into_iter().map(slice).collect())
            }
        }
    }
}
