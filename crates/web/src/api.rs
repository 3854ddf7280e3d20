//! The JSON interface: what pages do, for programs.

mod returns;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::serve::Desk;

/// The addresses below `/api/v1`.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/returns", get(returns::list))
        .route("/returns/{number}", get(returns::one))
        .route("/returns/{number}/cells", post(returns::save))
        .route("/returns/{number}/submissions", post(returns::submit_it))
        .route("/returns/{number}/reviews", post(returns::review))
}

/// Whether the server does its work: the store answers.
pub(crate) async fn health(State(desk): State<Desk>) -> (StatusCode, &'static str) {
    match desk.office.any_account().await {
        Ok(_) if desk.office.is_sound() => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}
