//! Reference figures that are shared between projects and not part of this one.

use std::path::{Path, PathBuf};

/// The shared folder (`GANGMU_SHARED`, by default `../shared` beside the workspace).
///
/// Where it is absent the test says that it is skipped; on CI, or when `GANGMU_REQUIRE_SHARED` is
/// set, it fails instead, so that nobody takes silence for success.
pub(crate) fn shared() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("GANGMU_SHARED").filter(|path| !path.is_empty());
    // A relative path is seen from the workspace, as it is written in the Makefile.
    let folder = workspace.join(named.unwrap_or_else(|| "../shared".into()));
    if folder.is_dir() {
        return Some(folder);
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let wanted = set("CI") || set("GANGMU_REQUIRE_SHARED");
    assert!(!wanted, "{} is absent, and it is required here", folder.display());
    eprintln!("skipped: {} is absent, there is nothing to compare with", folder.display());
    None
}
