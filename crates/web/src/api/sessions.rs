//! Signing in and out for programs, and the passphrase of a post.

use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use gangmu_app::{Refusal, authz};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::sent::Body;
use crate::serve::Desk;
use crate::visitor::{Member, Visitor, set_session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// What is typed to sign in.
    login: String,
    /// The passphrase of the post.
    passphrase: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    /// Number of the account.
    account: i64,
    /// The body whose post it is, by id.
    body: String,
}

/// Signs in. The session is in the cookie that comes with the answer.
#[utoipa::path(
    post, path = "/sessions", tag = "sign-in", request_body = SignIn,
    responses((status = 201, description = "Signed in", body = SignedIn))
)]
pub(crate) async fn sign_in(
    State(desk): State<Desk>,
    visitor: Visitor,
    Body(typed): Body<SignIn>,
) -> Result<Response, Answer> {
    let refuse = |refusal| visitor.refuse(refusal);
    let signed_in = authz::sign_in(&desk.office, typed.login.trim(), &typed.passphrase).await;
    let signed_in = signed_in.map_err(refuse)?;
    if let Some(old) = &visitor.session {
        authz::sign_out(&desk.office, old).await.map_err(refuse)?;
    }
    let account = &signed_in.actor.account;
    let told = SignedIn { account: account.number, body: account.body_id.clone() };
    let mut headers = HeaderMap::new();
    headers.append(SET_COOKIE, set_session(&desk, Some(&signed_in.token)));
    Ok((StatusCode::CREATED, headers, Json(told)).into_response())
}

/// Signs out: the session holds no more.
#[utoipa::path(
    delete, path = "/sessions/current", tag = "sign-in",
    responses((status = 204, description = "Signed out"))
)]
pub(crate) async fn sign_out(State(desk): State<Desk>, member: Member) -> Result<Response, Answer> {
    let Some(session) = &member.visitor.session else {
        return Err(member.refuse(Refusal::NotThere));
    };
    let done = authz::sign_out(&desk.office, session).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    let mut headers = HeaderMap::new();
    headers.append(SET_COOKIE, set_session(&desk, None));
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenPassphrase {
    /// The word of the invitation, the last part of its link.
    invitation: String,
    /// The passphrase, of twelve characters or more.
    passphrase: String,
}

/// Chooses the passphrase of a post, by an invitation; it works once.
#[utoipa::path(
    post, path = "/passphrases", tag = "sign-in", request_body = ChosenPassphrase,
    responses((status = 204, description = "Chosen"))
)]
pub(crate) async fn choose_passphrase(
    State(desk): State<Desk>,
    visitor: Visitor,
    Body(chosen): Body<ChosenPassphrase>,
) -> Result<StatusCode, Answer> {
    let done = authz::choose_passphrase(&desk.office, &chosen.invitation, &chosen.passphrase).await;
    done.map_err(|refusal| visitor.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}
