//! A form as a workbook, for programs: down, and back up filled in.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::collect::{fill_from_workbook, form, form_as_workbook};

use super::returns::{KeptCells, told};
use crate::answer::Answer;
use crate::limits;
use crate::sent::{At, too_large};
use crate::serve::Desk;
use crate::visitor::Member;

/// What an `.xlsx` calls itself.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form as a workbook.
#[utoipa::path(get, path = "/returns/{number}/workbook", tag = "returns",
    operation_id = "workbook",
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, description = "The workbook", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn download(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let form = form(&desk.office, &member.actor, number).await.map_err(refuse)?;
    let language = member.visitor.language;
    let name = format!("{}-{}-{}.xlsx", form.filing.dataset, form.filing.reporter_id, form.period);
    let made = tokio::task::spawn_blocking(move || form_as_workbook(&form, language)).await;
    let bytes =
        made.map_err(|error| refuse(Refusal::Broken(error.to_string())))?.map_err(refuse)?;
    // Ids are letters, digits and a few signs: none of them ends the name.
    let disposition = format!("attachment; filename=\"{}\"", name.replace(['"', '\\'], "_"));
    let headers =
        [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

/// Keeps what a filled-in workbook changes; every cell that cannot be kept is named with its place.
#[utoipa::path(put, path = "/returns/{number}/workbook", tag = "returns",
    operation_id = "fill_from_workbook",
    request_body(content = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = KeptCells)))]
pub(crate) async fn upload(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Answer> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some(XLSX) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(member.visitor.unfit(status, "B107", &[("type", XLSX)]));
    }
    let bytes =
        to_bytes(body, limits::BODY).await.map_err(|_| too_large(&member.visitor, limits::BODY))?;
    let filled =
        fill_from_workbook(&desk.office, &member.actor, number, "form.xlsx", bytes.to_vec()).await;
    told(&desk, &member, filled.map_err(|refusal| member.refuse(refusal))?)
}
