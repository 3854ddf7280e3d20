//! What an indicator looks like: how much of it is there, how it is spread, what is odd about it.

use std::collections::BTreeMap;

use crate::Matrix;
use crate::statistics::{kurtosis, mean, median, present, range, skewness, standard_deviation};

/// Below which share of units an indicator counts as hardly there, and other bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least share of units that should have a figure.
    pub available: f64,
    /// The least share of figures that should not be 0.
    pub non_zero: f64,
    /// The least share of figures that should be unlike one another.
    pub unlike: f64,
    /// Absolute skewness from which on it is an outlier's, when kurtosis agrees.
    pub skewness: f64,
    /// Kurtosis from which on it is an outlier's, when skewness agrees.
    pub kurtosis: f64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { available: 0.65, non_zero: 0.5, unlike: 0.5, skewness: 2.0, kurtosis: 3.5 }
    }
}

/// What an indicator looks like. What there is too little for is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The smallest figure.
    pub min: Option<f64>,
    /// The largest figure.
    pub max: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The sample standard deviation.
    pub sd: Option<f64>,
    /// Skewness, adjusted for the sample's size.
    pub skewness: Option<f64>,
    /// Excess kurtosis, adjusted for the sample's size.
    pub kurtosis: Option<f64>,
    /// How many figures there are.
    pub available: usize,
    /// How many of them are not 0.
    pub non_zero: usize,
    /// How many different figures there are.
    pub unlike: usize,
    /// How often the most frequent figure comes.
    pub same: usize,
    /// What is odd.
    pub oddities: Vec<Oddity>,
}

/// What is odd about an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// Too few units have a figure.
    HardlyThere,
    /// Too many figures are 0.
    MostlyZero,
    /// Too many figures are alike.
    MostlyAlike,
    /// All figures are the same: the indicator tells no unit from another.
    Dead,
    /// Skewed and heavy-tailed: a few units decide how all others are measured.
    Outliers,
}

/// What each column looks like.
///
/// Source: OECD/JRC Handbook 2008, step 4; COINr `get_stats`, whose default bounds these are.
#[must_use]
pub fn describe(figures: &Matrix, bounds: Bounds) -> Vec<Description> {
    let column = |column| described(&present(figures, column), figures.rows(), bounds);
    (0..figures.columns()).map(column).collect()
}

fn described(values: &[f64], rows: usize, bounds: Bounds) -> Description {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for value in values {
        // −0 and 0 are the same figure.
        *counts.entry((value + 0.0).to_bits()).or_default() += 1;
    }
    let available = values.len();
    let non_zero = values.iter().filter(|value| **value != 0.0).count();
    let (skew, kurt) = (skewness(values), kurtosis(values));
    let below = |count: usize, of: usize, share: f64| (count as f64) < share * of as f64;
    let mut oddities = Vec::new();
    if below(available, rows, bounds.available) {
        oddities.push(Oddity::HardlyThere);
    }
    if below(non_zero, available, bounds.non_zero) {
        oddities.push(Oddity::MostlyZero);
    }
    if counts.len() == 1 && available > 1 {
        oddities.push(Oddity::Dead);
    } else if below(counts.len(), available, bounds.unlike) {
        oddities.push(Oddity::MostlyAlike);
    }
    let skewed = skew.is_some_and(|found| found.abs() > bounds.skewness);
    if skewed && kurt.is_some_and(|found| found > bounds.kurtosis) {
        oddities.push(Oddity::Outliers);
    }
    let ends = range(values);
    Description {
        min: ends.map(|ends| ends.0),
        max: ends.map(|ends| ends.1),
        mean: mean(values),
        median: median(values),
        sd: standard_deviation(values),
        skewness: skew,
        kurtosis: kurt,
        available,
        non_zero,
        unlike: counts.len(),
        same: counts.values().copied().max().unwrap_or(0),
        oddities,
    }
}

/// How much of a unit is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability {
    /// How many indicators are missing.
    pub missing: usize,
    /// How many are 0.
    pub zero: usize,
    /// The share of indicators that are there; 1 of none.
    pub share: f64,
    /// The share of those there that are not 0; 1 of none.
    pub non_zero: f64,
}

/// How much of each row is there.
#[must_use]
pub fn availability(figures: &Matrix) -> Vec<Availability> {
    let (rows, columns) = (figures.rows(), figures.columns());
    let (mut missing, mut zero) = (vec![0_usize; rows], vec![0_usize; rows]);
    for column in 0..columns {
        for (row, cell) in figures.raw(column).iter().enumerate() {
            missing[row] += usize::from(cell.is_nan());
            zero[row] += usize::from(*cell == 0.0);
        }
    }
    let share = |part: usize, of: usize| if of == 0 { 1.0 } else { part as f64 / of as f64 };
    let of_row = |(missing, zero): (&usize, &usize)| {
        let there = columns - missing;
        let (share, non_zero) = (share(there, columns), share(there - zero, there));
        Availability { missing: *missing, zero: *zero, share, non_zero }
    };
    missing.iter().zip(&zero).map(of_row).collect()
}
