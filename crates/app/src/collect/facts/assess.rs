//! What ratings, grades, checklists and surveys have in common: an indicator of the programme, a period.

use gangmu_base::Period;
use gangmu_base::finding::nearest;

use crate::refusal::Refusal;

/// A period as it was written.
///
/// # Errors
/// `B103`.
pub(super) fn period(text: &str) -> Result<Period, Refusal> {
    Period::parse(text.trim()).ok_or_else(|| Refusal::wrong("B103", &[("period", text.trim())]))
}

/// What a fact is about besides the unit.
pub(super) fn topic(of: &str, period: Period) -> String {
    format!("{of}|{period}")
}

/// `B130`: the programme names no such thing.
pub(super) fn unknown<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> Refusal {
    let near = nearest(id, known).unwrap_or_default();
    Refusal::wrong("B130", &[("id", id), ("nearest", near)])
}

/// A label that the rules know; any short one where they know none.
///
/// # Errors
/// `B132`.
pub(super) fn label_fits(label: &str, known: &[String]) -> Result<(), Refusal> {
    let fits = if known.is_empty() {
        gangmu_exchange::folder::is_id(label)
    } else {
        known.iter().any(|other| other == label)
    };
    if fits {
        return Ok(());
    }
    let near = nearest(label, known.iter().map(String::as_str)).unwrap_or_default();
    Err(Refusal::wrong("B132", &[("label", label), ("nearest", near)]))
}
