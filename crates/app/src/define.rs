//! Define: a programme folder is opened, checked, begun.

mod accepted;
mod check;
mod composition;
mod denominators;
mod forms;
mod gaps;
mod labels;
mod lay;
mod limits;
mod lists;
mod new;
mod overlays;
mod prepare;
mod ranges;

pub use check::{Checked, check};
pub use forms::forms;
pub use lay::localise;
pub use lists::{overlay_list, overlay_table};
pub use new::new_programme;
pub use prepare::{Prepared, prepare};
