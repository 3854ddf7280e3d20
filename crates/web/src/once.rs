//! A request with an `Idempotency-Key` is done once: sent again, it gets the answer of the first time.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::requests::{Begun, begin_request, end_request};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::limits;
use crate::sent::too_large;
use crate::serve::Desk;
use crate::visitor::Member;

/// The header.
const KEY: &str = "idempotency-key";
/// No key is longer.
const LONGEST: usize = 200;

/// The key of a request, where it carries one.
pub(crate) fn key_of(headers: &HeaderMap, member: &Member) -> Result<Option<String>, Answer> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let unfit = || {
        let most = LONGEST.to_string();
        member.visitor.unfit(StatusCode::BAD_REQUEST, "B106", &[("most", &most)])
    };
    let text = value.to_str().ok().filter(|text| !text.is_empty() && text.len() <= LONGEST);
    text.map(|text| Some(text.to_owned())).ok_or_else(unfit)
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    kind: String,
    body: String,
}

/// Does a request that carries a key once.
pub(crate) async fn once(
    State(desk): State<Desk>,
    member: Member,
    request: Request,
    next: Next,
) -> Result<Response, Answer> {
    // What only looks changes nothing, however often it is asked.
    let looks = request.method().is_safe();
    let key = key_of(request.headers(), &member)?.filter(|_| !looks);
    let Some(key) = key else { return Ok(next.run(request).await) };
    let refuse = |refusal| member.refuse(refusal);
    let (parts, body) = request.into_parts();
    let body =
        to_bytes(body, limits::BODY).await.map_err(|_| too_large(&member.visitor, limits::BODY))?;
    let mut what = format!("{} {} ", parts.method, member.visitor.address).into_bytes();
    what.extend_from_slice(&body);
    let begun = begin_request(&desk.office, &member.actor, &key, &what).await.map_err(refuse)?;
    if let Begun::Answered(text) = begun {
        let kept: Kept = serde_json::from_str(&text)
            .map_err(|error| refuse(Refusal::Broken(error.to_string())))?;
        let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
        let kind = HeaderValue::from_str(&kept.kind);
        let kind = kind.unwrap_or(HeaderValue::from_static("application/json"));
        return Ok((status, [(header::CONTENT_TYPE, kind)], kept.body).into_response());
    }
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = answer.into_parts();
    // What is answered to a change is small, and is this program's own.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kept = Kept {
        status: parts.status.as_u16(),
        kind: kind.unwrap_or("application/json").to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let kept = serde_json::to_string(&kept).ok().filter(|_| parts.status.is_success());
    // What was done is done: where this cannot be kept, the same request is refused by what it has changed.
    let ended = end_request(&desk.office, &member.actor, &key, &what, kept).await;
    if ended.is_err() {
        tracing::warn!("an answer could not be kept under its key");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}
