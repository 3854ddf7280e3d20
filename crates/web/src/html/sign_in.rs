//! Signing in and out, choosing a passphrase, and what somebody wants to look at.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz;
use serde::Deserialize;

use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{Asked, At, Filled};
use crate::serve::Desk;
use crate::visitor::{Visitor, set_choice, set_session};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    login: String,
    to: String,
    wrong: Vec<(String, String, String)>,
}

#[derive(Deserialize, Default)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// Addresses of this server only.
fn local(back: &str) -> &str {
    let strange = |c: char| c.is_control() || c == '\\';
    let fits = back.starts_with('/') && !back.starts_with("//") && !back.contains(strange);
    if fits { back } else { "/" }
}

pub(crate) async fn ask(
    State(desk): State<Desk>,
    visitor: Visitor,
    Asked(back): Asked<Back>,
) -> Result<Response, Answer> {
    let any = desk.office.any_account().await.map_err(|refusal| visitor.refuse(refusal))?;
    if visitor.actor.is_some() {
        return Ok(go(local(&back.back)));
    }
    let mut page = Page::bare(visitor.language, Some(&visitor), "");
    page.title = page.t("sign-in-title");
    let words = desk.words(visitor.language);
    let wrong = if any {
        Vec::new()
    } else {
        vec![("B007".to_owned(), words.say("B007", &[]), words.say("B007-next", &[]))]
    };
    let to = local(&back.back).to_owned();
    Ok(laid_out(SignInPage { page, login: String::new(), to, wrong }.render()))
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    login: String,
    passphrase: String,
    #[serde(default)]
    back: String,
}

pub(crate) async fn sign_in(
    State(desk): State<Desk>,
    visitor: Visitor,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Answer> {
    match authz::sign_in(&desk.office, typed.login.trim(), &typed.passphrase).await {
        Ok(signed_in) => {
            if let Some(old) = &visitor.session {
                let done = authz::sign_out(&desk.office, old).await;
                done.map_err(|refusal| visitor.refuse(refusal))?;
            }
            let mut answer = go(local(&typed.back));
            let cookie = set_session(&desk, Some(&signed_in.token));
            answer.headers_mut().append(SET_COOKIE, cookie);
            Ok(answer)
        }
        Err(Refusal::Wrong(findings)) => {
            let words = desk.words(visitor.language);
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            let mut page = Page::bare(visitor.language, Some(&visitor), "");
            page.title = page.t("sign-in-title");
            page.back = "%2Fsign-in".to_owned();
            let to = local(&typed.back).to_owned();
            let asked = SignInPage { page, login: typed.login, to, wrong };
            let mut answer = laid_out(asked.render());
            *answer.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(refusal) => Err(visitor.refuse(refusal)),
    }
}

pub(crate) async fn sign_out(
    State(desk): State<Desk>,
    visitor: Visitor,
) -> Result<Response, Answer> {
    if let Some(session) = &visitor.session {
        let done = authz::sign_out(&desk.office, session).await;
        done.map_err(|refusal| visitor.refuse(refusal))?;
    }
    let mut answer = go("/sign-in");
    answer.headers_mut().append(SET_COOKIE, set_session(&desk, None));
    Ok(answer)
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    page: Page,
    word: String,
    wrong: Vec<(String, String, String)>,
}

pub(crate) async fn welcome(
    State(desk): State<Desk>,
    visitor: Visitor,
    At(word): At<String>,
) -> Result<Response, Answer> {
    let held = authz::invitation_holds(&desk.office, &word).await;
    held.map_err(|refusal| visitor.refuse(refusal))?;
    let mut page = Page::bare(visitor.language, Some(&visitor), "");
    page.title = page.t("welcome-title");
    Ok(laid_out(WelcomePage { page, word: super::query(&word), wrong: Vec::new() }.render()))
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    passphrase: String,
}

pub(crate) async fn choose(
    State(desk): State<Desk>,
    visitor: Visitor,
    At(word): At<String>,
    Filled(chosen): Filled<Chosen>,
) -> Result<Response, Answer> {
    match authz::choose_passphrase(&desk.office, &word, &chosen.passphrase).await {
        Ok(()) => Ok(go("/sign-in")),
        Err(Refusal::Wrong(findings)) => {
            let words = desk.words(visitor.language);
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            let mut page = Page::bare(visitor.language, Some(&visitor), "");
            page.title = page.t("welcome-title");
            let mut answer =
                laid_out(WelcomePage { page, word: super::query(&word), wrong }.render());
            *answer.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(refusal) => Err(visitor.refuse(refusal)),
    }
}

/// Changes the language or the theme, and goes back.
pub(crate) async fn look(
    State(desk): State<Desk>,
    visitor: Visitor,
    At((what, word)): At<(String, String)>,
    Asked(back): Asked<Back>,
) -> Result<Response, Answer> {
    let (name, word) = match (what.as_str(), word.as_str()) {
        ("language", "zh") => ("language", "zh"),
        ("language", "en") => ("language", "en"),
        ("theme", "light") => ("theme", "light"),
        ("theme", "dark") => ("theme", "dark"),
        _ => return Err(visitor.refuse(Refusal::NotThere)),
    };
    if let Some(actor) = &visitor.actor {
        let (language, theme) =
            if name == "language" { (Some(word), None) } else { (None, Some(word)) };
        let done = authz::set_looks(&desk.office, actor, language, theme).await;
        done.map_err(|refusal| visitor.refuse(refusal))?;
    }
    let mut answer = go(local(&back.back));
    answer.headers_mut().append(SET_COOKIE, set_choice(name, word));
    Ok(answer)
}
