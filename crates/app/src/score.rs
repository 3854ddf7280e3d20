//! Score: a scheme is worked out, laid out in tables, and explained.

mod explain;
mod explain_item;
mod public;
mod run;
mod tables;

pub use explain::{Explained, Line, explain};
pub use public::Hidden;
pub use run::{Asked, Scored, period_of, subjects_of, with_scored};
pub use tables::{consequences, deductions, groups, items, results};
