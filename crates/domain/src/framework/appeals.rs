//! Appeals: an upheld one changes an input, never a total; everything is worked out again.

use rustc_hash::FxHashMap;

use gangmu_base::facts::{Appeal, Facts, Mark};
use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Finding, Period, Reporter, Status, Tree};
use gangmu_num::Ratio;

use super::words::{ElementDef, Notice};

/// Inputs after the appeals.
pub struct Changed {
    /// Facts, with the changes made.
    pub facts: Facts,
    /// Observations that are changed.
    pub observations: FxHashMap<(Element, Period, Reporter), Reported>,
}

/// What an observation said when an appeal was decided.
#[derive(Debug, Clone, Copy)]
pub struct AsDecided {
    /// What it said then; `None` when it said nothing.
    pub said: Option<Reported>,
    /// Whether a row recorded since then has taken its place: that row holds, not the decision.
    pub replaced_since: bool,
}

/// How an observation is read for an appeal.
pub type ReadForAppeal<'r> = &'r dyn Fn(&Appeal, Element, Period, Reporter) -> AsDecided;

/// Applies the upheld appeals. `reported` reads what an observation said when one was decided.
///
/// An appeal filed outside the window of the notice cannot be upheld, nor can one whose input is
/// not found, or did not say what the appeal says it said. Each gives a finding and changes
/// nothing.
pub fn apply_appeals(
    facts: &Facts,
    notice: Option<&Notice>,
    tree: &Tree,
    elements: &[ElementDef],
    reported: ReadForAppeal<'_>,
) -> (Changed, Vec<Finding>) {
    let mut changed = Changed { facts: facts.clone(), observations: FxHashMap::default() };
    let mut findings = Vec::new();
    for appeal in &facts.appeals {
        if !appeal.upheld {
            continue;
        }
        let window =
            notice.is_none_or(|n| n.appeals_from <= appeal.filed && appeal.filed <= n.appeals_to);
        if !window {
            findings.push(
                Finding::error("A001", appeal.place.clone())
                    .with("appeal", &appeal.id)
                    .with("filed", appeal.filed),
            );
            continue;
        }
        let found = match appeal.file.as_str() {
            "observations" => observation(&mut changed, appeal, tree, elements, reported),
            "events" => event(&mut changed.facts, appeal),
            "checklists" => mark(&mut changed.facts.checks, appeal, tree, "element", "met"),
            "ratings" => mark(&mut changed.facts.ratings, appeal, tree, "rater", "rating"),
            "grades" => mark(&mut changed.facts.grades, appeal, tree, "dimension", "grade"),
            _ => Err("file"),
        };
        if let Err(what) = found {
            findings.push(
                Finding::error("A002", appeal.place.clone())
                    .with("appeal", &appeal.id)
                    .with("what", what),
            );
        }
    }
    (changed, findings)
}

/// The value of a key's column.
fn key<'a>(appeal: &'a Appeal, column: &'static str) -> Result<&'a str, &'static str> {
    let found = appeal.key.iter().find(|(known, _)| known == column);
    found.map(|(_, value)| value.as_str()).ok_or("key")
}

fn observation(
    changed: &mut Changed,
    appeal: &Appeal,
    tree: &Tree,
    elements: &[ElementDef],
    reported: ReadForAppeal<'_>,
) -> Result<(), &'static str> {
    let reporter = tree.find(key(appeal, "unit")?).ok_or("key")?;
    let id = key(appeal, "element")?;
    let element = elements.iter().position(|e| e.id == id).ok_or("key")?;
    let element = Element(element as u32);
    let period = Period::parse(key(appeal, "period")?).ok_or("key")?;
    let place = (element, period, reporter);
    let decided = reported(appeal, element, period, reporter);
    let before = match changed.observations.get(&place) {
        Some(before) => *before,
        None => decided.said.ok_or("row")?,
    };
    let after = match appeal.column.as_str() {
        "value" => {
            let old = Ratio::parse_decimal(&appeal.old).ok_or("old")?;
            if before.cell().value() != Some(&old) {
                return Err("old");
            }
            value(&appeal.new).ok_or("new")?
        }
        "status" => {
            let before = before.status;
            let old = reported_status(&appeal.old).ok_or("old")?;
            if before != old {
                return Err("old");
            }
            let new = reported_status(&appeal.new).ok_or("new")?;
            if new.has_value() {
                return Err("new");
            }
            Reported::without_value(new)
        }
        _ => return Err("column"),
    };
    if !decided.replaced_since {
        changed.observations.insert(place, after);
    }
    Ok(())
}

/// A decimal as an observation holds it.
fn value(text: &str) -> Option<Reported> {
    let value = Ratio::parse_decimal(text)?;
    (0..=18u8).find_map(|scale| {
        let shifted = &value * &Ratio::from_int(10).pow(u32::from(scale));
        let mantissa = shifted.to_integer()?;
        Some(Reported { mantissa, scale, status: Status::Known })
    })
}

/// A status as it is written in `observations.csv`.
fn reported_status(word: &str) -> Option<Status> {
    match word {
        "" | "reported" | "verified" => Some(Status::Known),
        _ => Status::ALL.into_iter().find(|status| status.word() == word),
    }
}

fn event(facts: &mut Facts, appeal: &Appeal) -> Result<(), &'static str> {
    let id = key(appeal, "event")?;
    let event = facts.events.iter_mut().find(|event| event.id == id).ok_or("row")?;
    match appeal.column.as_str() {
        "type" => replace(&mut event.kind, appeal),
        "severity" => replace(&mut event.severity, appeal),
        flag => {
            let set = event.flags.iter().any(|known| known == flag);
            if appeal.old != if set { "1" } else { "0" } {
                return Err("old");
            }
            event.flags.retain(|known| known != flag);
            match appeal.new.as_str() {
                "1" => event.flags.push(flag.to_owned()),
                "0" => {}
                _ => return Err("new"),
            }
            Ok(())
        }
    }
}

fn mark(
    marks: &mut [Mark],
    appeal: &Appeal,
    tree: &Tree,
    part: &'static str,
    column: &'static str,
) -> Result<(), &'static str> {
    let reporter = tree.find(key(appeal, "unit")?).ok_or("key")?;
    let indicator = key(appeal, "indicator")?;
    let period = Period::parse(key(appeal, "period")?).ok_or("key")?;
    let part = key(appeal, part)?;
    if appeal.column != column {
        return Err("column");
    }
    let found = marks.iter_mut().find(|mark| {
        mark.reporter == reporter
            && mark.indicator == indicator
            && mark.period == period
            && mark.part == part
    });
    replace(&mut found.ok_or("row")?.label, appeal)
}

fn replace(field: &mut String, appeal: &Appeal) -> Result<(), &'static str> {
    if *field != appeal.old {
        return Err("old");
    }
    field.clone_from(&appeal.new);
    Ok(())
}
