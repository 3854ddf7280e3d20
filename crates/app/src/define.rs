//! Define: a programme folder is opened, checked, begun.

mod accepted;
mod check;
mod check_overlays;
mod check_scheme;
mod composition;
mod denominators;
mod drafts;
mod explanation;
mod explanation_pages;
mod export_scheme;
mod forms;
mod gaps;
mod import_scheme;
mod labels;
mod layout;
mod limits;
mod localise;
mod new;
mod overlay_list;
mod prepare;
mod ranges;
mod schema;

pub use check::{Checked, check, check_changed, check_folder};
pub(crate) use drafts::still_drafts;
pub use explanation::{explain_code, list_codes};
pub use export_scheme::export_scheme;
pub use forms::forms;
pub(crate) use import_scheme::not_there_yet;
pub use import_scheme::{Imported, import_scheme};
pub use layout::{LaidOut, lay_out};
pub use localise::localise;
pub use new::new_programme;
pub use overlay_list::{overlay_list, overlay_table};
pub use prepare::{Prepared, prepare};
pub use schema::schema;
