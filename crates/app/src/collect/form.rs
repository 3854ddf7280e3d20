//! A form as it is filled in: each cell with what was reported last, what stands there now, what a
//! reviewer said, and what is wrong with it.

use gangmu_base::observations::{Element, Reported};
use gangmu_base::{Finding, Period, Place, Severity, Status};
use gangmu_domain::framework::{Dataset, ElementDef};
use gangmu_exchange::text::parse_number;
use gangmu_num::Ratio;
use gangmu_store::{DraftCell, Filing, ReturnedCell, Review, StoredObservation};

use super::form_rules::{looked_at, tell_broken_rules};
use crate::authz::{Actor, Span, Verb, may, require};
use crate::office::{Edition, Office, reported};
use crate::refusal::Refusal;

/// A return with its cells.
#[derive(Clone)]
pub struct Form {
    /// The programme it belongs to.
    pub edition: Edition,
    /// The return.
    pub filing: Filing,
    /// Its data set, by its place in the programme.
    pub dataset: usize,
    /// For which period.
    pub period: Period,
    /// Its cells, in the order of the data set.
    pub cells: Vec<FormCell>,
    /// What was decided of it, oldest first.
    pub reviews: Vec<Review>,
    /// Whether who looks may write in it now.
    pub writable: bool,
    /// Whether who looks may decide on it now.
    pub reviewable: bool,
    /// Whether who looks may extend its deadline.
    pub extendable: bool,
    /// Where its reporter lies, if it is there today.
    pub(super) span: Option<Span>,
    pub(super) parts: Parts,
}

/// A cell of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormCell {
    /// The element.
    pub element: Element,
    /// What was reported for the period before.
    pub previous: Option<Reported>,
    /// What stands in the cell: typed, or submitted.
    pub value: String,
    /// The word of its status.
    pub status: String,
    /// What is noted beside it.
    pub note: String,
    /// What the next change of it must say it has seen.
    pub revision: i64,
    /// Whether it cannot be changed in this round.
    pub locked: bool,
    /// Why a reviewer sent it back, while that is open.
    pub returned: Option<String>,
    /// What is wrong with it, or odd.
    pub check: Option<Finding>,
}

impl FormCell {
    /// Whether something stands there: a value, or why there is none.
    pub fn is_done(&self) -> bool {
        !self.value.trim().is_empty() || !has_value(&self.status)
    }
}

impl Form {
    /// How many cells are done, and how many are asked.
    pub fn done(&self) -> (usize, usize) {
        (self.cells.iter().filter(|cell| cell.is_done()).count(), self.cells.len())
    }

    /// Its data set.
    pub fn definition(&self) -> &Dataset {
        &self.edition.programme.framework.datasets[self.dataset]
    }

    /// What an element of it is.
    pub fn element(&self, cell: &FormCell) -> &ElementDef {
        &self.edition.programme.asked[cell.element.0 as usize]
    }
}

/// Statuses that can be chosen in a form, as they are written.
pub(super) const CHOICES: [&str; 4] = ["known", "estimated", "not_applicable", "missing"];

/// Whether a cell of that status has a value.
pub(super) fn has_value(status: &str) -> bool {
    matches!(status, "known" | "estimated")
}

/// The form of a return, for who may see it. The draft is shown to who may write in it, and to nobody
/// else.
///
/// # Errors
/// [`Refusal::NotThere`] for who may not see it.
pub async fn form(office: &Office, actor: &Actor, number: i64) -> Result<Form, Refusal> {
    let (filing, span) = office.store.filing(number).await?.ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, span)?;
    let edition = (*office.structure().await?).clone();
    let enters = span.is_some_and(|span| may(actor, Verb::Enter, span));
    let reviews = match filing.waits_at {
        Some(at) => office.store.span(at).await?.is_some_and(|at| may(actor, Verb::Review, at)),
        None => false,
    };
    let (dataset, period) = of_filing(&edition, &filing)?;
    let mut parts = Parts {
        previous: previous(office, &edition, &filing, dataset, period).await?,
        around: looked_at(office, &edition, &filing, dataset, period).await?,
        draft: if enters { office.store.draft(number).await? } else { Vec::new() },
        ..Parts::default()
    };
    let mut decided = Vec::new();
    // On deadline day most forms have never been submitted: there is nothing yet to be asked for.
    if filing.submitted_at.is_some() {
        let numbers = numbers(&edition, dataset);
        let reported = office.store.observations_of(filing.reporter, filing.period, &numbers);
        let own = reported.await?.into_iter().filter(|row| row.filing == Some(number));
        parts.submitted = own.collect();
        parts.notes = office.store.notes_of(number).await?;
        parts.returned = office.store.returned_cells(number).await?;
        decided = office.store.reviews(number).await?;
    }
    let cells = cells(&edition, &filing, dataset, &parts);
    let open = matches!(filing.state.as_str(), "open" | "returned");
    let writable = enters && open && office.now() <= filing.closes_at;
    let own = filing.submitted_by == Some(actor.account.number);
    let extendable = may(actor, Verb::Open, crate::authz::TOP) && filing.state != "accepted";
    Ok(Form {
        reviews: decided,
        span,
        cells,
        dataset,
        period,
        writable,
        reviewable: reviews && !own,
        extendable,
        parts,
        edition,
        filing,
    })
}

/// What a form is put together from.
#[derive(Clone, Default)]
pub(super) struct Parts {
    pub(super) previous: Vec<StoredObservation>,
    /// What the rules of the form look at besides its cells.
    pub(super) around: Vec<StoredObservation>,
    pub(super) submitted: Vec<StoredObservation>,
    pub(super) draft: Vec<DraftCell>,
    pub(super) notes: Vec<(i64, i64, String)>,
    pub(super) returned: Vec<ReturnedCell>,
}

/// What was reported for the period before.
async fn previous(
    office: &Office,
    edition: &Edition,
    filing: &Filing,
    dataset: usize,
    period: Period,
) -> Result<Vec<StoredObservation>, Refusal> {
    let Some(before) = period.shift(-1) else { return Ok(Vec::new()) };
    let numbers = numbers(edition, dataset);
    Ok(office.store.observations_of(filing.reporter, before.code(), &numbers).await?)
}

/// The data set and the period of a return, in an edition.
pub(super) fn of_filing(edition: &Edition, filing: &Filing) -> Result<(usize, Period), Refusal> {
    let datasets = &edition.programme.framework.datasets;
    let dataset = datasets.iter().position(|dataset| dataset.id == filing.dataset);
    let gone = || Refusal::not_now("B048", &[("dataset", &filing.dataset)]);
    Ok((dataset.ok_or_else(gone)?, Period::of_code(filing.period).ok_or_else(gone)?))
}

/// The elements of a data set, as the store numbers them.
fn numbers(edition: &Edition, dataset: usize) -> Vec<i64> {
    edition.elements_of(dataset).iter().map(|(_, number)| *number).collect()
}

/// The cells of a form from its parts.
pub(super) fn cells(
    edition: &Edition,
    filing: &Filing,
    dataset: usize,
    parts: &Parts,
) -> Vec<FormCell> {
    let round = filing.state == "returned";
    let mut cells = Vec::new();
    for &(element, number) in edition.elements_of(dataset) {
        let previous = parts.previous.iter().rev().find(|row| row.figure.element == number);
        let previous = previous.and_then(reported);
        let last = parts.submitted.iter().rev().find(|row| row.figure.element == number);
        let draft = parts.draft.iter().find(|cell| cell.element == number);
        let note = parts.notes.iter().rev().find(|(of, ..)| *of == number);
        let returned = parts
            .returned
            .iter()
            .rev()
            .find(|cell| cell.element == number && cell.answered.is_none());
        let (value, status, revision) = match (draft, last) {
            (Some(draft), _) => (draft.value.clone(), draft.status.clone(), draft.revision),
            (None, Some(row)) => {
                let (value, status) = written(row);
                (value, status, -row.entry)
            }
            (None, None) => (String::new(), "known".to_owned(), 0),
        };
        let mut cell = FormCell {
            element,
            previous,
            value,
            status,
            note: match (draft, note) {
                (Some(draft), _) => draft.note.clone(),
                (None, Some((.., note))) => note.clone(),
                (None, None) => String::new(),
            },
            revision,
            locked: round && returned.is_none(),
            returned: returned.map(|cell| cell.reason.clone()),
            check: None,
        };
        cell.check = check(edition, &cell);
        cells.push(cell);
    }
    if let Some(period) = Period::of_code(filing.period) {
        tell_broken_rules(edition, dataset, period, &parts.around, &mut cells);
    }
    cells
}

fn written(row: &StoredObservation) -> (String, String) {
    let Some(reported) = reported(row) else { return (String::new(), "missing".to_owned()) };
    match reported.status {
        Status::Estimated => (decimal(reported), "estimated".to_owned()),
        status if status.has_value() => (decimal(reported), "known".to_owned()),
        Status::NotApplicable => (String::new(), "not_applicable".to_owned()),
        _ => (String::new(), "missing".to_owned()),
    }
}

/// A reported figure with the decimals it was reported with.
pub fn decimal(reported: Reported) -> String {
    let places = usize::from(reported.scale);
    let digits = format!("{:0>width$}", reported.mantissa.unsigned_abs(), width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let sign = if reported.mantissa < 0 { "-" } else { "" };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// What a cell says, where it can be taken.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_cell(cell: &FormCell) -> Result<Reported, Finding> {
    let status = match cell.status.as_str() {
        "known" => Status::Known,
        "estimated" => Status::Estimated,
        "not_applicable" => return Ok(Reported::without_value(Status::NotApplicable)),
        _ => return Ok(Reported::without_value(Status::Missing)),
    };
    match parse_number(cell.value.trim()) {
        Ok((mantissa, scale)) => Ok(Reported { mantissa, scale, status }),
        Err(fault) => Err(fault.finding(Place::file("office"), &cell.value)),
    }
}

/// Many times what was reported before, or less than that part of it, is odd.
const ODD: i64 = 2;

/// What is wrong with a cell, or odd.
fn check(edition: &Edition, cell: &FormCell) -> Option<Finding> {
    if !cell.is_done() {
        return None;
    }
    let odd = |code, blanks: &[(&'static str, &str)]| {
        let start =
            Finding { severity: Severity::Warning, ..Finding::error(code, Place::file("office")) };
        Some(blanks.iter().fold(start, |finding, (blank, value)| finding.with(blank, *value)))
    };
    let reported = match read_cell(cell) {
        Ok(reported) => reported,
        Err(finding) => return Some(finding),
    };
    if !reported.status.has_value() {
        return (!cell.value.trim().is_empty())
            .then(|| Finding::error("B053", Place::file("office")));
    }
    let element = &edition.programme.asked[cell.element.0 as usize];
    if reported.mantissa < 0 && element.counts_things() {
        return Some(Finding::error("B054", Place::file("office")));
    }
    if reported.scale > 0
        && element.counts_things()
        && !Ratio::from_decimal_parts(reported.mantissa, reported.scale).is_integer()
    {
        return odd("B055", &[]);
    }
    let now = Ratio::from_decimal_parts(reported.mantissa, reported.scale);
    let before = cell.previous.filter(|previous| previous.status.has_value())?;
    let then = Ratio::from_decimal_parts(before.mantissa, before.scale);
    let times = Ratio::from_int(ODD);
    let far = |a: &Ratio, b: &Ratio| *a > &times * b;
    let zero = Ratio::ZERO;
    if then > zero && now >= zero && (far(&now, &then) || far(&then, &now)) {
        return odd("B056", &[("before", &decimal(before))]);
    }
    None
}
