//! What is refused around the handlers is told in a sentence as well: a form from another address, an answer
//! that took too long, one that broke.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use tower_http::csrf::ProtectionError;

use crate::answer::Answer;
use crate::visitor::{accepted, is_program};

/// Puts a sentence in the place of an answer that has none.
pub(crate) async fn spoken(request: Request, next: Next) -> Response {
    let language = accepted(request.headers());
    let program = is_program(request.uri().path());
    let answer = next.run(request).await;
    let status = answer.status();
    let sent = |code| Answer::sent(language, program, status, code, &[]).into_response();
    if answer.extensions().get::<ProtectionError>().is_some() {
        return sent("B108");
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
    match status {
        StatusCode::SERVICE_UNAVAILABLE if kind.is_none() => sent("B109"),
        StatusCode::INTERNAL_SERVER_ERROR
            if kind.is_none_or(|kind| kind.starts_with(b"text/plain")) =>
        {
            Answer::to(language, program, Refusal::Broken("a handler panicked".to_owned()))
                .into_response()
        }
        _ => answer,
    }
}
