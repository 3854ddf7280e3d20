//! What is missing only because the file that says it could not be read: whoever mends that file has
//! mended the rest, and would not find it below a thousand lines about the rest.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::{Finding, Severity};

/// The file, or the two files, in which a thing is said to be there.
const SAID_IN: [(&str, &[&str]); 11] = [
    ("question", &["questions.toml"]),
    ("answer", &["questions.toml"]),
    ("node", &["framework.toml"]),
    ("level", &["programme.toml"]),
    ("body_kind", &["programme.toml"]),
    ("unit", &["units.csv", "bodies.csv"]),
    ("body", &["bodies.csv", "programme.toml"]),
    ("class", &["classes.csv"]),
    ("attribute", &["units.csv"]),
    ("element", &["elements.csv"]),
    ("indicator", &["indicators.csv"]),
];

/// Codes of files of which nothing could be read.
const UNREADABLE: [&str; 8] = ["F102", "F103", "F104", "F110", "F120", "F127", "F128", "F130"];

/// The findings without those that only follow from a file that could not be read.
pub(super) fn without_follow_ups(findings: Vec<Finding>) -> Vec<Finding> {
    let unreadable: BTreeSet<Arc<str>> = findings
        .iter()
        .filter(|finding| UNREADABLE.contains(&finding.code) && finding.severity == Severity::Error)
        .map(|finding| finding.place.file.clone())
        .collect();
    if unreadable.is_empty() {
        return findings;
    }
    let follows = |finding: &Finding| {
        let what = finding.blanks.iter().find(|(blank, _)| *blank == "what");
        let files = what.and_then(|(_, what)| SAID_IN.iter().find(|(thing, _)| thing == what));
        finding.code == "F209"
            && files.is_some_and(|(_, files)| files.iter().any(|file| unreadable.contains(*file)))
    };
    let (following, mut kept): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(follows);
    // How many more there are of those is of no interest either.
    let told_of: BTreeSet<Arc<str>> = kept
        .iter()
        .filter(|finding| finding.code != "F129")
        .map(|finding| finding.place.file.clone())
        .collect();
    let followed: BTreeSet<Arc<str>> =
        following.into_iter().map(|finding| finding.place.file).collect();
    kept.retain(|finding| {
        let file = &finding.place.file;
        finding.code != "F129" || told_of.contains(file) || !followed.contains(file)
    });
    kept
}
