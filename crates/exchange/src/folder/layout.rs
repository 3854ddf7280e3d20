//! The files of a folder in their canonical layout.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gangmu_base::Finding;

use super::{KINDS, TABLES, data_kind};
use crate::text::csv_layout::csv_layout;
use crate::text::limits::TABLE_BYTES;
use crate::text::toml_layout::TomlLayout;
use crate::text::{Document, Folder, Source, Table, TableLimits, write_atomically};

/// Keys of every TOML file in the order of the reference: no two tables disagree about it.
const KEYS: &str = "\
    programme overlay scheme version years code at duty type severity id do step parent part \
    kind group name title text answers design_effect core term period periods schemes time_zone base not opens \
    closes days working_days appeals_from appeals_to final_on min_denominator mark \
    report_working_days contest_working_days minutes_per_month forms minutes_per_cell cliff_points field granted_by issued_by from until \
    reason level kinds frequency due_days due_working_days \
    grace_working_days correction_working_days accepted_at basis approved_until elements reused questions holds \
    compare_within min_group round item_floor missing undefined late hidden indicator points \
    points_by_class weight content source method lead responsible assessor draft rule cap exceed \
    floor combine may_exceed not_applicable suppressed printed multipliers event grades \
    top_share at_least must either grade bottom_share grade_not when who act effect appeal_to \
    quota_share quota_min months means min_share draws seed options or_none weights levels \
    leave_out figures min_non_zero keep drop by per indicators over base_period max_age \
    winsorise then lambda combine always skewness kurtosis mean low high to clip log sd target \
    unit reference figure margin exponent only choice";

/// Columns of every table in the order of the reference, by file or kind of fact.
const COLUMNS: &[(&str, &str)] = &[
    ("units.csv", "unit parent level name class valid_from valid_to"),
    ("unit_events.csv", "event date kind unit to share measure name code"),
    ("classes.csv", "class name rule"),
    ("bodies.csv", "body unit kind name duties"),
    ("holidays.csv", "date kind name"),
    (
        "elements.csv",
        "element name unit collected_at rollup over_time apportion_by source minutes \
         definition",
    ),
    (
        "indicators.csv",
        "indicator node name unit direction formula worst best min max min_denominator \
         source frequency",
    ),
    ("targets.csv", "indicator period class unit target baseline note"),
    ("observations", "unit element period value status recorded_at recorded_by supersedes reason"),
    ("events", "event unit date type severity repeat special_period unremedied verified_by note"),
    ("surveys", "unit period question answer count"),
    ("ratings", "unit indicator period rater rating"),
    ("checklists", "unit indicator period element met text verified_by"),
    ("grades", "unit indicator period dimension grade self_grade"),
    ("milestones", "unit project milestone weight due done lead"),
    ("practices", "practice unit status title pilot approved_on"),
    ("history", "unit scheme period points grade rank designated"),
    ("imported", "unit scheme period version points out_of status sha256 issued_by"),
    (
        "appeals",
        "appeal unit scheme item filed decided board decision file key column old new ground reason",
    ),
];

/// Keys of a scheme that hold a formula. Elsewhere the same words are plain text.
const RULES: [&str; 3] = ["rule", "opens", "when"];

/// Lays out every file the program knows but those of `leave`. Gives the files that changed (or,
/// unless `write`, would change) and what stood in the way.
pub fn lay_out_files(
    dir: impl AsRef<Path>,
    leave: &BTreeSet<Arc<str>>,
    write: bool,
) -> (Vec<String>, Vec<Finding>) {
    let folder = match Folder::open(dir) {
        Ok(folder) => folder,
        Err(finding) => return (Vec::new(), vec![finding]),
    };
    let (files, mut findings) = folder.list();
    let mut changed = Vec::new();
    for file in files.iter().filter(|file| !leave.contains(*file)) {
        match lay_out_file(&folder, file, write, &mut findings) {
            Ok(true) => changed.push(file.to_string()),
            Ok(false) => {}
            Err(finding) => findings.push(finding),
        }
    }
    (changed, findings)
}

fn lay_out_file(
    folder: &Folder,
    file: &Arc<str>,
    write: bool,
    findings: &mut Vec<Finding>,
) -> Result<bool, Finding> {
    let name = in_overlay(file);
    let scheme = name.starts_with("schemes/") && name.ends_with(".toml");
    let overlay = name == "overlay.toml" && name != &**file;
    let toml = scheme
        || overlay
        || (name.ends_with(".toml") && TABLES.iter().any(|(table, _)| *table == name));
    let kind = data_kind(name, ".csv").filter(|kind| KINDS.contains(kind));
    let named = kind.unwrap_or(name);
    let columns = COLUMNS.iter().find(|(file, _)| *file == named).map(|(_, columns)| *columns);
    if !toml && columns.is_none() {
        return Ok(false);
    }
    let Some(source) = folder.read(file, TABLE_BYTES)? else { return Ok(false) };
    let laid_out = match columns {
        Some(columns) => table(&source, columns, findings),
        None => document(&source, scheme, findings),
    };
    let Some(text) = laid_out.filter(|text| text.as_bytes() != &*source.bytes) else {
        return Ok(false);
    };
    if write {
        write_atomically(folder, file, text.as_bytes())?;
    }
    Ok(true)
}

/// The path of a file of an overlay, `overlays/ID/…`, as it would stand in the programme itself.
fn in_overlay(path: &str) -> &str {
    let inside = path.strip_prefix("overlays/").and_then(|path| path.split_once('/'));
    inside.map_or(path, |(_, path)| path)
}

fn table(source: &Source, columns: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let (table, found) = Table::parse(source, TableLimits::default());
    let sound = !gangmu_base::finding::any_error(&found);
    findings.extend(found);
    let order: Vec<&str> = columns.split_whitespace().collect();
    let formulas = in_overlay(&source.path) == "indicators.csv";
    let change = |column: &str, text: &str| {
        (formulas && column == "formula").then(|| canonical(text)).flatten()
    };
    Some(csv_layout(&table.filter(|_| sound)?, |name| rank(&order, name), change))
}

fn document(source: &Source, scheme: bool, findings: &mut Vec<Finding>) -> Option<String> {
    let (document, found) = Document::parse(source);
    findings.extend(found);
    let order: Vec<&str> = KEYS.split_whitespace().collect();
    let change =
        |key: &str, text: &str| (scheme && RULES.contains(&key)).then(|| canonical(text)).flatten();
    let layout = TomlLayout { rank: &|key| rank(&order, key), change: &change };
    layout.lay_out(document?.whole())
}

/// The place of a key or column. Which of two languages comes first is up to the programme.
fn rank(order: &[&str], name: &str) -> usize {
    let bare = ["_zh", "_en"].iter().find_map(|language| name.strip_suffix(language));
    let fits = |known: &&str| Some(*known) == bare || *known == name;
    order.iter().position(fits).unwrap_or(order.len())
}

/// A formula as the program prints it, where it is one, stands on one line and holds no comment.
fn canonical(text: &str) -> Option<String> {
    if text.contains(['\n', '#']) {
        return None;
    }
    let printed = gangmu_formula::parse(text).ok()?.to_string();
    (printed != text).then_some(printed)
}
