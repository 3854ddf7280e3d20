//! Files of evidence, for programs.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gangmu_app::collect::evidence::{Evidence, Of, attach, evidence_of_return, read_evidence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::answer::Answer;
use crate::html::query;
use crate::limits;
use crate::sent::{Asked, At, too_large};
use crate::serve::Desk;
use crate::visitor::Member;

/// A file of evidence.
#[derive(Serialize, ToSchema)]
pub(crate) struct Attachment {
    /// Its number: the file itself is at `/evidence/{number}`.
    number: i64,
    /// Its name.
    name: String,
    /// Of which element or dimension it is evidence; empty for all.
    part: String,
    /// What it is: `pdf`, `png`, `jpeg`, `csv`, `text`, `xlsx`, `docx`.
    #[serde(rename = "type")]
    kind: String,
    /// Bytes.
    size: i64,
    /// Its hash.
    sha256: String,
    /// The entry of the log.
    entry: i64,
    /// When it was put on record.
    at: String,
    /// By which body's post, by id of the body.
    post: String,
}

impl From<&Evidence> for Attachment {
    fn from(file: &Evidence) -> Attachment {
        Attachment {
            number: file.number,
            name: file.name.clone(),
            part: file.part.clone(),
            kind: file.kind.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
            entry: file.entry,
            at: moment(file.at),
            post: file.post.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Attachments {
    /// In the order of coming.
    evidence: Vec<Attachment>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedFile {
    /// What the file is called.
    name: String,
    /// Of which element or dimension it is evidence; all where it is left out.
    part: Option<String>,
}

async fn keep(
    desk: &Desk,
    member: &Member,
    of: Of,
    name: &str,
    body: Body,
) -> Result<(StatusCode, Json<Attachment>), Answer> {
    let bytes = to_bytes(body, limits::UPLOAD)
        .await
        .map_err(|_| too_large(&member.visitor, limits::UPLOAD))?;
    let kept = attach(&desk.office, &member.actor, &of, name, bytes.to_vec()).await;
    let kept = kept.map_err(|refusal| member.refuse(refusal))?;
    Ok((StatusCode::CREATED, Json(Attachment::from(&kept))))
}

/// Puts a file beside a fact. Sent again it is the same file.
#[utoipa::path(post, path = "/facts/{number}/evidence", tag = "facts",
    operation_id = "attach_to_fact",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("number" = i64, Path, description = "Number of the fact"), NamedFile),
    responses((status = 201, description = "On record", body = Attachment)))]
pub(crate) async fn to_fact(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Asked(file): Asked<NamedFile>,
    body: Body,
) -> Result<(StatusCode, Json<Attachment>), Answer> {
    let of = Of::Fact { number, part: file.part.unwrap_or_default() };
    keep(&desk, &member, of, &file.name, body).await
}

/// Puts a file beside a return. Sent again it is the same file.
#[utoipa::path(post, path = "/returns/{number}/evidence", tag = "returns",
    operation_id = "attach_to_return",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("number" = i64, Path, description = "Number of the return"), NamedFile),
    responses((status = 201, description = "On record", body = Attachment)))]
pub(crate) async fn to_return(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Asked(file): Asked<NamedFile>,
    body: Body,
) -> Result<(StatusCode, Json<Attachment>), Answer> {
    let of = Of::Return { number, element: file.part.unwrap_or_default() };
    keep(&desk, &member, of, &file.name, body).await
}

/// The files beside a return.
#[utoipa::path(get, path = "/returns/{number}/evidence", tag = "returns",
    operation_id = "evidence_of_return",
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = Attachments)))]
pub(crate) async fn of_return(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Json<Attachments>, Answer> {
    let found = evidence_of_return(&desk.office, &member.actor, number).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(Attachments { evidence: found.iter().map(Attachment::from).collect() }))
}

/// A file as an attachment: never shown in the page's own place, never guessed at, and without rights of
/// any kind where a browser shows it all the same.
#[utoipa::path(get, path = "/evidence/{number}", tag = "facts", operation_id = "evidence",
    params(("number" = i64, Path, description = "Number of the file")),
    responses((status = 200, description = "The file, of the type it was found to be",
        content(
            (Vec<u8> = "application/pdf"),
            (Vec<u8> = "image/png"),
            (Vec<u8> = "image/jpeg"),
            (String = "text/plain; charset=utf-8"),
            (String = "text/csv; charset=utf-8"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ))))]
pub(crate) async fn download(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    let read = read_evidence(&desk.office, &member.actor, number).await;
    let (file, kind, bytes) = read.map_err(|refusal| member.refuse(refusal))?;
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' })
        .collect();
    let disposition =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", query(&file.name));
    let disposition = HeaderValue::from_str(&disposition)
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind.media())),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    Ok((headers, bytes).into_response())
}
