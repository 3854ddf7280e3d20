//! Texts that people type beside a fact: reasons, notes. They are short, and hold no personal data that
//! can be told by its form.

use gangmu_exchange::text::personal::cell_is_personal;

use crate::refusal::Refusal;

/// No reason and no note has more characters.
const LONGEST: usize = 2000;

/// A text as it is kept.
///
/// # Errors
/// `B122` for one that is too long, or holds an identity number, a telephone number or an address.
pub(super) fn fit_text(text: &str) -> Result<String, Refusal> {
    let text = text.trim().replace("\r\n", "\n");
    let held = text.split(|c: char| c.is_whitespace() || ",;，；、（）()".contains(c));
    let personal = cell_is_personal(&text).or_else(|| held.into_iter().find_map(cell_is_personal));
    let control = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    if text.chars().count() > LONGEST || personal.is_some() || control {
        return Err(Refusal::wrong("B122", &[("limit", &LONGEST.to_string())]));
    }
    Ok(text)
}

/// A reason, which must be given.
///
/// # Errors
/// `B046` for none; as [`fit_text`].
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    let text = fit_text(text)?;
    if text.is_empty() { Err(Refusal::wrong("B046", &[])) } else { Ok(text) }
}
