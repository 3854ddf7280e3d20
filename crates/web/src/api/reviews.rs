//! Decisions on returns: passed on, cells sent back, deadlines extended.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gangmu_app::collect::{self, Decision, decide};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::moment;
use super::returns::Return;
use crate::answer::Answer;
use crate::sent::{At, Body};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    /// The revision of the return that was looked at.
    revision: i64,
    /// What is decided.
    decision: Decided,
    /// The cells that are sent back, where that is the decision.
    #[serde(default)]
    cells: Vec<SentBack>,
}

/// It is right: passed on to the tier above, or accepted; or cells are sent back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Decided {
    Pass,
    Return,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SentBack {
    /// Id of the element.
    element: String,
    /// Why.
    reason: String,
}

/// Decides on a return that waits.
#[utoipa::path(post, path = "/returns/{number}/reviews", tag = "returns", request_body = Review,
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 200, body = Return)))]
pub(crate) async fn review(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(review): Body<Review>,
) -> Result<Json<Return>, Answer> {
    let cells = review.cells.into_iter().map(|cell| (cell.element, cell.reason)).collect();
    let decision = match review.decision {
        Decided::Return => Decision::Return(cells),
        Decided::Pass if cells.is_empty() => Decision::Pass,
        // Cells named and the whole passed: one of the two was not meant.
        Decided::Pass => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Err(member.visitor.unfit(status, "B068", &[]));
        }
    };
    let filing = decide(&desk.office, &member.actor, number, review.revision, decision).await;
    let filing = filing.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(Return::from(&filing)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedExtension {
    /// The day to the end of which the return is taken: `2025-09-30`.
    #[schema(format = Date)]
    until: String,
    /// Why; it goes on record.
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Extension {
    /// Until when it is taken now.
    closes_at: String,
}

/// Extends the deadline of a return to the end of a day.
#[utoipa::path(post, path = "/returns/{number}/extensions", tag = "returns",
    request_body = WantedExtension,
    params(("number" = i64, Path, description = "Number of the return")),
    responses((status = 201, description = "Extended", body = Extension)))]
pub(crate) async fn extend(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(wanted): Body<WantedExtension>,
) -> Result<(StatusCode, Json<Extension>), Answer> {
    let unfit = |_| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        member.visitor.unfit(status, "B047", &[("day", &wanted.until)])
    };
    let until = wanted.until.trim().parse().map_err(unfit)?;
    let office = &desk.office;
    let closes = collect::extend(office, &member.actor, number, until, &wanted.reason).await;
    let closes_at = moment(closes.map_err(|refusal| member.refuse(refusal))?);
    Ok((StatusCode::CREATED, Json(Extension { closes_at })))
}
