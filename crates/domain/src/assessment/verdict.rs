//! The words of what points lead to: vetoes, grades, awards, consequences, passes.

use gangmu_base::Place;
use gangmu_base::units::Named;
use gangmu_formula::Written;
use gangmu_num::Ratio;

/// When a veto falls.
#[derive(Debug, Clone)]
pub enum VetoWhen {
    /// On a verified event of a type and severity.
    Event(String, String),
    /// On a condition.
    Condition(Written),
}

/// What a veto does.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// This grade and no other.
    pub grade: Option<String>,
    /// No better grade than this.
    pub grade_ceiling: Option<String>,
    /// The total becomes this.
    pub total: Option<Ratio>,
    /// So much is taken off the total.
    pub minus: Option<Ratio>,
    /// Not ranked.
    pub unranked: bool,
    /// No commendation.
    pub no_commendation: bool,
    /// Scoring stops: no points, no place.
    pub stop: bool,
}

/// A veto.
#[derive(Debug, Clone)]
pub struct Veto {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// The legal wording.
    pub text: Named,
    /// When it falls.
    pub when: VetoWhen,
    /// What it does.
    pub effect: Effect,
    /// The body one may appeal to.
    pub appeal_to: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A grade.
#[derive(Debug, Clone)]
pub struct Grade {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// The total must be at least this.
    pub at_least: Option<Ratio>,
    /// And this must hold.
    pub when: Option<Written>,
    /// No more than this share of the class.
    pub quota_share: Option<Ratio>,
    /// But at least so many.
    pub quota_min: i64,
    /// Where it stands.
    pub place: Place,
}

/// Commendation by streak.
#[derive(Debug, Clone)]
pub struct Award {
    /// The grades that qualify.
    pub grades: Vec<String>,
    /// The place must be within this share of the class.
    pub top_share: Ratio,
    /// Steps of the ladder, by years in a row.
    pub steps: Vec<AwardStep>,
    /// Where it stands.
    pub place: Place,
}

/// A step of the ladder.
#[derive(Debug, Clone)]
pub struct AwardStep {
    /// Years in a row.
    pub years: i64,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
}

/// When a consequence follows.
#[derive(Debug, Clone)]
pub enum ConsequenceWhen {
    /// For a grade.
    Grade(String),
    /// For the lowest share of a class, but for those with a grade, in classes of some size.
    Bottom {
        /// Which share.
        share: Ratio,
        /// Not for this grade.
        grade_not: Option<String>,
        /// Not in smaller classes.
        min_group: i64,
    },
    /// On a condition.
    Condition(Written),
}

/// By when something is due, counted from the day the result is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// Calendar days.
    Days(i64),
    /// Working days.
    WorkingDays(i64),
    /// Calendar months.
    Months(i64),
}

/// One thing to be done.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Named,
    /// By when.
    pub deadline: Deadline,
}

/// What follows from a result.
#[derive(Debug, Clone)]
pub struct Consequence {
    /// When.
    pub when: ConsequenceWhen,
    /// What.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub place: Place,
}

/// Passing by the number of items passed.
#[derive(Debug, Clone)]
pub struct PassRule {
    /// At least so many.
    pub at_least: i64,
    /// Each of these.
    pub must: Vec<String>,
    /// Of each list at least one.
    pub either: Vec<Vec<String>>,
    /// Where it stands.
    pub place: Place,
}
