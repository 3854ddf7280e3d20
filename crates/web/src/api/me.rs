//! Who asks: the own account, and what it may do where.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gangmu_app::authz::{Verb, set_looks};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Text;
use crate::answer::Answer;
use crate::sent::Body;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// Number of the account.
    account: i64,
    /// What is typed to sign in.
    login: String,
    /// The body whose post it is, by id.
    body: String,
    /// The post.
    post: Text,
    /// What may be done, anywhere at all: `see`, `enter`, `review`, `open`, `define`, `grant`, `audit`,
    /// `operate`.
    verbs: Vec<&'static str>,
    /// Whether a token asks, and not the account itself.
    token: bool,
}

/// The own account.
#[utoipa::path(get, path = "/me", tag = "sign-in", responses((status = 200, body = Me)))]
pub(crate) async fn me(member: Member) -> Json<Me> {
    let actor = &member.actor;
    let account = &actor.account;
    Json(Me {
        account: account.number,
        login: account.login.clone(),
        body: account.body_id.clone(),
        post: Text { zh: account.post_zh.clone(), en: account.post_en.clone() },
        verbs: Verb::ALL.into_iter().filter(|verb| actor.can(*verb)).map(Verb::word).collect(),
        token: actor.is_token(),
    })
}

/// A language of the program.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum ChosenLanguage {
    Zh,
    En,
}

/// How pages look.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Looks {
    /// The language; as before where it is left out.
    language: Option<ChosenLanguage>,
    /// The theme; as before where it is left out.
    theme: Option<Theme>,
}

/// Chooses language and theme.
#[utoipa::path(
    put, path = "/me/looks", tag = "sign-in", request_body = Looks,
    responses((status = 204, description = "Remembered"))
)]
pub(crate) async fn looks(
    State(desk): State<Desk>,
    member: Member,
    Body(looks): Body<Looks>,
) -> Result<StatusCode, Answer> {
    let language = looks.language.map(|language| match language {
        ChosenLanguage::Zh => "zh",
        ChosenLanguage::En => "en",
    });
    let theme = looks.theme.map(|theme| match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    });
    let done = set_looks(&desk.office, &member.actor, language, theme).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}
