//! Functions of `f64` that give the same bits on every machine.
//!
//! What a platform's maths library says of `exp` may differ in the last bit from what another says;
//! these are worked out by code that comes with the program. They serve estimates (an index, an
//! interval, a test of integrity), never points: those are exact, in [`Ratio`](crate::Ratio).
//!
//! # Missing and bad arguments
//!
//! As in IEEE 754: outside of its domain a function says NaN. Whoever calls one checks first, so
//! that no NaN leaves a function of the house.

/// The standard normal distribution at the lower tail: P(Z ≤ z).
///
/// Relative error below 1e-13 for z ≥ −37; 0 beyond. By the complementary error function.
///
/// ```
/// use gangmu_num::float::normal_below;
/// assert!((normal_below(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// assert_eq!(normal_below(0.0), 0.5);
/// ```
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// e to the power of x.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The natural logarithm of 1 + x, right for small x too.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// e to the power of x, less 1, right for small x too.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// The logarithm to base 10.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// x to the power of y.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The sine of an angle in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// The cosine of an angle in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// The angle in radians whose sine is x.
#[must_use]
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// The length of the vector (x, y).
#[must_use]
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// The complementary error function.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// The logarithm of the gamma function, for x > 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}
