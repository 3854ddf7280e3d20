//! The words of a framework, as its folder says them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use gangmu_base::calendar::WorkingDays;
use gangmu_base::units::Named;
use gangmu_base::{Period, Place};
use gangmu_formula::{Direction, Written};
use gangmu_num::Ratio;

use super::form_rules::FormRule;
use super::reporting::Reporting;

/// A tier: nation, province, city, county.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
}

/// A kind of body, such as a programme office.
#[derive(Debug, Clone)]
pub struct BodyKind {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
}

/// A word of the programme's own, such as a type of event or a unit of measure, and what people call it.
#[derive(Debug, Clone)]
pub struct OwnWord {
    /// The word as it stands in the files; after an id and a full stop, as what belongs to that id says it.
    pub word: String,
    /// Its name.
    pub name: Named,
}

/// Duties that one body may not hold for the same item.
#[derive(Debug, Clone)]
pub struct Separation {
    /// One duty.
    pub duty: String,
    /// What its holder may not be.
    pub not: Vec<String>,
}

/// Public notice of the published result, and the window for appeals.
#[derive(Debug, Clone)]
pub struct Notice {
    /// First day of the notice.
    pub opens: Date,
    /// Last day of the notice.
    pub closes: Date,
    /// First day on which an appeal can be filed.
    pub appeals_from: Date,
    /// Last day on which an appeal can be filed.
    pub appeals_to: Date,
    /// The day from which deadlines of consequences count.
    pub final_on: Date,
}

/// What a public reader may see.
#[derive(Debug, Clone)]
pub struct Privacy {
    /// A ratio with a smaller denominator is not published.
    pub min_denominator: Ratio,
    /// What stands in its place.
    pub mark: String,
}

/// Caps on what may be asked, by level.
#[derive(Debug, Clone, Default)]
pub struct Burden {
    /// Minutes a month.
    pub minutes_per_month: BTreeMap<String, i64>,
    /// Forms.
    pub forms: BTreeMap<String, i64>,
    /// Minutes a cell takes, where its element does not say.
    pub minutes_per_cell: Option<Ratio>,
}

/// A warning that stays, for a reason that is written down.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// Code of the finding.
    pub code: String,
    /// What the finding is about: the id of an item, an element, a form …
    pub at: Option<String>,
    /// Why it stays.
    pub reason: Named,
    /// Where it stands.
    pub place: Place,
}

/// A step of the year.
#[derive(Debug, Clone)]
pub struct CalendarStep {
    /// Its number.
    pub step: i64,
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What is done.
    pub act: Named,
}

/// A class of units that are compared with each other.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
}

/// How figures of several units make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rollup {
    /// They add up.
    Sum,
    /// They do not; the unit above reports its own.
    None,
}

/// How figures of months or quarters make one of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OverTime {
    /// They add up.
    Sum,
    /// Their plain mean.
    Mean,
    /// The last one, as for stocks.
    Last,
    /// They do not; the year is reported by itself.
    None,
}

/// Something that is asked, once.
#[derive(Debug, Clone)]
pub struct ElementDef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// Unit of measure.
    pub unit: String,
    /// The level that reports it.
    pub collected_at: u32,
    /// Up the tree.
    pub rollup: Rollup,
    /// Over time.
    pub over_time: OverTime,
    /// The measure by which it is apportioned when boundaries change.
    pub apportion_by: Option<String>,
    /// Minutes it takes to fill in a cell.
    pub minutes: Option<Ratio>,
    /// Who holds it already, in words; empty when nothing is said.
    pub source: String,
    /// What exactly is meant.
    pub definition: Named,
    /// Where it stands.
    pub place: Place,
}

impl ElementDef {
    /// Whether its figures are numbers of things, by its unit of measure, and no amounts of money,
    /// time or the like.
    pub fn counts_things(&self) -> bool {
        super::counts::counts_things(&self.unit)
    }
}

/// A figure made from elements.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// Unit of measure.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// How it is made; `None` where it is judged by checklist, ratings or grades.
    pub formula: Option<Written>,
    /// Plausible worst value.
    pub worst: Option<Ratio>,
    /// Plausible best value.
    pub best: Option<Ratio>,
    /// No value can be less.
    pub min: Option<Ratio>,
    /// No value can be more.
    pub max: Option<Ratio>,
    /// A smaller denominator is not published.
    pub min_denominator: Option<Ratio>,
    /// Where it comes from, in words; empty when nothing is said.
    pub source: String,
    /// Where it hangs in the framework tree.
    pub node: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What is aimed at: for a unit, for a class, or for all.
#[derive(Debug, Clone)]
pub struct Target {
    /// Of which indicator.
    pub indicator: String,
    /// For which period.
    pub period: Period,
    /// For which class of units (or kind of body).
    pub class: Option<String>,
    /// For which unit or body.
    pub reporter: Option<gangmu_base::Reporter>,
    /// The figure.
    pub target: Ratio,
    /// Where it stood when the target was set.
    pub baseline: Option<Ratio>,
    /// How many tiers below the top one it was set; the lowest tier's holds.
    pub tier: u32,
    /// Where it stands.
    pub place: Place,
}

/// A node of the framework tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// The node above.
    pub parent: Option<String>,
    /// Whether lower tiers are bound by what hangs below it; as the node above when not said.
    pub core: Option<bool>,
    /// Its name.
    pub name: Named,
    /// Where it stands.
    pub place: Place,
}

/// A form: which elements are asked of whom, how often.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Named,
    /// The body that issued it.
    pub issued_by: Option<String>,
    /// The level that fills it in.
    pub level: String,
    /// How often.
    pub frequency: String,
    /// What it says to those who fill it in.
    pub text: Named,
    /// Within how many days after the period.
    pub due_days: Option<i64>,
    /// The same in working days, where it says so.
    pub due_working_days: Option<i64>,
    /// For so many working days more a late return is taken, as late.
    pub grace_working_days: Option<i64>,
    /// Within how many working days cells that were sent back are to be answered.
    pub correction_working_days: Option<i64>,
    /// The level whose reviewers accept it; the one above those who fill it in when not said.
    pub accepted_at: Option<String>,
    /// The elements it asks.
    pub elements: Vec<String>,
    /// Elements it shows as another form has them; they are not asked again.
    pub reused: Vec<String>,
    /// The questions it asks.
    pub questions: Vec<String>,
    /// What must hold between its cells.
    pub rules: Vec<FormRule>,
    /// Where it stands.
    pub place: Place,
}

/// A question of a survey or of a capability questionnaire.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub text: Named,
    /// `survey` or `capability`.
    pub kind: String,
    /// The answers it offers.
    pub answers: Vec<String>,
    /// By how much the design of a survey makes variances larger than those of as many drawn at
    /// random one by one; 1 when it is not said.
    pub design_effect: Option<Ratio>,
    /// What it belongs to: the capability it asks about.
    pub group: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Everything a programme lays down before figures come in.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Id of the programme.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// The period assessed unless another is asked for.
    pub period: Option<Period>,
    /// Its schemes, the first one first.
    pub schemes: Vec<String>,
    /// Seconds east of Greenwich, for days without a zone.
    pub zone_seconds: i32,
    /// Levels, from the top.
    pub levels: Vec<Level>,
    /// Kinds of body.
    pub body_kinds: Vec<BodyKind>,
    /// Words of its own, with their names.
    pub words: Vec<OwnWord>,
    /// Duties kept apart.
    pub separations: Vec<Separation>,
    /// Notice and appeals.
    pub notice: Option<Notice>,
    /// What a public reader may see.
    pub privacy: Option<Privacy>,
    /// How events are to be reported, where it is laid down.
    pub reporting: Option<Reporting>,
    /// Caps on what may be asked.
    pub burden: Burden,
    /// A jump of so many points is told as a cliff; a twentieth of all points when nothing is said.
    pub cliff_points: Option<Ratio>,
    /// Warnings that stay.
    pub accepted: Vec<Accepted>,
    /// The steps of the year.
    pub calendar: Vec<CalendarStep>,
    /// Days on which it works.
    pub working_days: WorkingDays,
    /// Classes of units.
    pub classes: Vec<Class>,
    /// What is asked.
    pub elements: Vec<ElementDef>,
    /// What is made of it.
    pub indicators: Vec<Indicator>,
    /// What is aimed at.
    pub targets: Vec<Target>,
    /// The framework tree.
    pub nodes: Vec<Node>,
    /// The forms.
    pub datasets: Vec<Dataset>,
    /// The questions.
    pub questions: Vec<Question>,
}

impl Framework {
    /// What people call a word of the programme, as `of` says it; nothing where no name is given.
    pub fn name_of(&self, of: &str, word: &str) -> Option<&Named> {
        let own = |known: &&OwnWord| {
            let rest = known.word.strip_prefix(of).and_then(|rest| rest.strip_prefix('.'));
            !of.is_empty() && rest == Some(word)
        };
        let found = self.words.iter().find(own);
        found
            .or_else(|| self.words.iter().find(|known| known.word == word))
            .map(|found| &found.name)
    }

    /// Whether lower tiers are bound by the targets of an indicator. They are, unless the node it
    /// hangs on, or the nearest one above that says anything, says `core = false`.
    pub fn is_core(&self, indicator: &Indicator) -> bool {
        let mut at = indicator.node.as_deref();
        for _ in 0..=self.nodes.len() {
            let Some(node) = at.and_then(|id| self.nodes.iter().find(|node| node.id == id)) else {
                break;
            };
            if let Some(core) = node.core {
                return core;
            }
            at = node.parent.as_deref();
        }
        true
    }
}
