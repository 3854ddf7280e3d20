//! `exp`, `ln` and `sqrt` of a [`Ratio`], to 50 significant digits.
//!
//! # Why not `f64`, why not `rust_decimal`
//!
//! The `exp` and `ln` of a platform's maths library may differ in the last bit
//! from one system to the next, and an `f64` has not enough digits to decide a
//! rounding at 28. What rust_decimal offers is measured in
//! `tests/rust_decimal_is_not_trusted.rs`.
//!
//! # How
//!
//! Integer fixed point over big integers: an argument reduction, a series, and
//! 74 guard bits beyond the digits that are kept. No step depends on the
//! machine, so the same argument gives the same digits everywhere.
//!
//! # Accuracy and size
//!
//! The result is the nearest decimal of [`SIGNIFICANT_DIGITS`] significant
//! digits to a value that is itself right to at least 60; hence right to at
//! least 49 digits, relative to the result and not to 1: logarithms near 1 are as
//! accurate as others. Exact are `exp(0)`, `ln(1)` and the square roots that are
//! fractions (these in full, whatever their length).
//!
//! # Limits
//!
//! Arguments of more than [`MAX_ARGUMENT_BITS`] bits and exponents beyond
//! ±[`MAX_EXPONENT`] give `None`; so the time is bounded for any argument. An
//! argument without an answer (the logarithm of 0, the root of a negative
//! number) gives `None` too.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::Ratio;
use crate::ratio::leading_digits;

mod series;

/// The significant decimal digits of a result that is not exact.
pub const SIGNIFICANT_DIGITS: u32 = 50;

/// The longest argument that is worked on, as [`Ratio::bits`] of it in lowest terms.
pub const MAX_ARGUMENT_BITS: u64 = 20_000;

/// [`exp`] answers for arguments from minus this to this.
pub const MAX_EXPONENT: i64 = 1_000;

/// Fraction bits of the fixed point. 50 digits take 166; the remaining 74 are
/// worth 22 more digits and absorb what the reductions below lose (at most 20 bits).
const WORKING_BITS: u64 = 240;

/// `e` to the power of `x`.
///
/// `None` when `x` lies beyond ±[`MAX_EXPONENT`] or has more than
/// [`MAX_ARGUMENT_BITS`] bits.
///
/// ```
/// use gangmu_num::{Ratio, transcendental::exp};
/// assert_eq!(exp(&Ratio::ONE).unwrap().show(28), "2.7182818284590452353602874714");
/// assert_eq!(exp(&Ratio::ZERO), Some(Ratio::ONE));
/// assert_eq!(exp(&Ratio::from_int(1_001)), None);
/// ```
#[must_use]
pub fn exp(x: &Ratio) -> Option<Ratio> {
    if x.is_zero() {
        return Some(Ratio::ONE);
    }
    // Before anything long is worked out. The order of these two tests does not
    // matter for the answer, both give None.
    if x.bits() > MAX_ARGUMENT_BITS || x.abs() > Ratio::from_int(MAX_EXPONENT) {
        return None;
    }
    let (n, d) = x.reduced_parts();
    // e^x = 2^k × e^(x - k ln 2) with |x - k ln 2| at most about 0.35. Any k near
    // x / ln 2 is right; |k| is below 1444, which costs 11 of the guard bits.
    let fixed = (n << WORKING_BITS) / d;
    let ln_two = series::ln_two();
    let half = ln_two >> 1_u8;
    let k = num_integer::Integer::div_floor(&(&fixed + half), ln_two).to_i64()?;
    let mantissa = series::exp_near_zero(&(fixed - ln_two * k));
    Some(from_binary(mantissa, k - WORKING_BITS as i64))
}

/// The natural logarithm of `x`.
///
/// `None` when `x` is not positive, or has more than [`MAX_ARGUMENT_BITS`] bits.
///
/// ```
/// use gangmu_num::{Ratio, transcendental::ln};
/// assert_eq!(ln(&Ratio::from_int(2)).unwrap().show(28), "0.6931471805599453094172321215");
/// assert_eq!(ln(&Ratio::ONE), Some(Ratio::ZERO));
/// assert_eq!(ln(&Ratio::ZERO), None);
/// ```
#[must_use]
pub fn ln(x: &Ratio) -> Option<Ratio> {
    if x.signum() <= 0 || x.bits() > MAX_ARGUMENT_BITS {
        return None;
    }
    let (mut n, mut d) = x.reduced_parts();
    // x = 2^k × m with m between about 0.7 and 1.42: first by the lengths, which
    // leaves m between 1/2 and 2, then by a comparison with the square of m.
    let mut k = n.bits() as i64 - d.bits() as i64;
    scale_by_power_of_two(&mut n, &mut d, -k);
    if &n * &n > (&d * &d) << 1_u8 {
        k += 1;
        d <<= 1_u8;
    } else if (&n * &n) << 1_u8 < &d * &d {
        k -= 1;
        n <<= 1_u8;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), the fraction exact.
    let (above, below) = (&n - &d, n + d);
    if above.is_zero() {
        // m is 1: either x is 1, or a power of two.
        return Some(if k == 0 {
            Ratio::ZERO
        } else {
            from_binary(series::ln_two() * k, -(WORKING_BITS as i64))
        });
    }
    // With k = 0 the result is as near to 0 as m is to 1: add the bits by which
    // it falls short of 1, so that those that count are as many as ever. With
    // another k the result is at least about 0.34 and needs none of them.
    let extra = if k == 0 { below.bits().saturating_sub(above.bits()) } else { 0 };
    let bits = WORKING_BITS + extra;
    let logarithm = series::double_artanh((above << bits) / below, bits);
    Some(from_binary(logarithm + series::ln_two() * k, -(bits as i64)))
}

/// The square root of `x` that is not negative.
///
/// Exact when the root is a fraction. `None` when `x` is negative, or has more
/// than [`MAX_ARGUMENT_BITS`] bits.
///
/// ```
/// use gangmu_num::{Ratio, transcendental::sqrt};
/// assert_eq!(sqrt(&Ratio::new(50, 98).unwrap()), Ratio::new(5, 7));
/// assert_eq!(sqrt(&Ratio::from_int(2)).unwrap().show(28), "1.4142135623730950488016887242");
/// ```
#[must_use]
pub fn sqrt(x: &Ratio) -> Option<Ratio> {
    if x.signum() < 0 || x.bits() > MAX_ARGUMENT_BITS {
        return None;
    }
    let (n, d) = x.reduced_parts();
    // In lowest terms the root is a fraction only if both parts are squares.
    if let (Some(above), Some(below)) = (exact_root(n.magnitude()), exact_root(d.magnitude())) {
        return Ratio::from_bigs(above, below);
    }
    // The whole root of x × 4^half, where half is such that the root has about
    // WORKING_BITS bits; of either sign, since x may be large or tiny.
    let half = WORKING_BITS as i64 - (n.bits() as i64 - d.bits() as i64) / 2;
    let (mut n, mut d) = (n, d);
    scale_by_power_of_two(&mut n, &mut d, 2 * half);
    let root = (n / d).magnitude().sqrt();
    Some(from_binary(BigInt::from(root), -half))
}

/// `n / d × 2^power`, by lengthening one of the two.
fn scale_by_power_of_two(n: &mut BigInt, d: &mut BigInt, power: i64) {
    if power >= 0 {
        *n <<= power.unsigned_abs();
    } else {
        *d <<= power.unsigned_abs();
    }
}

/// The square root of `square` if it is a whole number.
fn exact_root(square: &BigUint) -> Option<BigInt> {
    let root = square.sqrt();
    (&root * &root == *square).then(|| BigInt::from(root))
}

/// `mantissa × 2^exponent`, rounded to [`SIGNIFICANT_DIGITS`].
fn from_binary(mantissa: BigInt, exponent: i64) -> Ratio {
    let (mut n, mut d) = (mantissa, BigInt::one());
    scale_by_power_of_two(&mut n, &mut d, exponent);
    debug_assert!(d.is_positive());
    let (digits, power) = leading_digits(&n, &d, SIGNIFICANT_DIGITS);
    Ratio::from_scientific(digits, power)
}
