//! The heaviest effects need a remedy: a veto names the body one may appeal to.

use gangmu_base::Finding;

use super::words::Scheme;

/// Vetoes that name no body one may appeal to (`S035`).
pub fn check_remedies(scheme: &Scheme) -> Vec<Finding> {
    let without = scheme.vetoes.iter().filter(|veto| veto.appeal_to.is_none());
    without
        .map(|veto| Finding::warning("S035", veto.place.clone()).with("veto", &veto.id))
        .collect()
}
