//! What became of a cell of a return, for programs.

use axum::Json;
use axum::extract::State;
use gangmu_app::collect::{cell_history, decimal};
use serde::Serialize;
use utoipa::ToSchema;

use super::moment;
use crate::answer::Answer;
use crate::sent::At;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct PastFigure {
    /// For which period.
    period: String,
    /// When it was recorded; none where the folder it came with does not say.
    at: Option<String>,
    /// The value, with the decimals it was reported with; none where there is none.
    value: Option<String>,
    /// The word of its status.
    status: &'static str,
    /// What was noted beside it.
    note: String,
    /// By which body's post, by id of the body; `operator` where it came with a folder.
    post: String,
    /// The entry of the log.
    entry: i64,
    /// The return by which it came; none where it came with a folder.
    #[serde(rename = "return")]
    number: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnedCell {
    /// The entry of the log.
    entry: i64,
    /// Why.
    reason: String,
    /// Whether it was answered.
    answered: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CellHistory {
    /// Id of the element.
    element: String,
    /// The latest period first, within it in the order of recording: of two for a period the later holds.
    figures: Vec<PastFigure>,
    /// Why the cell came back to this return.
    returned: Vec<ReturnedCell>,
}

/// Every figure that was recorded in a cell, for the period and the twelve before it.
#[utoipa::path(get, path = "/returns/{number}/cells/{element}", tag = "returns",
    params(("number" = i64, Path, description = "Number of the return"),
           ("element" = String, Path, description = "Id of the element")),
    responses((status = 200, body = CellHistory)))]
pub(crate) async fn cell(
    State(desk): State<Desk>,
    member: Member,
    At((number, element)): At<(i64, String)>,
) -> Result<Json<CellHistory>, Answer> {
    let history = cell_history(&desk.office, &member.actor, number, &element).await;
    let history = history.map_err(|refusal| member.refuse(refusal))?;
    let figure = |past: gangmu_app::collect::PastFigure| PastFigure {
        period: past.period.to_string(),
        at: past.at.map(moment),
        value: past.reported.status.has_value().then(|| decimal(past.reported)),
        status: past.reported.status.word(),
        note: past.note,
        post: past.post,
        entry: past.entry,
        number: past.filing,
    };
    let returned = |(entry, reason, answered)| ReturnedCell { entry, reason, answered };
    Ok(Json(CellHistory {
        element,
        figures: history.past.into_iter().map(figure).collect(),
        returned: history.returned.into_iter().map(returned).collect(),
    }))
}
