//! Observations out to a workbook and back in.

use std::path::Path;

use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::{is_id, make_folder};
use gangmu_exchange::text::{Folder, write_atomically};
use gangmu_exchange::workbook::{Workbook, read_observations, write_beside, write_observations};

use crate::define::{Imported, check_folder, not_there_yet};

/// Writes the observations of the programme in `dir` as a workbook; gives how many rows there are.
///
/// # Errors
/// What keeps them from being read or the workbook from being written.
pub fn export_observations(dir: &Path, file: &Path) -> Result<u32, Vec<Finding>> {
    let folder = Folder::open(dir).map_err(|finding| vec![finding])?;
    let (bytes, rows) = write_observations(&folder, &file.display().to_string())?;
    write_beside(file, &bytes).map_err(|finding| vec![finding])?;
    Ok(rows)
}

/// Reads the observations of a workbook into `data/observations-NAME.csv` of the programme in
/// `dir`, NAME being that of the workbook. The programme is checked with the file before there is
/// one.
///
/// # Errors
/// What keeps the workbook from being read, and every error of the programme with the new rows in
/// it; then nothing is written.
pub fn import_observations(
    book: &Path,
    dir: &Path,
    sheet: Option<&str>,
) -> Result<Imported, Vec<Finding>> {
    let one = |finding| vec![finding];
    let workbook = Workbook::open(book).map_err(one)?;
    let folder = Folder::open(dir).map_err(one)?;
    let stem = book.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name: String =
        stem.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let name = name.trim_matches('-');
    let name = if is_id(name) { name } else { "imported" };
    let path = format!("data/observations-{name}.csv");
    not_there_yet(&folder, &path).map_err(one)?;
    let found = read_observations(&workbook, sheet, &path)?;
    let checked = check_folder(folder.clone().with_proposed(found.source.clone())).findings;
    let told = |finding: Finding| found.in_the_workbook(finding);
    if any_error(&checked) {
        let errors = checked.into_iter().filter(|finding| finding.severity == Severity::Error);
        return Err(errors.map(told).collect());
    }
    make_folder(&folder, "data").map_err(one)?;
    write_atomically(&folder, &path, &found.source.bytes).map_err(one)?;
    let about = checked.into_iter().filter(|finding| *finding.place.file == *path);
    let findings = found.findings.iter().cloned().chain(about.map(told)).collect();
    Ok(Imported { path, sheet: found.sheet.clone(), groups: 0, rows: found.rows, findings })
}
