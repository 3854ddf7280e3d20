//! Tokens of the own account, for programs. Only who is signed in makes them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gangmu_app::authz::{end_token, list_tokens, make_token};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::moment;
use crate::answer::Answer;
use crate::sent::{At, Body};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// Its number.
    number: i64,
    /// What it is for, in the words of who made it.
    label: String,
    /// What it may do, as far as its account may.
    verbs: Vec<String>,
    /// When it was made.
    made_at: String,
    /// From which moment on it holds no more.
    ends_at: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// Those that hold, newest first.
    tokens: Vec<Token>,
}

/// The tokens that hold.
#[utoipa::path(get, path = "/tokens", tag = "tokens", operation_id = "list_tokens",
    responses((status = 200, body = Tokens)))]
pub(crate) async fn list(State(desk): State<Desk>, member: Member) -> Result<Json<Tokens>, Answer> {
    let found = list_tokens(&desk.office, &member.actor).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let tokens = found.into_iter().map(|token| Token {
        number: token.number,
        label: token.label,
        verbs: token.verbs,
        made_at: moment(token.begun_at),
        ends_at: moment(token.ends_at),
    });
    Ok(Json(Tokens { tokens: tokens.collect() }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedToken {
    /// What it is for.
    label: String,
    /// What it may do: some of what the account may do now. It never reaches further than that.
    verbs: Vec<String>,
    /// For how many days, 366 at most.
    #[schema(minimum = 1, maximum = 366)]
    days: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct MadeToken {
    /// Its number.
    number: i64,
    /// What the program carries, as `Authorization: Bearer …`. It is told once.
    token: String,
    /// From which moment on it holds no more.
    ends_at: String,
}

/// Makes a token.
#[utoipa::path(post, path = "/tokens", tag = "tokens", operation_id = "make_token",
    request_body = WantedToken, responses((status = 201, description = "Made", body = MadeToken)))]
pub(crate) async fn make(
    State(desk): State<Desk>,
    member: Member,
    Body(wanted): Body<WantedToken>,
) -> Result<(StatusCode, Json<MadeToken>), Answer> {
    let WantedToken { label, verbs, days } = wanted;
    let made = make_token(&desk.office, &member.actor, &label, &verbs, days).await;
    let made = made.map_err(|refusal| member.refuse(refusal))?;
    let ends_at = moment(made.ends_at);
    Ok((StatusCode::CREATED, Json(MadeToken { number: made.number, token: made.word, ends_at })))
}

/// Ends a token. It holds no more from then on.
#[utoipa::path(delete, path = "/tokens/{number}", tag = "tokens", operation_id = "end_token",
    params(("number" = i64, Path, description = "Number of the token")),
    responses((status = 204, description = "Ended")))]
pub(crate) async fn end(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<StatusCode, Answer> {
    let done = end_token(&desk.office, &member.actor, number).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}
