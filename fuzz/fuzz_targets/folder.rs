//! Any bytes as files of a programme folder: it is read, checked and, where nothing is wrong, scored,
//! without a panic, and the same twice.
//!
//! The input is laid over the small programme of the tests: `--- path` on a line of its own begins a
//! file; what stands before the first such line is left out.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gangmu_app::define::{check, prepare};
use gangmu_app::score::{Asked, results, with_scored};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// The files of the small programme, by their path in the folder.
static BASE: LazyLock<Vec<(PathBuf, Vec<u8>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/tests/small");
    let (mut found, mut open) = (Vec::new(), vec![root.clone()]);
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).expect("the small programme is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).expect("it can be read");
                found.push((path.strip_prefix(&root).expect("inside").to_owned(), bytes));
            }
        }
    }
    found
});

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in BASE.iter() {
        put(folder.path(), path, bytes);
    }
    folder
});

fn put(folder: &Path, path: &Path, bytes: &[u8]) {
    let full = folder.join(path);
    fs::create_dir_all(full.parent().expect("a folder")).expect("it can be made");
    fs::write(full, bytes).expect("it can be written");
}

/// The files of an input whose names the folder knows.
fn files(data: &[u8]) -> Vec<(&'static Path, Vec<u8>)> {
    let mut found: Vec<(&'static Path, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(b"--- ").and_then(|rest| std::str::from_utf8(rest).ok());
        let known = name.and_then(|name| {
            BASE.iter().find(|(path, _)| path.as_os_str() == name.trim_end())
        });
        match (known, found.last_mut()) {
            (Some((path, _)), _) => found.push((path.as_path(), Vec::new())),
            (None, Some((_, bytes))) => bytes.extend_from_slice(line),
            (None, None) => {}
        }
    }
    found
}

fuzz_target!(|data: &[u8]| {
    let files = files(data);
    let folder = FOLDER.path();
    for (path, bytes) in &files {
        put(folder, path, bytes);
    }
    let (first, second) = (check(folder), check(folder));
    assert_eq!(first.findings, second.findings);
    if let Some(programme) = &first.programme {
        let (prepared, _) = prepare(programme);
        for scheme in &programme.schemes {
            let asked = Asked { scheme: Some(scheme.id.clone()), ..Asked::default() };
            let _ = with_scored(&prepared, &asked, |scored| results(scored, None));
        }
    }
    for (path, _) in &files {
        if let Some((path, bytes)) = BASE.iter().find(|(known, _)| known == path) {
            put(folder, path, bytes);
        }
    }
});
