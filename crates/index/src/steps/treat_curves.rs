//! Curves that pull in a long tail.

use gangmu_num::float::{ln, pow};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::statistics::{mean, range, skewness};
use crate::work::Curve;

/// A curve that is fitted to the figures of an indicator.
///
/// All of them keep the order of figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// ln(x − min + a), a being a hundredth of the range (COINr `log_CT`).
    Log,
    /// ln(x − min + 1) (COINr `log_CT_orig`): for counts; the unit of the figures matters.
    LogOne,
    /// As `Log`, or its mirror image −ln(max + a − x) where the tail is on the left (COINr
    /// `log_CT_plus`).
    LogEither,
    /// Box and Cox 1964, of x − min + 1, with this lambda.
    BoxCox(f64),
    /// Box and Cox 1964, of x − min + 1, with the lambda of greatest likelihood between −5 and 5.
    BoxCoxFitted,
}

impl Transform {
    /// The curve that fits these figures.
    pub(crate) fn curve(self, values: &[f64], name: &str) -> Result<Curve, Fault> {
        let constant = || Fault::Constant { what: format!("`{name}`") };
        let (low, high) = range(values).ok_or_else(constant)?;
        if low == high {
            return Err(constant());
        }
        let margin = 0.01 * (high - low);
        match self {
            Transform::Log => Ok(Curve::Log { shift: margin - low }),
            Transform::LogOne => Ok(Curve::Log { shift: 1.0 - low }),
            Transform::LogEither if skewness(values).is_some_and(|found| found <= 0.0) => {
                Ok(Curve::MirroredLog { top: high + margin })
            }
            Transform::LogEither => Ok(Curve::Log { shift: margin - low }),
            Transform::BoxCox(lambda) if !lambda.is_finite() => {
                Err(Fault::Parameter { name: "lambda", wanted: "a finite number" })
            }
            Transform::BoxCox(lambda) => Ok(Curve::BoxCox { shift: 1.0 - low, lambda }),
            Transform::BoxCoxFitted => {
                let shift = 1.0 - low;
                let lambda = likeliest(values, shift);
                Ok(Curve::BoxCox { shift, lambda })
            }
        }
    }
}

impl Curve {
    /// A figure on the curve.
    ///
    /// # Errors
    /// [`Fault::Domain`] for a figure beyond the end of the curve: one of another period, say.
    pub fn of(self, figure: f64, name: &str, row: usize) -> Result<f64, Fault> {
        let found = match self {
            Curve::Log { shift } => ln(figure + shift),
            Curve::MirroredLog { top } => -ln(top - figure),
            Curve::BoxCox { shift, lambda } => bent(figure + shift, lambda),
        };
        let what = || format!("`{name}` of row {row}");
        let wanted = "within the reach of the curve fitted to the base figures";
        found.is_finite().then_some(found).ok_or_else(|| Fault::Domain { what: what(), wanted })
    }
}

/// (x^lambda − 1) / lambda, and its limit ln x at 0.
fn bent(x: f64, lambda: f64) -> f64 {
    if lambda == 0.0 { ln(x) } else { (pow(x, lambda) - 1.0) / lambda }
}

/// The lambda of greatest likelihood, by golden section over −5 to 5.
fn likeliest(values: &[f64], shift: f64) -> f64 {
    let logs: Vec<f64> = values.iter().map(|value| ln(value + shift)).collect();
    let logs_mean = mean(&logs).unwrap_or(0.0);
    let n = values.len() as f64;
    let likelihood = |lambda: f64| {
        let bent: Vec<f64> = values.iter().map(|value| bent(value + shift, lambda)).collect();
        let centre = mean(&bent).unwrap_or(0.0);
        let spread = bent.iter().fold(0.0, |sum, x| sum + (x - centre) * (x - centre)) / n;
        let found = -0.5 * n * ln(spread) + (lambda - 1.0) * n * logs_mean;
        if found.is_finite() { found } else { f64::MIN }
    };
    let golden = 0.5 * (5_f64.sqrt() - 1.0);
    let (mut low, mut high) = (-5.0, 5.0);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (likelihood(left), likelihood(right));
    // Sixty steps take an interval of 10 below what f64 tells apart.
    for _ in 0..60 {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = likelihood(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = likelihood(right);
        }
    }
    0.5 * (low + high)
}
