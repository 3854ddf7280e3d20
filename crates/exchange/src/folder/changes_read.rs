//! `PATH=VALUE` read: what of the programme a path names.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Finding, Period, Place, Reporter};

use super::Programme;
use super::changes::{CellChange, Changes, TABLES, TargetChange};
use super::observation_rows::{STATUSES, status_of};
use crate::text::{TomlSet, parse_number};

/// Against what the texts are read.
pub(super) struct ReadingChanges<'r> {
    pub(super) programme: &'r Programme,
    /// The scheme that is meant where none is named.
    pub(super) scheme: &'r str,
    /// The period that is meant where none is named.
    pub(super) period: Period,
}

impl ReadingChanges<'_> {
    /// Reads one text into the changes.
    pub(super) fn change(
        &self,
        changes: &mut Changes,
        path: &str,
        value: &str,
        label: &Arc<str>,
    ) -> Result<(), Finding> {
        let (word, rest) = path.split_once('.').unwrap_or((path, ""));
        match word {
            "value" => {
                let (figure, reported) = self.figure(rest, value, label)?;
                changes.figures.insert(figure, reported);
            }
            "target" => changes.targets.push(self.target(rest, value, label)?),
            "class" => changes.cells.push(CellChange {
                file: "units.csv",
                id_column: "unit",
                id: self.known("class.", "unit", rest, label)?.to_owned(),
                column: "class".to_owned(),
                value: value.to_owned(),
                label: label.clone(),
            }),
            "scheme" if !rest.is_empty() => {
                let ids = self.programme.schemes.iter().map(|scheme| scheme.id.as_str());
                let (id, rest) = beginning(rest, ids.clone())
                    .filter(|(_, rest)| !rest.is_empty())
                    .ok_or_else(|| no_such_path(label, "scheme.", rest, ids))?;
                changes.schemes.push((id.to_owned(), TomlSet::new(rest, value, label.clone())));
            }
            _ => match TABLES.iter().find(|(name, ..)| *name == word) {
                Some((_, file, id_column)) => {
                    let (id, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
                    changes.cells.push(CellChange {
                        file,
                        id_column,
                        id: self.known(&format!("{word}."), word, id, label)?.to_owned(),
                        column: column.to_owned(),
                        value: value.to_owned(),
                        label: label.clone(),
                    });
                }
                None => {
                    self.starts_well(word, label)?;
                    let set = TomlSet::new(path, value, label.clone());
                    changes.schemes.push((self.scheme.to_owned(), set));
                }
            },
        }
        Ok(())
    }

    /// What is not in the scheme file either is a slip, and told with everything a path can begin
    /// with.
    fn starts_well(&self, word: &str, label: &Arc<str>) -> Result<(), Finding> {
        let others = ["target", "value", "class", "scheme"].into_iter();
        let others = others.chain(TABLES.iter().map(|(name, ..)| *name));
        let known = super::scheme::KEYS.into_iter().filter(|key| *key != "scheme").chain(others);
        if known.clone().any(|name| name == word) {
            return Ok(());
        }
        Err(no_such_path(label, "", word, known))
    }

    /// The id of an element, an indicator or a unit that is there.
    fn known<'i>(
        &self,
        known: &str,
        what: &str,
        id: &'i str,
        label: &Arc<str>,
    ) -> Result<&'i str, Finding> {
        let framework = &self.programme.framework;
        let ids: Vec<&str> = match what {
            "element" => framework.elements.iter().map(|one| one.id.as_str()).collect(),
            "indicator" => framework.indicators.iter().map(|one| one.id.as_str()).collect(),
            _ => self.programme.tree.units().iter().map(|one| one.id.as_str()).collect(),
        };
        if ids.contains(&id) { Ok(id) } else { Err(no_such_path(label, known, id, ids)) }
    }

    /// `C103`, `C103@K1`, `C103@K1.2024`, `C103.2024`.
    fn target(&self, rest: &str, value: &str, label: &Arc<str>) -> Result<TargetChange, Finding> {
        let programme = self.programme;
        let (indicator, whose, period) = match rest.split_once('@') {
            Some((indicator, whose)) => {
                let classes = programme.framework.classes.iter().map(|class| class.id.as_str());
                let kinds = programme.framework.body_kinds.iter().map(|kind| kind.id.as_str());
                let units = programme.tree.units();
                let in_use = units.iter().filter_map(|unit| unit.class.as_deref());
                let ids = units.iter().map(|unit| unit.id.as_str());
                let bodies = programme.tree.bodies().iter().map(|body| body.id.as_str());
                let known: BTreeSet<&str> =
                    classes.chain(kinds).chain(in_use).chain(ids).chain(bodies).collect();
                let (whose, period) = self.with_period(whose, &known, "target.…@", label)?;
                (indicator, Some(whose), period)
            }
            None => {
                let indicators = programme.framework.indicators.iter();
                let known: BTreeSet<&str> = indicators.map(|one| one.id.as_str()).collect();
                let (indicator, period) = self.with_period(rest, &known, "target.", label)?;
                (indicator, None, period)
            }
        };
        Ok(TargetChange {
            indicator: self.known("target.", "indicator", indicator, label)?.to_owned(),
            period,
            is_unit: whose.is_some_and(|whose| programme.tree.find(whose).is_some()),
            whose: whose.map(str::to_owned),
            value: value.to_owned(),
            label: label.clone(),
        })
    }

    /// `C103_n@YZ03`, `C103_n@YZ03.2025-06`, with a figure or a status.
    fn figure(
        &self,
        rest: &str,
        value: &str,
        label: &Arc<str>,
    ) -> Result<((Element, Period, Reporter), Reported), Finding> {
        let Programme { framework, tree, .. } = self.programme;
        let (element, unit) = rest.split_once('@').unwrap_or((rest, ""));
        self.known("value.", "element", element, label)?;
        let units = tree.units().iter().map(|unit| unit.id.as_str());
        let known: BTreeSet<&str> =
            units.chain(tree.bodies().iter().map(|body| body.id.as_str())).collect();
        let (unit, period) = self.with_period(unit, &known, &format!("value.{element}@"), label)?;
        let number = framework.elements.iter().position(|one| one.id == element);
        let (Some(number), Some(reporter)) = (number, tree.find(unit)) else {
            return Err(no_such_path(label, "value.", rest, known));
        };
        let reported = match status_of(value.as_bytes(), false) {
            Some(status) if !status.has_value() => Reported::without_value(status),
            _ => {
                let begins_with_a_letter = value.starts_with(char::is_alphabetic);
                let place = Place::at(label.clone(), 1, 1, value.chars().count() as u32);
                match parse_number(value) {
                    Ok((mantissa, scale)) => {
                        Reported { mantissa, scale, status: gangmu_base::Status::Known }
                    }
                    Err(_) if begins_with_a_letter && nearest(value, statuses()).is_some() => {
                        let allowed = statuses().collect::<Vec<_>>().join(", ");
                        return Err(Finding::error("F210", place)
                            .with("value", value)
                            .with("allowed", allowed));
                    }
                    Err(fault) => return Err(fault.finding(place, value)),
                }
            }
        };
        Ok(((Element(number as u32), period, reporter), reported))
    }

    /// An id, and behind it a period where one is named.
    fn with_period<'i>(
        &self,
        text: &'i str,
        known: &BTreeSet<&str>,
        before: &str,
        label: &Arc<str>,
    ) -> Result<(&'i str, Period), Finding> {
        if known.contains(text) {
            return Ok((text, self.period));
        }
        let Some((id, period)) = text.rsplit_once('.').filter(|(id, _)| known.contains(id)) else {
            return Err(no_such_path(label, before, text, known.iter().copied()));
        };
        match Period::parse(period) {
            Some(period) => Ok((id, period)),
            None => Err(Finding::error("G004", Place::file(label.clone())).with("value", period)),
        }
    }
}

/// The words of status that stand for no value.
fn statuses() -> impl Iterator<Item = &'static str> {
    STATUSES.split(", ").skip(4)
}

/// Of the ids the longest with which a path begins, and the rest of the path.
fn beginning<'p>(path: &'p str, ids: impl Iterator<Item = &'p str>) -> Option<(&'p str, &'p str)> {
    let split = ids.filter_map(|id| {
        let rest = path.strip_prefix(id)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
        Some((id, rest))
    });
    split.max_by_key(|(id, _)| id.len())
}

/// No more of what is possible is listed.
const LISTED: usize = 40;

pub(super) fn no_such_path<'k>(
    label: &Arc<str>,
    known: &str,
    unknown: &str,
    possible: impl IntoIterator<Item = &'k str>,
) -> Finding {
    let possible: Vec<&str> = possible.into_iter().collect();
    let near = nearest(unknown, possible.iter().copied()).unwrap_or_default();
    let mut list = possible.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    if possible.len() > LISTED {
        list.push_str(", …");
    }
    Finding::error("G021", Place::file(label.clone()))
        .with("known", known.trim_end_matches('.'))
        .with("unknown", unknown)
        .with("nearest", near)
        .with("possible", list)
}
