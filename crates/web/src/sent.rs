//! What was sent, read: JSON texts, forms, queries, paths. What cannot be read is refused in the words of the
//! program, as everything else is.

use axum::extract::multipart::MultipartError;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::{Form, Json};
use gangmu_base::Period;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::limits;
use crate::serve::Desk;
use crate::visitor::{Member, Visitor};

/// A JSON text as the body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Desk> for Body<T> {
    type Rejection = Answer;

    async fn from_request(request: Request, desk: &Desk) -> Result<Body<T>, Answer> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, desk).await?;
        let read = Json::<T>::from_request(Request::from_parts(parts, body), desk).await;
        match read {
            Ok(Json(body)) => Ok(Body(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(visitor.unfit(StatusCode::UNSUPPORTED_MEDIA_TYPE, "B101", &[]))
            }
            Err(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(too_large(&visitor, limits::BODY))
            }
            Err(why) => Err(visitor.unfit(why.status(), "B100", &[("reason", &why.body_text())])),
        }
    }
}

/// A form as a browser sends it.
pub(crate) struct Filled<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Desk> for Filled<T> {
    type Rejection = Answer;

    async fn from_request(request: Request, desk: &Desk) -> Result<Filled<T>, Answer> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, desk).await?;
        match Form::<T>::from_request(Request::from_parts(parts, body), desk).await {
            Ok(Form(filled)) => Ok(Filled(filled)),
            Err(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(too_large(&visitor, limits::BODY))
            }
            Err(why) => Err(visitor.unfit(why.status(), "B100", &[("reason", &why.body_text())])),
        }
    }
}

/// Files as a browser sends them.
pub(crate) struct Uploaded(pub(crate) Multipart);

impl FromRequest<Desk> for Uploaded {
    type Rejection = Answer;

    async fn from_request(request: Request, desk: &Desk) -> Result<Uploaded, Answer> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, desk).await?;
        match Multipart::from_request(Request::from_parts(parts, body), desk).await {
            Ok(parts) => Ok(Uploaded(parts)),
            Err(why) => Err(visitor.unfit(why.status(), "B100", &[("reason", &why.body_text())])),
        }
    }
}

/// Files that break off: more was sent than is taken, or it is no form.
pub(crate) fn broken_off(visitor: &Visitor, why: &MultipartError) -> Answer {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(visitor, limits::BODY),
        status => visitor.unfit(status, "B100", &[("reason", &why.body_text())]),
    }
}

/// The body holds more than is taken.
pub(crate) fn too_large(visitor: &Visitor, most: usize) -> Answer {
    let most = (most >> 20).to_string();
    visitor.unfit(StatusCode::PAYLOAD_TOO_LARGE, "B102", &[("most", &most)])
}

/// What the query of an address asks for.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Desk> for Asked<T> {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Asked<T>, Answer> {
        match Query::<T>::from_request_parts(parts, desk).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(why) => {
                let visitor = Visitor::from_request_parts(parts, desk).await?;
                let reason = why.body_text();
                Err(visitor.unfit(StatusCode::BAD_REQUEST, "B100", &[("reason", &reason)]))
            }
        }
    }
}

/// What the path of an address names. What cannot be read names nothing.
pub(crate) struct At<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Desk> for At<T> {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<At<T>, Answer> {
        match Path::<T>::from_request_parts(parts, desk).await {
            Ok(Path(at)) => Ok(At(at)),
            Err(_) => {
                let visitor = Visitor::from_request_parts(parts, desk).await?;
                Err(visitor.refuse(gangmu_app::Refusal::NotThere))
            }
        }
    }
}

/// A period as it was written; none where nothing was.
pub(crate) fn period(member: &Member, text: Option<&str>) -> Result<Option<Period>, Answer> {
    let text = text.map_or("", str::trim);
    if text.is_empty() {
        return Ok(None);
    }
    let unfit = || {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        member.visitor.unfit(status, "B103", &[("period", text)])
    };
    Period::parse(text).map(Some).ok_or_else(unfit)
}
