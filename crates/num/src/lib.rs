//! Numbers for results that have to come out the same everywhere: exact
//! fractions, three guarded functions over them, decimal points, and sums whose
//! bits do not depend on threads.
//!
//! # A tour
//!
//! | Where | What |
//! | --- | --- |
//! | [`ratio`] | [`Ratio`], an exact fraction, cheap while small; reading, rounding, writing |
//! | [`transcendental`] | `exp`, `ln`, `sqrt` to 50 significant digits |
//! | [`points`] | [`Points`], the decimal in which a result is recorded |
//! | [`statistics`] | mean, median, best of, places, division without loss |
//! | [`order`] | sums of `f64` in a fixed order, for overviews of columns |
//! | [`random`] | streams of random numbers named by seed and number |
//! | [`float`] | `exp`, `ln` and others of `f64`, the same bits on every machine |
//!
//! # Rules that hold throughout
//!
//! * No panic for any argument, no NaN and no infinity. What has no answer is
//!   `None`, and its reasons stand with the function.
//! * Results never pass through `f64`. [`Ratio::to_f64`] is for showing.
//! * Nothing rounds unless its name says so; what rounds does it once, from the
//!   exact value, half away from zero.
//! * Missing is the absence of a value, never 0 and never a special number.
//! * Same arguments, same bits: on any machine, at any number of threads.
//!
//! # An example
//!
//! A score is weighted, scaled by a growth factor and recorded with two places:
//!
//! ```
//! use gangmu_num::statistics::{apportion, competition_ranks, mean};
//! use gangmu_num::transcendental::{exp, ln};
//! use gangmu_num::{Points, Ratio};
//!
//! # fn tour() -> Option<()> {
//! // Read exactly: 2.985 is 2985/1000, not the nearest binary fraction.
//! let raw = Ratio::parse_decimal("2.985")?;
//! assert_eq!(raw.show(2), "2.99");
//!
//! // Weighted, still exact: thirds do not accumulate errors.
//! let third = Ratio::new(1, 3)?;
//! let scores = [raw, third, Ratio::from_int(4)];
//! let average = mean(&scores)?;
//! assert_eq!(average.plain(), "4391/1800");
//!
//! // (100/60)^(1/4) by way of logarithms, right to 49 digits.
//! let factor = exp(&(ln(&Ratio::new(100, 60)?)? * Ratio::new(1, 4)?))?;
//! assert_eq!(factor.show(10), "1.1362193665");
//!
//! // Recorded: rounded once, here.
//! let points = Points::from_ratio_rounded(&(average * factor), Some(2))?;
//! assert_eq!(points.to_string(), "2.77");
//!
//! // Places, and hundredths shared out to the last one.
//! assert_eq!(competition_ranks(&scores, true), [2, 3, 1]);
//! assert_eq!(apportion(277, &scores)?.iter().sum::<i64>(), 277);
//! # Some(())
//! # }
//! # tour().expect("the example runs to its end");
//! ```

pub mod float;
pub mod order;
pub mod points;
pub mod random;
pub mod ratio;
pub mod statistics;
pub mod transcendental;

pub use num_bigint::BigInt;
pub use points::Points;
pub use ratio::Ratio;
pub use rust_decimal::Decimal;
