//! To and from [`Decimal`]: 96 bits of mantissa, at most 28 places.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use rust_decimal::Decimal;

use super::rounding::Mantissa;
use super::{Form, Ratio, power_of_ten, reduce};

/// The most places a [`Decimal`] holds, and the digits it always has room for.
const DECIMAL_DIGITS: u32 = 28;

impl Ratio {
    /// The value of a decimal, exactly.
    #[must_use]
    pub fn from_decimal(decimal: Decimal) -> Ratio {
        let (mantissa, scale) = (decimal.mantissa(), decimal.scale());
        match (i64::try_from(mantissa), u8::try_from(scale)) {
            (Ok(mantissa), Ok(scale)) => Ratio::from_decimal_parts(mantissa, scale),
            _ => Ratio::from_scaled(BigInt::from(mantissa), scale),
        }
    }

    /// The value rounded half away from zero at `places` decimal places.
    ///
    /// Rounds the exact fraction, once. The decimal shows exactly `places`
    /// places where it has room for them, else as few as hold the rounded value
    /// exactly. `None` when no decimal holds it: too large, or more digits than
    /// 96 bits take.
    ///
    /// ```
    /// use gangmu_num::Ratio;
    /// let third = Ratio::new(1, 3).unwrap();
    /// assert_eq!(third.to_decimal(4).unwrap().to_string(), "0.3333");
    /// assert_eq!(third.to_decimal(29), None);
    /// ```
    #[must_use]
    pub fn to_decimal(&self, places: u32) -> Option<Decimal> {
        let at_once = if places <= DECIMAL_DIGITS { self.decimal_at(places) } else { None };
        at_once.or_else(|| self.round_half_up(places).to_decimal_exact())
    }

    /// The decimal of exactly this value, without trailing zeros; `None` when
    /// there is none.
    #[must_use]
    pub fn to_decimal_exact(&self) -> Option<Decimal> {
        self.decimal_at(self.exact_places(DECIMAL_DIGITS)?)
    }

    /// The value rounded, half away from zero, to the most places that fit 28
    /// significant digits, without trailing zeros.
    ///
    /// The digits before the point count, leading zeros after it do not make
    /// room for more than 28 places. `None` when the whole part alone has more
    /// than 28 digits.
    ///
    /// ```
    /// use gangmu_num::Ratio;
    /// let points = Ratio::new(200, 3).unwrap().to_significant_decimal().unwrap();
    /// assert_eq!(points.to_string(), "66.66666666666666666666666667");
    /// ```
    #[must_use]
    pub fn to_significant_decimal(&self) -> Option<Decimal> {
        let whole = match &self.0 {
            Form::Small(n, d) => u128::from(n.unsigned_abs() / d.get().unsigned_abs()),
            Form::Big(fraction) => (fraction.numerator.abs() / &fraction.denominator).to_u128()?,
        };
        let digits = whole.checked_ilog10().map_or(0, |log| log + 1);
        let places = DECIMAL_DIGITS.checked_sub(digits)?;
        self.decimal_at(places).map(|decimal| decimal.normalize())
    }

    /// The value rounded at `places`, with as many places; `None` when there is
    /// no room for them.
    fn decimal_at(&self, places: u32) -> Option<Decimal> {
        match self.mantissa(places) {
            Mantissa::Wide(mantissa) => Decimal::try_from_i128_with_scale(mantissa, places).ok(),
            Mantissa::Big(_) => None,
        }
    }

    /// The number of places the value has as a finite decimal; `None` when it
    /// has more than `limit`, or never ends.
    pub(super) fn exact_places(&self, limit: u32) -> Option<u32> {
        match &self.0 {
            Form::Small(n, d) => {
                let (_, mut rest) = reduce::lowest_terms(*n, *d);
                let twos = rest.trailing_zeros();
                rest >>= twos;
                let mut fives = 0;
                while rest % 5 == 0 {
                    rest /= 5;
                    fives += 1;
                }
                let places = twos.max(fives);
                (rest == 1 && places <= limit).then_some(places)
            }
            Form::Big(fraction) => {
                let denominator = &fraction.denominator;
                // A denominator that ends within `limit` places divides 10^limit;
                // its count of 2s is at hand, the count of 5s is what remains.
                let longest = power_of_ten(limit);
                if denominator > &longest || longest % denominator != BigInt::ZERO {
                    return None;
                }
                let twos = u32::try_from(denominator.trailing_zeros().unwrap_or(0)).ok()?;
                let mut rest = denominator >> twos;
                let mut fives = 0;
                while rest.bits() > 1 {
                    rest /= 5;
                    fives += 1;
                }
                Some(twos.max(fives))
            }
        }
    }
}
