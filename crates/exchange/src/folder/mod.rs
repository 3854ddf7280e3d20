//! The programme folder as a whole: its files read into the words of the domain, every value with
//! the place it came from, every fault as a finding.

mod changes;
mod changes_read;
mod create;
mod definitions;
mod event_faults;
mod fact_checks;
mod facts;
mod follow_ups;
mod forms;
mod index;
mod index_methods;
mod index_references;
mod layout;
mod moment;
mod observation_rows;
mod observations;
mod overlay;
mod overlay_scheme;
mod pack;
mod parquet;
mod programme;
mod reporting;
mod scheme;
mod scheme_parts;
mod sheet;
mod statements;
mod units;
mod values;

pub use changes::{Changes, Supposed};
pub use create::{create_programme, make_folder};
pub use layout::lay_out_files;
pub use moment::{read_as_of, read_moment};
pub use overlay::{Localised, Loosened, Overlay};
pub use pack::pack_observations;
pub use sheet::is_id;
pub use statements::{Thing, ThingId, read_said};

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gangmu_base::facts::Facts;
use gangmu_base::finding::nearest;
use gangmu_base::observations::Observations;
use gangmu_base::{Finding, Place, Severity, Tree};
use gangmu_domain::assessment::Scheme;
use gangmu_domain::framework::{ElementDef, Framework};
use gangmu_domain::index::IndexDef;

use crate::text::limits::{FINDINGS, TABLE_BYTES};
use crate::text::{Folder, Source};

/// The columns of observations, those that must be there first.
pub const OBSERVATION_COLUMNS: [&str; 9] = [
    "unit",
    "element",
    "period",
    "value",
    "status",
    "recorded_at",
    "recorded_by",
    "supersedes",
    "reason",
];

/// A programme as its folder says it.
#[derive(Clone)]
pub struct Programme {
    /// What is laid down before figures come in.
    pub framework: Framework,
    /// Units and bodies in time.
    pub tree: Tree,
    /// What was reported.
    pub observations: Arc<Observations>,
    /// Figures that stand in their place, where it is asked what would be.
    pub supposed: Supposed,
    /// The other kinds of fact.
    pub facts: Facts,
    /// The schemes, in the order in which the programme names them.
    pub schemes: Vec<Scheme>,
    /// The composite index, if it has one.
    pub index: Option<IndexDef>,
    /// What lower tiers lay down for their own, those of higher tiers first.
    pub overlays: Vec<Overlay>,
    /// Everything that is asked, by the programme and then by overlays: observations are numbered
    /// by this list. `framework` knows the part that is in sight.
    pub asked: Vec<ElementDef>,
    /// Whose programme it is, where an overlay is laid over it: framework and schemes are then
    /// those of that unit, and so are the subjects.
    pub localised: Option<Localised>,
}

/// The tables of structure; those with `true` must be there.
pub(crate) const TABLES: [(&str, bool); 13] = [
    ("programme.toml", true),
    ("units.csv", true),
    ("unit_events.csv", false),
    ("classes.csv", false),
    ("bodies.csv", false),
    ("holidays.csv", false),
    ("elements.csv", false),
    ("indicators.csv", true),
    ("targets.csv", false),
    ("framework.toml", false),
    ("datasets.toml", false),
    ("questions.toml", false),
    ("index.toml", false),
];

/// Reads the programme in a folder.
///
/// The findings are in the order of their places, whatever the order of reading. With an error among
/// them the programme says something other than what its files say: it may be looked through for
/// more faults, and must not be scored.
pub fn read_programme(dir: impl AsRef<Path>) -> (Option<Programme>, Vec<Finding>) {
    match Folder::open(dir) {
        Ok(folder) => read_folder(folder),
        Err(finding) => (None, vec![finding]),
    }
}

/// [`read_programme`] of a folder that is open already.
pub fn read_folder(folder: Folder) -> (Option<Programme>, Vec<Finding>) {
    read(folder, Changes::default(), None, None)
}

/// Reads what one folder lays down, with the facts of another. Facts about what is no longer there
/// are findings in `data/`, and left out.
pub fn read_with_facts_of(
    dir: impl AsRef<Path>,
    facts: impl AsRef<Path>,
) -> (Option<Programme>, Vec<Finding>) {
    match Folder::open(dir).and_then(|folder| Ok((folder, Folder::open(facts)?))) {
        Ok((folder, facts)) => read(folder, Changes::default(), None, Some(facts)),
        Err(finding) => (None, vec![finding]),
    }
}

/// Reads it once more, with values in place of those of its files. What was reported is not read
/// again: it is that of `before`, the programme as it is.
pub fn read_changed(
    dir: impl AsRef<Path>,
    before: &Programme,
    changes: Changes,
) -> (Option<Programme>, Vec<Finding>) {
    match Folder::open(dir) {
        Ok(folder) => read(folder, changes, Some(before), None),
        Err(finding) => (None, vec![finding]),
    }
}

fn read(
    folder: Folder,
    changes: Changes,
    before: Option<&Programme>,
    facts: Option<Folder>,
) -> (Option<Programme>, Vec<Finding>) {
    let (mut files, mut findings) = folder.list();
    if let Some(facts) = &facts {
        files.retain(|path| !path.starts_with("data/"));
        files.extend(facts.list().0.into_iter().filter(|path| path.starts_with("data/")));
    }
    findings.extend(unknown_files(&files));
    let mut reading = Reading {
        folder,
        facts,
        files,
        findings,
        scheme_places: BTreeMap::new(),
        unit_classes: Vec::new(),
        changes: Arc::new(changes),
    };
    let programme = reading.programme(before);
    let mut findings = follow_ups::without_follow_ups(reading.findings);
    findings.sort_by_cached_key(Finding::listing_key);
    findings.dedup();
    (programme, no_more_than_are_read(findings))
}

/// Of each file as many findings as a person would read, and how many more there are.
fn no_more_than_are_read(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut files: BTreeMap<Arc<str>, (usize, usize, bool)> = BTreeMap::new();
    for finding in findings {
        let (listed, more, error) = files.entry(finding.place.file.clone()).or_default();
        if finding.code == "F129" {
            // Said while reading: some were not even kept.
            let counted = finding.blanks.iter().find(|(blank, _)| *blank == "more");
            *more += counted.and_then(|(_, more)| more.parse::<usize>().ok()).unwrap_or(1);
            *error |= finding.severity == Severity::Error;
        } else if *listed < FINDINGS {
            *listed += 1;
            kept.push(finding);
        } else {
            *more += 1;
            *error |= finding.severity == Severity::Error;
        }
    }
    for (file, (_, more, error)) in files.into_iter().filter(|(_, (_, more, _))| *more > 0) {
        let told = if error { Finding::error } else { Finding::warning };
        kept.push(told("F129", Place::file(file)).with("more", more));
    }
    kept.sort_by_cached_key(Finding::listing_key);
    kept
}

/// A folder being read.
pub(crate) struct Reading {
    folder: Folder,
    /// Another folder, whose facts are read in place of its own.
    facts: Option<Folder>,
    files: Vec<Arc<str>>,
    pub(crate) findings: Vec<Finding>,
    /// Where `programme.toml` names each scheme.
    pub(crate) scheme_places: BTreeMap<String, Place>,
    /// The classes that units name, and where.
    pub(crate) unit_classes: Vec<(String, Place)>,
    /// What is read in place of what the files say.
    pub(crate) changes: Arc<Changes>,
}

impl Reading {
    fn programme(&mut self, before: Option<&Programme>) -> Option<Programme> {
        for (file, wanted) in TABLES {
            if wanted && !self.files.iter().any(|found| **found == *file) {
                self.findings.push(Finding::error("F200", Place::file(file)).with("file", file));
            }
        }
        let mut framework = self.read_framework()?;
        let tree = self.read_tree(&framework);
        self.read_definitions(&mut framework, &tree);
        self.read_forms(&mut framework, &tree);
        if self.structure_is_unreadable() {
            // Every fact would be about something unknown: the cause would be buried.
            return None;
        }
        let index = self.read_index(&framework, &tree);
        let schemes = self.read_schemes(&framework, &tree);
        let read = self.read_overlays(&framework, &tree, &schemes);
        let facts = self.read_facts(&read.framework, &tree, &read.schemes);
        let shared = before.filter(|before| same_numbers(before, &read.framework, &tree));
        let observations = match shared {
            Some(before) => before.observations.clone(),
            None => Arc::new(self.read_observations(&read.framework, &tree)),
        };
        let supposed = self.changes.figures.clone();
        let (overlays, asked) = (read.overlays, read.framework.elements);
        Some(Programme {
            framework,
            tree,
            observations,
            supposed,
            facts,
            schemes,
            index,
            overlays,
            asked,
            localised: None,
        })
    }

    /// Whether a table that everything else rests on could not be read at all.
    fn structure_is_unreadable(&self) -> bool {
        let rests_on = |file: &str| matches!(file, "units.csv" | "elements.csv" | "indicators.csv");
        self.findings.iter().any(|finding| {
            // A figure that is none (F16x) leaves the row and its id as they are.
            let form = finding.code.starts_with("F1") && !finding.code.starts_with("F16");
            let unreadable = form || matches!(finding.code, "F200" | "F202");
            unreadable
                && finding.severity == gangmu_base::Severity::Error
                && rests_on(&finding.place.file)
        })
    }

    /// A file of the folder, if it is there.
    pub(crate) fn source(&mut self, path: &str, limit: u64) -> Option<Source> {
        let facts = self.facts.as_ref().filter(|_| path.starts_with("data/"));
        match facts.unwrap_or(&self.folder).read(path, limit) {
            Ok(source) => source,
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    /// A table of structure or of facts, if it is there.
    pub(crate) fn small_source(&mut self, path: &str) -> Option<Source> {
        self.source(path, TABLE_BYTES)
    }

    /// The files of a kind of fact: `data/events.csv`, `data/events-2025.csv` …
    pub(crate) fn data_files(&self, kind: &str, ending: &str) -> Vec<Arc<str>> {
        let fits = |path: &Arc<str>| data_kind(path, ending) == Some(kind);
        self.files.iter().filter(|path| fits(path)).cloned().collect()
    }

    /// The scheme files.
    pub(crate) fn scheme_files(&self) -> Vec<(Arc<str>, String)> {
        let id = |path: &Arc<str>| {
            let id = path.strip_prefix("schemes/")?.strip_suffix(".toml")?.to_owned();
            Some((path.clone(), id))
        };
        self.files.iter().filter_map(id).collect()
    }
}

/// Whether elements and units have the numbers by which the observations of a programme know them.
fn same_numbers(before: &Programme, framework: &Framework, tree: &Tree) -> bool {
    let elements = before.asked.iter().map(|element| &element.id);
    elements.eq(framework.elements.iter().map(|element| &element.id))
        && before.tree.units().iter().map(|u| &u.id).eq(tree.units().iter().map(|u| &u.id))
        && before.tree.bodies().iter().map(|b| &b.id).eq(tree.bodies().iter().map(|b| &b.id))
}

/// Kinds of fact, as the files in `data/` are named.
pub(crate) const KINDS: [&str; 11] = [
    "observations",
    "events",
    "surveys",
    "ratings",
    "checklists",
    "grades",
    "milestones",
    "practices",
    "history",
    "imported",
    "appeals",
];

/// The kind of fact a file in `data/` holds: its name up to the first `-`.
pub(crate) fn data_kind<'p>(path: &'p str, ending: &str) -> Option<&'p str> {
    let name = path.strip_prefix("data/")?.strip_suffix(ending)?;
    Some(name.split('-').next().unwrap_or(name))
}

/// Files that would be read if they had another name: a slip there would pass in silence.
fn unknown_files(files: &[Arc<str>]) -> Vec<Finding> {
    let known_kind = |path: &str| {
        let csv = data_kind(path, ".csv").is_some_and(|kind| KINDS.contains(&kind));
        csv || data_kind(path, ".parquet") == Some("observations")
    };
    let unknown = |path: &&Arc<str>| {
        let data = path.ends_with(".csv") || path.ends_with(".parquet") || path.ends_with(".toml");
        let table = TABLES.iter().any(|(table, _)| ***path == **table);
        let scheme = path.starts_with("schemes/") && path.ends_with(".toml");
        data && !table && !scheme && !known_kind(path) && !overlay::is_known(path)
    };
    files
        .iter()
        .filter(unknown)
        .map(|path| {
            let kinds: Vec<String> = KINDS.iter().map(|kind| format!("data/{kind}.csv")).collect();
            let of_overlay = overlay::known_beside(path);
            let known = TABLES.iter().map(|(table, _)| *table);
            let known = known.chain(kinds.iter().chain(&of_overlay).map(String::as_str));
            Finding::warning("F201", Place::file(path.clone()))
                .with("path", path)
                .with("nearest", nearest(path, known).unwrap_or_default())
        })
        .collect()
}
