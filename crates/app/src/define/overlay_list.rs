//! How the rules of a lower tier differ from those above it, for whoever wants to know.

use gangmu_base::units::Named;
use gangmu_base::{Finding, Period};
use gangmu_exchange::folder::{Overlay, Programme};

use super::localise::{How, Told, lay};
use crate::fields::field_in_words;
use crate::table::{Table, Value};
use crate::words::Words;

/// A row for each thing that the overlays of units say.
///
/// # Errors
/// `G012` for a unit that has none, `S023` without a period.
pub fn overlay_table(
    programme: &Programme,
    units: &[&str],
    period: Option<Period>,
) -> Result<Table, Finding> {
    let row = |unit: &str, told: &Told<'_>| {
        let difference = &told.difference;
        let derogation = told.derogation;
        vec![
            Value::word(unit),
            Value::word(difference.path()),
            Value::word(difference.above.clone()),
            Value::word(difference.here.clone()),
            Value::word(told.how.word()),
            Value::or_empty(derogation, |derogation| Value::word(derogation.id.clone())),
            Value::or_empty(derogation, |derogation| Value::word(derogation.granted_by.clone())),
            Value::or_empty(derogation, |derogation| Value::word(derogation.until.to_string())),
            Value::word(difference.place.to_string()),
        ]
    };
    let mut rows = Vec::new();
    for unit in units {
        rows.extend(lay(programme, unit, period)?.told.iter().map(|told| row(unit, told)));
    }
    let columns = vec![
        "overlay",
        "field",
        "above",
        "here",
        "how",
        "derogation",
        "granted_by",
        "until",
        "place",
    ];
    Ok(Table { columns, rows })
}

/// The same in sentences, a line each.
///
/// # Errors
/// As [`overlay_table`].
pub fn overlay_list(
    programme: &Programme,
    words: &Words,
    unit: &str,
    period: Option<Period>,
) -> Result<Vec<String>, Finding> {
    let laid = lay(programme, unit, period)?;
    let tree = &programme.tree;
    let overlay = &laid.overlay.framework;
    let name = tree.name_on(overlay.unit, laid.day);
    let issuer = tree.find(&overlay.issued_by).map(|body| tree.name(body)).unwrap_or_default();
    let from = overlay.from.map(|from| from.to_string()).unwrap_or_default();
    let mut lines = vec![words.say(
        "overlay-head",
        &[
            ("unit", unit),
            ("name", words.name(&name)),
            ("title", words.name(&overlay.title)),
            ("body", words.name(&issuer)),
            ("from", &from),
        ],
    )];
    let reason = words.name(&overlay.reason);
    if !reason.is_empty() {
        lines.push(words.say("overlay-reason", &[("reason", reason)]));
    }
    let mut scheme = String::new();
    for told in &laid.told {
        if let [schemes, id, ..] = told.difference.field.as_slice()
            && schemes == "schemes"
            && *id != scheme
        {
            scheme.clone_from(id);
            lines.push(words.say("overlay-scheme", &[("scheme", &scheme)]));
        }
        lines.push(format!("  {}", line(words, told, laid.overlay)));
        if let Some(derogation) = told.derogation {
            let said = words.say(
                "overlay-derogation",
                &[
                    ("derogation", &derogation.id),
                    ("body", &derogation.granted_by),
                    ("until", &derogation.until.to_string()),
                    ("reason", words.name(&derogation.reason)),
                ],
            );
            lines.push(format!("    {said}"));
        }
    }
    if laid.told.is_empty() {
        lines.push(format!("  {}", words.say("overlay-nothing", &[])));
    }
    Ok(lines)
}

/// What is called by a name that the overlay gave it: an element, an indicator, a form, a group.
fn name<'o>(overlay: &'o Overlay, field: &[String]) -> Option<&'o Named> {
    let Overlay { framework, schemes, .. } = overlay;
    match field {
        [kind, id] => match kind.as_str() {
            "elements" => framework.elements.iter().find(|one| one.id == *id).map(|one| &one.name),
            "indicators" => {
                framework.indicators.iter().find(|one| one.id == *id).map(|one| &one.name)
            }
            "datasets" => framework.datasets.iter().find(|one| one.id == *id).map(|one| &one.name),
            _ => None,
        },
        [_, scheme, group, id] if group == "group" => {
            let changes = schemes.iter().find(|changes| changes.scheme == *scheme)?;
            changes.groups.iter().find(|one| one.id == *id).map(|one| &one.title)
        }
        _ => None,
    }
}

fn line(words: &Words, told: &Told<'_>, overlay: &Overlay) -> String {
    let difference = &told.difference;
    let named = name(overlay, &difference.field).filter(|_| told.how == How::Added);
    let here = named.map_or(difference.here.as_str(), |name| words.name(name));
    let key = match told.how {
        How::Same => "overlay-same",
        How::Stricter => "overlay-stricter",
        How::Added => "overlay-added",
        How::Free => "overlay-free",
        How::Derogated => "overlay-derogated",
        How::Expired => "overlay-expired",
        How::Refused => "overlay-refused",
    };
    words.say(
        key,
        &[
            ("field", &field_in_words(words, &difference.field)),
            ("above", &difference.above),
            ("here", here),
        ],
    )
}
