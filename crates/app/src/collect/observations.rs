//! Observations out to a workbook and back in.

use std::path::Path;

use gangmu_base::observations::{NO_MOMENT, Observations};
use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::{is_id, make_folder};
use gangmu_exchange::text::limits::FINDINGS;
use gangmu_exchange::text::{Folder, write_anywhere, write_atomically};
use gangmu_exchange::workbook::{Workbook, read_observations, write_observations};

use crate::define::{Imported, check_folder, not_there_yet};

/// Writes the observations of the programme in `dir` as a workbook; gives how many rows there are.
///
/// # Errors
/// What keeps them from being read or the workbook from being written.
pub fn export_observations(dir: &Path, file: &Path) -> Result<u32, Vec<Finding>> {
    let folder = Folder::open(dir).map_err(|finding| vec![finding])?;
    let (bytes, rows) = write_observations(&folder, &file.display().to_string())?;
    write_anywhere(file, &bytes).map_err(|finding| vec![finding])?;
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
    let checked = check_folder(folder.clone().with_proposed(found.source.clone()));
    let mut errors = checked.programme.map_or(Vec::new(), |p| overruled(&p.observations, &path));
    let checked = checked.findings;
    let told = |finding: Finding| found.in_the_workbook(finding);
    errors.extend(checked.iter().filter(|finding| finding.severity == Severity::Error).cloned());
    if !errors.is_empty() {
        return Err(errors.into_iter().map(told).collect());
    }
    make_folder(&folder, "data").map_err(one)?;
    write_atomically(&folder, &path, &found.source.bytes).map_err(one)?;
    let about = checked.into_iter().filter(|finding| *finding.place.file == *path);
    let findings = found.findings.iter().cloned().chain(about.map(told)).collect();
    Ok(Imported { path, sheet: found.sheet.clone(), groups: 0, rows: found.rows, findings })
}

/// Rows of a file that say no time of recording, and about whose value another file says one: they
/// would count as recorded before, and change nothing without anybody noticing.
fn overruled(observations: &Observations, path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (element, period) in observations.keys() {
        let mut holding = observations.read(element, period, None).peekable();
        for row in observations.read(element, period, Some(NO_MOMENT)) {
            let Some(place) = observations.place(row.row) else { continue };
            if *place.file != *path || findings.len() >= FINDINGS {
                continue;
            }
            while holding.next_if(|holds| holds.reporter < row.reporter).is_some() {}
            let holds = holding.peek().filter(|holds| holds.reporter == row.reporter);
            let other = holds.and_then(|holds| observations.place(holds.row));
            if let Some(other) = other.filter(|other| other.file != place.file) {
                findings.push(Finding::error("E022", place).with("other", other));
            }
        }
    }
    findings
}
