//! The files of a programme folder, opened so that nothing outside the folder is ever read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use gangmu_base::{Finding, Place};

use super::limits::{FOLDER_DEPTH, FOLDER_FILES};

/// One file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path inside the programme folder, with `/` between parts.
    pub path: Arc<str>,
    /// The bytes, untouched.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A source from bytes already at hand.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Source {
        Source { path: path.into(), bytes: bytes.into() }
    }

    /// The place that means the whole file.
    pub fn place(&self) -> Place {
        Place::file(self.path.clone())
    }
}

/// A folder whose files may be read and written, and nothing else.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Where it is on disk; `None` for one that is held in memory only.
    root: Option<PathBuf>,
    /// Files that are looked at as if they were on disk.
    held: BTreeMap<Arc<str>, Source>,
}

impl Folder {
    /// Opens the folder `dir`; `F100` when it is not there or not a folder.
    pub fn open(dir: impl AsRef<Path>) -> Result<Folder, Finding> {
        let dir = dir.as_ref();
        let missing = |reason: String| {
            Finding::error("F100", Place::file(dir.display().to_string())).with("reason", reason)
        };
        let root = fs::canonicalize(dir).map_err(|error| missing(error.to_string()))?;
        if !root.is_dir() {
            return Err(missing("not a folder".to_owned()));
        }
        Ok(Folder { root: Some(root), held: BTreeMap::new() })
    }

    /// A folder that is not on disk: these files, and no others.
    pub fn held(files: impl IntoIterator<Item = Source>) -> Folder {
        let held = files.into_iter().map(|file| (file.path.clone(), file)).collect();
        Folder { root: None, held }
    }

    /// The same folder with one more file in it, which is not on disk yet: so a file can be
    /// checked before it is written.
    #[must_use]
    pub fn with_proposed(mut self, file: Source) -> Folder {
        self.held.insert(file.path.clone(), file);
        self
    }

    /// Where the folder is on disk, links resolved; nowhere when it is held in memory.
    pub fn root(&self) -> &Path {
        self.root.as_deref().unwrap_or(Path::new(""))
    }

    /// Every regular file in the folder, sorted by path. Names that begin with a dot are left
    /// out, and folders that are links are not entered. What could not be listed is a finding.
    pub fn list(&self) -> (Vec<Arc<str>>, Vec<Finding>) {
        let mut listing = Listing::default();
        if let Some(root) = &self.root {
            self.walk(root, "", 0, &mut listing);
        }
        listing.paths.extend(self.held.keys().cloned());
        listing.paths.sort_unstable();
        listing.paths.dedup();
        listing.findings.sort_by_cached_key(Finding::listing_key);
        (listing.paths, listing.findings)
    }

    fn walk(&self, dir: &Path, prefix: &str, depth: usize, listing: &mut Listing) {
        let entries = match fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => return listing.findings.push(unreadable(prefix, &error)),
        };
        for entry in entries {
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if name.to_str().is_none() {
                listing.findings.push(Finding::error("F106", Place::file(path)));
                continue;
            }
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    listing.findings.push(unreadable(&path, &error));
                    continue;
                }
            };
            if kind.is_dir() {
                if depth >= FOLDER_DEPTH {
                    listing.refuse("F107", FOLDER_DEPTH, &path);
                } else {
                    self.walk(&entry.path(), &format!("{path}/"), depth + 1, listing);
                }
            } else if listing.paths.len() >= FOLDER_FILES {
                return listing.refuse("F105", FOLDER_FILES, "");
            } else {
                match self.resolve(&path) {
                    Ok(Some((_, found))) if found.is_file() => listing.paths.push(path.into()),
                    Ok(Some((_, found))) if found.is_dir() => {
                        listing.findings.push(leads_out(&path));
                    }
                    Ok(Some(_)) => listing.findings.push(not_a_file(&path)),
                    // Gone since it was listed: as good as never there.
                    Ok(None) => {}
                    Err(finding) => listing.findings.push(finding),
                }
            }
        }
    }

    /// Reads the file at `path`, which has `/` between its parts; `None` when there is none.
    /// `F101` when it leads out of the folder, `F102` when it is no regular file, `F103` when it
    /// is larger than `limit` bytes, `F104` when it cannot be read.
    pub fn read(&self, path: &str, limit: u64) -> Result<Option<Source>, Finding> {
        if let Some(file) = self.held.get(path) {
            return Ok(Some(file.clone()));
        }
        let Some((full, metadata)) = self.resolve(path)? else { return Ok(None) };
        // Asked before opening, since opening a pipe would wait for somebody to write to it.
        if !metadata.is_file() {
            return Err(not_a_file(path));
        }
        let file = match File::open(&full) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(path, &error)),
        };
        // Asked again of what was opened: it may not be what was there a moment ago.
        let metadata = file.metadata().map_err(|error| unreadable(path, &error))?;
        if !metadata.is_file() {
            return Err(not_a_file(path));
        }
        let too_large =
            || Finding::error("F103", Place::file(path)).with("path", path).with("limit", limit);
        if metadata.len() > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        bytes
            .try_reserve_exact(size.saturating_add(1))
            .map_err(|_| unreadable(path, &io::Error::from(io::ErrorKind::OutOfMemory)))?;
        // One byte more than allowed, so that a file that grows meanwhile is noticed.
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(path, &error))?;
        if bytes.len() as u64 > limit {
            return Err(too_large());
        }
        Ok(Some(Source::new(path, bytes)))
    }

    /// Where `path` really is, links followed, when that is inside the folder.
    pub(crate) fn resolve(&self, path: &str) -> Result<Option<(PathBuf, fs::Metadata)>, Finding> {
        if self.root.is_none() {
            return Ok(None);
        }
        let full = self.inside(path)?;
        match fs::symlink_metadata(&full) {
            Ok(_) => {}
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(unreadable(path, &error)),
        }
        let real = fs::canonicalize(&full).map_err(|error| unreadable(path, &error))?;
        if !real.starts_with(self.root()) {
            return Err(leads_out(path));
        }
        let metadata = fs::metadata(&real).map_err(|error| unreadable(path, &error))?;
        Ok(Some((real, metadata)))
    }

    /// The path on disk that `path` spells, when it spells only names below the folder.
    pub(crate) fn inside(&self, path: &str) -> Result<PathBuf, Finding> {
        let plain = !path.is_empty()
            && !path.contains(['\\', '\0'])
            && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
            && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if plain { Ok(self.root().join(path)) } else { Err(leads_out(path)) }
    }
}

#[derive(Default)]
struct Listing {
    paths: Vec<Arc<str>>,
    findings: Vec<Finding>,
}

impl Listing {
    /// Notes once that a limit was reached: the limit is the news, not each file past it.
    fn refuse(&mut self, code: &'static str, limit: usize, path: &str) {
        if self.findings.iter().all(|finding| finding.code != code) {
            self.findings.push(Finding::error(code, Place::file(path)).with("limit", limit));
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(crate) fn leads_out(path: &str) -> Finding {
    Finding::error("F101", Place::file(path)).with("path", path)
}

pub(crate) fn not_a_file(path: &str) -> Finding {
    Finding::error("F102", Place::file(path)).with("path", path)
}

fn unreadable(path: &str, error: &io::Error) -> Finding {
    Finding::error("F104", Place::file(path)).with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    #[test]
    fn files_are_listed_in_order_without_dot_files() {
        let (dir, folder) = folder();
        fs::create_dir_all(dir.path().join("data/deep")).unwrap();
        for path in ["units.csv", "data/b.csv", "data/a.csv", "data/deep/c.csv", ".git", "data/.x"]
        {
            fs::write(dir.path().join(path), "x").unwrap();
        }
        let (paths, findings) = folder.list();
        let paths: Vec<&str> = paths.iter().map(|path| &**path).collect();
        assert_eq!(paths, ["data/a.csv", "data/b.csv", "data/deep/c.csv", "units.csv"]);
        assert!(findings.is_empty());
    }

    #[test]
    fn a_file_that_is_not_there_is_no_fault() {
        let (_dir, folder) = folder();
        assert_eq!(folder.read("units.csv", 10), Ok(None));
        assert_eq!(folder.read("data/units.csv", 10), Ok(None));
        assert_eq!(Folder::open("/nowhere/at/all").unwrap_err().code, "F100");
    }

    #[test]
    fn a_file_larger_than_the_limit_is_refused() {
        let (dir, folder) = folder();
        fs::write(dir.path().join("a.csv"), "12345").unwrap();
        assert_eq!(folder.read("a.csv", 5).unwrap().unwrap().bytes, b"12345");
        let finding = folder.read("a.csv", 4).unwrap_err();
        assert_eq!((finding.code, finding.blanks[1].1.as_str()), ("F103", "4"));
    }

    #[test]
    fn paths_that_climb_out_are_refused() {
        let (dir, folder) = folder();
        fs::create_dir(dir.path().join("data")).unwrap();
        for path in ["../x", "/etc/passwd", "data/../../x", "", "a//b", "./a", "a\\b", "a\0b"] {
            assert_eq!(folder.read(path, 10).unwrap_err().code, "F101", "{path:?}");
        }
        assert_eq!(folder.read("data", 10).unwrap_err().code, "F102");
    }

    #[test]
    fn a_folder_nested_too_deep_is_told() {
        let (dir, folder) = folder();
        fs::create_dir_all(dir.path().join("1/2/3/4/5/6/7/8/9")).unwrap();
        fs::write(dir.path().join("1/2/3/4/5/6/7/8/in.csv"), "").unwrap();
        fs::write(dir.path().join("1/2/3/4/5/6/7/8/9/out.csv"), "").unwrap();
        let (paths, findings) = folder.list();
        assert_eq!(paths.len(), 1);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, "F107");
    }
}
