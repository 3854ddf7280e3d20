//! Rounding to a number of decimal places, always half away from zero.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::{Form, Ratio, power_of_ten, reduce, small_power_of_ten};

/// The most decimal places anything rounds to or shows; more are taken as this many.
///
/// The limit keeps a number of places that comes from outside from asking for
/// gigabytes of digits.
pub const MAX_PLACES: u32 = 1_000;

/// A value as a whole number of units of `10^-places`, rounded.
pub(super) enum Mantissa {
    /// Whenever it fits.
    Wide(i128),
    /// Beyond `i128`.
    Big(BigInt),
}

impl Ratio {
    /// Rounded to `places` decimal places, half away from zero: 2.985 at 2 gives
    /// 2.99, -2.985 gives -2.99.
    ///
    /// Rounds the exact fraction, once. `places` beyond [`MAX_PLACES`] count as
    /// [`MAX_PLACES`].
    ///
    /// ```
    /// use gangmu_num::Ratio;
    /// assert_eq!(Ratio::new(2, 3).unwrap().round_half_up(2), Ratio::new(67, 100).unwrap());
    /// ```
    #[must_use]
    pub fn round_half_up(&self, places: u32) -> Ratio {
        let places = places.min(MAX_PLACES);
        if let (Form::Small(_, d), Some(power)) = (&self.0, small_power_of_ten(places))
            && power % d.get() == 0
        {
            // A decimal of no more than so many places already.
            return self.clone();
        }
        match (self.mantissa(places), small_power_of_ten(places)) {
            (Mantissa::Wide(mantissa), Some(power)) => {
                Ratio::from_wide(mantissa, i128::from(power))
            }
            (Mantissa::Wide(mantissa), None) => Ratio::from_scaled(BigInt::from(mantissa), places),
            (Mantissa::Big(mantissa), _) => Ratio::from_scaled(mantissa, places),
        }
    }

    /// `self × 10^places` to the nearest whole number, half away from zero.
    /// The callers have bounded `places`.
    pub(super) fn mantissa(&self, places: u32) -> Mantissa {
        if let Form::Small(n, d) = &self.0
            && let Some(power) = 10_u128.checked_pow(places)
            && let Some(scaled) = u128::from(n.unsigned_abs()).checked_mul(power)
        {
            let magnitude = divide_half_up(scaled, d.get().unsigned_abs());
            // |n| × 10^places / d is at most u128::MAX / d; only d = 1 can go
            // beyond i128, and then the long way below is right as well.
            if let Ok(magnitude) = i128::try_from(magnitude) {
                return Mantissa::Wide(if *n < 0 { -magnitude } else { magnitude });
            }
        }
        let (n, d) = self.parts();
        let magnitude = reduce::half_up(&(n.abs() * power_of_ten(places)), &d);
        let rounded = if n.is_negative() { -magnitude } else { magnitude };
        match rounded.to_i128() {
            Some(rounded) => Mantissa::Wide(rounded),
            None => Mantissa::Big(rounded),
        }
    }
}

/// `n / d` to the nearest whole number, half upwards. One machine division where
/// both fit it: the 128-bit division is many times slower.
#[inline]
fn divide_half_up(n: u128, d: u64) -> u128 {
    match u64::try_from(n) {
        Ok(short) => {
            let (quotient, rest) = (short / d, short % d);
            u128::from(quotient) + u128::from(rest >= d - rest)
        }
        Err(_) => {
            let d = u128::from(d);
            let (quotient, rest) = (n / d, n % d);
            quotient + u128::from(rest >= d - rest)
        }
    }
}
