//! The number in a cell, read exactly: a mantissa and how many of its digits are decimals.

pub use super::number_faults::NumberFault;
use super::number_faults::classify;

/// Most significant digits of a number, and most decimals.
const DIGITS: u32 = 18;

/// The smallest number with too many digits.
const TOO_LARGE: u64 = 1_000_000_000_000_000_000;

/// Reads a number, blanks around it left out: sign, digits, point, decimals and exponent, with at
/// most 18 significant digits and 18 decimals. The result means `mantissa / 10^scale`, with the
/// decimals as written: `1.50` is `(150, 2)`. What is no such number is told apart by what a
/// person probably meant by it.
#[inline]
pub fn parse_number(text: impl AsRef<[u8]>) -> Result<(i64, u8), NumberFault> {
    let text = text.as_ref();
    match plain(text) {
        Some(number) => Ok(number),
        None => slow(text),
    }
}

/// The plain case: at most 18 digits with at most one point among them.
#[inline]
fn plain(text: &[u8]) -> Option<(i64, u8)> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    // 18 digits and a point; they cannot overflow.
    if digits.is_empty() || digits.len() > DIGITS as usize + 1 {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let scale = match point {
        None if digits.len() > DIGITS as usize => return None,
        None => 0,
        // A point with nothing beside it is no number.
        Some(_) if digits.len() == 1 => return None,
        Some(at) => digits.len() - 1 - at,
    };
    let mantissa = i64::try_from(mantissa).ok()?;
    Some((if negative { -mantissa } else { mantissa }, scale as u8))
}

/// Everything else that is a number: blanks around it, leading zeros, exponents; and the fault
/// of what is none.
#[cold]
fn slow(text: &[u8]) -> Result<(i64, u8), NumberFault> {
    let trimmed = super::cell_value::trim(text);
    if trimmed.is_empty() {
        return Err(NumberFault::Empty);
    }
    match scan(trimmed) {
        Some(Ok(number)) => Ok(number),
        Some(Err(fault)) => Err(fault),
        None => Err(classify(trimmed)),
    }
}

/// Reads by the grammar; none when the text does not follow it.
fn scan(text: &[u8]) -> Option<Result<(i64, u8), NumberFault>> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let exponent_at = rest.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (digits, exponent) = match exponent_at {
        Some(at) => (&rest[..at], exponent(&rest[at + 1..])?),
        None => (rest, 0),
    };
    let point = digits.iter().position(|byte| *byte == b'.');
    let (whole, decimals) = match point {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, &[][..]),
    };
    let figures = || whole.iter().chain(decimals);
    if whole.is_empty() && decimals.is_empty() || !figures().all(u8::is_ascii_digit) {
        return None;
    }
    let mut mantissa = 0_u64;
    for byte in figures() {
        // Leading zeros are no significant digits and keep the mantissa at 0.
        let next = mantissa.checked_mul(10).and_then(|m| m.checked_add(u64::from(byte - b'0')));
        match next {
            Some(next) if next < TOO_LARGE => mantissa = next,
            _ => return Some(Err(NumberFault::TooManyDigits)),
        }
    }
    let scale = i64::try_from(decimals.len()).unwrap_or(i64::MAX).saturating_sub(exponent);
    Some(placed(negative, mantissa, scale))
}

/// The digits of an exponent; so large an exponent that it overflows is as good as the largest.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0_i64, |value, byte| {
        value.saturating_mul(10).saturating_add(i64::from(byte - b'0')).min(1 << 40)
    });
    Some(if negative { -value } else { value })
}

/// Puts the point where the exponent says, when the result still fits.
fn placed(negative: bool, mantissa: u64, scale: i64) -> Result<(i64, u8), NumberFault> {
    let mut mantissa = mantissa;
    let mut scale = scale;
    if mantissa == 0 {
        scale = scale.clamp(0, i64::from(DIGITS));
    }
    while scale > i64::from(DIGITS) && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        scale -= 1;
    }
    while scale < 0 {
        mantissa *= 10;
        scale += 1;
        if mantissa >= TOO_LARGE {
            return Err(NumberFault::TooManyDigits);
        }
    }
    let scale = u8::try_from(scale).ok().filter(|scale| u32::from(*scale) <= DIGITS);
    match (scale, i64::try_from(mantissa)) {
        (Some(scale), Ok(mantissa)) => Ok((if negative { -mantissa } else { mantissa }, scale)),
        _ => Err(NumberFault::TooManyDigits),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_keep_their_decimals() {
        for (text, number) in [
            ("0", (0, 0)),
            ("12", (12, 0)),
            ("-12.50", (-1250, 2)),
            ("+3", (3, 0)),
            (".5", (5, 1)),
            ("5.", (5, 0)),
            ("-0.0", (0, 1)),
            ("999999999999999999", (999_999_999_999_999_999, 0)),
            ("0.000000000000000001", (1, 18)),
            ("000000000000000000000012", (12, 0)),
            (" 1 ", (1, 0)),
            ("\u{3000}1\u{A0}", (1, 0)),
            ("1e5", (100_000, 0)),
            ("1.5E-3", (15, 4)),
            ("2.05E+05", (205_000, 0)),
            ("0e99999999999999999999", (0, 0)),
            ("10e-19", (1, 18)),
        ] {
            assert_eq!(parse_number(text), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_not_rounded() {
        for text in [
            "1000000000000000000",
            "0.0000000000000000001",
            "1e18",
            "1e-19",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "123456789012345678.9",
            "99999999999999999999999999999999",
        ] {
            assert_eq!(parse_number(text), Err(NumberFault::TooManyDigits), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_that_fits_is_read_back(
            mantissa in -999_999_999_999_999_999_i64..=999_999_999_999_999_999,
            scale in 0_u8..=18,
        ) {
            let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = scale as usize + 1);
            let (whole, decimals) = digits.split_at(digits.len() - scale as usize);
            let sign = if mantissa < 0 { "-" } else { "" };
            let point = if scale > 0 { "." } else { "" };
            let text = format!("{sign}{whole}{point}{decimals}");
            prop_assert_eq!(parse_number(&text), Ok((mantissa, scale)), "{}", text);
        }

        #[test]
        fn no_text_is_too_strange(text in "[-+0-9.,eE %０-９万亿a-z#/ ']{0,24}") {
            if let Err(fault) = parse_number(&text) {
                let suggestion = fault.suggestion(&text);
                prop_assert!(suggestion.is_none_or(|better| parse_number(&better).is_ok()));
            }
        }
    }
}
