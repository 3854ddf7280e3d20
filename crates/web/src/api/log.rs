//! The log, for programs of auditors.

use axum::Json;
use axum::extract::State;
use gangmu_app::authz::{LogQuery, search_log};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::Asked;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// What was done.
    act: Option<String>,
    /// To what, such as `filing:17`.
    subject: Option<String>,
    /// By which body's post, by id of the body.
    post: Option<String>,
    /// Before this number.
    before: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Its number; there are no gaps.
    seq: i64,
    /// Its moment.
    at: String,
    /// What was done.
    act: String,
    /// To what.
    subject: String,
    /// By which body's post, by id of the body; `operator` at the machine itself.
    post: String,
    /// Where, by id of the unit or body.
    unit: Option<String>,
    /// What belongs to it.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Entries {
    /// Newest first.
    entries: Vec<Entry>,
    /// What to ask for as `before` for those that follow; none where there are none.
    next: Option<i64>,
}

/// The log of what lies in sight, for auditors.
#[utoipa::path(get, path = "/log", tag = "log", operation_id = "search_log",
    params(Wanted), responses((status = 200, body = Entries)))]
pub(crate) async fn log(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Entries>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let query = LogQuery {
        asker: member.actor.asker,
        act: wanted.act.unwrap_or_default(),
        subject: wanted.subject.unwrap_or_default(),
        post: wanted.post.unwrap_or_default(),
        before: wanted.before.unwrap_or_default(),
        limit: PAGE,
    };
    let found = search_log(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    let edition = desk.office.structure().await.map_err(refuse)?;
    let tree = &edition.programme.tree;
    let next = found.last().filter(|_| found.len() as i64 == PAGE).map(|entry| entry.seq);
    let entries = found.into_iter().map(|entry| Entry {
        seq: entry.seq,
        at: moment(entry.at),
        act: entry.act,
        subject: entry.subject,
        post: entry.by.post,
        unit: entry
            .unit
            .and_then(|unit| edition.reporter(unit))
            .map(|unit| tree.id(unit).to_owned()),
        detail: serde_json::from_str(&entry.detail).unwrap_or_default(),
    });
    Ok(Json(Entries { entries: entries.collect(), next }))
}
