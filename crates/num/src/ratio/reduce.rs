//! How a pair of integers becomes a [`Ratio`]: the one place where common
//! factors are taken out and where the choice of small or big is made.

use std::num::NonZeroI64;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Form, Fraction, Ratio, power_of_ten};

impl Ratio {
    /// The fraction `n / d` for a positive `d`, as it stands when it fits the
    /// small form; a common factor is sought only when it does not.
    #[inline]
    pub(super) fn from_wide(n: i128, d: i128) -> Ratio {
        debug_assert!(d > 0, "denominators are positive");
        if let (Ok(small_n), Ok(small_d)) = (i64::try_from(n), i64::try_from(d))
            && let Some(small_d) = NonZeroI64::new(small_d)
        {
            return Ratio(Form::Small(small_n, small_d));
        }
        Ratio::reduce_wide(n, d)
    }

    #[cold]
    #[inline(never)]
    fn reduce_wide(n: i128, d: i128) -> Ratio {
        // |n| may be 2^127, which the unsigned type holds and i128 does not.
        let magnitude = n.unsigned_abs();
        let common = magnitude.gcd(&d.unsigned_abs()).max(1);
        let (magnitude, below) = (magnitude / common, d.unsigned_abs() / common);
        let signed = if n < 0 { -BigInt::from(magnitude) } else { BigInt::from(magnitude) };
        Ratio::from_reduced(signed, BigInt::from(below))
    }

    /// A pair that is known to be reduced, its denominator positive.
    pub(super) fn from_reduced(numerator: BigInt, denominator: BigInt) -> Ratio {
        if let (Some(n), Some(d)) = (numerator.to_i64(), denominator.to_i64())
            && let Some(d) = NonZeroI64::new(d)
        {
            return Ratio(Form::Small(n, d));
        }
        Ratio(Form::Big(Box::new(Fraction { numerator, denominator })))
    }

    /// Any pair; `None` when the denominator is 0.
    pub(super) fn reduce_bigs(numerator: BigInt, denominator: BigInt) -> Option<Ratio> {
        let (numerator, denominator) = match denominator.sign() {
            Sign::NoSign => return None,
            Sign::Plus => (numerator, denominator),
            Sign::Minus => (-numerator, -denominator),
        };
        let common = numerator.gcd(&denominator);
        Some(if common.is_one() {
            Ratio::from_reduced(numerator, denominator)
        } else {
            Ratio::from_reduced(numerator / &common, denominator / &common)
        })
    }

    /// Like [`Ratio::reduce_bigs`] for a denominator that is positive by construction.
    pub(super) fn from_big_pair(numerator: BigInt, denominator: BigInt) -> Ratio {
        debug_assert!(denominator.is_positive(), "denominators are positive");
        Ratio::reduce_bigs(numerator, denominator).unwrap_or(Ratio::ZERO)
    }

    /// `mantissa / 10^places`.
    ///
    /// A power of ten has no prime factors but 2 and 5, so these alone are taken
    /// out: far cheaper than the general greatest common divisor.
    pub(crate) fn from_scaled(mantissa: BigInt, places: u32) -> Ratio {
        if mantissa.is_zero() {
            return Ratio::ZERO;
        }
        let (sign, mut magnitude) = mantissa.into_parts();
        let twos = magnitude.trailing_zeros().unwrap_or(0).min(u64::from(places)) as u32;
        magnitude >>= twos;
        let fives = take_out_fives(&mut magnitude, places);
        let below = (BigUint::from(5_u8).pow(places - fives)) << (places - twos);
        Ratio::from_reduced(BigInt::from_biguint(sign, magnitude), BigInt::from(below))
    }

    /// `mantissa × 10^exponent`, the exponent of either sign.
    pub(crate) fn from_scientific(mantissa: BigInt, exponent: i32) -> Ratio {
        if exponent < 0 {
            Ratio::from_scaled(mantissa, exponent.unsigned_abs())
        } else {
            Ratio::from_reduced(mantissa * power_of_ten(exponent.unsigned_abs()), BigInt::one())
        }
    }
}

/// Divides by 5 as often as it goes, at most `limit` times; tells how often.
fn take_out_fives(magnitude: &mut BigUint, limit: u32) -> u32 {
    let mut taken = 0;
    while taken < limit {
        let (quotient, rest) = magnitude.div_rem(&BigUint::from(5_u8));
        if !rest.is_zero() {
            break;
        }
        *magnitude = quotient;
        taken += 1;
    }
    taken
}

/// A small pair in lowest terms.
pub(super) fn lowest_terms(n: i64, d: NonZeroI64) -> (i64, i64) {
    let d = d.get();
    if d == 1 {
        return (n, d);
    }
    // The common factor divides d, hence fits an i64 even when n is i64::MIN.
    let common = n.unsigned_abs().gcd(&d.unsigned_abs());
    match i64::try_from(common) {
        Ok(common @ 1..) => (n / common, d / common),
        _ => (n, d),
    }
}

/// The first `digits` significant decimal digits of `n / d`, half away from
/// zero: `(mantissa, exponent)` with `n / d ≈ mantissa × 10^exponent`.
///
/// The mantissa has exactly `digits` digits, or is 0 when `n` is. `d` is
/// positive, `digits` at least 1.
pub(crate) fn leading_digits(n: &BigInt, d: &BigInt, digits: u32) -> (BigInt, i32) {
    if n.is_zero() || !d.is_positive() {
        return (BigInt::zero(), 0);
    }
    // The bit lengths tell log10 of the value to within one: 30103/100000 is
    // log10(2) to seven digits. Start at the lowest exponent it can have.
    let bits = n.bits() as i64 - d.bits() as i64;
    let estimate = (bits * 30_103).div_euclid(100_000) - i64::from(digits);
    let mut exponent =
        i32::try_from(estimate).unwrap_or(if bits < 0 { i32::MIN } else { i32::MAX });
    let limit = power_of_ten(digits);
    loop {
        let (above, below) = if exponent < 0 {
            (n.abs() * power_of_ten(exponent.unsigned_abs()), d.clone())
        } else {
            (n.abs(), d * power_of_ten(exponent.unsigned_abs()))
        };
        let mantissa = half_up(&above, &below);
        // Too many digits: step up and divide the exact fraction anew, so that
        // nothing is rounded twice. At most three rounds.
        if mantissa < limit {
            return (if n.is_negative() { -mantissa } else { mantissa }, exponent);
        }
        exponent += 1;
    }
}

/// `n / d` to the nearest whole number, half upwards, for `n ≥ 0` and `d > 0`.
pub(super) fn half_up(n: &BigInt, d: &BigInt) -> BigInt {
    let (quotient, rest) = n.div_rem(d);
    if (rest << 1_u8) >= *d { quotient + 1_u8 } else { quotient }
}
