//! Collect: data sets are opened, filled in, submitted and reviewed in the office; observations come in
//! from workbooks and go out to them.

mod changes;
mod deadlines;
mod draft;
pub mod evidence;
pub mod facts;
mod figures;
mod form;
mod form_rules;
mod form_workbook;
mod history;
mod observations;
mod open;
mod returns;
mod review;
mod submit;

pub use changes::{Change, changes_after, changes_since_last_visit};
pub use draft::{CellEdit, Saved, SavedCell, TheirCell, Told, save_cells};
pub(crate) use facts::add_facts;
pub use figures::{ELEMENTS, FiguresBelow, FiguresQuery, RowOfFigures, UNITS, figures_below};
pub use form::{Form, FormCell, decimal, form};
pub use form_workbook::{fill_from_workbook, form_as_workbook};
pub use gangmu_store::{Filing, Opening, Progress, Tally};
pub use history::{CellHistory, PastFigure, cell_history};
pub use observations::{export_observations, import_observations};
pub use open::{Openable, extend, open_dataset, openable};
pub use returns::{REVIEW_DAYS, ReturnsQuery, list_returns, tally_returns};
pub use review::{Decision, decide};
pub use submit::{Receipt, submit};
