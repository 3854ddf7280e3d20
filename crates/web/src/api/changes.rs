//! What was done with returns, for programs that follow it.

use axum::Json;
use axum::extract::State;
use gangmu_app::collect::changes_after;
use gangmu_base::Period;
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
    /// After this entry of the log; from the beginning when nothing is said.
    #[param(minimum = 0)]
    after: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Change {
    /// The entry of the log.
    seq: i64,
    /// Its moment.
    at: String,
    /// What was done: `open`, `extend`, `submit`, `return-cells`, `pass-on` or `accept`.
    act: String,
    /// By which body's post, by id of the body.
    post: String,
    /// With which return; none where a form was opened for many.
    #[serde(rename = "return")]
    number: Option<i64>,
    /// Id of the form.
    dataset: String,
    /// For which period.
    period: String,
    /// Id of the unit; none where a form was opened for many.
    unit: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Changes {
    /// Oldest first.
    changes: Vec<Change>,
    /// What to ask for as `after` next time.
    after: i64,
    /// Whether there may be more right now.
    more: bool,
}

/// What was done with the returns in sight: ask again with `after` for what has come since.
#[utoipa::path(get, path = "/changes", tag = "returns",
    params(Wanted), responses((status = 200, body = Changes)))]
pub(crate) async fn changes(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Changes>, Answer> {
    let after = wanted.after.unwrap_or_default();
    let found = changes_after(&desk.office, &member.actor, after, PAGE).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let last = found.last().map_or(after, |change| change.entry.seq);
    let more = found.len() as i64 == PAGE;
    let change = |change: gangmu_app::collect::Change| {
        let (entry, filing) = (change.entry, change.filing);
        let mut opened = entry.subject.split(':').skip(1).map(str::to_owned);
        let (number, dataset, period, unit) = match filing {
            Some(filing) => {
                let period = Period::of_code(filing.period).map(|period| period.to_string());
                let period = period.unwrap_or_default();
                (Some(filing.number), filing.dataset, period, Some(filing.reporter_id))
            }
            None => {
                let dataset = opened.next().unwrap_or_default();
                (None, dataset, opened.next().unwrap_or_default(), None)
            }
        };
        let (seq, at, act, post) = (entry.seq, moment(entry.at), entry.act, entry.by.post);
        Change { seq, at, act, post, number, dataset, period, unit }
    };
    Ok(Json(Changes { changes: found.into_iter().map(change).collect(), after: last, more }))
}
