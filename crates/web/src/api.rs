//! The JSON interface: all that pages do, for programs, with its description (OpenAPI).
//!
//! A program carries a token (`Authorization: Bearer …`), a browser its session. What is refused is a
//! problem (RFC 9457) with a stable code.

mod accounts;
mod burden;
mod cells;
mod changes;
mod described;
mod evidence;
mod fact_steps;
mod facts;
mod figures;
mod framework;
mod integrity;
mod log;
mod me;
mod openings;
mod returns;
mod reviews;
mod sessions;
mod standings;
mod tokens;
mod units;
mod workbooks;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use evidence::download as evidence_file;
pub(crate) use workbooks::download as workbook;

use crate::once::once;
use crate::serve::Desk;

/// Where the interface begins.
pub(crate) const V1: &str = "/api/v1";

/// Its addresses, from [`V1`] on, and their description.
pub(crate) fn routes(desk: &Desk) -> (Router<Desk>, OpenApi) {
    // What is done once under a key, whoever sends it again.
    let keyed = OpenApiRouter::new()
        .routes(routes!(openings::list, openings::open))
        .routes(routes!(returns::save_cells))
        .routes(routes!(reviews::extend))
        .routes(routes!(reviews::review))
        .routes(routes!(accounts::give_grant))
        .routes(routes!(workbooks::download, workbooks::upload))
        .route_layer(from_fn_with_state(desk.clone(), once));
    let (router, mut described) = OpenApiRouter::new()
        .merge(keyed)
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sessions::choose_passphrase))
        .routes(routes!(me::me))
        .routes(routes!(me::looks))
        .routes(routes!(tokens::list, tokens::make))
        .routes(routes!(tokens::end))
        .routes(routes!(accounts::list, accounts::make))
        .routes(routes!(accounts::one))
        .routes(routes!(accounts::invite))
        .routes(routes!(accounts::set_state))
        .routes(routes!(accounts::holder, accounts::set_holder, accounts::erase_holder))
        .routes(routes!(accounts::end_grant))
        .routes(routes!(framework::roles))
        .routes(routes!(framework::framework))
        .routes(routes!(framework::versions))
        .routes(routes!(burden::burden))
        .routes(routes!(units::list))
        .routes(routes!(units::one))
        .routes(routes!(returns::list))
        .routes(routes!(returns::tally))
        .routes(routes!(returns::one))
        .routes(routes!(returns::submit))
        .routes(routes!(cells::cell))
        .routes(routes!(changes::changes))
        .routes(routes!(standings::list))
        .routes(routes!(standings::standing))
        .routes(routes!(standings::explanation))
        .routes(routes!(integrity::integrity))
        .routes(routes!(facts::list))
        .routes(routes!(facts::one))
        .routes(routes!(facts::words))
        .routes(routes!(facts::report_event))
        .routes(routes!(facts::record_survey))
        .routes(routes!(fact_steps::rate))
        .routes(routes!(fact_steps::check_list))
        .routes(routes!(fact_steps::grade))
        .routes(routes!(fact_steps::verify))
        .routes(routes!(fact_steps::contest))
        .routes(routes!(fact_steps::decide))
        .routes(routes!(fact_steps::open_ratings))
        .routes(routes!(evidence::to_fact))
        .routes(routes!(evidence::to_return, evidence::of_return))
        .routes(routes!(evidence::download))
        .routes(routes!(figures::below))
        .routes(routes!(log::log))
        .split_for_parts();
    described::complete(&mut described);
    (router, described)
}

/// Whether the server does its work: the store answers.
pub(crate) async fn health(State(desk): State<Desk>) -> (StatusCode, &'static str) {
    match desk.office.any_account().await {
        Ok(_) if desk.office.is_sound() => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

/// A moment as programs read it: RFC 3339, UTC.
fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_string()
}

/// A text in the two languages.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
struct Text {
    /// 中文; empty where there is none.
    zh: String,
    /// English; empty where there is none.
    en: String,
}

impl From<&gangmu_base::units::Named> for Text {
    fn from(named: &gangmu_base::units::Named) -> Text {
        Text { zh: named.zh.clone(), en: named.en.clone() }
    }
}
