//! A scheme as a lower tier runs it: the scheme of the tier above, what is changed in it made
//! stricter, what is added beside it.
//!
//! Groups that are added are *local*: their points are told beside the base and never enter it, so
//! that the points of the tier above mean the same everywhere. They can hold somebody back (as a
//! condition of a grade, a veto, a consequence), but never lift anybody.

use gangmu_base::Place;
use gangmu_base::tier::{Bearing, Difference};
use gangmu_num::Ratio;

use super::bounds::{field, may_change};
use super::overlay::{Change, Said, SchemeOverlay};
use super::verdict::{Consequence, ConsequenceWhen, Deadline, Step, Veto};
use super::words::{Deductions, Group, Scheme};

/// The scheme with an overlay laid over it, and what differs. What is looser than above is left out
/// but for what is granted, by the path of the field.
pub fn localise(
    above: &Scheme,
    overlay: &SchemeOverlay,
    granted: &dyn Fn(&str) -> bool,
) -> (Scheme, Vec<Difference>) {
    let mut work = Localising { above, scheme: above.clone(), granted, differences: Vec::new() };
    for change in &overlay.changes {
        work.change(change);
    }
    work.groups_and_items(overlay);
    work.what_takes_away(overlay);
    (work.scheme, work.differences)
}

struct Localising<'a> {
    above: &'a Scheme,
    scheme: Scheme,
    granted: &'a dyn Fn(&str) -> bool,
    differences: Vec<Difference>,
}

impl Localising<'_> {
    fn change(&mut self, change: &Change) {
        let name: Vec<&str> = change.field.iter().map(String::as_str).collect();
        let here = shown(&change.to);
        if name.first() == Some(&"deductions") && self.above.deductions.is_none() {
            let deductions = self.scheme.deductions.get_or_insert_with(none_so_far);
            // No deductions at all are deductions of at most nothing: any cap takes more.
            if name == ["deductions", "cap"] {
                deductions.cap = Some(Ratio::ZERO);
            }
        }
        let found = field(&mut self.scheme, &name);
        let judged = found.and_then(|field| {
            let bearing = field.judge(&change.to)?;
            let above = field.shown();
            let path = change.field.join("/");
            let looser = matches!(bearing, Bearing::Looser { .. });
            if !looser || (self.granted)(&path) {
                field.set(&change.to);
            }
            Some((above, bearing))
        });
        let (above, bearing) = judged.unwrap_or_else(|| {
            let may = may_change(name.first().copied().unwrap_or_default());
            (String::new(), Bearing::Fixed { may: may.to_owned() })
        });
        self.tell(change.field.clone(), above, here, bearing, &change.place);
    }

    fn tell(
        &mut self,
        field: Vec<String>,
        above: String,
        here: String,
        bearing: Bearing,
        place: &Place,
    ) {
        self.differences.push(Difference { field, above, here, bearing, place: place.clone() });
    }

    fn added(&mut self, field: &[&str], here: String, bearing: Bearing, place: &Place) {
        let field = field.iter().map(|part| (*part).to_owned()).collect();
        self.tell(field, String::new(), here, bearing, place);
    }

    fn groups_and_items(&mut self, overlay: &SchemeOverlay) {
        for group in &overlay.groups {
            self.added(&["group", &group.id], String::new(), Bearing::Added, &group.place);
            self.scheme.groups.push(Group { local: true, ..group.clone() });
        }
        for item in &overlay.items {
            // Elsewhere it would change what the other items of the group are worth.
            let own = overlay.groups.iter().any(|group| group.id == item.group);
            let bearing =
                if own { Bearing::Added } else { Bearing::Gives { instead: "own-group" } };
            self.added(&["item", &item.id], item.points.plain(), bearing, &item.place);
            if own {
                self.scheme.items.push(item.clone());
            }
        }
        for item in &overlay.bonus_items {
            let bearing = Bearing::Gives { instead: "no-bonus" };
            self.added(&["bonus", &item.id], String::new(), bearing, &item.place);
        }
    }

    fn what_takes_away(&mut self, overlay: &SchemeOverlay) {
        for row in &overlay.rows {
            let cap = row.cap.iter().map(|cap| format!(" (≤ {})", cap.plain()));
            let here = std::iter::once(row.points.plain()).chain(cap).collect();
            let field = ["deductions", row.kind.as_str(), row.severity.as_str()];
            self.added(&field, here, Bearing::Added, &row.place);
            let deductions = self.scheme.deductions.get_or_insert_with(none_so_far);
            deductions.rows.push(row.clone());
        }
        for veto in &overlay.vetoes {
            let lifts = may_lift(&self.scheme, veto);
            let bearing = lifts.map_or(Bearing::Added, |instead| Bearing::Gives { instead });
            self.added(&["veto", &veto.id], String::new(), bearing, &veto.place);
            if lifts.is_none() {
                self.scheme.vetoes.push(veto.clone());
            }
        }
        for consequence in &overlay.consequences {
            let key = consequence.when.key();
            for step in &consequence.steps {
                let field = ["consequence", key.as_str(), step.id.as_str()];
                self.added(&field, step.deadline.plain(), Bearing::Added, &consequence.place);
            }
            self.scheme.consequences.push(consequence.clone());
        }
        for (when, step, place) in &overlay.steps {
            self.step(when, step, place);
        }
        for (item, place) in &overlay.must {
            let Some(pass) = self.scheme.pass.as_mut() else {
                let may = may_change("").to_owned();
                self.added(&["pass", "must"], item.clone(), Bearing::Fixed { may }, place);
                continue;
            };
            let known = pass.must.contains(item);
            if !known {
                pass.must.push(item.clone());
            }
            let bearing = if known { Bearing::Same } else { Bearing::Added };
            self.added(&["pass", "must"], item.clone(), bearing, place);
        }
    }

    fn step(&mut self, when: &str, step: &Step, place: &Place) {
        let mut consequences = self.scheme.consequences.iter_mut();
        if let Some(consequence) = consequences.find(|one| one.when.key() == when) {
            consequence.steps.push(step.clone());
        }
        let field = ["consequence", when, step.id.as_str()];
        self.added(&field, step.deadline.plain(), Bearing::Added, place);
    }
}

fn none_so_far() -> Deductions {
    Deductions { cap: None, multipliers: std::collections::BTreeMap::new(), rows: Vec::new() }
}

/// How a veto could leave somebody better off: by a forced grade that is not the last, or by no
/// place where something follows from being among the last of those that have one.
fn may_lift(scheme: &Scheme, veto: &Veto) -> Option<&'static str> {
    let last = scheme.grades.last().map(|grade| &grade.id);
    let effect = &veto.effect;
    let spares =
        |consequence: &Consequence| matches!(consequence.when, ConsequenceWhen::Bottom { .. });
    if effect.grade.as_ref().is_some_and(|grade| Some(grade) != last) {
        Some("veto")
    } else if (effect.unranked || effect.stop) && scheme.consequences.iter().any(spares) {
        Some("ranked")
    } else {
        None
    }
}

fn shown(said: &Said) -> String {
    match said {
        Said::Figure(figure) => figure.plain(),
        Said::Word(word) | Said::Other(word) => word.clone(),
        Said::Switch(yes) => yes.to_string(),
        Said::Condition(written) => written.text.trim().to_owned(),
        Said::Deadline(deadline) => Deadline::plain(*deadline),
    }
}
