//! The server: every address it knows, and what goes around each answer.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::routing::get;
use gangmu_app::office::Office;
use gangmu_app::words::{Language, Words};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::{api, assets, html, limits};

/// How the server is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether browsers reach it by HTTPS, through a proxy: cookies are for that alone then.
    pub https: bool,
}

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) office: Arc<Office>,
    pub(crate) settings: Settings,
}

impl Desk {
    /// The sentences of a language.
    pub(crate) fn words(&self, language: Language) -> &'static Words {
        words(language)
    }
}

/// The sentences of a language; the message files are read once.
pub(crate) fn words(language: Language) -> &'static Words {
    static WORDS: LazyLock<[Words; 2]> =
        LazyLock::new(|| [Words::new(Language::Zh), Words::new(Language::En)]);
    let [zh, en] = &*WORDS;
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// All addresses, ready to be served.
pub fn router(office: Arc<Office>, settings: Settings) -> Router {
    let desk = Desk { office, settings };
    let header = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .merge(html::routes())
        .nest("/api/v1", api::routes())
        .route("/health", get(api::health))
        .route("/assets/{file}", get(assets::asset))
        .fallback(html::nothing)
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .merge(html::uploads())
        .with_state(desk)
        .layer(CsrfLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits::TIME))
        .layer(CatchPanicLayer::new())
        .layer(header(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("cross-origin-opener-policy", "same-origin"))
        .layer(header("cache-control", "no-store"))
}

/// Serves until `end`, then lets what was begun come to its end.
///
/// # Errors
/// What the network says.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(end).await
}
