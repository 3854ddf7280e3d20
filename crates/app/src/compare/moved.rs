//! What moved between two scorings, subject by subject and item by item.

use gangmu_base::Reporter;
use gangmu_base::units::Named;
use gangmu_domain::assessment::{Item, ItemResult, SubjectResult};
use gangmu_num::Points;

use super::why::{Reasons, Why};
use crate::score::Scored;

/// A value before and after; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values<T> {
    /// Before.
    pub before: Option<T>,
    /// After.
    pub after: Option<T>,
}

impl<T: PartialEq> Values<T> {
    /// Whether the two differ.
    pub fn moved(&self) -> bool {
        self.before != self.after
    }
}

/// Two scorings beside each other.
pub struct Changed<'r> {
    /// Every subject of either, in the order of their ids.
    pub subjects: Vec<SubjectMoved<'r>>,
}

/// A subject in both scorings.
pub struct SubjectMoved<'r> {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// Its class.
    pub class: Values<String>,
    /// What it got.
    pub result: Values<SubjectResult>,
    /// Its items, in the order of the scheme; those that are no more come last.
    pub items: Vec<ItemMoved<'r>>,
}

/// An item of a subject in both scorings.
pub struct ItemMoved<'r> {
    /// The item, as it is after where it is still there.
    pub item: &'r Item,
    /// What it gave.
    pub result: Values<&'r ItemResult>,
    /// Why it moved; nothing where it did not.
    pub why: Vec<Why>,
}

impl SubjectMoved<'_> {
    /// Whether its total, grade, place or award is another.
    pub fn moved(&self) -> bool {
        let seen = |result: &SubjectResult| {
            let SubjectResult { total, grade, rank, ranked, award, pass, .. } = result.clone();
            (total, grade, rank, ranked, award, pass)
        };
        self.result.before.as_ref().map(seen) != self.result.after.as_ref().map(seen)
            || self.class.moved()
    }

    /// The total after, less the one before.
    pub fn by(&self) -> Option<gangmu_num::Ratio> {
        let total = |result: &Option<SubjectResult>| Some(result.as_ref()?.total.to_ratio());
        Some(total(&self.result.after)?.sub(&total(&self.result.before)?))
    }
}

impl ItemMoved<'_> {
    /// Whether it gave other points, or none before or after.
    pub fn moved(&self) -> bool {
        let points = |result: &Option<&ItemResult>| -> Option<Option<Points>> {
            result.map(|result| result.points)
        };
        points(&self.result.before) != points(&self.result.after)
    }
}

/// Compares two scorings; units and items are the same where their ids are.
pub fn changed<'r>(before: &'r Scored<'_>, after: &'r Scored<'_>) -> Changed<'r> {
    let reasons = Reasons::new(before, after);
    let sides = [before, after];
    let ids = |scored: &Scored<'_>| -> Vec<String> {
        let tree = &scored.prepared.programme.tree;
        let ids = scored.outcome.subjects.ids().iter();
        ids.map(|id| tree.id(Reporter(*id)).to_owned()).collect()
    };
    let of = sides.map(ids);
    let mut all: Vec<&String> = of.iter().flatten().collect();
    all.sort();
    all.dedup();
    let place = |side: usize, id: &String| of.get(side).and_then(|ids| ids.binary_search(id).ok());
    let subjects = all.into_iter().map(|id| {
        let (first, second) = (place(0, id), place(1, id));
        let result =
            |scored: &Scored<'_>, index: Option<usize>| scored.outcome.results.get(index?).cloned();
        let class = |scored: &Scored<'_>, index: Option<usize>| {
            index.map(|index| scored.outcome.class(index).to_owned())
        };
        let scored = if second.is_some() { after } else { before };
        let tree = &scored.prepared.programme.tree;
        let name = tree.find(id).map(|unit| tree.name_on(unit, scored.outcome.period.last_day()));
        SubjectMoved {
            id: id.clone(),
            name: name.unwrap_or_default(),
            class: Values { before: class(before, first), after: class(after, second) },
            result: Values { before: result(before, first), after: result(after, second) },
            items: items(&reasons, first, second),
        }
    });
    Changed { subjects: subjects.collect() }
}

fn items<'r>(
    reasons: &Reasons<'r, '_, '_>,
    first: Option<usize>,
    second: Option<usize>,
) -> Vec<ItemMoved<'r>> {
    let (before, after) = (reasons.before, reasons.after);
    let one = |was: Option<usize>, is: Option<usize>| -> Option<ItemMoved<'r>> {
        let mut moved = ItemMoved {
            item: match (was, is) {
                (_, Some(is)) => after.scheme.scheme.items.get(is)?,
                (was, None) => before.scheme.scheme.items.get(was?)?,
            },
            result: Values {
                before: was
                    .zip(first)
                    .and_then(|(item, at)| before.outcome.items.get(item)?.get(at)),
                after: is.zip(second).and_then(|(item, at)| after.outcome.items.get(item)?.get(at)),
            },
            why: Vec::new(),
        };
        if let (true, Some(was), Some(is), Some(first), Some(second)) =
            (moved.moved(), was, is, first, second)
        {
            moved.why = reasons.of(&moved.result, (was, first), (is, second));
        }
        Some(moved)
    };
    let kept =
        (0..after.scheme.scheme.items.len()).map(|is| one(reasons.item_before(is), Some(is)));
    let gone = reasons.items_gone().iter().map(|was| one(Some(*was), None));
    kept.chain(gone).flatten().collect()
}
