//! The server: every address it knows, and what goes around each answer.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Json, Router};
use gangmu_app::Outlines;
use gangmu_app::office::Office;
use gangmu_app::words::{Language, Words};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::gate::{Gate, gate, no_such_method};
use crate::meter::Meter;
use crate::spoken::spoken;
use crate::whole::whole;
use crate::{api, assets, html, limits, meter};

/// How the server is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether browsers reach it by HTTPS, through a proxy: cookies are for that alone then.
    pub https: bool,
    /// Outlines of units for the map; a map without them is one of tiles.
    pub outlines: Option<Arc<Outlines>>,
}

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) office: Arc<Office>,
    pub(crate) settings: Settings,
    pub(crate) gate: Arc<Gate>,
    pub(crate) meter: Arc<Meter>,
}

impl Desk {
    fn new(office: Arc<Office>, settings: Settings) -> Desk {
        Desk { office, settings, gate: Arc::new(Gate::new()), meter: Arc::new(Meter::new()) }
    }

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
    let desk = Desk::new(office, settings);
    let (interface, described) = api::routes(&desk);
    let described = Arc::new(described);
    let header = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let pages = html::pages()
        .into_iter()
        .fold(Router::new(), |router, (address, page)| router.route(address, page));
    pages
        .nest(api::V1, interface)
        .route("/metrics", get(meter::metrics))
        .route_layer(from_fn_with_state(desk.clone(), gate))
        .route("/api/openapi.json", get(move || async move { Json(described.as_ref().clone()) }))
        .route("/health", get(api::health))
        .route("/assets/{file}", get(assets::asset))
        .fallback(html::nothing)
        .method_not_allowed_fallback(no_such_method)
        .with_state(desk)
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(from_fn(whole))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits::TIME))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(spoken))
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

/// Every address the server knows, as a pattern: what a test of who may ask what goes through.
pub fn addresses(office: Arc<Office>) -> Vec<String> {
    let desk = Desk::new(office, Settings::default());
    let (_, described) = api::routes(&desk);
    let pages = html::pages().into_iter().map(|(address, _)| address.to_owned());
    let others = ["/metrics", "/api/openapi.json", "/health", "/assets/{file}"];
    let mut all: Vec<String> = pages.chain(described.paths.paths.into_keys()).collect();
    all.extend(others.map(str::to_owned));
    all.sort_unstable();
    all
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
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(end).await
}
