//! The framework: what is asked, of whom, how it becomes an indicator, and what is aimed at.

mod above;
mod adding_up;
mod aims;
mod appeals;
mod asking;
mod boundaries;
mod burden;
mod catalogue;
mod counts;
mod facts;
mod figures;
mod form_rules;
mod localise;
mod meaning;
mod milestones;
mod nudge;
mod overlay;
mod reach;
mod reporting;
mod resample;
mod resample_plan;
mod shares;
mod surveys;
mod surveys_plan;
mod targets;
mod words;

pub use adding_up::check_adding_up;
pub use aims::{Composed, check_aims};
pub use appeals::{AsDecided, Changed, ReadForAppeal, apply_appeals};
pub use asking::check_asking;
pub use boundaries::{Boundaries, Origins, Redrawn, redraw};
pub use burden::{Asks, asks};
pub use catalogue::{Catalogue, Compiled};
pub use facts::FrameworkSource;
pub use facts::Otherwise;
pub use figures::{Everybody, Figures, Origin};
pub use form_rules::{FormRule, ReadyRule, form_rules};
pub use localise::{Ground, localise};
pub use nudge::Nudge;
pub use overlay::{Derogation, FrameworkOverlay};
pub use reach::{FactAt, Reach, Touched, is_touched};
pub use reporting::{EventType, Reporting};
pub use resample::{Drawn, PLACES, Resampling, Treated};
pub use resample_plan::Wanted;
pub use targets::Targets;
pub use words::{
    Accepted, BodyKind, Burden, CalendarStep, Class, Dataset, ElementDef, Framework, Indicator,
    Level, Node, Notice, OverTime, OwnWord, Privacy, Question, Rollup, Separation, Target,
};
