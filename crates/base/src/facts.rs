//! The other kinds of fact: events, answers, ratings, checklists, grades, milestones, practices,
//! results of earlier years and of other schemes, appeals.

use jiff::civil::Date;

use gangmu_num::Ratio;

use crate::units::Reporter;
use crate::{Period, Place};

/// A verified event at a unit or a body.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Where it happened.
    pub reporter: Reporter,
    /// When.
    pub date: Date,
    /// What kind of event.
    pub kind: String,
    /// How grave.
    pub severity: String,
    /// Its flags (`repeat`, `unremedied` …) that are set.
    pub flags: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// How many answered a survey question in one way.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Where.
    pub reporter: Reporter,
    /// In which wave.
    pub period: Period,
    /// Which question.
    pub question: String,
    /// Which answer. Answers that begin with `_` are not valid ones (not reached, refused).
    pub answer: String,
    /// How many.
    pub count: i64,
    /// Where it stands.
    pub place: Place,
}

/// A label given to a subject for an indicator: a rating, a grade, an element met or not.
#[derive(Debug, Clone)]
pub struct Mark {
    /// To whom.
    pub reporter: Reporter,
    /// For which indicator.
    pub indicator: String,
    /// For which period.
    pub period: Period,
    /// By which rater, in which dimension, for which element.
    pub part: String,
    /// The label; `1` or `0` for an element of a checklist.
    pub label: String,
    /// Where it stands.
    pub place: Place,
}

/// A milestone of a project at a unit.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// Where.
    pub unit: Reporter,
    /// Of which project.
    pub project: String,
    /// Which one.
    pub milestone: String,
    /// Its weight; those of a project add up to 100.
    pub weight: Ratio,
    /// When it is due.
    pub due: Date,
    /// When it was done, if it was.
    pub done: Option<Date>,
    /// The body that leads the project there.
    pub lead: Option<Reporter>,
    /// Where it stands.
    pub place: Place,
}

/// A practice that comes from a unit.
#[derive(Debug, Clone)]
pub struct Practice {
    /// Its id.
    pub id: String,
    /// Where it comes from.
    pub reporter: Reporter,
    /// In which state it is.
    pub status: String,
    /// Where it stands.
    pub place: Place,
}

/// Points of an earlier year, or of another scheme.
#[derive(Debug, Clone)]
pub struct PastResult {
    /// Whose.
    pub reporter: Reporter,
    /// In which scheme.
    pub scheme: String,
    /// For which period.
    pub period: Period,
    /// Points as a share of 100; `None` when the result was not issued.
    pub points: Option<Ratio>,
    /// Whether the unit was designated (commended) then.
    pub designated: bool,
    /// Where it stands.
    pub place: Place,
}

/// One input that an upheld appeal changes.
#[derive(Debug, Clone)]
pub struct Appeal {
    /// Its id.
    pub id: String,
    /// When it was filed.
    pub filed: Date,
    /// When it was decided, if it was.
    pub decided: Option<Date>,
    /// Whether it was upheld.
    pub upheld: bool,
    /// The kind of fact whose row is changed: `observations`, `events` …
    pub file: String,
    /// The row: column and value pairs.
    pub key: Vec<(String, String)>,
    /// The column that is changed.
    pub column: String,
    /// What it said.
    pub old: String,
    /// What it says from then on.
    pub new: String,
    /// Where it stands.
    pub place: Place,
}

/// All facts of a programme but its observations.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Verified events.
    pub events: Vec<Event>,
    /// The flags an event can have: the further columns of the tables of events.
    pub event_flags: Vec<String>,
    /// Survey answers, counted.
    pub answers: Vec<Answer>,
    /// Ratings by several raters.
    pub ratings: Vec<Mark>,
    /// Checklist elements, met or not.
    pub checks: Vec<Mark>,
    /// Grades of dimensions.
    pub grades: Vec<Mark>,
    /// Milestones of projects.
    pub milestones: Vec<Milestone>,
    /// Practices.
    pub practices: Vec<Practice>,
    /// Results of earlier years and of other schemes.
    pub results: Vec<PastResult>,
    /// Appeals, a row for each input changed.
    pub appeals: Vec<Appeal>,
}
