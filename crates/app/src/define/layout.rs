//! Layout: the files of a programme written the canonical way; what they say stays the same.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::lay_out_files;

use super::check::check;

/// What laying out gave.
pub struct LaidOut {
    /// Files that were written anew, or would be.
    pub changed: Vec<String>,
    /// Errors: their files were left alone.
    pub findings: Vec<Finding>,
}

/// Lays out every file without an error; `write` says whether anything is written.
pub fn lay_out(dir: impl AsRef<Path>, write: bool) -> LaidOut {
    let dir = dir.as_ref();
    let mut findings = check(dir).findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    let leave: BTreeSet<Arc<str>> = findings.iter().map(|f| f.place.file.clone()).collect();
    let (changed, more) = lay_out_files(dir, &leave, write);
    findings.extend(more.into_iter().filter(|finding| finding.severity == Severity::Error));
    findings.sort_by_cached_key(Finding::listing_key);
    findings.dedup();
    LaidOut { changed, findings }
}
