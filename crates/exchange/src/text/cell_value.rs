//! The value of a CSV cell: what is left when blanks, quotes and the guard against spreadsheets
//! that run texts as formulas are taken off.

use std::borrow::Cow;

use memchr::memchr;

/// The quote that closes the one at `opening`; a doubled quote closes nothing.
fn closing_quote(bytes: &[u8], opening: usize) -> Option<usize> {
    let mut from = opening + 1;
    loop {
        let at = from + memchr(b'"', bytes.get(from..)?)?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        from = at + 2;
    }
}

/// The value of a cell: blanks around it gone, quotes undone, and the `'` gone that keeps a
/// spreadsheet from running a text as a formula.
#[inline]
pub(crate) fn value(raw: &[u8]) -> Cow<'_, [u8]> {
    let trimmed = trim(raw);
    match trimmed.first() {
        Some(b'"') => quoted_value(trimmed),
        Some(b'\'') => Cow::Borrowed(unguarded(trimmed)),
        _ => Cow::Borrowed(trimmed),
    }
}

#[cold]
fn quoted_value(trimmed: &[u8]) -> Cow<'_, [u8]> {
    let closed = closing_quote(trimmed, 0) == Some(trimmed.len() - 1);
    if !closed {
        return Cow::Borrowed(trimmed);
    }
    let inner = &trimmed[1..trimmed.len() - 1];
    if memchr(b'"', inner).is_none() {
        return Cow::Borrowed(unguarded(inner));
    }
    let mut plain = Vec::with_capacity(inner.len());
    let mut from = 0;
    while let Some(found) = memchr(b'"', &inner[from..]) {
        plain.extend_from_slice(&inner[from..=from + found]);
        from += found + 2;
    }
    plain.extend_from_slice(inner.get(from..).unwrap_or_default());
    match unguarded(&plain).len() {
        length if length == plain.len() => Cow::Owned(plain),
        length => Cow::Owned(plain.split_off(plain.len() - length)),
    }
}

/// Whether a spreadsheet may take a text that begins like this for a formula. Wide forms count:
/// Chinese and Japanese spreadsheets read them as the narrow ones.
pub(crate) fn begins_like_formula(text: &[u8]) -> bool {
    const WIDE: [&str; 4] = ["＝", "＋", "－", "＠"];
    matches!(text.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
        || WIDE.iter().any(|wide| text.starts_with(wide.as_bytes()))
}

/// Takes off one leading `'` where [`begins_like_formula`] is why it stands there.
fn unguarded(text: &[u8]) -> &[u8] {
    let quotes = text.iter().take_while(|byte| **byte == b'\'').count();
    if quotes > 0 && begins_like_formula(&text[quotes..]) { &text[1..] } else { text }
}

/// Without blanks at both ends: space, tab, the no-break space and the wide space that Chinese
/// input methods produce.
#[inline]
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let mut text = &text[leading_blanks(text)..];
    loop {
        text = match text {
            [rest @ .., b' ' | b'\t'] | [rest @ .., 0xC2, 0xA0] | [rest @ .., 0xE3, 0x80, 0x80] => {
                rest
            }
            _ => return text,
        };
    }
}

/// How many bytes of blanks a text begins with.
#[inline]
pub(crate) fn leading_blanks(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        rest = match rest {
            [b' ' | b'\t', rest @ ..] | [0xC2, 0xA0, rest @ ..] | [0xE3, 0x80, 0x80, rest @ ..] => {
                rest
            }
            _ => return text.len() - rest.len(),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_lose_only_blanks_and_quotes(text in "[a\"',= \u{3000}甲]{0,8}") {
            let quoted = format!(" \"{}\"\u{A0}", text.replace('"', "\"\""));
            let bytes = value(quoted.as_bytes());
            prop_assert_eq!(&*bytes, unguarded(text.as_bytes()));
        }
    }
}
