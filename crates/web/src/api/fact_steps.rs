//! Ratings, checklists and grades, and the steps in the life of a fact, for programs.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use gangmu_app::collect::facts::{self, EventVerdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::{FactStepReceipt, Given, given};
use crate::answer::Answer;
use crate::once::key_of;
use crate::sent::{At, Body};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rating {
    /// Whom it rates, by id.
    about: String,
    /// The indicator, by id.
    indicator: String,
    /// The period.
    period: String,
    /// The label.
    rating: String,
    /// Why, in words.
    #[serde(default)]
    note: String,
}

/// Gives the rating of the own body. It is sealed until all of the period are opened together.
#[utoipa::path(post, path = "/facts/ratings", tag = "facts", request_body = Rating,
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn rate(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Body(rating): Body<Rating>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let Rating { about, indicator, period, rating, note } = rating;
    let rating = facts::Rating { about, indicator, period, rating, note };
    let done = facts::rate(&desk.office, &member.actor, rating, key.as_deref()).await;
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ElementMet {
    /// The element, by id.
    element: String,
    /// Whether it is met.
    met: bool,
    /// By what, in words.
    #[serde(default)]
    text: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checklist {
    /// Whose, by id.
    about: String,
    /// The indicator, by id.
    indicator: String,
    /// The period.
    period: String,
    /// The elements, each once.
    elements: Vec<ElementMet>,
}

/// Fills in a checklist, or fills it in anew as long as nobody has verified it.
#[utoipa::path(post, path = "/facts/checklists", tag = "facts", request_body = Checklist,
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn check_list(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Body(list): Body<Checklist>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let element = |ElementMet { element, met, text }| facts::ElementMet { element, met, text };
    let Checklist { about, indicator, period, elements } = list;
    let elements = elements.into_iter().map(element).collect();
    let list = facts::Checklist { about, indicator, period, elements };
    let done = facts::check_list(&desk.office, &member.actor, list, key.as_deref()).await;
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GradedDimension {
    /// The dimension, by id.
    dimension: String,
    /// The grade.
    grade: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grades {
    /// Whose, by id.
    about: String,
    /// The indicator, by id.
    indicator: String,
    /// The period.
    period: String,
    /// The dimensions, each once.
    grades: Vec<GradedDimension>,
    /// By what, in words.
    #[serde(default)]
    note: String,
}

/// Grades dimensions: the unit its own, which wait for the assessor; the assessor those that count.
#[utoipa::path(post, path = "/facts/grades", tag = "facts", request_body = Grades,
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn grade(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Body(grades): Body<Grades>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let graded = |GradedDimension { dimension, grade }| facts::Graded { dimension, grade };
    let Grades { about, indicator, period, grades, note } = grades;
    let grades = grades.into_iter().map(graded).collect();
    let grades = facts::Grades { about, indicator, period, grades, note };
    let done = facts::grade(&desk.office, &member.actor, grades, key.as_deref()).await;
    given(&member, done)
}

/// What a body without stake has found.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Verification {
    /// An event happened, as grave as this and with these marks.
    Confirmed {
        /// The revision of the fact that was looked at.
        revision: i64,
        /// How grave.
        severity: String,
        /// The marks that apply.
        #[serde(default)]
        flags: Vec<String>,
        /// What was looked at, in words.
        #[serde(default)]
        note: String,
    },
    /// An event cannot be confirmed.
    NotConfirmed {
        /// The revision of the fact that was looked at.
        revision: i64,
        /// Why.
        reason: String,
    },
    /// A checklist was looked through.
    Checked {
        /// The revision of the fact that was looked at.
        revision: i64,
        /// Elements that are not met, whatever was said.
        #[serde(default)]
        not_met: Vec<String>,
        /// What was looked at, in words; why, where it is told otherwise.
        #[serde(default)]
        note: String,
    },
}

/// Verifies an event or a checklist; for bodies without stake.
#[utoipa::path(post, path = "/facts/{number}/verifications", tag = "facts",
    request_body = Verification,
    params(("number" = i64, Path, description = "Number of the fact")),
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn verify(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    At(number): At<i64>,
    Body(found): Body<Verification>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let (office, actor, key) = (&desk.office, &member.actor, key.as_deref());
    let done = match found {
        Verification::Confirmed { revision, severity, flags, note } => {
            let verdict = EventVerdict::Confirmed { severity, flags, note };
            facts::verify_event(office, actor, number, revision, verdict, key).await
        }
        Verification::NotConfirmed { revision, reason } => {
            let verdict = EventVerdict::NotConfirmed { reason };
            facts::verify_event(office, actor, number, revision, verdict, key).await
        }
        Verification::Checked { revision, not_met, note } => {
            let said = (not_met.as_slice(), note.as_str());
            facts::verify_checklist(office, actor, number, revision, said, key).await
        }
    };
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contest {
    /// The revision of the fact that was looked at.
    revision: i64,
    /// Why.
    reason: String,
}

/// Contests a verified event; for the body it is about, once, within its time.
#[utoipa::path(post, path = "/facts/{number}/contests", tag = "facts", request_body = Contest,
    params(("number" = i64, Path, description = "Number of the fact")),
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn contest(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    At(number): At<i64>,
    Body(Contest { revision, reason }): Body<Contest>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let (office, actor) = (&desk.office, &member.actor);
    let done = facts::contest(office, actor, number, revision, &reason, key.as_deref()).await;
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContestDecision {
    /// The revision of the fact that was looked at.
    revision: i64,
    /// Whether the event stands.
    stands: bool,
    /// Why.
    reason: String,
}

/// Decides on a contested event; for a third body without stake.
#[utoipa::path(post, path = "/facts/{number}/decisions", tag = "facts",
    request_body = ContestDecision,
    params(("number" = i64, Path, description = "Number of the fact")),
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn decide(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    At(number): At<i64>,
    Body(decision): Body<ContestDecision>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let (office, actor) = (&desk.office, &member.actor);
    let said = (decision.stands, decision.reason.as_str());
    let seen = decision.revision;
    let done = facts::decide_contest(office, actor, number, seen, said, key.as_deref()).await;
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedRatings {
    /// The indicator, by id.
    indicator: String,
    /// The period.
    period: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OpenedRatings {
    /// How many were opened.
    ratings: usize,
}

/// Opens all sealed ratings of an indicator and a period together. They count from then on, and no more
/// are taken.
#[utoipa::path(post, path = "/facts/ratings/openings", tag = "facts",
    request_body = WantedRatings, responses((status = 200, body = OpenedRatings)))]
pub(crate) async fn open_ratings(
    State(desk): State<Desk>,
    member: Member,
    Body(wanted): Body<WantedRatings>,
) -> Result<Json<OpenedRatings>, Answer> {
    let WantedRatings { indicator, period } = wanted;
    let opened = facts::open_ratings(&desk.office, &member.actor, &indicator, &period).await;
    let ratings = opened.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(OpenedRatings { ratings }))
}
