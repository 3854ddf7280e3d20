//! Define: a programme folder is opened, checked, begun.

mod accepted;
mod check;
mod composition;
mod denominators;
mod forms;
mod gaps;
mod labels;
mod limits;
mod new;
mod prepare;
mod ranges;

pub use check::{Checked, check};
pub use forms::forms;
pub use new::new_programme;
pub use prepare::{Prepared, prepare};
