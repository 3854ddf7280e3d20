//! The gate: what goes around every request. Who asks is looked up once; who asks too often, or comes when
//! too many are being served, is asked to come again; what was answered is counted and put into the
//! machine's log, by the pattern of the address and never by who asked.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::words::Language;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::answer::Answer;
use crate::limits;
use crate::serve::Desk;
use crate::visitor::{Visitor, is_program};

/// Who is counted: an account by its number, however many tokens it carries; anybody else by the address of
/// the machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(i64),
    Machine(IpAddr),
}

/// How many are being served, and how often each has asked.
pub(crate) struct Gate {
    places: Semaphore,
    often: DefaultKeyedRateLimiter<Key>,
}

impl Gate {
    pub(crate) fn new() -> Gate {
        let quota = Quota::per_second(limits::OFTEN).allow_burst(limits::AT_ONCE);
        let often = RateLimiter::hashmap(quota);
        Gate { places: Semaphore::new(limits::AT_A_TIME), often }
    }

    /// Forgets who has not asked for a while.
    fn tidy(&self) {
        if self.often.len() > limits::AT_A_TIME * 16 {
            self.often.retain_recent();
        }
    }
}

/// Lets a request through, or asks to come again.
pub(crate) async fn gate(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let answer = let_through(&desk, request, next).await;
    let took = begun.elapsed();
    desk.meter.answered(method.as_str(), &route, answer.status(), took);
    tracing::info!(
        method = method.as_str(),
        route,
        status = answer.status().as_u16(),
        ms = took.as_secs_f64() * 1000.0,
        "answered"
    );
    answer
}

async fn let_through(desk: &Desk, request: Request, next: Next) -> Response {
    let later = || Refusal::Later(limits::AGAIN);
    let Ok(_place) = desk.gate.places.try_acquire() else {
        desk.meter.turned_away("full");
        let program = is_program(request.uri().path());
        return Answer::to(Language::default(), program, later()).into_response();
    };
    let (mut parts, body) = request.into_parts();
    let visitor = match Visitor::look(&parts, desk).await {
        Ok(visitor) => visitor,
        Err(answer) => return answer.into_response(),
    };
    let key = match &visitor.actor {
        Some(actor) => Key::Account(actor.account.number),
        None => Key::Machine(machine(&parts, desk.settings.https)),
    };
    desk.gate.tidy();
    if desk.gate.often.check_key(&key).is_err() {
        desk.meter.turned_away("often");
        return visitor.refuse(later()).into_response();
    }
    parts.extensions.insert(visitor);
    next.run(Request::from_parts(parts, body)).await
}

/// The machine that asks. Behind a proxy it is the last one the proxy names: whatever stands before it in
/// the header anybody may have written.
fn machine(parts: &Parts, proxy: bool) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let named = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let named = named.and_then(|list| list.rsplit(',').next()).map(str::trim);
    let named = named.filter(|_| proxy).and_then(|text| text.parse().ok());
    named.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// What is answered to a method that an address does not know.
pub(crate) async fn no_such_method(visitor: Visitor) -> Answer {
    visitor.unfit(StatusCode::METHOD_NOT_ALLOWED, "B104", &[])
}
