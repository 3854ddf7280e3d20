//! Writing a file that people asked for by its path, anywhere.

use std::path::Path;

use gangmu_base::{Finding, Place};

use crate::text::{Folder, write_atomically};

/// Writes a file whole, or not at all.
///
/// # Errors
/// `F144` when it cannot be written.
pub fn write_beside(file: &Path, bytes: &[u8]) -> Result<(), Finding> {
    let shown = file.display().to_string();
    let cannot =
        |reason: String| Finding::error("F144", Place::file(shown.as_str())).with("reason", reason);
    let name = file.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| cannot("no file name".to_owned()))?;
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let folder =
        Folder::open(parent).map_err(|_| cannot(format!("no folder {}", parent.display())))?;
    write_atomically(&folder, name, bytes)
}
