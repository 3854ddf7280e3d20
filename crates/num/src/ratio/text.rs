//! Reading decimals and writing values.

use std::fmt;

use num_bigint::BigInt;

use super::rounding::Mantissa;
use super::{MAX_PLACES, Ratio};

/// The longest text [`Ratio::parse_decimal`] reads, in bytes.
pub const MAX_TEXT_BYTES: usize = 1_000;

/// The most places [`Ratio::plain`] writes before it turns to `n/d`.
pub const MAX_PLAIN_PLACES: u32 = 30;

impl Ratio {
    /// Reads a plain ASCII decimal: an optional sign, digits, optionally a point
    /// and digits, optionally `e` or `E` with an optional sign and one or two
    /// digits. The value is exact.
    ///
    /// `None` for anything else, which includes white space, grouping, a point
    /// without digits on both sides, `n/d`, `inf`, `nan`, other scripts' digits,
    /// an empty text and one of more than [`MAX_TEXT_BYTES`] bytes.
    ///
    /// ```
    /// use gangmu_num::Ratio;
    /// assert_eq!(Ratio::parse_decimal("-2.50"), Ratio::new(-5, 2));
    /// assert_eq!(Ratio::parse_decimal("12e-1"), Ratio::new(6, 5));
    /// assert_eq!(Ratio::parse_decimal(".5"), None);
    /// ```
    #[must_use]
    pub fn parse_decimal(text: &str) -> Option<Ratio> {
        if text.len() > MAX_TEXT_BYTES {
            return None;
        }
        let (negative, unsigned) = split_sign(text);
        let (number, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (number, ""),
        };
        if !is_digits(whole) {
            return None;
        }
        let places = i32::try_from(fraction.len()).ok()? - exponent;
        if whole.len() + fraction.len() <= 18 {
            // At most 10^18 - 1, so it cannot overflow.
            let digits = whole.bytes().chain(fraction.bytes());
            let magnitude = digits.fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
            let mantissa = if negative { -magnitude } else { magnitude };
            if let Ok(scale) = u8::try_from(places) {
                return Some(Ratio::from_decimal_parts(mantissa, scale));
            }
            return Some(Ratio::from_scientific(BigInt::from(mantissa), -places));
        }
        let digits = [whole, fraction].concat();
        let magnitude = BigInt::parse_bytes(digits.as_bytes(), 10)?;
        Some(Ratio::from_scientific(if negative { -magnitude } else { magnitude }, -places))
    }

    /// The value with exactly `places` decimals, rounded half away from zero:
    /// `2.99`, `-0.66`, `3.00`; what rounds to zero has no sign.
    ///
    /// Places beyond [`MAX_PLACES`] count as [`MAX_PLACES`].
    #[must_use]
    pub fn show(&self, places: u32) -> String {
        let places = places.min(MAX_PLACES);
        let text = match self.mantissa(places) {
            Mantissa::Wide(mantissa) => mantissa.to_string(),
            Mantissa::Big(mantissa) => mantissa.to_string(),
        };
        with_point(&text, places as usize)
    }

    /// The shortest exact text: a decimal without trailing zeros when the value
    /// has one of at most [`MAX_PLAIN_PLACES`] places, else `n/d` in lowest terms.
    ///
    /// ```
    /// use gangmu_num::Ratio;
    /// assert_eq!(Ratio::new(299, 100).unwrap().plain(), "2.99");
    /// assert_eq!(Ratio::new(300, 100).unwrap().plain(), "3");
    /// assert_eq!(Ratio::new(2, -6).unwrap().plain(), "-1/3");
    /// ```
    #[must_use]
    pub fn plain(&self) -> String {
        match self.exact_places(MAX_PLAIN_PLACES) {
            Some(places) => self.show(places),
            None => {
                let (numerator, denominator) = self.reduced_parts();
                format!("{numerator}/{denominator}")
            }
        }
    }
}

impl fmt::Display for Ratio {
    /// [`Ratio::plain`]; width, fill and alignment are honoured.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `pad`, which would take a precision for a length to cut off at.
        let text = self.plain();
        let (non_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (false, digits),
            None => (true, text.as_str()),
        };
        f.pad_integral(non_negative, "", digits)
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ratio({})", self.plain())
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An optional sign and one or two digits.
fn parse_exponent(text: &str) -> Option<i32> {
    let (negative, digits) = split_sign(text);
    if !is_digits(digits) || digits.len() > 2 {
        return None;
    }
    let magnitude: i32 = digits.parse().ok()?;
    Some(if negative { -magnitude } else { magnitude })
}

/// Sets the decimal point into the digits of a whole number, `places` from the end.
fn with_point(whole: &str, places: usize) -> String {
    if places == 0 {
        return whole.to_owned();
    }
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    // At least one digit stands before the point.
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (before, after) = padded.split_at(padded.len() - places);
    format!("{sign}{before}.{after}")
}
