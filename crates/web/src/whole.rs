//! What was sent is taken in whole before it is answered, so that the connection can be used again. Where a
//! body is left unread, HTTP/1 has to close the connection under the next request: a program that keeps it
//! open would be told that the server had gone away.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::limits;

/// Takes in a short body before anybody looks at it. Where a long one is refused, says that the connection
/// ends: it may be refused before it has come.
pub(crate) async fn whole(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let length = parts.headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length <= limits::SHORT) {
        let Ok(bytes) = to_bytes(body, limits::SHORT).await else {
            // Who sent it has gone: nobody reads this.
            return StatusCode::BAD_REQUEST.into_response();
        };
        return next.run(Request::from_parts(parts, Body::from(bytes))).await;
    }
    let long = length.is_some() || parts.headers.contains_key(header::TRANSFER_ENCODING);
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    if long && !answer.status().is_success() && !answer.status().is_redirection() {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}
