//! What "stricter" means for each field of a scheme that a lower tier may change.
//!
//! One principle gives every direction: no subject may come out better than under the rules of the
//! tier above on the same facts. So what is given goes down and what is asked goes up, and what a
//! point is given *for* (points, weights, rules) is not for a lower tier to change at all.

use std::collections::BTreeSet;

use gangmu_base::tier::{Bearing, Stricter};
use gangmu_formula::{Written, parse};
use gangmu_num::Ratio;

use super::groups::most;
use super::overlay::Said;
use super::verdict::Deadline;
use super::words::{Group, Item, MissingPolicy, Scheme};

/// A field that may be changed, and what it means.
pub(super) enum Field<'s> {
    /// A figure.
    Figure(&'s mut Ratio, Stricter),
    /// A whole number.
    Count(&'s mut i64, Stricter),
    /// A figure that may be left out, and what it then is: with nothing there, leaving it out is
    /// either the strictest (no floor) or the loosest (no quota).
    Limit(&'s mut Option<Ratio>, Stricter, Unsaid),
    /// How a gap is treated.
    Gap(&'s mut MissingPolicy),
    /// Whether a late figure counts as nothing.
    Late(&'s mut bool),
    /// Whether an item may give more than its points.
    MayExceed(&'s mut bool),
    /// A condition, to which another can be added.
    Condition(&'s mut Option<Written>),
    /// A deadline.
    Due(&'s mut Deadline),
}

/// What a limit that is not there means.
pub(super) enum Unsaid {
    /// This figure.
    Is(Ratio),
    /// Nothing is stricter.
    Strictest,
    /// Everything is stricter.
    Loosest,
}

/// What may be changed of each part of a scheme, for whoever asks for something else.
pub(super) fn may_change(part: &str) -> &'static str {
    match part {
        "policy" => "item_floor, missing, undefined, late",
        "group" => "cap, exceed, floor",
        "item" => "floor, may_exceed",
        "bonus" => "opens, cap",
        "deductions" => "cap, points, multipliers",
        "grade" => "at_least, when, quota_share, quota_min",
        "award" => "top_share, years",
        "consequence" => "days, working_days, months",
        "pass" => "at_least, must",
        _ => "",
    }
}

/// The field of that name, where it may be changed.
pub(super) fn field<'s>(scheme: &'s mut Scheme, name: &[&str]) -> Option<Field<'s>> {
    use Stricter::{Higher, Lower};
    Some(match name {
        ["policy", "item_floor"] => Field::Figure(&mut scheme.policy.item_floor, Lower),
        ["policy", "missing"] => Field::Gap(&mut scheme.policy.missing),
        ["policy", "undefined"] => Field::Gap(&mut scheme.policy.undefined),
        ["policy", "late"] => Field::Late(&mut scheme.policy.late_is_zero),
        ["group", id, key] => {
            let group = scheme.groups.iter_mut().find(|group| group.id == **id)?;
            match *key {
                "cap" => {
                    let reach = reach(group, &scheme.items);
                    Field::Limit(&mut group.cap, Lower, Unsaid::Is(reach))
                }
                "exceed" => Field::Figure(&mut group.exceed, Lower),
                "floor" => Field::Limit(&mut group.floor, Lower, Unsaid::Strictest),
                _ => return None,
            }
        }
        ["item", id, key] => {
            let item = scheme.items.iter_mut().find(|item| item.id == **id)?;
            let floor = scheme.policy.item_floor.clone();
            match *key {
                "floor" => Field::Limit(&mut item.floor, Lower, Unsaid::Is(floor)),
                "may_exceed" => Field::MayExceed(&mut item.may_exceed),
                _ => return None,
            }
        }
        ["bonus", "cap"] => Field::Limit(&mut scheme.bonus.as_mut()?.cap, Lower, Unsaid::Loosest),
        ["bonus", "opens"] => Field::Condition(&mut scheme.bonus.as_mut()?.opens),
        ["bonus", id, "cap"] => {
            let mut items = scheme.bonus.as_mut()?.items.iter_mut();
            let item = items.find(|item| item.id == **id)?;
            Field::Limit(&mut item.cap, Lower, Unsaid::Loosest)
        }
        ["deductions", "cap"] => {
            Field::Limit(&mut scheme.deductions.as_mut()?.cap, Higher, Unsaid::Strictest)
        }
        ["deductions", "multipliers", flag] => {
            let multipliers = &mut scheme.deductions.as_mut()?.multipliers;
            Field::Figure(multipliers.entry((*flag).to_owned()).or_insert(Ratio::ONE), Higher)
        }
        ["deductions", kind, severity, key] => {
            let mut rows = scheme.deductions.as_mut()?.rows.iter_mut();
            let row = rows.find(|row| row.kind == **kind && row.severity == **severity)?;
            match *key {
                "points" => Field::Figure(&mut row.points, Higher),
                "cap" => Field::Limit(&mut row.cap, Higher, Unsaid::Strictest),
                _ => return None,
            }
        }
        ["grade", id, key] => {
            let last = scheme.grades.len().saturating_sub(1);
            let place = scheme.grades.iter().position(|grade| grade.id == **id)?;
            let grade = scheme.grades.get_mut(place)?;
            match *key {
                // The last grade takes the rest, whatever it is.
                "at_least" if place < last => {
                    Field::Limit(&mut grade.at_least, Higher, Unsaid::Loosest)
                }
                "when" if place < last => Field::Condition(&mut grade.when),
                "quota_share" => Field::Limit(&mut grade.quota_share, Lower, Unsaid::Loosest),
                "quota_min" => Field::Count(&mut grade.quota_min, Lower),
                _ => return None,
            }
        }
        ["award", "top_share"] => Field::Figure(&mut scheme.award.as_mut()?.top_share, Lower),
        ["award", id, "years"] => {
            let mut steps = scheme.award.as_mut()?.steps.iter_mut();
            Field::Count(&mut steps.find(|step| step.id == **id)?.years, Higher)
        }
        ["consequence", when, id] => {
            let mut consequences = scheme.consequences.iter_mut();
            let consequence = consequences.find(|one| one.when.key() == **when)?;
            let step = consequence.steps.iter_mut().find(|step| step.id == **id)?;
            Field::Due(&mut step.deadline)
        }
        ["pass", "at_least"] => Field::Count(&mut scheme.pass.as_mut()?.at_least, Higher),
        _ => return None,
    })
}

/// What a group without a cap can reach in the class in which it is least.
fn reach(group: &Group, items: &[Item]) -> Ratio {
    let members = || items.iter().filter(|item| item.group == group.id);
    let classes: BTreeSet<Option<&str>> = members()
        .flat_map(|item| item.points_by_class.keys())
        .map(|class| Some(class.as_str()))
        .chain([None])
        .collect();
    let in_class =
        |class| most(group.combine, members().map(move |item| (item, item.points_in(class))));
    let least = classes.into_iter().map(in_class).min().unwrap_or(Ratio::ZERO);
    &least + &group.exceed
}

impl Field<'_> {
    /// What it says; empty for nothing.
    pub(super) fn shown(&self) -> String {
        match self {
            Field::Figure(figure, _) => figure.plain(),
            Field::Count(count, _) => count.to_string(),
            Field::Limit(limit, _, unsaid) => match (limit, unsaid) {
                (Some(limit), _) | (None, Unsaid::Is(limit)) => limit.plain(),
                (None, _) => String::new(),
            },
            Field::Gap(MissingPolicy::Zero) | Field::Late(true) => "zero".to_owned(),
            Field::Gap(MissingPolicy::LeaveOut) => "leave_out".to_owned(),
            Field::Late(false) => "count".to_owned(),
            Field::MayExceed(may) => may.to_string(),
            Field::Condition(condition) => {
                condition.as_ref().map(|written| written.text.trim().to_owned()).unwrap_or_default()
            }
            Field::Due(deadline) => deadline.plain(),
        }
    }

    /// How a value bears on what it says; `None` where a value of that kind has no meaning here.
    pub(super) fn judge(&self, to: &Said) -> Option<Bearing> {
        let looser = |allowed: &str| Bearing::Looser { allowed: allowed.to_owned() };
        let words = |strict_now: bool, strict_then: bool, allowed| match (strict_now, strict_then) {
            (false, true) => Bearing::Stricter,
            (true, false) => looser(allowed),
            _ => Bearing::Same,
        };
        Some(match (self, to) {
            (Field::Figure(above, stricter), Said::Figure(here)) => stricter.judge(above, here),
            (Field::Count(above, stricter), Said::Figure(here)) if here.is_integer() => {
                stricter.judge(&Ratio::from_int(**above), here)
            }
            (Field::Limit(above, stricter, unsaid), Said::Figure(here)) => match (above, unsaid) {
                (Some(above), _) | (None, Unsaid::Is(above)) => stricter.judge(above, here),
                (None, Unsaid::Strictest) => looser("–"),
                (None, Unsaid::Loosest) => Bearing::Stricter,
            },
            (Field::Gap(above), Said::Word(word)) if word == "zero" || word == "leave_out" => {
                words(**above == MissingPolicy::Zero, word == "zero", "zero")
            }
            (Field::Late(above), Said::Word(word)) if word == "zero" || word == "count" => {
                words(**above, word == "zero", "zero")
            }
            (Field::MayExceed(above), Said::Switch(here)) => words(!**above, !here, "false"),
            // What has to hold besides can only close.
            (Field::Condition(_), Said::Condition(_)) => Bearing::Stricter,
            (Field::Due(above), Said::Deadline(here)) => {
                let ((count, measure), (now, other)) = (above.parts(), here.parts());
                if measure == other {
                    match Stricter::Lower.judge(&Ratio::from_int(count), &Ratio::from_int(now)) {
                        Bearing::Looser { .. } => looser(&format!("≤ {}", above.plain())),
                        bearing => bearing,
                    }
                } else {
                    looser(&format!("≤ {}", above.plain()))
                }
            }
            _ => return None,
        })
    }

    /// Sets it.
    pub(super) fn set(self, to: &Said) {
        match (self, to) {
            (Field::Figure(at, _), Said::Figure(to)) => *at = to.clone(),
            (Field::Count(at, _), Said::Figure(to)) => *at = to.to_integer().unwrap_or(*at),
            (Field::Limit(at, ..), Said::Figure(to)) => *at = Some(to.clone()),
            (Field::Gap(at), Said::Word(word)) => {
                let zero = word == "zero";
                *at = if zero { MissingPolicy::Zero } else { MissingPolicy::LeaveOut };
            }
            (Field::Late(at), Said::Word(word)) => *at = word == "zero",
            (Field::MayExceed(at), Said::Switch(to)) => *at = *to,
            (Field::Condition(at), Said::Condition(to)) => {
                // A text that is no formula by itself could close the bracket of the one above and
                // open another; it stands alone, where its fault is told.
                let sound = parse(&to.text).is_ok();
                *at = match at.take().filter(|_| sound) {
                    Some(above) => Some(above.and(to)),
                    None => Some(to.clone()),
                };
            }
            (Field::Due(at), Said::Deadline(to)) => *at = *to,
            _ => {}
        }
    }
}
