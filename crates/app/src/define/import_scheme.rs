//! A scheme table of a workbook becomes a scheme file of drafts.

use std::path::Path;

use gangmu_base::{Finding, Place, Severity};
use gangmu_exchange::folder::{Programme, is_id, make_folder, read_folder};
use gangmu_exchange::text::{Folder, Source, write_atomically};
use gangmu_exchange::workbook::{SchemeFrame, Workbook, read_scheme};

use super::check::check_folder;
use crate::words::Words;

/// What an import did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The file written, inside the programme folder.
    pub path: String,
    /// The sheet it was read from.
    pub sheet: String,
    /// How many groups or, of observations, none.
    pub groups: usize,
    /// How many items or rows.
    pub rows: usize,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
}

/// Reads the scheme table of a workbook into `schemes/ID.toml` of the programme in `dir`.
///
/// # Errors
/// What keeps the workbook from being read or the file from being written; then nothing is
/// written.
pub fn import_scheme(
    book: &Path,
    dir: &Path,
    id: Option<&str>,
    sheet: Option<&str>,
    words: &Words,
) -> Result<Imported, Vec<Finding>> {
    let one = |finding| vec![finding];
    let workbook = Workbook::open(book).map_err(one)?;
    let folder = Folder::open(dir).map_err(one)?;
    let stem = book.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let id = match id {
        Some(id) if is_id(id) => id.to_owned(),
        Some(id) => {
            return Err(one(Finding::error("F207", Place::file("--scheme")).with("value", id)));
        }
        None if is_id(stem) => stem.to_owned(),
        None => "imported".to_owned(),
    };
    let path = format!("schemes/{id}.toml");
    not_there_yet(&folder, &path).map_err(one)?;
    let (programme, found) = read_folder(folder.clone());
    let Some(programme) = programme else { return Err(found) };
    let frame =
        frame(&programme, id, words.say("import-scheme-note", &[("file", workbook.file())]));
    let (scheme, findings) = read_scheme(&workbook, sheet, &frame)?;
    let proposed = folder.clone().with_proposed(Source::new(path.as_str(), scheme.toml.as_bytes()));
    let checked = check_folder(proposed).findings;
    let wrong =
        |finding: &Finding| finding.severity == Severity::Error && *finding.place.file == *path;
    let wrong: Vec<Finding> =
        checked.into_iter().filter(wrong).map(|f| scheme.in_the_workbook(f)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    make_folder(&folder, "schemes").map_err(one)?;
    write_atomically(&folder, &path, scheme.toml.as_bytes()).map_err(one)?;
    let (groups, rows) = (scheme.groups, scheme.items);
    Ok(Imported { path, sheet: scheme.sheet, groups, rows, findings })
}

/// A file that is there already is somebody's work.
pub(crate) fn not_there_yet(folder: &Folder, path: &str) -> Result<(), Finding> {
    let (files, _) = folder.list();
    let there = folder.read(path, u64::MAX)?.is_some() || files.iter().any(|file| **file == *path);
    if there { Err(Finding::error("E013", Place::file(path)).with("path", path)) } else { Ok(()) }
}

/// What the table does not say is taken from the programme: the level its first scheme assesses,
/// or the one below the top.
fn frame(programme: &Programme, id: String, note: String) -> SchemeFrame {
    let levels = &programme.framework.levels;
    let first = programme.schemes.first().map(|scheme| scheme.subjects.level.clone());
    let second = levels.get(1).or(levels.first()).map(|level| level.id.clone());
    SchemeFrame {
        id,
        level: first.or(second).unwrap_or_default(),
        note,
        period: programme.framework.period,
    }
}
