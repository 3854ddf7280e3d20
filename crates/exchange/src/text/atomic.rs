//! Writing a file of a programme folder so that at every moment it is either the old or the new
//! one, whatever happens in between.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gangmu_base::{Finding, Place};

use super::source::{Folder, leads_out, not_a_file};

/// Writes `bytes` to the file at `path`: to a new file beside it first, which takes its place
/// when it is safely on disk. Folders on the way must exist. `F101` when the path leads out of
/// the folder, `F102` when something other than a file is there, `F144` when writing fails.
pub fn write_atomically(folder: &Folder, path: &str, bytes: &[u8]) -> Result<(), Finding> {
    write_with(folder, path, |file| file.write_all(bytes))
}

/// Writes a file that was asked for by its path, in any folder: whole, or not at all.
///
/// # Errors
/// `F144` when it cannot be written.
pub fn write_anywhere(file: &Path, bytes: &[u8]) -> Result<(), Finding> {
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

/// [`write_atomically`] for whoever writes piece by piece.
pub(crate) fn write_with(
    folder: &Folder,
    path: &str,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), Finding> {
    let failed = |error: io::Error| Finding::error("F144", Place::file(path)).with("reason", error);
    let target = target(folder, path)?;
    let parent = target.parent().unwrap_or(folder.root());
    replace(parent, &target, write).map_err(failed)
}

/// Where to write: where the path leads, links followed, if that is inside the folder.
fn target(folder: &Folder, path: &str) -> Result<PathBuf, Finding> {
    if let Some((real, metadata)) = folder.resolve(path)? {
        return if metadata.is_file() { Ok(real) } else { Err(not_a_file(path)) };
    }
    let full = folder.inside(path)?;
    let (Some(parent), Some(name)) = (full.parent(), full.file_name()) else {
        return Err(leads_out(path));
    };
    let parent = fs::canonicalize(parent)
        .map_err(|error| Finding::error("F144", Place::file(path)).with("reason", error))?;
    if parent.starts_with(folder.root()) { Ok(parent.join(name)) } else { Err(leads_out(path)) }
}

fn replace(
    parent: &Path,
    target: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    // The dot keeps a folder that is listed meanwhile from showing it.
    builder.prefix(".writing-");
    let existing = fs::metadata(target).ok().map(|metadata| metadata.permissions());
    let fresh = fresh_permissions();
    if let Some(permissions) = fresh.filter(|_| existing.is_none()) {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(parent)?;
    write(file.as_file_mut())?;
    if let Some(permissions) = existing {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    sync_folder(parent)
}

/// A new file may be read by whom the user's mask allows, not by the user alone as a temporary
/// file may.
#[cfg(unix)]
fn fresh_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn fresh_permissions() -> Option<Permissions> {
    None
}

/// The new name is on disk only when the folder that holds it is.
#[cfg(unix)]
fn sync_folder(parent: &Path) -> io::Result<()> {
    File::open(parent)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_parent: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        write_atomically(&folder, "a.csv", b"1").unwrap();
        write_atomically(&folder, "a.csv", b"2").unwrap();
        assert_eq!(fs::read(dir.path().join("a.csv")).unwrap(), b"2");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_is_written_outside_or_where_no_file_can_be() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        fs::create_dir(dir.path().join("data")).unwrap();
        for (path, code) in [("../a", "F101"), ("data", "F102"), ("none/a.csv", "F144")] {
            assert_eq!(write_atomically(&folder, path, b"").unwrap_err().code, code, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_links_are_not_followed_out() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let path = dir.path().join("a.csv");
        fs::write(&path, "1").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        write_atomically(&folder, "a.csv", b"2").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::write(outside.path().join("x"), "secret").unwrap();
        symlink(outside.path().join("x"), dir.path().join("link.csv")).unwrap();
        symlink(outside.path(), dir.path().join("linked")).unwrap();
        for path in ["link.csv", "linked/x", "linked/new"] {
            assert_eq!(write_atomically(&folder, path, b"3").unwrap_err().code, "F101", "{path}");
        }
        assert_eq!(fs::read(outside.path().join("x")).unwrap(), b"secret");
    }
}
