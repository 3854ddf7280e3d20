//! Define: a programme folder is opened, checked, begun.

mod check;
mod new;
mod prepare;

pub use check::{Checked, check};
pub use new::new_programme;
pub use prepare::{Prepared, prepare};
