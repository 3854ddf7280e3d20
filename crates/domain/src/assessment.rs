//! Assessment: a scheme turns facts into points, points into grades and places, and says what
//! follows. It reads facts only; who produced them it does not know.

mod again;
mod assessors;
mod bounds;
mod cliffs;
mod compile;
mod consequences;
mod counted_twice;
mod deductions;
mod grades;
mod groups;
mod items;
mod localise;
mod misreporting;
mod others;
mod outcome;
mod overlay;
mod question;
mod remedy;
mod results;
mod score;
mod seams;
mod shape;
mod small_groups;
mod verdict;
mod whole;
mod words;

pub use again::Again;
pub use assessors::{assessor_of, check_assessors};
pub use cliffs::check_cliffs;
pub use compile::{CompiledItem, CompiledScheme, Rule, compile};
pub use consequences::{Due, consequences};
pub use counted_twice::check_counted_twice;
pub use localise::localise;
pub use misreporting::{Reward, ToldBetter, Trial, rewards};
pub use others::check_others;
pub use outcome::{GroupResult, ItemResult, Outcome, Reason, SubjectResult, Taken};
pub use overlay::{Change, Said, SchemeOverlay};
pub use question::Question;
pub use remedy::check_remedies;
pub use score::score;
pub use seams::check_seams;
pub use shape::{check_shape, shape_of};
pub use small_groups::check_small_groups;
pub use verdict::{
    Award, AwardStep, Consequence, ConsequenceWhen, Deadline, Effect, Grade, PassRule, Step, Veto,
    VetoWhen,
};
pub use whole::check_whole;
pub use words::{
    Base, Bonus, BonusItem, Combine, CompareWithin, DeductionRow, Deductions, Group, Item,
    MissingPolicy, NotApplicable, Policy, Printed, Scheme, SubjectRule,
};
