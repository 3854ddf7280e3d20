//! Check: every fault of form and reference of a programme folder.

use std::path::Path;

use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Place};
use gangmu_domain::assessment::check_assessors;
use gangmu_exchange::folder::{Programme, read_programme};

use super::gaps::gaps;
use super::prepare::prepare;
use crate::score::{Asked, period_of, subjects_of, with_scored};

/// What a check gives.
pub struct Checked {
    /// The programme, where nothing stops it from being used.
    pub programme: Option<Programme>,
    /// What was found, in the order of the places.
    pub findings: Vec<Finding>,
}

/// Checks the programme in a folder.
pub fn check(dir: impl AsRef<Path>) -> Checked {
    let (programme, mut findings) = read_programme(dir);
    if let Some(programme) = &programme {
        findings.extend(of_programme(programme));
    }
    findings.sort_by_cached_key(Finding::listing_key);
    findings.dedup();
    let programme = programme.filter(|_| !any_error(&findings));
    Checked { programme, findings }
}

/// Faults that show only when the parts are put together.
fn of_programme(programme: &Programme) -> Vec<Finding> {
    let (prepared, mut findings) = prepare(programme);
    for compiled in &prepared.schemes {
        let scheme = compiled.scheme;
        let Some(period) = period_of(programme, scheme, None) else {
            findings.push(Finding::error("S023", scheme.place.clone()).with("scheme", &scheme.id));
            continue;
        };
        let subjects = subjects_of(programme, scheme, period.last_day());
        if subjects.is_empty() {
            findings.push(
                Finding::warning("S022", scheme.subjects.place.clone()).with("scheme", &scheme.id),
            );
        }
        findings.extend(gaps(&prepared, compiled, &subjects, period));
        findings.extend(check_assessors(scheme, &subjects, &programme.tree, period));
    }
    if programme.schemes.is_empty() {
        findings.push(Finding::warning("S024", Place::file("programme.toml")));
    }
    // Appeals change inputs: whether they can is seen when they are applied.
    if !any_error(&findings)
        && !programme.facts.appeals.is_empty()
        && let Err(found) = with_scored(&prepared, &Asked::default(), |_| ())
    {
        findings.extend(found);
    }
    findings
}
