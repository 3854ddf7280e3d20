//! Workbooks (`.xlsx`) as people have them: opened with care, read by their headings, written so
//! that nothing in them runs.

mod archive;
mod cells;
mod form;
mod headings;
pub mod limits;
mod observations_read;
mod observations_write;
mod points_in_text;
mod scheme_file;
mod scheme_table;
mod scheme_write;
mod xml;

pub use cells::{Content, Kind, Sheet, Workbook};
pub use form::{FilledRow, PrintedForm, PrintedFormRow, read_form, write_form};
pub use observations_read::{ImportedObservations, read_observations};
pub use observations_write::write_observations;
pub use scheme_file::{ImportedScheme, SchemeFrame, read_scheme};
pub use scheme_write::{PrintedRow, PrintedScheme, write_scheme};
