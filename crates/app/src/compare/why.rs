//! Why the points of an item moved: its rule, its points, a figure or target it looks at, the
//! policy; and where nothing of its own is another, the results of others.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::{Cell, Period, Status};
use gangmu_domain::assessment::{CompiledItem, Item, ItemResult, Policy, Scheme};
use gangmu_formula::{Column, Reference, Source};
use gangmu_num::Ratio;

use super::moved::Values;
use crate::score::Scored;

/// A figure as it is shown: a value, or what is known of it.
pub(super) type Shown = Result<Ratio, Status>;

/// Why the points of an item moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its rule is another.
    Rule,
    /// It can give other points.
    Points(Ratio, Ratio),
    /// The target of an indicator is another.
    Target(String, Shown, Shown),
    /// A figure is another.
    Figure(String, Shown, Shown),
    /// The worst value of an indicator is another.
    Worst(String, Shown, Shown),
    /// The best value of an indicator is another.
    Best(String, Shown, Shown),
    /// Which way of an indicator is better is another.
    Direction(String),
    /// Other facts it looks at are others.
    Facts,
    /// The policy for figures that are not there, the bounds or the rounding are others.
    Policy,
    /// Nothing of its own: its points depend on the results of others.
    Others,
}

impl Why {
    /// The word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Why::Rule => "rule",
            Why::Points(..) => "points",
            Why::Target(..) => "target",
            Why::Figure(..) => "figure",
            Why::Worst(..) => "worst",
            Why::Best(..) => "best",
            Why::Direction(_) => "direction",
            Why::Facts => "facts",
            Why::Policy => "policy",
            Why::Others => "others",
        }
    }
}

/// What an item looked at, before and after, a column for each; worked out when first asked for.
type LookedAt = Arc<Vec<(Reference, Column, Column)>>;

/// Two scorings, asked why they differ.
pub(super) struct Reasons<'r, 'b, 'a> {
    pub(super) before: &'r Scored<'b>,
    pub(super) after: &'r Scored<'a>,
    before_of: Vec<Option<usize>>,
    gone: Vec<usize>,
    looked_at: RefCell<BTreeMap<usize, LookedAt>>,
}

impl<'r, 'b, 'a> Reasons<'r, 'b, 'a> {
    pub(super) fn new(before: &'r Scored<'b>, after: &'r Scored<'a>) -> Reasons<'r, 'b, 'a> {
        let ids = |scheme: &'r Scheme| scheme.items.iter().map(|item| item.id.as_str());
        let places: BTreeMap<&str, usize> =
            ids(before.scheme.scheme).enumerate().map(|(n, id)| (id, n)).collect();
        let before_of: Vec<Option<usize>> =
            ids(after.scheme.scheme).map(|id| places.get(id).copied()).collect();
        let kept: BTreeSet<usize> = before_of.iter().flatten().copied().collect();
        let gone = (0..before.scheme.scheme.items.len()).filter(|n| !kept.contains(n)).collect();
        Reasons { before, after, before_of, gone, looked_at: RefCell::default() }
    }

    /// The place before of the item with the place after.
    pub(super) fn item_before(&self, after: usize) -> Option<usize> {
        self.before_of.get(after).copied().flatten()
    }

    /// Items that are no more.
    pub(super) fn items_gone(&self) -> &[usize] {
        &self.gone
    }

    /// Why the points moved of an item of a subject; each side is an item and a subject.
    pub(super) fn of(
        &self,
        result: &Values<&ItemResult>,
        was: (usize, usize),
        is: (usize, usize),
    ) -> Vec<Why> {
        let mut why = Vec::new();
        let (old, new) = (&self.before.scheme.scheme.items, &self.after.scheme.scheme.items);
        let (Some(old), Some(new)) = (old.get(was.0), new.get(is.0)) else {
            return why;
        };
        if old.rule.text != new.rule.text {
            why.push(Why::Rule);
        }
        if let (Some(before), Some(after)) = (result.before, result.after)
            && before.max != after.max
        {
            why.push(Why::Points(before.max.clone(), after.max.clone()));
        }
        for (reference, before, after) in self.looked_at(was.0, is.0).iter() {
            let (before, after) = (Seen::of(before, was.1), Seen::of(after, is.1));
            if before == after {
                continue;
            }
            let reason = match (reference, before, after) {
                (Reference::Target(id), Seen::Number(a), Seen::Number(b)) => {
                    Why::Target(id.to_string(), a, b)
                }
                (Reference::Worst(id), Seen::Number(a), Seen::Number(b)) => {
                    Why::Worst(id.to_string(), a, b)
                }
                (Reference::Best(id), Seen::Number(a), Seen::Number(b)) => {
                    Why::Best(id.to_string(), a, b)
                }
                (
                    Reference::Indicator(id) | Reference::Element(id) | Reference::SchemeResult(id),
                    Seen::Number(a),
                    Seen::Number(b),
                ) => Why::Figure(id.to_string(), a, b),
                _ => Why::Facts,
            };
            if !why.contains(&reason) {
                why.push(reason);
            }
        }
        for id in self.turned(was.0, is.0) {
            why.push(Why::Direction(id));
        }
        if why.is_empty() {
            let policies = (&self.before.scheme.scheme.policy, &self.after.scheme.scheme.policy);
            let other = policy_of(old, policies.0) != policy_of(new, policies.1);
            why.push(if other { Why::Policy } else { Why::Others });
        }
        why
    }

    /// The indicators an item looks at of which the other way is better now.
    fn turned(&self, was: usize, is: usize) -> Vec<String> {
        let direction = |scored: &Scored<'_>, id: &str| {
            let indicators = &scored.prepared.programme.framework.indicators;
            indicators.iter().find(|one| one.id == id).map(|one| one.direction)
        };
        let mut turned = BTreeSet::new();
        for (reference, ..) in self.looked_at(was, is).iter() {
            if let Reference::Indicator(id) | Reference::Target(id) = reference
                && direction(self.before, id) != direction(self.after, id)
            {
                turned.insert(id.to_string());
            }
        }
        turned.into_iter().collect()
    }

    fn looked_at(&self, was: usize, is: usize) -> LookedAt {
        if let Some(known) = self.looked_at.borrow().get(&is) {
            return known.clone();
        }
        let mut asked: BTreeSet<(Reference, Period)> = BTreeSet::new();
        for (scored, place) in [(self.before, was), (self.after, is)] {
            let rule =
                scored.scheme.items.get(place).and_then(|item: &CompiledItem| item.rule.as_ref());
            let periods = BTreeSet::from([scored.outcome.period]);
            let found = rule.iter().flat_map(|rule| rule.root.asked(&periods));
            asked.extend(found.map(|(reference, period)| (reference.clone(), period)));
        }
        let within = |reference: &Reference| {
            use Reference::{Base, Bonus, Deducted, ItemPoints, Points, Total};
            matches!(reference, ItemPoints(_) | Points(_) | Base | Deducted | Bonus | Total)
        };
        let column = |scored: &Scored<'_>, reference: &Reference, period: Period| {
            scored.source.fact(reference, period, &scored.outcome.subjects)
        };
        let found = asked.into_iter().filter(|(reference, _)| !within(reference));
        let found = found.map(|(reference, period)| {
            let before = column(self.before, &reference, period);
            let after = column(self.after, &reference, period);
            (reference, before, after)
        });
        let found: LookedAt = Arc::new(found.collect());
        self.looked_at.borrow_mut().insert(is, found.clone());
        found
    }
}

/// What of the policy and of an item's own settings bears on its points.
fn policy_of<'p>(item: &'p Item, policy: &'p Policy) -> impl PartialEq + use<'p> {
    (
        item.floor.as_ref().unwrap_or(&policy.item_floor),
        item.may_exceed,
        item.not_applicable.unwrap_or(policy.not_applicable),
        (policy.round_item, policy.missing, policy.undefined),
        (policy.late_is_zero, policy.suppressed, policy.compare_within),
    )
}

/// One cell of a column.
#[derive(PartialEq)]
enum Seen {
    Number(Shown),
    Flag(Cell<bool>),
    Text(Cell<Arc<str>>),
    Numbers(Option<Cell<Vec<Cell<Ratio>>>>),
    Texts(Option<Cell<Vec<Cell<Arc<str>>>>>),
}

impl Seen {
    fn of(column: &Column, index: usize) -> Seen {
        match column {
            Column::Numbers(cells) => {
                let cell = cells.at(index);
                Seen::Number(cell.value().cloned().ok_or(cell.status()))
            }
            Column::Flags(cells) => Seen::Flag(cells.at(index)),
            Column::Texts(cells) => Seen::Text(cells.at(index)),
            Column::NumberLists(lists) => Seen::Numbers(lists.get(index).cloned()),
            Column::TextLists(lists) => Seen::Texts(lists.get(index).cloned()),
        }
    }
}
