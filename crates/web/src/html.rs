//! Pages for people: what every page has, and which addresses there are.

mod accounts;
mod class_table;
mod entry;
mod evidence;
mod explain;
mod fact;
mod fact_new;
mod facts;
mod framework;
mod home;
mod log;
mod openings;
mod page;
mod returns;
mod review;
mod sign_in;
mod told;
mod unit;
mod workbook;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use gangmu_app::Refusal;

pub(crate) use page::{Page, query};

use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Visitor;

/// The addresses of pages.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/", get(home::home))
        .route("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/welcome/{word}", get(sign_in::welcome).post(sign_in::choose))
        .route("/look/{what}/{word}", get(sign_in::look))
        .route("/returns", get(returns::list))
        .route("/returns/{number}", get(entry::entry))
        .route("/returns/{number}/save", post(entry::save))
        .route("/returns/{number}/workbook", get(workbook::download).post(workbook::upload))
        .route("/returns/{number}/review", get(review::review).post(review::decide))
        .route("/returns/{number}/extend", post(openings::extend))
        .route("/facts", get(facts::list))
        .route("/facts/ratings/open", post(facts::open))
        .route("/facts/new/{kind}", get(fact_new::ask).post(fact_new::say))
        .route("/facts/{number}", get(fact::one))
        .route("/facts/{number}/{act}", post(fact::act))
        .route("/evidence/{number}", get(evidence::download))
        .route("/openings", get(openings::list).post(openings::open))
        .route("/units", get(unit::search))
        .route("/units/{unit}", get(unit::unit))
        .route("/standings/{scheme}", get(class_table::class_table))
        .route("/standings/{scheme}/{unit}", get(explain::explain))
        .route("/framework", get(framework::framework))
        .route("/accounts", get(accounts::list).post(accounts::make))
        .route("/accounts/{number}", get(accounts::one))
        .route("/accounts/{number}/{act}", post(accounts::act))
        .route("/log", get(log::log))
}

/// The addresses to which files of evidence are sent: they take more than any other.
pub(crate) fn uploads() -> Router<Desk> {
    Router::new()
        .route("/facts/{number}/evidence", post(evidence::to_fact))
        .route("/returns/{number}/evidence", post(evidence::to_return))
        .layer(DefaultBodyLimit::max(crate::limits::UPLOAD))
}

/// What is answered where nothing is.
pub(crate) async fn nothing(visitor: Visitor) -> Answer {
    visitor.refuse(Refusal::NotThere)
}

/// A page laid out.
fn laid_out(page: Result<String, askama::Error>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be laid out");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// On to another page of this server.
fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}
