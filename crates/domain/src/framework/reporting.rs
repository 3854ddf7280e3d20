//! What a programme lays down about reporting events: by when, by when they can be contested, and what
//! reporting late, or not at all, is itself.

use gangmu_base::Place;

/// A kind of event with how grave it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// Type of event.
    pub kind: String,
    /// How grave.
    pub severity: String,
}

/// How events are to be reported.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// Within so many working days after the day of the event.
    pub report_working_days: i64,
    /// Within so many working days after it was verified it can be contested, where it is said.
    pub contest_working_days: Option<i64>,
    /// What a report after that is an event of; `None` where the programme names none.
    pub late: Option<EventType>,
    /// The same for what somebody else has found after that, with no report of the unit's own.
    pub hidden: Option<EventType>,
    /// Where it stands.
    pub place: Place,
}
