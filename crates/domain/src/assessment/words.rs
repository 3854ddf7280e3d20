//! The words of a scheme, as its file says them; what its points lead to is in `verdict`.

use std::collections::BTreeMap;

use gangmu_base::units::Named;
use gangmu_base::{Period, Place};
use gangmu_formula::Written;
use gangmu_num::Ratio;

use super::verdict::{Award, Consequence, Grade, PassRule, Veto};

/// A scheme: a legal table of points.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// Its title.
    pub title: Named,
    /// The period it is about, unless another is asked for.
    pub period: Option<Period>,
    /// What the points add up to in every class.
    pub base: Option<Base>,
    /// Who is assessed.
    pub subjects: SubjectRule,
    /// How gaps are treated and figures rounded.
    pub policy: Policy,
    /// Groups of items.
    pub groups: Vec<Group>,
    /// Items.
    pub items: Vec<Item>,
    /// Bonus behind a gate.
    pub bonus: Option<Bonus>,
    /// Deductions for events.
    pub deductions: Option<Deductions>,
    /// Vetoes.
    pub vetoes: Vec<Veto>,
    /// Grades, best first.
    pub grades: Vec<Grade>,
    /// Commendation by streak.
    pub award: Option<Award>,
    /// What follows.
    pub consequences: Vec<Consequence>,
    /// Pass count.
    pub pass: Option<PassRule>,
    /// Where it stands.
    pub place: Place,
}

impl Scheme {
    /// Whether an item is in a group that a lower tier added.
    pub fn is_local(&self, item: &Item) -> bool {
        self.groups.iter().any(|group| group.local && group.id == item.group)
    }
}

/// What the points add up to in every class.
#[derive(Debug, Clone)]
pub struct Base {
    /// So many points.
    pub points: Ratio,
    /// Where it stands.
    pub place: Place,
}

/// Who is assessed: units of a level, or bodies of kinds at units of that level.
#[derive(Debug, Clone)]
pub struct SubjectRule {
    /// The level.
    pub level: String,
    /// Kinds of body; units are assessed when it is empty.
    pub kinds: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// Who is compared with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareWithin {
    /// The class of a unit, the kind of a body.
    #[default]
    Class,
    /// All subjects.
    All,
}

/// What is done with a figure that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingPolicy {
    /// No points.
    #[default]
    Zero,
    /// Left out, as if it did not apply.
    LeaveOut,
}

/// What is done with an item that does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotApplicable {
    /// Left out; what the rest of the group earned is scaled up.
    #[default]
    Rescale,
    /// Its points are spread over the other items of the group.
    Spread,
    /// It gives all its points, and passes.
    FullPoints,
    /// Nothing is taken off; it does not pass.
    NoDeduction,
}

/// How gaps are treated and figures rounded.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Who is compared with whom.
    pub compare_within: CompareWithin,
    /// Where fewer have a place to be given, nobody is given one.
    pub min_group: u32,
    /// Places of an item's points.
    pub round_item: Option<u32>,
    /// Places of a group's points.
    pub round_group: Option<u32>,
    /// Places of the total.
    pub round_total: Option<u32>,
    /// No item gives less, unless it says so itself.
    pub item_floor: Ratio,
    /// A figure that was not reported.
    pub missing: MissingPolicy,
    /// A figure that cannot be worked out.
    pub undefined: MissingPolicy,
    /// Whether a late figure counts as nothing.
    pub late_is_zero: bool,
    /// An item that does not apply.
    pub not_applicable: NotApplicable,
    /// A figure that is held back.
    pub suppressed: NotApplicable,
}

/// How the items of a group make its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Combine {
    /// They add up.
    #[default]
    Sum,
    /// Their weighted mean; what does not apply leaves its weight to the rest.
    WeightedMean,
    /// The lowest one.
    Min,
}

/// A group of items.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// Never above.
    pub cap: Option<Ratio>,
    /// Room above the points of its items.
    pub exceed: Ratio,
    /// Never below.
    pub floor: Option<Ratio>,
    /// How its items are put together.
    pub combine: Combine,
    /// When it opens; closed it gives nothing.
    pub opens: Option<Written>,
    /// Whether a lower tier added it: its points are told beside the base and do not enter it.
    pub local: bool,
    /// Where it stands.
    pub place: Place,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    /// Its title.
    pub title: Named,
    /// The legal wording.
    pub text: Named,
    /// What else the legal table says of it.
    pub printed: Printed,
    /// Whether its rule is still to be written; until then the scheme cannot be scored.
    pub draft: bool,
    /// The indicator it is about.
    pub indicator: Option<String>,
    /// Its points.
    pub points: Ratio,
    /// Its points in single classes.
    pub points_by_class: BTreeMap<String, Ratio>,
    /// Its weight in a weighted mean.
    pub weight: Option<Ratio>,
    /// How points are made.
    pub rule: Written,
    /// Never below, instead of the policy's.
    pub floor: Option<Ratio>,
    /// Whether it may give more than its points.
    pub may_exceed: bool,
    /// Instead of the policy's.
    pub not_applicable: Option<NotApplicable>,
    /// The kind of the body that delivers it.
    pub lead: Option<String>,
    /// The kind of the body that assesses it, a body's id, or `peers`.
    pub assessor: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Columns of a legal table that nothing is worked out from: kept word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// What is looked at.
    pub content: String,
    /// Where figures come from.
    pub source: String,
    /// In which way it is looked at.
    pub method: String,
    /// Who delivers it, in the words of the table.
    pub lead: String,
    /// Who takes part.
    pub responsible: String,
    /// Who assesses it, in the words of the table.
    pub assessor: String,
}

impl Item {
    /// Its points in a class.
    pub fn points_in(&self, class: Option<&str>) -> &Ratio {
        class.and_then(|class| self.points_by_class.get(class)).unwrap_or(&self.points)
    }
}

/// Bonus points behind a gate.
#[derive(Debug, Clone)]
pub struct Bonus {
    /// When it opens.
    pub opens: Option<Written>,
    /// Never above, all together.
    pub cap: Option<Ratio>,
    /// What gives bonus points.
    pub items: Vec<BonusItem>,
}

/// Something that gives bonus points.
#[derive(Debug, Clone)]
pub struct BonusItem {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// How points are made.
    pub rule: Written,
    /// Never above.
    pub cap: Option<Ratio>,
    /// Where it stands.
    pub place: Place,
}

/// Deductions for verified events.
#[derive(Debug, Clone)]
pub struct Deductions {
    /// Never above, all together.
    pub cap: Option<Ratio>,
    /// Factors by flag of an event; they multiply.
    pub multipliers: BTreeMap<String, Ratio>,
    /// Which events take what.
    pub rows: Vec<DeductionRow>,
}

/// What an event of a type and severity takes.
#[derive(Debug, Clone)]
pub struct DeductionRow {
    /// Type of event.
    pub kind: String,
    /// Its severity.
    pub severity: String,
    /// What it takes.
    pub points: Ratio,
    /// Never more for this type in the period, after multipliers.
    pub cap: Option<Ratio>,
    /// Where it stands.
    pub place: Place,
}
