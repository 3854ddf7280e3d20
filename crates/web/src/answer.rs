//! Refusals as answers: a page for people, a problem (RFC 9457) for programs. The one place where a
//! refusal gets its status.

use askama::Template;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use gangmu_app::Refusal;
use gangmu_app::words::{Language, Words};
use gangmu_base::Finding;
use serde_json::json;

use crate::html::Page;
use crate::visitor::Visitor;

/// What is answered to who is refused.
#[derive(Debug)]
pub(crate) struct Answer {
    language: Language,
    program: bool,
    refusal: Refusal,
    visitor: Option<Box<Visitor>>,
}

impl Answer {
    pub(crate) fn to(language: Language, program: bool, refusal: Refusal) -> Answer {
        Answer { language, program, refusal, visitor: None }
    }

    pub(crate) fn for_visitor(self, visitor: &Visitor) -> Answer {
        Answer { visitor: Some(Box::new(visitor.clone())), ..self }
    }

    fn status(&self) -> StatusCode {
        match &self.refusal {
            Refusal::SignInFirst => StatusCode::UNAUTHORIZED,
            Refusal::NotThere => StatusCode::NOT_FOUND,
            Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
            Refusal::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::NotNow(_) => StatusCode::CONFLICT,
            Refusal::Later(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Full => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is told: code, sentence, next step.
    fn told(&self, words: &Words) -> Vec<(String, String, String)> {
        let plain = |code: &str| {
            (code.to_owned(), words.say(code, &[]), words.say(&format!("{code}-next"), &[]))
        };
        match &self.refusal {
            Refusal::SignInFirst => vec![plain("B002")],
            Refusal::NotThere => vec![plain("B003")],
            Refusal::Later(_) => vec![plain("B004")],
            Refusal::Full => vec![plain("B005")],
            Refusal::Broken(_) => vec![plain("B006")],
            Refusal::NotAllowed(finding) | Refusal::NotNow(finding) => vec![told(finding, words)],
            Refusal::Wrong(findings) => findings.iter().map(|f| told(f, words)).collect(),
        }
    }
}

/// What a finding says: code, sentence, next step.
pub(crate) fn told(finding: &Finding, words: &Words) -> (String, String, String) {
    let (says, next) = words.finding(finding);
    let at = finding.blanks.iter().find(|(blank, _)| *blank == "at");
    let says = at.map_or(says.clone(), |(_, at)| format!("{at}: {says}"));
    (finding.code.to_owned(), says, next)
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    told: Vec<(String, String, String)>,
    kept: bool,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let words = crate::serve::words(self.language);
        let status = self.status();
        if let Refusal::Broken(why) = &self.refusal {
            tracing::error!(why, "a request broke");
        }
        let told = self.told(words);
        if matches!(self.refusal, Refusal::SignInFirst) && !self.program {
            let back = self.visitor.as_ref().map_or("/", |visitor| visitor.address.as_str());
            return Redirect::to(&format!("/sign-in?back={}", crate::html::query(back)))
                .into_response();
        }
        let mut answer = if self.program {
            problem(status, &told, json!({}))
        } else {
            let first = told.first().map_or(String::new(), |(_, says, _)| says.clone());
            let page = Page::bare(self.language, self.visitor.as_deref(), &first);
            let kept = !matches!(self.refusal, Refusal::NotThere);
            let page = ErrorPage { page, told, kept }.render().unwrap_or_default();
            (status, Html(page)).into_response()
        };
        if let Refusal::Later(seconds) = self.refusal {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}

/// A problem as programs read it.
pub(crate) fn problem(
    status: StatusCode,
    told: &[(String, String, String)],
    more: serde_json::Value,
) -> Response {
    let first = told.first();
    let mut body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "code": first.map(|(code, ..)| code),
        "detail": first.map(|(_, says, _)| says),
        "next": first.map(|(.., next)| next),
        "errors": told
            .iter()
            .map(|(code, says, next)| json!({ "code": code, "detail": says, "next": next }))
            .collect::<Vec<_>>(),
    });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    (
        status,
        [(header::CONTENT_TYPE, "application/problem+json")],
        Json(body).into_response().into_body(),
    )
        .into_response()
}
