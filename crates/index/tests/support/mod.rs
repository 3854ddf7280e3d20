//! Reference figures of others, read where they lie, and how they are compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file below the folder of reference figures (`GANGMU_SHARED`, by default `../shared` beside
/// the workspace).
///
/// Where the folder is absent the test says that it is skipped; on CI, or when
/// `GANGMU_REQUIRE_SHARED` is set, it fails, so that nobody takes silence for success.
pub fn oracle(file: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("GANGMU_SHARED").filter(|path| !path.is_empty());
    let folder = workspace.join(named.unwrap_or_else(|| "../shared".into()));
    if folder.is_dir() {
        return Some(folder.join("oracles").join(file));
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let wanted = set("CI") || set("GANGMU_REQUIRE_SHARED");
    assert!(!wanted, "{} is absent, and it is required here", folder.display());
    eprintln!("skipped: {} is absent, there is nothing to compare with", folder.display());
    None
}

/// A table of text as a file holds it: names of columns, and rows.
pub struct Table {
    /// The names of the columns.
    pub names: Vec<String>,
    /// The rows, cell by cell.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a CSV file below the reference figures; `None` where these are absent.
    pub fn read(file: &str) -> Option<Table> {
        let path = oracle(file)?;
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut rows: Vec<Vec<String>> = text.lines().map(cells).collect();
        let names = rows.remove(0);
        Some(Table { names, rows })
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> usize {
        let found = self.names.iter().position(|found| found == name);
        found.unwrap_or_else(|| panic!("no column {name} among {:?}", self.names))
    }

    /// A column as text.
    pub fn text(&self, name: &str) -> Vec<&str> {
        let place = self.place(name);
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }

    /// A column of numbers; what is empty or NA is missing.
    pub fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        self.text(name).into_iter().map(number).collect()
    }

    /// A column of numbers of which none is missing.
    pub fn whole(&self, name: &str) -> Vec<f64> {
        self.numbers(name).into_iter().map(|cell| cell.expect("a number")).collect()
    }

    /// The rows by what stands in a column.
    pub fn by(&self, name: &str) -> BTreeMap<&str, &[String]> {
        let place = self.place(name);
        self.rows.iter().map(|row| (row[place].as_str(), row.as_slice())).collect()
    }
}

/// A number as a file writes it; empty, `NA` and `NaN` are missing.
pub fn number(text: &str) -> Option<f64> {
    match text.trim() {
        "" | "NA" | "NaN" => None,
        text => Some(text.parse().unwrap_or_else(|_| panic!("{text} is a number"))),
    }
}

/// That two numbers are the same but for `relative` of their size (absolute below 1).
#[track_caller]
pub fn same(what: &str, found: f64, wanted: f64, relative: f64) {
    let error = (found - wanted).abs();
    assert!(error <= relative * wanted.abs().max(1.0), "{what}: {found}, not {wanted}");
}

/// The cells of a line of CSV, with quoted ones.
fn cells(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            c => found.last_mut().expect("one at least").push(c),
        }
    }
    found
}
