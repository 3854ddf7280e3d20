//! Units in time: the tree of places and the bodies in it.
//!
//! A unit is not its code and not its name: both may change while it stays the same unit. What
//! changes is written down as an event with a date, and every question about the tree is asked as
//! of a day or for a period.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use gangmu_num::Ratio;

use crate::Period;

/// The number of a unit or a body in its programme. Units come first, bodies after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reporter(pub u32);

impl Reporter {
    /// As an index into tables with a row per unit and body.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A text in the two languages; at least one of them is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A place: a nation, a province, a city, a county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id in the programme.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// Its level, counted from the top.
    pub level: u32,
    /// The unit above it, before any transfer.
    pub parent: Option<Reporter>,
    /// Its class, where it has one.
    pub class: Option<String>,
    /// First day, where it began within the time looked at.
    pub valid_from: Option<Date>,
    /// Last day, where it ended.
    pub valid_to: Option<Date>,
    /// Figures of the unit itself: population, area.
    pub attributes: Vec<Option<Ratio>>,
}

/// A body: an office, a department, a board, of a kind and of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id in the programme.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// The unit it belongs to.
    pub unit: Reporter,
    /// Its kind.
    pub kind: String,
}

/// What happened to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It has another name from then on.
    Renamed(Named),
    /// It has another code from then on.
    Recoded(String),
    /// It belongs to another unit from then on.
    Transferred(Reporter),
    /// It became part of another unit.
    Merged(Reporter),
    /// It gave a share to another unit; the measure by which the share is counted, `None` for all.
    GaveShare {
        /// Who got it. The unit itself, for what it kept.
        to: Reporter,
        /// How much of it.
        share: Ratio,
        /// Of which measure.
        measure: Option<String>,
    },
}

/// Something that happened to a unit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEvent {
    /// From this day on.
    pub date: Date,
    /// To whom.
    pub unit: Reporter,
    /// What.
    pub change: Change,
}

/// No unit becomes part of another, and that of another, more often than this.
const MERGERS: usize = 64;

/// All units and bodies of a programme, in time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    units: Vec<Unit>,
    bodies: Vec<Body>,
    /// In the order of their dates.
    events: Vec<UnitEvent>,
    attributes: Vec<String>,
    by_id: FxHashMap<String, Reporter>,
    by_unit: FxHashMap<Reporter, Vec<usize>>,
    children: Vec<Vec<Reporter>>,
}

impl Tree {
    /// A tree of units, bodies and events. `attributes` names the figures each unit has. Parents,
    /// owners and events must point at units that are there; what does not is dropped (the reader
    /// of the folder has reported it).
    pub fn new(
        mut units: Vec<Unit>,
        mut bodies: Vec<Body>,
        mut events: Vec<UnitEvent>,
        attributes: Vec<String>,
    ) -> Tree {
        let there = |reporter: Reporter, count: usize| reporter.index() < count;
        let count = units.len();
        for unit in &mut units {
            unit.parent = unit.parent.filter(|parent| there(*parent, count));
        }
        bodies.retain(|body| there(body.unit, count));
        events.retain(|event| there(event.unit, count));
        events.sort_by_key(|event| (event.date, event.unit));
        let mut tree = Tree {
            by_id: FxHashMap::default(),
            by_unit: FxHashMap::default(),
            children: vec![Vec::new(); count],
            units,
            bodies,
            events,
            attributes,
        };
        let ids = tree.units.iter().map(|u| &u.id).chain(tree.bodies.iter().map(|b| &b.id));
        tree.by_id = ids.enumerate().map(|(i, id)| (id.clone(), Reporter(i as u32))).collect();
        for (index, event) in tree.events.iter().enumerate() {
            tree.by_unit.entry(event.unit).or_default().push(index);
        }
        tree.children = tree.children_ever();
        tree
    }

    /// For each unit, those that ever belonged to it.
    fn children_ever(&self) -> Vec<Vec<Reporter>> {
        let mut children = vec![Vec::new(); self.units.len()];
        for (index, unit) in self.units.iter().enumerate() {
            let child = Reporter(index as u32);
            let moved = self.events_of(child).filter_map(|event| match event.change {
                Change::Transferred(to) => Some(to),
                _ => None,
            });
            let told: Vec<Reporter> = unit.parent.into_iter().chain(moved).collect();
            // Who belongs to a unit follows it into a merger.
            let into = |above: &Reporter| self.merged_into(*above).map(|(_, to)| to);
            let all = told
                .iter()
                .flat_map(|above| std::iter::successors(Some(*above), into).take(MERGERS));
            for parent in all {
                if let Some(children) = children.get_mut(parent.index())
                    && children.last() != Some(&child)
                {
                    children.push(child);
                }
            }
        }
        children
    }

    /// What happened to a unit, by date.
    fn events_of(&self, unit: Reporter) -> impl DoubleEndedIterator<Item = &UnitEvent> {
        let indices = self.by_unit.get(&unit).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| self.events.get(*index))
    }

    /// The units, by their number.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The bodies, in the order of their numbers.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// What happened, by date.
    pub fn events(&self) -> &[UnitEvent] {
        &self.events
    }

    /// How many units and bodies there are together.
    pub fn reporters(&self) -> usize {
        self.units.len() + self.bodies.len()
    }

    /// The unit or body with that id.
    pub fn find(&self, id: &str) -> Option<Reporter> {
        self.by_id.get(id).copied()
    }

    /// The id of a unit or body; empty when there is none of that number.
    pub fn id(&self, reporter: Reporter) -> &str {
        match (self.unit(reporter), self.body(reporter)) {
            (Some(unit), _) => &unit.id,
            (_, Some(body)) => &body.id,
            _ => "",
        }
    }

    /// The name of a unit or body; without a name when there is none of that number.
    pub fn name(&self, reporter: Reporter) -> Named {
        match (self.unit(reporter), self.body(reporter)) {
            (Some(unit), _) => unit.name.clone(),
            (_, Some(body)) => body.name.clone(),
            _ => Named::default(),
        }
    }

    /// The unit of that number.
    pub fn unit(&self, reporter: Reporter) -> Option<&Unit> {
        self.units.get(reporter.index())
    }

    /// The body of that number.
    pub fn body(&self, reporter: Reporter) -> Option<&Body> {
        self.bodies.get(reporter.index().checked_sub(self.units.len())?)
    }

    /// The number of the `index`-th body.
    pub fn body_number(&self, index: usize) -> Reporter {
        Reporter((self.units.len() + index) as u32)
    }

    /// A unit itself, or the unit a body belongs to.
    pub fn unit_of(&self, reporter: Reporter) -> Option<Reporter> {
        match self.body(reporter) {
            Some(body) => Some(body.unit),
            None => self.unit(reporter).map(|_| reporter),
        }
    }

    /// The bodies of a kind that belong to a unit.
    pub fn bodies_of(&self, unit: Reporter, kind: &str) -> Vec<Reporter> {
        let fits = |body: &Body| body.unit == unit && body.kind == kind;
        self.bodies
            .iter()
            .enumerate()
            .filter(|(_, body)| fits(body))
            .map(|(index, _)| self.body_number(index))
            .collect()
    }

    /// The place of an attribute in each unit's list.
    pub fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|known| known == name)
    }

    /// The names of the attributes.
    pub fn attributes(&self) -> &[String] {
        &self.attributes
    }

    /// The last day of a unit: its own, or the day before it was merged or split up.
    pub fn last_day(&self, unit: Reporter) -> Option<Date> {
        let told = self.unit(unit)?.valid_to;
        let mut ended = self.events_of(unit).filter(|event| match &event.change {
            Change::Merged(to) => *to != unit,
            Change::GaveShare { .. } => !self.keeps_a_share(unit, event.date),
            _ => false,
        });
        let by_event = ended.next().and_then(|event| event.date.yesterday().ok());
        match (told, by_event) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Whether a unit that was split on that day went on with a part of itself.
    fn keeps_a_share(&self, unit: Reporter, date: Date) -> bool {
        self.events_of(unit).any(|event| {
            event.date == date && matches!(event.change, Change::GaveShare { to, .. } if to == unit)
        })
    }

    /// Whether a unit is there on a day. A body is there as long as its unit.
    pub fn exists(&self, reporter: Reporter, day: Date) -> bool {
        let Some(unit) = self.unit_of(reporter) else { return false };
        let begun = self.unit(unit).and_then(|u| u.valid_from).is_none_or(|from| from <= day);
        begun && self.last_day(unit).is_none_or(|last| day <= last)
    }

    /// Whether a unit is there on any day of a period.
    pub fn exists_within(&self, reporter: Reporter, period: Period) -> bool {
        let Some(unit) = self.unit_of(reporter) else { return false };
        let from = self.unit(unit).and_then(|u| u.valid_from);
        from.is_none_or(|from| from <= period.last_day())
            && self.last_day(unit).is_none_or(|last| period.first_day() <= last)
    }

    /// The day on which a unit became part of another, and of which.
    fn merged_into(&self, unit: Reporter) -> Option<(Date, Reporter)> {
        self.events_of(unit).find_map(|event| match event.change {
            Change::Merged(to) if to != unit => Some((event.date, to)),
            _ => None,
        })
    }

    /// The unit above, on a day: the one it was moved to, else the one it began with. Where that one
    /// has become part of another, it is the other.
    pub fn parent(&self, unit: Reporter, day: Date) -> Option<Reporter> {
        let moved = self.events_of(unit).rev().find_map(|event| match event.change {
            Change::Transferred(to) if event.date <= day => Some(to),
            _ => None,
        });
        let above = moved.or_else(|| self.unit(unit)?.parent)?;
        let by_then = |above: &Reporter| {
            let (date, to) = self.merged_into(*above)?;
            (date <= day).then_some(to)
        };
        std::iter::successors(Some(above), by_then).take(MERGERS).last()
    }

    /// The units below that are there on any day of a period, with the parent they have on the
    /// period's last day (or on their own last day, when they ended before).
    pub fn children(&self, unit: Reporter, period: Period) -> Vec<Reporter> {
        let Some(ever) = self.children.get(unit.index()) else { return Vec::new() };
        ever.iter()
            .copied()
            .filter(|child| {
                let end = period.last_day();
                let day = self.last_day(*child).map_or(end, |last| last.min(end));
                self.exists_within(*child, period) && self.parent(*child, day) == Some(unit)
            })
            .collect()
    }

    /// The units below that are there on a day, with the parent they have on it.
    pub fn children_on(&self, unit: Reporter, day: Date) -> Vec<Reporter> {
        let Some(ever) = self.children.get(unit.index()) else { return Vec::new() };
        let below =
            |child: &Reporter| self.exists(*child, day) && self.parent(*child, day) == Some(unit);
        ever.iter().copied().filter(below).collect()
    }

    /// The units of a level that are there on a day, in the order of their ids.
    pub fn of_level(&self, level: u32, day: Date) -> Vec<Reporter> {
        let mut found: Vec<Reporter> = (0..self.units.len() as u32)
            .map(Reporter)
            .filter(|unit| self.unit(*unit).is_some_and(|u| u.level == level))
            .filter(|unit| self.exists(*unit, day))
            .collect();
        found.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        found
    }

    /// Whether a unit is below another on a day, however far; a body, when its unit is.
    pub fn is_below(&self, reporter: Reporter, unit: Reporter, day: Date) -> bool {
        let above = self.unit_of(reporter).and_then(|own| self.parent(own, day));
        // A tree that goes round in a circle is reported elsewhere; here it only has to end.
        std::iter::successors(above, |at| self.parent(*at, day)).take(MERGERS).any(|at| at == unit)
    }

    /// The name a unit has on a day.
    pub fn name_on(&self, unit: Reporter, day: Date) -> Named {
        let renamed = self.events_of(unit).rev().find_map(|event| match &event.change {
            Change::Renamed(name) if event.date <= day => Some(name.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| self.name(unit))
    }
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
