//! Overlays looked through: each may ask for more than the tiers above and never for less, but for
//! what was granted; and what it makes of the programme has to be as sound as the programme itself.

use gangmu_base::finding::{any_error, nearest};
use gangmu_base::tier::Bearing;
use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::Programme;

use super::check::{Depth, of_programme};
use super::localise::{How, Laid, Told, lay, put_on, take_off};

/// What is to be said about the overlays of a programme of which `core` was found without them.
pub(super) fn check_overlays(programme: &mut Programme, core: &[Finding]) -> Vec<Finding> {
    let units: Vec<String> = programme
        .overlays
        .iter()
        .map(|overlay| programme.tree.id(overlay.framework.unit).to_owned())
        .collect();
    let mut findings = Vec::new();
    for unit in units {
        // Without any period nothing can be scored, which is told elsewhere.
        let Ok(laid) = lay(programme, &unit, None) else { continue };
        let mut found = of_overlay(programme, &laid);
        let folder = format!("overlays/{unit}/");
        let in_folder = |finding: &&Finding| finding.place.file.starts_with(&*folder);
        let at_fault = any_error(&found)
            || core.iter().filter(in_folder).any(|f| f.severity == Severity::Error);
        let Laid { overlay, framework, schemes, loosened, .. } = laid;
        let at = overlay.framework.unit;
        if !at_fault {
            let before = put_on(programme, at, (framework, schemes), loosened);
            // What figures show of the programme need not be told again of every unit.
            let more = of_programme(programme, Depth::Rules);
            take_off(programme, before);
            // What is told of the programme itself need not be told again of every unit.
            found.extend(more.into_iter().filter(|finding| {
                in_folder(&finding)
                    || (finding.severity == Severity::Error && !core.contains(finding))
            }));
        }
        findings.extend(found);
    }
    findings
}

/// What an overlay may not say, and what was granted.
fn of_overlay(programme: &Programme, laid: &Laid<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        laid.told.iter().filter_map(|told| of_difference(programme, laid, told)).collect();
    findings.extend(useless_derogations(laid));
    for changes in &laid.overlay.schemes {
        let above = programme.schemes.iter().find(|scheme| scheme.id == changes.scheme);
        if let Some(above) = above.filter(|above| above.version != changes.version) {
            findings.push(
                Finding::warning("O010", changes.version_place.clone())
                    .with("scheme", &above.id)
                    .with("written_for", changes.version)
                    .with("version", above.version),
            );
        }
    }
    findings
}

fn of_difference(programme: &Programme, laid: &Laid<'_>, told: &Told<'_>) -> Option<Finding> {
    let difference = &told.difference;
    let path = difference.path();
    let about = |code| {
        Finding::error(code, difference.place.clone())
            .with("field", &path)
            .with("above", &difference.above)
            .with("here", &difference.here)
    };
    let unit = programme.tree.id(laid.overlay.framework.unit);
    let derogation = told.derogation;
    Some(match (&difference.bearing, told.how) {
        (Bearing::Looser { .. }, How::Derogated) => {
            let derogation = derogation?;
            Finding::note("O014", derogation.place.clone())
                .with("derogation", &derogation.id)
                .with("field", &path)
                .with("above", &difference.above)
                .with("here", &difference.here)
                .with("body", &derogation.granted_by)
                .with("until", derogation.until)
        }
        (Bearing::Looser { .. }, How::Expired) => {
            let derogation = derogation?;
            let at = laid.overlay.framework.unit;
            if laid.overreaching.contains(&derogation.id) {
                Finding::error("O016", derogation.place.clone())
                    .with("derogation", &derogation.id)
                    .with("body", &derogation.granted_by)
                    .with("field", &path)
            } else if derogation.granted_from_above(at, &programme.tree, laid.day) {
                Finding::warning("O012", difference.place.clone())
                    .with("derogation", &derogation.id)
                    .with("until", derogation.until)
                    .with("field", &path)
                    .with("above", &difference.above)
            } else {
                Finding::error("O011", derogation.place.clone())
                    .with("derogation", &derogation.id)
                    .with("body", &derogation.granted_by)
                    .with("unit", unit)
            }
        }
        (Bearing::Looser { allowed }, _) => about("O006").with("allowed", allowed),
        (Bearing::Fixed { .. }, _) if difference.field.first().is_some_and(|f| f == "targets") => {
            let whose = difference.field.last().map_or("", String::as_str);
            about("O008").with("target", whose).with("unit", unit)
        }
        (Bearing::Fixed { may }, _) => about("O007").with("may", may),
        (Bearing::Gives { instead }, _) => about("O009").with("instead", instead),
        _ => return None,
    })
}

/// Permissions for something that is not less strict at all.
fn useless_derogations(laid: &Laid<'_>) -> Vec<Finding> {
    let looser = |told: &&Told<'_>| matches!(told.difference.bearing, Bearing::Looser { .. });
    let used: Vec<String> =
        laid.told.iter().filter(looser).map(|told| told.difference.path()).collect();
    let said: Vec<String> = laid.told.iter().map(|told| told.difference.path()).collect();
    let derogations = laid.overlay.framework.derogations.iter();
    derogations
        .filter(|derogation| !used.contains(&derogation.field))
        .map(|derogation| {
            let other = said.iter().map(String::as_str).filter(|path| *path != derogation.field);
            let near = nearest(&derogation.field, other).unwrap_or_default();
            Finding::warning("O013", derogation.place.clone())
                .with("derogation", &derogation.id)
                .with("field", &derogation.field)
                .with("nearest", near)
        })
        .collect()
}
