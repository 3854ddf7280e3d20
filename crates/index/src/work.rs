//! Figures on their way through a recipe, and the record of what was done to them.

use crate::frame::Frame;
use crate::{Fault, Matrix};

/// What was done to a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// The unit was screened out: too little is known of it.
    ScreenedOut,
    /// The figure was put in, for it was missing.
    Imputed(Source),
    /// The figure was divided, but there was nothing to divide by.
    NoDenominator,
    /// The figure was too high and was set to the next lower one.
    WinsorisedHigh,
    /// The figure was too low and was set to the next higher one.
    WinsorisedLow,
    /// The figure lay beyond a goalpost and counts as lying on it.
    Clipped,
    /// No figure of this period could be normalised, because none differed from the others.
    NoSpread,
}

/// Where a figure came from that was put in.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The mean of these many figures.
    Mean(usize),
    /// The median of these many figures.
    Median(usize),
    /// The unit's own figure of another period.
    Period(i32),
    /// On the line between the unit's own figures of two periods.
    Between(i32, i32),
}

/// A cell that a step changed, but for what it did to the whole column.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The number of the step, from 0.
    pub step: usize,
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
    /// The figure before.
    pub from: Option<f64>,
    /// The figure after.
    pub to: Option<f64>,
    /// What was done.
    pub deed: Deed,
}

/// What a step did to a whole column.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The number of the step, from 0.
    pub step: usize,
    /// The column.
    pub column: usize,
    /// The period whose figures decided, if it was one of several.
    pub period: Option<i32>,
    /// What was done.
    pub done: Done,
}

/// What was done to a whole column.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// Divided by a denominator, times a scale.
    Divided {
        /// The name of the denominator.
        by: String,
        /// The scale.
        scale: f64,
    },
    /// Looked at for outliers: skewness and kurtosis before and after, where they can be told.
    Examined {
        /// Skewness before.
        skewness: Option<f64>,
        /// Kurtosis before.
        kurtosis: Option<f64>,
        /// How many figures were winsorised.
        winsorised: usize,
        /// What the whole column went through besides.
        curve: Option<Curve>,
        /// Skewness after.
        skewness_after: Option<f64>,
        /// Kurtosis after.
        kurtosis_after: Option<f64>,
        /// Whether the column passes now.
        passes: bool,
    },
    /// Normalised.
    Normalised(Normaliser),
}

/// A curve that figures were put through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// ln(x + shift).
    Log {
        /// What is added first.
        shift: f64,
    },
    /// −ln(top − x).
    MirroredLog {
        /// What x is taken from.
        top: f64,
    },
    /// ((x + shift)^lambda − 1) / lambda, or ln(x + shift) for a lambda of 0.
    BoxCox {
        /// What is added first.
        shift: f64,
        /// The power.
        lambda: f64,
    },
}

/// How figures became comparable: what must be known to do the same to another figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Normaliser {
    /// (x − origin) · scale + base, kept within `within` where it is given; with `log` the natural
    /// logarithm of x takes its place.
    Line {
        /// What is taken away.
        origin: f64,
        /// What the rest is multiplied by: negative where less is better.
        scale: f64,
        /// What is added.
        base: f64,
        /// The lowest and highest result.
        within: Option<(f64, f64)>,
        /// Whether x is taken by its logarithm.
        log: bool,
    },
    /// By its place from below, among these many.
    Place {
        /// Among how many.
        among: usize,
        /// What is taken from the place.
        less: usize,
        /// Whether it is a share of the others.
        share: bool,
    },
    /// reference / x, for indicators of which less is better.
    Inverse {
        /// The reference.
        reference: f64,
    },
    /// 1, 0 or −1: above, near or below the mean.
    AboveBelow {
        /// The mean.
        mean: f64,
        /// How near, as a share of it.
        margin: f64,
        /// 1, or −1 where less is better.
        sign: f64,
    },
}

/// Figures on their way.
#[derive(Clone, Debug)]
pub(crate) struct Work<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) figures: Matrix,
    /// Rows that are still in.
    pub(crate) kept: Vec<bool>,
    /// The lowest and highest normalised result a column could have, for each slice of rows:
    /// (rows, low, high). Empty before normalising.
    pub(crate) reach: Vec<Reach>,
    pub(crate) step: usize,
    pub(crate) changes: Vec<Change>,
    pub(crate) notes: Vec<Note>,
    /// Whether changes of single cells are written down.
    pub(crate) told: bool,
}

/// What a column could be, at worst and at best, after it was normalised.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    pub(crate) column: usize,
    pub(crate) rows: Vec<usize>,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Work<'_> {
    pub(crate) fn begin(frame: &Frame, told: bool) -> Work<'_> {
        Work {
            frame,
            figures: frame.figures().clone(),
            kept: vec![true; frame.rows()],
            reach: Vec::new(),
            step: 0,
            changes: Vec::new(),
            notes: Vec::new(),
            told,
        }
    }

    /// The name of a column, for faults.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.frame.structure().indicators().get(column).map_or("", |line| &line.name)
    }

    /// Changes a cell and writes it down.
    pub(crate) fn change(
        &mut self,
        row: usize,
        column: usize,
        to: Option<f64>,
        deed: Deed,
    ) -> Result<(), Fault> {
        self.tell(row, column, to, deed);
        self.put(row, column, to)
    }

    /// Writes down what becomes of a cell.
    pub(crate) fn tell(&mut self, row: usize, column: usize, to: Option<f64>, deed: Deed) {
        if self.told {
            let from = self.figures.get(row, column);
            self.changes.push(Change { step: self.step, row, column, from, to, deed });
        }
    }

    /// Changes a cell as the whole column is changed.
    pub(crate) fn put(&mut self, row: usize, column: usize, to: Option<f64>) -> Result<(), Fault> {
        if to.is_some_and(|to| !to.is_finite()) {
            let what = format!("`{}` of row {row} after step {}", self.name(column), self.step);
            return Err(Fault::NotFinite { what });
        }
        self.figures.set(row, column, to)
    }

    pub(crate) fn note(&mut self, column: usize, period: Option<i32>, done: Done) {
        self.notes.push(Note { step: self.step, column, period, done });
    }

    /// The values of a column in these rows that are there.
    pub(crate) fn values(&self, rows: &[usize], column: usize) -> Vec<f64> {
        let cells = self.figures.raw(column);
        rows.iter().map(|row| cells[*row]).filter(|cell| !cell.is_nan()).collect()
    }
}
