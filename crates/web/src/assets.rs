//! What pages load besides themselves: style and scripts, held in the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "ui/dist"]
struct Built;

/// One of the files, by its name.
pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    let Some(found) = Built::get(&file) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=300")], found.data)
        .into_response()
}

/// Whether the scripts were built into the program.
pub(crate) fn script_is_there() -> bool {
    Built::get("entry-grid.js").is_some()
}
