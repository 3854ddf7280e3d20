//! A new programme folder.

use std::path::Path;

use gangmu_base::{Finding, Place};

use crate::text::{Folder, write_atomically};

/// Writes files into a folder that is not there yet, or is empty.
///
/// # Errors
/// `G010` when there is anything in the folder already, `G011` when it cannot be written.
pub fn create_programme<P: AsRef<str>, B: AsRef<[u8]>>(
    dir: impl AsRef<Path>,
    files: &[(P, B)],
) -> Result<(), Finding> {
    let dir = dir.as_ref();
    let shown = dir.display().to_string();
    let cannot = |reason: &dyn std::fmt::Display| {
        Finding::error("G011", Place::file(shown.as_str())).with("reason", reason)
    };
    if dir.read_dir().is_ok_and(|mut there| there.next().is_some()) {
        return Err(Finding::error("G010", Place::file(shown.as_str())).with("dir", &shown));
    }
    for (path, _) in files {
        let parent = dir.join(path.as_ref()).parent().map(Path::to_path_buf).unwrap_or_default();
        std::fs::create_dir_all(parent).map_err(|error| cannot(&error))?;
    }
    let folder = Folder::open(dir)?;
    for (path, bytes) in files {
        write_atomically(&folder, path.as_ref(), bytes.as_ref())?;
    }
    Ok(())
}

/// Makes a folder inside a programme folder, where it is not there yet.
///
/// # Errors
/// `F101` when it leads out, `F144` when it cannot be made.
pub fn make_folder(folder: &Folder, path: &str) -> Result<(), Finding> {
    if folder.resolve(path)?.is_some() {
        return Ok(());
    }
    let failed = |error| Finding::error("F144", Place::file(path)).with("reason", error);
    std::fs::create_dir_all(folder.inside(path)?).map_err(failed)
}
