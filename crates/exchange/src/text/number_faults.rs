//! What people write where a number is wanted, told apart so that they can be told what to do.

use gangmu_base::{Finding, Place};

use super::numbers::parse_number;

/// Why a cell holds no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberFault {
    /// Nothing, or only blanks.
    Empty,
    /// Thousands set apart: `1,234`, `1 234`, `1'234`.
    ThousandsSeparator,
    /// Wide digits or signs of a Chinese input method: `１２．５`, `−3`.
    FullWidthDigits,
    /// A percent sign: `12%`. Whether 12 or 0.12 is meant depends on the unit.
    PercentSign,
    /// No value at all: `NaN`, `inf`, `#DIV/0!`, `N/A`, a dash.
    NotFinite,
    /// More than 18 significant digits or 18 decimals.
    TooManyDigits,
    /// A Chinese unit of counting: `3.5万`.
    ChineseUnit,
    /// Something else.
    NotANumber,
}

impl NumberFault {
    /// The code of the finding.
    pub fn code(self) -> &'static str {
        match self {
            NumberFault::Empty => "F160",
            NumberFault::ThousandsSeparator => "F161",
            NumberFault::FullWidthDigits => "F162",
            NumberFault::PercentSign => "F163",
            NumberFault::NotFinite => "F164",
            NumberFault::TooManyDigits => "F165",
            NumberFault::ChineseUnit => "F166",
            NumberFault::NotANumber => "F167",
        }
    }

    /// What should stand there instead, when only one number can be meant.
    pub fn suggestion(self, text: &str) -> Option<String> {
        let better = match self {
            NumberFault::ThousandsSeparator => without_separators(&narrowed(text)),
            NumberFault::FullWidthDigits => {
                let narrow = narrowed(text);
                return match parse_number(&narrow) {
                    Ok(_) => Some(narrow.trim().to_owned()),
                    Err(NumberFault::FullWidthDigits) => None,
                    Err(fault) => fault.suggestion(&narrow),
                };
            }
            NumberFault::ChineseUnit => return counted(&narrowed(text)),
            NumberFault::Empty
            | NumberFault::PercentSign
            | NumberFault::NotFinite
            | NumberFault::TooManyDigits
            | NumberFault::NotANumber => return None,
        };
        parse_number(&better).is_ok().then_some(better)
    }

    /// The finding for a cell: blanks `text`, and `suggestion`, which is empty when there is none.
    pub fn finding(self, place: Place, text: &str) -> Finding {
        let suggestion = self.suggestion(text).unwrap_or_default();
        let shown: String = text.chars().take(64).collect();
        Finding::error(self.code(), place).with("text", shown).with("suggestion", suggestion)
    }
}

/// Tells apart what [`parse_number`] does not take for a number; `trimmed` is not empty.
pub(crate) fn classify(trimmed: &[u8]) -> NumberFault {
    // A longer cell is a text, not a number somebody mistyped.
    if trimmed.len() > 128 {
        return match trimmed.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
            true => NumberFault::TooManyDigits,
            false => NumberFault::NotANumber,
        };
    }
    let Ok(text) = std::str::from_utf8(trimmed) else { return NumberFault::NotANumber };
    if stands_for_nothing(text) {
        return NumberFault::NotFinite;
    }
    let narrow = narrowed(text);
    if is_percentage(&narrow) {
        return NumberFault::PercentSign;
    }
    if unit_of(&narrow).is_some() {
        return NumberFault::ChineseUnit;
    }
    if narrow != text && is_number_or_grouped(&narrow) {
        return NumberFault::FullWidthDigits;
    }
    if is_grouped(&narrow) { NumberFault::ThousandsSeparator } else { NumberFault::NotANumber }
}

/// Marks that say that there is no value.
fn stands_for_nothing(text: &str) -> bool {
    const MARKS: [&str; 22] = [
        "nan",
        "-nan",
        "inf",
        "+inf",
        "-inf",
        "infinity",
        "-infinity",
        "∞",
        "-∞",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "—",
        "——",
        "–",
        "…",
        "……",
        "...",
    ];
    const SHEET_ERRORS: [&str; 9] =
        ["#div/0!", "#n/a", "#value!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!"];
    const CHINESE: [&str; 5] = ["无", "缺", "暂无", "不详", "－"];
    let lower = text.to_ascii_lowercase();
    let word = lower.as_str();
    MARKS.contains(&word) || SHEET_ERRORS.contains(&word) || CHINESE.contains(&word)
}

/// Wide digits, signs and points made narrow.
fn narrowed(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' | '．' | '，' | '－' | '＋' | '％' | 'ｅ' | 'Ｅ' => {
                // The wide forms stand in the order of ASCII, from U+FF01 for `!`.
                char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c)
            }
            '−' => '-',
            other => other,
        })
        .collect()
}

fn is_percentage(text: &str) -> bool {
    let number = text.strip_suffix(['%', '‰']).or_else(|| text.strip_prefix('%'));
    number.is_some_and(|number| !number.trim().is_empty() && is_number_or_grouped(number))
}

fn is_number_or_grouped(text: &str) -> bool {
    let text = text.trim();
    let written_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    if !written_plain {
        return is_grouped(text) || unit_of(text).is_some();
    }
    matches!(parse_number(text), Ok(_) | Err(NumberFault::TooManyDigits))
}

/// Whether the whole part is groups of three digits behind a first of one to three, all set
/// apart by the same character.
fn is_grouped(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return false };
    if !is_separator(separator) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut groups = whole.split(separator);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| matches!(group.len(), 1..=3) && digits(group));
    first && groups.all(|group| group.len() == 3 && digits(group))
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ' ' | '\'' | '’' | '_' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}')
}

fn without_separators(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).collect()
}

/// The number in front of a Chinese unit of counting, and how many zeros the unit stands for.
fn unit_of(text: &str) -> Option<(String, u32)> {
    const UNITS: [(&str, u32); 7] =
        [("万亿", 12), ("百万", 6), ("千万", 7), ("百亿", 10), ("千亿", 11), ("万", 4), ("亿", 8)];
    let (number, zeros) =
        UNITS.iter().find_map(|(unit, zeros)| Some((text.strip_suffix(unit)?.trim(), *zeros)))?;
    let plain = if is_grouped(number) { without_separators(number) } else { number.to_owned() };
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    (digits && parse_number(&plain).is_ok()).then_some((plain, zeros))
}

/// The number with the unit's zeros written out.
fn counted(text: &str) -> Option<String> {
    let (number, zeros) = unit_of(text.trim())?;
    let (mut mantissa, mut scale) = parse_number(&number).ok()?;
    for _ in 0..zeros {
        match scale {
            0 => mantissa = mantissa.checked_mul(10)?,
            _ => scale -= 1,
        }
    }
    let sign = if mantissa < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = usize::from(scale) + 1);
    let (whole, decimals) = digits.split_at(digits.len() - usize::from(scale));
    let decimals = decimals.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    let written = format!("{sign}{whole}{point}{decimals}");
    parse_number(&written).is_ok().then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart() {
        use NumberFault::*;
        for (text, fault, suggestion) in [
            ("", Empty, None),
            (" \u{3000}", Empty, None),
            ("1,234", ThousandsSeparator, Some("1234")),
            ("-1 234 567.80", ThousandsSeparator, Some("-1234567.80")),
            ("1'234", ThousandsSeparator, Some("1234")),
            ("1，234", FullWidthDigits, Some("1234")),
            ("１２．５", FullWidthDigits, Some("12.5")),
            ("−3", FullWidthDigits, Some("-3")),
            ("12%", PercentSign, None),
            ("１２．５％", PercentSign, None),
            ("1,234 %", PercentSign, None),
            ("3‰", PercentSign, None),
            ("NaN", NotFinite, None),
            ("-inf", NotFinite, None),
            ("#DIV/0!", NotFinite, None),
            ("N/A", NotFinite, None),
            ("——", NotFinite, None),
            ("12345678901234567890", TooManyDigits, None),
            ("3.5万", ChineseUnit, Some("35000")),
            ("1.23456 万", ChineseUnit, Some("12345.6")),
            ("３．５亿", ChineseUnit, Some("350000000")),
            ("1,234万", ChineseUnit, Some("12340000")),
            ("12,5", NotANumber, None),
            ("1,23,456", NotANumber, None),
            ("1e", NotANumber, None),
            (".", NotANumber, None),
            ("-", NotFinite, None),
            ("+", NotANumber, None),
            ("1-2", NotANumber, None),
            ("1.2.3", NotANumber, None),
            ("3.5万元", NotANumber, None),
            ("约12", NotANumber, None),
            ("2025-01", NotANumber, None),
        ] {
            assert_eq!(parse_number(text), Err(fault), "{text}");
            assert_eq!(fault.suggestion(text).as_deref(), suggestion, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_no_number() {
        assert_eq!(parse_number(b"\xFF1"), Err(NumberFault::NotANumber));
        assert_eq!(parse_number("1".repeat(1000)), Err(NumberFault::TooManyDigits));
    }
}
