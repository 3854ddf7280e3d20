//! Assessment: a scheme turns facts into points, points into grades and places, and says what
//! follows. It reads facts only; who produced them it does not know.

mod assessors;
mod compile;
mod consequences;
mod deductions;
mod grades;
mod groups;
mod items;
mod outcome;
mod question;
mod results;
mod score;
mod words;

pub use assessors::{assessor_of, check_assessors};
pub use compile::{CompiledItem, CompiledScheme, Rule, compile};
pub use consequences::{Due, consequences};
pub use outcome::{GroupResult, ItemResult, Outcome, Reason, SubjectResult, Taken};
pub use question::Question;
pub use score::score;
pub use words::{
    Award, AwardStep, Bonus, BonusItem, Combine, CompareWithin, Consequence, ConsequenceWhen,
    Deadline, DeductionRow, Deductions, Effect, Grade, Group, Item, MissingPolicy, NotApplicable,
    PassRule, Policy, Scheme, Step, SubjectRule, Veto, VetoWhen,
};
