//! Events of units that cannot have happened as they are told: with units that are not there on the
//! day, twice on one day, or leaving other units without a place in the tree.

use std::collections::BTreeSet;

use gangmu_base::units::{Change, UnitEvent};
use gangmu_base::{Finding, Place, Reporter, Tree};

use super::Reading;

impl Reading {
    /// Looks at every event against the tree that all of them make together.
    pub(crate) fn events_can_have_happened(
        &mut self,
        tree: &Tree,
        told: &[(UnitEvent, Place)],
        levels: &[u32],
    ) {
        let level = |unit: Reporter| levels.get(unit.index());
        let mut seen = BTreeSet::new();
        let split: BTreeSet<_> = told
            .iter()
            .filter(|(event, _)| matches!(event.change, Change::GaveShare { .. }))
            .map(|(event, _)| (event.unit, event.date))
            .collect();
        let before = self.findings.len();
        for (event, place) in told {
            let fault = |what: &str, other: Reporter| {
                Finding::error("F216", place.clone())
                    .with("what", what)
                    .with("unit", tree.id(event.unit))
                    .with("other", tree.id(other))
                    .with("date", event.date)
            };
            // A unit that is split into parts has a row for each of them and each measure.
            let (kind, part) = match &event.change {
                Change::Renamed(_) => (0, None),
                Change::Recoded(_) => (1, None),
                Change::Transferred(_) => (2, None),
                Change::Merged(_) => (3, None),
                Change::GaveShare { to, measure, .. } => (3, Some((*to, measure.clone()))),
            };
            let merged = matches!(event.change, Change::Merged(_));
            let split_too = merged && split.contains(&(event.unit, event.date));
            if !seen.insert((event.unit, event.date, kind, part)) || split_too {
                self.findings.push(fault("twice", event.unit));
                continue;
            }
            let begins = event.date.yesterday().unwrap_or(event.date);
            if !tree.exists(event.unit, begins) {
                self.findings.push(fault("gone", event.unit));
                continue;
            }
            match &event.change {
                Change::Merged(to) if *to == event.unit => {
                    self.findings.push(fault("itself", *to));
                }
                // What a unit keeps for itself stays where it is.
                Change::GaveShare { to, .. } if *to == event.unit => {}
                Change::Merged(to) | Change::GaveShare { to, .. } => {
                    if level(*to) != level(event.unit) {
                        self.findings.push(fault("level", *to));
                    } else if !tree.exists(*to, event.date) {
                        self.findings.push(fault("gone", *to));
                    }
                }
                Change::Transferred(to) if !tree.exists(*to, event.date) => {
                    self.findings.push(fault("gone", *to));
                }
                _ => {}
            }
        }
        // With a faulty event in it the tree says nothing about who is left.
        if self.findings.len() == before {
            self.nobody_is_left_without_a_parent(tree, told);
        }
    }

    /// Who belonged to a unit that ended has moved, or follows it into a merger.
    fn nobody_is_left_without_a_parent(&mut self, tree: &Tree, told: &[(UnitEvent, Place)]) {
        for number in 0..tree.units().len() as u32 {
            let unit = Reporter(number);
            let ends = told.iter().filter_map(|(event, place)| {
                let last = tree.last_day(event.unit)?;
                let ended_then = last.tomorrow().ok()? == event.date;
                ended_then.then_some((event, place))
            });
            for (event, place) in ends {
                let belongs = tree.parent(unit, event.date) == Some(event.unit);
                if belongs && tree.exists(unit, event.date) {
                    self.findings.push(
                        Finding::error("F216", place.clone())
                            .with("what", "left")
                            .with("unit", tree.id(event.unit))
                            .with("other", tree.id(unit))
                            .with("date", event.date),
                    );
                }
            }
        }
    }
}
