//! The other kinds of fact, said in the office: events with their life, waves of surveys, ratings,
//! checklists, grades. What of them counts stands beside the facts of the programme folder, and scores as
//! the same rows there would.

mod add_facts;
mod assess;
mod cells;
mod check_list;
mod contest;
mod decide_contest;
mod grade;
mod list_facts;
mod open_ratings;
mod rate;
mod record_survey;
mod report_event;
mod shown;
mod stake;
mod step;
mod texts;
mod verify_checklist;
mod verify_event;
mod vocabulary;

pub(crate) use add_facts::add_facts;
pub use cells::Cells;
pub use check_list::{Checklist, ElementMet, check_list};
pub use contest::contest;
pub use decide_contest::decide_contest;
pub use grade::{Graded, Grades, grade};
pub use list_facts::{FactsQuery, contestable, list_facts};
pub use open_ratings::open_ratings;
pub use rate::{Rating, rate};
pub use record_survey::{SurveyWave, record_survey};
pub use report_event::{EventReport, report_event};
pub(super) use shown::may_attach;
pub use shown::{Act, FactShown, fact};
use stake::has_stake;
pub use step::{Arises, FactReceipt, fresh_key};
use texts::{fit_text, reason};
pub use verify_checklist::verify_checklist;
pub use verify_event::{EventVerdict, verify_event};
pub use vocabulary::{Vocabulary, vocabulary};

pub use gangmu_store::{FactStep, StoredFact};

/// A kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// Something that happened on a day.
    Event,
    /// How many answered a question in each way, in one wave.
    Survey,
    /// What one rater gives.
    Rating,
    /// Elements met or not.
    Checklist,
    /// Grades of dimensions, by the unit itself and by the assessor.
    Grade,
}

impl FactKind {
    /// All of them.
    pub const ALL: [FactKind; 5] =
        [FactKind::Event, FactKind::Survey, FactKind::Rating, FactKind::Checklist, FactKind::Grade];

    /// The word for it in the store and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            FactKind::Event => "event",
            FactKind::Survey => "survey",
            FactKind::Rating => "rating",
            FactKind::Checklist => "checklist",
            FactKind::Grade => "grade",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<FactKind> {
        FactKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How far a fact can be: the words of the store.
pub mod state {
    /// An event that was reported or found; nobody has looked yet.
    pub const REPORTED: &str = "reported";
    /// An event or a checklist that a body without stake has looked at.
    pub const VERIFIED: &str = "verified";
    /// An event that could not be confirmed; it counts for nothing.
    pub const NOT_CONFIRMED: &str = "not_confirmed";
    /// A verified event that whom it is about contests; it counts until that is decided.
    pub const CONTESTED: &str = "contested";
    /// A contested event that stands.
    pub const UPHELD: &str = "upheld";
    /// A contested event that does not; it counts for nothing.
    pub const STRUCK: &str = "struck";
    /// A checklist as the unit fills it in.
    pub const FILLED: &str = "filled";
    /// Grades a unit gives itself.
    pub const SELF_GRADED: &str = "self_graded";
    /// Grades with those of the assessor.
    pub const GRADED: &str = "graded";
    /// A rating that nobody but its rater sees.
    pub const SEALED: &str = "sealed";
    /// A rating opened together with all others.
    pub const OPENED: &str = "opened";
    /// A wave of a survey.
    pub const RECORDED: &str = "recorded";
    /// A wave that another was recorded in place of.
    pub const REPLACED: &str = "replaced";

    /// All of them, in the order in which a list offers them.
    pub const ALL: [&str; 13] = [
        REPORTED,
        VERIFIED,
        NOT_CONFIRMED,
        CONTESTED,
        UPHELD,
        STRUCK,
        FILLED,
        SELF_GRADED,
        GRADED,
        SEALED,
        OPENED,
        RECORDED,
        REPLACED,
    ];

    /// Whether a fact counts in results.
    pub fn counts(state: &str) -> bool {
        matches!(state, VERIFIED | CONTESTED | UPHELD | GRADED | OPENED | RECORDED)
    }
}
