//! Cells that hold personal data, told by their form alone: identity numbers, mobile numbers and
//! e-mail addresses. Whether a column is text, and so worth looking at, the caller decides: among
//! figures, eleven digits are a figure.

pub use super::personal_words::header_is_personal;

/// What kind of personal data a text cell holds, if any.
pub fn cell_is_personal(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    // Most cells are names without a digit or an @ and are done here.
    let first = bytes.iter().position(|byte| byte.is_ascii_digit() || *byte == b'@')?;
    if holds_identity_number(&bytes[first..]) || is_old_identity_number(bytes) {
        return Some("identity number");
    }
    if is_mobile_number(text) {
        return Some("telephone number");
    }
    holds_email(bytes).then_some("e-mail address")
}

/// Whether an 18-character identity number stands anywhere in the text, on its own among digits.
fn holds_identity_number(bytes: &[u8]) -> bool {
    let joined = |byte: &u8| byte.is_ascii_alphanumeric();
    bytes
        .split(|byte| !joined(byte))
        .any(|word| <&[u8; 18]>::try_from(word).is_ok_and(is_identity_number))
}

/// GB 11643-1999: province, a birth date, and a check character by ISO 7064 MOD 11-2.
fn is_identity_number(word: &[u8; 18]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    if !word[..17].iter().all(u8::is_ascii_digit) || !is_province(word) {
        return false;
    }
    if !is_date(number(&word[6..10]), number(&word[10..12]), number(&word[12..14])) {
        return false;
    }
    let sum: u32 =
        word.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize] == word[17].to_ascii_uppercase()
}

/// The form before 1999: 15 digits, the year with two. Without a check character it is believed
/// only when it is the whole cell.
fn is_old_identity_number(bytes: &[u8]) -> bool {
    bytes.len() == 15
        && bytes.iter().all(u8::is_ascii_digit)
        && is_province(bytes)
        && is_date(1900 + number(&bytes[6..8]), number(&bytes[8..10]), number(&bytes[10..12]))
}

/// The first two digits of every division code that has ever been given out.
fn is_province(bytes: &[u8]) -> bool {
    matches!(
        number(&bytes[..2]),
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
    )
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1900..2100).contains(&year) && (1..=days).contains(&day)
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')))
}

/// A mainland mobile number as the whole cell, perhaps grouped, perhaps with the country code.
fn is_mobile_number(text: &str) -> bool {
    if text.len() > 24 {
        return false;
    }
    let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).collect();
    digits.len() == 11
        && digits.iter().all(u8::is_ascii_digit)
        && digits[0] == b'1'
        && digits[1] >= b'3'
}

/// Whether an e-mail address stands anywhere in the text.
fn holds_email(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'@', bytes).any(|at| {
        let local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
        let before = bytes[..at].iter().rev().take_while(|byte| local(byte)).count();
        let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
        let after = bytes[at + 1..].iter().take_while(|byte| host(byte)).count();
        let domain = bytes[at + 1..at + 1 + after].trim_ascii_end();
        let domain = domain.strip_suffix(b".").unwrap_or(domain);
        let mut labels = domain.rsplit(|byte| *byte == b'.');
        let top = labels.next().unwrap_or_default();
        let named = labels.next().is_some_and(|label| !label.is_empty());
        before > 0 && named && top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A made-up identity number: the check character is worked out here, from the definition
    /// that the weights are powers of two modulo 11.
    fn made_up(first_17: &str) -> String {
        let mut sum = 0_u32;
        for (position, digit) in first_17.bytes().enumerate() {
            let weight = (0..17 - position).fold(1_u32, |weight, _| weight * 2 % 11);
            sum += u32::from(digit - b'0') * weight;
        }
        let check = (12 - sum % 11) % 11;
        let check = if check == 10 { "X".to_owned() } else { check.to_string() };
        format!("{first_17}{check}")
    }

    #[test]
    fn identity_numbers_are_found() {
        for first in ["11010119900307123", "65010020000229001", "81000019991231999"] {
            let number = made_up(first);
            assert_eq!(cell_is_personal(&number), Some("identity number"), "{number}");
            let within = format!("编号：{number}，在册");
            assert_eq!(cell_is_personal(&within), Some("identity number"));
            assert_eq!(cell_is_personal(&number.to_lowercase()), Some("identity number"));
            assert_eq!(cell_is_personal(&format!("7{number}")), None, "part of a longer number");
        }
        assert_eq!(cell_is_personal("110101900307123"), Some("identity number"));
        assert_eq!(cell_is_personal("no 110101900307123"), None, "old form inside a text");
    }

    #[test]
    fn numbers_that_only_look_alike_are_not() {
        let good = made_up("11010119900307123");
        let wrong = if good.ends_with('1') { "2" } else { "1" };
        let wrong_check = format!("{}{wrong}", &good[..17]);
        for text in [
            wrong_check.as_str(),
            &made_up("11010119900230123"),
            &made_up("99010119900307123"),
            &made_up("11010118000307123"),
            "123456789012345",
            "GDP2025",
            "23812345678",
            "12012345678",
            "138123456789",
            "1381234567",
            "2025-01-01",
            "指标@口径",
            "a@b",
            "a@b.c",
            "x@y.1",
            "",
        ] {
            assert_eq!(cell_is_personal(text), None, "{text}");
        }
    }

    #[test]
    fn mobile_numbers_and_addresses_are_found() {
        for text in ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678"] {
            assert_eq!(cell_is_personal(text), Some("telephone number"), "{text}");
        }
        for text in ["zhang.san@example.com", "见 a_b+c@mail.example.cn。", "<x@example.org>"] {
            assert_eq!(cell_is_personal(text), Some("e-mail address"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_at(text in any::<String>(), other in "[0-9X@.+a-z -]{0,40}") {
            cell_is_personal(&text);
            cell_is_personal(&other);
            header_is_personal(&text);
            header_is_personal(&other);
        }
    }
}
