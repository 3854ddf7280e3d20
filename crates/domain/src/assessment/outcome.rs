//! The outcome of a scheme: every figure of it, for every subject.

use std::sync::Arc;

use gangmu_base::{Cell, Period, Reporter, Status};
use gangmu_formula::Subjects;
use gangmu_num::{Points, Ratio};

/// Points of one subject on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult {
    /// What is known of the figure the points are made from.
    pub status: Status,
    /// The item's points in the subject's class.
    pub max: Ratio,
    /// Points given; `None` where the item is left out.
    pub points: Option<Points>,
    /// Whether the item counts as passed.
    pub passed: bool,
}

impl ItemResult {
    /// The points as a figure; where there are none, what is known of the item.
    pub fn cell(&self) -> Cell<Ratio> {
        match &self.points {
            Some(points) => Cell::known(points.to_ratio()),
            None => Cell::unknown(self.status),
        }
    }
}

/// Points of one subject in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupResult {
    /// Points the group can give.
    pub max: Ratio,
    /// Points given; `None` where no item of the group applies.
    pub points: Option<Points>,
    /// Whether the group's gate is open.
    pub open: bool,
}

impl GroupResult {
    /// The points as a figure; a group of which no item applies does not apply.
    pub fn cell(&self) -> Cell<Ratio> {
        match &self.points {
            Some(points) => Cell::known(points.to_ratio()),
            None => Cell::unknown(Status::NotApplicable),
        }
    }
}

/// Points taken off for one event, before any cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The event.
    pub event: String,
    /// Points.
    pub points: Ratio,
}

/// Why a grade is not the one the total alone would give, or why there is no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A veto on an event.
    Event(String),
    /// A veto on a condition.
    Veto(String),
    /// The quota of the grade.
    Quota,
    /// Too few to be compared: there is no place.
    SmallGroup,
}

impl Reason {
    /// As it is written in every machine-readable output.
    pub fn word(&self) -> &str {
        match self {
            Reason::Event(id) | Reason::Veto(id) => id,
            Reason::Quota => "quota",
            Reason::SmallGroup => "small_group",
        }
    }
}

/// What one subject got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectResult {
    /// Sum of the groups.
    pub base: Ratio,
    /// Points taken off; `None` where the scheme has no deductions.
    pub deducted: Option<Ratio>,
    /// Events that took points off.
    pub taken: Vec<Taken>,
    /// Bonus points; `None` where the scheme has none.
    pub bonus: Option<Ratio>,
    /// What gave bonus points, where the gate is open.
    pub bonus_parts: Vec<(String, Ratio)>,
    /// Whether the bonus gate is open.
    pub bonus_open: bool,
    /// The total, vetoes included.
    pub total: Points,
    /// The grade, where the scheme has grades.
    pub grade: Option<String>,
    /// Whether it has a place.
    pub ranked: bool,
    /// Its place in its class.
    pub rank: Option<u32>,
    /// Why the grade is not the one of the total, or why there is no place.
    pub reasons: Vec<Reason>,
    /// Years commended in a row, this one included; `None` where the scheme has no award.
    pub streak: Option<i64>,
    /// The step of the ladder reached.
    pub award: Option<String>,
    /// Items passed; `None` where the scheme does not count them.
    pub passes: Option<usize>,
    /// Whether it passed.
    pub pass: Option<bool>,
    /// Whether commendation is out of the question.
    pub no_commendation: bool,
}

/// The outcome of a scheme.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The scheme's id.
    pub scheme: String,
    /// For which period.
    pub period: Period,
    /// Who was assessed, in the order of their ids.
    pub subjects: Subjects,
    /// The names of the classes, by number.
    pub classes: Vec<String>,
    /// By item, then by subject.
    pub items: Vec<Arc<Vec<ItemResult>>>,
    /// By group, then by subject.
    pub groups: Vec<Arc<Vec<GroupResult>>>,
    /// By subject.
    pub results: Vec<SubjectResult>,
}

impl Outcome {
    /// The place of a unit or body among the subjects.
    pub fn place(&self, reporter: Reporter) -> Option<usize> {
        self.subjects.ids().iter().position(|id| *id == reporter.0)
    }

    /// The class of the `index`-th subject; empty when it has none.
    pub fn class(&self, index: usize) -> &str {
        let class = self.subjects.class().get(index).copied().unwrap_or_default();
        self.classes.get(class as usize).map_or("", String::as_str)
    }
}
