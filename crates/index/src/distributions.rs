//! Distribution functions and quantiles that tests and intervals stand on: gamma, beta and what
//! comes from them (chi-squared, Student t, F, Poisson, binomial).
//!
//! | Where | What |
//! | --- | --- |
//! | [`continuous`] | gamma, beta, chi-squared, Student t, F, and both sides of the normal |
//! | [`discrete`] | Poisson and binomial: at, up to and above a count, and quantiles |
//!
//! # How they are worked out
//!
//! The regularised incomplete gamma and beta functions come by a power series or a continued
//! fraction (DLMF 8.7.1, 8.9.2, 8.17.22) while shapes are small. Both take the more steps the
//! larger the shapes. From 200 up the density is integrated instead, panel by panel away from its
//! top, by Gauss-Legendre with 16 nodes. A tail so costs a few microseconds at any size. Densities
//! are written so that nothing cancels (Loader 2000), and keep their digits at shapes of 1e15.
//!
//! Quantiles are found by Newton steps inside a bracket. They are taken on the logarithm of the
//! probability, as a function of the logarithm of x (gamma) or of the odds x / (1 - x) (beta).
//! There both tails are concave for every shape, so that the steps cannot run away.
//!
//! # Arguments
//!
//! Shapes and degrees of freedom lie between 1e-300 and 1e300, probabilities between 0 and 1, and
//! nothing is infinite or NaN; anything else is a [`Fault::Parameter`]. No function gives a NaN or
//! an infinity: a quantile that lies beyond the range of `f64` stays at its end.
//!
//! # How right they are
//!
//! A tail is right to about 1e-13 of its size where it is the smaller of the two. The larger of
//! the two is 1 less the smaller.

use crate::Fault;

pub mod continuous;
pub mod discrete;
mod incomplete;
mod inverse;
mod kernel;

pub use continuous::{
    beta_above, beta_below, beta_quantile, chi_squared_above, chi_squared_below,
    chi_squared_quantile, f_above, f_below, f_quantile, gamma_above, gamma_below, gamma_quantile,
    normal_two_sided, student_below, student_quantile, student_two_sided,
};
pub(crate) use discrete::{Reached, binomial_reached, poisson_reached};
pub use discrete::{
    binomial_above, binomial_at, binomial_below, binomial_quantile, poisson_above, poisson_at,
    poisson_below, poisson_quantile,
};
pub(crate) use kernel::ln_1p_less;

/// That a shape, a scale or degrees of freedom can be worked with.
fn shape(name: &'static str, value: f64) -> Result<f64, Fault> {
    if (1e-300..=1e300).contains(&value) {
        return Ok(value);
    }
    Err(Fault::Parameter { name, wanted: "a number between 1e-300 and 1e300" })
}

/// That a probability is one.
fn probability(value: f64) -> Result<f64, Fault> {
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(Fault::Parameter { name: "probability", wanted: "a number between 0 and 1" })
}

/// That a place on the line is a finite number.
fn place(value: f64) -> Result<f64, Fault> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Fault::Parameter { name: "x", wanted: "a finite number" })
}
