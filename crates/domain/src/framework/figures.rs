//! Figures of elements: what was reported, rolled up the tree and over time.
//!
//! The value of a unit for a period is, in this order: its own row for that period; the sum of
//! the units below it, where the element adds up and any of them has a row for that very period;
//! its shorter periods put together. A missing part makes the whole missing: a sum of some of the
//! counties is not the city's figure. What does not apply adds nothing.

use std::sync::{Arc, RwLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use gangmu_base::observations::{Element, Moment, Observations, Reading, Reported};
use gangmu_base::{Cell, Length, Period, Place, Reporter, Status, Tree};
use gangmu_num::Ratio;

use super::boundaries::Origins;
use super::words::{ElementDef, OverTime, Rollup};

/// One cell for each unit and body.
pub type Everybody = Arc<Vec<Cell<Ratio>>>;

/// For each unit, those directly below it.
type Below = Arc<Vec<Vec<Reporter>>>;

/// Figures of elements as of a moment.
pub struct Figures<'p> {
    tree: &'p Tree,
    elements: &'p [ElementDef],
    observations: &'p Observations,
    as_of: Option<Moment>,
    changed: FxHashMap<(Element, Period, Reporter), Reported>,
    /// The elements of which anything is changed.
    touched: FxHashSet<Element>,
    /// Figures that are the same but for what is changed in either.
    like: Option<&'p Figures<'p>>,
    /// Whether they are the same but for the columns that are held from the start.
    but_for_columns: bool,
    /// Units, those of the lowest level first.
    upwards: Vec<Reporter>,
    /// Whether the tree is the same on every day.
    steady: bool,
    /// The day whose tree holds for every period, where figures are drawn in its boundaries.
    drawn_on: Option<Date>,
    origins: Option<&'p Origins>,
    children: RwLock<FxHashMap<Option<Period>, Below>>,
    columns: RwLock<FxHashMap<(Element, Period), Everybody>>,
}

impl<'p> Figures<'p> {
    /// Figures as recorded by `as_of` (everything when `None`), with the inputs that upheld
    /// appeals changed.
    pub fn new(
        tree: &'p Tree,
        elements: &'p [ElementDef],
        observations: &'p Observations,
        as_of: Option<Moment>,
        changed: FxHashMap<(Element, Period, Reporter), Reported>,
    ) -> Figures<'p> {
        let mut upwards: Vec<Reporter> = (0..tree.units().len() as u32).map(Reporter).collect();
        upwards.sort_by_key(|unit| std::cmp::Reverse(tree.unit(*unit).map_or(0, |u| u.level)));
        let steady = tree.events().is_empty()
            && tree.units().iter().all(|u| u.valid_from.is_none() && u.valid_to.is_none());
        let touched = changed.keys().map(|(element, _, _)| *element).collect();
        Figures {
            tree,
            elements,
            observations,
            as_of,
            changed,
            touched,
            like: None,
            but_for_columns: false,
            upwards,
            steady,
            drawn_on: None,
            origins: None,
            children: RwLock::default(),
            columns: RwLock::default(),
        }
    }

    /// The same figures on the tree of one day, whatever the period: its units, its parents. The
    /// observations must have been carried to the units of that day.
    #[must_use]
    pub fn drawn_on(mut self, day: Date, origins: &'p Origins) -> Figures<'p> {
        self.steady = true;
        self.drawn_on = Some(day);
        self.origins = Some(origins);
        self
    }

    /// The same figures, with those columns taken from `other` that must be the same in both: of the
    /// same rows as of the same moment, on the same tree, rolled up alike, with no change in either.
    #[must_use]
    pub fn sharing(mut self, other: &'p Figures<'p>) -> Figures<'p> {
        let alike = std::ptr::eq(self.observations, other.observations)
            && self.as_of == other.as_of
            && (self.drawn_on, other.drawn_on) == (None, None)
            && self.tree == other.tree;
        self.like = alike.then_some(other);
        self
    }

    /// The same figures, but for some columns. Where a figure comes from is told as of these.
    #[must_use]
    pub fn but_for<'s>(
        &'s self,
        columns: impl IntoIterator<Item = ((Element, Period), Everybody)>,
    ) -> Figures<'s> {
        Figures {
            changed: self.changed.clone(),
            touched: FxHashSet::default(),
            like: Some(self),
            but_for_columns: true,
            upwards: Vec::new(),
            children: RwLock::default(),
            columns: RwLock::new(columns.into_iter().collect()),
            ..*self
        }
    }

    /// The figures from which the column of an element may be taken.
    fn shared(&self, element: Element) -> Option<&'p Figures<'p>> {
        let other = self.like?;
        if self.but_for_columns {
            return Some(other);
        }
        let ways = |of: &Figures<'_>| {
            of.elements.get(element.0 as usize).map(|def| (def.rollup, def.over_time))
        };
        let changed = self.touched.contains(&element) || other.touched.contains(&element);
        (!changed && ways(self) == ways(other)).then_some(other)
    }

    /// The day in whose boundaries a unit's figure is, and the places of the rows behind it, where
    /// it is not as it was reported.
    pub fn redrawn(
        &self,
        element: Element,
        period: Period,
        reporter: Reporter,
    ) -> Option<(Date, &'p [Place])> {
        let places = self.origins?.get(&(element, period, reporter))?;
        Some((self.drawn_on?, places))
    }

    /// The day whose tree holds for a period: its last one, unless all are drawn on one day.
    pub fn day_of(&self, period: Period) -> Date {
        self.drawn_on.unwrap_or_else(|| period.last_day())
    }

    /// The tree the figures are laid out on.
    pub fn tree(&self) -> &'p Tree {
        self.tree
    }

    /// The number of the element with that id.
    pub fn element(&self, id: &str) -> Option<Element> {
        self.elements.iter().position(|e| e.id == id).map(|index| Element(index as u32))
    }

    /// The figure of every unit and body for a period.
    pub fn column(&self, element: Element, period: Period) -> Everybody {
        let key = (element, period);
        if let Some(column) = self.columns.read().ok().and_then(|known| known.get(&key).cloned()) {
            return column;
        }
        let column = match self.shared(element) {
            Some(other) => other.column(element, period),
            None => Arc::new(self.work_out(element, period)),
        };
        if let Ok(mut known) = self.columns.write() {
            known.insert(key, column.clone());
        }
        column
    }

    /// The rows that a unit's own figure comes from: the one that holds, if there is one.
    pub fn reading(&self, element: Element, period: Period, reporter: Reporter) -> Option<Reading> {
        self.observations
            .read(element, period, self.as_of)
            .find(|reading| reading.reporter == reporter)
    }

    /// What an appeal changed a unit's own figure to.
    pub fn changed(
        &self,
        element: Element,
        period: Period,
        reporter: Reporter,
    ) -> Option<Reported> {
        self.changed.get(&(element, period, reporter)).copied()
    }

    /// The observations the figures come from.
    pub fn observations(&self) -> &'p Observations {
        self.observations
    }

    /// Where a unit's figure comes from.
    pub fn origin(&self, element: Element, period: Period, reporter: Reporter) -> Origin {
        let own = self.reading(element, period, reporter).is_some()
            || self.changed(element, period, reporter).is_some();
        if own {
            return Origin::Own;
        }
        let Some(def) = self.elements.get(element.0 as usize) else { return Origin::Nowhere };
        let (_, reached) = self.own_and_reached(element, def, period);
        let children = self.children(period);
        let below = children.get(reporter.index()).map_or(&[][..], Vec::as_slice);
        if def.rollup == Rollup::Sum
            && below.iter().any(|child| reached.get(child.index()) == Some(&true))
        {
            return Origin::Below(below.to_vec());
        }
        match self.shorter(element, def, period) {
            Some(length) => Origin::Shorter(period.parts(length), def.over_time),
            None => Origin::Nowhere,
        }
    }

    fn work_out(&self, element: Element, period: Period) -> Vec<Cell<Ratio>> {
        let Some(def) = self.elements.get(element.0 as usize) else {
            return vec![Cell::unknown(Status::Missing); self.tree.reporters()];
        };
        let (own, reached) = self.own_and_reached(element, def, period);
        let mut cells = match self.shorter(element, def, period) {
            Some(length) => self.over_time(element, def.over_time, &period.parts(length)),
            None => vec![Cell::unknown(Status::Missing); self.tree.reporters()],
        };
        if def.rollup == Rollup::Sum {
            let children = self.children(period);
            for unit in &self.upwards {
                let index = unit.index();
                if let Some(cell) = own.get(index).and_then(Option::as_ref) {
                    cells[index] = cell.clone();
                    continue;
                }
                let below = children.get(index).map_or(&[][..], Vec::as_slice);
                if below.iter().any(|child| reached[child.index()]) {
                    let parts = below.iter().filter(|child| {
                        // Who ended within the period and said nothing left it to the successor.
                        let silent = cells[child.index()].status() == Status::Missing;
                        !silent || self.tree.exists(**child, self.day_of(period))
                    });
                    cells[index] = add_up(parts.map(|child| &cells[child.index()]));
                }
            }
        }
        for (cell, own) in cells.iter_mut().zip(own) {
            if let Some(own) = own {
                *cell = own;
            }
        }
        cells
    }

    /// Own rows of the period, and who has one or has one somewhere below.
    fn own_and_reached(
        &self,
        element: Element,
        def: &ElementDef,
        period: Period,
    ) -> (Vec<Option<Cell<Ratio>>>, Vec<bool>) {
        let mut own: Vec<Option<Cell<Ratio>>> = vec![None; self.tree.reporters()];
        for reading in self.observations.read(element, period, self.as_of) {
            if let Some(slot) = own.get_mut(reading.reporter.index()) {
                *slot = Some(reading.reported.cell());
            }
        }
        if !self.changed.is_empty() {
            for ((e, p, reporter), reported) in &self.changed {
                if (*e, *p) == (element, period)
                    && let Some(slot) = own.get_mut(reporter.index())
                {
                    *slot = Some(reported.cell());
                }
            }
        }
        let mut reached: Vec<bool> = own.iter().map(Option::is_some).collect();
        if def.rollup == Rollup::Sum {
            let children = self.children(period);
            for unit in &self.upwards {
                let below = children.get(unit.index()).map_or(&[][..], Vec::as_slice);
                reached[unit.index()] |= below.iter().any(|child| reached[child.index()]);
            }
        }
        (own, reached)
    }

    /// The longest shorter period for which anything of the element was reported.
    fn shorter(&self, element: Element, def: &ElementDef, period: Period) -> Option<Length> {
        if def.over_time == OverTime::None {
            return None;
        }
        [Length::Half, Length::Quarter, Length::Month].into_iter().find(|length| {
            period.parts(*length).iter().any(|part| self.observations.any(element, *part))
        })
    }

    fn over_time(&self, element: Element, how: OverTime, parts: &[Period]) -> Vec<Cell<Ratio>> {
        let columns: Vec<Vec<Cell<Ratio>>> =
            parts.iter().map(|part| self.work_out(element, *part)).collect();
        (0..self.tree.reporters())
            .map(|index| {
                let reporter = Reporter(index as u32);
                let there = parts
                    .iter()
                    .zip(&columns)
                    .filter(|(part, _)| self.steady || self.tree.exists_within(reporter, **part));
                let mut cells = there.map(|(_, column)| &column[index]);
                match how {
                    OverTime::Sum => add_up(cells),
                    OverTime::Mean => {
                        let known: Vec<&Cell<Ratio>> = cells.collect();
                        let counted =
                            known.iter().filter(|c| c.status() != Status::NotApplicable).count();
                        let sum = add_up(known.into_iter());
                        sum.and_then(|sum| sum.div(&Ratio::from_int(counted as i64)))
                    }
                    OverTime::Last | OverTime::None => {
                        cells.next_back().cloned().unwrap_or_else(|| Cell::unknown(Status::Missing))
                    }
                }
            })
            .collect()
    }

    fn children(&self, period: Period) -> Below {
        let key = (!self.steady).then_some(period);
        if let Some(known) = self.children.read().ok().and_then(|c| c.get(&key).cloned()) {
            return known;
        }
        let below = |unit: Reporter| match self.drawn_on {
            Some(day) => self.tree.children_on(unit, day),
            None => self.tree.children(unit, period),
        };
        let units = 0..self.tree.units().len() as u32;
        let found: Vec<Vec<Reporter>> = units.map(|unit| below(Reporter(unit))).collect();
        let found = Arc::new(found);
        if let Ok(mut known) = self.children.write() {
            known.insert(key, found.clone());
        }
        found
    }
}

/// Where a unit's figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A row of its own.
    Own,
    /// The units below.
    Below(Vec<Reporter>),
    /// Shorter periods, put together in that way.
    Shorter(Vec<Period>, OverTime),
    /// Nowhere: nothing was reported.
    Nowhere,
}

/// A sum of parts: a missing part makes it missing, one that does not apply adds nothing, and a
/// sum of nothing but those does not apply.
fn add_up<'c>(parts: impl Iterator<Item = &'c Cell<Ratio>>) -> Cell<Ratio> {
    let mut status = Status::Known;
    let mut sum = Ratio::ZERO;
    let (mut counted, mut left_out) = (0usize, 0usize);
    for cell in parts {
        if cell.status() == Status::NotApplicable {
            left_out += 1;
            continue;
        }
        counted += 1;
        status = status.max(cell.status());
        if let Some(value) = cell.value() {
            sum = &sum + value;
        }
    }
    match (counted, left_out) {
        (0, 0) => Cell::unknown(Status::Missing),
        (0, _) => Cell::unknown(Status::NotApplicable),
        _ => Cell::of(status, sum),
    }
}
