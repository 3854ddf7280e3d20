//! Openings: which data sets are open for which periods, and the opening of the next.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gangmu_app::Refusal;
use gangmu_app::authz::Verb;
use gangmu_app::collect::{open_dataset, openable};
use gangmu_base::Period;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::moment;
use crate::answer::Answer;
use crate::sent::{Body, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
struct Opening {
    /// For which period.
    period: String,
    /// Until when a return is on time.
    due_at: String,
    /// Until when it is taken at all.
    closes_at: String,
}

#[derive(Serialize, ToSchema)]
struct Openable {
    /// The data set, by id.
    dataset: String,
    /// The period that would come next.
    next: Option<String>,
    /// What is open, newest first.
    openings: Vec<Opening>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Openings {
    datasets: Vec<Openable>,
}

/// The data sets of the programme, with what is open; for who opens them.
#[utoipa::path(get, path = "/openings", tag = "returns", operation_id = "list_openings",
    responses((status = 200, body = Openings)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Openings>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    if !member.actor.can(Verb::Open) {
        return Err(refuse(Refusal::NotThere));
    }
    let edition = desk.office.structure().await.map_err(refuse)?;
    let found = openable(&desk.office, &edition).await.map_err(refuse)?;
    let framework = &edition.programme.framework;
    let datasets = found.into_iter().filter_map(|openable| {
        let opening = |opening: gangmu_app::collect::Opening| Opening {
            period: Period::of_code(opening.period).map(|p| p.to_string()).unwrap_or_default(),
            due_at: moment(opening.due_at),
            closes_at: moment(opening.closes_at),
        };
        Some(Openable {
            dataset: framework.datasets.get(openable.dataset)?.id.clone(),
            next: openable.next.map(|next| next.to_string()),
            openings: openable.openings.into_iter().map(opening).collect(),
        })
    });
    Ok(Json(Openings { datasets: datasets.collect() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedOpening {
    /// The data set, by id.
    dataset: String,
    /// The period: `2025`, `2025H1`, `2025Q3`, `2025-09`.
    period: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Opened {
    /// How many returns are asked for.
    returns: usize,
}

/// Opens a data set for a period: a return for each unit that is to fill it in.
#[utoipa::path(post, path = "/openings", tag = "returns", operation_id = "open_dataset",
    request_body = WantedOpening, responses((status = 201, description = "Open", body = Opened)))]
pub(crate) async fn open(
    State(desk): State<Desk>,
    member: Member,
    Body(wanted): Body<WantedOpening>,
) -> Result<(StatusCode, Json<Opened>), Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let asked = period(&member, Some(&wanted.period))?;
    let unfit = || {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        member.visitor.unfit(status, "B103", &[("period", &wanted.period)])
    };
    let period = asked.ok_or_else(unfit)?;
    let opened = open_dataset(&desk.office, &member.actor, &wanted.dataset, period).await;
    let returns = opened.map_err(refuse)?;
    Ok((StatusCode::CREATED, Json(Opened { returns })))
}
