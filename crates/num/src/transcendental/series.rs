//! The series behind [`exp`](super::exp) and [`ln`](super::ln), in fixed point.
//!
//! A value `v` is held as the whole number nearest to `v × 2^bits`, give or take
//! a few units; the comments count how many.

use std::sync::OnceLock;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::WORKING_BITS;

/// How often [`exp_near_zero`] halves its argument, and squares its result.
const HALVINGS: u32 = 8;

/// Bits beyond [`WORKING_BITS`] while the constant `ln 2` is worked out.
const CONSTANT_GUARD_BITS: u64 = 32;

/// `ln 2` with [`WORKING_BITS`] fraction bits, off by less than one unit.
///
/// Worked out once per process from Machin-like terms:
/// `ln 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749)`.
pub(super) fn ln_two() -> &'static BigInt {
    static LN_TWO: OnceLock<BigInt> = OnceLock::new();
    LN_TWO.get_or_init(|| {
        let bits = WORKING_BITS + CONSTANT_GUARD_BITS;
        let term = |factor: i32, below: u32| double_artanh_of_inverse(below, bits) * factor;
        let sum = term(9, 26) - term(1, 4801) + term(4, 8749);
        sum >> CONSTANT_GUARD_BITS
    })
}

/// `e^r` for `|r|` at most 0.36, both with [`WORKING_BITS`] fraction bits.
///
/// Halves `r` eight times, sums Taylor's series, squares eight times. Each
/// squaring doubles the relative error and adds less than two units: some 30
/// units of the series become less than `2^14`.
pub(super) fn exp_near_zero(r: &BigInt) -> BigInt {
    let one = BigInt::one() << WORKING_BITS;
    let reduced = r >> HALVINGS;
    let mut sum = one.clone();
    let mut term = one;
    for index in 1_u32.. {
        term = ((term * &reduced) >> WORKING_BITS) / index;
        // A shift rounds towards minus infinity, so a vanishing negative term
        // would stay at -1 but for the division, which rounds towards zero.
        if term.is_zero() {
            break;
        }
        sum += &term;
    }
    for _ in 0..HALVINGS {
        sum = (&sum * &sum) >> WORKING_BITS;
    }
    sum
}

/// `2 artanh(z) = 2 (z + z³/3 + z⁵/5 + …)` for `|z|` at most 0.18, both with
/// `bits` fraction bits. Each term is off by less than three units, and there
/// are at most `bits / 5` of them.
pub(super) fn double_artanh(z: BigInt, bits: u64) -> BigInt {
    // An odd function: without the sign every shift rounds towards zero, and the
    // powers die out.
    let (sign, mut power) = z.into_parts();
    let square = (&power * &power) >> bits;
    let mut sum = power.clone();
    for index in 1_u32.. {
        power = (power * &square) >> bits;
        if power.is_zero() {
            break;
        }
        sum += &power / (2 * index + 1);
    }
    BigInt::from_biguint(sign, sum << 1_u8)
}

/// [`double_artanh`] of `1 / below`, where every step is one short division.
fn double_artanh_of_inverse(below: u32, bits: u64) -> BigInt {
    let square = u64::from(below) * u64::from(below);
    let mut power = (BigInt::one() << (bits + 1)) / below;
    let mut sum = BigInt::zero();
    for index in 0_u32.. {
        if power.is_zero() {
            break;
        }
        sum += &power / (2 * index + 1);
        power /= square;
    }
    sum
}
