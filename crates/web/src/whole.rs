//! What was sent is taken in whole before it is answered, so that the connection can be used again. Where a
//! body is left unread, HTTP/1 has to close the connection under the next request: a program that keeps it
//! open would be told that the server had gone away. And who is cut off while still sending may never read
//! the answer: a proxy tells its browser of a bad gateway then.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

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
    // Who asks first whether to send it sends nothing when it is refused.
    let asks = parts.headers.contains_key(header::EXPECT);
    let body = if long && !asks { read_on(body) } else { body };
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    if long && !answer.status().is_success() && !answer.status().is_redirection() {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// A long body that is read on, and thrown away, when nobody wants the rest of it.
fn read_on(body: Body) -> Body {
    let (give, mut take) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut pieces = body.into_data_stream();
        loop {
            tokio::select! {
                piece = pieces.next() => match piece {
                    Some(piece) => if give.send(piece).await.is_err() { break },
                    None => return,
                },
                () = give.closed() => break,
            }
        }
        let rest = async {
            let mut read = 0;
            while let Some(Ok(piece)) = pieces.next().await {
                read += piece.len();
                if read > limits::REST {
                    break;
                }
            }
        };
        // Who sends too slowly, or too much, is cut off.
        let _: Result<(), tokio::time::error::Elapsed> =
            tokio::time::timeout(limits::REST_TIME, rest).await;
    });
    Body::from_stream(stream::poll_fn(move |context| take.poll_recv(context)))
}
