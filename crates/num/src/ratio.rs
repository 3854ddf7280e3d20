//! [`Ratio`]: an exact fraction that is cheap while it is small.
//!
//! # How a value is held
//!
//! * **Small**: an `i64` over a positive `i64`, inline, *not necessarily
//!   reduced*. Sums and products of small values are worked out in `i128`; no
//!   greatest common divisor is taken while the outcome fits two `i64`. Marks,
//!   weights and counts stay here all their life.
//! * **Big**: a boxed pair of big integers, always reduced. A value is big only
//!   when its reduced form does not fit two `i64`, and goes back to small as
//!   soon as it does.
//!
//! So a small and a big value are never equal, and nothing a caller can see
//! except [`Ratio::bits`] tells how far a small value is reduced.
//!
//! # Missing
//!
//! A `Ratio` is always a number. There is no NaN, no infinity and no negative
//! zero; an operation without an answer (a division by zero) returns `None`.
//!
//! # Size
//!
//! Nothing rounds unless its name says so, hence values can grow without bound
//! under long chains of arithmetic. [`Ratio::bits`] tells how large a value has
//! become, for callers that have to bound their work.

use std::num::NonZeroI64;

use num_bigint::BigInt;

mod arithmetic;
mod compare;
mod decimal;
mod reduce;
mod rounding;
mod text;

pub(crate) use reduce::leading_digits;
pub use rounding::MAX_PLACES;
pub use text::{MAX_PLAIN_PLACES, MAX_TEXT_BYTES};

/// An exact fraction: 16 bytes inline, a box of big integers when it outgrows them.
///
/// See the [module documentation](self) for how it is held. Equality, order and
/// hashing go by value: `1/2`, `50/100` and `0.5` are the same.
///
/// ```
/// use gangmu_num::Ratio;
///
/// let half = Ratio::new(50, 100).unwrap();
/// assert_eq!(half, Ratio::parse_decimal("0.5").unwrap());
/// assert_eq!((&half + &Ratio::ONE).to_string(), "1.5");
/// assert_eq!(half.div(&Ratio::ZERO), None);
/// ```
#[derive(Clone)]
pub struct Ratio(Form);

#[derive(Clone)]
enum Form {
    /// The denominator is positive; the pair may have a common factor.
    Small(i64, NonZeroI64),
    /// Reduced, the denominator positive, and at least one of them beyond `i64`.
    Big(Box<Fraction>),
}

#[derive(Clone)]
struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

/// The denominator of every whole number; the `unwrap` is evaluated by the compiler.
const ONE_BELOW: NonZeroI64 = NonZeroI64::new(1).unwrap();

/// The powers of ten that fit an `i64`: `10^0` to `10^18`.
const POWERS_OF_TEN: [i64; 19] = {
    let mut powers = [1_i64; 19];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// `10^exponent` where it fits an `i64` (up to 18).
#[inline]
fn small_power_of_ten(exponent: u32) -> Option<i64> {
    POWERS_OF_TEN.get(exponent as usize).copied()
}

/// `10^exponent` of any size; the callers bound the exponent.
fn power_of_ten(exponent: u32) -> BigInt {
    match small_power_of_ten(exponent) {
        Some(power) => BigInt::from(power),
        None => BigInt::from(10).pow(exponent),
    }
}

impl Ratio {
    /// The number 0.
    pub const ZERO: Ratio = Ratio(Form::Small(0, ONE_BELOW));
    /// The number 1.
    pub const ONE: Ratio = Ratio(Form::Small(1, ONE_BELOW));

    /// A whole number.
    #[inline]
    #[must_use]
    pub const fn from_int(whole: i64) -> Ratio {
        Ratio(Form::Small(whole, ONE_BELOW))
    }

    /// `mantissa / 10^scale`, as decimals are stored: `(299, 2)` is 2.99.
    ///
    /// Every scale is exact. Up to 18 the value is small without further work.
    #[inline]
    #[must_use]
    pub fn from_decimal_parts(mantissa: i64, scale: u8) -> Ratio {
        match small_power_of_ten(u32::from(scale)).and_then(NonZeroI64::new) {
            Some(power) => Ratio(Form::Small(mantissa, power)),
            None => Ratio::from_scaled(BigInt::from(mantissa), u32::from(scale)),
        }
    }

    /// `numerator / denominator`, either of any sign; `None` when the denominator is 0.
    #[inline]
    #[must_use]
    pub fn new(numerator: i64, denominator: i64) -> Option<Ratio> {
        let (n, d) = (i128::from(numerator), i128::from(denominator));
        match denominator {
            0 => None,
            1.. => Some(Ratio::from_wide(n, d)),
            _ => Some(Ratio::from_wide(-n, -d)),
        }
    }

    /// `numerator / denominator`, either of any sign and size; `None` when the
    /// denominator is 0. Reduces, so the cost grows with the square of the size.
    #[must_use]
    pub fn from_bigs(numerator: BigInt, denominator: BigInt) -> Option<Ratio> {
        Ratio::reduce_bigs(numerator, denominator)
    }

    /// Numerator and denominator in lowest terms, the denominator positive.
    #[must_use]
    pub fn reduced_parts(&self) -> (BigInt, BigInt) {
        match &self.0 {
            Form::Small(n, d) => {
                let (n, d) = reduce::lowest_terms(*n, *d);
                (BigInt::from(n), BigInt::from(d))
            }
            Form::Big(fraction) => (fraction.numerator.clone(), fraction.denominator.clone()),
        }
    }

    /// Numerator and denominator as held, reduced or not.
    fn parts(&self) -> (BigInt, BigInt) {
        match &self.0 {
            Form::Small(n, d) => (BigInt::from(*n), BigInt::from(d.get())),
            Form::Big(fraction) => (fraction.numerator.clone(), fraction.denominator.clone()),
        }
    }

    /// The size of the value as held: bits of the numerator plus bits of the denominator.
    ///
    /// At most 127 for a value in the small form, which may be held unreduced:
    /// there it is an upper bound of the size in lowest terms. Beyond 127 it is
    /// the exact size in lowest terms, so limits above 127 do not depend on how
    /// a value came about.
    #[must_use]
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Form::Small(n, d) => {
                let lengths = [n.unsigned_abs(), d.get().unsigned_abs()]
                    .map(|part| 64 - part.leading_zeros());
                u64::from(lengths[0] + lengths[1])
            }
            Form::Big(fraction) => fraction.numerator.bits() + fraction.denominator.bits(),
        }
    }

    /// -1, 0 or 1.
    #[inline]
    #[must_use]
    pub fn signum(&self) -> i8 {
        match &self.0 {
            Form::Small(n, _) => match n.signum() {
                0 => 0,
                1.. => 1,
                _ => -1,
            },
            Form::Big(fraction) => match fraction.numerator.sign() {
                num_bigint::Sign::Minus => -1,
                num_bigint::Sign::NoSign => 0,
                num_bigint::Sign::Plus => 1,
            },
        }
    }

    /// Whether the value is 0.
    #[inline]
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Form::Small(0, _))
    }

    /// Whether the value is a whole number.
    #[inline]
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small(n, d) => n % d.get() == 0,
            // Big values are reduced, so a whole number has the denominator 1.
            Form::Big(fraction) => fraction.denominator.bits() == 1,
        }
    }

    /// The value as an `i64`, when it is a whole number in that range.
    #[must_use]
    pub fn to_integer(&self) -> Option<i64> {
        match &self.0 {
            Form::Small(n, d) if n % d.get() == 0 => Some(n / d.get()),
            _ => None,
        }
    }

    /// The nearest `f64`, give or take one unit in its last place.
    ///
    /// **For display and plotting only**; no result may be worked out from it.
    /// Never NaN or infinite: values beyond the range of `f64` give its largest
    /// or smallest finite number, values too near 0 give 0.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Form::Small(n, d) => *n as f64 / d.get() as f64,
            Form::Big(fraction) => {
                // The standard parser rounds correctly, so a decimal with a few
                // more digits than an f64 holds gets there without float maths.
                let (mantissa, exponent) =
                    reduce::leading_digits(&fraction.numerator, &fraction.denominator, 25);
                let text = format!("{mantissa}e{exponent}");
                text.parse::<f64>().map_or(0.0, |value| value.clamp(f64::MIN, f64::MAX))
            }
        }
    }
}

impl Default for Ratio {
    /// 0.
    fn default() -> Self {
        Ratio::ZERO
    }
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Self {
        Ratio::from_int(whole)
    }
}

// A fact that columns of values count on: a Ratio is two words.
const _: () = assert!(size_of::<Ratio>() == 16);
