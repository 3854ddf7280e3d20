//! Diff: what two versions of a programme lay down differently, and who would have moved.

use std::collections::BTreeMap;

use gangmu_base::units::Named;
use gangmu_base::{Finding, Place};
use gangmu_domain::assessment::Scheme;
use gangmu_exchange::folder::{Programme, Thing, ThingId};
use gangmu_formula::Reference;

use super::moved::{Changed, changed};
use crate::define::{Prepared, prepare};
use crate::score::{Asked, Scored, period_of, with_scored};
use crate::table::{Table, Value};

/// A thing of which two versions say something different.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Which thing.
    pub id: ThingId,
    /// What it is called, in the later version where it is there.
    pub title: Named,
    /// What is different.
    pub change: Change,
}

/// What is different about a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    New(Vec<(String, String)>),
    /// It is there no more.
    Gone,
    /// Fields, with what they said and say; nothing is empty.
    Fields(Vec<(String, String, String)>),
}

/// What two versions say differently, in the order of the files.
pub fn differences(before: &[Thing], after: &[Thing]) -> Vec<Difference> {
    let was: BTreeMap<&ThingId, &Thing> = before.iter().map(|thing| (&thing.id, thing)).collect();
    let is: BTreeMap<&ThingId, &Thing> = after.iter().map(|thing| (&thing.id, thing)).collect();
    let mut found: Vec<Difference> = Vec::new();
    let one = |thing: &Thing, change| Difference {
        id: thing.id.clone(),
        title: thing.title.clone(),
        change,
    };
    for thing in after {
        let Some(old) = was.get(&thing.id) else {
            found.push(one(thing, Change::New(thing.fields.clone())));
            continue;
        };
        let fields = fields(old, thing);
        if !fields.is_empty() {
            found.push(one(thing, Change::Fields(fields)));
        }
    }
    let gone = before.iter().filter(|thing| !is.contains_key(&thing.id));
    found.extend(gone.map(|thing| one(thing, Change::Gone)));
    // Files in the order in which they are met, and what is said of the whole first.
    let mut files: Vec<&str> = Vec::new();
    for thing in before.iter().chain(after) {
        if !files.contains(&thing.id.file.as_str()) {
            files.push(&thing.id.file);
        }
    }
    found.sort_by_key(|difference| files.iter().position(|file| *file == difference.id.file));
    found
}

fn fields(before: &Thing, after: &Thing) -> Vec<(String, String, String)> {
    let value = |thing: &Thing, field: &str| {
        let found = thing.fields.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let gone = before.fields.iter().filter(|(name, _)| value(after, name).is_empty());
    let names = after.fields.iter().chain(gone).map(|(name, _)| name);
    let all = names.map(|name| (name.clone(), value(before, name), value(after, name)));
    let said: Vec<(String, String, String)> =
        all.filter(|(_, before, after)| before != after).collect();
    // Another order is news only where it is the order of the same things.
    let same_things = |one: &str, other: &str| {
        let sorted = |text: &str| {
            let mut list: Vec<String> = text.split(", ").map(str::to_owned).collect();
            list.sort();
            list
        };
        sorted(one) == sorted(other)
    };
    let is_news = |(name, before, after): &(String, String, String)| {
        !name.starts_with("order of ") || same_things(before, after)
    };
    said.into_iter().filter(is_news).collect()
}

/// The differences for programs: a row for each field.
pub fn differences_table(differences: &[Difference]) -> Table {
    let columns = vec!["file", "kind", "id", "change", "field", "before", "after"];
    let mut rows = Vec::new();
    for Difference { id, change, .. } in differences {
        let mut row = |word: &str, field: &str, before: &str, after: &str| {
            let cells = [&id.file, &id.kind, &id.id, word, field, before, after];
            rows.push(cells.map(Value::word).to_vec());
        };
        match change {
            Change::Gone => row("gone", "", "", ""),
            Change::New(fields) if fields.is_empty() => row("new", "", "", ""),
            Change::New(fields) => {
                fields.iter().for_each(|(field, value)| row("new", field, "", value));
            }
            Change::Fields(fields) => {
                fields.iter().for_each(|(field, was, is)| row("changed", field, was, is));
            }
        }
    }
    Table { columns, rows }
}

/// What the later version does with the facts of the earlier one.
pub struct Effect<'a, 's> {
    /// The earlier version's result.
    pub before: &'a Scored<'s>,
    /// What the later version makes of the same facts.
    pub after: &'a Scored<'s>,
    /// The two compared.
    pub changed: &'a Changed<'a>,
    /// Items of the later version that rest on elements that nobody was asked for: item, element.
    pub not_asked: Vec<(String, String)>,
}

/// Scores the facts of the earlier version by it and by the later one; `after` lays down what the
/// later version does and holds the facts of the earlier. Where the later version is about another
/// period, its targets for that period stand for those of the period of the facts.
///
/// # Errors
/// The scheme is not in both, or cannot be scored.
pub fn effect<R>(
    before: &Programme,
    mut after: Programme,
    scheme: Option<&str>,
    then: impl FnOnce(&Effect<'_, '_>) -> R,
) -> Result<R, Vec<Finding>> {
    let (old, _) = prepare(before);
    let (id, new_id) = pair(before, &after, scheme)?;
    let scheme_of = |programme: &Programme, id: &str| -> Option<Scheme> {
        programme.schemes.iter().find(|scheme| scheme.id == id).cloned()
    };
    let own = |programme: &Programme, id: &str| {
        scheme_of(programme, id).and_then(|scheme| period_of(programme, &scheme, None))
    };
    let period = own(before, &id);
    if let (Some(period), Some(other)) = (period, own(&after, &new_id))
        && period != other
    {
        let aims = &mut after.framework.targets;
        if aims.iter().any(|target| target.period == other) {
            aims.retain(|target| target.period != period);
            for target in aims.iter_mut().filter(|target| target.period == other) {
                target.period = period;
            }
        }
    }
    let mut asked = Asked { scheme: Some(id), period, ..Asked::default() };
    let of_new = |asked: &Asked| Asked { scheme: Some(new_id.clone()), ..asked.clone() };
    // Appeals may be about what is no longer there: then both are looked at before appeals.
    if !after.facts.appeals.is_empty() {
        let (new, _) = prepare(&after);
        asked.before_appeals = with_scored(&new, &of_new(&asked), |_| ()).is_err();
    }
    if asked.before_appeals {
        after.facts.appeals.clear();
    }
    let (new, _) = prepare(&after);
    with_scored(&old, &asked, |before| {
        with_scored(&new, &of_new(&asked), |after| {
            let changed = changed(before, after);
            let not_asked = not_asked(&old, after);
            then(&Effect { before, after, changed: &changed, not_asked })
        })
    })?
}

/// The scheme in the two versions: of the same id, or each one's first where none is named.
fn pair(
    before: &Programme,
    after: &Programme,
    asked: Option<&str>,
) -> Result<(String, String), Vec<Finding>> {
    let ids = |programme: &Programme| -> Vec<String> {
        programme.schemes.iter().map(|scheme| scheme.id.clone()).collect()
    };
    let (old, new) = (ids(before), ids(after));
    let none = |id: &str| {
        let known = old.iter().filter(|id| new.contains(id)).cloned().collect::<Vec<_>>();
        vec![
            Finding::error("G031", Place::file("schemes"))
                .with("scheme", id)
                .with("known", known.join(", ")),
        ]
    };
    match (asked, old.first(), new.first()) {
        (Some(id), ..) => {
            let both = old.iter().any(|own| own == id) && new.iter().any(|own| own == id);
            if both { Ok((id.to_owned(), id.to_owned())) } else { Err(none(id)) }
        }
        (None, Some(first), _) if new.contains(first) => Ok((first.clone(), first.clone())),
        (None, Some(first), Some(other)) => Ok((first.clone(), other.clone())),
        _ => Err(none("")),
    }
}

/// Items that look at elements which the earlier version does not ask.
fn not_asked(old: &Prepared<'_>, after: &Scored<'_>) -> Vec<(String, String)> {
    let known = |id: &str| old.programme.asked.iter().any(|element| element.id == *id);
    let new = after.prepared;
    let mut found = Vec::new();
    for (item, ready) in after.scheme.scheme.items.iter().zip(&after.scheme.items) {
        let mut open: Vec<Reference> = ready
            .rule
            .iter()
            .flat_map(|rule| rule.root.references().into_iter().cloned())
            .collect();
        let mut seen: Vec<Reference> = Vec::new();
        while let Some(reference) = open.pop() {
            if seen.contains(&reference) {
                continue;
            }
            match &reference {
                Reference::Element(id) if !known(id) => {
                    found.push((item.id.clone(), id.to_string()));
                }
                Reference::Indicator(id) => {
                    let formula = new.catalogue.find(id).and_then(|(number, _)| {
                        new.compiled.formulas.get(number).and_then(Option::as_ref)
                    });
                    let below = formula.into_iter().flat_map(|f| f.root.references());
                    open.extend(below.cloned());
                }
                _ => {}
            }
            seen.push(reference);
        }
    }
    found.sort();
    found.dedup();
    found
}
