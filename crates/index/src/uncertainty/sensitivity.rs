//! Variance-based sensitivity: how much of the variance of a result comes from each uncertain input.
//!
//! The first-order index S_i = V[E(Y | X_i)] / V(Y) is the share that would go if input i were
//! settled; the total index S_Ti = 1 − V[E(Y | X_~i)] / V(Y) is the share that would be left if all
//! others were. Their difference is what i does together with others.
//!
//! A [`Design`] says which inputs to try, [`Design::evaluate`] tries them, and [`indices`] estimates:
//!
//! * S_i by Saltelli et al. 2010: the mean of y_B (y_AB − y_A) over V,
//! * S_Ti by Jansen 1999: half of the mean of (y_A − y_AB)² over V,
//! * V as the variance of all y_A and y_B (divided by their number less 1).
//!
//! # Intervals, and what is not told
//!
//! Intervals are bootstrapped: the samples are put into up to 256 groups of neighbours, and groups
//! are drawn with replacement. Neighbours on a Sobol' sequence are spread evenly already, so that
//! groups differ less than random ones would. An index whose interval is wider than
//! [`SensitivityRecipe::widest`] is no number: it is told as [`Index::TooWide`], with its interval.
//! More samples make it narrower.
//!
//! Sources: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola 2010, Computer Physics
//! Communications 181:259–270; Jansen 1999, Computer Physics Communications 117:35–43.

mod design;
mod sums;

pub use self::design::{Design, MOST_VALUES};

use gangmu_num::random::Stream;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::sums::Sums;
use crate::rank::quantile::{check_tail, of_sorted};
use crate::{Fault, Matrix};

/// The most groups that samples are put into for the bootstrap.
pub const GROUPS: usize = 256;

/// How indices are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivityRecipe {
    /// How often groups are drawn anew for an interval: 100 to 10,000.
    pub resamples: usize,
    /// Names the random numbers.
    pub seed: u64,
    /// The share of resampled indices that an interval leaves out at either end: 0.05 for an
    /// interval of 90 %.
    pub tail: f64,
    /// The widest interval with which an index is still told.
    pub widest: f64,
    /// Whether the mean is taken from y_B first, which estimates the same with less error. COINr
    /// does not.
    pub centred: bool,
}

impl SensitivityRecipe {
    /// 1,000 resamples, intervals of 90 %, none wider than 0.1, centred.
    #[must_use]
    pub fn new(seed: u64) -> SensitivityRecipe {
        SensitivityRecipe { resamples: 1_000, seed, tail: 0.05, widest: 0.1, centred: true }
    }
}

/// An index, as far as it can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Index {
    /// The estimate and its interval.
    Told {
        /// The estimate.
        value: f64,
        /// The lower end of its interval.
        low: f64,
        /// The upper end of its interval.
        high: f64,
    },
    /// The interval is too wide for the index to be told. (0 and 1 where resamples had no variance.)
    TooWide {
        /// The lower end of the interval.
        low: f64,
        /// The upper end of the interval.
        high: f64,
    },
    /// The output is the same in all runs: there is no variance to explain.
    Constant,
}

/// The indices of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputIndices {
    /// The first-order index S_i.
    pub first: Index,
    /// The total index S_Ti.
    pub total: Index,
}

/// Estimates without intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct RawIndices {
    /// The first-order index of each input.
    pub first: Vec<f64>,
    /// The total index of each input.
    pub total: Vec<f64>,
}

/// The indices of all inputs for each output: `outputs[column][input]`.
///
/// `values` are runs × outputs as [`Design::evaluate`] gives them: with n samples the first n runs
/// are A, the next n are B, and n for each input follow in which that input is taken from B and all
/// others from A. `inputs` is the number of inputs. COINr lays its runs out in the same way.
///
/// ```
/// use gangmu_index::uncertainty::sensitivity::{Design, Index, SensitivityRecipe, indices};
/// let design = Design::new(2, 1 << 10, 7)?;
/// let values = design.evaluate(1, |x, y| y[0] = 3.0 * x[0] + x[1])?;
/// let found = indices(&values, 2, &SensitivityRecipe::new(7))?;
/// let Index::Told { value, low, high } = found[0][0].first else { panic!() };
/// assert!((value - 0.9).abs() < 0.01 && low <= value && value <= high);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without inputs or outputs; [`Fault::Shape`] for a number of runs that is no
/// multiple of inputs + 2; [`Fault::TooFew`] for less than two samples; [`Fault::AllMissing`] for a
/// missing cell; [`Fault::Parameter`] for a number of resamples, a tail or a widest interval that
/// makes no sense.
pub fn indices(
    values: &Matrix,
    inputs: usize,
    recipe: &SensitivityRecipe,
) -> Result<Vec<Vec<InputIndices>>, Fault> {
    check_tail("tail", recipe.tail)?;
    if !(100..=10_000).contains(&recipe.resamples) {
        return Err(Fault::Parameter { name: "resamples", wanted: "between 100 and 10,000" });
    }
    if recipe.widest.is_nan() || recipe.widest <= 0.0 {
        return Err(Fault::Parameter { name: "widest", wanted: "above 0" });
    }
    let samples = samples(values, inputs)?;
    let groups = samples.min(GROUPS);
    let counts = resampled_counts(groups, recipe);
    let of_column = |column: usize| {
        let Some(sums) = Sums::new(values.raw(column), inputs, samples, groups, recipe.centred)
        else {
            return vec![InputIndices { first: Index::Constant, total: Index::Constant }; inputs];
        };
        with_intervals(&sums, &counts, recipe)
    };
    Ok((0..values.columns()).into_par_iter().map(of_column).collect())
}

/// The estimates without intervals, for checks; `None` for an output that is the same in all runs of A
/// and B. What is shown to people comes from [`indices`], which says how sure it is.
///
/// # Errors
/// As [`indices`].
pub fn raw_indices(
    values: &Matrix,
    inputs: usize,
    centred: bool,
) -> Result<Vec<Option<RawIndices>>, Fault> {
    let samples = samples(values, inputs)?;
    let groups = samples.min(GROUPS);
    let of_column = |column: usize| {
        let sums = Sums::new(values.raw(column), inputs, samples, groups, centred)?;
        let (first, total) = sums.estimate(&vec![1.0; groups])?.into_iter().unzip();
        Some(RawIndices { first, total })
    };
    Ok((0..values.columns()).map(of_column).collect())
}

/// How many samples the runs are of.
fn samples(values: &Matrix, inputs: usize) -> Result<usize, Fault> {
    if inputs == 0 || values.columns() == 0 {
        let what = if inputs == 0 { "inputs" } else { "outputs" };
        return Err(Fault::Empty { what: what.to_owned() });
    }
    let each = inputs.saturating_add(2);
    let samples = values.rows() / each;
    if samples * each != values.rows() {
        let what = "runs (a number of samples × inputs + 2)".to_owned();
        return Err(Fault::Shape { what, wanted: samples * each, found: values.rows() });
    }
    if samples < 2 {
        return Err(Fault::TooFew { what: "samples".to_owned(), found: samples, needed: 2 });
    }
    for column in 0..values.columns() {
        if let Some(run) = values.raw(column).iter().position(|cell| cell.is_nan()) {
            return Err(Fault::AllMissing { what: format!("output {column} in run {run}") });
        }
    }
    Ok(samples)
}

/// How often each group is drawn, resample by resample; the same for all outputs.
fn resampled_counts(groups: usize, recipe: &SensitivityRecipe) -> Vec<Vec<f64>> {
    let draw = |resample: usize| {
        let mut stream = Stream::new(recipe.seed, resample as u64);
        let mut counts = vec![0.0; groups];
        (0..groups).for_each(|_| counts[stream.below(groups)] += 1.0);
        counts
    };
    (0..recipe.resamples).into_par_iter().map(draw).collect()
}

fn with_intervals(
    sums: &Sums,
    counts: &[Vec<f64>],
    recipe: &SensitivityRecipe,
) -> Vec<InputIndices> {
    let resampled: Vec<Vec<(f64, f64)>> =
        counts.iter().filter_map(|counts| sums.estimate(counts)).collect();
    let Some(whole) = sums.estimate(&vec![1.0; sums.groups()]) else {
        // The runs of A and B are all alike, though others are not.
        let unknown = Index::TooWide { low: 0.0, high: 1.0 };
        return vec![InputIndices { first: unknown, total: unknown }; sums.inputs()];
    };
    let tell = |value: f64, mut values: Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        let ends = of_sorted(&values, recipe.tail).zip(of_sorted(&values, 1.0 - recipe.tail));
        match ends {
            Some((low, high)) if 2 * values.len() >= counts.len() => {
                // The estimate itself belongs to what is told of it.
                let (low, high) = (low.min(value), high.max(value));
                let is_sure = high - low <= recipe.widest;
                if is_sure {
                    Index::Told { value, low, high }
                } else {
                    Index::TooWide { low, high }
                }
            }
            _ => Index::TooWide { low: 0.0, high: 1.0 },
        }
    };
    let of_input = |(input, (first, total)): (usize, &(f64, f64))| InputIndices {
        first: tell(*first, resampled.iter().map(|found| found[input].0).collect()),
        total: tell(*total, resampled.iter().map(|found| found[input].1).collect()),
    };
    whole.iter().enumerate().map(of_input).collect()
}
