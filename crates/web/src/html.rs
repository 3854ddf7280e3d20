//! Pages for people: what every page has, and which addresses there are.

mod accounts;
mod burden;
mod cell;
mod class_rows;
mod class_table;
mod entry;
mod evidence;
mod explain;
mod fact;
mod fact_new;
mod facts;
mod figures;
mod framework;
mod home;
mod integrity;
mod log;
mod map;
mod me;
mod openings;
mod page;
mod returns;
mod review;
mod sign_in;
mod told;
mod unit;
mod workbook;

use axum::extract::DefaultBodyLimit;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use gangmu_app::Refusal;

pub(crate) use burden::asked_by;
pub(crate) use integrity::unit_of;
pub(crate) use page::{Page, query};

use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Visitor;

/// The addresses of pages.
pub(crate) fn pages() -> Vec<(&'static str, MethodRouter<Desk>)> {
    vec![
        ("/", get(home::home)),
        ("/sign-in", get(sign_in::ask).post(sign_in::sign_in)),
        ("/sign-out", post(sign_in::sign_out)),
        ("/welcome/{word}", get(sign_in::welcome).post(sign_in::choose)),
        ("/look/{what}/{word}", get(sign_in::look)),
        ("/returns", get(returns::list)),
        ("/returns/{number}", get(entry::entry)),
        ("/returns/{number}/cells/{element}", get(cell::cell)),
        ("/returns/{number}/save", post(entry::save)),
        ("/returns/{number}/workbook", get(crate::api::workbook).post(workbook::upload)),
        ("/returns/{number}/review", get(review::review).post(review::decide)),
        ("/returns/{number}/extend", post(openings::extend)),
        ("/returns/{number}/evidence", upload(post(evidence::to_return))),
        ("/facts", get(facts::list)),
        ("/facts/ratings/open", post(facts::open)),
        ("/facts/new/{kind}", get(fact_new::ask).post(fact_new::say)),
        ("/facts/{number}", get(fact::one)),
        ("/facts/{number}/{act}", post(fact::act)),
        ("/facts/{number}/evidence", upload(post(evidence::to_fact))),
        ("/evidence/{number}", get(crate::api::evidence_file)),
        ("/openings", get(openings::list).post(openings::open)),
        ("/units", get(unit::search)),
        ("/units/{unit}", get(unit::unit)),
        ("/units/{unit}/figures", get(figures::figures)),
        ("/standings/{scheme}", get(class_table::class_table)),
        ("/standings/{scheme}/map", get(map::map)),
        ("/standings/{scheme}/table.csv", get(class_table::download)),
        ("/standings/{scheme}/{unit}", get(explain::explain)),
        ("/integrity", get(integrity::integrity)),
        ("/burden", get(burden::burden)),
        ("/framework", get(framework::framework)),
        ("/accounts", get(accounts::list).post(accounts::make)),
        ("/accounts/{number}", get(accounts::one)),
        ("/accounts/{number}/{act}", post(accounts::act)),
        ("/log", get(log::log)),
        ("/me", get(me::me)),
        ("/me/{act}", post(me::act)),
    ]
}

/// A handler to which files of evidence are sent: it takes more than any other.
fn upload(handler: MethodRouter<Desk>) -> MethodRouter<Desk> {
    handler.layer(DefaultBodyLimit::max(crate::limits::UPLOAD))
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
