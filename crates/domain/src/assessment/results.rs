//! Results while they come about, as facts for the rules that look at them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::{Cells, Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

use super::outcome::{GroupResult, ItemResult, Taken};
use super::question::Question;
use super::words::Item;

/// Points of an item or of a group, by subject.
pub(super) enum Row {
    Item(Arc<Vec<ItemResult>>),
    Group(Arc<Vec<GroupResult>>),
}

impl Row {
    fn at(&self, place: usize) -> Option<Cell<Ratio>> {
        match self {
            Row::Item(row) => row.get(place).map(ItemResult::cell),
            Row::Group(row) => row.get(place).map(GroupResult::cell),
        }
    }
}

/// Points so far, by subject.
pub(super) struct Results<'q> {
    facts: &'q dyn Source,
    items: FxHashMap<&'q str, &'q Item>,
    place: FxHashMap<u32, usize>,
    class: Vec<&'q str>,
    /// Points of items and groups by id.
    pub(super) points: FxHashMap<&'q str, Row>,
    pub(super) base: Vec<Ratio>,
    pub(super) deducted: Vec<Ratio>,
    pub(super) taken: Vec<Vec<Taken>>,
    pub(super) bonus: Vec<Ratio>,
    pub(super) bonus_open: Vec<bool>,
    pub(super) bonus_parts: Vec<Vec<(String, Ratio)>>,
    pub(super) total: Vec<Ratio>,
}

impl<'q> Results<'q> {
    pub(super) fn new(
        question: &Question<'q>,
        subjects: &Subjects,
        classes: &'q [String],
        class_of: &[u32],
    ) -> Results<'q> {
        let count = subjects.len();
        let class = class_of
            .iter()
            .map(|class| classes.get(*class as usize).map_or("", String::as_str))
            .collect();
        Results {
            facts: question.source,
            items: question.scheme.scheme.items.iter().map(|i| (i.id.as_str(), i)).collect(),
            place: subjects.ids().iter().enumerate().map(|(i, id)| (*id, i)).collect(),
            class,
            points: FxHashMap::default(),
            base: vec![Ratio::ZERO; count],
            deducted: vec![Ratio::ZERO; count],
            taken: vec![Vec::new(); count],
            bonus: vec![Ratio::ZERO; count],
            bonus_open: vec![false; count],
            bonus_parts: vec![Vec::new(); count],
            total: vec![Ratio::ZERO; count],
        }
    }

    fn each(&self, subjects: &Subjects, f: impl Fn(usize) -> Option<Cell<Ratio>>) -> Column {
        let one = |id: &u32| {
            self.place
                .get(id)
                .and_then(|place| f(*place))
                .unwrap_or_else(|| Cell::unknown(Status::Missing))
        };
        Column::Numbers(Cells::Each(subjects.ids().iter().map(one).collect()))
    }

    fn known(&self, subjects: &Subjects, of: &[Ratio]) -> Column {
        self.each(subjects, |place| of.get(place).cloned().map(Cell::known))
    }
}

impl Source for Results<'_> {
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        match reference {
            Reference::ItemPoints(id) => {
                let Some(item) = self.items.get(&**id) else {
                    return Column::unknown(Status::Undefined);
                };
                if item.points_by_class.is_empty() {
                    return Column::Numbers(Cells::Same(Cell::known(item.points.clone())));
                }
                self.each(subjects, |place| {
                    let class = self.class.get(place).copied();
                    Some(Cell::known(item.points_in(class).clone()))
                })
            }
            Reference::Points(id) => match self.points.get(&**id) {
                Some(points) => self.each(subjects, |place| points.at(place)),
                None => Column::unknown(Status::Missing),
            },
            Reference::Base => self.known(subjects, &self.base),
            Reference::Deducted => self.known(subjects, &self.deducted),
            Reference::Bonus => self.known(subjects, &self.bonus),
            Reference::Total => self.known(subjects, &self.total),
            _ => self.facts.fact(reference, period, subjects),
        }
    }

    fn parents(&self, subjects: &Subjects, period: Period) -> (Subjects, Vec<Option<usize>>) {
        self.facts.parents(subjects, period)
    }
}
