//! Warnings that stay: the programme says which, where and why, and the list of findings says so.

use gangmu_base::{Finding, Severity};
use gangmu_domain::framework::Accepted;
use gangmu_exchange::folder::Programme;

use super::check::Depth;

/// Codes of what only figures show.
const OF_FIGURES: [&str; 14] = [
    "S043", "S044", "S045", "S046", "C001", "C002", "C003", "C004", "I001", "I004", "I005", "I009",
    "I010", "I011",
];

/// Marks the findings that a programme accepts. An error cannot be accepted (`P002`), and what is
/// accepted must be there (`P001`).
///
/// What only figures show is not missed where they were not looked at.
pub(super) fn accept(programme: &Programme, findings: &mut Vec<Finding>, depth: Depth) {
    let mut about_the_list = Vec::new();
    for accepted in &programme.framework.accepted {
        let place = accepted.place.clone();
        let (mut found, mut refused) = (false, false);
        for finding in findings.iter_mut().filter(|finding| means(accepted, finding)) {
            found = true;
            if finding.severity == Severity::Error {
                refused = true;
            } else {
                finding.accepted = Some(Box::new(accepted.reason.clone()));
            }
        }
        let told = match (found, refused) {
            (false, _) if depth == Depth::Rules && OF_FIGURES.contains(&&*accepted.code) => {
                continue;
            }
            (false, _) => Finding::warning("P001", place),
            (true, true) => Finding::error("P002", place),
            (true, false) => continue,
        };
        about_the_list.push(
            told.with("code", &accepted.code).with("at", accepted.at.as_deref().unwrap_or("")),
        );
    }
    findings.extend(about_the_list);
}

/// Whether an acceptance is of a finding.
fn means(accepted: &Accepted, finding: &Finding) -> bool {
    finding.code == accepted.code
        && accepted.at.as_ref().is_none_or(|at| {
            finding.blanks.iter().any(|(blank, value)| value == at && *blank != "count")
        })
}

/// Says of warnings that the programme lets them stand, and why; nothing of what else it accepts.
pub(super) fn note_accepted(programme: &Programme, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.severity != Severity::Error) {
        let accepted = programme.framework.accepted.iter().find(|one| means(one, finding));
        finding.accepted = accepted.map(|accepted| Box::new(accepted.reason.clone()));
    }
}
