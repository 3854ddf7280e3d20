//! Check: every fault of form and reference of a programme folder.

use std::collections::BTreeSet;
use std::path::Path;

use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Period, Place, Severity};
use gangmu_domain::framework::{
    Figures, FrameworkSource, Indicator, check_adding_up, check_aims, check_asking,
};
use gangmu_exchange::folder::{Changes, Programme, read_changed, read_folder};
use gangmu_exchange::text::Folder;
use rustc_hash::FxHashMap;

use super::accepted::accept;
use super::check_index::of_index;
use super::check_overlays::check_overlays;
use super::check_scheme::{About, of_scheme};
use super::composition::{composed, used};
use super::denominators::of_shorter_periods;
use super::drafts::still_drafts;
use super::evidence_scheme::of_outcome;
use super::limits;
use super::prepare::{Prepared, prepare};
use super::ranges::Ranges;
use crate::score::{Asked, Scored, period_of, subjects_of, with_scored};

/// What a check gives.
pub struct Checked {
    /// The programme, where nothing stops it from being used.
    pub programme: Option<Programme>,
    /// What was found, in the order of the places.
    pub findings: Vec<Finding>,
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything that keeps a programme from being used, and what is told of its rules.
    Rules,
    /// That, and what the figures show: schemes and the index are worked out for it.
    Figures,
}

/// Checks the programme in a folder, before it is used.
pub fn check(dir: impl AsRef<Path>) -> Checked {
    check_to(dir, Depth::Rules)
}

/// Checks the programme in a folder, and looks at what its figures show.
pub fn check_with_figures(dir: impl AsRef<Path>) -> Checked {
    check_to(dir, Depth::Figures)
}

fn check_to(dir: impl AsRef<Path>, depth: Depth) -> Checked {
    match Folder::open(dir) {
        Ok(folder) => check_open(folder, depth),
        Err(finding) => Checked { programme: None, findings: vec![finding] },
    }
}

/// Checks the programme in a folder that is open, a proposed file of it included.
pub fn check_folder(folder: Folder) -> Checked {
    check_open(folder, Depth::Rules)
}

fn check_open(folder: Folder, depth: Depth) -> Checked {
    let (programme, findings) = read_folder(folder);
    let checked = checked(programme, findings, depth);
    let sound = !any_error(&checked.findings);
    Checked { programme: checked.programme.filter(|_| sound), ..checked }
}

/// Checks it as it would be with other values here and there; `before` is the programme as it is.
/// That a lower tier would have to follow is told, and does not keep the tier above from asking.
pub fn check_changed(dir: impl AsRef<Path>, before: &Programme, changes: Changes) -> Checked {
    let (programme, findings) = read_changed(dir, before, changes);
    checked(programme, findings, Depth::Rules)
}

/// What is found, and the programme where nothing is wrong with it but for its overlays.
fn checked(mut programme: Option<Programme>, mut findings: Vec<Finding>, depth: Depth) -> Checked {
    if let Some(programme) = &mut programme {
        if findings.iter().any(of_the_programme_itself) {
            findings.extend(in_formulas(programme, &findings));
        } else {
            findings.extend(of_programme(programme, depth));
            if !findings.iter().any(of_the_programme_itself) {
                findings.extend(check_overlays(programme, &findings));
            }
            accept(programme, &mut findings, depth);
        }
    }
    findings.sort_by_cached_key(Finding::listing_key);
    findings.dedup();
    let programme = programme.filter(|_| !findings.iter().any(of_the_programme_itself));
    Checked { programme, findings }
}

/// Whether it is an error, and not one of an overlay: on those nothing of the programme rests.
fn of_the_programme_itself(finding: &Finding) -> bool {
    finding.severity == Severity::Error && !finding.place.file.starts_with("overlays/")
}

/// Faults of formulas and schemes in a programme that has others, so that all can be mended at once;
/// but for names that may be unknown only because a row or a table was lost to another fault.
fn in_formulas(programme: &Programme, findings: &[Finding]) -> Vec<Finding> {
    let at_fault = |file: &str, fatal: fn(&str) -> bool| {
        let errors = findings.iter().filter(|f| f.severity == Severity::Error);
        errors.clone().any(|f| f.place.file.starts_with(file) && fatal(f.code))
    };
    // Of these a row has no id, or the table no rows; other faults leave the id where it is.
    let loses_ids = |code: &str| {
        let form = code.starts_with("F1") && !code.starts_with("F16");
        form || matches!(code, "F200" | "F202" | "F206" | "F207")
    };
    let lost = |files: &[&str]| files.iter().any(|file| at_fault(file, loses_ids));
    let names = lost(&["elements.csv", "indicators.csv", "questions.toml", "units.csv"])
        || ["data/history", "data/imported"].iter().any(|file| at_fault(file, |_| true));
    let classes = lost(&["classes.csv", "units.csv", "bodies.csv", "programme.toml"]);
    let follows_from_another = |finding: &Finding| match finding.code {
        "X010" | "S011" => names,
        "S017" => classes,
        "S010" | "S012" | "S013" | "S014" | "S016" => at_fault(&finding.place.file, |_| true),
        _ => false,
    };
    let (_, found) = prepare(programme);
    found.into_iter().filter(|finding| !follows_from_another(finding)).collect()
}

/// What is wrong with what is laid down before any scheme.
fn of_framework(prepared: &Prepared<'_>) -> Vec<Finding> {
    let programme = prepared.programme;
    let mut findings = limits::of_framework(prepared);
    findings.extend(check_asking(&programme.framework, &used(prepared)));
    let composed = |indicator: &Indicator| composed(prepared, indicator);
    findings.extend(check_aims(&programme.framework, &programme.tree, &composed));
    findings
}

/// Faults that show only when the parts are put together.
pub(super) fn of_programme(programme: &Programme, depth: Depth) -> Vec<Finding> {
    let (prepared, mut findings) = prepare(programme);
    let ranges = Ranges::new(&prepared);
    findings.extend(of_framework(&prepared));
    let framework = &programme.framework;
    let unchanged = FxHashMap::default();
    let figures = Figures::new(
        &programme.tree,
        &framework.elements,
        &programme.observations,
        None,
        unchanged,
    );
    findings.extend(check_adding_up(
        &programme.tree,
        &framework.elements,
        &programme.observations,
        &figures,
    ));
    let Prepared { catalogue, compiled: made, .. } = &prepared;
    let source = FrameworkSource::new(framework, catalogue, made, &figures, &programme.facts);
    let mut periods: BTreeSet<Period> = BTreeSet::new();
    for compiled in &prepared.schemes {
        let scheme = compiled.scheme;
        let Some(period) = period_of(programme, scheme, None) else {
            findings.push(Finding::error("S023", scheme.place.clone()).with("scheme", &scheme.id));
            continue;
        };
        let subjects = subjects_of(programme, scheme, period.last_day());
        if subjects.is_empty() {
            findings.push(
                Finding::warning("S022", scheme.subjects.place.clone()).with("scheme", &scheme.id),
            );
        }
        if periods.insert(period) {
            findings.extend(of_shorter_periods(&prepared, period));
        }
        let about = About { prepared: &prepared, compiled, subjects: &subjects, period };
        findings.extend(of_scheme(&about, &ranges, &source));
    }
    if programme.schemes.is_empty() {
        findings.push(Finding::warning("S024", Place::file("programme.toml")));
    }
    if !any_error(&findings) {
        let found = of_outcomes(&prepared, &source, &findings, depth);
        findings.extend(found);
    }
    let figures = depth == Depth::Figures && !any_error(&findings);
    findings.extend(of_index(&prepared, figures.then_some(&source)));
    findings
}

/// What shows when schemes are scored: whether appeals, which change inputs, can be applied, and
/// what the figures make of the items.
fn of_outcomes(
    prepared: &Prepared<'_>,
    source: &FrameworkSource<'_>,
    told: &[Finding],
    depth: Depth,
) -> Vec<Finding> {
    let evidence = depth == Depth::Figures;
    let mut findings = Vec::new();
    for (place, compiled) in prepared.schemes.iter().enumerate() {
        let appeals = place == 0 && !prepared.programme.facts.appeals.is_empty();
        if !(appeals || evidence) || still_drafts(prepared, compiled).is_some() {
            continue;
        }
        let scheme = Some(compiled.scheme.id.clone());
        let asked = Asked { scheme, ..Asked::default() };
        let look = |scored: &Scored<'_>| match evidence {
            true => of_outcome(prepared, scored.outcome, source, told),
            false => Vec::new(),
        };
        match with_scored(prepared, &asked, look) {
            Ok(found) => findings.extend(found),
            Err(found) if appeals => findings.extend(found),
            Err(_) => {}
        }
    }
    findings
}
