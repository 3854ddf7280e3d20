//! Programme folders in temporary places.

use std::fs;
use std::path::{Path, PathBuf};

use super::{LANGUAGES, Run, Table, gangmu, same};

/// A programme folder that is gone when the test is over.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

/// A programme of `examples/`.
pub(crate) fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

impl Folder {
    pub(crate) fn empty() -> Folder {
        Folder { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::empty();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn copy_of(from: &Path) -> Folder {
        let folder = Folder::empty();
        for path in files_in(from) {
            folder.write(&path, fs::read(from.join(&path)).unwrap());
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Every file, by its path inside the folder.
    pub(crate) fn files(&self) -> Vec<String> {
        files_in(self.path())
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let full = self.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).unwrap();
    }

    /// Puts one text in the place of another, which must stand there exactly once.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {path}:\n{text}");
        self.write(path, text.replace(from, to));
    }

    /// Adds text at the end of a file.
    pub(crate) fn append(&self, path: &str, text: &str) {
        self.write(path, self.read(path) + text);
    }

    /// Runs a command of the program on this folder.
    pub(crate) fn run(&self, command: &str, args: &[&str]) -> Run {
        run_on(self.path(), command, args)
    }

    /// A table of the program about this folder.
    pub(crate) fn score(&self, args: &[&str]) -> Table {
        score(self.path(), args)
    }
}

/// Runs a command of the program on a folder.
pub(crate) fn run_on(folder: &Path, command: &str, args: &[&str]) -> Run {
    let folder = folder.to_str().unwrap();
    let asked: Vec<&str> = [command, folder].into_iter().chain(args.iter().copied()).collect();
    gangmu(&asked)
}

/// A table as CSV, where the folder is without error.
pub(crate) fn score(folder: &Path, args: &[&str]) -> Table {
    let asked: Vec<&str> = args.iter().copied().chain(["--format", "csv"]).collect();
    run_on(folder, "score", &asked).ends(0).table()
}

/// A table, asked for as CSV and as JSON in both languages: each must say the same.
pub(crate) fn score_every_way(folder: &Path, args: &[&str]) -> Table {
    let [zh, en] = LANGUAGES.map(|language| {
        let print = |format: &str| {
            let more = ["--lang", language, "--format", format];
            let asked: Vec<&str> = args.iter().copied().chain(more).collect();
            run_on(folder, "score", &asked).ends(0).out
        };
        (print("csv"), print("json"))
    });
    assert_eq!(zh, en, "a table for programs does not depend on the language");
    let table = Table::of_csv(&en.0);
    let json = Table::rows_of_json(&en.1);
    assert_eq!(table.rows.len(), json.len(), "{args:?}");
    for (csv, json) in table.rows.iter().zip(&json) {
        assert!(csv.keys().eq(json.keys()), "{csv:?} {json:?}");
        for (column, cell) in csv {
            assert!(same(cell, &json[column]), "{column}: {csv:?} {json:?}");
        }
    }
    table
}

fn files_in(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(root).unwrap();
                found.push(inside.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
