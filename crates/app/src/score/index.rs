//! The composite index of a programme: worked out, laid out in tables, explained.

mod drawn_figures;
mod explain;
mod faults;
mod figures;
mod recipe;
mod run;
mod sensitivity;
mod table;
mod trial;

pub use explain::explain_index;
pub use run::{Also, IndexDraws, Indexed, with_index};
pub use sensitivity::{SAMPLES, index_sensitivity};
pub use table::{index_choices, index_parts, index_results, index_weights};
pub(crate) use trial::{check_choices, try_index};
