//! Whether figures pile up on one side of a threshold: the density test of Cattaneo, Jansson, Ma.
//!
//! The distribution function is fitted by local polynomials on each side of the threshold, and the
//! two slopes at it, the densities, are compared. Figures that were pushed over a target leave a
//! gap below it and a heap above. Cattaneo, Jansson and Ma 2020, JASA 115:1449-1455; 2018, Stata
//! Journal 18:234-261.

use crate::Fault;
use crate::distributions::normal_two_sided;
use crate::integrity::{Outcome, Why};

mod bandwidth;
mod edge;

use bandwidth::bandwidths;
use edge::{Sides, fit};

/// How much a figure counts, by its distance from the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kernel {
    /// The less the farther, in a straight line.
    #[default]
    Triangular,
    /// All alike.
    Uniform,
    /// The less the farther, in a parabola.
    Epanechnikov,
}

/// How the test is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The kernel.
    pub kernel: Kernel,
    /// p, between 1 and 3: bandwidths are best for polynomials of this order, and the test takes
    /// the next order, so that its bias is gone.
    pub order: usize,
    /// The bandwidths below and above, in the unit of the figures; chosen from the data without.
    pub bandwidths: Option<(f64, f64)>,
}

impl Default for Options {
    fn default() -> Options {
        Options { kernel: Kernel::Triangular, order: 2, bandwidths: None }
    }
}

/// What was found below (first) and above (second) a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discontinuity {
    /// How many figures lie on each side; one on the threshold lies above.
    pub n: (usize, usize),
    /// How many of them lie within the bandwidths.
    pub effective: (usize, usize),
    /// How many figures are missing.
    pub missing: usize,
    /// Whether some figures are equal to others, which the fit then allows for.
    pub ties: bool,
    /// The bandwidths.
    pub bandwidths: (f64, f64),
    /// The densities at the threshold.
    pub densities: (f64, f64),
    /// The standard error of their difference, by the jackknife.
    pub standard_error: f64,
    /// T: the density above less that below, by its standard error. Above 0, figures pile up above.
    pub statistic: f64,
    /// The two-sided p-value of T, standard normal where there is no jump.
    pub p_value: f64,
}

/// How many different figures it takes on each side.
const DIFFERENT: usize = 10;

/// Tests whether the density of figures jumps at a threshold.
///
/// `values` are the figures of many places (or of many periods), missing ones left out.
/// Unrestricted, jackknife standard errors, polynomials of order p + 1 inside bandwidths that are
/// best for order p: those of R's `rddensity` with `bwselect = "comb"`, the median of the ones for
/// each side, for the difference and for the sum. Copies of a figure are given the place of the
/// last of them, as `massPoints` does there.
///
/// The test does not apply with fewer than 21 + p figures on a side, or fewer than 10 different
/// ones. A gap just below the threshold is bridged by the fit and counts in part only; what was
/// lifted shows as the heap above, and [`just_met`](super::just_met) counts both. A real reason for
/// a jump (a subsidy above the threshold, a definition that changes there) looks the same: the flag
/// is a question.
///
/// ```
/// use gangmu_index::integrity::discontinuity::{Options, density_test};
/// // 20,000 figures spread evenly, of which those that miss 50 by less than 1 were lifted over it.
/// let even = (0..20_000).map(|i| f64::from(i) * 0.005);
/// let lifted: Vec<Option<f64>> =
///     even.map(|x| Some(if (49.0..50.0).contains(&x) { x + 1.0 } else { x })).collect();
/// let options = Options { bandwidths: Some((6.0, 6.0)), ..Options::default() };
/// let found = density_test(&lifted, 50.0, options)?;
/// assert!(found.tested().is_some_and(|found| found.statistic > 3.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`]; [`Fault::Parameter`] for an order or bandwidths that make no sense;
/// [`Fault::Domain`] where the farthest figure is nearer than 1e-100 or farther than 1e100.
pub fn density_test(
    values: &[Option<f64>],
    threshold: f64,
    options: Options,
) -> Result<Outcome<Discontinuity>, Fault> {
    check(values, threshold, &options)?;
    let there: Vec<f64> = values.iter().flatten().map(|value| value - threshold).collect();
    let order = options.order;
    let sides = Sides::new(&there);
    let (below, above) = sides.counts();
    let needed = 21 + order;
    if below.min(above) < needed {
        let found = below.min(above);
        return Ok(Outcome::DoesNotApply(Why::TooFew { found, needed }));
    }
    let found = sides.different.0.len().min(sides.different.1.len());
    if found < DIFFERENT {
        return Ok(Outcome::DoesNotApply(Why::TooFewDifferent { found, needed: DIFFERENT }));
    }
    if !(1e-100..=1e100).contains(&sides.unit) {
        let what = "the distance of the farthest figure from the threshold".to_owned();
        return Err(Fault::Domain { what, wanted: "between 1e-100 and 1e100" });
    }
    // Inside, all distances are in units of the farthest, so that no power of them leaves f64.
    let h = match options.bandwidths {
        Some((below, above)) => Some((below / sides.unit, above / sides.unit)),
        None => bandwidths(&sides, order, options.kernel),
    };
    let fits = h.and_then(|h| {
        let left = fit(&sides.below, h.0, order + 1, options.kernel, sides.n())?;
        Some((h, left, fit(&sides.above, h.1, order + 1, options.kernel, sides.n())?))
    });
    let Some((h, left, right)) = fits else {
        return Ok(Outcome::DoesNotApply(Why::Dependent));
    };
    let error = (left.variance + right.variance).sqrt();
    let statistic = (right.density() - left.density()) / error;
    if !statistic.is_finite() || error <= 0.0 {
        return Ok(Outcome::DoesNotApply(Why::Constant));
    }
    Ok(Outcome::Tested(Discontinuity {
        n: (below, above),
        effective: (left.points, right.points),
        missing: values.len() - there.len(),
        ties: sides.ties,
        bandwidths: (h.0 * sides.unit, h.1 * sides.unit),
        densities: (left.density() / sides.unit, right.density() / sides.unit),
        standard_error: error / sides.unit,
        statistic,
        p_value: normal_two_sided(statistic),
    }))
}

fn check(values: &[Option<f64>], threshold: f64, options: &Options) -> Result<(), Fault> {
    if let Some(at) = values.iter().position(|value| value.is_some_and(|v| !v.is_finite())) {
        return Err(Fault::NotFinite { what: format!("number {at} of the figures") });
    }
    if threshold.is_nan() || threshold.abs() > 1e100 {
        return Err(Fault::Parameter { name: "threshold", wanted: "a number within 1e100" });
    }
    if !(1..=3).contains(&options.order) {
        return Err(Fault::Parameter { name: "order", wanted: "between 1 and 3" });
    }
    let bad = |h: f64| !(1e-100..=1e100).contains(&h);
    if options.bandwidths.is_some_and(|(below, above)| bad(below) || bad(above)) {
        return Err(Fault::Parameter { name: "bandwidths", wanted: "between 1e-100 and 1e100" });
    }
    Ok(())
}
