//! What if: a scheme is scored as it is, and as it would be with other values here and there.

use std::path::Path;

use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::{Changes, Programme};

use super::moved::{Changed, changed};
use crate::define::{check_changed, localise, prepare};
use crate::score::{Asked, Scored, period_of, with_scored, with_scored_beside};

/// What came of it.
pub struct Answer<'a, 's> {
    /// The scoring as it is.
    pub before: &'a Scored<'s>,
    /// The scoring as it would be.
    pub after: &'a Scored<'s>,
    /// The two compared.
    pub changed: &'a Changed<'a>,
    /// What would then be found, and is not now: warnings, and overlays that would have to follow.
    pub findings: &'a [Finding],
}

/// Scores a scheme with and without the changes that `texts` (`PATH=VALUE`) ask for. `findings` are
/// those of the programme as it is.
///
/// # Errors
/// What is wrong with the question, or with the programme as it would be.
pub fn what_if<R>(
    dir: &Path,
    programme: &Programme,
    findings: &[Finding],
    asked: &Asked,
    texts: &[String],
    then: impl FnOnce(&Answer<'_, '_>) -> R,
) -> Result<R, Vec<Finding>> {
    let (prepared, _) = prepare(programme);
    with_scored(&prepared, asked, |before| {
        let scheme = before.scheme.scheme;
        // A scheme that was scored has a period.
        let period = period_of(programme, scheme, asked.period).unwrap_or(before.outcome.period);
        let changes = Changes::read(texts, programme, &scheme.id, period)?;
        let checked = check_changed(dir, programme, changes);
        let new = |finding: &Finding| !findings.contains(finding);
        let mut found: Vec<Finding> = checked.findings.into_iter().filter(new).collect();
        found.retain(|finding| finding.severity <= Severity::Warning);
        // Of a tier's own result its overlay is a part.
        let sound = programme.localised.is_none() || !any_error(&found);
        let Some(would_be) = checked.programme.filter(|_| sound) else {
            found.retain(|finding| finding.severity == Severity::Error);
            return Err(found);
        };
        let would_be = match &programme.localised {
            Some(localised) => {
                let unit = programme.tree.id(localised.unit);
                localise(would_be, unit, asked.period).map_err(|finding| vec![finding])?
            }
            None => would_be,
        };
        let (prepared, _) = prepare(&would_be);
        let asked = Asked { scheme: Some(scheme.id.clone()), ..asked.clone() };
        with_scored_beside(Some(before), &prepared, &asked, |after| {
            let changed = changed(before, after);
            then(&Answer { before, after, changed: &changed, findings: &found })
        })
    })?
}
