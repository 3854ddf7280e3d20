//! What became of a cell: every figure that was ever recorded in it, of this period and of those before, and
//! why it came back.

use gangmu_base::Period;
use gangmu_base::observations::{Element, Moment, NO_MOMENT, Reported};

use super::form::{Form, form};
use crate::authz::Actor;
use crate::office::{Office, reported};
use crate::refusal::Refusal;

/// A cell and what became of it.
pub struct CellHistory {
    /// The return it belongs to.
    pub form: Form,
    /// The element.
    pub element: Element,
    /// What was recorded: the latest period first, within it in the order of recording.
    pub past: Vec<PastFigure>,
    /// Why the cell of this return came back: the entry of the log, the reason, and whether it was answered.
    pub returned: Vec<(i64, String, bool)>,
}

/// A figure that was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct PastFigure {
    /// For which period.
    pub period: Period,
    /// When; `None` where the folder it came with does not say.
    pub at: Option<Moment>,
    /// What it was.
    pub reported: Reported,
    /// By which body's post, by id of the body; `operator` where it came with a folder.
    pub post: String,
    /// What was noted beside it.
    pub note: String,
    /// The entry of the log.
    pub entry: i64,
    /// The return by which it came, if by one.
    pub filing: Option<i64>,
}

/// This period, and so many before it.
const PERIODS: i32 = 13;

/// What became of the cell of an element in a return.
///
/// # Errors
/// [`Refusal::NotThere`] for a return out of sight, and for an element that is not on its form.
pub async fn cell_history(
    office: &Office,
    actor: &Actor,
    filing: i64,
    id: &str,
) -> Result<CellHistory, Refusal> {
    let form = form(office, actor, filing).await?;
    let cell = form.cells.iter().find(|cell| form.element(cell).id == id);
    let element = cell.ok_or(Refusal::NotThere)?.element;
    let number = form.edition.number_of_element(element).ok_or(Refusal::NotThere)?;
    let periods = (0..PERIODS).filter_map(|back| form.period.shift(-back));
    let periods: Vec<i64> = periods.map(Period::code).collect();
    let rows = office.store.history_of(form.filing.reporter, number, &periods).await?;
    let past = rows.into_iter().filter_map(|(row, post, note)| {
        Some(PastFigure {
            period: Period::of_code(row.figure.period)?,
            at: Some(row.figure.recorded_at).filter(|at| *at != NO_MOMENT),
            reported: reported(&row)?,
            post,
            note,
            entry: row.entry,
            filing: row.filing,
        })
    });
    let past = past.collect();
    let returned = form.parts.returned.iter().filter(|cell| cell.element == number);
    let returned =
        returned.map(|cell| (cell.entry, cell.reason.clone(), cell.answered.is_some())).collect();
    Ok(CellHistory { form, element, past, returned })
}
