//! The heaviest effects need a remedy and a fact: a veto names the body one may appeal to, and falls
//! on an event that was verified.

use gangmu_base::Finding;
use gangmu_formula::Reference;

use super::compile::CompiledScheme;

/// Vetoes that name no body one may appeal to (`S035`), and vetoes that fall on a condition which
/// looks at no verified event and at no points that one may appeal against (`S042`).
pub fn check_remedies(compiled: &CompiledScheme<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (veto, condition) in compiled.scheme.vetoes.iter().zip(&compiled.veto_conditions) {
        let about = |code| Finding::warning(code, veto.place.clone()).with("veto", &veto.id);
        if veto.appeal_to.is_none() {
            findings.push(about("S035"));
        }
        let Some(condition) = condition else { continue };
        let rests_on_marks = condition
            .root
            .references()
            .into_iter()
            .any(|reference| matches!(reference, Reference::Ratings(_) | Reference::Grades(_)));
        if rests_on_marks {
            findings.push(about("S042"));
        }
    }
    findings
}
