//! What is counted while the office is at work, for those who operate it: how many requests of which
//! kind, how long they took, how many were turned away. Nothing is counted by account.

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::authz::Verb;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Member;

/// Upper ends of the bins of times, in seconds.
const BINS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0];

type Labels = Vec<(&'static str, String)>;

/// Everything that is counted.
pub(crate) struct Meter {
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    turned_away: Family<Labels, Counter>,
    sound: Gauge,
    registry: Registry,
}

impl Meter {
    pub(crate) fn new() -> Meter {
        let mut registry = Registry::with_prefix("gangmu");
        let requests = Family::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let bins: fn() -> Histogram = || Histogram::new(BINS);
        let seconds = Family::new_with_constructor(bins);
        let text = "How long a request took";
        registry.register_with_unit("http_request", text, Unit::Seconds, seconds.clone());
        let turned_away = Family::default();
        let text = "Requests asked to come again";
        registry.register("http_turned_away", text, turned_away.clone());
        let sound = Gauge::default();
        registry.register("store_sound", "Whether the store can be written to", sound.clone());
        Meter { requests, seconds, turned_away, sound, registry }
    }

    /// A request was answered.
    pub(crate) fn answered(&self, method: &str, route: &str, status: StatusCode, took: Duration) {
        let which = vec![("method", method.to_owned()), ("route", route.to_owned())];
        self.seconds.get_or_create(&which).observe(took.as_secs_f64());
        let mut which = which;
        which.push(("status", status.as_u16().to_string()));
        self.requests.get_or_create(&which).inc();
    }

    /// A request was asked to come again: `full` where too many were being served, `often` where one asks
    /// too often.
    pub(crate) fn turned_away(&self, why: &str) {
        self.turned_away.get_or_create(&vec![("why", why.to_owned())]).inc();
    }
}

/// What was counted, as Prometheus reads it; for posts that look after the installation.
pub(crate) async fn metrics(State(desk): State<Desk>, member: Member) -> Result<Response, Answer> {
    if !member.actor.can(Verb::Operate) {
        return Err(member.refuse(Refusal::NotThere));
    }
    desk.meter.sound.set(i64::from(desk.office.is_sound()));
    let mut told = String::new();
    let encoded = encode(&mut told, &desk.meter.registry);
    encoded.map_err(|error| member.refuse(Refusal::Broken(error.to_string())))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], told).into_response())
}
