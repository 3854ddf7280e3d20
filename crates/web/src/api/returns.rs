//! Returns for programs, and for the grid of a form: cells are saved as they are typed.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use gangmu_app::collect::{
    self, CellEdit, Filing, FormCell, ReturnsQuery, Saved, TheirCell, decimal, form, list_returns,
    tally_returns,
};
use gangmu_base::{Finding, Period, Severity};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::answer::{Answer, CellConflict, problem};
use crate::limits::PAGE;
use crate::once::key_of;
use crate::sent::{Asked, At, Body, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// Of this data set.
    dataset: Option<String>,
    /// For this period.
    period: Option<String>,
    /// In this state: `open`, `submitted`, `returned`, `accepted`; or `overdue` (never submitted), `stuck` (waiting
    /// for a review for more than five working days).
    state: Option<String>,
    /// Of this unit and all below it.
    unit: Option<String>,
    /// Before this number.
    before: Option<i64>,
}

impl Wanted {
    fn query(self, member: &Member) -> Result<ReturnsQuery, Answer> {
        Ok(ReturnsQuery {
            period: period(member, self.period.as_deref())?,
            dataset: self.dataset.unwrap_or_default(),
            state: self.state.unwrap_or_default(),
            unit: self.unit.unwrap_or_default(),
            before: self.before.unwrap_or_default(),
            limit: PAGE,
            to: None,
        })
    }
}

/// What one unit or body is to report in a data set for a period, and how far it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Return {
    /// Its number.
    number: i64,
    /// The data set.
    dataset: String,
    /// The period.
    period: String,
    /// Who reports, by id.
    unit: String,
    /// `open`, `submitted`, `returned`, `accepted`.
    state: String,
    /// Until when it is on time.
    due_at: String,
    /// Until when it is taken at all.
    closes_at: String,
    /// When it was first submitted.
    submitted_at: Option<String>,
    /// Whether that was after it was due.
    late: bool,
    /// The last entry of the log about it: what a review must say it has seen.
    revision: i64,
}

impl From<&Filing> for Return {
    fn from(filing: &Filing) -> Return {
        Return {
            number: filing.number,
            dataset: filing.dataset.clone(),
            period: Period::of_code(filing.period).map(|p| p.to_string()).unwrap_or_default(),
            unit: filing.reporter_id.clone(),
            state: filing.state.clone(),
            due_at: moment(filing.due_at),
            closes_at: moment(filing.closes_at),
            submitted_at: filing.submitted_at.map(moment),
            late: filing.late,
            revision: filing.entry,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Returns {
    /// Newest first.
    returns: Vec<Return>,
    /// What to ask for as `before` for those that follow; none where there are none.
    next: Option<i64>,
}

/// The returns in sight.
#[utoipa::path(get, path = "/returns", tag = "returns", operation_id = "list_returns",
    params(Wanted), responses((status = 200, body = Returns)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Returns>, Answer> {
    let query = wanted.query(&member)?;
    let found = list_returns(&desk.office, &member.actor, &query).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let next = found.last().filter(|_| found.len() as i64 == PAGE).map(|last| last.number);
    Ok(Json(Returns { returns: found.iter().map(Return::from).collect(), next }))
}

/// How complete and how timely returns are.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tally {
    /// How many are asked for.
    asked: i64,
    /// How many were submitted at least once.
    submitted: i64,
    /// How many of these after they were due.
    late: i64,
    /// How many are accepted.
    accepted: i64,
    /// How many are back for correction.
    returned: i64,
    /// How many are due and not there.
    overdue: i64,
}

/// How far all of the returns in sight are, whatever the page of the list.
#[utoipa::path(get, path = "/returns/tally", tag = "returns", operation_id = "tally_returns",
    params(Wanted), responses((status = 200, body = Tally)))]
pub(crate) async fn tally(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Tally>, Answer> {
    let query = wanted.query(&member)?;
    let told = tally_returns(&desk.office, &member.actor, &query).await;
    let collect::Tally { asked, submitted, late, accepted, returned, overdue } =
        told.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(Tally { asked, submitted, late, accepted, returned, overdue }))
}

/// A cell of a form.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cell {
    /// Id of the element.
    element: String,
    /// What stands there: a decimal text; empty where there is none.
    value: String,
    /// `known`, `estimated`, `not_applicable`, `missing`; of figures on record others too.
    status: String,
    /// What is noted beside it.
    note: String,
    /// What the next change of it must say it has seen.
    revision: i64,
    /// Whether it cannot be changed in this round.
    locked: bool,
    /// Why a reviewer sent it back, while that is open.
    returned: Option<String>,
    /// What was reported for the period before.
    previous: Option<String>,
    /// What is wrong with it, or odd.
    check: Option<Check>,
}

/// What is wrong with a cell, or odd.
#[derive(Serialize, ToSchema)]
pub(crate) struct Check {
    /// Its stable code.
    code: String,
    /// `error`, which keeps it from being submitted, or `warning`.
    severity: &'static str,
    /// In words.
    text: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Form {
    #[serde(flatten)]
    filing: Return,
    /// Whether one may write in it now.
    writable: bool,
    /// Whether one may decide on it now.
    reviewable: bool,
    /// In the order of the data set.
    cells: Vec<Cell>,
}

/// A return with its cells; a draft is shown to the body that writes it alone.
#[utoipa::path(get, path = "/returns/{number}", tag = "returns", operation_id = "return",
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = Form)))]
pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Json<Form>, Answer> {
    let form = form(&desk.office, &member.actor, number).await;
    let form = form.map_err(|refusal| member.refuse(refusal))?;
    let words = desk.words(member.visitor.language);
    let check = |finding: &Finding| Check {
        code: finding.code.to_owned(),
        severity: severity(finding),
        text: words.finding(finding).0,
    };
    let cell = |cell: &FormCell| Cell {
        element: form.element(cell).id.clone(),
        value: cell.value.clone(),
        status: cell.status.clone(),
        note: cell.note.clone(),
        revision: cell.revision,
        locked: cell.locked,
        returned: cell.returned.clone(),
        previous: cell.previous.filter(|previous| previous.status.has_value()).map(decimal),
        check: cell.check.as_ref().map(check),
    };
    Ok(Json(Form {
        filing: Return::from(&form.filing),
        writable: form.writable,
        reviewable: form.reviewable,
        cells: form.cells.iter().map(cell).collect(),
    }))
}

fn severity(finding: &Finding) -> &'static str {
    if finding.severity == Severity::Error { "error" } else { "warning" }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedCells {
    /// All of them are kept, or none.
    cells: Vec<ChangedCell>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangedCell {
    /// Id of the element.
    element: String,
    /// The revision that was in sight.
    revision: i64,
    /// A decimal text; empty where there is none.
    value: String,
    /// `known`, `estimated`, `not_applicable`, `missing`.
    status: String,
    /// What is to be noted beside it.
    #[serde(default)]
    note: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct KeptCells {
    /// The cells that were sent, as they stand now.
    cells: Vec<KeptCell>,
    /// Cells that were not sent, of which something else is said now: a rule looks at them too.
    told: Vec<ToldCell>,
    /// How many cells of the form are done.
    done: usize,
    /// How many are asked.
    asked: usize,
}

#[derive(Serialize, ToSchema)]
struct KeptCell {
    /// Id of the element.
    element: String,
    /// Its revision now.
    revision: i64,
    /// What is wrong with it, or odd, in words; empty where nothing is.
    check: String,
    /// `error`, `warning`, or empty.
    severity: &'static str,
}

#[derive(Serialize, ToSchema)]
struct ToldCell {
    /// Id of the element.
    element: String,
    /// What is wrong with it, or odd, in words; empty where nothing is any more.
    check: String,
    /// `error`, `warning`, or empty.
    severity: &'static str,
}

/// Keeps cells of a draft: all that were sent or none. Where somebody else has changed one of them, the
/// problem holds what stands there.
#[utoipa::path(post, path = "/returns/{number}/cells", tag = "returns",
    request_body = ChangedCells,
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = KeptCells)))]
pub(crate) async fn save_cells(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(body): Body<ChangedCells>,
) -> Result<Response, Answer> {
    let edits = body.cells.into_iter().map(|cell| CellEdit {
        element: cell.element,
        revision: cell.revision,
        value: cell.value,
        status: cell.status,
        note: cell.note,
    });
    let saved = collect::save_cells(&desk.office, &member.actor, number, edits.collect()).await;
    told(&desk, &member, saved.map_err(|refusal| member.refuse(refusal))?)
}

/// What came of saving.
pub(super) fn told(desk: &Desk, member: &Member, saved: Saved) -> Result<Response, Answer> {
    let words = desk.words(member.visitor.language);
    match saved {
        Saved::Kept { cells, told, done, asked } => {
            let said = |check: Option<Finding>| {
                let severity = check.as_ref().map_or("", severity);
                (check.map(|check| words.finding(&check).0).unwrap_or_default(), severity)
            };
            let cells = cells.into_iter().map(|cell| {
                let (check, severity) = said(cell.check);
                KeptCell { element: cell.element, revision: cell.revision, check, severity }
            });
            let told = told.into_iter().map(|cell| {
                let (check, severity) = said(cell.check);
                ToldCell { element: cell.element, check, severity }
            });
            let (cells, told) = (cells.collect(), told.collect());
            Ok(Json(KeptCells { cells, told, done, asked }).into_response())
        }
        Saved::Clashed(theirs) => {
            let conflict = |cell: TheirCell| CellConflict {
                element: cell.element,
                revision: cell.revision,
                value: cell.value,
                status: cell.status,
                note: cell.note,
                who: cell.who,
            };
            let says = ("B059".to_owned(), words.say("B059", &[]), words.say("B059-next", &[]));
            let conflicts = theirs.into_iter().map(conflict).collect();
            Ok(problem(StatusCode::CONFLICT, &[says], conflicts))
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// The return.
    #[serde(rename = "return")]
    number: i64,
    /// The entry of the log by which it is on record.
    entry: i64,
    /// The moment of that entry.
    at: String,
    /// How many figures were put on record.
    figures: usize,
    /// Whether it came after it was due.
    late: bool,
}

/// Submits a return as its draft stands. The same `Idempotency-Key` gets the same receipt, in the very
/// transaction that puts it on record.
#[utoipa::path(post, path = "/returns/{number}/submissions", tag = "returns",
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = Receipt)))]
pub(crate) async fn submit(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    At(number): At<i64>,
) -> Result<Json<Receipt>, Answer> {
    let key = key_of(&headers, &member)?;
    let receipt = collect::submit(&desk.office, &member.actor, number, key.as_deref()).await;
    let receipt = receipt.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(Receipt {
        number: receipt.filing,
        entry: receipt.entry,
        at: moment(receipt.at),
        figures: receipt.figures,
        late: receipt.late,
    }))
}
